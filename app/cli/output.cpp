// Printing; see output.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

namespace hopyard::cli {
namespace {

bool wantsColour(int descriptor)
{
    const char *none = std::getenv("NO_COLOR");
    const char *terminal = std::getenv("TERM");
    return isatty(descriptor) && !(none && *none) && !(terminal && std::string_view(terminal) == "dumb");
}

/// False where it could not be written; errno says why.
bool write(std::FILE *stream, std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fputc('\n', stream);
    return std::fflush(stream) == 0 && !std::ferror(stream);
}

/// One character of UTF-8 at the beginning of `text`: how long it is, and what it is.
std::pair<std::size_t, std::uint32_t> firstCharacter(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto goesOn = [&](std::size_t i) { return text.size() > i && (byte(i) & 0xc0) == 0x80; };
    if (byte(0) >= 0xc2 && byte(0) < 0xe0 && goesOn(1))
        return {2, (byte(0) & 0x1fu) << 6 | (byte(1) & 0x3fu)};
    if (byte(0) >= 0xe0 && byte(0) < 0xf0 && goesOn(1) && goesOn(2))
        return {3, (byte(0) & 0x0fu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu)};
    return {1, byte(0)}; // the four-byte ones hold nothing that matters here, and pass byte by byte
}

bool isHidden(std::uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0) || character == 0x61c
        || (character >= 0x200b && character <= 0x200f) || (character >= 0x2028 && character <= 0x202e)
        || (character >= 0x2060 && character <= 0x206f) || character == 0xfeff;
}

/// Columns on a terminal: bytes that do not continue a UTF-8 character.
std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

} // namespace

Output::Output() : m_colourOut(wantsColour(STDOUT_FILENO)), m_colourErr(wantsColour(STDERR_FILENO)) {}

std::string Output::styled(std::string_view text, Style style, bool onStderr) const
{
    if (style == Style::plain || !(onStderr ? m_colourErr : m_colourOut))
        return std::string(text);
    const char *code = "0";
    switch (style) {
    case Style::plain: break;
    case Style::bold: code = "1"; break;
    case Style::dim: code = "2"; break;
    case Style::red: code = "31"; break;
    case Style::yellow: code = "33"; break;
    case Style::green: code = "32"; break;
    }
    return std::string("\033[") + code + "m" + std::string(text) + "\033[0m";
}

void Output::line(std::string_view text)
{
    if (!write(stdoutIsTaken ? stderr : stdout, text) && !stdoutIsTaken && m_failure == 0)
        m_failure = errno ? errno : EIO;
}

bool Output::canWrite(int *why) const
{
    if (why && m_failure != 0)
        *why = m_failure;
    return m_failure == 0;
}

void Output::object(const rpc::Json &object) { line(rpc::printJson(object)); }
void Output::note(std::string_view text) { (void)write(stderr, text); }
void Output::error(std::string_view text)
{
    (void)write(stderr, styled("hop:", Style::red, true) + " " + visible(text));
}

void Output::problem(const lab::Problem &problem)
{
    const bool isError = problem.severity == lab::Problem::Severity::error;
    const std::string text = visible(toString(problem));
    const std::string word = isError ? "error:" : "warning:";
    const std::size_t at = text.find(word);
    if (at == std::string::npos)
        return note(text);
    note(styled(text.substr(0, at), Style::bold, true) + styled(word, isError ? Style::red : Style::yellow, true)
         + text.substr(at + word.size()));
}

void Output::table(const std::vector<std::vector<std::string>> &rows)
{
    std::vector<std::size_t> widths;
    for (const auto &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width(row[i]));
    }
    bool heading = true;
    for (const auto &row : rows) {
        std::string text;
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 != row.size())
                text.append(widths[i] - width(row[i]) + 2, ' ');
        }
        line(heading ? styled(text, Style::bold) : text);
        heading = false;
    }
}

std::string visible(std::string_view text)
{
    std::string out;
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    while (!text.empty()) {
        const auto [size, character] = firstCharacter(text);
        if (character == '\n')
            out += "\n      ";
        else if (character == '\t')
            out += "    ";
        else if (character < 0x80 && size == 1 && isHidden(character))
            out += fmt::format("\\x{:02x}", character);
        else if (size > 1 && isHidden(character))
            out += fmt::format("\\u{:04x}", character);
        else
            out += text.substr(0, size);
        text.remove_prefix(size);
    }
    return out;
}

rpc::Json toJson(const lab::Problem &problem)
{
    rpc::Json json = {{"severity", problem.severity == lab::Problem::Severity::error ? "error" : "warning"},
                      {"file", problem.file}, {"line", problem.line}, {"column", problem.column},
                      {"message", problem.message}};
    if (!problem.node.empty())
        json["node"] = problem.node;
    return json;
}

lab::Problem problemFromJson(const rpc::Json &json)
{
    lab::Problem problem;
    if (rpc::stringMember(json, "severity") == "warning")
        problem.severity = lab::Problem::Severity::warning;
    problem.file = rpc::stringMember(json, "file").value_or("");
    problem.line = static_cast<int>(rpc::intMember(json, "line").value_or(0));
    problem.column = static_cast<int>(rpc::intMember(json, "column").value_or(0));
    problem.message = rpc::stringMember(json, "message").value_or("");
    problem.node = rpc::stringMember(json, "node").value_or("");
    return problem;
}

} // namespace hopyard::cli
