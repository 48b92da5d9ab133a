// A small network of OSPF processes in virtual time; see segments.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/ospf.h"
#include "core/wire/ospf.h"
#include "tests/core/routing/segments.h"

#include <algorithm>
#include <functional>
#include <string>

namespace hopyard::test {

namespace ospf = routing::ospf;

struct OspfPacket {
    std::size_t port = 0;
    base::Ipv4Address source, destination;
    std::vector<std::uint8_t> bytes;
};

class Simulator : public Segments<ospf::Ospf, OspfPacket, ospf::Route> {
public:
    using Packet = OspfPacket;
    explicit Simulator(std::uint64_t seed = 1) : Segments(seed) {}

    struct End {
        std::size_t router = 0;
        std::string address; ///< "10.0.12.1/24"
    };
    struct Link {
        ospf::NetworkType type = ospf::NetworkType::pointToPoint;
        std::uint16_t cost = 10;
        std::string area = "0.0.0.0";
        base::Duration delay = base::Duration::milliseconds(1);
    };
    using Change = std::function<void(ospf::InterfaceConfig &)>;

    std::size_t router(std::string_view id)
    {
        Node node;
        node.config.routerId = ip4(id);
        m_nodes.push_back(std::move(node));
        return addRouter();
    }
    ospf::Config &config(std::size_t router) { return m_nodes[router].config; }
    /// A segment of all these; the number names it.
    std::size_t connect(const std::vector<End> &ends, const Link &link, const Change &change = nullptr)
    {
        Segment made;
        made.delay = link.delay;
        for (const End &end : ends)
            made.members.push_back(plug(end, link, segments(), change));
        return addSegment(std::move(made));
    }
    std::size_t loopback(std::size_t router, const std::string &address, const std::string &area = "0.0.0.0")
    {
        return connect({{router, address}}, {.type = ospf::NetworkType::loopback, .area = area});
    }

    void startRouter(std::size_t i) override
    {
        begin(i, std::make_shared<ospf::Ospf>(m_nodes[i].config, i + 1));
        for (std::size_t p = 0; p < m_nodes[i].ports.size(); ++p)
            tellPort(i, p);
        move(i, [&](ospf::Ospf &o, ospf::Output &out) { o.start(now(), out); });
    }
    void move(std::size_t i, const std::function<void(ospf::Ospf &, ospf::Output &)> &call)
    {
        m_out.clear();
        call(process(i), m_out);
        take(i);
        wind(i);
    }
    void reconfigure(std::size_t i)
    {
        move(i, [&](ospf::Ospf &o, ospf::Output &out) { o.configure(now(), m_nodes[i].config, out); });
    }
    void setMtu(std::size_t router, std::size_t port, std::uint32_t mtu)
    {
        m_nodes[router].ports[port].mtu = mtu;
        if (isRunning(router))
            tellPort(router, port);
    }

    /// "O 20 10.0.12.2,10.0.13.3"; "O E2 10/20 …" with the cost of the way first; "-" where there is none.
    std::string route(std::size_t router, std::string_view prefix) const
    {
        const auto it = table(router).find(net4(prefix));
        if (it == table(router).end())
            return "-";
        const ospf::Route &r = it->second;
        std::string text(routeCode(r.type));
        text += ' ' + std::to_string(r.cost);
        if (r.type == ospf::RouteType::external2 || r.type == ospf::RouteType::nssa2)
            text += '/' + std::to_string(r.type2Cost);
        std::string separator = " ";
        for (const ospf::NextHop &hop : r.nextHops) {
            text += separator + (hop.gateway.isUnspecified() ? "direct" : base::toString(hop.gateway));
            separator = ",";
        }
        return r.nextHops.empty() ? text + " discard" : text;
    }
    /// "2.2.2.2 Full/DR": one for each neighbour.
    std::string neighbours(std::size_t router) const
    {
        std::string text;
        for (const ospf::NeighbourInfo &n : Segments::process(router).neighbours(now())) {
            if (!text.empty())
                text += ", ";
            text += base::toString(n.id) + ' ' + std::string(toString(n.state)) + '/' + std::string(toString(n.role));
        }
        return text;
    }
    /// Keys of one type, as "id adv".
    std::vector<std::string> lsas(std::size_t router, wire::LsaType type, std::string_view area = "") const
    {
        std::vector<std::string> all;
        for (const ospf::LsaInfo &lsa : Segments::process(router).database(now()))
            if (lsa.header.key.type == type && (area.empty() || lsa.area == ip4(area)))
                all.push_back(base::toString(lsa.header.key.id) + ' ' + base::toString(lsa.header.key.advertisingRouter));
        return all;
    }

