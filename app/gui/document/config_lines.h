// Single lines of a configuration in FRR's language, put into the block where they belong. Internal to the quick fixes (quick_fixes.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace hopyard::document {

/// Lines of a block ("interface eth0", "router bgp") that begin with these words, without their blanks around.
std::vector<std::string> linesOf(const std::string &config, const std::string &head, const std::string &words);
/// Takes the lines of a block that begin with these words away, also with "no", and puts `line` (" ip ospf cost 5") where the first of
/// them was; else behind the last that begins with `behind`, or the head. An empty line puts nothing. A block that is missing is begun
/// at the end.
void setLine(std::string &config, const std::string &head, const std::string &words, const std::string &line, const std::string &behind = {});

} // namespace hopyard::document
