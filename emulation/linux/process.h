// Processes held by descriptor: a pidfd cannot come to mean another process, as a number can.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <sys/types.h>

namespace hopyard::linux {

Result<Fd> openProcess(pid_t pid);
/// A process that has ended already is no error.
Result<void> signalProcess(const Fd &pidfd, int signal);
/// Waits until the process has ended, at most `limit`; false where it lives on.
bool waitForEnd(const Fd &pidfd, base::Duration limit);
/// Takes the exit status of an ended child off the kernel's table, so that no zombie stays.
void reap(const Fd &pidfd);
/// Lets this process have as many descriptors as its hard limit allows. Each namespace node takes three or more, so
/// the usual soft limit of 1,024 is reached at 300 nodes. Gives the limit now in force.
std::size_t raiseDescriptorLimit();

} // namespace hopyard::linux
