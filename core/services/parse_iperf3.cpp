// The grammar of iperf3.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/client.h"
#include "core/services/iperf3/server.h"
#include "core/services/parsers.h"

namespace hopyard::services {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t(1) << 50;

Parsed parseServer(Arguments &arguments)
{
    Iperf3ServerOptions o;
    while (const auto option = arguments.nextOption()) {
        if (option == "port" || option == "-p")
            o.port = arguments.port();
        else if (option == "once" || option == "-1")
            o.once = true;
        else if (option == "quiet" || option == "-q")
            o.quiet = true;
        else
            arguments.unknown("port, once, quiet");
    }
    return std::make_unique<Iperf3Server>(o);
}

} // namespace

Parsed parseIperf3(Arguments &arguments)
{
    Iperf3ClientOptions o;
    o.destination = arguments.target();
    if (o.destination.name == "server")
        return parseServer(arguments);
    iperf3::Parameters &p = o.parameters;
    while (const auto option = arguments.nextOption()) {
        if (option == "port" || option == "-p") {
            o.port = arguments.port();
        } else if (option == "time" || option == "-t") {
            const base::Duration time = arguments.duration();
            p.seconds = static_cast<std::uint32_t>(time / base::Duration::seconds(1));
            if (time < base::Duration::seconds(1) || time > base::Duration::seconds(86'400)
                || time != base::Duration::seconds(p.seconds))
                arguments.fail("the time is of whole seconds, from 1 to 86400");
        } else if (option == "bytes" || option == "-n") {
            p.bytes = arguments.number(1, kMostBytes);
            p.seconds = 0;
        } else if (option == "parallel" || option == "-P") {
            p.parallel = static_cast<std::uint32_t>(arguments.number(1, iperf3::kMaxStreams));
        } else if (option == "reverse" || option == "-R") {
            p.reverse = true;
        } else if (option == "bidirectional" || option == "--bidir") {
            p.bidirectional = true;
        } else if (option == "udp" || option == "-u") {
            p.udp = true;
        } else if (option == "rate" || option == "-b") {
            p.rate = arguments.rate();
        } else if (option == "length" || option == "-l") {
            p.length = static_cast<std::uint32_t>(arguments.number(16, 1024 * 1024));
        } else if (option == "tos" || option == "-S") {
            p.tos = static_cast<std::uint8_t>(arguments.number(0, 255));
        } else if (option == "quiet" || option == "-q") {
            o.quiet = true;
        } else {
            arguments.unknown("port, time, bytes, parallel, reverse, bidirectional, udp, rate, length, tos, quiet");
        }
    }
    if (p.reverse && p.bidirectional)
        arguments.fail("'reverse' and 'bidirectional' are two different tests");
    if (p.udp && p.length > 65'507 && p.length != iperf3::Parameters().length)
        arguments.fail("a datagram has at most 65507 bytes");
    return std::make_unique<Iperf3Client>(std::move(o));
}

} // namespace hopyard::services
