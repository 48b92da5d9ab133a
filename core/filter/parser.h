// The parser of display filters: recursive descent over the tokens; filter.h has the grammar. It stops at the first
// error, which is the one that a person who types wants to hear about.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/filter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::filter {

class Parser {
public:
    explicit Parser(std::string_view text) : m_tokens(tokensOf(text)) {}
    base::Result<Filter, FilterError> parse();

private:
    using Index = std::optional<std::uint32_t>; ///< nothing: m_error says why

    Index orTerm(int depth);
    Index andTerm(int depth);
    Index term(int depth);
    Index fieldTerm();
    bool values(const Field &field, Filter::Node &node);
    bool members(const Field &field, Filter::Node &node);
    bool member(const Field &field, Filter::Node &node);
    std::optional<Filter::Literal> literal(const Field &field, std::string_view text, const Token &where);
    std::uint32_t add(Filter::Node node);
    std::uint32_t join(Filter::Kind kind, std::uint32_t left, std::uint32_t right);

    const Token &current() const { return m_tokens[m_at]; }
    bool take(TokenKind kind);
    void fail(const Token &where, std::string message);

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    Filter m_filter;
    std::optional<FilterError> m_error;
};

} // namespace hopyard::filter
