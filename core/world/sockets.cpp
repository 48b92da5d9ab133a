// Sockets on the world's nodes that belong to no application: lent to whoever drives the world.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/virtual_router.h"
#include "core/world/state.h"

#include <utility>

namespace hopyard::world {

bool World::useSockets(base::NodeId id,
                       const std::function<void(transport::SocketLayer &, transport::IpOutput &)> &user)
{
    State &s = *m_state;
    auto *router = s.nodeExists(id) ? dynamic_cast<router::VirtualRouter *>(s.node(id).device.get()) : nullptr;
    if (!router)
        return false;
    s.note(Input::Unknown{});
    s.move(id, [&](link::Context &context) { router->useSockets(context, user); });
    return true;
}

std::vector<World::ReadySocket> World::takeReadySockets()
{
    State &s = *m_state;
    std::vector<ReadySocket> ready;
    for (const base::NodeId id : std::exchange(s.attention, {})) {
        auto *router = s.nodeExists(id) ? dynamic_cast<router::VirtualRouter *>(s.node(id).device.get()) : nullptr;
        if (!router)
            continue;
        for (const transport::SocketId socket : router->takeOutsideReady())
            ready.push_back({id, socket});
    }
    return ready;
}

bool World::hasReadySockets() const { return !m_state->attention.empty(); }

} // namespace hopyard::world
