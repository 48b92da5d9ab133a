// Two hosts at one cable in virtual time, whose sockets a test uses as a program would.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/socket_layer.h"
#include "tests/support/worlds.h"

#include <QtTest>

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::transport {

template <class T>
std::string errnoOf(const base::Result<T, SocketError> &result)
{
    return result ? "ok" : std::string(errnoName(result.error()));
}

/// A number, or the error's name.
template <class T>
std::string countOrErrno(const base::Result<T, SocketError> &result)
{
    return result ? std::to_string(*result) : std::string(errnoName(result.error()));
}

inline const base::IpAddress kAnywhere = base::Ipv4Address();
inline const base::IpAddress kA = base::Ipv4Address(10, 0, 0, 1);
inline const base::IpAddress kB = base::Ipv4Address(10, 0, 0, 2);

/// The sockets of one host.
class Host {
public:
    Host(world::World &world, std::string_view name) : m_world(world), m_node(world.findNode(name)) {}
    base::NodeId node() const { return m_node; }

    /// Calls f(SocketLayer &, IpOutput &) and gives back what it gives.
    template <class F>
    auto use(F &&f)
    {
        using R = std::invoke_result_t<F, SocketLayer &, IpOutput &>;
        std::optional<R> result;
        m_world.useSockets(m_node, [&](SocketLayer &s, IpOutput &ip) { result.emplace(f(s, ip)); });
        return *result;
    }
    SocketId open(SocketKind kind = SocketKind::tcp)
    {
        return use([&](SocketLayer &s, IpOutput &) { return *s.socket(kind, base::Family::ipv4); });
    }
    std::string bind(SocketId id, const Endpoint &local)
    {
        return use([&](SocketLayer &s, IpOutput &ip) { return errnoOf(s.bind(ip, id, local)); });
    }
    std::string listen(SocketId id, std::uint32_t backlog = 5)
    {
        return use([&](SocketLayer &s, IpOutput &ip) { return errnoOf(s.listen(ip, id, backlog)); });
    }
    std::string connect(SocketId id, const Endpoint &to)
    {
        return use([&](SocketLayer &s, IpOutput &ip) { return errnoOf(s.connect(ip, id, to)); });
    }
    base::Result<SocketLayer::Accepted, SocketError> accept(SocketId id)
    {
        return use([&](SocketLayer &s, IpOutput &) { return s.accept(id); });
    }
    std::string write(SocketId id, std::string_view text, tcp::SendFlags flags = {})
    {
        const base::Bytes bytes(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
        return use([&](SocketLayer &s, IpOutput &ip) { return countOrErrno(s.write(ip, id, bytes, flags)); });
    }
    /// What came, "" for end of file, or the error's name.
    std::string read(SocketId id, tcp::ReceiveFlags flags = {})
    {
        std::vector<std::uint8_t> buffer(65'536);
        return use([&](SocketLayer &s, IpOutput &ip) {
            const auto count = s.read(ip, id, buffer, flags);
            return count ? std::string(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*count))
                         : std::string(errnoName(count.error()));
        });
    }
    std::string shutdown(SocketId id, tcp::Direction how)
    {
        return use([&](SocketLayer &s, IpOutput &ip) { return errnoOf(s.shutdown(ip, id, how)); });
    }
    std::string close(SocketId id)
    {
        return use([&](SocketLayer &s, IpOutput &ip) { return errnoOf(s.close(ip, id)); });
    }
    std::string set(SocketId id, SocketOption option, std::int64_t value)
    {
        return use([&](SocketLayer &s, IpOutput &ip) { return errnoOf(s.setOption(ip, id, option, value)); });
    }
    std::string option(SocketId id, SocketOption option)
    {
        return use([&](SocketLayer &s, IpOutput &ip) { return countOrErrno(s.option(ip, id, option)); });
    }
    /// SO_ERROR: "0" or a name.
    std::string takeError(SocketId id)
    {
        return use([&](SocketLayer &s, IpOutput &) {
            const auto error = s.takeError(id);
            return error ? std::string(errnoName(*error)) : std::string("0");
        });
    }
    /// As letters: r(eadable) w(ritable) p(riority) h(ang up) d(own: the peer closed) e(rror).
    std::string ready(SocketId id)
    {
        return use([&](SocketLayer &s, IpOutput &) {
            const tcp::Readiness r = s.readiness(id);
            return std::string(r.readable ? "r" : "") + (r.writable ? "w" : "") + (r.priority ? "p" : "")
                + (r.hangUp ? "h" : "") + (r.peerClosed ? "d" : "") + (r.error ? "e" : "");
        });
    }
    std::string local(SocketId id)
    {
        return use([&](SocketLayer &s, IpOutput &) {
            const auto name = s.localName(id);
            return name ? toString(*name) : std::string(errnoName(name.error()));
        });
    }
    std::string peer(SocketId id)
    {
        return use([&](SocketLayer &s, IpOutput &) {
            const auto name = s.peerName(id);
            return name ? toString(*name) : std::string(errnoName(name.error()));
        });
    }
    tcp::TcpState state(SocketId id)
    {
        return use([&](SocketLayer &s, IpOutput &ip) { return s.tcpInfo(id, ip.context().now)->state; });
    }

private:
    world::World &m_world;
    base::NodeId m_node;
};

struct TwoHosts {
    world::World world = support::worldFrom("hopyard: 1\n"
                                            "nodes:\n"
                                            "  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                                            "  b: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}\n"
                                            "links:\n"
                                            "  - {ends: [a:eth0, b:eth0], delay: 5ms}\n");
    Host a{world, "a"};
    Host b{world, "b"};

    void run(double seconds) { world.runUntil(world.now() + base::Duration::nanoseconds(std::int64_t(seconds * 1e9))); }
    /// Names of those that became ready: "a3 b0".
    std::string ready()
    {
        std::string names;
        for (const world::World::ReadySocket &ready : world.takeReadySockets())
            names += (names.empty() ? "" : " ") + world.name(ready.node) + std::to_string(ready.socket.value());
        return names;
    }
    /// A listener on b at this port.
    SocketId listener(std::uint16_t port, std::uint32_t backlog = 5)
    {
        const SocketId id = b.open();
        if (b.bind(id, {kAnywhere, port}) != "ok" || b.listen(id, backlog) != "ok")
            qFatal("cannot listen");
        return id;
    }
    struct Ends {
        SocketId client; ///< on a
        SocketId server; ///< on b
    };
    Ends connected(SocketId listener, std::uint16_t port)
    {
        const SocketId client = a.open();
        a.connect(client, {kB, port});
        run(0.1);
        const auto accepted = b.accept(listener);
        if (!accepted)
            qFatal("not connected");
        world.takeReadySockets();
        return {client, accepted->socket};
    }
};

} // namespace hopyard::transport
