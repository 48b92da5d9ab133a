// What may stand where in a line for the router manager (docs/console.md): for Tab and "?" in `hop manager`.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console_talk.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::cli {

class ManagerWords {
public:
    explicit ManagerWords(ConsoleTalk &talk) : m_talk(talk) {}

    std::vector<std::string> completions(std::string_view line) const;
    /// Lines for "?".
    std::string help(std::string_view line) const;
    bool isNode(const std::string &name) const;

private:
    struct Place;
    Place placeIn(std::string_view line) const;
    std::vector<std::string> nodes() const;
    std::vector<std::string> interfacesOf(const std::string &node) const;

    ConsoleTalk &m_talk;
};

} // namespace hopyard::cli
