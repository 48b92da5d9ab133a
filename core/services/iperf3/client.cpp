// See client.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/client.h"

#include "core/services/format.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services {

using iperf3::State;
using transport::AppContext;
using transport::SocketError;
using transport::SocketKind;

namespace {

constexpr base::Duration kTimeout = base::Duration::seconds(30); // for what the server has to say
constexpr base::Duration kOpeningInterval = base::Duration::seconds(1);
constexpr unsigned kOpeningTries = 5;
constexpr std::uint32_t kDefaultUdpLength = 1'448; // what goes into one packet, as iperf 3 takes it from TCP

} // namespace

Iperf3Client::Iperf3Client(Iperf3ClientOptions options) : m_options(std::move(options))
{
    iperf3::Parameters &p = m_options.parameters;
    if (p.udp && p.length == iperf3::Parameters().length)
        p.length = kDefaultUdpLength;
    if (p.udp && p.rate.isUnlimited())
        p.rate = base::BitRate::bitsPerSecond(1'048'576); // iperf 3's own
}

void Iperf3Client::setTimeout(AppContext &context) { m_timeout = context.now() + kTimeout; }

void Iperf3Client::fail(AppContext &context, std::string_view why)
{
    m_error = why;
    context.print(fmt::format("iperf3: error - {}", why));
    m_transfer.finish(context, true);
    finish();
}

void Iperf3Client::begin(AppContext &context)
{
    m_transfer = iperf3::Transfer(m_options.parameters, true);
    m_roles = m_transfer.sendingRoles();
    m_cookie = iperf3::makeCookie(context.random());
    context.print(fmt::format("Connecting to host {}, port {}", toString(m_options.destination), m_options.port));
    const auto socket = context.socket(SocketKind::tcp, address().family());
    if (!socket)
        return fail(context, toString(socket.error()));
    m_control = iperf3::Control(*socket);
    m_control.sendBytes(m_cookie);
    setTimeout(context);
    const auto connected = context.connect(*socket, {address(), m_options.port});
    if (!connected && connected.error() != SocketError::inProgress)
        fail(context, fmt::format("unable to connect to server: {}", toString(connected.error())));
}

void Iperf3Client::socketReady(AppContext &context, transport::SocketId socket)
{
    if (socket == m_control.socket())
        moveControl(context);
    else if (socket == m_opening)
        moveOpening(context);
    else
        m_transfer.ready(context, socket);
    if (!isFinished() && m_transfer.isComplete(context.now()))
        endTest(context);
}

void Iperf3Client::moveControl(AppContext &context)
{
    const auto over = m_control.move(context);
    while (!isFinished() && takeControl(context)) {
    }
    if (isFinished())
        return;
    if (over && m_phase == Phase::connecting)
        return fail(context, fmt::format("unable to connect to server: {}", *over));
    if (over)
        return fail(context, over->empty() ? "control socket has closed unexpectedly" : *over);
    if (m_phase == Phase::connecting && m_control.hasAllOut())
        m_phase = Phase::waiting;
    if (const auto more = m_control.move(context); more && !more->empty()) // what was said meanwhile goes out
        fail(context, *more);
}

bool Iperf3Client::takeControl(AppContext &context)
{
    if (m_phase == Phase::serverError) {
        const auto numbers = m_control.takeBytes(8);
        if (numbers)
            fail(context, fmt::format("the server failed: error {}, errno {}",
                                      static_cast<std::int32_t>(base::loadU32(numbers->data())),
                                      static_cast<std::int32_t>(base::loadU32(numbers->data() + 4))));
        return numbers.has_value();
    }
    if (m_awaitsResults) {
        const auto json = m_control.takeJson();
        if (!json)
            return false;
        auto results = iperf3::parseResults(*json);
        if (!results) {
            fail(context, "the server's results cannot be read");
            return false;
        }
        m_theirs = std::move(*results);
        m_awaitsResults = false;
        return true;
    }
    const auto state = m_control.takeState();
    if (state)
        handle(context, *state);
    return state.has_value();
}

void Iperf3Client::handle(AppContext &context, State state)
{
    setTimeout(context);
    switch (state) {
    case State::paramExchange: m_control.sendJson(iperf3::toJson(m_options.parameters)); return;
    case State::createStreams:
        m_phase = Phase::opening;
        if (m_transfer.size() == 0 && !m_opening.isValid())
            openNext(context);
        return;
    case State::testStart: return;
    case State::testRunning:
        if (m_transfer.size() != m_roles.size() || m_phase != Phase::opening)
            return fail(context, "the server began before the streams were there");
        m_phase = Phase::running;
        m_transfer.start(context);
        return;
    case State::exchangeResults:
        m_control.sendJson(iperf3::toJson(m_transfer.results()));
        m_awaitsResults = true;
        return;
    case State::displayResults:
        m_transfer.printSummary(context, m_theirs);
        context.print("");
        context.print("iperf Done.");
        m_control.send(State::iperfDone);
        (void)m_control.move(context);
        return finish();
    case State::accessDenied: return fail(context, "the server is busy running a test. try again later");
    case State::serverTerminate: return fail(context, "the server has terminated");
    case State::serverError: m_phase = Phase::serverError; return;
    case State::testEnd:
    case State::clientTerminate:
    case State::iperfDone: break;
    }
    fail(context, fmt::format("received an unknown control message: {}", static_cast<int>(state)));
}

