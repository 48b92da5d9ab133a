// Seeding and bounded draws; see random.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

namespace hopyard::base {

namespace {

std::uint64_t splitmix64(std::uint64_t &state)
{
    std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

} // namespace

Random::Random(std::uint64_t seed)
{
    for (std::uint64_t &word : m_state)
        word = splitmix64(seed);
}

Random Random::derive(std::uint64_t seed, std::string_view name)
{
    // FNV-1a over the name, mixed into the seed: names are short and need to differ, not to be secret.
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : name)
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3u;
    std::uint64_t state = seed;
    return Random(splitmix64(state) ^ hash);
}

std::uint64_t Random::below(std::uint64_t bound)
{
    if (bound == 0)
        return 0;
    auto product = static_cast<unsigned __int128>(next()) * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
        const std::uint64_t threshold = -bound % bound;
        while (static_cast<std::uint64_t>(product) < threshold)
            product = static_cast<unsigned __int128>(next()) * bound;
    }
    return static_cast<std::uint64_t>(product >> 64);
}

Duration Random::between(Duration from, Duration to)
{
    if (to <= from)
        return from;
    return from + Duration::nanoseconds(static_cast<std::int64_t>(below(static_cast<std::uint64_t>((to - from).ns()) + 1)));
}

} // namespace hopyard::base
