// A small network of RIP processes in virtual time: segments with a delay and seeded loss, nothing of the IP stack.
//
// Each router's route changes are kept as a table of their own, so that a test sees what an adapter would.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/routing/rip/rip.h"
#include "core/sim/timer_heap.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::test {

namespace rip = routing::rip;

inline base::Ipv4Address ip4(std::string_view text) { return *base::Ipv4Address::parse(text); }
inline base::IpPrefix net4(std::string_view text) { return *base::IpPrefix::parse(text); }

class RipSimulator {
public:
    explicit RipSimulator(std::uint64_t seed = 1) : m_random(seed) {}

    struct End {
        std::size_t router = 0;
        std::string address; ///< "10.0.12.1/24"
    };
    using Change = std::function<void(rip::InterfaceConfig &)>;

    std::size_t router()
    {
        m_nodes.emplace_back();
        return m_nodes.size() - 1;
    }
    rip::Config &config(std::size_t router) { return m_nodes[router].config; }
    /// A segment of all these; the number names it.
    std::size_t connect(const std::vector<End> &ends, const Change &change = nullptr)
    {
        Segment segment;
        for (const End &end : ends)
            segment.members.push_back(plug(end, m_segments.size(), change));
        m_segments.push_back(segment);
        return m_segments.size() - 1;
    }
    void start()
    {
        for (std::size_t i = 0; i < m_nodes.size(); ++i)
            startRouter(i);
    }
    void startRouter(std::size_t i)
    {
        Node &node = m_nodes[i];
        node.rip = std::make_shared<rip::Rip>(i + 1);
        node.routes.clear();
        for (std::size_t p = 0; p < node.ports.size(); ++p)
            tellPort(i, p);
        reconfigure(i);
    }
    /// Gone without a word.
    void kill(std::size_t i)
    {
        m_nodes[i].rip.reset();
        m_nodes[i].routes.clear();
        m_deadlines.cancel(m_nodes[i].timer);
    }
    void move(std::size_t i, const std::function<void(rip::Rip &, const rip::Call &)> &call)
    {
        Node &node = m_nodes[i];
        m_out.clear();
        call(*node.rip, {m_now, *filters, m_out});
        take(i);
        const base::TimePoint next = node.rip->nextDeadline();
        if (!m_deadlines.move(node.timer, next))
            node.timer = m_deadlines.set(next, Due{i, {}});
    }
    void reconfigure(std::size_t i)
    {
        move(i, [&](rip::Rip &r, const rip::Call &c) { r.configure(c, m_nodes[i].config); });
    }
    /// The link's carrier, seen by all on it.
    void setUp(std::size_t segment, bool up)
    {
        m_segments[segment].up = up;
        for (const Member &m : m_segments[segment].members)
            if (m_nodes[m.router].rip)
                tellPort(m.router, m.port);
    }
    /// Nothing gets through, and nobody notices by the carrier.
    void setSilent(std::size_t segment, bool silent) { m_segments[segment].silent = silent; }
    void setLoss(std::size_t segment, double loss) { m_segments[segment].loss = loss; }
    /// Hands a message to a router as if it came from `source`.
    void inject(std::size_t router, std::size_t port, std::string_view source, base::Bytes bytes, std::uint16_t sourcePort = 520)
    {
        move(router, [&](rip::Rip &r, const rip::Call &c) {
            r.receive(c, {base::PortIndex(static_cast<std::uint32_t>(port)), ip4(source), sourcePort, bytes});
        });
    }

    void run(base::Duration time)
    {
        const base::TimePoint end = m_now + time;
        while (m_deadlines.nextDeadline() <= end) {
            auto due = m_deadlines.popDue(end);
            m_now = due->when;
            const std::size_t i = due->payload.router;
            if (due->payload.message)
                deliver(i, *due->payload.message);
            else
                move(i, [&](rip::Rip &r, const rip::Call &c) { r.expire(c); });
        }
        m_now = end;
    }
    void runSeconds(std::int64_t seconds) { run(base::Duration::seconds(seconds)); }

