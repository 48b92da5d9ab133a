// What a node's transports can be asked for: sockets, TCP connections and counters, multicast groups.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

#include "core/console/config_text.h"
#include "core/transport/tcp/connection_state.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace hopyard::console {

namespace {

using transport::tcp::TcpCounters;
using transport::tcp::TcpInfo;

std::string_view kindName(transport::SocketKind kind)
{
    switch (kind) {
    case transport::SocketKind::udp: return "udp";
    case transport::SocketKind::icmpEcho: return "icmp";
    case transport::SocketKind::raw: return "raw";
    case transport::SocketKind::tcp: return "tcp";
    }
    return "?";
}

std::string endpointText(const transport::Endpoint &endpoint)
{
    const std::string address = endpoint.address.isValid() ? toString(endpoint.address) : "*";
    return endpoint.address.isV6() ? fmt::format("[{}]:{}", address, endpoint.port)
                                   : fmt::format("{}:{}", address, endpoint.port);
}

constexpr std::array<std::pair<std::string_view, std::uint64_t TcpCounters::*>, 29> kCounters{{
    {"activeOpens", &TcpCounters::activeOpens},
    {"passiveOpens", &TcpCounters::passiveOpens},
    {"attemptFails", &TcpCounters::attemptFails},
    {"estabResets", &TcpCounters::estabResets},
    {"inSegments", &TcpCounters::inSegments},
    {"outSegments", &TcpCounters::outSegments},
    {"retransmittedSegments", &TcpCounters::retransmittedSegments},
    {"inErrors", &TcpCounters::inErrors},
    {"badChecksum", &TcpCounters::badChecksum},
    {"outResets", &TcpCounters::outResets},
    {"listenOverflows", &TcpCounters::listenOverflows},
    {"listenDrops", &TcpCounters::listenDrops},
    {"synCookiesSent", &TcpCounters::synCookiesSent},
    {"synCookiesReceived", &TcpCounters::synCookiesReceived},
    {"synCookiesFailed", &TcpCounters::synCookiesFailed},
    {"challengeAcks", &TcpCounters::challengeAcks},
    {"pawsRejected", &TcpCounters::pawsRejected},
    {"md5Rejected", &TcpCounters::md5Rejected},
    {"minTtlDropped", &TcpCounters::minTtlDropped},
    {"timeouts", &TcpCounters::timeouts},
    {"lossProbes", &TcpCounters::lossProbes},
    {"spuriousTimeouts", &TcpCounters::spuriousTimeouts},
    {"dsackUndos", &TcpCounters::dsackUndos},
    {"dsackSent", &TcpCounters::dsackSent},
    {"outOfOrder", &TcpCounters::outOfOrder},
    {"fastOpenActive", &TcpCounters::fastOpenActive},
    {"fastOpenPassive", &TcpCounters::fastOpenPassive},
    {"timeWaitReused", &TcpCounters::timeWaitReused},
    {"mtuProbes", &TcpCounters::mtuProbes},
}};

/// What the sender is at, in RFC 5681's and 6298's words.
std::string_view phaseOf(const transport::tcp::ConnectionState &state)
{
    using transport::tcp::TcpState;
    switch (state.state) {
    case TcpState::closed:
    case TcpState::timeWait: return "over";
    case TcpState::synSent:
    case TcpState::synReceived: return "handshake";
    default: break;
    }
    switch (state.loss.linuxState()) {
    case 2: return "reduced"; // by a mark, RFC 3168
    case 3: return "recovery";
    case 4: return "loss";
    default: break;
    }
    return state.loss.congestionWindowSegments() < state.loss.slowStartThresholdSegments() ? "slow start" : "avoidance";
}

/// "include 10.0.0.1 10.0.0.2", "exclude", "exclude 10.0.0.9"
std::string filterText(const ip::GroupFilter &filter)
{
    std::string text = filter.isExclude ? "exclude" : "include";
    for (const base::IpAddress &source : filter.sources)
        text += " " + toString(source);
    return text;
}

} // namespace

Answer showSockets(const Call &call)
{
    const transport::SocketLayer &layer = call.router.sockets();
    Json json = Json::array();
    Answer answer;
    answer.text = fmt::format("{:<6}{:<24}{:<24}{:<14}{:>10}{:>10}{:>9}{:>9}\n", "Kind", "Local", "Peer", "State",
                              "Received", "Sent", "Waiting", "Dropped");
    for (transport::SocketInfo socket : layer.sockets()) {
        std::string state;
        if (socket.kind == transport::SocketKind::tcp) {
            const auto info = layer.tcpInfo(socket.id, call.context.now);
            state = toString(info->state);
            socket.received = info->segmentsIn;
            socket.sent = info->segmentsOut;
        }
        const std::string local = endpointText(socket.local), peer = socket.peer ? endpointText(*socket.peer) : "";
        const std::size_t waiting = state.empty() ? socket.queuedPackets : socket.queuedBytes;
        answer.text += fmt::format("{:<6}{:<24}{:<24}{:<14}{:>10}{:>10}{:>9}{:>9}\n", kindName(socket.kind), local,
                                   peer.empty() ? "-" : peer, state.empty() ? "-" : state, socket.received, socket.sent,
                                   waiting, socket.dropped);
        Json row{{"kind", kindName(socket.kind)}, {"local", local}};
        if (!peer.empty())
            row["peer"] = peer;
        if (!state.empty())
            row["state"] = state;
        row["application"] = socket.owner.isValid() ? Json(socket.owner.value()) : Json();
        row["received"] = socket.received;
        row["sent"] = socket.sent;
        row["queuedPackets"] = socket.queuedPackets;
        row["queuedBytes"] = socket.queuedBytes;
        row["dropped"] = socket.dropped;
        json.push_back(std::move(row));
    }
    return answered(call, std::move(answer.text), json);
}

