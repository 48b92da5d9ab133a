// The grammar of bgp-speaker.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/parsers.h"
#include "core/services/speaker/bgp_speaker.h"

#include <fmt/format.h>

namespace hopyard::services {

Parsed parseBgpSpeaker(Arguments &arguments)
{
    BgpSpeakerOptions o;
    o.neighbour = arguments.target();
    while (const auto option = arguments.nextOption()) {
        if (option == "as") {
            o.as = static_cast<wire::AsNumber>(arguments.number(1, 4'294'967'294));
        } else if (option == "id") {
            const base::IpAddress id = arguments.address();
            o.identifier = id.isV4() ? id.v4() : base::Ipv4Address();
        } else if (option == "hold") {
            o.holdTime = static_cast<std::uint16_t>(arguments.number(3, 65'535));
        } else if (option == "routes") {
            o.file.name = arguments.word();
        } else if (option == "peer") {
            o.file.peer = arguments.word();
        } else if (option == "limit") {
            o.file.limit = arguments.number(1, 1'000'000'000);
        } else if (option == "network") {
            const std::string_view text = arguments.word();
            const auto prefix = base::IpPrefix::parse(text);
            if (prefix && prefix->address().isV4())
                o.networks.push_back(*prefix);
            else if (!arguments.error())
                arguments.fail(fmt::format("'{:.60}' is no network such as 10.1.0.0/16", text));
        } else if (option == "synthetic") {
            o.synthetic = static_cast<std::uint32_t>(arguments.number(1, 2'000'000));
        } else if (option == "sets") {
            o.sets = static_cast<std::uint32_t>(arguments.number(1, 2'000'000));
        } else {
            arguments.unknown("as, id, hold, routes, peer, limit, network, synthetic, sets");
        }
    }
    if (!arguments.error() && o.as == 0)
        arguments.fail("bgp-speaker speaks for an AS: as NUMBER");
    return std::make_unique<BgpSpeaker>(std::move(o));
}

} // namespace hopyard::services