    base::TimePoint now() const { return m_now; }
    rip::Rip &process(std::size_t router) { return *m_nodes[router].rip; }
    std::size_t routers() const { return m_nodes.size(); }
    /// "2 10.0.12.2,10.0.13.3"; "-" where there is none.
    std::string route(std::size_t router, std::string_view prefix) const
    {
        const auto it = m_nodes[router].routes.find(net4(prefix));
        if (it == m_nodes[router].routes.end())
            return "-";
        std::string text = std::to_string(it->second.metric), separator = " ";
        for (const rip::NextHop &hop : it->second.nextHops) {
            text += separator + base::toString(hop.gateway);
            separator = ",";
        }
        return text;
    }
    const std::map<base::IpPrefix, rip::RouteChange> &routes(std::size_t router) const { return m_nodes[router].routes; }
    /// What `show ip rip` has: "R(n) 2 10.0.12.2"; "-" where there is nothing.
    std::string entry(std::size_t router, std::string_view prefix) const
    {
        for (const rip::RouteInfo &r : m_nodes[router].rip->routes())
            if (r.prefix == net4(prefix))
                return std::string{r.code, '(', r.subCode, ')', ' '} + std::to_string(r.metric) + ' ' + base::toString(r.nextHop);
        return "-";
    }

    struct Message {
        std::size_t port = 0;
        base::Ipv4Address source, destination;
        std::uint16_t destinationPort = 520;
        std::vector<std::uint8_t> bytes;
    };
    /// Sees each message that a router sends.
    std::function<void(std::size_t router, const Message &)> onSent;
    std::vector<std::pair<std::size_t, rip::Event>> events;
    std::uint64_t messages = 0;
    std::shared_ptr<const rip::Filters> filters = std::make_shared<rip::Filters>();

private:
    struct Member {
        std::size_t router = 0, port = 0;
        base::Ipv4Address address;
    };
    struct Segment {
        std::vector<Member> members;
        bool up = true, silent = false;
        double loss = 0;
    };
    struct Due {
        std::size_t router = 0;
        std::shared_ptr<Message> message; // none: the router's own deadline
    };
    struct Node {
        rip::Config config;
        std::shared_ptr<rip::Rip> rip;
        std::vector<std::size_t> ports; // their segments
        std::map<base::IpPrefix, rip::RouteChange> routes;
        sim::TimerHandle timer;
    };

    Member plug(const End &end, std::size_t segment, const Change &change)
    {
        Node &node = m_nodes[end.router];
        const base::InterfaceAddress address = *base::InterfaceAddress::parse(end.address);
        const std::size_t port = node.ports.size();
        node.ports.push_back(segment);
        rip::InterfaceConfig config;
        config.name = "eth" + std::to_string(port);
        config.addresses = {address};
        config.networks = {address.network()};
        if (change)
            change(config);
        node.config.interfaces[base::PortIndex(static_cast<std::uint32_t>(port))] = config;
        return {end.router, port, address.address.v4()};
    }
    void tellPort(std::size_t router, std::size_t port)
    {
        const bool up = m_segments[m_nodes[router].ports[port]].up;
        move(router, [&](rip::Rip &r, const rip::Call &c) { r.setPort(c, base::PortIndex(static_cast<std::uint32_t>(port)), up); });
    }
    void take(std::size_t i)
    {
        Node &node = m_nodes[i];
        for (const rip::RouteChange &change : m_out.routes) {
            if (change.nextHops.empty())
                node.routes.erase(change.prefix);
            else
                node.routes[change.prefix] = change;
        }
        for (const rip::Event &event : m_out.events)
            events.emplace_back(i, event);
        for (const rip::SentMessage &sent : m_out.messages) {
            ++messages;
            const base::Bytes bytes = m_out.bytes(sent);
            const Message message{sent.port.value(), sent.source, sent.destination, sent.destinationPort, {bytes.begin(), bytes.end()}};
            if (onSent)
                onSent(i, message);
            if (message.destinationPort == 520)
                send(i, message);
        }
    }
    void send(std::size_t from, const Message &message)
    {
        const Segment &segment = m_segments[m_nodes[from].ports[message.port]];
        if (!segment.up || segment.silent)
            return;
        for (const Member &m : segment.members) {
            const bool toAll = message.destination.isMulticast() || (message.destination.value() & 0xff) == 0xff;
            if (m.router == from || !(toAll || message.destination == m.address) || m_random.chance(segment.loss))
                continue;
            auto copy = std::make_shared<Message>(message);
            copy->port = m.port;
            m_deadlines.set(m_now + base::Duration::milliseconds(1), Due{m.router, std::move(copy)});
        }
    }
    void deliver(std::size_t i, const Message &message)
    {
        if (!m_nodes[i].rip)
            return;
        move(i, [&](rip::Rip &r, const rip::Call &c) {
            r.receive(c, {base::PortIndex(static_cast<std::uint32_t>(message.port)), message.source, 520, message.bytes});
        });
    }

    std::vector<Node> m_nodes;
    std::vector<Segment> m_segments;
    sim::TimerHeap<Due> m_deadlines;
    base::TimePoint m_now;
    base::Random m_random;
    rip::Output m_out;
};

} // namespace hopyard::test
