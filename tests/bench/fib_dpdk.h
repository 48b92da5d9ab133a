// DPDK's forwarding tables as the peer of bench_forwarding_table: rte_fib (DIR24_8), rte_lpm and rte_fib6 (trie).
//
// Loops over keys are on this side, so that what DPDK inlines is inlined. Sums keep the loops from being left out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/real_routes.h"

#include <span>

struct rte_fib;
struct rte_fib6;
struct rte_lpm;

namespace hopyard::bench {

/// Starts DPDK's environment in ordinary memory, once. False: it does not start here.
bool startDpdk();

class DpdkFib {
public:
    /// Next hops of two bytes; AVX-512 where there is. No two have the same name at a time.
    explicit DpdkFib(const std::vector<Route4> &routes, const char *name = "fib");
    DpdkFib(const DpdkFib &) = delete;
    DpdkFib &operator=(const DpdkFib &) = delete;
    ~DpdkFib();
    std::uint64_t lookup(std::span<const std::uint32_t> keys, unsigned batch) const;
    std::uint64_t lookupBatch(const std::uint32_t *keys, unsigned count) const;
    void remove(const Route4 &route);
    void add(const Route4 &route);

private:
    rte_fib *m_fib;
};

class DpdkLpm {
public:
    explicit DpdkLpm(const std::vector<Route4> &routes); ///< takes most of a minute for a million
    DpdkLpm(const DpdkLpm &) = delete;
    DpdkLpm &operator=(const DpdkLpm &) = delete;
    ~DpdkLpm();
    std::uint64_t lookup(std::span<const std::uint32_t> keys, unsigned batch) const;

private:
    rte_lpm *m_lpm;
};

class DpdkFib6 {
public:
    explicit DpdkFib6(const std::vector<Route6> &routes);
    DpdkFib6(const DpdkFib6 &) = delete;
    DpdkFib6 &operator=(const DpdkFib6 &) = delete;
    ~DpdkFib6();
    std::uint64_t lookup(std::span<const std::array<std::uint8_t, 16>> keys, unsigned batch) const;

private:
    rte_fib6 *m_fib;
};

} // namespace hopyard::bench
