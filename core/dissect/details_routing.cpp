// RIP (RFC 2453, RFC 4822 by its outside).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/tree.h"
#include "core/wire/rip.h"

#include <bit>

namespace hopyard::dissect {

void dissectRip(Place place)
{
    Group group(place.tree(), "rip", "RIP", place.at(), place.size());
    if (!place.has(4, "Header"))
        return;
    const std::uint32_t command = place.peek(1);
    const std::string_view meaning = command == 1 ? "request" : command == 2 ? "response" : "";
    group.append(fmt::format(" version {}{}{}", place.peek(1, 1), meaning.empty() ? "" : ", ", meaning));
    place.number(1, "rip.command", "Command", meaning);
    place.number(1, "", "Version");
    place.labelled(2, "", "Must be zero");
    while (place.size() >= wire::RipEntry::kLength && !place.tree().isFull()) {
        Place entry = place.cut(wire::RipEntry::kLength);
        const auto route = wire::RipEntry::load(entry.bytes().data());
        if (route.family == wire::RipEntry::kAuthentication) {
            entry.rest("Authentication");
            continue;
        }
        const std::string prefix = fmt::format("{}/{}", base::toString(route.address), std::popcount(route.mask));
        Group one(place.tree(), "", fmt::format("Route {}, metric {}", prefix, route.metric), entry.at(), entry.size());
        entry.number(2, "", "Address family");
        entry.number(2, "", "Tag");
        entry.address("", "Address");
        entry.address("", "Mask");
        entry.address("", "Next hop");
        entry.number(4, "", "Metric", route.metric >= wire::kRipInfinity ? "unreachable" : "");
    }
    place.rest("What is no whole route");
}

} // namespace hopyard::dissect
