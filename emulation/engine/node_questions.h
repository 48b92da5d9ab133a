// Lines for the consoles of nodes that live in Linux: a question runs a program in the node and is answered when that has
// written its answer.
//
// frr: vtysh; bird: birdc, which is asked in its own words for what inspectors ask in FRR's; a plain namespace has no console, but its kernel's tables are shown as a router's are. `show ip
// route` and its JSON look alike on all of them and on Hopyard's own routers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/world/world.h"
#include "emulation/engine/event_loop.h"
#include "emulation/engine/table.h"
#include "emulation/nodes/namespace_node.h"

#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::engine {

class NodeQuestions {
public:
    using Answered = std::function<void(const world::CommandAnswer &)>;
    /// Bytes of an answer; a longer one is refused with a sentence (`hop exec -- vtysh …` has no limit).
    static constexpr std::size_t kLongest = 64u << 20;

    explicit NodeQuestions(EventLoop &loop) : m_loop(loop) {}
    NodeQuestions(const NodeQuestions &) = delete;
    NodeQuestions &operator=(const NodeQuestions &) = delete;
    ~NodeQuestions();

    /// Calls back once: at once, or later from the event loop. A program that hangs is ended after half a minute, and one
    /// whose node is stopped with the node.
    void ask(nodes::NamespaceNode &node, lab::NodeKind kind, std::string_view line, Answered answered);

    /// The same of a moment of the past: as far as the kernel's tables that were written down then go.
    using TableOfThen = std::function<std::optional<Table>(std::string_view name)>;
    static world::CommandAnswer ofThePast(std::string_view line, const TableOfThen &table);

private:
    struct Question {
        linux::Fd output;
        EventLoop::WatchId watch = EventLoop::kNoWatch;
        std::string text;
        std::function<world::CommandAnswer(const std::string &output)> read;
        Answered answered;
    };
    void run(nodes::NamespaceNode &node, std::vector<std::string> argv,
             std::function<world::CommandAnswer(const std::string &output)> read, Answered answered);
    void readable(std::list<Question>::iterator question);

    EventLoop &m_loop;
    std::list<Question> m_questions;
};

} // namespace hopyard::engine
