// Where a socket is made: by this thread's choice, by the environment, or by the rule for its destination.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/socket_api/protocol.h"

namespace hopyard::preload {

/// Reads the environment, once, before the program can change it.
void readEnvironment();

/// The node for a new socket; null: the kernel.
const char *targetNode();
/// Whether this thread chose it itself; then rules do not move it.
bool isChosen();
/// Null: as the environment says.
void chooseNode(const char *node);

bool hasRules();
/// What the longest rule that holds the destination names, "kernel" included; null where there is none.
const char *ruleFor(const remote::Address &destination);

/// Whether anything but the kernel is the environment's choice for any socket: then what cannot be turned must not run.
bool isTurned();
/// The value that a variable of ours had at the start; null where it had none.
const char *startedWith(const char *variable);
/// The path of this library as LD_PRELOAD named it; null where it was not preloaded.
const char *preloadedAs();

} // namespace hopyard::preload
