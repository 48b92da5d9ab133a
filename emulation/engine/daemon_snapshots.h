// What FRR and BIRD know beside the kernel, asked for now and then and written down: inspectors ask it again of a moment of the past.
//
// Asked are the console's lines that inspectors ask, of the protocols that the node's configuration has: FRR at most every three
// seconds (at its own sockets), BIRD every ten (each line runs birdc), both as soon as the kernel's tables changed; one node at
// a time, and for no more than a twentieth of the time. An answer is kept where it differs from the one before; where only
// ages and counters do, every ten seconds (snapshots.h).
// Deliberately missing: answers that depend on an argument (`show ip bgp PREFIX`), and those of more than 4 MiB.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/lab/lab.h"
#include "emulation/engine/frr_vty.h"
#include "emulation/engine/node_questions.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::engine {

class DaemonSnapshots {
public:
    /// `line` is the console's: "show ip ospf neighbor"; `json` may be empty.
    using Keep = std::function<void(const std::string &line, const std::string &text, const std::string &json)>;

    DaemonSnapshots(EventLoop &loop, NodeQuestions &questions) : m_vty(loop), m_questions(questions) {}

    /// Asks a node where it is time; `keep` is called later, also after the node has stopped, but not after clear().
    /// `wall`: a clock's nanoseconds.
    void look(nodes::NamespaceNode &node, base::NodeId id, const lab::Node &planned, bool changed, std::int64_t wall, Keep keep);
    void clear();

    /// What is asked of such a node, in that order.
    static std::vector<std::string> linesFor(lab::NodeKind kind, std::string_view config);
    /// The line among these that is meant by possibly shortened words; empty where none is.
    static std::string_view lineMeant(std::span<const std::string_view> words);
    /// An answer's JSON without what passes: ages, timers, counters. The text itself where it is no JSON.
    static std::string lasting(const std::string &json);

private:
    struct Round; ///< of questions to one node
    void askFrr(nodes::NamespaceNode &node, std::shared_ptr<Round> round);
    void askBird(nodes::NamespaceNode &node, std::shared_ptr<Round> round);
    void end(Round &round);

    FrrVty m_vty;
    NodeQuestions &m_questions;
    std::shared_ptr<Round> m_round; ///< under way
    std::map<base::NodeId, std::int64_t> m_notBefore; ///< wall time
    std::int64_t m_next = 0;                          ///< the same, of all
};

} // namespace hopyard::engine
