// See server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/server.h"

#include "core/services/format.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services {

using iperf3::State;
using transport::AppContext;
using transport::SocketError;
using transport::SocketId;
using transport::SocketKind;

namespace {

constexpr std::size_t kMaxStrangers = 1'024;
constexpr std::uint32_t kBacklog = 128;
constexpr base::Duration kTimeout = base::Duration::seconds(120); // for what the client has to say or send
constexpr const char *kRuler = "-----------------------------------------------------------";

} // namespace

void Iperf3Server::announce(AppContext &context)
{
    context.print(kRuler);
    context.print(fmt::format("Server listening on {} (test #{})", m_options.port, m_tests + 1));
    context.print(kRuler);
}

void Iperf3Server::start(AppContext &context)
{
    const auto give = [&](const char *call, SocketError error) {
        context.print(fmt::format("iperf3: error - unable to start listener for connections: {}: {}", call,
                                  toString(error)));
        m_isFinished = true;
    };
    const auto tcp = context.socket(SocketKind::tcp, base::Family::ipv4);
    const auto udp = context.socket(SocketKind::udp, base::Family::ipv4);
    if (!tcp || !udp)
        return give("socket", tcp ? udp.error() : tcp.error());
    m_listener = *tcp;
    m_udp = *udp;
    context.setOption(m_listener, transport::SocketOption::reuseAddress, 1);
    for (const SocketId socket : {m_listener, m_udp})
        if (const auto bound = context.bind(socket, {{}, m_options.port}); !bound)
            return give("bind", bound.error());
    if (const auto listening = context.listen(m_listener, kBacklog); !listening)
        return give("listen", listening.error());
    announce(context);
}

void Iperf3Server::ready(AppContext &context, SocketId socket)
{
    if (socket == m_listener)
        acceptAll(context);
    else if (socket == m_udp)
        moveDatagrams(context);
    else if (m_strangers.contains(socket))
        moveStranger(context, socket);
    else if (m_test && socket == m_test->control.socket())
        moveControl(context);
    else if (m_test)
        m_test->transfer.ready(context, socket);
    if (m_test && m_test->transfer.isRunning())
        m_test->timeout = context.now() + kTimeout;
}

void Iperf3Server::acceptAll(AppContext &context)
{
    for (;;) {
        const auto accepted = context.accept(m_listener);
        if (!accepted)
            return;
        if (m_strangers.size() >= kMaxStrangers) {
            context.close(m_strangers.begin()->first); // who has waited longest
            m_strangers.erase(m_strangers.begin());
        }
        m_strangers[accepted->socket] = {accepted->peer, {}};
        moveStranger(context, accepted->socket);
    }
}

