// The grammar of host and dns-server.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/dns_server.h"
#include "core/services/host.h"
#include "core/services/parsers.h"

#include <fmt/format.h>

namespace hopyard::services {

Parsed parseHost(Arguments &arguments)
{
    HostOptions o;
    o.name = arguments.word();
    if (!arguments.error() && !base::IpAddress::parse(o.name) && !transport::isHostName(o.name))
        arguments.fail(fmt::format("'{}' is neither a name nor an IP address", o.name));
    while (const auto option = arguments.nextOption()) {
        if (option == "type" || option == "-t") {
            const std::string_view type = arguments.word();
            o.type = parseDnsType(type);
            if (!o.type)
                arguments.fail(fmt::format("'{}' is none of a, aaaa, any, cname, mx, ns, ptr, soa, txt", type));
        } else if (option == "server") {
            o.server = arguments.address();
        } else {
            arguments.unknown("type, server");
        }
    }
    return std::make_unique<Host>(std::move(o));
}

Parsed parseDnsServer(Arguments &arguments)
{
    DnsServerOptions o;
    while (const auto option = arguments.nextOption()) {
        if (option == "port" || option == "-p") {
            o.port = arguments.port();
        } else if (option == "quiet" || option == "-q") {
            o.quiet = true;
        } else if (option == "zone") {
            const std::string_view entry = arguments.word();
            const std::size_t at = entry.find('=');
            if (at == std::string_view::npos || !o.zone.add(entry.substr(0, at), entry.substr(at + 1)))
                arguments.fail(fmt::format("'{}' behind 'zone' is not NAME=ADDRESS or NAME=OTHERNAME, or says something "
                                           "else of a name than before",
                                           entry));
        } else {
            arguments.unknown("zone, port, quiet");
        }
    }
    return std::make_unique<DnsServer>(std::move(o));
}

} // namespace hopyard::services
