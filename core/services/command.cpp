// The table of the services; their grammars are in parse_*.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/command.h"

#include "core/services/arguments.h"
#include "core/services/parsers.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hopyard::services {

namespace {

struct Service {
    CommandHelp help;
    Parsed (*parse)(Arguments &);
};

constexpr std::array kServices = std::to_array<Service>({
    {{"bgp-speaker",
      "ADDRESS as N [routes FILE [peer ADDRESS|N] [limit N]] [network PREFIX] … [synthetic N [sets N]] [id ADDRESS] [hold N]",
      "opens a BGP session and announces what it was given"},
     parseBgpSpeaker},
    {{"chargen-server", "[port N]", "sends characters without end (RFC 864), over TCP and UDP"}, parseChargenServer},
    {{"discard-server", "[port N]", "takes what comes and says nothing (RFC 863), over TCP and UDP"},
     parseDiscardServer},
    {{"dns-server", "[zone NAME=ADDRESS|NAME=NAME] … [port N] [quiet]",
      "answers the names of the lab and its own, over UDP and TCP"},
     parseDnsServer},
    {{"echo-server", "[port N]", "sends back what comes (RFC 862), over TCP and UDP"}, parseEchoServer},
    {{"host", "NAME|ADDRESS [type TYPE] [server ADDRESS]", "looks up a name or an address"}, parseHost},
    {{"http",
      "URL [count N] [head | post TEXT] [range FROM-TO] [keep-alive] [show] [check] [quiet] [timeout TIME]",
      "gets a page; tells the status, how much came and how fast"},
     parseHttp},
    {{"http-server", "[port N] [[path PATH] text TEXT|size BYTES] … [quiet]",
      "serves a page about the node, /bytes/N, /headers, /echo, and pages of your own"},
     parseHttpServer},
    {{"iperf3",
      "ADDRESS [port N] [time TIME | bytes N] [parallel N] [reverse | bidirectional] [udp] [rate RATE] [length N] "
      "[tos N] [quiet] | server [port N] [once] [quiet]",
      "measures throughput together with another iperf3, also a real one"},
     parseIperf3},
    {{"netcat", "ADDRESS PORT | listen PORT  [udp] [text TEXT] [keep] [wait TIME]",
      "says a text over TCP or UDP and prints what comes back"},
     parseNetcat},
    {{"ping",
      "ADDRESS [count N] [interval TIME] [size BYTES] [ttl N] [tos N] [timeout TIME] [source ADDRESS] [df] "
      "[quiet]",
      "sends ICMP echo requests and tells how long the answers took"},
     parsePing},
    {{"traceroute",
      "ADDRESS [icmp|udp] [first N] [hops N] [probes N] [timeout TIME] [port N] [size BYTES] "
      "[tos N] [source ADDRESS] [df]",
      "tells which routers the way goes by"},
     parseTraceroute},
    {{"udp-sink", "[port N] [address ADDRESS] [for TIME]", "receives from udp-source; tells loss, delay and jitter"},
     parseUdpSink},
    {{"udp-source",
      "ADDRESS [port N] [rate RATE | pps N] [size BYTES] [for TIME] [count N] [ttl N] [tos N] [source ADDRESS] [df]",
      "sends numbered UDP datagrams at an even rate"},
     parseUdpSource},
});

constexpr std::array kHelp = [] {
    std::array<CommandHelp, kServices.size()> help;
    std::ranges::transform(kServices, help.begin(), &Service::help);
    return help;
}();

const Service *find(std::string_view name)
{
    const auto at = std::ranges::find(kServices, name, [](const Service &s) { return s.help.name; });
    return at == kServices.end() ? nullptr : &*at;
}

} // namespace

std::span<const CommandHelp> commands() { return kHelp; }

bool isCommand(std::string_view line)
{
    return find(Arguments(line).command()) != nullptr;
}

base::Result<std::unique_ptr<transport::Application>, base::Error> parseCommand(std::string_view line)
{
    Arguments arguments(line);
    const Service *service = find(arguments.command());
    if (!service) {
        std::string known;
        for (const CommandHelp &help : kHelp)
            known += fmt::format("{}{}", known.empty() ? "" : &help == &kHelp.back() ? " and " : ", ", help.name);
        return base::fail(base::Error{fmt::format("'{}' is not a service; there are {}", arguments.command(), known)});
    }
    Parsed application = service->parse(arguments);
    if (arguments.error())
        return base::fail(*arguments.error());
    return application;
}

} // namespace hopyard::services
