// Plays a script against a stack behind packetdrill's table, in the stack's virtual time.
//
// As packetdrill does it: packets in and calls wait for their time, packets out are looked for at once and must have
// left at their time. A call with a span ("0.1...0.3") is made on a thread of its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/packetdrill/packetdrill_interface.h"
#include "tests/tcp/script.h"

#include <functional>
#include <optional>
#include <string>

namespace hopyard::script {

struct PlayFailure {
    int line = 0;
    std::string message; ///< expected and seen
};

/// What a script needs besides the table.
struct Surroundings {
    /// How many calls of a thread (gettid) are blocked in the stack.
    std::function<int(int thread)> blocked;
    /// net.ipv4.NAME = VALUE for the stack.
    std::function<void(const std::string &name, const std::string &value)> setSysctl;
};

/// Nothing where the stack did what the script says. Frees the table.
std::optional<PlayFailure> play(const Script &script, const packetdrill_interface &table,
                                const Surroundings &surroundings);

} // namespace hopyard::script
