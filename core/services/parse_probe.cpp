// The grammar of ping, traceroute, udp-source and udp-sink, as lists of their options.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/arguments.h"
#include "core/services/parsers.h"
#include "core/services/ping.h"
#include "core/services/probe_payload.h"
#include "core/services/traceroute.h"
#include "core/services/udp_sink.h"
#include "core/services/udp_source.h"

#include <fmt/format.h>

namespace hopyard::services {

namespace {

constexpr std::string_view kPingOptions
    = "count, interval, size, ttl, tos, timeout, source, df, quiet";
constexpr std::string_view kTracerouteOptions
    = "icmp, udp, first, hops, probes, timeout, port, size, tos, source, df";
constexpr std::string_view kSourceOptions = "port, rate, pps, size, for, count, ttl, tos, source, df";
constexpr std::string_view kSinkOptions = "port, address, for";
constexpr std::uint64_t kAnyCount = ~std::uint64_t(0);
constexpr std::uint64_t kMaxUdpPayload = 65'507;

} // namespace

Parsed parsePing(Arguments &arguments)
{
    PingOptions o;
    o.destination = arguments.target();
    while (const auto option = arguments.nextOption()) {
        if (option == "count" || option == "-c")
            o.count = arguments.number(1, kAnyCount);
        else if (option == "interval" || option == "-i")
            o.interval = arguments.duration();
        else if (option == "size" || option == "-s")
            o.size = static_cast<std::uint32_t>(arguments.number(0, kMaxUdpPayload));
        else if (option == "ttl" || option == "-t")
            o.ttl = static_cast<std::uint8_t>(arguments.number(1, 255));
        else if (option == "tos" || option == "-Q")
            o.tos = static_cast<std::uint8_t>(arguments.number(0, 255));
        else if (option == "timeout" || option == "-W")
            o.timeout = arguments.duration();
        else if (option == "source" || option == "-I")
            o.source = arguments.address();
        else if (option == "df")
            o.dontFragment = true;
        else if (option == "quiet" || option == "-q")
            o.quiet = true;
        else
            arguments.unknown(kPingOptions);
    }
    if (o.interval < base::Duration::milliseconds(1))
        arguments.fail("the interval is at least 1ms");
    return std::make_unique<Ping>(o);
}

Parsed parseTraceroute(Arguments &arguments)
{
    TracerouteOptions o;
    o.destination = arguments.target();
    while (const auto option = arguments.nextOption()) {
        if (option == "icmp" || option == "-I")
            o.mode = TracerouteOptions::Mode::icmp;
        else if (option == "udp")
            o.mode = TracerouteOptions::Mode::udp;
        else if (option == "first" || option == "-f")
            o.firstHop = static_cast<std::uint8_t>(arguments.number(1, 255));
        else if (option == "hops" || option == "-m")
            o.maxHops = static_cast<std::uint8_t>(arguments.number(1, 255));
        else if (option == "probes" || option == "-q")
            o.probes = static_cast<std::uint8_t>(arguments.number(1, 10));
        else if (option == "timeout" || option == "-w")
            o.timeout = arguments.duration();
        else if (option == "port" || option == "-p")
            o.port = static_cast<std::uint16_t>(arguments.number(1, 60'000));
        else if (option == "size")
            o.size = static_cast<std::uint16_t>(arguments.number(28, 65'535));
        else if (option == "tos" || option == "-t")
            o.tos = static_cast<std::uint8_t>(arguments.number(0, 255));
        else if (option == "source" || option == "-s")
            o.source = arguments.address();
        else if (option == "df" || option == "-F")
            o.dontFragment = true;
        else
            arguments.unknown(kTracerouteOptions);
    }
    if (o.firstHop > o.maxHops)
        arguments.fail(fmt::format("the first hop, {}, lies behind the last, {}", o.firstHop, o.maxHops));
    return std::make_unique<Traceroute>(o);
}

Parsed parseUdpSource(Arguments &arguments)
{
    UdpSourceOptions o;
    o.destination = arguments.target();
    while (const auto option = arguments.nextOption()) {
        if (option == "port")
            o.port = arguments.port();
        else if (option == "rate")
            o.rate = arguments.rate();
        else if (option == "pps")
            o.packetsPerSecond = arguments.number(1, 10'000'000);
        else if (option == "size")
            o.size = static_cast<std::uint32_t>(arguments.number(ProbePayload::kLength, kMaxUdpPayload));
        else if (option == "for")
            o.duration = arguments.duration();
        else if (option == "count")
            o.count = arguments.number(1, kAnyCount);
        else if (option == "ttl")
            o.ttl = static_cast<std::uint8_t>(arguments.number(1, 255));
        else if (option == "tos")
            o.tos = static_cast<std::uint8_t>(arguments.number(0, 255));
        else if (option == "source")
            o.source = arguments.address();
        else if (option == "df")
            o.dontFragment = true;
        else
            arguments.unknown(kSourceOptions);
    }
    return std::make_unique<UdpSource>(o);
}

Parsed parseUdpSink(Arguments &arguments)
{
    UdpSinkOptions o;
    while (const auto option = arguments.nextOption()) {
        if (option == "port")
            o.port = arguments.port();
        else if (option == "address")
            o.address = arguments.address();
        else if (option == "for")
            o.duration = arguments.duration();
        else
            arguments.unknown(kSinkOptions);
    }
    return std::make_unique<UdpSink>(o);
}

} // namespace hopyard::services
