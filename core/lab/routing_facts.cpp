// Line by line, with the block that a line stands in; see routing_facts.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/routing_facts.h"

#include "core/lab/config_words.h"

#include <algorithm>
#include <functional>

namespace hopyard::lab {

namespace {

using Words = ConfigWords;

class Reader {
public:
    RoutingFacts read(std::string_view config)
    {
        while (!config.empty()) {
            const std::string_view line = config.substr(0, config.find('\n'));
            config.remove_prefix(std::min(line.size() + 1, config.size()));
            if (const Words words = configWords(line); !words.empty() && words.front() != "!" && words.front() != "no")
                readLine(words);
        }
        return std::move(m_facts);
    }

private:
    void leave()
    {
        m_interface = {};
        m_protocol = nullptr;
    }

    void readLine(const Words &words)
    {
        const std::string_view first = words.front(), second = wordAt(words, 1);
        if (first == "interface") {
            leave();
            m_interface = second;
        } else if (first == "router") {
            leave();
            enter(words);
        } else if (first == "exit" || first == "end" || first == "route-map" || first == "key" || first == "line") {
            leave();
        } else if (first == "vrf" || first == "pbr-map" || (first == "ip" && second == "import-table")) {
            m_facts.isOpaque = true;
            leave();
        } else if ((first == "ip" || first == "ipv6") && second == "route") {
            readStatic(words);
        } else if (first == "ip" && second == "dhcp") {
            leave(); // a pool has networks of its own
        } else if (!m_interface.empty()) {
            readInterface(words);
        } else if (m_protocol) {
            readProtocol(words);
        }
    }

    void enter(const Words &words)
    {
        const std::string_view name = wordAt(words, 1);
        std::optional<RoutingFacts::Protocol> *const protocol = name == "ospf" ? &m_facts.ospf : name == "rip" ? &m_facts.rip
                                                              : name == "bgp" ? &m_facts.bgp : nullptr;
        if (protocol) {
            if (!*protocol)
                *protocol = RoutingFacts::Protocol();
            m_protocol = &**protocol;
        }
        const bool isIpv6 = name == "ospf6" || name == "ripng";
        m_facts.speaksIpv6 = m_facts.speaksIpv6 || isIpv6;
        if ((!protocol && !isIpv6) || std::ranges::find(words, "vrf") != words.end())
            m_facts.isOpaque = true;
    }

    /// "ip route 10.0.0.0/8 10.1.1.1", "ip route 10.0.0.0 255.0.0.0 eth0 10.1.1.1", "ipv6 route ::/0 2001:db8::1".
    void readStatic(const Words &words)
    {
        auto prefix = base::IpPrefix::parse(wordAt(words, 2), true);
        std::size_t next = 3;
        if (!prefix) { // with a mask
            const auto address = base::IpAddress::parse(wordAt(words, 2)), mask = base::IpAddress::parse(wordAt(words, 3));
            if (!address || !mask || !address->isV4() || !mask->isV4())
                return;
            unsigned length = 0;
            while (length < 32 && (mask->v4().value() >> (31 - length) & 1u) != 0)
                ++length;
            prefix = base::IpPrefix(*address, length);
            next = 4;
        }
        RoutingFacts::Static route{*prefix, base::IpAddress::parse(wordAt(words, next)), {}};
        const std::string_view last = words.back();
        route.text.assign(words.front().data(), static_cast<std::size_t>(last.data() + last.size() - words.front().data()));
        m_facts.statics.push_back(std::move(route));
    }

    void readInterface(const Words &words)
    {
        if (words.front() == "ip" && wordAt(words, 1) == "address" && wordAt(words, 2) == "dhcp")
            m_facts.isOpaque = true; // a server gives it a default route
        if (words.front() == "ip" && wordAt(words, 1) == "nat" && wordAt(words, 2) == "inside")
            m_facts.translated.emplace(m_interface);
        if (words.front() != "ip" || wordAt(words, 1) != "ospf" || std::ranges::find(words, "area") == words.end())
            return;
        if (!m_facts.ospf)
            m_facts.ospf = RoutingFacts::Protocol();
        m_facts.ospf->interfaces.emplace(m_interface);
    }

    void readProtocol(const Words &words)
    {
        const std::string_view first = words.front(), second = wordAt(words, 1), third = wordAt(words, 2);
        if (first == "network" || first == "aggregate-address") {
            if (const auto prefix = base::IpPrefix::parse(second, true))
                m_protocol->networks.push_back(*prefix);
            else
                m_protocol->interfaces.emplace(second);
        } else if (first == "redistribute") {
            (second == "connected" ? m_protocol->connected : second == "static" ? m_protocol->statics : m_protocol->everything) = true;
        } else if (first == "default-information" || third == "default-originate" || first == "import") {
            m_protocol->everything = true;
        } else if (first == "neighbor") {
            if (third == "interface")
                m_facts.isOpaque = true; // whoever is there
            else if (const auto neighbour = base::IpAddress::parse(second))
                m_protocol->neighbours.push_back(*neighbour);
        } else if (first == "bgp" && second == "listen" && third == "range") {
            m_facts.isOpaque = true;
        } else if (first == "address-family" && second == "ipv6") {
            m_facts.speaksIpv6 = true;
        } else if (first == "route") { // RIP's own static routes
            if (const auto prefix = base::IpPrefix::parse(second, true))
                m_protocol->networks.push_back(*prefix);
        }
    }

    RoutingFacts m_facts;
    std::string_view m_interface;
    RoutingFacts::Protocol *m_protocol = nullptr;
};

} // namespace

bool RoutingFacts::Protocol::isSpokenOn(std::string_view interface, const base::InterfaceAddress &address) const
{
    return interfaces.contains(interface) || std::ranges::any_of(networks, [&](const base::IpPrefix &network) {
               return network.contains(address.address) || network.contains(address.network());
           });
}

RoutingFacts routingFacts(std::string_view config) { return Reader().read(config); }

} // namespace hopyard::lab
