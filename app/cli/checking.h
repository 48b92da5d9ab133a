// What hop check and hop grade share: checks with libpcap's filters, reports as JSON, the picture of what failed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/checks.h"
#include "emulation/rpc/json.h"

#include <cstdint>
#include <string>

namespace hopyard::cli {

checks::Options checkOptions(std::uint64_t seed);
rpc::Json toJson(const checks::Report &report);
/// The network as SVG, with a ring around each node and a stroke along each link that a check which has not passed is about.
std::string pictureOf(const lab::Lab &lab, const checks::Report &report);

} // namespace hopyard::cli