Answer showTcp(const Call &call)
{
    const transport::tcp::Tcp &tcp = call.router.sockets().tcp();
    Json json = Json::array();
    Answer answer;
    answer.text = fmt::format("{:>7}{:>8}  {:<23}{:<23}{:<13}{:>9}{:>9}{:>8}{:>8}\n", "Recv-Q", "Send-Q", "Local", "Peer",
                              "State", "RTT ms", "RTO ms", "Window", "Resent");
    for (const transport::tcp::ConnectionInfo &connection : tcp.connections()) {
        const std::string local = endpointText(connection.local), peer = endpointText(connection.remote);
        const bool listens = connection.listener.isValid();
        const auto info = listens ? std::nullopt : tcp.info(connection.id, call.context.now);
        answer.text += fmt::format("{:>7}{:>8}  {:<23}{:<23}{:<13}", connection.receiveQueue, connection.sendQueue, local,
                                   listens ? "*:*" : peer, toString(connection.state));
        Json row{{"state", toString(connection.state)}, {"local", local}};
        if (!listens)
            row["peer"] = peer;
        row["receiveQueue"] = connection.receiveQueue;
        row["sendQueue"] = connection.sendQueue;
        if (info) {
            answer.text += fmt::format("{:>9.1f}{:>9.0f}{:>8}{:>8}", info->rtt.inMilliseconds(), info->rto.inMilliseconds(),
                                       info->congestionWindow, info->totalRetransmissions);
            row["rttMs"] = info->rtt.inMilliseconds();
            row["rtoMs"] = info->rto.inMilliseconds();
            row["retransmits"] = info->retransmits;
            row["probes"] = info->probes;
            row["congestionWindow"] = info->congestionWindow;
            row["slowStartThreshold"] = info->slowStartThreshold;
            row["sendMss"] = info->sendMss;
            row["sendWindow"] = info->sendWindow;
            row["receiveWindow"] = info->receiveWindow;
            row["bytesSent"] = info->bytesSent;
            row["bytesAcked"] = info->bytesAcked;
            row["bytesReceived"] = info->bytesReceived;
            row["retransmissions"] = info->totalRetransmissions;
            row["rttVariationMs"] = info->rttVariation.inMilliseconds();
            if (info->minimumRtt.ns() > 0)
                row["minimumRttMs"] = info->minimumRtt.inMilliseconds();
            row["deliveryRate"] = info->deliveryRate;
            row["sendScale"] = info->sendScale;
            row["receiveScale"] = info->receiveScale;
        }
        const transport::tcp::ConnectionState *state = info ? tcp.state(connection.id) : nullptr;
        if (state) {
            row["phase"] = phaseOf(*state);
            row["inFlight"] = state->loss.bytesInFlight();
            row["congestionWindowBytes"] = state->loss.congestionWindow();
            if (state->loss.slowStartThreshold() < 0x7fffffff) // else none yet
                row["slowStartThresholdBytes"] = state->loss.slowStartThreshold();
        }
        answer.text += '\n';
        json.push_back(std::move(row));
    }
    return answered(call, std::move(answer.text), json);
}

Answer showTcpStatistics(const Call &call)
{
    const TcpCounters &counters = call.router.sockets().tcp().counters();
    Json json = Json::object();
    Answer answer;
    for (const auto &[name, member] : kCounters) {
        json[std::string(name)] = counters.*member;
        answer.text += fmt::format("{:<24}{:>12}\n", name, counters.*member);
    }
    return answered(call, std::move(answer.text), json);
}

Answer showGroups(const Call &call)
{
    Json json = Json::array();
    Answer answer;
    answer.text = fmt::format("{:<10}{:<18}{:<8}{}\n", "Interface", "Group", "IGMP", "Sources");
    for (const base::PortIndex port : call.router.stack().ports()) {
        const ip::Interface &interface = *call.router.stack().interface(port);
        const int version = interface.groups.version(call.context.now);
        for (const ip::GroupMembership::Group &group : interface.groups.groups()) {
            if (group.filter.isNothing())
                continue;
            const std::string address = toString(group.address), sources = filterText(group.filter);
            answer.text += fmt::format("{:<10}{:<18}{:<8}{}\n", interface.name, address, version, sources);
            Json row{{"interface", interface.name}, {"group", address}, {"igmpVersion", version},
                     {"mode", group.filter.isExclude ? "exclude" : "include"}, {"sources", Json::array()}};
            for (const base::IpAddress &source : group.filter.sources)
                row["sources"].push_back(toString(source));
            json.push_back(std::move(row));
        }
    }
    return answered(call, std::move(answer.text), json);
}

} // namespace hopyard::console
