// See linux_sockets.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/linux_sockets.h"

#include "core/transport/endpoint.h"
#include "emulation/rpc/table_columns.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace hopyard::engine {

using linux::SocketEntry;
using linux::TcpFigures;
using rpc::Json;

namespace {

constexpr std::uint32_t kNoThreshold = 0x7fffffff;
constexpr std::array<std::string_view, 19> kTcpColumns{"state",
                                                       "local",
                                                       "peer",
                                                       "receiveQueue",
                                                       "sendQueue",
                                                       "rttMs",
                                                       "rtoMs",
                                                       "retransmits",
                                                       "probes",
                                                       "congestionWindow",
                                                       "slowStartThreshold",
                                                       "sendMss",
                                                       "sendWindow",
                                                       "receiveWindow",
                                                       "bytesSent",
                                                       "bytesAcked",
                                                       "bytesReceived",
                                                       "retransmissions",
                                                       "congestionControl"};
constexpr std::array<std::string_view, 10> kSocketColumns{"kind",
                                                          "local",
                                                          "peer",
                                                          "state",
                                                          "receiveQueue",
                                                          "sendQueue",
                                                          "rttMs",
                                                          "congestionWindow",
                                                          "retransmissions",
                                                          "congestionControl"};

static_assert(std::ranges::all_of(kTcpColumns, rpc::isTableColumn) && std::ranges::all_of(kSocketColumns, rpc::isTableColumn));

double milliseconds(std::uint32_t microseconds)
{
    return static_cast<double>(microseconds) / 1e3;
}

template <class T>
void putIf(Json &row, const char *name, const std::optional<T> &value)
{
    if (value)
        row[name] = *value;
}

/// In the words of tcp.watch (docs/rpc.md).
std::string_view phaseOf(std::string_view state, const TcpFigures &f)
{
    if (state.starts_with("SYN"))
        return "handshake";
    if (state == "TIME-WAIT" || state == "CLOSED" || state == "FIN-WAIT-2")
        return "over"; // nothing is sent any more
    switch (f.congestionState) {
    case 2: return "reduced";
    case 3: return "recovery";
    case 4: return "loss";
    default: return f.congestionWindow < f.slowStartThreshold ? "slow start" : "avoidance";
    }
}

void putFigures(Json &row, std::string_view state, const TcpFigures &f)
{
    row["rttMs"] = milliseconds(f.rtt);
    row["rtoMs"] = milliseconds(f.rto);
    row["retransmits"] = f.retransmits;
    row["probes"] = f.probes;
    row["congestionWindow"] = f.congestionWindow;
    row["slowStartThreshold"] = f.slowStartThreshold;
    row["sendMss"] = f.sendMss;
    putIf(row, "sendWindow", f.sendWindow);
    putIf(row, "receiveWindow", f.receiveWindow);
    putIf(row, "bytesSent", f.bytesSent);
    putIf(row, "bytesAcked", f.bytesAcked);
    putIf(row, "bytesReceived", f.bytesReceived);
    row["retransmissions"] = f.totalRetransmissions;
    row["rttVariationMs"] = milliseconds(f.rttVariation);
    if (f.minimumRtt)
        row["minimumRttMs"] = milliseconds(*f.minimumRtt);
    putIf(row, "deliveryRate", f.deliveryRate);
    row["sendScale"] = f.sendScale;
    row["receiveScale"] = f.receiveScale;
    row["phase"] = phaseOf(state, f);
    // The kernel counts windows in segments. In flight: RFC 6675's pipe, as its tcp_packets_in_flight().
    const std::uint64_t out = std::uint64_t(f.unacknowledged) + f.retransmitted,
                        left = std::uint64_t(f.selectivelyAcknowledged) + f.lost;
    row["inFlight"] = out > left ? (out - left) * f.sendMss : 0;
    row["congestionWindowBytes"] = std::uint64_t(f.congestionWindow) * f.sendMss;
    if (f.slowStartThreshold < kNoThreshold) // else none yet
        row["slowStartThresholdBytes"] = std::uint64_t(f.slowStartThreshold) * f.sendMss;
}

template <std::size_t count>
Table tableOf(const std::array<std::string_view, count> &columns, Json objects)
{
    Table table;
    for (const std::string_view column : columns)
        table.columns.push_back(column);
    for (const Json &object : objects) {
        Json row = Json::array();
        for (const std::string_view column : columns) {
            const Json *value = rpc::member(object, column);
            row.push_back(value ? *value : Json());
        }
        table.rows.push_back(std::move(row));
    }
    table.json = std::move(objects);
    return table;
}

} // namespace

Json tcpRowOf(const SocketEntry &socket)
{
    const std::string_view state = linux::tcpStateName(socket.state);
    Json row{{"state", state}, {"local", toString(transport::Endpoint{socket.local, socket.localPort})}};
    const bool listens = state == "LISTEN";
    if (!listens)
        row["peer"] = toString(transport::Endpoint{socket.peer, socket.peerPort});
    row["receiveQueue"] = socket.receiveQueue;
    row["sendQueue"] = listens ? 0 : socket.sendQueue; // of a listener it is how many may wait
    if (socket.tcp)
        putFigures(row, state, *socket.tcp);
    if (!socket.congestionControl.empty() && !listens)
        row["congestionControl"] = socket.congestionControl;
    return row;
}

Table tcpTableOf(const std::vector<SocketEntry> &sockets)
{
    Json objects = Json::array();
    for (const SocketEntry &socket : sockets)
        objects.push_back(tcpRowOf(socket));
    return tableOf(kTcpColumns, std::move(objects));
}

Table socketTableOf(const std::vector<SocketEntry> &tcp, const std::vector<SocketEntry> &udp)
{
    Json objects = Json::array();
    for (const SocketEntry &socket : tcp) {
        objects.push_back(tcpRowOf(socket));
        objects.back()["kind"] = "tcp";
    }
    for (const SocketEntry &socket : udp) {
        Json row{{"kind", "udp"}, {"local", toString(transport::Endpoint{socket.local, socket.localPort})}};
        if (socket.peerPort != 0)
            row["peer"] = toString(transport::Endpoint{socket.peer, socket.peerPort});
        row["receiveQueue"] = socket.receiveQueue;
        row["sendQueue"] = socket.sendQueue;
        objects.push_back(std::move(row));
    }
    return tableOf(kSocketColumns, std::move(objects));
}

} // namespace hopyard::engine
