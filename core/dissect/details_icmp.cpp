// ICMP with the datagram that an error quotes (RFC 792), ICMPv6 (RFC 4443) and IGMP (RFC 2236, 3376) by their heads.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/tree.h"
#include "core/wire/icmp.h"

namespace hopyard::dissect {

namespace {

std::string_view icmpName(std::uint32_t type)
{
    switch (static_cast<wire::IcmpType>(type)) {
    case wire::IcmpType::echoReply: return "echo reply";
    case wire::IcmpType::destinationUnreachable: return "destination unreachable";
    case wire::IcmpType::sourceQuench: return "source quench";
    case wire::IcmpType::redirect: return "redirect";
    case wire::IcmpType::echoRequest: return "echo request";
    case wire::IcmpType::routerAdvertisement: return "router advertisement";
    case wire::IcmpType::routerSolicitation: return "router solicitation";
    case wire::IcmpType::timeExceeded: return "time exceeded";
    case wire::IcmpType::parameterProblem: return "parameter problem";
    case wire::IcmpType::timestampRequest: return "timestamp request";
    case wire::IcmpType::timestampReply: return "timestamp reply";
    }
    return {};
}

std::string_view codeName(std::uint32_t type, std::uint32_t code)
{
    if (static_cast<wire::IcmpType>(type) == wire::IcmpType::destinationUnreachable)
        return wire::toString(static_cast<wire::UnreachableCode>(code));
    if (static_cast<wire::IcmpType>(type) == wire::IcmpType::timeExceeded)
        return code == 0 ? "in transit" : code == 1 ? "reassembly" : "";
    return {};
}

std::string_view icmpv6Name(std::uint32_t type)
{
    switch (type) {
    case 1: return "destination unreachable";
    case 2: return "packet too big";
    case 3: return "time exceeded";
    case 128: return "echo request";
    case 129: return "echo reply";
    case 133: return "router solicitation";
    case 134: return "router advertisement";
    case 135: return "neighbour solicitation";
    case 136: return "neighbour advertisement";
    case 143: return "multicast listener report";
    default: return {};
    }
}

std::string_view igmpName(std::uint32_t type)
{
    switch (type) {
    case 0x11: return "query";
    case 0x12: return "report, version 1";
    case 0x16: return "report, version 2";
    case 0x17: return "leave";
    case 0x22: return "report, version 3";
    default: return {};
    }
}

void ofItsOwn(Place &place, wire::IcmpType type, std::uint32_t code)
{
    switch (type) {
    case wire::IcmpType::echoRequest:
    case wire::IcmpType::echoReply:
        place.number(2, "icmp.ident", "Identifier");
        place.number(2, "icmp.seq", "Sequence number");
        return;
    case wire::IcmpType::redirect: place.address("", "Gateway"); return;
    case wire::IcmpType::parameterProblem:
        place.number(1, "", "Pointer");
        place.labelled(3, "", "Unused");
        return;
    case wire::IcmpType::destinationUnreachable:
        place.labelled(2, "", "Unused");
        if (static_cast<wire::UnreachableCode>(code) == wire::UnreachableCode::fragmentationNeeded)
            place.number(2, "", "MTU of the next hop");
        else
            place.labelled(2, "", "Unused");
        return;
    default: place.labelled(4, "", "Rest of the header"); return;
    }
}

} // namespace

void dissectIcmp(Place place, int depth)
{
    const std::uint32_t type = place.peek(1);
    const auto known = static_cast<wire::IcmpType>(type);
    {
        const bool isError = wire::isIcmpError(known);
        Group group(place.tree(), "icmp", "ICMP", place.at(), isError ? std::min<std::size_t>(place.size(), 8) : place.size());
        if (!place.has(8, "Header"))
            return;
        const std::uint32_t code = place.peek(1, 1);
        if (const std::string_view name = icmpName(type); !name.empty())
            group.append(fmt::format(", {}", name));
        place.number(1, "icmp.type", "Type", icmpName(type));
        place.number(1, "icmp.code", "Code", codeName(type, code));
        place.hex(2, "", "Checksum");
        ofItsOwn(place, known, code);
        if (!isError)
            return place.rest("Data");
    }
    dissectIpv4(place, depth + 1);
}

void dissectIcmpv6(Place place)
{
    Group group(place.tree(), "icmpv6", "ICMPv6", place.at(), place.size());
    if (!place.has(4, "Header"))
        return;
    const std::uint32_t type = place.peek(1);
    if (const std::string_view name = icmpv6Name(type); !name.empty())
        group.append(fmt::format(", {}", name));
    place.number(1, "icmpv6.type", "Type", icmpv6Name(type));
    place.number(1, "", "Code");
    place.hex(2, "", "Checksum");
    place.rest("Message");
}

void dissectIgmp(Place place)
{
    Group group(place.tree(), "igmp", "IGMP", place.at(), place.size());
    if (!place.has(8, "Header"))
        return;
    const std::uint32_t type = place.peek(1);
    if (const std::string_view name = igmpName(type); !name.empty())
        group.append(fmt::format(", {}", name));
    place.hex(1, "", "Type", igmpName(type));
    place.number(1, "", "Code");
    place.hex(2, "", "Checksum");
    if (type == 0x22)
        place.hex(4, "", "Number of records");
    else
        place.address("", "Group");
    place.rest("Records or sources");
}

} // namespace hopyard::dissect
