// BGP: attributes read and written again are the same; and any bytes into a speaker in any state of its session, which it
// must survive with its table whole. The first octet says how far the session is before the rest arrives.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/bgp.h"
#include "core/wire/bgp_attributes.h"
#include "core/wire/bgp_update_writer.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <vector>

using namespace hopyard;
namespace bgp = routing::bgp;

namespace {

void attributes(base::Bytes bytes, bool fourOctets, bool external)
{
    wire::BgpAttributes a, again;
    const wire::BgpAttributeContext context{fourOctets, external, true};
    if (wire::parseBgpAttributes(bytes, context, a).error != wire::BgpErrorClass::none || a.nextHop.isV6())
        return;
    std::vector<std::uint8_t> out;
    wire::appendBgpAttributes(out, a);
    wire::parseBgpAttributes(out, {true, false, true}, again);
    fuzz::require(again == a);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1)
        return 0;
    const base::Bytes bytes(data + 1, size - 1);
    attributes(bytes, data[0] & 1, data[0] & 2);

    bgp::Config config;
    config.as = 65001;
    config.routerId = base::Ipv4Address(1, 1, 1, 1);
    config.ebgpRequiresPolicy = false;
    const base::Ipv4Address remote(10, 0, 0, 2);
    bgp::NeighbourConfig lines;
    lines.remoteAs = bgp::RemoteAs{bgp::RemoteAs::Kind::number, data[0] & 4 ? 65001u : 65002u};
    lines.families[1].activate = true;
    config.neighbours[remote] = lines;
    bgp::Bgp speaker(config);
    bgp::Output out;
    const base::TimePoint now;
    speaker.start(now, out);
    const auto session = speaker.accept(now, {base::Ipv4Address(10, 0, 0, 1), {}, {}}, remote, out);
    fuzz::require(session.has_value());
    std::vector<std::uint8_t> opening;
    if (data[0] & 8) {
        wire::BgpOpen open;
        open.as = static_cast<std::uint16_t>(lines.remoteAs->number);
        open.identifier = base::Ipv4Address(2, 2, 2, 2);
        open.families = {wire::kBgpIpv4Unicast, wire::kBgpIpv6Unicast};
        open.routeRefresh = open.enhancedRefresh = true;
        if (data[0] & 1)
            open.fourOctetAs = lines.remoteAs->number;
        open.append(opening);
    }
    if (data[0] & 16)
        wire::appendKeepalive(opening);
    speaker.received(now, *session, opening, out);
    speaker.received(now, *session, bytes, out);
    // The same as one UPDATE, so that lengths need not be guessed.
    std::vector<std::uint8_t> update;
    const std::size_t start = wire::beginBgpMessage(update);
    update.insert(update.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(bytes.size(), 4000)));
    wire::finishBgpMessage(update, start, wire::BgpType::update);
    speaker.received(now, *session, update, out);
    speaker.nextHopChanged(now, remote, {true, true, false, 0}, out);
    for (const bgp::Afi afi : bgp::kAllAfis)
        speaker.forEachPrefix(afi, [](const bgp::PrefixInfo &prefix) { fuzz::require(!prefix.paths.empty()); });
    const bgp::Bgp copy = speaker;
    speaker.stop(now, out);
    fuzz::require(speaker.process().paths[0] == 0 && speaker.process().paths[1] == 0 && speaker.process().attributeSets == 0);
    return 0;
}
