// Keyed hashes of connections; see secrets.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/secrets.h"

#include <array>

namespace hopyard::transport::tcp {

namespace {

base::SipKey draw(base::Random &random)
{
    const std::uint64_t first = random.next();
    return {first, random.next()};
}

/// What three bits of a cookie can say about the peer's MSS; the values that matter on real paths.
constexpr std::array<std::uint16_t, 8> kCookieMss{216, 536, 1'024, 1'300, 1'400, 1'440, 1'460, 8'960};
constexpr base::Duration kCookiePeriod = base::Duration::seconds(64);
constexpr std::uint32_t kOptionBits = 0x3f; // of the timestamp: scale (4), SACK, ECN
constexpr std::uint8_t kNoScale = 15;

void addAddress(base::SipHash &hash, const base::IpAddress &address)
{
    const base::Bytes bytes = address.bytes();
    std::uint64_t word = 0;
    if (bytes.size() == 4) {
        hash.add(base::loadU32(bytes.data()));
        return;
    }
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
        word = base::loadU64(bytes.data() + i);
        hash.add(word);
    }
}

std::uint32_t clockOf(base::TimePoint now) { return static_cast<std::uint32_t>(now.ns() / 1'000'000); }

} // namespace

Secrets::Secrets(base::Random &random)
    : m_numbers(draw(random)), m_timestamps(draw(random)), m_cookies(draw(random)), m_fastOpen(draw(random)),
      m_table(draw(random))
{
}

std::uint64_t Secrets::hash(const base::SipKey &key, const Endpoint &local, const Endpoint &remote,
                            std::uint64_t more) const
{
    base::SipHash hash(key);
    addAddress(hash, local.address);
    addAddress(hash, remote.address);
    hash.add(std::uint64_t(local.port) << 48 | std::uint64_t(remote.port) << 32 | (more & 0xffffffff));
    return hash.finish(more >> 32, 4);
}

Sequence Secrets::initialNumber(base::TimePoint now, const Endpoint &local, const Endpoint &remote) const
{
    return Sequence(static_cast<std::uint32_t>(hash(m_numbers, local, remote, 0))
                    + static_cast<std::uint32_t>(now.ns() >> 6));
}

std::uint32_t Secrets::timestampOffset(const base::IpAddress &local, const base::IpAddress &remote) const
{
    return static_cast<std::uint32_t>(hash(m_timestamps, {local, 0}, {remote, 0}, 0));
}

std::uint32_t Secrets::place(const Endpoint &local, const Endpoint &remote) const
{
    // Two multiplications instead of a whole SipHash: a peer that fills one chain of the table has to know the seed.
    if (local.address.isV4() && remote.address.isV4()) {
        const std::uint64_t addresses = std::uint64_t(local.address.v4().value()) << 32 | remote.address.v4().value();
        const std::uint64_t ports = std::uint64_t(local.port) << 16 | remote.port;
        std::uint64_t h = (addresses ^ m_table.first) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
        h = (h + (ports ^ m_table.second)) * 0xd6e8feb86659fd93u;
        return static_cast<std::uint32_t>(h >> 32);
    }
    return static_cast<std::uint32_t>(hash(m_table, local, remote, 0));
}

Secrets::Cookie Secrets::makeCookie(base::TimePoint now, const Endpoint &local, const Endpoint &remote, Sequence irs,
                                    const SynOptions &options) const
{
    std::uint32_t mss = 0;
    while (mss + 1 < kCookieMss.size() && kCookieMss[mss + 1] <= options.mss)
        ++mss;
    const auto period = static_cast<std::uint32_t>(now.ns() / kCookiePeriod.ns()) & 31;
    const std::uint32_t head = period << 3 | mss;
    const std::uint64_t secret = hash(m_cookies, local, remote, std::uint64_t(irs.value) << 32 | head);
    Cookie cookie;
    cookie.number = Sequence(head << 24 | (static_cast<std::uint32_t>(secret) & 0xffffff));
    const std::uint32_t clock = clockOf(now);
    const std::uint32_t bits =
        options.scale.value_or(kNoScale) | (options.sack ? 0x10u : 0u) | (options.ecn ? 0x20u : 0u);
    std::uint32_t wanted = (clock & ~kOptionBits) | bits;
    if (wanted > clock)
        wanted -= kOptionBits + 1;
    cookie.timestampOffset = timestampOffset(local.address, remote.address) + (wanted - clock);
    return cookie;
}

std::optional<SynOptions> Secrets::readCookie(base::TimePoint now, const Endpoint &local, const Endpoint &remote,
                                              Sequence irs, Sequence number,
                                              const std::optional<wire::TcpTimestamps> &timestamps) const
{
    const std::uint32_t head = number.value >> 24;
    const auto period = static_cast<std::uint32_t>(now.ns() / kCookiePeriod.ns()) & 31;
    if (((period - (head >> 3)) & 31) > 1)
        return std::nullopt;
    const std::uint64_t secret = hash(m_cookies, local, remote, std::uint64_t(irs.value) << 32 | head);
    if ((static_cast<std::uint32_t>(secret) & 0xffffff) != (number.value & 0xffffff))
        return std::nullopt;
    SynOptions options;
    options.mss = kCookieMss[head & 7];
    if (timestamps) { // only who sent them can have got the rest of the options through
        const std::uint32_t bits = (timestamps->echo - timestampOffset(local.address, remote.address)) & kOptionBits;
        options.timestamps = timestamps;
        if ((bits & 15) != kNoScale)
            options.scale = static_cast<std::uint8_t>(bits & 15);
        options.sack = (bits & 0x10) != 0;
        options.ecn = (bits & 0x20) != 0;
    }
    return options;
}

} // namespace hopyard::transport::tcp
