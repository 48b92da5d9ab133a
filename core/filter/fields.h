// The fields that a display filter may name: what they are called, of which type they are, and how to get them out of a
// packet's head. Names and meaning are Wireshark's where it has the field; those beginning with "packet." are ours.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/filter/packet_head.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace hopyard::filter {

enum class FieldType : std::uint8_t { protocol, number, flag, seconds, mac, ip, text };
/// "a number", "an IP address", …: for sentences.
std::string_view nameOf(FieldType type);

/// Numbers and flags are the first; seconds are nanoseconds in it; text is lent by the head or static.
using Value = std::variant<std::uint64_t, base::MacAddress, base::IpAddress, std::string_view>;

/// What a packet has of a field: nothing, one, or two (tcp.port is both ports).
class Values {
public:
    void add(const Value &value) { m_values[m_count++] = value; }
    const Value *begin() const { return m_values.data(); }
    const Value *end() const { return m_values.data() + m_count; }
    std::size_t size() const { return m_count; }

private:
    std::array<Value, 2> m_values;
    std::size_t m_count = 0;
};

struct Field {
    std::string_view name;  ///< "ip.src"
    FieldType type;
    std::string_view about; ///< a few words: "source address"
    /// Adds what the packet has. Protocols: one number where it has it.
    void (*get)(const PacketHead &head, Values &out);
};

/// Sorted by name.
std::span<const Field> fields();
/// Null where there is none of that name.
const Field *findField(std::string_view name);

} // namespace hopyard::filter
