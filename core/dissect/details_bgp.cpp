// BGP (RFC 4271): the messages that a segment holds whole; of UPDATE the prefixes and the usual attributes.
//
// Whether AS numbers have four bytes was agreed in another packet: a path is read with four where that fits exactly, else
// with two.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/tree.h"
#include "core/wire/bgp.h"

#include <array>

namespace hopyard::dissect {

namespace {

std::string_view attributeName(std::uint32_t type)
{
    constexpr std::array<std::string_view, 11> names{"", "ORIGIN", "AS_PATH", "NEXT_HOP", "MULTI_EXIT_DISC", "LOCAL_PREF",
                                                     "ATOMIC_AGGREGATE", "AGGREGATOR", "COMMUNITIES", "ORIGINATOR_ID", "CLUSTER_LIST"};
    if (type > 0 && type < names.size())
        return names[type];
    switch (type) {
    case 14: return "MP_REACH_NLRI";
    case 15: return "MP_UNREACH_NLRI";
    case 16: return "EXTENDED_COMMUNITIES";
    case 32: return "LARGE_COMMUNITIES";
    default: return "attribute";
    }
}

void prefixes(Place place, std::string_view title)
{
    while (place.size() > 0 && !place.tree().isFull()) {
        const std::uint32_t length = place.peek(1);
        const std::size_t bytes = (length + 7) / 8;
        if (length > 32 || bytes + 1 > place.size())
            return place.rest("A prefix with an impossible length");
        const std::uint32_t value = bytes == 0 ? 0 : place.peek(bytes, 1) << (32 - 8 * bytes);
        place.labelled(1 + bytes, "", fmt::format("{}: {}/{}", title, base::toString(base::Ipv4Address(value)), length));
    }
}

/// Empty where the segments do not end exactly at the end.
std::string pathText(const Place &place, std::size_t asBytes)
{
    std::string text;
    std::size_t at = 0;
    while (at + 2 <= place.size()) {
        const std::uint32_t kind = place.peek(1, at);
        const std::size_t count = place.peek(1, at + 1);
        at += 2;
        if ((kind != 1 && kind != 2) || at + count * asBytes > place.size())
            return {};
        text += kind == 1 ? " {" : "";
        for (std::size_t i = 0; i < count; ++i, at += asBytes)
            text += fmt::format(" {}", place.peek(asBytes, at));
        text += kind == 1 ? " }" : "";
    }
    return at == place.size() ? text : std::string();
}

std::string valueText(const Place &value, std::uint32_t type)
{
    constexpr std::array<std::string_view, 3> origins{"IGP", "EGP", "incomplete"};
    switch (type) {
    case 1: return value.size() == 1 && value.peek(1) < origins.size() ? fmt::format(": {}", origins[value.peek(1)]) : "";
    case 2: {
        if (value.size() == 0)
            return ": empty";
        std::string text = pathText(value, 4);
        if (text.empty())
            text = pathText(value, 2);
        return ":" + text;
    }
    case 3:
    case 9: return value.size() == 4 ? fmt::format(": {}", base::toString(base::Ipv4Address(value.peek(4)))) : "";
    case 4:
    case 5: return value.size() == 4 ? fmt::format(": {}", value.peek(4)) : "";
    case 8: {
        std::string text = ":";
        for (std::size_t at = 0; at + 4 <= value.size(); at += 4)
            text += fmt::format(" {}:{}", value.peek(2, at), value.peek(2, at + 2));
        return text;
    }
    default: return fmt::format(": {} bytes", value.size());
    }
}

void attributes(Place place)
{
    while (place.size() >= 3 && !place.tree().isFull()) {
        const bool isLong = (place.peek(1) & 0x10) != 0;
        const std::uint32_t type = place.peek(1, 1);
        const std::size_t header = isLong ? 4 : 3;
        const std::size_t length = isLong ? place.peek(2, 2) : place.peek(1, 2);
        Place whole = place.cut(header + length);
        const std::size_t at = whole.at();
        const std::size_t size = whole.size();
        (void)whole.cut(header);
        place.tree().add("", fmt::format("{} ({}){}", attributeName(type), type, valueText(whole, type)), at, size);
    }
    place.rest("What is no whole attribute");
}

void update(Place place)
{
    if (!place.has(2, "Withdrawn routes"))
        return;
    const std::uint32_t withdrawn = place.number(2, "", "Length of withdrawn routes");
    prefixes(place.cut(withdrawn), "Withdrawn");
    if (!place.has(2, "Attributes"))
        return;
    const std::uint32_t length = place.number(2, "", "Length of attributes");
    attributes(place.cut(length));
    prefixes(place, "Prefix");
}

void open(Place place)
{
    if (!place.has(10, "OPEN"))
        return;
    place.number(1, "", "Version");
    place.number(2, "", "Autonomous system");
    place.number(2, "", "Hold time in seconds");
    place.address("", "Identifier");
    place.number(1, "", "Length of parameters");
    while (place.size() >= 2 && !place.tree().isFull()) {
        const std::uint32_t kind = place.peek(1);
        const std::size_t length = 2 + std::size_t(place.peek(1, 1));
        if (kind != 2) {
            place.labelled(length, "", fmt::format("Parameter {}", kind));
            continue;
        }
        Place capabilities = place.cut(length);
        (void)capabilities.cut(2);
        while (capabilities.size() >= 2 && !place.tree().isFull()) {
            const std::uint32_t code = capabilities.peek(1);
            const std::size_t size = 2 + std::size_t(capabilities.peek(1, 1));
            const std::string as = code == 65 && size == 6 ? fmt::format(": AS {}", capabilities.peek(4, 2)) : std::string();
            capabilities.labelled(size, "", fmt::format("Capability {}{}", code, as));
        }
    }
}

void notification(Place place)
{
    const wire::BgpNotification parsed = wire::BgpNotification::parse(place.bytes());
    if (place.has(2, "NOTIFICATION"))
        place.labelled(2, "", "Error: " + parsed.toString());
    place.rest("Data");
}

void message(Place place)
{
    constexpr std::array<std::string_view, 6> names{"", "OPEN", "UPDATE", "NOTIFICATION", "KEEPALIVE", "ROUTE-REFRESH"};
    const std::uint32_t type = place.peek(1, 18);
    const std::string name = type > 0 && type < names.size() ? std::string(names[type]) : fmt::format("type {}", type);
    Group group(place.tree(), "bgp", "BGP " + name, place.at(), place.size());
    place.labelled(16, "", "Marker");
    place.number(2, "", "Length");
    place.labelled(1, "bgp.type", fmt::format("Type: {}", name));
    switch (static_cast<wire::BgpType>(type)) {
    case wire::BgpType::open: return open(place);
    case wire::BgpType::update: return update(place);
    case wire::BgpType::notification: return notification(place);
    default: place.rest("Message"); return;
    }
}

} // namespace

void dissectBgp(Place place)
{
    while (place.size() >= wire::kBgpHeaderLength && !place.tree().isFull()) {
        const std::size_t length = place.peek(2, 16);
        if (length < wire::kBgpHeaderLength || length > wire::kBgpMaxMessage || place.peek(4) != 0xffffffff)
            break;
        message(place.cut(length));
    }
    place.rest("Part of a BGP message");
}

} // namespace hopyard::dissect
