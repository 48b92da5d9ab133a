// What `hop` prints: data to stdout, messages to stderr, colour only on a terminal (and never with NO_COLOR set).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "emulation/rpc/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::cli {

enum class Style : std::uint8_t { plain, bold, dim, red, yellow, green };

class Output {
public:
    Output();

    bool json = false;         ///< --json: data as JSON, one object a line
    bool stdoutIsTaken = false; ///< a capture goes there: everything else to stderr

    /// A line of data.
    void line(std::string_view text);
    /// False once a line of data could not be written: the reader has gone, or the disk is full. errno of the first
    /// failure is in `*why` then.
    bool canWrite(int *why = nullptr) const;
    void object(const rpc::Json &object);
    /// A line for the person at the terminal; not data, so that pipes stay clean.
    void note(std::string_view text);
    /// "hop: …" to stderr.
    void error(std::string_view text);
    /// As compilers print it: "lab.yaml:12:7: error: …", to stderr.
    void problem(const lab::Problem &problem);
    /// Columns aligned with two blanks between them; the first row is the heading.
    void table(const std::vector<std::vector<std::string>> &rows);
    /// `text` in that style where stdout (or stderr) is a terminal.
    std::string styled(std::string_view text, Style style, bool onStderr = false) const;

private:
    int m_failure = 0; // errno of the first write to stdout that failed
    bool m_colourOut;
    bool m_colourErr;
};

rpc::Json toJson(const lab::Problem &problem);
/// For text that comes from a lab: what could play with the terminal (control characters, and those that turn the
/// direction of writing) as "\x1b" and "\u202e", and more lines than one indented below the first.
std::string visible(std::string_view text);
/// The reverse of toJson(), for what an engine reports.
lab::Problem problemFromJson(const rpc::Json &json);

} // namespace hopyard::cli
