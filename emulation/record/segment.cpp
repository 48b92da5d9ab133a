// Packing packet rows; see segment.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/segment.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace hopyard::record {
namespace {

constexpr std::size_t kRoom = Segment::kPageSize - 100; // SQLite's own, the columns beside, and the end of the array
constexpr std::size_t kLongestRow = 12 * 21 + 50;       // numbers of 64 bits; three words

/// Writes the elements of one row into memory that is large enough.
class RowText {
public:
    explicit RowText(char *begin) : m_at(begin) {}
    void put(std::string_view text)
    {
        std::memcpy(m_at, text.data(), text.size());
        m_at += text.size();
    }
    void number(std::int64_t value)
    {
        m_at = std::to_chars(m_at, m_at + 20, value).ptr;
        *m_at++ = ',';
    }
    void word(std::string_view text) // ours: nothing in it needs escaping
    {
        *m_at++ = '"';
        put(text);
        put("\",");
    }
    void null() { put("null,"); }
    /// Ends the row in place of the last comma.
    char *end()
    {
        m_at[-1] = ']';
        return m_at;
    }

private:
    char *m_at;
};

} // namespace

Segment::Segment()
{
    m_rows.reserve(kPageSize + kLongestRow);
    m_headers.reserve(kPageSize);
}

void Segment::clear()
{
    m_rows.clear();
    m_headers.clear();
    m_count = 0;
}

bool Segment::add(const PacketRow &row, base::Bytes header)
{
    if (m_count == 0)
        m_first = m_last = row.time;
    char text[kLongestRow];
    RowText to(text);
    to.put(m_count == 0 ? "[[" : ",[");
    to.number(row.time - m_first);
    to.number(static_cast<std::int64_t>(row.packetId));
    if (row.link.isValid()) {
        to.number(row.link.value());
        to.number(static_cast<int>(row.direction));
    } else {
        to.null();
        to.null();
    }
    to.number(row.length);
    to.word(toString(row.protocol));
    to.number(static_cast<std::int64_t>(m_headers.size()));
    to.number(row.headerLength);
    if (row.arrives >= 0) {
        to.number(row.departs - m_first);
        to.number(row.arrives - m_first);
    } else {
        to.null();
        to.null();
    }
    // What most rows do not have stands at the end and is left out.
    if (row.place != Place::sent)
        to.word(toString(row.place));
    if (row.place == Place::dropped) {
        to.word(base::toString(row.reason));
        if (row.node.isValid())
            to.number(row.node.value());
    }
    const auto size = static_cast<std::size_t>(to.end() - text);
    if (m_count != 0 && m_rows.size() + size + m_headers.size() + header.size() > kRoom)
        return false;
    m_rows.append(text, size);
    m_headers.insert(m_headers.end(), header.begin(), header.end());
    m_last = std::max(m_last, row.time);
    ++m_count;
    return true;
}

} // namespace hopyard::record
