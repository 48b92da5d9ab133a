// See engine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/engine.h"

#include "emulation/engine/methods.h"
#include "emulation/engine/objects.h"
#include "emulation/engine/remote_interfaces.h"
#include "emulation/rpc/run_directory.h"

#include <algorithm>
#include <csignal>
#include <utility>

namespace hopyard::engine {

using base::Duration;
using rpc::Json;

base::Result<std::unique_ptr<Engine>, base::Error> Engine::create(EngineOptions options)
{
    auto loop = EventLoop::create();
    if (!loop)
        return base::fail(base::Error{toString(loop.error())});
    auto listening = rpc::listenAt(options.socket);
    if (!listening)
        return base::fail(listening.error());
    auto sockets = remote::Server::create(rpc::socketsPathBeside(options.socket), remoteInterfaces);
    if (!sockets)
        return base::fail(base::Error{toString(sockets.error())});
    std::unique_ptr<Engine> engine(
        new Engine(std::move(options), std::move(*loop), std::move(*listening), std::move(*sockets)));
    const auto watch = engine->m_loop.watch(engine->m_server.fd(), EPOLLIN,
                                            [e = engine.get()](std::uint32_t) { e->m_server.process(); });
    if (!watch)
        return base::fail(base::Error{toString(watch.error())});
    const auto watchSockets = engine->m_loop.watch(engine->m_sockets->fd(), EPOLLIN,
                                                   [e = engine.get()](std::uint32_t) { e->m_sockets->attend(); });
    if (!watchSockets)
        return base::fail(base::Error{toString(watchSockets.error())});
    return engine;
}

Engine::Engine(EngineOptions options, EventLoop loop, rpc::OwnedFd listening, std::unique_ptr<remote::Server> sockets)
    : m_options(std::move(options)), m_loop(std::move(loop)), m_server(std::move(listening), *this),
      m_sockets(std::move(sockets)),
      m_session(m_loop, SessionOptions{m_options.run, m_options.namespacesBlocked, m_options.fetchHelper}, *this),
      m_checks(m_loop, m_session, m_server), m_whatIfs(m_loop, m_session, m_server), m_idleSince(linux::monotonicNs())
{
    m_session.setRemoteSockets(m_sockets.get());
}

Engine::~Engine()
{
    if (m_session.isActive())
        (void)m_session.stop();
    for (const auto &[client, telemetry] : m_telemetry)
        m_session.removeSubscription(&telemetry->subscription);
    m_session.setPacketLog(nullptr);
    for (const auto &[number, watched] : m_tcpWatches)
        m_session.removeTcpWatch(&watched->watch);
    m_server.close();
    ::unlink(m_options.socket.c_str());
}

base::Result<void, base::Error> Engine::endOnSignals()
{
    auto fd = linux::makeSignalFd({SIGTERM, SIGINT});
    if (!fd)
        return base::fail(base::Error{toString(fd.error())});
    m_signals = std::move(*fd);
    const auto watch = m_loop.watch(m_signals.get(), EPOLLIN, [this](std::uint32_t) {
        while (linux::readSignal(m_signals))
            m_ending = true;
    });
    if (!watch)
        return base::fail(base::Error{toString(watch.error())});
    return {};
}

bool Engine::turn(Duration longest)
{
    Duration wait = longest;
    if (const auto idle = m_session.idleTime())
        wait = std::min(wait, *idle);
    std::int64_t due = std::min(telemetryDue(), m_checks.due());
    if (m_options.exitWhenIdle)
        due = std::min(due, m_idleSince + kIdleGrace);
    if (due != Clock::kNoWall && wait.ns() > 0)
        wait = std::min(wait, Duration::nanoseconds(std::max<std::int64_t>(0, due - linux::monotonicNs())));
    const auto ready = m_loop.runOnce(wait == Duration::max() ? std::nullopt : std::optional(wait));
    if (!ready)
        return false; // epoll itself fails: there is nothing left to stand on
    m_session.advance();
    m_session.followHistory();
    const std::int64_t wall = linux::monotonicNs();
    if (wall >= telemetryDue())
        sendTelemetry(wall);
    sendPackets(wall);
    sendTcp(wall);
    m_checks.turn(wall);
    if (m_options.exitWhenIdle)
        endIfIdle(wall);
    return !m_ending;
}

void Engine::endIfIdle(std::int64_t wall)
{
    if (m_server.clientCount() > 0 || m_session.isActive())
        m_idleSince = wall;
    else if (wall - m_idleSince >= kIdleGrace)
        m_ending = true;
}

// --- requests ---

void Engine::request(rpc::ClientId client, rpc::Request request, std::vector<rpc::OwnedFd> descriptors)
{
    const Method *method = findMethod(request.method);
    if (!method) {
        m_server.refuse(client, request.id, {rpc::methodNotFound, "there is no method " + request.method, nullptr});
        return;
    }
    Call call{*this, client, request.id, request.params, descriptors};
    auto answer = (*method)(call);
    if (!answer)
        m_server.refuse(client, request.id, answer.error());
    else if (*answer)
        m_server.answer(client, request.id, **answer);
}

void Engine::disconnected(rpc::ClientId client)
{
    unsubscribe(client);
    unsubscribePackets(client);
    for (auto watched = m_tcpWatches.begin(); watched != m_tcpWatches.end();) {
        const auto next = std::next(watched);
        if (watched->second->client == client)
            unwatchTcp(client, watched->first);
        watched = next;
    }
    m_checks.disconnected(client);
    m_whatIfs.disconnected(client);
    std::erase_if(m_waiting, [client](const auto &w) { return w.second.client == client; });
}

// --- what the session tells ---

void Engine::stateChanged()
{
    m_checks.stateChanged();
    m_server.notifyAll("state", statusJson(m_session));
}

void Engine::problem(const lab::Problem &problem)
{
    m_server.notifyAll("problem", problemJson(problem));
}

void Engine::answerWhenStarted(ExecHandle exec, rpc::ClientId client, Json id)
{
    m_waiting.emplace(exec, Waiting{client, std::move(id)});
}

void Engine::answerLater(rpc::ClientId client, const Json &id, const Json &result)
{
    m_server.answer(client, id, result);
}

void Engine::refuseLater(rpc::ClientId client, const Json &id, const rpc::RpcError &error)
{
    m_server.refuse(client, id, error);
}

void Engine::execStarted(ExecHandle exec, pid_t pid)
{
    if (const auto waiting = m_waiting.extract(exec))
        m_server.answer(waiting.mapped().client, waiting.mapped().id, {{"exec", exec.value()}, {"pid", pid}});
}

void Engine::execFailed(ExecHandle exec, const linux::SysError &error)
{
    if (const auto waiting = m_waiting.extract(exec))
        m_server.refuse(waiting.mapped().client, waiting.mapped().id,
                        {rpc::systemError, toString(error), {{"errno", error.code}}});
}

void Engine::execExited(ExecHandle exec, const nodes::Exited &exited)
{
    Json params{{"exec", exec.value()}};
    if (exited.signal)
        params["signal"] = exited.signal;
    else
        params["status"] = exited.status;
    // Whoever still waits for the start (the node was stopped meanwhile) must hear that it started before that it ended.
    execStarted(exec, 0);
    m_server.notifyAll("exec.exited", params);
}

void Engine::captureEnded(capture::CaptureId capture, const std::string &reason)
{
    m_server.notifyAll("capture.ended", {{"capture", capture.value()}, {"reason", reason}});
}

// --- telemetry ---

void Engine::subscribe(rpc::ClientId client, const SubscriptionOptions &options)
{
    // Who asks for other topics hears first what was gathered by the old ones: no line is lost.
    if (const auto before = m_telemetry.find(client); before != m_telemetry.end() && m_server.hasRoom(client))
        tell(client, before->second->subscription);
    unsubscribe(client);
    auto telemetry = std::make_unique<Telemetry>(options, [this](base::NodeId node) {
        return m_session.world() ? m_session.world()->name(node) : std::string();
    });
    m_session.addSubscription(&telemetry->subscription);
    m_telemetry.emplace(client, std::move(telemetry));
}

void Engine::unsubscribe(rpc::ClientId client)
{
    const auto found = m_telemetry.find(client);
    if (found == m_telemetry.end())
        return;
    m_session.removeSubscription(&found->second->subscription);
    m_telemetry.erase(found);
}

std::int64_t Engine::telemetryDue() const
{
    std::int64_t due = Clock::kNoWall;
    for (const auto &[client, telemetry] : m_telemetry)
        due = std::min(due, telemetry->next);
    for (const auto &[client, feed] : m_feeds)
        due = std::min(due, feed->next);
    if (!m_tcpWatches.empty())
        due = std::min(due, m_nextTcp);
    return due;
}

void Engine::sendTelemetry(std::int64_t wall)
{
    constexpr double kQuietRate = 10; // batches a second while nothing moves
    for (const auto &[client, telemetry] : m_telemetry) {
        if (wall < telemetry->next)
            continue;
        Subscription &subscription = telemetry->subscription;
        const double rate = m_session.state() == State::running ? subscription.options().rate
                                                                : std::min(kQuietRate, subscription.options().rate);
        telemetry->next = wall + static_cast<std::int64_t>(1e9 / rate);
        if (!m_server.hasRoom(client)) {
            subscription.skipBatch();
            continue;
        }
        tell(client, subscription);
    }
}

void Engine::tell(rpc::ClientId client, Subscription &subscription)
{
    const std::string params = subscription.takeBatch({m_session.now(), toString(m_session.state()), m_session.isFastest() ? Clock::kMaxSpeed : m_session.speed(), m_session.isFastest()},
                                                      m_session.world(), m_server.takeDropped(client));
    if (!params.empty())
        m_server.offer(client, rpc::notificationLineOf("telemetry", params));
}

void Engine::subscribePackets(rpc::ClientId client, FeedOptions options)
{
    auto feed = std::make_unique<Feed>(std::move(options));
    feed->feed.resolve(m_session.world());
    if (!m_packetLog.isNeeded())
        m_session.setPacketLog(&m_packetLog);
    m_packetLog.add(&feed->feed);
    unsubscribePackets(client); // of the old only now: what is kept of the packets that it listed stays
    m_feeds.emplace(client, std::move(feed));
}

void Engine::unsubscribePackets(rpc::ClientId client)
{
    const auto found = m_feeds.find(client);
    if (found == m_feeds.end())
        return;
    m_packetLog.remove(&found->second->feed);
    m_feeds.erase(found);
    if (!m_packetLog.isNeeded())
        m_session.setPacketLog(nullptr);
}

void Engine::sendPackets(std::int64_t wall)
{
    for (const auto &[client, feed] : m_feeds) {
        if (wall < feed->next)
            continue;
        feed->next = wall + static_cast<std::int64_t>(1e9 / feed->feed.options().rate);
        m_packetLog.renew();
        feed->feed.resolve(m_session.world()); // links may have been plugged elsewhere
        if (!m_server.hasRoom(client)) {
            feed->feed.skipBatch();
            continue;
        }
        const std::string params = feed->feed.takeBatch(m_session.now());
        if (!params.empty())
            m_server.offer(client, rpc::notificationLineOf("packets", params));
    }
}

// --- connections ---

std::optional<std::int64_t> Engine::watchTcp(rpc::ClientId client, TcpWatchOptions options)
{
    const auto mine = std::count_if(m_tcpWatches.begin(), m_tcpWatches.end(), [client](const auto &w) { return w.second->client == client; });
    if (static_cast<std::size_t>(mine) >= kMostTcpWatches)
        return std::nullopt;
    auto watched = std::make_unique<Watched>(client, std::move(options));
    m_session.addTcpWatch(&watched->watch);
    m_tcpWatches.emplace(++m_lastTcpWatch, std::move(watched));
    return m_lastTcpWatch;
}

bool Engine::unwatchTcp(rpc::ClientId client, std::int64_t watch)
{
    const auto found = m_tcpWatches.find(watch);
    if (found == m_tcpWatches.end() || found->second->client != client)
        return false;
    m_session.removeTcpWatch(&found->second->watch);
    m_tcpWatches.erase(found);
    return true;
}

void Engine::sendTcp(std::int64_t wall)
{
    constexpr std::int64_t kEvery = 50'000'000;
    if (m_tcpWatches.empty() || wall < m_nextTcp)
        return;
    m_nextTcp = wall + kEvery;
    if (m_session.state() != State::running || m_session.speed() < 1)
        m_session.sampleConnections();
    for (const auto &[number, watched] : m_tcpWatches) {
        watched->watch.resolve(m_session.world()); // links may have been plugged elsewhere
        if (!m_server.hasRoom(watched->client))
            continue; // what was seen waits, so much of it as the watch keeps
        const std::string params = watched->watch.takeBatch(m_session.now());
        if (!params.empty())
            m_server.offer(watched->client, rpc::notificationLineOf("tcp", "{\"watch\":" + std::to_string(number) + ',' + params + '}'));
    }
}

} // namespace hopyard::engine