    /// Sees each packet that a router sends.
    std::function<void(std::size_t router, const Packet &)> onSent;
    std::vector<std::pair<std::size_t, ospf::Event>> events;
    bool keepEvents = false;
    std::uint64_t packets = 0;

private:
    struct Port {
        std::size_t segment = 0;
        std::uint32_t mtu = 1500;
        base::InterfaceAddress address;
    };
    struct Node {
        ospf::Config config;
        std::vector<Port> ports;
    };

    Member plug(const End &end, const Link &link, std::size_t segment, const Change &change)
    {
        Node &node = m_nodes[end.router];
        const base::InterfaceAddress address = *base::InterfaceAddress::parse(end.address);
        const std::size_t port = node.ports.size();
        node.ports.push_back({segment, 1500, address});
        ospf::InterfaceConfig config;
        config.name = "eth" + std::to_string(port);
        config.length = address.length;
        config.area = ip4(link.area);
        config.type = link.type;
        config.cost = link.cost;
        if (change)
            change(config);
        node.config.interfaces[{base::PortIndex(static_cast<std::uint32_t>(port)), address.address.v4(), {}}] = config;
        return {end.router, port, address.address.v4()};
    }
    void tellPort(std::size_t router, std::size_t port) override
    {
        const Port &p = m_nodes[router].ports[port];
        ospf::PortState state;
        state.up = segment(p.segment).up;
        state.mtu = p.mtu;
        move(router, [&](ospf::Ospf &o, ospf::Output &out) {
            o.setPort(now(), base::PortIndex(static_cast<std::uint32_t>(port)), state, out);
        });
    }
    void take(std::size_t i)
    {
        for (const ospf::RouteChange &change : m_out.routes) {
            if (change.removed)
                table(i).erase(change.route.prefix);
            else
                table(i)[change.route.prefix] = change.route;
        }
        if (keepEvents)
            for (const ospf::Event &event : m_out.events)
                events.emplace_back(i, event);
        for (const ospf::SentPacket &sent : m_out.packets) {
            ++packets;
            const base::Bytes bytes = m_out.bytes(sent);
            auto packet = std::make_shared<Packet>(Packet{sent.port.value(), sent.source, sent.destination, {bytes.begin(), bytes.end()}});
            if (onSent)
                onSent(i, *packet);
            if (sent.port.isValid())
                sendOn(m_nodes[i].ports[sent.port.value()].segment, i, *packet);
            else
                sendRouted(i, std::move(packet));
        }
    }
    /// From router to router by their tables, as an IP stack would do it.
    void sendRouted(std::size_t from, std::shared_ptr<Packet> packet)
    {
        std::size_t at = from;
        base::Duration delay;
        for (int hops = 0; hops < 64; ++hops) {
            const Member *next = nextOnTheWay(at, packet->destination);
            if (!next)
                return;
            const Segment &on = segment(m_nodes[at].ports[m_port].segment);
            if (!on.carries())
                return;
            delay += on.delay;
            at = next->router;
            for (std::size_t p = 0; p < m_nodes[at].ports.size(); ++p)
                if (m_nodes[at].ports[p].address.address.v4() == packet->destination) {
                    packet->port = next->port;
                    arriveIn(delay, at, std::move(packet));
                    return;
                }
        }
    }
    const Member *nextOnTheWay(std::size_t at, base::Ipv4Address destination)
    {
        const ospf::Route *best = nullptr;
        for (const auto &[prefix, route] : table(at))
            if (prefix.contains(base::IpAddress(destination)) && (!best || prefix.length() > best->prefix.length()))
                best = &route;
        if (!best || best->nextHops.empty())
            return nullptr;
        const ospf::NextHop hop = best->nextHops.front();
        m_port = hop.port.value();
        const base::Ipv4Address gateway = hop.gateway.isUnspecified() ? destination : hop.gateway;
        for (const Member &m : segment(m_nodes[at].ports[m_port].segment).members)
            if (m.address == gateway)
                return &m;
        return nullptr;
    }
    void deliver(std::size_t i, const Packet &packet) override
    {
        move(i, [&](ospf::Ospf &o, ospf::Output &out) {
            o.receive(now(), {base::PortIndex(static_cast<std::uint32_t>(packet.port)), packet.source, packet.destination, packet.bytes}, out);
        });
    }

    void expire(std::size_t i) override
    {
        move(i, [&](ospf::Ospf &o, ospf::Output &out) { o.expire(now(), out); });
    }

    std::vector<Node> m_nodes;
    ospf::Output m_out;
    std::size_t m_port = 0;
};

} // namespace hopyard::test
