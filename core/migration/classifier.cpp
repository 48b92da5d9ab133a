// See classifier.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/classifier.h"

#include "core/migration/owner.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::migration {

namespace trace = base::trace;
using transport::SocketId;

namespace {

std::vector<std::string> namesOf(const std::vector<Peer> &peers)
{
    std::vector<std::string> names;
    for (const Peer &peer : peers)
        names.push_back(peer.name);
    return names;
}

void notice(const Around &around, trace::Notice::Level level, const std::string &text)
{
    around.link.trace.emit(around.now(), trace::Notice{level, around.link.self, text});
}

} // namespace

void Classifier::configure(const Around &around, std::vector<Service> services)
{
    std::vector<State> next;
    std::vector<HealthChecker::Target> targets;
    for (Service &service : services) {
        const auto known = std::find_if(m_services.begin(), m_services.end(), [&](const State &state) {
            return state.service.isAt(service.address, service.port) && state.listener.isValid();
        });
        // Of several forwarders that share a virtual address, the first one's rules hold for all.
        if (std::any_of(next.begin(), next.end(), [&](const State &one) { return one.service.isAt(service.address, service.port); }))
            continue;
        State state;
        if (known != m_services.end())
            state = std::exchange(*known, State());
        const bool sameHosts = state.service.hosts == service.hosts;
        const bool sameRules = sameHosts && state.listener.isValid() && state.service.rules == service.rules;
        if (!sameHosts)
            state.draining.assign(service.hosts.size(), false);
        state.service = std::move(service);
        if (!sameRules) {
            auto rules = Rules::parse(state.service.rules, namesOf(state.service.hosts));
            for (const RuleError &error : rules ? std::vector<RuleError>() : rules.error())
                notice(around, trace::Notice::Level::error, fmt::format("rules, line {}: {}", error.line, error.message));
            if (rules || !sameHosts)
                state.rules = rules ? std::move(*rules) : Rules(state.service.hosts.size());
            state.balancer.reset();
            state.decided.assign(state.rules.rules().size(), 0);
        }
        for (const Peer &host : state.service.hosts)
            targets.push_back({host.address, state.service.port, state.service.check});
        open(around, state);
        next.push_back(std::move(state));
    }
    for (const State &state : m_services)
        if (state.listener.isValid())
            static_cast<void>(around.sockets.close(around.ip, state.listener));
    // Connections that wait belong to a place in the list: those of services that went, go.
    for (auto at = m_waiting.begin(); at != m_waiting.end();) {
        const auto place = std::find_if(next.begin(), next.end(), [&](const State &state) {
            return state.service.isAt(at->second.flow.destination, at->second.flow.destinationPort);
        });
        if (place == next.end()) {
            static_cast<void>(around.sockets.close(around.ip, at->first));
            at = m_waiting.erase(at);
        } else {
            at->second.service = static_cast<std::size_t>(place - next.begin());
            ++at;
        }
    }
    m_services = std::move(next);
    m_health.configure(around, std::move(targets));
}

void Classifier::open(const Around &around, State &state)
{
    if (state.listener.isValid())
        return;
    const auto socket = around.sockets.socket(transport::SocketKind::tcp, base::Family::ipv4, kSocketOwner);
    if (!socket)
        return;
    const auto fail = [&](transport::SocketError error) {
        notice(around, trace::Notice::Level::error,
               fmt::format("classifier of {}:{}: {}", base::toString(state.service.address), state.service.port, transport::toString(error)));
        static_cast<void>(around.sockets.close(around.ip, *socket));
    };
    static_cast<void>(around.sockets.setOption(around.ip, *socket, transport::SocketOption::reuseAddress, 1));
    static_cast<void>(around.sockets.setOption(around.ip, *socket, transport::SocketOption::freeBind, 1));
    if (const auto bound = around.sockets.bind(around.ip, *socket, {state.service.address, state.service.port}); !bound)
        return fail(bound.error());
    if (const auto listening = around.sockets.listen(around.ip, *socket, kBacklog); !listening)
        return fail(listening.error());
    state.listener = *socket;
}

bool Classifier::ready(const Around &around, SocketId socket, const Loads &loads)
{
    for (std::size_t i = 0; i < m_services.size(); ++i) {
        if (m_services[i].listener != socket)
            continue;
        while (const auto accepted = around.sockets.accept(socket, kSocketOwner)) {
            const auto local = around.sockets.localName(accepted->socket);
            if (!local || !accepted->peer.address.isV4()) {
                static_cast<void>(around.sockets.close(around.ip, accepted->socket));
                continue;
            }
            m_waiting[accepted->socket] = {i,
                                           {accepted->peer.address.v4(), accepted->peer.port, local->address.v4(), local->port},
                                           around.now() + kPatience,
                                           {}};
            consider(around, accepted->socket, loads, false);
        }
        return true;
    }
    if (m_waiting.count(socket)) {
        consider(around, socket, loads, false);
        return true;
    }
    const bool isOurs = m_health.ready(around, socket);
    takeHealth(around);
    return isOurs;
}

