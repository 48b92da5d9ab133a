// The grammar of netcat and of the echo, discard and chargen servers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/netcat.h"
#include "core/services/parsers.h"
#include "core/services/small_server.h"

namespace hopyard::services {

namespace {

Parsed parseSmallServer(Arguments &arguments, SmallServerOptions::Kind kind)
{
    SmallServerOptions o{kind, wellKnownPort(kind)};
    while (const auto option = arguments.nextOption()) {
        if (option == "port" || option == "-p")
            o.port = arguments.port();
        else
            arguments.unknown("port");
    }
    return std::make_unique<SmallServer>(o);
}

} // namespace

Parsed parseEchoServer(Arguments &arguments) { return parseSmallServer(arguments, SmallServerOptions::Kind::echo); }
Parsed parseDiscardServer(Arguments &arguments) { return parseSmallServer(arguments, SmallServerOptions::Kind::discard); }
Parsed parseChargenServer(Arguments &arguments) { return parseSmallServer(arguments, SmallServerOptions::Kind::chargen); }

Parsed parseNetcat(Arguments &arguments)
{
    NetcatOptions o;
    const Target first = arguments.target();
    o.listen = first.name == "listen" || first.name == "-l";
    o.destination = first;
    o.port = arguments.port();
    while (const auto option = arguments.nextOption()) {
        if (option == "udp" || option == "-u")
            o.udp = true;
        else if (option == "text")
            o.text = arguments.word();
        else if (option == "keep" || option == "-k")
            o.keepOpen = true;
        else if (option == "wait" || option == "-w")
            o.wait = arguments.duration();
        else
            arguments.unknown("udp, text, keep, wait");
    }
    return std::make_unique<Netcat>(std::move(o));
}

} // namespace hopyard::services
