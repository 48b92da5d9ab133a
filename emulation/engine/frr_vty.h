// Asks FRR's daemons at their own sockets (/run/frr/DAEMON.vty), as vtysh does and for a hundredth of what starting vtysh
// costs: a line and a zero byte go there; its text comes back, then three zero bytes and a status.
//
// Nothing blocks: answers come by the event loop. Deliberately missing: lines that change something.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/event_loop.h"
#include "emulation/linux/fd.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace hopyard::engine {

class FrrVty {
public:
    static constexpr std::size_t kLongest = 4 << 20; ///< bytes of an answer; a longer one ends the talk

    struct Question {
        std::string daemon; ///< "ospfd"
        std::string line;   ///< "show ip ospf neighbor json"
    };
    struct Reply {
        bool ok = false; ///< the daemon understood the line
        std::string text;
    };
    /// As many replies as questions, or fewer where a daemon was not there, hung up or said too much.
    using Answered = std::function<void(std::vector<Reply> replies)>;

    explicit FrrVty(EventLoop &loop) : m_loop(loop) {}
    FrrVty(const FrrVty &) = delete;
    FrrVty &operator=(const FrrVty &) = delete;
    ~FrrVty() { end(); }

    /// `directory`: where the sockets are. Calls back once, at once or later; not while isAsking().
    void ask(std::string directory, std::vector<Question> questions, Answered answered);
    bool isAsking() const { return m_answered != nullptr; }
    bool wasTooLong() const { return m_wasTooLong; } ///< an answer, so that the last talk was ended
    /// Calls back with what there is.
    void giveUp() { finish(); }

private:
    void next();
    bool reach(const std::string &daemon);
    void readable();
    void finish();
    void end();

    EventLoop &m_loop;
    std::string m_directory;
    std::vector<Question> m_questions;
    std::vector<Reply> m_replies;
    Answered m_answered;
    std::string m_daemon; ///< whom m_socket reaches
    linux::Fd m_socket;
    EventLoop::WatchId m_watch = EventLoop::kNoWatch;
    std::string m_text;
    bool m_wasTooLong = false;
};

} // namespace hopyard::engine
