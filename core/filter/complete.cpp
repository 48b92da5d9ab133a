// See complete.h. What is expected follows from the token in front of the word, so that a text that is wrong elsewhere is
// completed all the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/complete.h"

#include "core/base/drop_reasons.h"
#include "core/filter/fields.h"
#include "core/filter/lexer.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

namespace hopyard::filter {

namespace {

bool startsWith(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

/// Fields that begin so, protocols first; of nothing typed yet the protocols alone.
std::vector<Suggestion> fieldsLike(std::string_view prefix)
{
    std::vector<Suggestion> protocols, others;
    for (const Field &field : fields()) {
        if (!startsWith(field.name, prefix))
            continue;
        (field.type == FieldType::protocol ? protocols : others).push_back({std::string(field.name), std::string(field.about)});
    }
    if (prefix.empty())
        return protocols; // the whole list would be no help
    protocols.insert(protocols.end(), others.begin(), others.end());
    return protocols;
}

void addLike(std::vector<Suggestion> &out, std::string_view prefix, std::initializer_list<Suggestion> all)
{
    for (const Suggestion &s : all)
        if (startsWith(s.text, prefix))
            out.push_back(s);
}

std::vector<Suggestion> joins(std::string_view prefix)
{
    std::vector<Suggestion> out;
    addLike(out, prefix, {{"&&", "and"}, {"||", "or"}});
    if (!prefix.empty())
        addLike(out, prefix, {{"and", "both"}, {"or", "one of them"}});
    return out;
}

std::vector<Suggestion> afterField(const Field &field, std::string_view prefix)
{
    std::vector<Suggestion> out;
    if (field.type != FieldType::protocol)
        addLike(out, prefix, {{"==", "equal"}, {"!=", "not equal"}});
    if (field.type == FieldType::number || field.type == FieldType::seconds)
        addLike(out, prefix, {{"<", "less"}, {"<=", "at most"}, {">", "more"}, {">=", "at least"}});
    if (field.type == FieldType::text)
        addLike(out, prefix, {{"contains", "has it in it"}});
    if (field.type == FieldType::number || field.type == FieldType::ip)
        addLike(out, prefix, {{"in", "one of {…}"}});
    for (Suggestion &s : joins(prefix))
        out.push_back(std::move(s));
    return out;
}

std::vector<Suggestion> valuesOf(const Field &field, std::string_view prefix)
{
    std::vector<Suggestion> out;
    if (field.type == FieldType::flag)
        addLike(out, prefix, {{"1", "yes"}, {"0", "no"}});
    if (field.name == "packet.reason")
        for (const base::DropReason reason : base::allDropReasons())
            addLike(out, prefix, {{'"' + std::string(base::toString(reason)) + '"', ""}});
    return out;
}

bool joinsConditions(TokenKind kind)
{
    return kind == TokenKind::logicalAnd || kind == TokenKind::logicalOr || kind == TokenKind::logicalNot || kind == TokenKind::open;
}

bool compares(TokenKind kind) { return kind >= TokenKind::equal && kind <= TokenKind::bitAnd; }

/// Words such as "an" or "eq" are operators to the lexer once they are complete; under the cursor they are words.
bool isWordLike(const Token &token)
{
    return token.kind == TokenKind::word
        || (!token.text.empty() && token.kind != TokenKind::text && token.kind != TokenKind::openText
            && ((token.text[0] >= 'a' && token.text[0] <= 'z')));
}

} // namespace

Completion complete(std::string_view filter, std::size_t cursor)
{
    cursor = std::min(cursor, filter.size());
    const std::vector<Token> tokens = tokensOf(filter);
    Completion result{cursor, 0, {}};
    std::string_view prefix;
    std::size_t before = 0; // how many tokens stand in front of the word
    while (before < tokens.size() && tokens[before].kind != TokenKind::end
           && tokens[before].position + tokens[before].length < cursor)
        ++before;
    const Token &at = tokens[before];
    if (at.kind != TokenKind::end && at.position < cursor) {
        const bool isText = at.kind == TokenKind::text || at.kind == TokenKind::openText;
        if (isText || isWordLike(at)) {
            result.position = at.position;
            result.length = at.kind == TokenKind::openText ? cursor - at.position : at.length; // it reaches to the very end
            prefix = filter.substr(at.position, cursor - at.position);
        } else {
            ++before; // directly behind a sign
        }
    }
    const Token *last = before > 0 ? &tokens[before - 1] : nullptr;
    const auto fieldAt = [&](std::size_t back) {
        return before >= back && tokens[before - back].kind == TokenKind::word ? findField(tokens[before - back].text) : nullptr;
    };
    if (!last || joinsConditions(last->kind))
        result.suggestions = fieldsLike(prefix);
    else if (const Field *field = fieldAt(1); field && !(before >= 2 && compares(tokens[before - 2].kind)))
        result.suggestions = afterField(*field, prefix);
    else if (compares(last->kind)) {
        if (const Field *compared = fieldAt(2))
            result.suggestions = valuesOf(*compared, prefix);
    } else if (last->kind == TokenKind::word || last->kind == TokenKind::text || last->kind == TokenKind::close
               || last->kind == TokenKind::closeBrace)
        result.suggestions = joins(prefix);
    return result;
}

} // namespace hopyard::filter
