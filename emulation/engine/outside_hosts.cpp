// Namespaces that are hosts of a service whose connections move: what stands before their kernels
// (emulation/migration/linux_host.h) is made with them, shown their frames, and told of time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/plan.h"
#include "emulation/engine/outside_nodes.h"

#include <algorithm>
#include <sys/random.h>

namespace hopyard::engine {

using base::NodeId;

migration::LinuxHost::Now hostNow(world::World &world)
{
    return {world.now(), world.pool(), world.trace()};
}

linux::Result<void> OutsideNodes::makeHost(world::World &world, NodeId id, Node &node, const lab::Node &planned)
{
    const migration::NodeConfig config = world::migrationConfig(world.lab(), planned);
    if (config.serves.empty()) {
        m_loop.unwatch(std::exchange(node.servers, EventLoop::kNoWatch));
        node.host.reset();
    } else if (!node.host) {
        std::uint64_t instance = 0;
        if (::getrandom(&instance, sizeof instance, 0) != sizeof instance)
            return linux::sysFail("draw a random number");
        auto made = migration::LinuxHost::create(id, node.node.networkNamespace(), instance);
        if (!made)
            return base::fail(made.error());
        node.host = std::move(*made);
        const auto watch = m_loop.watch(node.host->serversFd(), m_reading ? std::uint32_t(EPOLLIN) : 0u, [this, &node](std::uint32_t) {
            node.serverSpoke = m_serverSpoke = true;
        });
        if (!watch)
            return base::fail(watch.error());
        node.servers = *watch;
    }
    if (node.host)
        node.host->configure(config);
    for (auto &[name, port] : node.ports)
        port->host = node.host.get();
    m_hasHosts = std::any_of(m_nodes.begin(), m_nodes.end(), [](const auto &entry) { return entry.second->host != nullptr; });
    return {};
}

migration::LinuxHost *OutsideNodes::migrationHost(NodeId node)
{
    const auto found = m_nodes.find(node);
    return found == m_nodes.end() ? nullptr : found->second->host.get();
}

std::optional<world::CommandAnswer> OutsideNodes::askMigration(NodeId node, std::string_view line, world::World &world)
{
    migration::LinuxHost *host = migrationHost(node);
    if (!host)
        return std::nullopt;
    auto answer = host->answer(hostNow(world), line);
    writeHeld(world, node);
    return answer;
}

void OutsideNodes::hearServers(world::World &world)
{
    if (!std::exchange(m_serverSpoke, false))
        return;
    for (const auto &[id, node] : m_nodes)
        if (node->host && std::exchange(node->serverSpoke, false)) {
            node->host->heard(hostNow(world));
            writeHeld(world, id);
        }
}

void OutsideNodes::expireMigration(world::World &world)
{
    if (!m_hasHosts || nextMigration() > world.now())
        return;
    for (const auto &[id, node] : m_nodes)
        if (node->host && node->host->nextDeadline() <= world.now()) {
            node->host->expire(hostNow(world));
            writeHeld(world, id);
        }
}

base::TimePoint OutsideNodes::nextMigration() const
{
    base::TimePoint next = base::TimePoint::never();
    if (m_hasHosts)
        for (const auto &[id, node] : m_nodes)
            if (node->host)
                next = std::min(next, node->host->nextDeadline());
    return next;
}

void OutsideNodes::write(world::World &world, Port &port, const packet::Packet &frame)
{
    if (port.tap && port.tap->write(frame, world.pool()) == tap::Outcome::gone)
        vanished(world, port);
}

/// Frames for the node that were held while a connection was on its way, and its answers to the other machines.
void OutsideNodes::writeHeld(world::World &world, NodeId node)
{
    for (migration::LinuxHost::Held &answer : m_nodes.at(node)->host->takeAnswers())
        if (const Port *port = m_byRef[node.index()][answer.port.index()])
            m_answers.emplace_back(port->ref, std::move(answer.frame));
    for (const migration::LinuxHost::Held &held : m_nodes.at(node)->host->takeHeld())
        if (Port *port = m_byRef[node.index()][held.port.index()])
            write(world, *port, held.frame);
}

} // namespace hopyard::engine
