// A pcap filter as a function of a frame, for who keeps many of them (the checks of a lab).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <functional>
#include <string>

namespace hopyard::capture {

/// The whole frame is looked at. The error is a sentence.
base::Result<std::function<bool(base::Bytes)>, base::Error> frameFilter(const std::string &text);

} // namespace hopyard::capture
