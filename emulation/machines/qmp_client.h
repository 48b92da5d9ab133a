// QEMU's machine protocol (QMP, qemu-qmp-ref): one JSON object a line over a stream socket. Commands are answered in
// order; events come in between.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "emulation/linux/fd.h"
#include "emulation/rpc/framing.h"
#include "emulation/rpc/json.h"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace hopyard::machines {

class QmpClient {
public:
    /// What a command returned, or QEMU's words about why not.
    using Answer = base::Result<rpc::Json, std::string>;
    using Answered = std::function<void(const Answer &)>;
    using Event = std::function<void(const std::string &name, const rpc::Json &data)>;

    /// The socket's other end is QEMU's. Capabilities are negotiated by itself; commands before that wait.
    QmpClient(linux::Fd socket, Event event) : m_socket(std::move(socket)), m_event(std::move(event)) {}

    int fd() const { return m_socket.get(); } ///< to read
    bool isOpen() const { return m_socket.isValid(); }
    /// `answered` is called from process(), or at once where the connection is gone.
    void execute(std::string_view command, rpc::Json arguments = nullptr, Answered answered = {});
    /// Takes what came. False once the connection has ended: commands without an answer have been told.
    bool process();

private:
    bool isGreeted() const { return m_greeted; }
    void take(const std::string &line);
    void send(const std::string &text);
    void close();

    linux::Fd m_socket;
    Event m_event;
    rpc::LineSplitter m_lines{16u << 20};
    std::deque<Answered> m_waiting;
    std::string m_held; ///< commands that wait for the greeting
    bool m_greeted = false;
};

} // namespace hopyard::machines
