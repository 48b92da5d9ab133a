// OSPF version 2 (RFC 2328 appendix A): header, the five packets, advertisements by their headers and what router- and
// network-LSAs say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/tree.h"

#include <array>

namespace hopyard::dissect {

namespace {

constexpr std::size_t kLsaHeader = 20;

std::string_view packetName(std::uint32_t type)
{
    constexpr std::array<std::string_view, 6> names{"", "hello", "database description", "link state request",
                                                    "link state update", "link state acknowledgement"};
    return type < names.size() ? names[type] : std::string_view();
}

std::string_view lsaName(std::uint32_t type)
{
    switch (type) {
    case 1: return "router";
    case 2: return "network";
    case 3: return "summary of a network";
    case 4: return "summary of a boundary router";
    case 5: return "external";
    case 7: return "NSSA external";
    case 9:
    case 10:
    case 11: return "opaque";
    default: return "unknown";
    }
}

std::string textOf(std::uint32_t address) { return base::toString(base::Ipv4Address(address)); }

/// The 20 bytes in front of every advertisement; alone in descriptions and acknowledgements.
void lsaHeader(Place &place)
{
    place.number(2, "", "Age in seconds");
    place.hex(1, "", "Options");
    place.number(1, "", "Type", lsaName(place.peek(1)));
    place.address("", "Link state id");
    place.address("", "Advertising router");
    place.hex(4, "", "Sequence number");
    place.hex(2, "", "Checksum");
    place.number(2, "", "Length");
}

std::string lsaTitle(const Place &place)
{
    return fmt::format("{}-LSA {} of {}", lsaName(place.peek(1, 3)), textOf(place.peek(4, 4)), textOf(place.peek(4, 8)));
}

void routerLinks(Place &body)
{
    if (!body.has(4, "Links"))
        return;
    body.hex(1, "", "Flags");
    body.labelled(1, "", "Must be zero");
    body.number(2, "", "Number of links");
    constexpr std::array<std::string_view, 5> kinds{"", "point to point, to router", "transit network", "stub network", "virtual link to"};
    while (body.size() >= 12 && !body.tree().isFull()) {
        const std::uint32_t kind = body.peek(1, 8);
        const std::size_t length = 12 + 4 * std::size_t(body.peek(1, 9));
        body.labelled(length, "", fmt::format("Link: {} {}, data {}, cost {}", kind < kinds.size() ? kinds[kind] : "unknown kind,",
                                              textOf(body.peek(4)), textOf(body.peek(4, 4)), body.peek(2, 10)));
    }
}

void lsa(Place place)
{
    Group group(place.tree(), "", lsaTitle(place), place.at(), place.size());
    const std::uint32_t type = place.peek(1, 3);
    Place header = place.cut(kLsaHeader);
    lsaHeader(header);
    if (type == 1) {
        routerLinks(place);
    } else if (type == 2 && place.has(4, "Mask")) {
        place.address("", "Mask");
        while (place.size() >= 4 && !place.tree().isFull())
            place.address("", "Attached router");
    } else if ((type == 3 || type == 4 || type == 5 || type == 7) && place.has(8, "Mask and metric")) {
        place.address("", "Mask");
        place.labelled(4, "", fmt::format("Metric: {}", place.peek(4) & 0xffffff));
    }
    place.rest("Rest");
}

void hello(Place &place)
{
    if (!place.has(20, "Hello"))
        return;
    place.address("", "Mask");
    place.number(2, "", "Hello interval in seconds");
    place.hex(1, "", "Options");
    place.number(1, "", "Priority");
    place.number(4, "", "Dead interval in seconds");
    place.address("", "Designated router");
    place.address("", "Backup designated router");
    while (place.size() >= 4 && !place.tree().isFull())
        place.address("", "Neighbour");
}

void headers(Place &place)
{
    while (place.size() >= kLsaHeader && !place.tree().isFull()) {
        Place one = place.cut(kLsaHeader);
        Group group(place.tree(), "", lsaTitle(one), one.at(), one.size());
        lsaHeader(one);
    }
}

void description(Place &place)
{
    if (!place.has(8, "Description"))
        return;
    place.number(2, "", "MTU");
    place.hex(1, "", "Options");
    const std::uint32_t flags = place.peek(1);
    place.labelled(1, "", fmt::format("Flags: {}{}{}", flags & 4 ? "I" : "-", flags & 2 ? "M" : "-", flags & 1 ? "MS" : "-"));
    place.number(4, "", "Sequence number");
    headers(place);
}

void requests(Place &place)
{
    while (place.size() >= 12 && !place.tree().isFull())
        place.labelled(12, "", fmt::format("{}-LSA {} of {}", lsaName(place.peek(4)), textOf(place.peek(4, 4)), textOf(place.peek(4, 8))));
}

void updates(Place &place)
{
    if (!place.has(4, "Number"))
        return;
    place.number(4, "", "Number of advertisements");
    while (place.size() >= kLsaHeader && !place.tree().isFull()) {
        const std::size_t length = place.peek(2, 18);
        if (length < kLsaHeader)
            return place.rest("An advertisement with an impossible length");
        lsa(place.cut(length));
    }
}

} // namespace

void dissectOspf(Place place)
{
    Group group(place.tree(), "ospf", "OSPF", place.at(), place.size());
    if (!place.has(24, "Header"))
        return;
    const std::uint32_t type = place.peek(1, 1);
    const std::size_t length = place.peek(2, 2);
    if (!packetName(type).empty())
        group.append(fmt::format(", {}", packetName(type)));
    place.number(1, "", "Version");
    place.number(1, "ospf.msg", "Type", packetName(type));
    place.number(2, "", "Length");
    place.address("ospf.srcrouter", "Router");
    place.address("", "Area");
    place.hex(2, "", "Checksum");
    place.number(2, "", "Authentication type");
    place.labelled(8, "", "Authentication");
    Place body = place.cut(length >= 24 ? length - 24 : 0);
    switch (type) {
    case 1: hello(body); break;
    case 2: description(body); break;
    case 3: requests(body); break;
    case 4: updates(body); break;
    case 5: headers(body); break;
    default: break;
    }
    body.rest("Rest");
    place.rest("Behind the packet (digest, link-local signalling)");
}

} // namespace hopyard::dissect
