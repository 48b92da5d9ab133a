// The text of a foreign file: its encoding, its lines, and what was wrong in it, for the parsers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/topology/topology.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::topology {

class SourceText {
public:
    /// `declared`: the encoding that the text names, where it names one ("ISO-8859-1"); a byte order mark goes first.
    SourceText(std::string_view bytes, std::string_view declared, std::string_view fileName);

    const std::string &utf8() const { return m_utf8; }
    /// 1-based, of a byte of utf8(). O(log lines).
    int lineAt(std::size_t offset) const;

    void error(std::size_t offset, std::string message) { say(lab::Problem::Severity::error, offset, std::move(message)); }
    void warn(std::size_t offset, std::string message) { say(lab::Problem::Severity::warning, offset, std::move(message)); }
    /// A warning about the whole.
    void warn(std::string message);
    /// What was said; with a last word on how much more there was to say.
    std::vector<lab::Problem> takeProblems();

private:
    void say(lab::Problem::Severity severity, std::size_t offset, std::string message);

    std::string m_utf8;
    std::string m_fileName;
    std::vector<std::size_t> m_lineStarts;
    std::vector<lab::Problem> m_problems;
    std::size_t m_unsaid = 0;
};

/// What is said of a text beyond kMaxTextBytes.
lab::Problem tooMuchText(std::size_t bytes, std::string_view fileName);

/// The encoding in `<?xml … encoding="…"?>`; empty where there is none.
std::string_view declaredEncoding(std::string_view bytes);

} // namespace hopyard::topology
