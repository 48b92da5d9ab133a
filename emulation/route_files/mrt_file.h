// An MRT file on disk, plain or gzip, read piece by piece.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/wire/mrt.h"

#include <cstdint>
#include <functional>
#include <string>

namespace hopyard::route_files {

/// How far a reader of a file is.
struct Progress {
    std::uint64_t bytes = 0; ///< of the file that were read
    std::uint64_t size = 0;  ///< of the file
    std::uint64_t entries = 0;
};
/// Asked now and then; false ends the reading.
using GoOn = std::function<bool(const Progress &)>;

/// Calls `take(reader, entry)` for every entry, in the order of the file; false ends the reading. Returns how the reader
/// stands at the end. Errors: it cannot be read, is no regular file, is no gzip where it begins as one, or is cut off.
using TakeEntry = std::function<bool(const wire::MrtReader &, const wire::MrtEntry &)>;
struct ReadMrt {
    wire::MrtReader reader;
    bool isStopped = false; ///< by `goOn` or `take`
    bool isCut = false;     ///< the file ends within a record, or its gzip within a block
};
base::Result<ReadMrt, base::Error> readMrt(const std::string &path, const TakeEntry &take, const GoOn &goOn = {});

} // namespace hopyard::route_files
