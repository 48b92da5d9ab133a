// A client of the remote socket protocol that a test moves by hand, with a world and a server in the same process.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/read.h"
#include "core/world/world.h"
#include "emulation/linux/unix_socket.h"
#include "emulation/sockets/server.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>

namespace hopyard::remote {

using Buffer = std::vector<std::uint8_t>;

template <class T>
void append(Buffer &buffer, const T &value)
{
    const std::size_t at = buffer.size();
    buffer.resize(at + sizeof value);
    std::memcpy(buffer.data() + at, &value, sizeof value);
}
template <class T>
    requires(!std::is_array_v<T>) // text is without its NUL
Buffer bufferOf(const T &value)
{
    Buffer buffer;
    append(buffer, value);
    return buffer;
}
inline Buffer bufferOf(std::string_view text) { return {text.begin(), text.end()}; }
inline Buffer operator+(Buffer a, const Buffer &b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline Address v4(std::string_view text, std::uint16_t port = 0)
{
    return toAddress(transport::Endpoint{*base::IpAddress::parse(text), port});
}

/// h1 10.0.0.1 and h2 10.0.0.2 on one link.
class Bench {
public:
    explicit Bench(Limits limits = {}) : m_world(build())
    {
        auto made = Server::create(path(), [](world::World &, base::NodeId) { return std::vector<InterfaceEntry>(); },
                                   limits);
        if (!made)
            qFatal("%s", toString(made.error()).c_str());
        server = std::move(*made);
    }

    std::string path() const { return m_folder.path().toStdString() + "/test.sockets"; }
    world::World &world() { return m_world; }
    /// Lets the server and the world do what there is to do, `ms` long in the world's time.
    void turn(int ms = 1, bool moves = true)
    {
        for (int i = 0; i < ms; ++i) {
            server->attend();
            do
                server->exchange(&m_world, moves);
            while (server->hasWork(moves));
            if (moves)
                m_world.runUntil(m_world.now() + base::Duration::milliseconds(1));
        }
        server->attend();
        server->exchange(&m_world, moves);
    }

    std::unique_ptr<Server> server;

private:
    static world::World build()
    {
        const auto read = lab::read("hopyard: 1\n"
                                       "nodes:\n"
                                       "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                                       "  h2: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}\n"
                                       "  s: {kind: switch}\n"
                                       "links:\n"
                                       "  - {ends: [h1:eth0, s:p1]}\n"
                                       "  - {ends: [h2:eth0, s:p2]}\n",
                                       "test.yaml");
        auto built = read ? world::World::build(*read, 1) : base::Result<world::World, std::vector<lab::Problem>>(base::fail(read.error()));
        if (!built)
            qFatal("the lab of this test does not build: %s", built.error().front().message.c_str());
        return std::move(*built);
    }

    QTemporaryDir m_folder;
    world::World m_world;
};

struct Reply {
    int error = -1000; ///< -1000: none came
    std::uint64_t value = 0;
    Buffer body;
    linux::Fd descriptor;
};

class RemoteClient {
public:
    explicit RemoteClient(Bench &bench, bool greets = true) : m_bench(bench)
    {
        m_fd = linux::Fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, bench.path().data(), bench.path().size());
        if (::connect(m_fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            qFatal("cannot connect");
        if (greets)
            greeting = ask(Op::hello, {}, bufferOf(Hello{kHelloMagic, kVersion})).error;
    }

    int fd() const { return m_fd.get(); }
    void hangUp() { m_fd.reset(); }
    bool send(const Buffer &bytes, std::span<const int> fds = {})
    {
        return linux::sendMessage(m_fd.get(), bytes, fds).has_value();
    }
    /// True where the server has ended the session.
    bool isCutOff()
    {
        m_bench.turn();
        char byte;
        return ::recv(m_fd.get(), &byte, 1, MSG_DONTWAIT) == 0;
    }

    static Buffer request(Op op, const SocketName &name, const Buffer &body = {}, std::uint64_t value = 0)
    {
        RequestHead head{};
        head.op = static_cast<std::uint16_t>(op);
        head.serial = 5;
        head.socket = name.socket;
        head.token = name.token;
        head.value = value;
        return bufferOf(head) + body;
    }
    Reply receive()
    {
        Reply reply;
        auto message = linux::receiveMessage(m_fd.get());
        if (!message || message->bytes.size() < sizeof(AnswerHead))
            return reply;
        AnswerHead head;
        std::memcpy(&head, message->bytes.data(), sizeof head);
        reply.error = head.error;
        reply.value = head.value;
        reply.body.assign(message->bytes.begin() + sizeof head, message->bytes.end());
        if (!message->fds.empty())
            reply.descriptor = std::move(message->fds.front());
        return reply;
    }
    Reply ask(Op op, const SocketName &name, const Buffer &body = {}, std::uint64_t value = 0)
    {
        if (!send(request(op, name, body, value)))
            return {};
        m_bench.turn(0);
        m_bench.turn(0);
        return receive();
    }

    struct Opened {
        int error = 0;
        linux::Fd fd;
        SocketName name{};
    };
    Opened open(Kind kind, std::string_view node, std::uint8_t family = 4)
    {
        Reply reply = ask(Op::socket, {}, bufferOf(SocketBody{family, kind, 1, 0}) + bufferOf(node));
        Opened opened;
        opened.error = reply.error;
        opened.fd = std::move(reply.descriptor);
        if (opened.fd)
            opened.name = nameOf(opened.fd);
        return opened;
    }
    /// As the preload library finds it.
    static SocketName nameOf(const linux::Fd &fd)
    {
        sockaddr_un address{};
        socklen_t size = sizeof address;
        SocketName name{};
        if (::getsockname(fd.get(), reinterpret_cast<sockaddr *>(&address), &size) == 0)
            std::memcpy(&name, address.sun_path + 1, sizeof name);
        return name;
    }
    int bind(const SocketName &name, std::string_view address, std::uint16_t port)
    {
        return ask(Op::bind, name, bufferOf(v4(address, port))).error;
    }
    int connect(const SocketName &name, std::string_view address, std::uint16_t port, std::uint32_t filler = 0,
                bool waiting = false)
    {
        ConnectBody body{};
        body.to = v4(address, port);
        body.filler = filler;
        body.waiting = waiting;
        return ask(Op::connect, name, bufferOf(body)).error;
    }

    int greeting = 0;

private:
    Bench &m_bench;
    linux::Fd m_fd;
};

} // namespace hopyard::remote
