// Two hosts, one router or more between them, services on the hosts: for tests of services in virtual time.
//
// h1 10.0.0.2 — r1 — … — rN — h2 10.0.N.2; router i is 10.0.(i-1).1 towards h1 and 10.0.i.N towards h2. Every cable has
// the delay that was given. Neighbours are known from the start, so that the first packet is as fast as the rest.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/command.h"
#include "tests/support/network.h"

#include <string>
#include <vector>

namespace hopyard::test {

class ServiceBench {
public:
    explicit ServiceBench(unsigned routers = 2, base::Duration delay = base::Duration::milliseconds(5),
                          std::uint32_t lastMtu = 1500)
    {
        m_client = net.add("h1", false);
        std::vector<std::size_t> nodes{m_client};
        for (unsigned i = 1; i <= routers; ++i)
            nodes.push_back(net.add("r" + std::to_string(i), true));
        m_server = net.add("h2", false);
        nodes.push_back(m_server);
        std::vector<router::RouterConfig> configs(nodes.size());
        for (std::size_t i = 0; i + 1 < nodes.size(); ++i) { // cable i joins node i and node i + 1
            const std::string net24 = "10.0." + std::to_string(i) + ".";
            const std::string left = net24 + (i == 0 ? "2" : "254");
            const std::string right = net24 + (i + 2 == nodes.size() ? "2" : "1");
            const std::uint32_t mtu = i + 2 == nodes.size() ? lastMtu : 1500;
            const Network::End a = net.port(nodes[i], {}, mtu);
            const Network::End b = net.port(nodes[i + 1], {}, mtu);
            configs[i].interfaces["eth" + std::to_string(i == 0 ? 0 : 1)].addresses
                = {*base::InterfaceAddress::parse(left + "/24")};
            configs[i + 1].interfaces["eth0"].addresses = {*base::InterfaceAddress::parse(right + "/24")};
            net.connect(a, b, delay);
            neighbour(a, right, b);
            neighbour(b, left, a);
        }
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            configs[i].ipForwarding = i > 0 && i + 1 < nodes.size();
            for (std::size_t n = 0; n + 1 < nodes.size(); ++n) // a route to each network that is not its own
                if (n + 1 < i || n > i)
                    configs[i].staticRoutes.push_back(route(n, i));
            net.configure(nodes[i], configs[i]);
        }
        for (const auto &[end, address, to] : m_neighbours)
            net.move(end.node, [&, &e = end, &ip = address, &t = to](link::Context &c, router::VirtualRouter &r) {
                r.addPermanentNeighbour(c, e.port, *base::IpAddress::parse(ip), Network::mac(t));
            });
        m_serverAddress = "10.0." + std::to_string(nodes.size() - 2) + ".2";
        net.runFor(base::Duration::seconds(5)); // announcements are over
        net.forget();
    }

    Network net;

    const std::string &server() const { return m_serverAddress; }
    std::size_t clientNode() const { return m_client; }
    std::size_t serverNode() const { return m_server; }

    /// Every node knows this name from now on, as it would of a lab.
    void addName(const std::string &name, const std::string &address)
    {
        m_hosts.add(name, *base::IpAddress::parse(address));
        const auto table = std::make_shared<const transport::HostsTable>(m_hosts);
        for (std::size_t i = 0; i <= m_server; ++i)
            net.node(i).setHosts(table);
    }
    /// `ip name-server` on the client.
    void useNameServers(const std::vector<std::string> &addresses)
    {
        router::RouterConfig config = net.node(m_client).config();
        config.nameServers.clear();
        for (const std::string &address : addresses)
            config.nameServers.push_back(*base::IpAddress::parse(address));
        net.configure(m_client, config);
    }

    transport::ApplicationId onClient(const std::string &line) { return launch(m_client, line); }
    transport::ApplicationId onServer(const std::string &line) { return launch(m_server, line); }
    transport::ApplicationId launch(std::size_t node, const std::string &line)
    {
        auto application = services::parseCommand(line);
        if (!application)
            qFatal("%s", application.error().message.c_str());
        transport::ApplicationId id;
        net.move(node, [&](link::Context &c, router::VirtualRouter &r) { id = r.launch(c, std::move(*application)); });
        return id;
    }
    void stop(std::size_t node, transport::ApplicationId id)
    {
        net.move(node, [&](link::Context &c, router::VirtualRouter &r) { r.stopApplication(c, id); });
    }
    bool isRunning(std::size_t node, transport::ApplicationId id)
    {
        return net.node(node).applications().isRunning(id);
    }
    std::string result(std::size_t node, transport::ApplicationId id)
    {
        for (const transport::ApplicationInfo &info : net.node(node).applications().applications())
            if (info.id == id)
                return info.resultJson;
        return {};
    }
    /// What applications printed, without their names; other events left out.
    QStringList lines(const std::string &application) const
    {
        QStringList list;
        const std::string prefix = application + ": ";
        for (const std::string &event : net.events)
            if (event.starts_with(prefix))
                list << QString::fromStdString(event.substr(prefix.size()));
        return list;
    }

private:
    struct Known {
        Network::End on;
        std::string address;
        Network::End is;
    };
    void neighbour(const Network::End &on, const std::string &address, const Network::End &is)
    {
        m_neighbours.push_back({on, address, is});
    }
    /// To network n, from node i: to the right where it lies there.
    static router::StaticRoute route(std::size_t n, std::size_t i)
    {
        router::StaticRoute r;
        r.prefix = *base::IpPrefix::parse("10.0." + std::to_string(n) + ".0/24");
        const bool right = n > i;
        const std::string via = right ? std::to_string(i) + ".1" : std::to_string(i - 1) + (i == 1 ? ".2" : ".254");
        r.gateway = *base::IpAddress::parse("10.0." + via);
        return r;
    }

    std::size_t m_client = 0, m_server = 0;
    std::string m_serverAddress;
    transport::HostsTable m_hosts;
    std::vector<Known> m_neighbours;
};

} // namespace hopyard::test
