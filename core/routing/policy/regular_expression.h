// Regular expressions over AS paths and communities, as FRR's lists have them: POSIX extended, with '_' for what may
// stand between numbers.
//
// Run as an automaton that follows all ways at once: time grows with pattern times text, whatever the pattern. Its size
// is bounded; a pattern that would be larger is refused. Understood: literals, '.', [a-z], [^a-z], ( ), |, *, +, ?,
// {m,n}, ^, $, '\' before a special letter, '_'. Deliberately missing: back references, [[:classes:]].
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::routing::policy {

class RegularExpression {
public:
    static constexpr std::size_t kMostStates = 4096;

    /// Nothing where the pattern is not understood or too large.
    static std::optional<RegularExpression> compile(std::string_view pattern);
    /// True where the pattern is found anywhere in the text.
    bool matches(std::string_view text) const;
    const std::string &pattern() const { return m_pattern; }
    bool operator==(const RegularExpression &o) const { return m_pattern == o.m_pattern; }

private:
    struct State {
        enum class Kind : std::uint8_t { letters, fork, begin, end, found } kind = Kind::found;
        std::uint32_t next = 0, other = 0; ///< `other` of a fork
        std::uint32_t set = 0;             ///< into m_sets, of letters
    };
    using Letters = std::bitset<256>;
    class Compiler;

    std::string m_pattern;
    std::vector<State> m_states;
    std::vector<Letters> m_sets;
    std::uint32_t m_start = 0;
};

} // namespace hopyard::routing::policy
