// The TCP side of a server: a listening socket and the connections accepted from it, each with the server's own state.
//
// Connections that say nothing for a while are closed, and there are never more than a limit: a client cannot fill the
// memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/application.h"

#include <map>
#include <utility>
#include <vector>

namespace hopyard::services {

template <class Connection>
class Connections {
public:
    static constexpr std::uint32_t kBacklog = 128;
    static constexpr std::size_t kMaxConnections = 16'384;

    struct Entry {
        transport::Endpoint peer;
        base::TimePoint lastActive;
        Connection connection;
    };

    /// `idleTime`: how long one may say nothing.
    explicit Connections(base::Duration idleTime) : m_idleTime(idleTime) {}

    base::Result<void, transport::SocketError> listen(transport::AppContext &context, const transport::Endpoint &local)
    {
        const base::Family family = local.address.isValid() ? local.address.family() : base::Family::ipv4;
        const auto socket = context.socket(transport::SocketKind::tcp, family);
        if (!socket)
            return base::fail(socket.error());
        m_listener = *socket;
        context.setOption(m_listener, transport::SocketOption::reuseAddress, 1);
        if (const auto bound = context.bind(m_listener, local); !bound)
            return bound;
        return context.listen(m_listener, kBacklog);
    }

    bool isListener(transport::SocketId socket) const { return socket == m_listener; }
    std::size_t size() const { return m_entries.size(); }

    /// Accepts all who wait and calls `serve(socket, entry)` for each: what it has sent already is not told again.
    template <class Serve>
    void acceptAll(transport::AppContext &context, Serve &&serve)
    {
        for (;;) {
            const auto accepted = context.accept(m_listener);
            if (!accepted)
                return;
            if (m_entries.size() >= kMaxConnections) {
                context.close(accepted->socket);
                continue;
            }
            if (m_entries.empty())
                m_nextSweep = context.now() + m_idleTime / 4;
            const auto at = m_entries.try_emplace(accepted->socket, Entry{accepted->peer, context.now(), {}}).first;
            serve(at->first, at->second);
        }
    }

    /// One that was accepted elsewhere goes on here. Null where there is no room.
    Entry *adopt(transport::AppContext &context, transport::SocketId socket, Connection connection)
    {
        const auto peer = context.sockets().peerName(socket);
        if (!peer || m_entries.size() >= kMaxConnections)
            return nullptr;
        if (m_entries.empty())
            m_nextSweep = context.now() + m_idleTime / 4;
        return &m_entries.insert_or_assign(socket, Entry{*peer, context.now(), std::move(connection)}).first->second;
    }
    const Entry *find(transport::SocketId socket) const
    {
        const auto at = m_entries.find(socket);
        return at == m_entries.end() ? nullptr : &at->second;
    }

    /// Null where it is none (any more). Being asked for counts as activity.
    Entry *find(transport::AppContext &context, transport::SocketId socket)
    {
        const auto at = m_entries.find(socket);
        if (at == m_entries.end())
            return nullptr;
        at->second.lastActive = context.now();
        return &at->second;
    }

    void close(transport::AppContext &context, transport::SocketId socket)
    {
        context.close(socket);
        m_entries.erase(socket);
        if (m_entries.empty())
            m_nextSweep = base::TimePoint::never();
    }

    void expire(transport::AppContext &context)
    {
        if (m_nextSweep > context.now())
            return;
        m_nextSweep = context.now() + m_idleTime / 4;
        std::vector<transport::SocketId> idle;
        for (const auto &[socket, entry] : m_entries)
            if (entry.lastActive + m_idleTime <= context.now())
                idle.push_back(socket);
        for (const transport::SocketId socket : idle)
            close(context, socket);
    }
    base::TimePoint nextDeadline() const { return m_nextSweep; }

private:
    base::Duration m_idleTime;
    transport::SocketId m_listener;
    std::map<transport::SocketId, Entry> m_entries;
    base::TimePoint m_nextSweep = base::TimePoint::never();
};

} // namespace hopyard::services
