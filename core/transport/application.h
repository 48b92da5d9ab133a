// A program inside a virtual host or router: itself a component, moved by calls.
//
// It opens sockets through its context, is told when one became readable or writable and when its deadline has come, and prints
// lines, which become trace::ApplicationOutput. It keeps no reference to the context between calls, so that a clone is
// a checkpoint. ApplicationHost (application_host.h) is what runs applications.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/transport/ip_output.h"
#include "core/transport/names.h"
#include "core/transport/socket_layer.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::transport {

/// What an application may use while it is being moved. Lent for one call.
class AppContext {
public:
    /// Lines go to `lines` where that is not null, else they are traced in the name of `application`.
    AppContext(link::Context &link, SocketLayer &sockets, IpOutput &ip, Names &names, base::Random &random,
               ApplicationId self, std::string_view application, std::vector<std::string> *lines = nullptr)
        : m_link(link), m_sockets(sockets), m_ip(ip), m_names(names), m_random(random), m_self(self),
          m_application(application), m_lines(lines)
    {
    }

    base::TimePoint now() const { return m_link.now; }
    base::Random &random() { return m_random; }
    /// A line of output, without line feed.
    void print(std::string line);

    // The socket layer, with this application as the owner of what it opens.
    base::Result<SocketId, SocketError> socket(SocketKind kind, base::Family family)
    {
        return m_sockets.socket(kind, family, m_self);
    }
    base::Result<void, SocketError> bind(SocketId id, const Endpoint &local) { return m_sockets.bind(m_ip, id, local); }
    base::Result<void, SocketError> connect(SocketId id, const Endpoint &to) { return m_sockets.connect(m_ip, id, to); }
    base::Result<void, SocketError> sendTo(SocketId id, base::Bytes data, const Endpoint &to)
    {
        return m_sockets.sendTo(m_ip, id, data, to);
    }
    base::Result<void, SocketError> send(SocketId id, base::Bytes data) { return m_sockets.send(m_ip, id, data); }
    base::Result<void, SocketError> setOption(SocketId id, SocketOption option, std::int64_t value)
    {
        return m_sockets.setOption(m_ip, id, option, value);
    }
    base::Result<void, SocketError> close(SocketId id) { return m_sockets.close(m_ip, id); }
    // Streams.
    base::Result<void, SocketError> listen(SocketId id, std::uint32_t backlog)
    {
        return m_sockets.listen(m_ip, id, backlog);
    }
    base::Result<SocketLayer::Accepted, SocketError> accept(SocketId id) { return m_sockets.accept(id, m_self); }
    base::Result<std::size_t, SocketError> write(SocketId id, base::Bytes data, tcp::SendFlags flags = {})
    {
        return m_sockets.write(m_ip, id, data, flags);
    }
    base::Result<std::size_t, SocketError> read(SocketId id, base::MutableBytes into, tcp::ReceiveFlags flags = {})
    {
        return m_sockets.read(m_ip, id, into, flags);
    }
    base::Bytes peek(SocketId id) const { return m_sockets.peek(id); }
    void consume(SocketId id, std::size_t count) { m_sockets.consume(m_ip, id, count); }
    base::Result<void, SocketError> shutdown(SocketId id, tcp::Direction how) { return m_sockets.shutdown(m_ip, id, how); }
    tcp::Readiness readiness(SocketId id) const { return m_sockets.readiness(id); }
    std::optional<SocketError> takeError(SocketId id) { return m_sockets.takeError(id); }
    /// Everything else: receiving datagrams and errors, endpoints.
    SocketLayer &sockets() { return m_sockets; }
    IpOutput &ip() { return m_ip; }
    /// What the node knows of names; services::Resolver is who uses it.
    Names &names() { return m_names; }

private:
    link::Context &m_link;
    SocketLayer &m_sockets;
    IpOutput &m_ip;
    Names &m_names;
    base::Random &m_random;
    ApplicationId m_self;
    std::string_view m_application;
    std::vector<std::string> *m_lines;
};

class Application {
public:
    virtual ~Application() = default;

    /// Called once, first. Where it cannot work it says why with print() and is finished.
    virtual void start(AppContext &context) = 0;
    /// One of its sockets became readable or writable or failed. It takes everything that waits, or is not told again.
    virtual void ready(AppContext &context, SocketId socket) = 0;
    /// Does everything that is due at context.now(); nextDeadline() is later afterwards.
    virtual void expire(AppContext &context) = 0;
    virtual base::TimePoint nextDeadline() const = 0;
    /// As Ctrl-C: prints its statistics and is finished.
    virtual void stop(AppContext &context) = 0;
    virtual bool isFinished() const = 0;
    virtual std::unique_ptr<Application> clone() const = 0;
    /// "ping", "udp-sink": the name under which its lines are traced.
    virtual std::string_view name() const = 0;
    /// The command line that would start it again.
    virtual std::string commandLine() const = 0;
    /// What it found so far, as a JSON object.
    virtual std::string resultJson() const = 0;

    // --- connections that move to another machine (core/migration); a program may know nothing of it ---
    /// What it has to know of one of its connections to go on with it on another machine, where a program like it runs
    /// (core/migration); nothing: the connection stays here.
    virtual std::optional<std::string> pack(SocketId) const { return std::nullopt; }
    /// unpack() is for connections to this local port.
    virtual bool unpacksAt(std::uint16_t) const { return false; }
    /// A connection that came from another machine, in a socket of its own now, with what pack() said of it there. False: it cannot take it.
    virtual bool unpack(AppContext &, SocketId, std::string_view) { return false; }
};

} // namespace hopyard::transport
