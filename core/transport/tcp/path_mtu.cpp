// The size of full segments: by the path's MTU (RFC 1191, RFC 6691), smaller where ICMP says so, and smaller by
// suspicion where full segments vanish without a word (RFC 4821, black-hole detection).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/machine.h"

#include <algorithm>

namespace hopyard::transport::tcp {

namespace {

constexpr std::uint32_t kHeaders = 40;       ///< IPv4 and TCP without options
constexpr std::uint32_t kIpv6Headers = 60;
constexpr std::uint32_t kMinMss = 48;
constexpr std::uint32_t kBaseMss = 1'024;    ///< RFC 4821 section 7.2: what every path can be expected to carry

std::uint32_t headersOf(const ConnectionState &s) { return s.remote.address.isV6() ? kIpv6Headers : kHeaders; }

} // namespace

/// Payload of a full segment, by path, peer, user and options.
void Machine::syncMss()
{
    const std::uint32_t headers = headersOf(s);
    std::uint32_t mtu = s.path.mtu;
    if (s.path.searchHigh > 0)
        mtu = std::min(mtu, s.path.searchLow);
    std::uint32_t mss = mtu > headers + kMinMss ? mtu - headers : kMinMss;
    mss = std::min<std::uint32_t>(mss, s.agreed.peerMss);
    if (s.settings.maxSegment > 0)
        mss = std::min<std::uint32_t>(mss, s.settings.maxSegment);
    const std::uint32_t options = (s.timestamps.isOn ? 12 : 0) + (s.settings.signingKeys.empty() ? 0 : 20);
    mss = std::max(mss, kMinMss) - std::min(options, kMinMss / 2);
    if (mss == s.send.mss)
        return;
    s.send.mss = mss;
    s.loss.setMss(mss);
}

/// The path carries no more than `mtu` bytes: what is under way and larger goes again at once (RFC 1191 section 6.5).
void Machine::onTooBig(std::uint32_t mtu)
{
    if (mtu == 0 || mtu >= s.path.mtu)
        return;
    s.path.mtu = mtu;
    const std::uint32_t before = s.send.mss;
    syncMss();
    if (s.send.mss < before && s.send.next > s.send.una)
        s.loss.onPacketTooBig();
}

/// Time-outs in a row of full segments, though smaller ones may pass.
void Machine::suspectBlackHole()
{
    if (env.node.mtuProbing == 0 || !s.settings.dontFragment)
        return;
    const std::uint32_t headers = headersOf(s);
    const std::uint32_t options = s.timestamps.isOn ? 12 : 0;
    if (s.path.searchHigh == 0) {
        s.path.searchHigh = s.path.mtu;
        s.path.searchLow = kBaseMss + headers;
    } else {
        s.path.searchLow = std::max((s.path.searchLow - headers) / 2, kMinMss + options) + headers;
    }
    s.path.searchLow = std::min(s.path.searchLow, s.path.searchHigh);
    const std::uint32_t before = s.send.mss;
    syncMss();
    if (s.send.mss < before)
        s.loss.onPacketTooBig();
}

} // namespace hopyard::transport::tcp
