// See static_routes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/static_routes.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace hopyard::router {

namespace {

ip::RouteKind kindOf(StaticRoute::Kind kind)
{
    switch (kind) {
    case StaticRoute::Kind::nextHop: return ip::RouteKind::unicast;
    case StaticRoute::Kind::blackhole:
    case StaticRoute::Kind::null0: return ip::RouteKind::blackhole;
    case StaticRoute::Kind::reject: return ip::RouteKind::unreachable;
    }
    return ip::RouteKind::unicast;
}

} // namespace

void StaticRoutes::update(routing::Rib &rib, const ip::Stack &stack, const std::vector<StaticRoute> &lines)
{
    std::vector<Offered> wanted;
    for (auto first = lines.begin(); first != lines.end();) { // sorted: the lines for one prefix stand together
        const auto begin = static_cast<std::ptrdiff_t>(wanted.size());
        auto line = first;
        for (; line != lines.end() && line->prefix == first->prefix; ++line) {
            routing::NextHop hop{line->gateway, {}, 1, false};
            if (!line->interface.empty()) {
                hop.port = stack.findInterface(line->interface);
                if (!hop.port.isValid())
                    continue;
            }
            const ip::RouteKind kind = kindOf(line->kind);
            auto into = std::find_if(wanted.begin() + begin, wanted.end(), [&](const Offered &o) {
                return o.candidate.kind == kind && o.candidate.distance == line->distance && o.candidate.tag == line->tag;
            });
            if (into == wanted.end()) {
                const auto slot = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(into - wanted.begin() - begin, 255));
                into = wanted.insert(wanted.end(), {line->prefix, slot, {kind, line->distance, 0, line->tag, {}}});
            }
            if (!line->discards())
                into->candidate.nextHops.push_back(hop);
        }
        first = line;
    }
    const auto before = [](const Offered &a, const Offered &b) { return std::tie(a.prefix, a.slot) < std::tie(b.prefix, b.slot); };
    for (const Offered &old : m_offered)
        if (!std::binary_search(wanted.begin(), wanted.end(), old, before))
            rib.withdraw(old.prefix, routing::Protocol::static_, old.slot);
    for (const Offered &one : wanted)
        rib.offer(one.prefix, routing::Protocol::static_, one.candidate, one.slot); // nothing happens where it is the same
    m_offered = std::move(wanted);
}

} // namespace hopyard::router
