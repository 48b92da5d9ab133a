// "Run until this happens": a condition over events, in the words of the display filter (core/filter).
//
//     kind == RouteChanged && node == r1 && text contains "10.0.2."
//
// Fields: kind (the names of core/base/trace.h: RouteChanged, ProtocolChanged, PacketDropped, …), node, link (either end,
// "r1:eth0"), text (as the time line says it). Operators: ==, !=, contains; &&, ||, !, brackets and their words. Large and
// small letters are the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/filter/filter.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::engine {

/// What a condition is asked about.
struct EventFacts {
    std::string_view kind, node, link, otherLink, text;
};

class EventCondition {
public:
    static base::Result<EventCondition, filter::FilterError> parse(std::string_view text);
    /// Whether a text is meant as one of these, and not as a display filter for packets: it names one of the fields.
    static bool isMeant(std::string_view text);
    bool holds(const EventFacts &facts) const { return holds(m_root, facts); }

private:
    friend class ConditionParser;
    enum class Kind : std::uint8_t { both, either, negation, equal, notEqual, contains };
    enum class Field : std::uint8_t { kind, node, link, text };
    struct Node {
        Kind kind;
        std::uint32_t left = 0, right = 0;
        Field field = Field::kind;
        std::string value{}; ///< in small letters
    };
    bool holds(std::uint32_t node, const EventFacts &facts) const;

    std::vector<Node> m_nodes;
    std::uint32_t m_root = 0;
};

} // namespace hopyard::engine
