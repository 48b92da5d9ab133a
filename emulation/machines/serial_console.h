// A machine's serial console: what it wrote last, and the people who sit at it.
//
// The machine's side is one end of a stream socket pair. Several may look on at once; what each types goes to the
// machine. A terminal that somebody brings is set raw while it is attached, so that every key reaches the machine; Ctrl-]
// leaves. Nobody who looks on can hold up the machine: who does not read loses the lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/event.h"
#include "emulation/linux/fd.h"

#include <termios.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::machines {

class SerialConsole {
public:
    static constexpr std::size_t kKept = 256 * 1024; ///< bytes of output that can be asked for
    static constexpr char kLeave = 0x1d;             ///< Ctrl-]
    using ClientId = std::uint32_t;

    struct Made;
    /// The console and the machine's end of it. The console is blind until the machine writes.
    static linux::Result<Made> create();

    int fd() const { return m_epoll.fd(); } ///< readable when process() has something to do
    struct Happened {
        std::vector<std::string> lines; ///< whole lines that the machine wrote, without control characters
        std::vector<ClientId> left;     ///< who left, or whose terminal went away
    };
    Happened process();

    /// What the machine wrote, the newest kKept bytes.
    const std::string &text() const { return m_text; }
    void type(std::string_view text);

    /// Somebody sits down: input and output are duplicated. What was written before is shown again.
    linux::Result<ClientId> attach(int input, int output);
    void detach(ClientId client);
    /// Everybody has to leave: the machine is off.
    std::vector<ClientId> detachAll();

private:
    struct Client {
        linux::Fd input, output;
        std::optional<termios> before; ///< of a terminal
    };
    SerialConsole(linux::Epoll epoll, linux::Fd machine) : m_epoll(std::move(epoll)), m_machine(std::move(machine)) {}
    void fromMachine(Happened &happened);
    void takeLines(std::string_view bytes, Happened &happened);
    /// False where the client left.
    bool fromClient(Client &client);
    void flushTyped();

    linux::Epoll m_epoll;
    linux::Fd m_machine;
    std::string m_text;
    std::string m_line;   ///< that has no end yet
    int m_escape = 0;     ///< where in an escape sequence the line is
    std::string m_typed;  ///< that the machine has not taken yet
    bool m_waits = false; ///< for the machine to take more
    std::map<ClientId, Client> m_clients;
    ClientId m_last = 0;
};

struct SerialConsole::Made {
    SerialConsole console;
    linux::Fd machines;
};

} // namespace hopyard::machines
