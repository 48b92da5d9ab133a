// What of a run deserves a mark on its time line: adjacencies, routes, drops, moves of connections, links, nodes, edits.
//
// Like happenings of one node that follow each other closely are one mark with a count; how closely grows with the run, so
// that the memory is bounded and the line stays readable.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/trace.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::engine {

struct Mark {
    enum class Kind : std::uint8_t { adjacency, route, drop, migration, check, link, node, connection, guest, edit, notice };
    base::TimePoint time; ///< of the first
    Kind kind = Kind::notice;
    base::NodeId node;
    base::LinkId link;
    std::string text; ///< of the first
    std::uint32_t count = 1;
    base::TimePoint last; ///< of the last
};
std::string_view toString(Mark::Kind kind);

class Marks final : public base::trace::Sink {
public:
    static constexpr std::size_t kMost = 20'000;

    static base::trace::Kinds kinds();
    void event(base::TimePoint time, const base::trace::Event &event) override;
    /// One that is no event of the network: an edit, a check.
    void add(base::TimePoint time, Mark::Kind kind, base::NodeId node, base::LinkId link, std::string text);

    const std::vector<Mark> &all() const { return m_marks; } ///< in the order of time
    /// Another number whenever marks that were there became others.
    std::uint64_t revision() const { return m_revision; }
    void clear();
    void cutAfter(base::TimePoint time);

private:
    bool joins(const Mark &before, const Mark &mark) const;
    void push(Mark mark);
    void thin();

    std::vector<Mark> m_marks;
    base::Duration m_window;
    std::uint64_t m_revision = 1;
};

} // namespace hopyard::engine
