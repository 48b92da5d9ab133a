// The control connection of an iperf 3 test: states and JSON texts in and out, whole ones only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/iperf3/protocol.h"
#include "core/services/stream_writer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::services::iperf3 {

class Control {
public:
    explicit Control(transport::SocketId socket = {}) : m_socket(socket) {}

    transport::SocketId socket() const { return m_socket; }

    void send(State state);
    void sendJson(std::string_view json);
    void sendBytes(base::Bytes bytes) { m_out.append(bytes); }
    /// Writes what it can, reads what is there. Nothing, or why the connection is over: an empty text for its end.
    std::optional<std::string> move(transport::AppContext &context);

    // What has come, taken in the order that the protocol has it. Nothing where it is not whole yet.
    std::optional<State> takeState();
    /// An empty text: longer than is right.
    std::optional<std::string> takeJson();
    std::optional<std::vector<std::uint8_t>> takeBytes(std::size_t count);
    bool hasAllOut() const { return m_out.isEmpty(); }

private:
    transport::SocketId m_socket;
    StreamWriter m_out;
    std::vector<std::uint8_t> m_in;
};

} // namespace hopyard::services::iperf3
