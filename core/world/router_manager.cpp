// The manager's calls as edits of the lab; see router_manager.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/router_manager.h"

#include "core/world/plan.h"
#include "core/world/world.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::world {

namespace {

bool isManaged(lab::NodeKind kind) { return lab::hasStack(kind); }

base::Error error(std::string message) { return {std::move(message)}; }

} // namespace

template <class Edit>
RouterManager::Answer RouterManager::apply(Edit &&edit)
{
    lab::Lab lab = m_world.lab();
    edit(lab);
    for (const lab::Problem &problem : m_world.apply(lab))
        if (problem.severity == lab::Problem::Severity::error)
            return base::fail(error(problem.message));
    return {};
}

RouterManager::Answer RouterManager::mustBeRouter(const std::string &name) const
{
    const lab::Node *node = m_world.lab().findNode(name);
    if (!node)
        return base::fail(error(fmt::format("there is no router '{}'; create it first", name)));
    if (!isManaged(node->kind))
        return base::fail(error(fmt::format("'{}' is a {}, not a router or host", name, toString(node->kind))));
    return {};
}

std::vector<RouterManager::Router> RouterManager::routers() const
{
    std::vector<Router> routers;
    const lab::Lab &lab = m_world.lab();
    for (const lab::Node &node : lab.nodes) {
        if (!isManaged(node.kind))
            continue;
        const base::NodeId id = m_world.findNode(node.name);
        Router router{node.name, node.kind == lab::NodeKind::router, m_world.isRunning(id), {}};
        std::vector<lab::Problem> none;
        const NodePlan plan = planNode(lab, node, none);
        for (const base::PortIndex port : m_world.ports(id)) {
            Router::Interface interface{m_world.interfaceName({id, port}), {}, {}, false};
            if (const auto configured = plan.config.interfaces.find(interface.name); configured != plan.config.interfaces.end())
                interface.addresses = configured->second.addresses;
            if (const base::LinkId link = m_world.linkAt({id, port}).first; link.isValid()) {
                const lab::Link &spec = m_world.link(link);
                interface.attachedTo = spec.a == lab::End{node.name, interface.name} ? spec.b : spec.a;
                interface.carrier = m_world.isUp(link);
            }
            router.interfaces.push_back(std::move(interface));
        }
        routers.push_back(std::move(router));
    }
    return routers;
}

RouterManager::Answer RouterManager::create(const std::string &name, bool forwarding)
{
    if (m_world.lab().findNode(name))
        return base::fail(error(fmt::format("there is a node '{}' already", name)));
    return apply([&](lab::Lab &lab) {
        lab::Node node;
        node.name = name;
        node.kind = forwarding ? lab::NodeKind::router : lab::NodeKind::host;
        // Right of everything else, so that it does not lie on another node on the canvas.
        for (const lab::Node &other : lab.nodes)
            node.at.x = std::max(node.at.x, other.at.x + 120);
        lab.nodes.push_back(std::move(node));
    });
}

RouterManager::Answer RouterManager::destroy(const std::string &name)
{
    if (const Answer known = mustBeRouter(name); !known)
        return known;
    return apply([&](lab::Lab &lab) {
        std::erase_if(lab.links, [&](const lab::Link &link) { return link.a.node == name || link.b.node == name; });
        std::erase_if(lab.nodes, [&](const lab::Node &node) { return node.name == name; });
    });
}

RouterManager::Answer RouterManager::start(const std::string &name)
{
    if (const Answer known = mustBeRouter(name); !known)
        return known;
    m_world.startNode(m_world.findNode(name));
    return {};
}

RouterManager::Answer RouterManager::stop(const std::string &name)
{
    if (const Answer known = mustBeRouter(name); !known)
        return known;
    m_world.stopNode(m_world.findNode(name));
    return {};
}

RouterManager::Answer RouterManager::configure(const std::string &name, const std::string &configuration)
{
    if (const Answer known = mustBeRouter(name); !known)
        return known;
    if (m_world.lab().findNode(name)->kind == lab::NodeKind::host)
        return base::fail(error(fmt::format("'{}' is a host: its addresses and gateway are keys of the lab", name)));
    return apply([&](lab::Lab &lab) { lab.findNode(name)->config = configuration; });
}

RouterManager::Answer RouterManager::attach(const std::string &name, const std::string &interface, const lab::End &to)
{
    if (const Answer known = mustBeRouter(name); !known)
        return known;
    for (const lab::End &end : {lab::End{name, interface}, to})
        if (m_world.lab().findLink(end))
            return base::fail(error(fmt::format("a link is plugged at {} already; detach it first", lab::toString(end))));
    return apply([&](lab::Lab &lab) {
        lab::Link link;
        link.a = {name, interface};
        link.b = to;
        lab.links.push_back(std::move(link));
    });
}

RouterManager::Answer RouterManager::detach(const std::string &name, const std::string &interface)
{
    if (const Answer known = mustBeRouter(name); !known)
        return known;
    const lab::End end{name, interface};
    if (!m_world.lab().findLink(end))
        return base::fail(error(fmt::format("nothing is plugged at {}", lab::toString(end))));
    return apply([&](lab::Lab &lab) {
        // An interface that only the link named would go with it; written down, it stays.
        lab::Node &node = *lab.findNode(name);
        const auto written = std::any_of(node.interfaces.begin(), node.interfaces.end(),
                                         [&](const lab::Interface &i) { return i.name == interface; });
        if (!written)
            node.interfaces.push_back({interface, {}, {}, {}});
        std::erase_if(lab.links, [&](const lab::Link &link) { return link.a == end || link.b == end; });
    });
}

} // namespace hopyard::world
