// See packet_steps.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/packet_steps.h"

#include "core/dissect/head.h"
#include "core/filter/head_text.h"
#include "core/world/world.h"

#include <variant>

#include <fmt/format.h>

namespace hopyard::engine {

namespace {

using filter::Layer;
using filter::PacketHead;
using rpc::Json;

void compare(std::vector<std::string> &out, std::string_view title, const std::string &before, const std::string &after)
{
    if (before != after)
        out.push_back(fmt::format("{} {} → {}", title, before, after));
}
void compare(std::vector<std::string> &out, std::string_view title, unsigned before, unsigned after)
{
    if (before != after)
        out.push_back(fmt::format("{} {} → {}", title, before, after));
}

bool hasPorts(const PacketHead &head) { return head.layers.has(Layer::tcp) || head.layers.has(Layer::udp); }

/// The ends of a link, in the direction in which a packet crosses it.
std::pair<lab::End, lab::End> endsOf(const world::World &world, base::LinkId id, base::Direction direction)
{
    const lab::Link &link = world.link(id);
    return direction == base::Direction::forward ? std::pair(link.a, link.b) : std::pair(link.b, link.a);
}

struct Teller {
    const PacketLog &log;
    const world::World &world;
    const PacketLog::Entry &entry;
    std::vector<std::uint8_t> &before; ///< the packet at the hop before; becomes this one's

    Json operator()(const PacketLog::Crossing &crossing) const
    {
        Json step{{"kind", crossing.drop ? "dropped" : "sent"}, {"number", entry.number}, {"length", crossing.length}};
        std::string place;
        if (crossing.link.isValid() && hasLink(crossing.link)) {
            const auto [from, to] = endsOf(world, crossing.link, crossing.direction);
            step["link"] = crossing.link.value();
            step["direction"] = static_cast<int>(crossing.direction);
            step["node"] = from.node;
            place = fmt::format("{} → {}", toString(from), toString(to));
        } else if (crossing.node.isValid()) {
            step["node"] = world.name(crossing.node);
            place = world.name(crossing.node);
        }
        if (!crossing.departs.isNever()) {
            step["departs"] = crossing.departs.ns();
            step["arrives"] = crossing.arrives.ns();
        }
        step["text"] = crossing.drop ? fmt::format("dropped at {}: {}", place, base::toString(*crossing.drop)) : place;
        const base::Bytes kept = log.kept(crossing);
        std::vector<std::uint8_t> now(kept.begin(), kept.end());
        step["changes"] = before.empty() || now.empty() ? std::vector<std::string>() : changesBetween(before, now);
        before = std::move(now);
        return step;
    }
    Json operator()(const PacketLog::Forwarded &forwarded) const
    {
        const std::string out = world.interfaceName({forwarded.node, forwarded.out});
        const std::string via = forwarded.nextHop.isValid() ? " via " + base::toString(forwarded.nextHop) : std::string(", directly connected");
        return {{"kind", "forwarded"},
                {"node", world.name(forwarded.node)},
                {"matched", base::toString(forwarded.matched)},
                {"text", fmt::format("forwarded: {} matched, out {}{}", base::toString(forwarded.matched), out, via)},
                {"changes", Json::array()}};
    }
    Json operator()(const PacketLog::Buffer &buffer) const
    {
        const auto page = [](const char *whose, std::uint32_t number) {
            return number == base::trace::BufferStep::kNoPage ? std::string() : fmt::format(", {} page {}", whose, number);
        };
        return {{"kind", "buffer"},
                {"node", world.name(buffer.node)},
                {"guest", buffer.guest},
                {"step", buffer.step},
                {"text", fmt::format("{}{}{}{}", buffer.step, buffer.guest.empty() ? "" : " for " + buffer.guest,
                                     page("host", buffer.hostPage), page("guest", buffer.guestPage))},
                {"changes", Json::array()}};
    }
    bool hasLink(base::LinkId id) const
    {
        for (const base::LinkId known : world.links())
            if (known == id)
                return true;
        return false;
    }
};

} // namespace

std::vector<std::string> changesBetween(base::Bytes before, base::Bytes after)
{
    PacketHead a, b;
    dissect::fillHead(before, a);
    dissect::fillHead(after, b);
    std::vector<std::string> out;
    compare(out, "Ethernet source", base::toString(a.etherSource), base::toString(b.etherSource));
    compare(out, "Ethernet destination", base::toString(a.etherDestination), base::toString(b.etherDestination));
    compare(out, "VLAN", a.vlan, b.vlan);
    const bool bothIp = a.source.isValid() && b.source.isValid();
    if (!bothIp)
        return out;
    if (a.protocol != b.protocol)
        out.push_back(a.ipLength < b.ipLength ? fmt::format("encapsulated: protocol {} in {}", a.protocol, b.protocol)
                                              : fmt::format("taken out: protocol {} of {}", b.protocol, a.protocol));
    compare(out, "source", base::toString(a.source), base::toString(b.source));
    compare(out, "destination", base::toString(a.destination), base::toString(b.destination));
    compare(out, "TTL", a.ttl, b.ttl);
    compare(out, "type of service", a.tos, b.tos);
    if (a.protocol == b.protocol && hasPorts(a) && hasPorts(b)) {
        compare(out, "source port", a.sourcePort, b.sourcePort);
        compare(out, "destination port", a.destinationPort, b.destinationPort);
    }
    if (!a.isFragment() && b.isFragment())
        out.push_back(fmt::format("fragmented: {} bytes at {}", b.ipLength, b.fragmentOffset));
    return out;
}

Json stepsJson(const PacketLog &log, std::uint64_t packetId, const world::World &world)
{
    Json steps = Json::array();
    std::vector<std::uint8_t> before;
    for (const PacketLog::Entry *entry : log.path(packetId)) {
        Json step = std::visit(Teller{log, world, *entry, before}, entry->what);
        step["time"] = entry->time.ns();
        steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace hopyard::engine
