// A person, or a script, at a node's console or at the router manager's: lines from standard input, answers to standard
// output, and what nodes log in between where `terminal monitor` asked for it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console_talk.h"

namespace hopyard::cli {

void printReply(Hop &hop, const std::string &node, const std::string &line, const ConsoleTalk::Reply &reply);

/// Until the person leaves or the lines end. `node` empty: at the router manager, from where `login NODE` leads to a
/// node's console.
void converse(Hop &hop, ConsoleTalk &talk, const std::string &node);

} // namespace hopyard::cli
