// A small network of OSPF processes in virtual time: segments with a delay and seeded loss, nothing of the IP stack.
//
// Each router's route changes are kept as a table of their own, so that a test sees what an adapter would.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/routing/ospf/ospf.h"
#include "core/sim/timer_heap.h"
#include "core/wire/ospf.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::test {

namespace ospf = routing::ospf;

inline base::Ipv4Address ip4(std::string_view text) { return *base::Ipv4Address::parse(text); }
inline base::IpPrefix net4(std::string_view text) { return *base::IpPrefix::parse(text); }

class Simulator {
public:
    explicit Simulator(std::uint64_t seed = 1) : m_random(seed) {}

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
        return m_nodes.size() - 1;
    }
    ospf::Config &config(std::size_t router) { return m_nodes[router].config; }
    /// A segment of all these; the number names it.
    std::size_t connect(const std::vector<End> &ends, const Link &link, const Change &change = nullptr)
    {
        Segment segment;
        segment.delay = link.delay;
        for (const End &end : ends)
            segment.members.push_back(plug(end, link, m_segments.size(), change));
        m_segments.push_back(segment);
        return m_segments.size() - 1;
    }
    std::size_t loopback(std::size_t router, const std::string &address, const std::string &area = "0.0.0.0")
    {
        return connect({{router, address}}, {.type = ospf::NetworkType::loopback, .area = area});
    }

    void start()
    {
        for (std::size_t i = 0; i < m_nodes.size(); ++i)
            startRouter(i);
    }
    void startRouter(std::size_t i)
    {
        Node &node = m_nodes[i];
        node.ospf = std::make_shared<ospf::Ospf>(node.config, i + 1);
        node.routes.clear();
        for (std::size_t p = 0; p < node.ports.size(); ++p)
            tellPort(i, p);
        move(i, [&](ospf::Ospf &o, ospf::Output &out) { o.start(m_now, out); });
    }
    /// Gone without a word.
    void kill(std::size_t i)
    {
        m_nodes[i].ospf.reset();
        m_nodes[i].routes.clear();
        m_deadlines.cancel(m_nodes[i].timer);
    }
    void move(std::size_t i, const std::function<void(ospf::Ospf &, ospf::Output &)> &call)
    {
        Node &node = m_nodes[i];
        m_out.clear();
        call(*node.ospf, m_out);
        take(i);
        const base::TimePoint next = node.ospf->nextDeadline();
        if (!m_deadlines.move(node.timer, next))
            node.timer = m_deadlines.set(next, Due{i, {}});
    }
    void reconfigure(std::size_t i)
    {
        move(i, [&](ospf::Ospf &o, ospf::Output &out) { o.configure(m_now, m_nodes[i].config, out); });
    }
    /// The link's carrier, seen by all on it.
    void setUp(std::size_t segment, bool up)
    {
        m_segments[segment].up = up;
        for (const Member &m : m_segments[segment].members)
            if (m_nodes[m.router].ospf)
                tellPort(m.router, m.port);
    }
    /// Nothing gets through, and nobody notices by the carrier.
    void setSilent(std::size_t segment, bool silent) { m_segments[segment].silent = silent; }
    void setLoss(std::size_t segment, double loss) { m_segments[segment].loss = loss; }
    void setMtu(std::size_t router, std::size_t port, std::uint32_t mtu)
    {
        m_nodes[router].ports[port].mtu = mtu;
        if (m_nodes[router].ospf)
            tellPort(router, port);
    }

    void run(base::Duration time)
    {
        const base::TimePoint end = m_now + time;
        while (m_deadlines.nextDeadline() <= end) {
            auto due = m_deadlines.popDue(end);
            m_now = due->when;
            const std::size_t i = due->payload.router;
            if (due->payload.packet)
                deliver(i, *due->payload.packet);
            else
                move(i, [&](ospf::Ospf &o, ospf::Output &out) { o.expire(m_now, out); });
        }
        m_now = end;
    }
    void runSeconds(std::int64_t seconds) { run(base::Duration::seconds(seconds)); }

    base::TimePoint now() const { return m_now; }
    ospf::Ospf &process(std::size_t router) { return *m_nodes[router].ospf; }
    std::size_t routers() const { return m_nodes.size(); }
    const std::map<base::IpPrefix, ospf::Route> &routes(std::size_t router) const { return m_nodes[router].routes; }
    /// "O 20 10.0.12.2,10.0.13.3"; "O E2 10/20 …" with the cost of the way first; "-" where there is none.
    std::string route(std::size_t router, std::string_view prefix) const
    {
        const auto it = m_nodes[router].routes.find(net4(prefix));
        if (it == m_nodes[router].routes.end())
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
        for (const ospf::NeighbourInfo &n : m_nodes[router].ospf->neighbours(m_now)) {
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
        for (const ospf::LsaInfo &lsa : m_nodes[router].ospf->database(m_now))
            if (lsa.header.key.type == type && (area.empty() || lsa.area == ip4(area)))
                all.push_back(base::toString(lsa.header.key.id) + ' ' + base::toString(lsa.header.key.advertisingRouter));
        return all;
    }

    struct Packet {
        std::size_t port = 0;
        base::Ipv4Address source, destination;
        std::vector<std::uint8_t> bytes;
    };
    /// Sees each packet that a router sends.
    std::function<void(std::size_t router, const Packet &)> onSent;
    std::vector<std::pair<std::size_t, ospf::Event>> events;
    bool keepEvents = false;
    std::uint64_t packets = 0;

private:
    struct Member {
        std::size_t router = 0;
        std::size_t port = 0;
        base::Ipv4Address address;
    };
    struct Segment {
        std::vector<Member> members;
        base::Duration delay;
        bool up = true, silent = false;
        double loss = 0;
    };
    struct Port {
        std::size_t segment = 0;
        std::uint32_t mtu = 1500;
        base::InterfaceAddress address;
    };
    struct Due {
        std::size_t router = 0;
        std::shared_ptr<Packet> packet; // none: the router's own deadline
    };
    struct Node {
        ospf::Config config;
        std::shared_ptr<ospf::Ospf> ospf;
        std::vector<Port> ports;
        std::map<base::IpPrefix, ospf::Route> routes;
        sim::TimerHandle timer;
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
    void tellPort(std::size_t router, std::size_t port)
    {
        const Port &p = m_nodes[router].ports[port];
        ospf::PortState state;
        state.up = m_segments[p.segment].up;
        state.mtu = p.mtu;
        move(router, [&](ospf::Ospf &o, ospf::Output &out) {
            o.setPort(m_now, base::PortIndex(static_cast<std::uint32_t>(port)), state, out);
        });
    }
    void take(std::size_t i)
    {
        Node &node = m_nodes[i];
        for (const ospf::RouteChange &change : m_out.routes) {
            if (change.removed)
                node.routes.erase(change.route.prefix);
            else
                node.routes[change.route.prefix] = change.route;
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
                send(i, sent.port.value(), std::move(packet));
            else
                sendRouted(i, std::move(packet));
        }
    }
    void send(std::size_t from, std::size_t port, std::shared_ptr<Packet> packet)
    {
        const std::size_t s = m_nodes[from].ports[port].segment;
        const Segment &segment = m_segments[s];
        if (!segment.up || segment.silent)
            return;
        for (const Member &m : segment.members) {
            const bool meant = packet->destination.isMulticast() || packet->destination == m.address;
            if (m.router == from || !meant || m_random.chance(segment.loss))
                continue;
            auto copy = std::make_shared<Packet>(*packet);
            copy->port = m.port;
            m_deadlines.set(m_now + segment.delay, Due{m.router, std::move(copy)});
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
            const Segment &segment = m_segments[m_nodes[at].ports[static_cast<std::size_t>(m_port)].segment];
            if (!segment.up || segment.silent)
                return;
            delay += segment.delay;
            at = next->router;
            for (std::size_t p = 0; p < m_nodes[at].ports.size(); ++p)
                if (m_nodes[at].ports[p].address.address.v4() == packet->destination) {
                    packet->port = next->port;
                    m_deadlines.set(m_now + delay, Due{at, std::move(packet)});
                    return;
                }
        }
    }
    const Member *nextOnTheWay(std::size_t at, base::Ipv4Address destination)
    {
        const ospf::Route *best = nullptr;
        for (const auto &[prefix, route] : m_nodes[at].routes)
            if (prefix.contains(base::IpAddress(destination)) && (!best || prefix.length() > best->prefix.length()))
                best = &route;
        if (!best || best->nextHops.empty())
            return nullptr;
        const ospf::NextHop hop = best->nextHops.front();
        m_port = hop.port.value();
        const base::Ipv4Address gateway = hop.gateway.isUnspecified() ? destination : hop.gateway;
        for (const Member &m : m_segments[m_nodes[at].ports[m_port].segment].members)
            if (m.address == gateway)
                return &m;
        return nullptr;
    }
    void deliver(std::size_t i, const Packet &packet)
    {
        if (!m_nodes[i].ospf)
            return;
        move(i, [&](ospf::Ospf &o, ospf::Output &out) {
            o.receive(m_now, {base::PortIndex(static_cast<std::uint32_t>(packet.port)), packet.source, packet.destination, packet.bytes}, out);
        });
    }

    std::vector<Node> m_nodes;
    std::vector<Segment> m_segments;
    sim::TimerHeap<Due> m_deadlines;
    base::TimePoint m_now;
    base::Random m_random;
    ospf::Output m_out;
    std::size_t m_port = 0;
};

} // namespace hopyard::test
