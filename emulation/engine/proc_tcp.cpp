// See proc_tcp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/proc_tcp.h"

#include "core/transport/endpoint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sstream>
#include <string>

namespace hopyard::engine {

using rpc::Json;

namespace {

/// As the kernel numbers them from 1 (include/net/tcp_states.h).
constexpr std::array<std::string_view, 12> kStates{"ESTABLISHED", "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT",
                                                   "CLOSED", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING", "SYN-RECEIVED"};

std::optional<std::uint64_t> hex(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

/// "0A01000A:1389": words as the computer has them in memory, the port as a number.
std::optional<transport::Endpoint> endpointOf(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || (colon != 8 && colon != 32))
        return std::nullopt;
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t word = 0; word < colon / 8; ++word) {
        const auto value = hex(text.substr(word * 8, 8));
        if (!value)
            return std::nullopt;
        for (std::size_t i = 0; i < 4; ++i) // little-endian, on every machine we run on
            bytes[word * 4 + i] = static_cast<std::uint8_t>(*value >> (8 * i));
    }
    const auto port = hex(text.substr(colon + 1));
    if (!port || *port > 0xffff)
        return std::nullopt;
    const bool mapped = colon == 32 && std::all_of(bytes.begin(), bytes.begin() + 10, [](std::uint8_t b) { return b == 0; }) && bytes[10] == 0xff && bytes[11] == 0xff;
    const base::IpAddress address = colon == 8 ? base::IpAddress(base::Ipv4Address::load(bytes.data()))
        : mapped                               ? base::IpAddress(base::Ipv4Address::load(bytes.data() + 12))
                                               : base::IpAddress(base::Ipv6Address(bytes));
    return transport::Endpoint{address, static_cast<std::uint16_t>(*port)};
}

/// "  sl  local_address rem_address   st tx_queue:rx_queue …"
void addRows(Table &table, std::string_view text)
{
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string number, local, peer, state, queues;
        if (!(words >> number >> local >> peer >> state >> queues) || number.back() != ':')
            continue;
        const auto from = endpointOf(local), to = endpointOf(peer);
        const auto known = hex(state);
        const std::size_t colon = queues.find(':');
        const auto sending = hex(std::string_view(queues).substr(0, colon));
        const auto receiving = colon == std::string::npos ? std::nullopt : hex(std::string_view(queues).substr(colon + 1));
        if (!from || !to || !known || *known == 0 || *known > kStates.size() || !sending || !receiving)
            continue;
        const std::string_view name = kStates[*known - 1];
        table.rows.push_back({name, toString(*from), name == "LISTEN" ? Json() : Json(toString(*to)), *receiving, *sending});
    }
}

} // namespace

Table tcpTableOf(std::string_view text, std::string_view text6)
{
    Table table;
    table.columns = {"state", "local", "peer", "receiveQueue", "sendQueue"};
    addRows(table, text);
    addRows(table, text6);
    return table;
}

} // namespace hopyard::engine
