// See router_manager.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/router_manager.h"

#include <algorithm>
#include <utility>

namespace hopyard::router {

std::string_view toString(ManagerError error)
{
    switch (error) {
    case ManagerError::nameTaken: return "the name is taken";
    case ManagerError::noSuchRouter: return "there is no such router";
    case ManagerError::noSuchInterface: return "the router has no such interface";
    case ManagerError::alreadyRunning: return "the router is running";
    case ManagerError::notRunning: return "the router is not running";
    case ManagerError::cannotStart: return "the router cannot be started here";
    case ManagerError::cannotAttach: return "there is nothing of that name to attach to, or it is taken";
    }
    return "unknown";
}

RouterManager::Answer RouterManager::create(const std::string &name, bool forwarding)
{
    if (m_routers.contains(name))
        return base::fail(ManagerError::nameTaken);
    Router &router = m_routers[name];
    router.forwarding = forwarding;
    router.config.ipForwarding = forwarding;
    router.config.ipv6Forwarding = forwarding;
    return {};
}

RouterManager::Answer RouterManager::destroy(const std::string &name)
{
    Router *router = edit(name);
    if (!router)
        return base::fail(ManagerError::noSuchRouter);
    if (router->running)
        (void)stop(name); // it runs, so it can be stopped
    m_routers.erase(name);
    return {};
}

RouterManager::Answer RouterManager::start(const std::string &name)
{
    Router *router = edit(name);
    if (!router)
        return base::fail(ManagerError::noSuchRouter);
    if (router->running)
        return base::fail(ManagerError::alreadyRunning);
    if (!m_plant.powerOn(name, router->forwarding))
        return base::fail(ManagerError::cannotStart);
    router->running = true;
    m_plant.visit(name, [&](link::Context &context, VirtualRouter &device) { device.configure(context, router->config); });
    bool attached = true;
    for (Interface &interface : router->interfaces) {
        make(name, interface);
        if (interface.attachment)
            attached = m_plant.plug(name, interface.port, *interface.attachment) && attached;
    }
    if (!attached) // it runs, with an interface that leads nowhere
        return base::fail(ManagerError::cannotAttach);
    return {};
}

RouterManager::Answer RouterManager::stop(const std::string &name)
{
    Router *router = edit(name);
    if (!router)
        return base::fail(ManagerError::noSuchRouter);
    if (!router->running)
        return base::fail(ManagerError::notRunning);
    for (Interface &interface : router->interfaces) {
        if (interface.attachment)
            m_plant.unplug(name, interface.port);
        interface.port = base::PortIndex();
    }
    m_plant.powerOff(name);
    router->running = false;
    return {};
}

base::Result<Configured, ManagerError> RouterManager::configure(const std::string &name, const RouterConfig &config)
{
    Router *router = edit(name);
    if (!router)
        return base::fail(ManagerError::noSuchRouter);
    router->config = config;
    router->forwarding = config.ipForwarding;
    Configured answer;
    if (router->running)
        m_plant.visit(name, [&](link::Context &context, VirtualRouter &device) { answer = device.configure(context, config); });
    return answer;
}

RouterManager::Answer RouterManager::addInterface(const std::string &name, const ip::InterfaceSpec &spec)
{
    Router *router = edit(name);
    if (!router)
        return base::fail(ManagerError::noSuchRouter);
    if (edit(*router, spec.name))
        return base::fail(ManagerError::nameTaken);
    router->interfaces.push_back({spec, std::nullopt, base::PortIndex()});
    if (router->running)
        make(name, router->interfaces.back());
    return {};
}

RouterManager::Answer RouterManager::removeInterface(const std::string &name, std::string_view interface)
{
    if (const Answer detached = detach(name, interface); !detached)
        return detached;
    Router *router = edit(name);
    const base::PortIndex port = edit(*router, interface)->port;
    if (router->running)
        m_plant.visit(name, [&](link::Context &context, VirtualRouter &device) { device.removeInterface(context, port); });
    std::erase_if(router->interfaces, [&](const Interface &i) { return i.spec.name == interface; });
    return {};
}

RouterManager::Answer RouterManager::attach(const std::string &name, std::string_view interface, const Attachment &to)
{
    if (const Answer detached = detach(name, interface); !detached)
        return detached;
    Router *router = edit(name);
    Interface &end = *edit(*router, interface);
    if (router->running && !m_plant.plug(name, end.port, to))
        return base::fail(ManagerError::cannotAttach);
    end.attachment = to;
    return {};
}

RouterManager::Answer RouterManager::detach(const std::string &name, std::string_view interface)
{
    Router *router = edit(name);
    if (!router)
        return base::fail(ManagerError::noSuchRouter);
    Interface *end = edit(*router, interface);
    if (!end)
        return base::fail(ManagerError::noSuchInterface);
    if (router->running && end->attachment)
        m_plant.unplug(name, end->port);
    end->attachment.reset();
    return {};
}

const RouterManager::Router *RouterManager::find(const std::string &name) const
{
    const auto found = m_routers.find(name);
    return found == m_routers.end() ? nullptr : &found->second;
}

RouterManager::Router *RouterManager::edit(const std::string &name)
{
    return const_cast<Router *>(std::as_const(*this).find(name));
}

RouterManager::Interface *RouterManager::edit(Router &router, std::string_view interface)
{
    const auto found = std::find_if(router.interfaces.begin(), router.interfaces.end(),
                                    [&](const Interface &i) { return i.spec.name == interface; });
    return found == router.interfaces.end() ? nullptr : &*found;
}

/// Gives the running router an interface.
void RouterManager::make(const std::string &name, Interface &interface)
{
    m_plant.visit(name, [&](link::Context &context, VirtualRouter &device) {
        interface.port = device.addInterface(context, interface.spec);
    });
}

} // namespace hopyard::router
