// The display filter: text in Wireshark's language to a value that says of a packet's head whether it is shown.
//
//     filter     = or-term
//     or-term    = and-term { ("||" | "or") and-term }
//     and-term   = term { ("&&" | "and") term }
//     term       = ("!" | "not") term | "(" or-term ")" | field [ comparison ]
//     comparison = ("==" | "!=" | "<" | "<=" | ">" | ">=" | "contains") value | "in" "{" member { [","] member } "}"
//                | "&" number
//     member     = value | value ".." value
//
// As in Wireshark 4: a field alone asks whether the packet has it; a comparison with a field that the packet has not is
// false; of a field with two values (ip.addr, tcp.port) one has to agree, but with "!=" both. "&" asks whether one of
// the bits is set. An address is compared with a network by ==, != and in.
// Deliberately missing: "matches", slices, functions, arithmetic, names of hosts and ports.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/filter/fields.h"
#include "core/filter/lexer.h"
#include "core/filter/packet_head.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hopyard::filter {

/// What is wrong, and under which bytes of the text to draw a line. `length` may be 0 at the end of the text.
struct FilterError {
    std::size_t position = 0;
    std::size_t length = 0;
    std::string message; ///< a sentence
    bool operator==(const FilterError &) const = default;
};

class Filter {
public:
    /// Longer texts are refused, and so are brackets and "!" nested deeper.
    static constexpr std::size_t kMaxLength = 4'096;
    static constexpr int kMaxDepth = 64;

    /// Shows everything; so does an empty text.
    Filter() = default;
    static base::Result<Filter, FilterError> parse(std::string_view text);

    bool isEmpty() const { return m_nodes.empty(); }
    bool accepts(const PacketHead &head) const { return m_nodes.empty() || holds(m_root, head); }

private:
    friend class Parser;
    using Literal = std::variant<std::uint64_t, base::MacAddress, base::IpPrefix, std::string>;
    struct Range {
        Literal low, high; ///< the same for a single value
    };
    enum class Kind : std::uint8_t { both, either, negation, present, compare, memberOf };
    struct Node {
        Kind kind;
        std::uint32_t left = 0, right = 0;      ///< nodes: both, either; negation: left
        const Field *field = nullptr;           ///< present, compare, memberOf
        TokenKind comparison = TokenKind::end;  ///< compare
        std::vector<Range> values{};            ///< one for compare
    };
    bool holds(std::uint32_t node, const PacketHead &head) const;

    std::vector<Node> m_nodes;
    std::uint32_t m_root = 0;
};

} // namespace hopyard::filter
