// Packet rows packed for table segment: a hundred and more in one row of SQLite, which takes about as long to insert as
// one. docs/record.md says how they are laid out; the view packet takes them apart again in plain SQL.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/record/batch.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace hopyard::record {

class Segment {
public:
    /// Bytes of one SQLite page, so that a segment has one to itself: then reading a column of it copies nothing.
    static constexpr std::size_t kPageSize = 16384;

    Segment();
    /// False where it is full; nothing was added then.
    bool add(const PacketRow &row, base::Bytes header);
    void clear();

    std::uint32_t count() const { return m_count; }
    std::int64_t first() const { return m_first; } ///< time of the first row, from which all others count
    std::int64_t last() const { return m_last; }
    std::string_view rows() const { return m_rows; } ///< JSON, once end() was called
    base::Bytes headers() const { return m_headers; }
    void end() { m_rows += ']'; }

private:
    std::string m_rows;
    std::vector<std::uint8_t> m_headers;
    std::int64_t m_first = 0, m_last = 0;
    std::uint32_t m_count = 0;
};

} // namespace hopyard::record
