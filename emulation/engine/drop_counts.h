// How many packets of a run were dropped, by reason: links' and nodes' drops alike.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/trace.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace hopyard::engine {

class DropCounts final : public base::trace::Sink {
public:
    static base::trace::Kinds kinds() { return base::trace::kindOf<base::trace::PacketDropped>(); }
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        if (const auto *dropped = std::get_if<base::trace::PacketDropped>(&event))
            ++m_counts[static_cast<std::uint8_t>(dropped->reason)];
    }
    void clear() { m_counts.fill(0); }
    /// Reasons that occurred, by name.
    std::map<std::string, std::uint64_t> byReason() const
    {
        std::map<std::string, std::uint64_t> result;
        for (std::size_t i = 0; i < m_counts.size(); ++i)
            if (m_counts[i] != 0)
                result.emplace(base::toString(static_cast<base::DropReason>(i)), m_counts[i]);
        return result;
    }

private:
    std::array<std::uint64_t, 256> m_counts{};
};

} // namespace hopyard::engine
