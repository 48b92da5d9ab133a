// Strong ids: everything in a world is reached by one, so that a world can be copied.
//
// Each kind of thing has its own type; a NodeId is not a LinkId and neither is a number. Ids are dense (they index
// vectors) and are not reused within one world.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef> // first: moc 6.4 stumbles over <compare> and <cstdint> where they come first

#include <compare>
#include <cstdint>
#include <functional>

namespace hopyard::base {

template <class Tag>
class Id {
public:
    constexpr Id() = default; ///< no id: isValid() is false
    explicit constexpr Id(std::uint32_t value) : m_value(value) {}
    constexpr bool isValid() const { return m_value != kNone; }
    constexpr std::uint32_t value() const { return m_value; }
    constexpr std::size_t index() const { return m_value; }
    constexpr auto operator<=>(const Id &) const = default;

private:
    static constexpr std::uint32_t kNone = 0xffffffff;
    std::uint32_t m_value = kNone;
};

using NodeId = Id<struct NodeTag>;
using LinkId = Id<struct LinkTag>;
/// A port's place in its node, counted from 0 in the order in which the ports were made.
using PortIndex = Id<struct PortTag>;

/// One port of one node.
struct PortRef {
    NodeId node;
    PortIndex port;
    constexpr auto operator<=>(const PortRef &) const = default;
};

/// A link carries packets both ways; `forward` goes from the end that the lab names first.
enum class Direction : std::uint8_t { forward = 0, backward = 1 };
constexpr Direction opposite(Direction d) { return d == Direction::forward ? Direction::backward : Direction::forward; }

} // namespace hopyard::base

template <class Tag>
struct std::hash<hopyard::base::Id<Tag>> {
    std::size_t operator()(hopyard::base::Id<Tag> id) const noexcept { return id.value(); }
};
