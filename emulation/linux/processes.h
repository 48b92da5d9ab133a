// What processes of this computer use, read from /proc (proc_pid_stat(5)) and, where a process has a control group of
// its own, from that group (the kernel's Documentation/admin-guide/cgroup-v2.rst): the processor time and memory of a
// node's programs.
//
// Time of a program that has ended counts with the process that waited for it; of one that nobody waits for it is lost
// with it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/linux/error.h"

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::linux {

struct ProcessInfo {
    pid_t pid = 0, parent = 0;
    std::string name;     ///< of its program, at most 15 characters
    char state = '?';     ///< 'R', 'S', 'Z', …
    base::Duration used;  ///< processor time, user's and kernel's, of all its threads
    base::Duration ended; ///< the same of children that have ended and were waited for
    std::uint32_t threads = 0;
    std::uint64_t memory = 0; ///< bytes that are resident
    bool operator==(const ProcessInfo &) const = default;
};
/// A line of /proc/PID/stat; nothing where it is none. `ticks` a second, `page` bytes.
std::optional<ProcessInfo> parseProcessStat(std::string_view text, std::int64_t ticks, std::uint64_t page);
/// "usage_usec" of a cpu.stat; nothing where there is none.
std::optional<base::Duration> parseCpuStat(std::string_view text);

/// The process and all that descend from it, parents first; empty where it is gone. What begins or ends meanwhile may
/// be missing.
std::vector<ProcessInfo> processTree(pid_t root);

struct ProcessorTime {
    base::Duration used;
    std::int64_t at = 0; ///< monotonicNs() when it was read
    bool fromGroup = false;
};
/// Of that tree, since it began: its control group's where `root` has one that is not ours, else the sum of its
/// processes'. ESRCH where it is gone.
Result<ProcessorTime> processorTime(pid_t root);

} // namespace hopyard::linux
