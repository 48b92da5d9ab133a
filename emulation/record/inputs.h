// What came into a run from outside, as rows of the record's table `input` (docs/record.md), and back.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/world/input.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::record {

struct InputRow {
    std::int64_t time = 0;
    std::uint64_t events = 0;
    std::string_view kind; ///< of static storage
    std::int64_t place = -1; ///< node or link; negative: none
    std::int64_t port = -1;
    std::int64_t number = 0; ///< frame: packet id; others: direction, up or down
    std::int64_t offload = 0; ///< frame: segment size, and 65536 where the checksum is missing
    std::string text;
    std::vector<std::uint8_t> bytes;
};

/// Nothing for those that a record does not keep. Of "routes" the text is missing: the numbers of rows of `route_file`.
std::optional<InputRow> rowOf(const world::Input &input);
/// Nothing where the row makes no sense, and for "routes", which stand in other rows.
std::optional<world::Input> inputOf(std::string_view kind, const InputRow &row);

} // namespace hopyard::record