void Iperf3Server::moveStranger(AppContext &context, SocketId socket)
{
    Stranger &stranger = m_strangers.at(socket);
    const StreamEnd end = readStream(context, socket, [&](base::Bytes bytes) {
        const std::size_t count = std::min(bytes.size(), iperf3::kCookieLength - stranger.cookie.size());
        stranger.cookie.insert(stranger.cookie.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
        return count;
    });
    if (stranger.cookie.size() == iperf3::kCookieLength) {
        Stranger known = std::move(stranger);
        m_strangers.erase(socket);
        introduced(context, socket, std::move(known));
    } else if (end.state != StreamState::open) {
        context.close(socket);
        m_strangers.erase(socket);
    }
}

void Iperf3Server::introduced(AppContext &context, SocketId socket, Stranger stranger)
{
    if (!m_test) {
        m_test = Test();
        m_test->control = iperf3::Control(socket);
        m_test->client = stranger.peer;
        m_test->cookie = std::move(stranger.cookie);
        m_test->timeout = context.now() + kTimeout;
        context.print(fmt::format("Accepted connection from {}, port {}", base::toString(stranger.peer.address),
                                  stranger.peer.port));
        m_test->control.send(State::paramExchange);
        return moveControl(context);
    }
    const bool isStream = m_test->phase == Phase::opening && !m_test->transfer.parameters().udp
                       && stranger.cookie == m_test->cookie;
    if (isStream)
        return addStream(context, socket, stranger.peer,
                         context.sockets().localName(socket).value_or(transport::Endpoint()).address);
    const auto denied = static_cast<std::uint8_t>(State::accessDenied);
    (void)context.write(socket, base::Bytes(&denied, 1));
    context.close(socket);
}

void Iperf3Server::addStream(AppContext &context, SocketId socket, const transport::Endpoint &peer,
                             const base::IpAddress &local)
{
    Test &test = *m_test;
    if (test.phase != Phase::opening || test.transfer.size() == test.roles.size())
        return;
    const bool isUdp = test.transfer.parameters().udp;
    const unsigned id = iperf3::streamId(static_cast<unsigned>(test.transfer.size()));
    if (!m_options.quiet)
        context.print(fmt::format("[{:3}] local {} port {} connected to {} port {}", id, base::toString(local),
                                  m_options.port, base::toString(peer.address), peer.port));
    test.transfer.addStream(socket, test.roles[test.transfer.size()], isUdp ? peer : transport::Endpoint());
    if (!isUdp) {
        test.streams.push_back(socket);
        if (test.transfer.parameters().tos)
            context.setOption(socket, transport::SocketOption::tos, test.transfer.parameters().tos);
        context.setOption(socket, transport::SocketOption::noDelay, test.transfer.parameters().noDelay);
    }
    if (test.transfer.size() < test.roles.size())
        return;
    test.phase = Phase::running;
    test.control.send(State::testStart);
    test.control.send(State::testRunning);
    test.timeout = context.now() + kTimeout;
    test.transfer.start(context);
    moveControl(context);
}

void Iperf3Server::moveDatagrams(AppContext &context)
{
    for (;;) {
        const auto received = context.sockets().receiveFrom(m_udp);
        if (!received && received.error() == SocketError::wouldBlock)
            return;
        if (!received || !m_test || !m_test->transfer.parameters().udp)
            continue;
        // A client's first datagram comes again where the answer to it was lost.
        const bool isHello = received->data.size() == iperf3::kConnectMessage.size()
                          && received->from.address == m_test->client.address;
        const bool isKnown = m_test->transfer.hasPeer(received->from);
        if (isHello && (isKnown || m_test->phase == Phase::opening)) {
            (void)context.sendTo(m_udp, iperf3::kConnectReply, received->from);
            if (!isKnown)
                addStream(context, m_udp, received->from, received->to);
        } else if (isKnown) {
            m_test->transfer.take(context, *received);
        }
    }
}

void Iperf3Server::moveControl(AppContext &context)
{
    const auto over = m_test->control.move(context);
    while (m_test && takeControl(context)) {
    }
    if (!m_test)
        return;
    if (over)
        return endTest(context, m_test->phase == Phase::done ? std::string_view()
                                                             : "the client has unexpectedly closed the connection");
    if (const auto more = m_test->control.move(context); more && !more->empty())
        endTest(context, *more);
}

bool Iperf3Server::takeControl(AppContext &context)
{
    Test &test = *m_test;
    if (test.phase == Phase::parameters || test.phase == Phase::clientResults) {
        const auto json = test.control.takeJson();
        if (!json)
            return false;
        if (test.phase == Phase::parameters)
            takeParameters(context, *json);
        else
            takeResults(context, *json);
        return true;
    }
    const auto state = test.control.takeState();
    if (state)
        handle(context, *state);
    return state.has_value();
}

void Iperf3Server::takeParameters(AppContext &context, std::string_view json)
{
    const auto parameters = iperf3::parseParameters(json);
    if (!parameters) {
        constexpr std::array<std::uint8_t, 8> kCannotTakeParameters{0, 0, 0, 112, 0, 0, 0, 0}; // iperf 3's IERECVPARAMS
        m_test->control.send(State::serverError);
        m_test->control.sendBytes(kCannotTakeParameters);
        (void)m_test->control.move(context);
        return endTest(context, "the client asks for what is not done here");
    }
    m_test->transfer = iperf3::Transfer(*parameters, false);
    m_test->roles = m_test->transfer.sendingRoles();
    m_test->phase = Phase::opening;
    m_test->control.send(State::createStreams);
}

void Iperf3Server::handle(AppContext &context, State state)
{
    Test &test = *m_test;
    test.timeout = context.now() + kTimeout;
    if (state == State::testEnd && test.phase == Phase::running) {
        moveDatagrams(context);
        test.transfer.finish(context, m_options.quiet);
        // The real client now waits for a whole block or the end of file, and looks at nothing else meanwhile.
        for (const SocketId socket : test.streams)
            (void)context.shutdown(socket, transport::tcp::Direction::send);
        test.phase = Phase::clientResults;
        test.control.send(State::exchangeResults);
    } else if (state == State::iperfDone && test.phase == Phase::done) {
        endTest(context);
    } else if (state == State::clientTerminate) {
        endTest(context, "the client has terminated");
    } else {
        endTest(context, fmt::format("received an unknown control message: {}", static_cast<int>(state)));
    }
}

void Iperf3Server::takeResults(AppContext &context, std::string_view json)
{
    auto results = iperf3::parseResults(json);
    if (!results)
        return endTest(context, "the client's results cannot be read");
    m_test->theirs = std::move(*results);
    m_test->control.sendJson(iperf3::toJson(m_test->transfer.results()));
    m_test->control.send(State::displayResults);
    m_test->phase = Phase::done;
}

void Iperf3Server::endTest(AppContext &context, std::string_view why)
{
    Test &test = *m_test;
    test.transfer.finish(context, m_options.quiet);
    if (test.transfer.size() > 0)
        test.transfer.printSummary(context, test.theirs);
    if (!why.empty()) {
        ++m_failedTests;
        context.print(fmt::format("iperf3: error - {}", why));
    }
    ++m_tests;
    m_lastResult = fmt::format("{{{}}}", test.transfer.json(test.theirs));
    for (const SocketId socket : test.streams)
        context.close(socket);
    context.close(test.control.socket());
    m_test.reset();
    m_isFinished = m_options.once;
    if (!m_isFinished)
        announce(context);
}

void Iperf3Server::expire(AppContext &context)
{
    if (!m_test)
        return;
    m_test->transfer.expire(context, m_options.quiet);
    if (m_test->timeout <= context.now())
        endTest(context, "the client says nothing any more");
}

base::TimePoint Iperf3Server::nextDeadline() const
{
    return m_test ? std::min(m_test->transfer.nextDeadline(), m_test->timeout) : base::TimePoint::never();
}

void Iperf3Server::stop(AppContext &context)
{
    if (m_isFinished)
        return;
    if (m_test) {
        m_test->control.send(State::serverTerminate);
        (void)m_test->control.move(context);
        m_options.once = true; // no further one is announced
        endTest(context, "the server has terminated");
    }
    m_isFinished = true;
}

std::string Iperf3Server::commandLine() const
{
    std::string line = "iperf3 server";
    if (m_options.port != iperf3::kPort)
        line += fmt::format(" port {}", m_options.port);
    if (m_options.once)
        line += " once";
    if (m_options.quiet)
        line += " quiet";
    return line;
}

std::string Iperf3Server::resultJson() const
{
    return fmt::format(R"({{"port":{},"tests":{},"failed":{},"last":{}}})", m_options.port, m_tests, m_failedTests,
                       m_lastResult);
}

} // namespace hopyard::services
