// Encodings and places; see source_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/source_text.h"

#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::topology {

namespace {

bool isSame(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

} // namespace

lab::Problem tooMuchText(std::size_t bytes, std::string_view fileName)
{
    return {lab::Problem::Severity::error, std::string(fileName), 0, 0,
            fmt::format("a text of {} MiB is too much; at most {} MiB are read", bytes >> 20, kMaxTextBytes >> 20), {}};
}

std::string_view declaredEncoding(std::string_view bytes)
{
    const std::string_view head = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), 300));
    std::size_t at = head.find("encoding");
    if (!head.starts_with("<?xml") || at == std::string_view::npos)
        return {};
    at = head.find_first_of("\"'", at);
    if (at == std::string_view::npos)
        return {};
    const std::size_t end = head.find(head[at], at + 1);
    return end == std::string_view::npos ? std::string_view() : head.substr(at + 1, end - at - 1);
}

SourceText::SourceText(std::string_view bytes, std::string_view declared, std::string_view fileName) : m_fileName(fileName)
{
    constexpr std::array<std::string_view, 7> kSingleByte{"iso-8859-1", "latin1", "latin-1", "iso-8859-15", "windows-1252",
                                                          "cp1252", "iso8859-1"};
    const auto starts = [&](std::initializer_list<int> wanted) {
        std::size_t i = 0;
        return bytes.size() >= wanted.size()
            && std::ranges::all_of(wanted, [&](int b) { return static_cast<unsigned char>(bytes[i++]) == b; });
    };
    bool isRepaired = false;
    if (starts({0xfe, 0xff}) || starts({0, '<'})) {
        m_utf8 = utf16ToUtf8(bytes, true);
    } else if (starts({0xff, 0xfe}) || starts({'<', 0})) {
        m_utf8 = utf16ToUtf8(bytes, false);
    } else if (starts({0xef, 0xbb, 0xbf})) {
        bytes.remove_prefix(3);
        isRepaired = !isUtf8(bytes);
        m_utf8 = repairUtf8(bytes);
    } else if (std::ranges::any_of(kSingleByte, [&](std::string_view name) { return isSame(name, declared); })) {
        m_utf8 = windows1252ToUtf8(bytes);
    } else {
        isRepaired = !isUtf8(bytes);
        m_utf8 = repairUtf8(bytes);
    }
    m_lineStarts.push_back(0);
    for (std::size_t i = 0; i < m_utf8.size(); ++i)
        if (m_utf8[i] == '\n')
            m_lineStarts.push_back(i + 1);
    if (isRepaired)
        warn("the text is not all UTF-8; the bytes that are not are read as Windows-1252");
}

int SourceText::lineAt(std::size_t offset) const
{
    return static_cast<int>(std::ranges::upper_bound(m_lineStarts, offset) - m_lineStarts.begin());
}

void SourceText::warn(std::string message)
{
    m_problems.push_back({lab::Problem::Severity::warning, m_fileName, 0, 0, std::move(message), {}});
}

void SourceText::say(lab::Problem::Severity severity, std::size_t offset, std::string message)
{
    if (m_problems.size() >= kMaxProblems && severity != lab::Problem::Severity::error) {
        ++m_unsaid;
        return;
    }
    const int line = lineAt(offset);
    const auto column = static_cast<int>(offset - m_lineStarts[static_cast<std::size_t>(line - 1)]) + 1;
    m_problems.push_back({severity, m_fileName, line, column, std::move(message), {}});
}

std::vector<lab::Problem> SourceText::takeProblems()
{
    if (m_unsaid > 0)
        warn(fmt::format("and {} more of the kind", m_unsaid));
    m_unsaid = 0;
    return std::move(m_problems);
}

} // namespace hopyard::topology
