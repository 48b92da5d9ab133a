// LLC (IEEE 802.2) and the bridge protocol data units of spanning tree that it carries (IEEE 802.1D-2004 section 9.3).
//
// Deliberately missing: other protocols of LLC, regions of MST.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/tree.h"
#include "core/wire/bpdu.h"

namespace hopyard::dissect {

namespace {

std::string_view typeName(wire::BpduType type)
{
    switch (type) {
    case wire::BpduType::configuration: return "configuration";
    case wire::BpduType::rapid: return "rapid";
    case wire::BpduType::topologyChangeNotification: return "topology change notification";
    }
    return {};
}

void flags(Place &place, bool isRapid)
{
    const std::uint32_t all = place.peek(1);
    const std::size_t at = place.at();
    const auto flag = [&](unsigned bit, std::string_view name, std::string_view title) {
        place.tree().add(name, fmt::format("{}: {}", title, all & bit ? "set" : "not set"), at, 1);
    };
    Group group(place.tree(), "stp.flags", fmt::format("Flags: 0x{:02x}", all), at, 1);
    flag(0x80, "stp.flags.tcack", "Topology change acknowledgement");
    if (isRapid) {
        constexpr std::string_view roles[] = {"unknown", "alternate or backup", "root", "designated"};
        flag(0x40, "stp.flags.agreement", "Agreement");
        flag(0x20, "stp.flags.forwarding", "Forwarding");
        flag(0x10, "stp.flags.learning", "Learning");
        place.tree().add("stp.flags.port_role", fmt::format("Port role: {} ({})", all >> 2 & 3, roles[all >> 2 & 3]), at, 1);
        flag(0x02, "stp.flags.proposal", "Proposal");
    }
    flag(0x01, "stp.flags.tc", "Topology change");
    (void)place.cut(1);
}

/// Priority, extension and address, each by its name.
void bridge(Place &place, std::string_view title, std::string_view priority, std::string_view extension, std::string_view address)
{
    const std::uint32_t first = place.peek(2);
    const std::string mac = base::toString(base::MacAddress::load(place.bytes().data() + 2));
    Group group(place.tree(), "", fmt::format("{}: {}.{}", title, first, mac), place.at(), 8);
    place.tree().add(priority, fmt::format("Priority: {}", first & 0xf000), place.at(), 2);
    place.labelled(2, extension, fmt::format("System id extension: {}", first & 0x0fff));
    place.labelled(6, address, fmt::format("Address: {}", mac));
}

void time(Place &place, std::string_view title)
{
    constexpr double kUnitsOfSecond = 256;
    place.labelled(2, "", fmt::format("{}: {:g} s", title, place.peek(2) / kUnitsOfSecond));
}

void dissectBpdu(Place place)
{
    Group group(place.tree(), "stp", "Spanning tree", place.at(), place.size());
    if (!place.has(wire::BpduView::kNotificationLength, "Header"))
        return;
    place.hex(2, "", "Protocol");
    place.number(1, "", "Version");
    const auto type = static_cast<wire::BpduType>(place.peek(1));
    const std::string_view name = typeName(type);
    place.hex(1, "stp.type", "Type", name);
    if (name.empty())
        return place.rest("Data");
    group.append(fmt::format(", {}", name));
    if (type == wire::BpduType::topologyChangeNotification)
        return place.rest("What follows");
    if (!place.has(wire::BpduView::kConfigurationLength - wire::BpduView::kNotificationLength, "Message"))
        return;
    flags(place, type == wire::BpduType::rapid);
    bridge(place, "Root", "stp.root.prio", "stp.root.ext", "stp.root.hw");
    place.number(4, "stp.root.cost", "Cost of the way to the root");
    bridge(place, "Bridge", "stp.bridge.prio", "stp.bridge.ext", "stp.bridge.hw");
    place.hex(2, "stp.port", "Port");
    time(place, "Message age");
    time(place, "Maximum age");
    time(place, "Hello time");
    time(place, "Forward delay");
    place.rest("Of later versions");
}

} // namespace

void dissectLlc(Place place)
{
    constexpr std::size_t kLlc = wire::BpduRepr::kLlcLength;
    if (!wire::isBpduLlc(place.bytes()))
        return place.rest("LLC");
    {
        Group group(place.tree(), "", "Logical Link Control", place.at(), kLlc);
        place.hex(1, "", "Destination service access point", "spanning tree");
        place.hex(1, "", "Source service access point", "spanning tree");
        place.hex(1, "", "Control", "unnumbered information");
    }
    dissectBpdu(place);
}

} // namespace hopyard::dissect
