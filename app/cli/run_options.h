// What `hop run` was asked for, checked as far as the command line alone allows.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "emulation/capture/captures.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::cli {

/// "r1:eth1=r1.pcap,after"
struct CaptureSpec {
    lab::End at;
    std::string file; ///< absolute, but for "-" which is stdout
    capture::Where where = capture::Where::port;
};
base::Result<CaptureSpec, base::Error> parseCaptureSpec(const std::string &text);
/// "r1:eth1"
std::optional<lab::End> parseEnd(const std::string &text);

struct RunOptions {
    std::string lab;
    std::string time = "real";
    std::optional<base::Duration> duration; ///< world time
    std::uint64_t seed = 1;
    std::string record;  ///< absolute path, or empty
    bool overwrite = false;
    std::optional<std::uint64_t> recordLimit; ///< bytes, 0: none; absent: record::kDefaultLimit
    std::string filter;  ///< of all captures
    std::vector<CaptureSpec> captures;
    bool allowPrograms = false;
    bool paused = false;
    double speed = 1;
    std::string name;
    bool detach = false;

    bool isVirtual() const { return time == "virtual"; }
};

} // namespace hopyard::cli