void Iperf3Client::openNext(AppContext &context)
{
    const auto socket = context.socket(m_options.parameters.udp ? SocketKind::udp : SocketKind::tcp, address().family());
    if (!socket)
        return fail(context, fmt::format("unable to create a stream: {}", toString(socket.error())));
    m_opening = *socket;
    if (m_options.parameters.tos)
        context.setOption(m_opening, transport::SocketOption::tos, m_options.parameters.tos);
    const auto connected = context.connect(m_opening, {address(), m_options.port});
    if (!connected && connected.error() != SocketError::inProgress)
        return fail(context, fmt::format("unable to connect stream: {}", toString(connected.error())));
    m_openingTries = 0;
    m_openingOut.clear();
    if (m_options.parameters.udp) {
        m_openingAgain = context.now();
        deadline(context);
    } else {
        m_openingOut.append(m_cookie);
    }
}

void Iperf3Client::moveOpening(AppContext &context)
{
    if (m_options.parameters.udp) {
        for (;;) {
            const auto received = context.sockets().receiveFrom(m_opening);
            if (!received && received.error() == SocketError::wouldBlock)
                return;
            if (!received)
                return fail(context, fmt::format("unable to connect stream: {}", toString(received.error())));
            if (received->data.size() == iperf3::kConnectReply.size())
                break;
        }
    } else {
        if (const auto written = m_openingOut.flush(context, m_opening); !written)
            return fail(context, fmt::format("unable to connect stream: {}", toString(written.error())));
        if (!m_openingOut.isEmpty())
            return;
    }
    opened(context);
}

void Iperf3Client::opened(AppContext &context)
{
    const bool isSender = m_roles[m_transfer.size()];
    const auto local = context.sockets().localName(m_opening);
    const unsigned id = iperf3::streamId(static_cast<unsigned>(m_transfer.size()));
    if (local && !m_options.quiet)
        context.print(fmt::format("[{:3}] local {} port {} connected to {} port {}", id, base::toString(local->address),
                                  local->port, base::toString(address()), m_options.port));
    m_transfer.addStream(m_opening, isSender, {});
    m_opening = {};
    m_openingAgain = base::TimePoint::never();
    if (m_transfer.size() < m_roles.size())
        openNext(context);
}

void Iperf3Client::endTest(AppContext &context)
{
    m_phase = Phase::ending;
    m_transfer.finish(context, m_options.quiet);
    m_control.send(State::testEnd);
    setTimeout(context);
    moveControl(context);
}

void Iperf3Client::deadline(AppContext &context)
{
    if (m_openingAgain <= context.now()) {
        if (m_openingTries++ == kOpeningTries)
            return fail(context, "unable to connect stream: the server does not answer over UDP");
        (void)context.send(m_opening, iperf3::kConnectMessage); // sent again where it is lost
        m_openingAgain = context.now() + kOpeningInterval;
    }
    if (!m_transfer.isComplete(context.now()))
        m_transfer.expire(context, m_options.quiet);
    if (m_transfer.isComplete(context.now()))
        endTest(context);
    else if (!m_transfer.isRunning() && m_timeout <= context.now())
        fail(context, "the server does not answer");
}

base::TimePoint Iperf3Client::ownDeadline() const
{
    if (m_transfer.isRunning())
        return std::min(m_transfer.nextDeadline(), m_transfer.endOfTime());
    return std::min(m_openingAgain, m_timeout);
}

void Iperf3Client::end(AppContext &context)
{
    m_transfer.finish(context, m_options.quiet);
    if (m_transfer.size() > 0)
        m_transfer.printSummary(context, m_theirs);
    m_control.send(State::clientTerminate);
    (void)m_control.move(context);
    m_error = "the client has terminated";
    context.print("iperf3: interrupt - the client has terminated");
}

std::string Iperf3Client::commandLine() const
{
    const iperf3::Parameters defaults;
    const iperf3::Parameters &p = m_options.parameters;
    std::string line = "iperf3 " + toString(m_options.destination);
    if (m_options.port != iperf3::kPort)
        line += fmt::format(" port {}", m_options.port);
    if (p.bytes)
        line += fmt::format(" bytes {}", p.bytes);
    else if (p.seconds != defaults.seconds)
        line += fmt::format(" time {}s", p.seconds);
    if (p.parallel != defaults.parallel)
        line += fmt::format(" parallel {}", p.parallel);
    if (p.reverse)
        line += " reverse";
    if (p.bidirectional)
        line += " bidirectional";
    if (p.udp)
        line += " udp";
    if (!p.rate.isUnlimited())
        line += fmt::format(" rate {}", base::toString(p.rate));
    if (p.length != defaults.length)
        line += fmt::format(" length {}", p.length);
    if (p.tos)
        line += fmt::format(" tos {}", p.tos);
    if (m_options.quiet)
        line += " quiet";
    return line;
}

std::string Iperf3Client::resultJson() const
{
    return fmt::format(R"({{"destination":{},"port":{},"error":{},{}}})", jsonText(toString(m_options.destination)),
                       m_options.port, jsonText(m_error), m_transfer.json(m_theirs));
}

} // namespace hopyard::services
