// Routes of a speaker as bytes that stand for themselves, for the record of a run: a gzip'd MRT table (RFC 6396) with one
// peer, which any tool that knows those can read. Less than 20 bytes a route of a full table.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/services/speaker/announcements.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::route_files {

std::vector<std::uint8_t> pack(const services::Announcements &routes);
/// What pack() was given, in the same order. Errors: it is no such table, is cut off, or has more than `most` routes.
base::Result<services::Announcements, base::Error> unpack(base::Bytes bytes, std::size_t most);

} // namespace hopyard::route_files
