// See balance.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/balance.h"

#include "core/base/siphash.h"

namespace hopyard::migration {

namespace {

/// Not a secret: every forwarder and classifier of a lab must draw alike.
constexpr base::SipKey kDrawKey{0x686f707961726421u, 0x666c6f77732e2e2eu};

std::uint64_t drawOf(const FourTuple &flow, base::Ipv4Address candidate, std::uint32_t ticket)
{
    base::SipHash hash(kDrawKey);
    hash.add(std::uint64_t(flow.source.value()) << 32 | flow.destination.value());
    hash.add(std::uint64_t(flow.sourcePort) << 48 | std::uint64_t(flow.destinationPort) << 32 | candidate.value());
    return hash.finish(ticket, 4);
}

} // namespace

std::uint64_t drawOf(const FourTuple &flow, base::Ipv4Address candidate)
{
    return drawOf(flow, candidate, 0);
}

std::optional<std::size_t> Balancer::choose(const Choice &choice, const FourTuple &flow, std::span<const HostLoad> hosts)
{
    const auto mayTake = [&](const WeightedHost &one) {
        return one.host < hosts.size() && hosts[one.host].isUp && !hosts[one.host].isDraining;
    };
    std::optional<std::size_t> best;
    switch (choice.policy) {
    case Policy::leastConnections: {
        std::uint64_t load = 0, weight = 1;
        for (const WeightedHost &one : choice.hosts) {
            if (!mayTake(one))
                continue;
            // (connections + 1) / weight, compared without dividing; of equals the first.
            const std::uint64_t mine = std::uint64_t(hosts[one.host].connections) + 1;
            if (!best || mine * weight < load * one.weight) {
                best = one.host;
                load = mine;
                weight = one.weight;
            }
        }
        break;
    }
    case Policy::hash: { // as many draws as the weight says
        std::uint64_t most = 0;
        for (const WeightedHost &one : choice.hosts) {
            if (!mayTake(one))
                continue;
            for (std::uint32_t ticket = 0; ticket < one.weight; ++ticket) {
                const std::uint64_t draw = drawOf(flow, hosts[one.host].address, ticket);
                if (!best || draw > most) {
                    best = one.host;
                    most = draw;
                }
            }
        }
        break;
    }
    case Policy::weights: {
        std::vector<std::size_t> key;
        for (const WeightedHost &one : choice.hosts)
            key.push_back(one.host);
        std::vector<std::int64_t> &credit = m_turns[key];
        credit.resize(choice.hosts.size());
        std::int64_t gained = 0;
        std::size_t turn = 0;
        for (std::size_t i = 0; i < choice.hosts.size(); ++i) {
            if (!mayTake(choice.hosts[i]))
                continue;
            credit[i] += choice.hosts[i].weight;
            gained += choice.hosts[i].weight;
            if (!best || credit[i] > credit[turn]) {
                best = choice.hosts[i].host;
                turn = i;
            }
        }
        if (best)
            credit[turn] -= gained;
        break;
    }
    }
    return best;
}

} // namespace hopyard::migration
