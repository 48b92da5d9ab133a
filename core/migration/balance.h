// Which of several: hosts for a connection (least connections, weights, or a hash of the flow), and classifiers for a flow.
//
// Flows are spread by rendezvous hashing (Thaler and Ravishankar, 1998): each candidate draws a number from the flow and
// its own name, the highest has it. When a candidate goes, only its flows move, and they spread over all others. The
// draw needs no state, so several forwarders of one address agree without talking to each other.
// Hosts that are down, or being drained, get nothing new.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/migration/flow.h"
#include "core/migration/rules.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hopyard::migration {

/// What a flow draws for a candidate of this address; equal in every node of every run.
std::uint64_t drawOf(const FourTuple &flow, base::Ipv4Address candidate);

/// The candidate that a flow belongs to; `isUp(i)` says which count. Nothing where none does.
template <class IsUp>
std::optional<std::size_t> rendezvous(const FourTuple &flow, std::span<const base::Ipv4Address> candidates, IsUp &&isUp)
{
    std::optional<std::size_t> best;
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (!isUp(i))
            continue;
        const std::uint64_t draw = drawOf(flow, candidates[i]);
        if (!best || draw > most) {
            best = i;
            most = draw;
        }
    }
    return best;
}

/// Whether somebody is there, by checks that come in a row: down after `fall` that failed, up after `rise` that did not.
class Health {
public:
    struct Settings {
        std::uint32_t rise = 2;
        std::uint32_t fall = 3;
        bool operator==(const Settings &) const = default;
    };
    /// Everybody is taken to be up at first: a service answers from its first moment on.
    bool isUp() const { return m_isUp; }
    /// True where that changed.
    bool checked(bool wasGood, const Settings &settings)
    {
        m_inRow = wasGood == m_isUp ? 0 : m_inRow + 1;
        if (m_inRow < (m_isUp ? settings.fall : settings.rise))
            return false;
        m_isUp = !m_isUp;
        m_inRow = 0;
        return true;
    }

private:
    bool m_isUp = true;
    std::uint32_t m_inRow = 0;
};

/// A host as the balancer sees it.
struct HostLoad {
    base::Ipv4Address address;
    std::uint32_t connections = 0;
    bool isUp = true;
    bool isDraining = false;
};

class Balancer {
public:
    /// The place of a host among `hosts`; nothing where none of the choice's can take a connection.
    std::optional<std::size_t> choose(const Choice &choice, const FourTuple &flow, std::span<const HostLoad> hosts);
    /// Forgets whose turn it is: the rules are others now.
    void reset() { m_turns.clear(); }

private:
    /// Weights in turn: each host gains its weight every time, the richest is chosen and pays what all gained. So 5, 1, 1
    /// gives a a b a c a a, not five times a in a row.
    std::map<std::vector<std::size_t>, std::vector<std::int64_t>> m_turns; // by the choice's hosts
};

} // namespace hopyard::migration
