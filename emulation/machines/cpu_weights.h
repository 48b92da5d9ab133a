// Processor time for real machines by their shares: each in a control group of its own (version 2, cpu.weight), side by
// side, so that the kernel gives them what there is in proportion when they want more.
//
// The groups are made beside the engine's own (a group with processes can have no groups below it), where a session of
// systemd's lets its user do that; of root, below the root. Where neither is to be had, why not is said, and shares count
// among the engine's guests only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <sys/types.h>

#include <cstdint>
#include <set>
#include <string>

namespace hopyard::machines {

class CpuWeights {
public:
    /// The directory in which groups are made here; why there is none, as a sentence without its end.
    static base::Result<std::string, std::string> place();
    /// Makes the group of all machines in that directory.
    static base::Result<CpuWeights, std::string> create(const std::string &place);
    CpuWeights(CpuWeights &&other) noexcept;
    CpuWeights &operator=(CpuWeights &&) = delete;
    ~CpuWeights(); ///< removes the groups; their processes have ended

    static constexpr std::uint32_t kLeast = 1, kMost = 10'000;
    /// The weight that stands for a share.
    static std::uint32_t weightOf(std::uint32_t share);
    /// The process, and all that it starts, gets time by this share. `name` is good as a file's.
    base::Result<void, std::string> set(const std::string &name, pid_t pid, std::uint32_t share);
    void remove(const std::string &name);

private:
    explicit CpuWeights(std::string directory) : m_directory(std::move(directory)) {}
    std::string m_directory;
    std::set<std::string> m_groups;
};

} // namespace hopyard::machines
