// What the engine says of a lab's checks (checks.* of docs/rpc.md), as typed values.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/rpc/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::client {

enum class Verdict : std::uint8_t {
    unknown, ///< not looked at yet
    waiting, ///< its time has not come
    failed,
    error,   ///< it cannot be answered
    passed,
};
Verdict parseVerdict(std::string_view text);

struct CheckState {
    std::string id;
    Verdict verdict = Verdict::unknown;
    std::int64_t earned = 0;
    std::string sentence;           ///< what the student is told
    std::string seen;               ///< what was found
    std::vector<std::string> nodes; ///< that it is about
    bool operator==(const CheckState &) const = default;
};

struct CheckBatch {
    std::vector<CheckState> checks;
    std::string error; ///< why they could not be looked at; empty where they could
};
/// Of a notification, an answer of checks.run, or one of checks.list and checks.subscribe.
CheckBatch parseCheckBatch(const rpc::Json &json);

} // namespace hopyard::client
