// A few virtual routers wired together in virtual time, without the world: for tests of the stack and the router.
//
// Frames take a delay of a millisecond (or as given) from one end to the other; an end that is not connected is a tap,
// where the test puts frames in and finds what came out. Everything that was sent is in log(), one line a frame; drops,
// neighbour changes, routes and notices are in events(). A copy goes its own way, as a checkpoint does.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/router/virtual_router.h"
#include "core/wire/summary.h"
#include "tests/support/hex.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::test {

class Network : public base::trace::Sink {
public:
    using Port = base::PortIndex;
    struct End {
        std::size_t node = 0;
        Port port;
        auto operator<=>(const End &) const = default;
    };
    struct Sent {
        base::TimePoint when;
        End from;
        std::vector<std::uint8_t> bytes;
    };

    Network() : m_pool(std::make_shared<packet::PacketPool>()) { m_hub.add(this); }
    Network(const Network &o)
        : sent(o.sent), events(o.events), m_pool(o.m_pool), m_now(o.m_now), m_sequence(o.m_sequence), m_flying(o.m_flying),
          m_cables(o.m_cables)
    {
        m_hub.add(this);
        for (const auto &node : o.m_nodes)
            m_nodes.push_back(std::unique_ptr<router::VirtualRouter>(
                static_cast<router::VirtualRouter *>(node->clone().release())));
    }
    Network &operator=(const Network &) = delete;

    std::size_t add(std::string name, bool forwarding, ip::StackOptions options = {})
    {
        options.forwarding = forwarding;
        const base::Random random = base::Random::derive(1, name);
        m_nodes.push_back(std::make_unique<router::VirtualRouter>(std::move(name), random, options));
        return m_nodes.size() - 1;
    }
    /// An interface "ethN" with these addresses and the MAC address mac(end).
    End port(std::size_t node, const std::vector<std::string> &addresses, std::uint32_t mtu = 1500)
    {
        const auto number = static_cast<std::uint32_t>(m_nodes[node]->stack().ports().size());
        ip::InterfaceSpec spec;
        spec.name = "eth" + std::to_string(number);
        spec.mac = mac({node, Port(number)});
        spec.mtu = mtu;
        for (const std::string &address : addresses)
            spec.addresses.push_back(*base::InterfaceAddress::parse(address));
        Port made;
        move(node, [&](link::Context &c, router::VirtualRouter &r) { made = r.addInterface(c, spec); });
        return {node, made};
    }
    static base::MacAddress mac(const End &end)
    {
        return base::MacAddress::local(static_cast<std::uint32_t>((end.node + 1) << 8 | (end.port.index() + 1)));
    }

    void connect(const End &a, const End &b, base::Duration delay = base::Duration::milliseconds(1))
    {
        m_cables[a] = {b, delay};
        m_cables[b] = {a, delay};
        setCarrier(a, true);
        setCarrier(b, true);
    }
    void disconnect(const End &a)
    {
        const End b = m_cables.at(a).to;
        m_cables.erase(a);
        m_cables.erase(b);
        setCarrier(a, false);
        setCarrier(b, false);
    }
    void setCarrier(const End &end, bool up)
    {
        move(end.node, [&](link::Context &c, router::VirtualRouter &r) { r.carrierChanged(c, end.port, up); });
    }

    router::VirtualRouter &node(std::size_t i) { return *m_nodes[i]; }
    const ip::Stack &stack(std::size_t i) const { return m_nodes[i]->stack(); }
    packet::PacketPool &pool() { return *m_pool; }
    base::trace::Hub &hub() { return m_hub; }
    base::TimePoint now() const { return m_now; }

    template <class F>
    void move(std::size_t i, F &&f)
    {
        link::Outbox out;
        link::Context context{m_now, base::NodeId(static_cast<std::uint32_t>(i)), *m_pool, out, m_hub};
        f(context, *m_nodes[i]);
        for (link::Outbox::Item &item : out.items())
            carry({i, item.port}, std::move(item.packet));
    }
    void configure(std::size_t i, const router::RouterConfig &config)
    {
        move(i, [&](link::Context &c, router::VirtualRouter &r) { r.configure(c, config); });
    }
    /// A frame comes in at a port, now.
    void inject(const End &end, base::Bytes frame)
    {
        move(end.node, [&](link::Context &c, router::VirtualRouter &r) { r.handle(c, end.port, c.pool.copyOf(frame)); });
    }

