// A table of columns and rows, whoever it is of.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/rpc/json.h"

#include <optional>
#include <string>

namespace hopyard::engine {

struct Table {
    rpc::Json columns = rpc::Json::array(); ///< of strings
    rpc::Json rows = rpc::Json::array();    ///< of arrays, as long as columns
    rpc::Json json;                         ///< what it was made of
    std::optional<base::TimePoint> from = {}; ///< of a moment of the past: when it was written down
    bool isCut = false;                       ///< there were more rows
};

/// [{column: cell, …}, …]: what `json` of a table is that was made of nothing else.
rpc::Json rowsAsObjects(const Table &table);
/// What of it does not change by itself, as text: without ages and counters.
std::string lastingText(const Table &table);

} // namespace hopyard::engine
