// The link layer: Ethernet, tags, ARP; see details.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/details.h"

#include "core/dissect/tree.h"
#include "core/wire/ethernet.h"

namespace hopyard::dissect {

namespace {

std::string macAt(const Place &place, std::size_t offset)
{
    return base::toString(base::MacAddress::load(place.bytes().data() + offset));
}

void mac(Place &place, std::string_view name, std::string_view title)
{
    place.labelled(6, name, fmt::format("{}: {}", title, macAt(place, 0)));
}

std::string_view typeName(std::uint32_t type)
{
    switch (static_cast<wire::EtherType>(type)) {
    case wire::EtherType::ipv4: return "IPv4";
    case wire::EtherType::arp: return "ARP";
    case wire::EtherType::vlan: return "802.1Q";
    case wire::EtherType::ipv6: return "IPv6";
    case wire::EtherType::qinq: return "802.1ad";
    case wire::EtherType::lldp: return "LLDP";
    }
    return {};
}

void dissectArp(Place place)
{
    Group group(place.tree(), "arp", "Address Resolution Protocol", place.at(), std::min<std::size_t>(place.size(), 28));
    if (!place.has(8, "ARP"))
        return;
    const std::uint32_t hardware = place.number(2, "", "Hardware type");
    const std::uint32_t protocol = place.hex(2, "", "Protocol type");
    place.number(1, "", "Hardware address length");
    place.number(1, "", "Protocol address length");
    const std::uint32_t operation = place.peek(2);
    const std::string_view meaning = operation == 1 ? "request" : operation == 2 ? "reply" : "";
    place.number(2, "arp.opcode", "Operation", meaning);
    if (!meaning.empty())
        group.append(fmt::format(", {}", meaning));
    if (hardware != 1 || protocol != 0x0800)
        return place.rest("Addresses");
    if (!place.has(20, "Addresses"))
        return;
    mac(place, "", "Sender's Ethernet address");
    place.address("arp.src.proto_ipv4", "Sender's address");
    mac(place, "", "Target's Ethernet address");
    place.address("arp.dst.proto_ipv4", "Target's address");
}

} // namespace

std::vector<Detail> details(base::Bytes frame)
{
    Tree tree(frame);
    Place place(tree, 0, frame.size());
    std::uint32_t type = 0;
    {
        Group group(tree, "eth", "Ethernet", 0, std::min<std::size_t>(frame.size(), 14));
        if (!place.has(14, "Header"))
            return tree.take();
        group.append(fmt::format(", {} → {}", macAt(place, 6), macAt(place, 0)));
        mac(place, "eth.dst", "Destination");
        mac(place, "eth.src", "Source");
        type = place.peek(2);
        if (type < 0x0600)
            place.number(2, "", "Length");
        else
            place.hex(2, "eth.type", "Type", typeName(type));
    }
    while (type == static_cast<std::uint32_t>(wire::EtherType::vlan) || type == static_cast<std::uint32_t>(wire::EtherType::qinq)) {
        Group group(tree, "vlan", "802.1Q tag", place.at(), std::min<std::size_t>(place.size(), 4));
        if (!place.has(4, "Tag"))
            return tree.take();
        const std::uint32_t control = place.peek(2);
        group.append(fmt::format(", VLAN {}", control & 0xfff));
        tree.add("", fmt::format("Priority: {}", control >> 13), place.at(), 1);
        tree.add("", fmt::format("Drop eligible: {}", control & 0x1000 ? "yes" : "no"), place.at(), 1);
        place.labelled(2, "vlan.id", fmt::format("VLAN: {}", control & 0xfff));
        type = place.peek(2);
        place.hex(2, "eth.type", "Type", typeName(type));
        if (tree.isFull())
            return tree.take();
    }
    switch (static_cast<wire::EtherType>(type)) {
    case wire::EtherType::arp: dissectArp(place); break;
    case wire::EtherType::ipv4: dissectIpv4(place, 0); break;
    case wire::EtherType::ipv6: dissectIpv6(place); break;
    default:
        if (type < 0x0600)
            dissectLlc(place.cut(type));
        place.rest(type < 0x0600 ? "Padding" : "Data");
        break;
    }
    return tree.take();
}

} // namespace hopyard::dissect
