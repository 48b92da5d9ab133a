// yaml-cpp's events into a tree with extents; see yaml_tree.h.
//
// yaml-cpp tells where a value begins but not where it ends. The ends are found by scanning the text again from the
// beginning of each value; since it is known to be valid YAML, the scan need only know brackets, quotes and comments.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/yaml_tree.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>

namespace hopyard::lab {

namespace {

/// Leaves the parser; caught at the boundary of parseYaml().
struct Refused {
    YamlError error;
};

class TreeBuilder final : public YAML::EventHandler {
public:
    YamlNode root;
    int documents = 0;

    void OnDocumentStart(const YAML::Mark &) override { ++documents; }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add(mark, anchor, {}, YamlNode::Kind::null);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        refuse(mark, "aliases (*name) are not supported in a lab; write the value out");
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        add(mark, anchor, tag, YamlNode::Kind::scalar).value = value;
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override
    {
        open(mark, anchor, tag, YamlNode::Kind::list, style);
    }
    void OnSequenceEnd() override { m_open.pop_back(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override
    {
        open(mark, anchor, tag, YamlNode::Kind::map, style);
    }
    void OnMapEnd() override { m_open.pop_back(); }

private:
    [[noreturn]] static void refuse(const YAML::Mark &mark, std::string message)
    {
        throw Refused{{static_cast<std::size_t>(std::max(0, mark.pos)), std::move(message)}};
    }

    YamlNode &add(const YAML::Mark &mark, YAML::anchor_t anchor, const std::string &tag, YamlNode::Kind kind)
    {
        if (anchor != 0)
            refuse(mark, "anchors (&name) are not supported in a lab; write the value out");
        if (!tag.empty() && tag != "?" && tag != "!") // what yaml-cpp gives for plain and for quoted
            refuse(mark, "tags (!name) are not supported in a lab");
        if (++m_count > kMostYamlNodes)
            refuse(mark, fmt::format("the lab has more than {} values", kMostYamlNodes));
        // Addresses of open nodes stay valid: only the innermost open node's items grow.
        YamlNode &node = m_open.empty() ? root : m_open.back()->items.emplace_back();
        node = YamlNode();
        node.kind = kind;
        node.begin = node.end = static_cast<std::size_t>(std::max(0, mark.pos));
        return node;
    }

    void open(const YAML::Mark &mark, YAML::anchor_t anchor, const std::string &tag, YamlNode::Kind kind,
              YAML::EmitterStyle::value style)
    {
        if (m_open.size() >= kDeepestLab)
            refuse(mark, fmt::format("more than {} lists and mappings inside each other", kDeepestLab));
        YamlNode &node = add(mark, anchor, tag, kind);
        node.flow = style == YAML::EmitterStyle::Flow;
        m_open.push_back(&node);
    }

    std::vector<YamlNode *> m_open;
    std::size_t m_count = 0;
};

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool isBreak(char c)
{
    return c == '\n' || c == '\r';
}

std::size_t quotedEnd(std::string_view text, std::size_t at)
{
    const char quote = text[at++];
    for (; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\')
            ++at;
        else if (text[at] == quote && quote == '\'' && at + 1 < text.size() && text[at + 1] == quote)
            ++at;
        else if (text[at] == quote)
            return at + 1;
    }
    return text.size();
}

/// The end of the list or map in brackets that begins at `at`.
std::size_t bracketsEnd(std::string_view text, std::size_t at)
{
    int depth = 0;
    bool tokenMayStart = true; // a quote within a plain scalar is a letter of it
    while (at < text.size()) {
        const char c = text[at];
        if (c == '#' && at > 0 && (isBlank(text[at - 1]) || isBreak(text[at - 1]))) {
            while (at < text.size() && text[at] != '\n')
                ++at;
            continue;
        }
        if (tokenMayStart && (c == '"' || c == '\'')) {
            at = quotedEnd(text, at);
            tokenMayStart = false;
            continue;
        }
        ++at;
        if (c == '[' || c == '{') {
            ++depth;
            tokenMayStart = true;
        } else if (c == ']' || c == '}') {
            if (--depth == 0)
                return at;
            tokenMayStart = false;
        } else if (c == ',' || c == ':') {
            tokenMayStart = true;
        } else if (!isBlank(c) && !isBreak(c)) {
            tokenMayStart = false;
        }
    }
    return text.size();
}

/// The end of a plain scalar, which may run over several lines with its breaks folded.
std::size_t plainEnd(std::string_view text, std::size_t at, std::string_view value)
{
    std::size_t i = 0;
    while (i < value.size() && at < text.size()) {
        if (value[i] == text[at]) {
            ++i;
            ++at;
        } else if (isBlank(text[at]) || isBreak(text[at])) {
            while (at < text.size() && (isBlank(text[at]) || isBreak(text[at])))
                ++at;
            while (i < value.size() && (value[i] == ' ' || value[i] == '\n'))
                ++i;
        } else {
            break;
        }
    }
    return at;
}

/// The end of a "|" or ">" scalar: all lines that are blank or indented deeper than the mapping it stands in.
std::size_t blockScalarEnd(std::string_view text, std::size_t at, std::size_t parentIndent)
{
    const auto nextLine = [&](std::size_t from) {
        const std::size_t n = text.find('\n', from);
        return n == std::string_view::npos ? text.size() : n + 1;
    };
    std::size_t line = nextLine(at);
    std::size_t end = line;
    while (line < text.size()) {
        std::size_t first = line;
        while (first < text.size() && text[first] == ' ')
            ++first;
        const bool blank = first == text.size() || isBreak(text[first]);
        if (!blank && first - line <= parentIndent)
            break;
        line = nextLine(line);
        if (!blank)
            end = line;
    }
    return end;
}

std::size_t columnOf(std::string_view text, std::size_t at)
{
    const std::size_t lineBreak = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return lineBreak == std::string_view::npos ? at : at - lineBreak - 1;
}

void findEnd(std::string_view text, YamlNode &node, std::size_t parentIndent)
{
    node.begin = std::min(node.begin, text.size());
    node.end = node.begin;
    const std::string_view rest = text.substr(node.begin);
    switch (node.kind) {
    case YamlNode::Kind::null:
        for (const std::string_view word : {"~", "null", "Null", "NULL"})
            if (rest.starts_with(word))
                node.end = node.begin + word.size();
        return;
    case YamlNode::Kind::scalar:
        if (rest.starts_with('"') || rest.starts_with('\'')) {
            node.end = quotedEnd(text, node.begin);
        } else if (rest.starts_with('|') || rest.starts_with('>')) {
            node.literal = rest.starts_with('|');
            node.end = blockScalarEnd(text, node.begin, parentIndent);
        } else {
            node.end = plainEnd(text, node.begin, node.value);
        }
        return;
    case YamlNode::Kind::list:
    case YamlNode::Kind::map: break;
    }
    const std::size_t indent = node.flow ? parentIndent : columnOf(text, node.begin);
    for (YamlNode &item : node.items)
        findEnd(text, item, indent);
    if (node.kind == YamlNode::Kind::map) {
        for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
            // "key:" with nothing behind it: yaml-cpp gives the place of whatever comes next.
            YamlNode &value = node.items[i + 1];
            std::size_t colon = node.items[i].end;
            while (colon < text.size() && isBlank(text[colon]))
                ++colon;
            const bool hasColon = colon < text.size() && text[colon] == ':';
            const std::string_view gap = text.substr(colon, value.begin - std::min(colon, value.begin));
            if (value.kind == YamlNode::Kind::null &&
                (value.end == value.begin || gap.find('\n') != std::string_view::npos))
                value.begin = value.end = hasColon ? colon + 1 : node.items[i].end;
        }
    }
    if (node.flow)
        node.end = bracketsEnd(text, node.begin);
    else if (!node.items.empty())
        node.end = std::max(node.begin, node.items.back().end);
}

/// The first byte that is no part of UTF-8 text as YAML allows it (no control characters but tab and line ends).
std::optional<YamlError> findNonText(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<std::uint8_t>(text[i + k]) : std::uint8_t(0);
        };
        const std::uint8_t lead = byte(0);
        if (lead < 0x80) {
            if ((lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r') || lead == 0x7f)
                return YamlError{i, fmt::format("control character 0x{:02x}: a lab is a plain text", lead)};
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        bool good = lead >= 0xc2 && lead <= 0xf4;
        for (std::size_t k = 1; k < length; ++k)
            good = good && (byte(k) & 0xc0) == 0x80;
        // Overlong forms, surrogates, and what is beyond Unicode.
        good = good && !(lead == 0xe0 && byte(1) < 0xa0) && !(lead == 0xed && byte(1) > 0x9f) &&
               !(lead == 0xf0 && byte(1) < 0x90) && !(lead == 0xf4 && byte(1) > 0x8f);
        if (!good)
            return YamlError{i, fmt::format("byte 0x{:02x} is no UTF-8; save the file as UTF-8 text", lead)};
        i += length;
    }
    return std::nullopt;
}

} // namespace

const YamlNode *YamlNode::find(std::string_view keyText) const
{
    if (kind != Kind::map)
        return nullptr;
    for (std::size_t i = 0; i < entries(); ++i)
        if (keyAt(i).kind == Kind::scalar && keyAt(i).value == keyText)
            return &valueAt(i);
    return nullptr;
}

base::Result<YamlNode, YamlError> parseYaml(std::string_view text)
{
    if (text.size() > kLongestLab)
        return base::fail(YamlError{0, fmt::format("the text has {} bytes; a lab has at most {}", text.size(),
                                                   kLongestLab)});
    if (auto error = findNonText(text))
        return base::fail(std::move(*error));
    TreeBuilder builder;
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        if (parser && parser.HandleNextDocument(builder))
            return base::fail(YamlError{0, "a second document (after \"---\"): one file holds one lab"});
    } catch (const Refused &refused) {
        return base::fail(refused.error);
    } catch (const YAML::Exception &e) {
        return base::fail(YamlError{static_cast<std::size_t>(std::max(0, e.mark.pos)), "not valid YAML: " + e.msg});
    } catch (const std::exception &e) { // out of memory, or a slip of the library
        return base::fail(YamlError{0, fmt::format("cannot be read: {}", e.what())});
    }
    findEnd(text, builder.root, 0);
    return std::move(builder.root);
}

} // namespace hopyard::lab
