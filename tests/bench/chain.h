// The chain that Hopyard and ns-3 both run: a source, ten routers in a row, a sink; UDP datagrams at a steady rate.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace hopyard::bench {

struct Chain {
    int routers = 10;
    std::uint64_t rateBps = 10'000'000'000; ///< of each link
    std::int64_t delayNs = 1'000'000;       ///< of each link
    std::uint32_t payload = 1'000;          ///< bytes of UDP payload
    std::int64_t intervalNs = 10'000;       ///< between datagrams
    std::uint64_t packets = 20'000;
    int links() const { return routers + 1; }
};

/// What one run did: a packet that crossed one link is one packet-hop.
struct ChainResult {
    std::uint64_t delivered = 0; ///< datagrams at the sink
    std::uint64_t packetHops = 0;
};

/// Sets up the chain when made (not measured), runs it in run() (measured).
class Ns3Chain {
public:
    explicit Ns3Chain(const Chain &chain);
    ~Ns3Chain();
    ChainResult run();

private:
    struct Impl;
    Impl *m_impl;
};

} // namespace hopyard::bench
