// User-mode Linux: a whole Linux kernel as one ordinary program. Controlled over its "mconsole", a datagram socket.
//
// Deliberately missing: snapshots (its state is spread over processes).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/machines/machine.h"

namespace hopyard::machines {

class UmlMachine final : public Machine {
public:
    UmlMachine(MachineSpec spec, linux::Epoll epoll, SerialConsole::Made console)
        : Machine(std::move(spec), std::move(epoll), std::move(console))
    {}
    static std::string program(); ///< its path; empty where it is not installed

    linux::Result<void> launch(const MachineTools &tools) override;
    void order(MachineOrder order, const std::string &name, Answered answered) override;
    void listSnapshots(Listed answered) override;

private:
    linux::Result<void> makePorts() override;
    void controlReadable() override;
    bool say(const std::string &command);

    std::vector<linux::Fd> m_cards; ///< the guest's ends, until it is started
    std::string m_controlPath;
    linux::Fd m_control;
    std::deque<std::pair<MachineOrder, Answered>> m_waiting;
};

} // namespace hopyard::machines