void Classifier::consider(const Around &around, SocketId socket, const Loads &loads, bool last)
{
    const auto at = m_waiting.find(socket);
    if (at == m_waiting.end())
        return;
    const auto close = [&] {
        static_cast<void>(around.sockets.close(around.ip, socket));
        m_waiting.erase(at);
    };
    std::vector<std::uint8_t> received(Rules::kMaxBytes);
    const auto came = around.sockets.read(around.ip, socket, received, {.peek = true});
    if (!came && came.error() != transport::SocketError::wouldBlock)
        return close(); // the client has given up
    received.resize(came.value_or(0));
    if (came && *came == 0)
        return close(); // it closed without a word
    const auto readiness = around.sockets.readiness(socket);
    State &state = m_services[at->second.service];
    const Rules::Decision decision = state.rules.decide(received, last || readiness.hangUp || readiness.peerClosed);
    if (decision.answer != Answer::yes)
        return;
    std::vector<HostLoad> hosts;
    const std::vector<std::uint32_t> counts = loads(state.service);
    for (std::size_t i = 0; i < state.service.hosts.size(); ++i) {
        const base::Ipv4Address address = state.service.hosts[i].address;
        const std::vector<base::Ipv4Address> &avoid = at->second.avoid;
        const bool isUp = m_health.isUp(address, state.service.port) && std::find(avoid.begin(), avoid.end(), address) == avoid.end();
        hosts.push_back({address, i < counts.size() ? counts[i] : 0, isUp, state.draining[i]});
    }
    const auto host = state.balancer.choose(decision.rule->choice, at->second.flow, hosts);
    if (!host) {
        ++m_refused;
        return close();
    }
    ++state.decided[static_cast<std::size_t>(decision.rule - state.rules.rules().data())];
    m_verdicts.push_back({socket, at->second.flow, state.service, state.service.hosts[*host], Rules::describe(*decision.rule), at->second.avoid});
    m_waiting.erase(at);
}

void Classifier::again(const Around &around, const Verdict &verdict, const Loads &loads)
{
    const auto place = std::find_if(m_services.begin(), m_services.end(), [&](const State &state) {
        return state.service.isAt(verdict.service.address, verdict.service.port);
    });
    if (place == m_services.end()) {
        static_cast<void>(around.sockets.close(around.ip, verdict.socket));
        return;
    }
    Waiting waiting{static_cast<std::size_t>(place - m_services.begin()), verdict.flow, around.now() + kPatience, verdict.avoided};
    waiting.avoid.push_back(verdict.host.address);
    m_waiting[verdict.socket] = std::move(waiting);
    consider(around, verdict.socket, loads, true);
}

void Classifier::expire(const Around &around, const Loads &loads)
{
    std::vector<SocketId> impatient;
    for (const auto &[socket, waiting] : m_waiting)
        if (waiting.until <= around.now())
            impatient.push_back(socket);
    for (const SocketId socket : impatient) {
        consider(around, socket, loads, true);
        if (const auto at = m_waiting.find(socket); at != m_waiting.end())
            at->second.until = base::TimePoint::never();
    }
    if (m_health.nextDeadline() <= around.now())
        m_health.expire(around);
    takeHealth(around);
}

void Classifier::takeHealth(const Around &around)
{
    for (const HealthChecker::Change &change : m_health.takeChanges())
        notice(around, change.isUp ? trace::Notice::Level::info : trace::Notice::Level::warning,
               fmt::format("host {}:{} is {}", base::toString(change.address), change.port, change.isUp ? "up" : "down"));
}

base::TimePoint Classifier::nextDeadline() const
{
    base::TimePoint next = m_health.nextDeadline();
    for (const auto &[socket, waiting] : m_waiting)
        next = std::min(next, waiting.until);
    return next;
}

base::Result<void, std::vector<RuleError>> Classifier::setRules(const Around &around, base::Ipv4Address address,
                                                                std::uint16_t port, const std::string &text)
{
    for (State &state : m_services) {
        if (!state.service.isAt(address, port))
            continue;
        auto rules = Rules::parse(text, namesOf(state.service.hosts));
        if (!rules)
            return base::fail(std::move(rules.error()));
        state.rules = std::move(*rules);
        state.service.rules = text;
        state.balancer.reset();
        state.decided.assign(state.rules.rules().size(), 0);
        notice(around, trace::Notice::Level::info, fmt::format("{} rules in force", state.rules.rules().size()));
        return {};
    }
    return base::fail(std::vector<RuleError>{{0, "there is no such service on this node"}});
}

bool Classifier::setDraining(base::Ipv4Address host, bool draining)
{
    bool found = false;
    for (State &state : m_services)
        for (std::size_t i = 0; i < state.service.hosts.size(); ++i)
            if (state.service.hosts[i].address == host) {
                state.draining[i] = draining;
                found = true;
            }
    return found;
}

} // namespace hopyard::migration