    void runFor(base::Duration duration) { runUntil(m_now + duration); }
    void runUntil(base::TimePoint end)
    {
        for (;;) {
            base::TimePoint next = m_flying.empty() ? base::TimePoint::never() : m_flying.begin()->first.first;
            std::size_t due = m_nodes.size();
            for (std::size_t i = 0; i < m_nodes.size(); ++i) {
                if (m_nodes[i]->nextDeadline() < next) {
                    next = m_nodes[i]->nextDeadline();
                    due = i;
                }
            }
            if (next > end)
                break;
            m_now = std::max(m_now, next);
            if (due < m_nodes.size()) {
                move(due, [](link::Context &c, router::VirtualRouter &r) { r.expire(c); });
                assert(m_nodes[due]->nextDeadline() > m_now);
                continue;
            }
            const auto flying = m_flying.begin();
            const auto [to, frame] = std::move(flying->second);
            m_flying.erase(flying);
            move(to.node, [&, &end = to, &packet = frame](link::Context &c, router::VirtualRouter &r) {
                r.handle(c, end.port, packet);
            });
        }
        m_now = end;
    }

    std::vector<Sent> sent; ///< every frame, in order
    std::vector<std::string> events;

    /// "0.001000000 r1:eth0 who has …", one line a frame.
    std::vector<std::string> log() const
    {
        std::vector<std::string> lines;
        for (const Sent &s : sent)
            lines.push_back(describe(s));
        return lines;
    }
    std::string describe(const Sent &s) const
    {
        const wire::Summary summary = wire::summarise(s.bytes);
        return toString(s.when) + ' ' + nameOf(s.from) + ' ' + summary.source + " > " + summary.destination + ' ' +
               summary.info;
    }
    std::string nameOf(const End &end) const
    {
        const ip::Interface *interface = m_nodes[end.node]->stack().interface(end.port);
        return m_nodes[end.node]->name() + ':' + (interface ? interface->name : "gone");
    }
    /// The frames that came out of one end.
    std::vector<std::vector<std::uint8_t>> from(const End &end) const
    {
        std::vector<std::vector<std::uint8_t>> frames;
        for (const Sent &s : sent)
            if (s.from == end)
                frames.push_back(s.bytes);
        return frames;
    }

    void event(base::TimePoint, const base::trace::Event &event) override
    {
        namespace trace = base::trace;
        if (const auto *e = std::get_if<trace::PacketDropped>(&event))
            events.push_back("drop " + std::string(base::toString(e->reason)));
        else if (const auto *n = std::get_if<trace::NeighbourChanged>(&event))
            events.push_back("neighbour " + toString(n->address) + ' ' + std::string(n->state));
        else if (const auto *r = std::get_if<trace::RouteChanged>(&event))
            events.push_back(std::string(r->added ? "route + " : "route - ") + toString(r->prefix) + ' ' + std::string(r->protocol));
        else if (const auto *t = std::get_if<trace::Notice>(&event))
            events.push_back("notice " + std::string(t->text));
        else if (const auto *o = std::get_if<trace::ApplicationOutput>(&event))
            events.push_back(std::string(o->application) + ": " + std::string(o->line));
    }
    bool happened(const std::string &event) const { return std::find(events.begin(), events.end(), event) != events.end(); }
    void forget()
    {
        sent.clear();
        events.clear();
    }

private:
    struct Cable {
        End to;
        base::Duration delay;
    };
    void carry(const End &from, packet::Packet frame)
    {
        const base::Bytes bytes = frame.bytes();
        sent.push_back({m_now, from, {bytes.begin(), bytes.end()}});
        if (const auto cable = m_cables.find(from); cable != m_cables.end())
            m_flying.emplace(std::pair(m_now + cable->second.delay, m_sequence++), std::pair(cable->second.to, std::move(frame)));
    }

    std::shared_ptr<packet::PacketPool> m_pool; // shared by copies: they share pages
    base::trace::Hub m_hub;
    base::TimePoint m_now;
    std::uint64_t m_sequence = 0;
    std::map<std::pair<base::TimePoint, std::uint64_t>, std::pair<End, packet::Packet>> m_flying;
    std::map<End, Cable> m_cables;
    std::vector<std::unique_ptr<router::VirtualRouter>> m_nodes;
};

} // namespace hopyard::test
