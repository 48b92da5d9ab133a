// A small network of RIP processes in virtual time; see segments.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/rip/rip.h"
#include "tests/core/routing/segments.h"

#include <functional>
#include <string>

namespace hopyard::test {

namespace rip = routing::rip;

struct RipMessage {
    std::size_t port = 0;
    base::Ipv4Address source, destination;
    std::uint16_t destinationPort = 520;
    std::vector<std::uint8_t> bytes;
};

class RipSimulator : public Segments<rip::Rip, RipMessage, rip::RouteChange> {
public:
    using Message = RipMessage;
    explicit RipSimulator(std::uint64_t seed = 1) : Segments(seed) {}

    struct End {
        std::size_t router = 0;
        std::string address; ///< "10.0.12.1/24"
    };
    using Change = std::function<void(rip::InterfaceConfig &)>;

    std::size_t router()
    {
        m_nodes.emplace_back();
        return addRouter();
    }
    rip::Config &config(std::size_t router) { return m_nodes[router].config; }
    /// A segment of all these; the number names it.
    std::size_t connect(const std::vector<End> &ends, const Change &change = nullptr)
    {
        Segment made;
        for (const End &end : ends)
            made.members.push_back(plug(end, segments(), change));
        return addSegment(std::move(made));
    }
    void startRouter(std::size_t i) override
    {
        begin(i, std::make_shared<rip::Rip>(i + 1));
        for (std::size_t p = 0; p < m_nodes[i].ports.size(); ++p)
            tellPort(i, p);
        reconfigure(i);
    }
    void move(std::size_t i, const std::function<void(rip::Rip &, const rip::Call &)> &call)
    {
        m_out.clear();
        call(process(i), {now(), *filters, m_out});
        take(i);
        wind(i);
    }
    void reconfigure(std::size_t i)
    {
        move(i, [&](rip::Rip &r, const rip::Call &c) { r.configure(c, m_nodes[i].config); });
    }
    /// Hands a message to a router as if it came from `source`.
    void inject(std::size_t router, std::size_t port, std::string_view source, base::Bytes bytes,
                std::uint16_t sourcePort = 520)
    {
        move(router, [&](rip::Rip &r, const rip::Call &c) {
            r.receive(c, {base::PortIndex(static_cast<std::uint32_t>(port)), ip4(source), sourcePort, bytes});
        });
    }

    /// "2 10.0.12.2,10.0.13.3"; "-" where there is none.
    std::string route(std::size_t router, std::string_view prefix) const
    {
        const auto it = table(router).find(net4(prefix));
        if (it == table(router).end())
            return "-";
        std::string text = std::to_string(it->second.metric), separator = " ";
        for (const rip::NextHop &hop : it->second.nextHops) {
            text += separator + base::toString(hop.gateway);
            separator = ",";
        }
        return text;
    }
    /// What `show ip rip` has: "R(n) 2 10.0.12.2"; "-" where there is nothing.
    std::string entry(std::size_t router, std::string_view prefix) const
    {
        for (const rip::RouteInfo &r : Segments::process(router).routes())
            if (r.prefix == net4(prefix))
                return std::string{r.code, '(', r.subCode, ')', ' '} + std::to_string(r.metric) + ' '
                       + base::toString(r.nextHop);
        return "-";
    }

    /// Sees each message that a router sends.
    std::function<void(std::size_t router, const Message &)> onSent;
    std::vector<std::pair<std::size_t, rip::Event>> events;
    std::uint64_t messages = 0;
    std::shared_ptr<const rip::Filters> filters = std::make_shared<rip::Filters>();

private:
    struct Node {
        rip::Config config;
        std::vector<std::size_t> ports; // their segments
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
    void tellPort(std::size_t router, std::size_t port) override
    {
        const bool up = segment(m_nodes[router].ports[port]).up;
        move(router, [&](rip::Rip &r, const rip::Call &c) {
            r.setPort(c, base::PortIndex(static_cast<std::uint32_t>(port)), up);
        });
    }
    void take(std::size_t i)
    {
        for (const rip::RouteChange &change : m_out.routes) {
            if (change.nextHops.empty())
                table(i).erase(change.prefix);
            else
                table(i)[change.prefix] = change;
        }
        for (const rip::Event &event : m_out.events)
            events.emplace_back(i, event);
        for (const rip::SentMessage &sent : m_out.messages) {
            ++messages;
            const base::Bytes bytes = m_out.bytes(sent);
            const Message message{sent.port.value(), sent.source, sent.destination, sent.destinationPort,
                                  {bytes.begin(), bytes.end()}};
            if (onSent)
                onSent(i, message);
            if (message.destinationPort == 520)
                sendOn(m_nodes[i].ports[message.port], i, message);
        }
    }
    void deliver(std::size_t i, const Message &message) override
    {
        move(i, [&](rip::Rip &r, const rip::Call &c) {
            r.receive(c, {base::PortIndex(static_cast<std::uint32_t>(message.port)), message.source, 520,
                          message.bytes});
        });
    }
    void expire(std::size_t i) override
    {
        move(i, [&](rip::Rip &r, const rip::Call &c) { r.expire(c); });
    }

    std::vector<Node> m_nodes;
    rip::Output m_out;
};

} // namespace hopyard::test
