// DPDK's forwarding tables; see fib_dpdk.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/fib_dpdk.h"

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_fib.h>
#include <rte_fib6.h>
#include <rte_lpm.h>

#include <cstdio>
#include <sched.h>

namespace hopyard::bench {

namespace {
constexpr std::uint32_t kTbl8 = 8192;
constexpr int kMaxRoutes = 1 << 21;
} // namespace

bool startDpdk()
{
    static const bool started = [] {
        cpu_set_t before;
        sched_getaffinity(0, sizeof before, &before);
        const char *arguments[] = {"bench", "--no-huge", "--no-pci", "--no-telemetry", "--no-shconf",
                                   "-m", "3072", "-l", "0", "--log-level=error", "--force-max-simd-bitwidth=512"};
        const int result = rte_eal_init(static_cast<int>(std::size(arguments)), const_cast<char **>(arguments));
        sched_setaffinity(0, sizeof before, &before); // it has bound this thread to one core
        return result >= 0;
    }();
    return started;
}

DpdkFib::DpdkFib(const std::vector<Route4> &routes, const char *name)
{
    rte_fib_conf conf{};
    conf.type = RTE_FIB_DIR24_8;
    conf.max_routes = kMaxRoutes;
    conf.dir24_8.nh_sz = RTE_FIB_DIR24_8_2B;
    conf.dir24_8.num_tbl8 = kTbl8;
    m_fib = rte_fib_create(name, -1, &conf);
    if (!m_fib) {
        std::fprintf(stderr, "rte_fib_create: %s\n", rte_strerror(rte_errno));
        return;
    }
    if (rte_fib_select_lookup(m_fib, RTE_FIB_LOOKUP_DIR24_8_VECTOR_AVX512) != 0)
        std::fprintf(stderr, "rte_fib: no AVX-512 here\n");
    for (const Route4 &route : routes)
        add(route);
}

DpdkFib::~DpdkFib() { rte_fib_free(m_fib); }

void DpdkFib::add(const Route4 &route)
{
    if (rte_fib_add(m_fib, route.address, route.length, route.hop) != 0)
        std::fprintf(stderr, "rte_fib_add: /%u refused\n", unsigned(route.length));
}

void DpdkFib::remove(const Route4 &route) { rte_fib_delete(m_fib, route.address, route.length); }

std::uint64_t DpdkFib::lookupBatch(const std::uint32_t *keys, unsigned count) const
{
    std::uint64_t hops[64];
    rte_fib_lookup_bulk(m_fib, const_cast<std::uint32_t *>(keys), hops, static_cast<int>(count));
    return hops[0];
}

std::uint64_t DpdkFib::lookup(std::span<const std::uint32_t> keys, unsigned batch) const
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i + batch <= keys.size(); i += batch)
        sum += lookupBatch(keys.data() + i, batch);
    return sum;
}

DpdkLpm::DpdkLpm(const std::vector<Route4> &routes)
{
    rte_lpm_config conf{};
    conf.max_rules = kMaxRoutes;
    conf.number_tbl8s = kTbl8;
    m_lpm = rte_lpm_create("lpm", -1, &conf);
    if (!m_lpm) {
        std::fprintf(stderr, "rte_lpm_create: %s\n", rte_strerror(rte_errno));
        return;
    }
    for (const Route4 &route : routes)
        rte_lpm_add(m_lpm, route.address, route.length, route.hop);
}

DpdkLpm::~DpdkLpm() { rte_lpm_free(m_lpm); }

std::uint64_t DpdkLpm::lookup(std::span<const std::uint32_t> keys, unsigned batch) const
{
    std::uint64_t sum = 0;
    if (batch == 1) {
        for (const std::uint32_t key : keys) {
            std::uint32_t hop = 0;
            rte_lpm_lookup(m_lpm, key, &hop);
            sum += hop;
        }
        return sum;
    }
    std::uint32_t hops[64];
    for (std::size_t i = 0; i + batch <= keys.size(); i += batch) {
        rte_lpm_lookup_bulk(m_lpm, keys.data() + i, hops, batch);
        sum += hops[0];
    }
    return sum;
}

DpdkFib6::DpdkFib6(const std::vector<Route6> &routes)
{
    rte_fib6_conf conf{};
    conf.type = RTE_FIB6_TRIE;
    conf.max_routes = kMaxRoutes;
    conf.trie.nh_sz = RTE_FIB6_TRIE_4B; // with two bytes it has too few tables of eight bits for these routes
    conf.trie.num_tbl8 = 1 << 18;
    m_fib = rte_fib6_create("fib6", -1, &conf);
    if (!m_fib) {
        std::fprintf(stderr, "rte_fib6_create: %s\n", rte_strerror(rte_errno));
        return;
    }
    if (rte_fib6_select_lookup(m_fib, RTE_FIB6_LOOKUP_TRIE_VECTOR_AVX512) != 0)
        std::fprintf(stderr, "rte_fib6: no AVX-512 here\n");
    for (const Route6 &route : routes)
        if (rte_fib6_add(m_fib, route.address.data(), route.length, route.hop) != 0)
            std::fprintf(stderr, "rte_fib6_add: /%u refused\n", unsigned(route.length));
}

DpdkFib6::~DpdkFib6() { rte_fib6_free(m_fib); }

std::uint64_t DpdkFib6::lookup(std::span<const std::array<std::uint8_t, 16>> keys, unsigned batch) const
{
    std::uint64_t hops[64];
    std::uint64_t sum = 0;
    auto *at = reinterpret_cast<std::uint8_t(*)[16]>(const_cast<std::array<std::uint8_t, 16> *>(keys.data()));
    for (std::size_t i = 0; i + batch <= keys.size(); i += batch) {
        rte_fib6_lookup_bulk(m_fib, at + i, hops, static_cast<int>(batch));
        sum += hops[0];
    }
    return sum;
}

} // namespace hopyard::bench
