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
constexpr std::uint32_t kCloseEnough = 8;    ///< bytes between what passes and what does not: the search is over
constexpr std::uint32_t kMinWindow = 11;     ///< segments: so that a lost probe is found by those behind it
constexpr base::Duration kSearchAgain = base::Duration::seconds(600); ///< paths change
constexpr base::Duration kLookAgain = base::Duration::seconds(10);

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

/// From what every path carries towards what the interface would (RFC 4821 section 7.2).
void Machine::startMtuSearch()
{
    s.path.searchHigh = s.path.mtu;
    s.path.searchLow = std::min(kBaseMss + headersOf(s), s.path.searchHigh);
    syncMss();
}

/// IP may have learnt of the path, or forgotten what it knew (RFC 1191 section 6.3).
void Machine::refreshPath()
{
    if (now() - s.path.checkedAt < kLookAgain)
        return;
    s.path.checkedAt = now();
    const std::uint32_t mtu = env.ip.mtuTo(s.remote.address);
    if (mtu < s.path.mtu) {
        onTooBig(mtu);
    } else if (mtu > s.path.mtu) {
        s.path.mtu = mtu;
        syncMss();
    }
}

/// Tries a larger segment, where the MTU was lowered on suspicion: half way between what passes and what may not (RFC
/// 4821 section 7.3). True: it was sent.
bool Machine::sendMtuProbe()
{
    PathMtu &p = s.path;
    if (p.searchHigh == 0 || p.probeMtu != 0 || s.loss.linuxState() != 0
        || s.loss.congestionWindowSegments() < kMinWindow)
        return false;
    if (p.searchHigh - p.searchLow < kCloseEnough) {
        if (now() < p.nextProbe)
            return false;
        p.searchHigh = p.mtu;
        p.nextProbe = now() + kSearchAgain;
        if (p.searchHigh < p.searchLow + kCloseEnough)
            return false;
    }
    const std::uint32_t mtu = (p.searchHigh + p.searchLow + 1) / 2;
    const std::uint32_t options = s.timestamps.isOn ? 12 : 0;
    std::uint32_t length = mtu - headersOf(s) - options;
    length = std::min<std::uint32_t>(length, s.agreed.peerMss - options);
    // Enough behind it that its loss shows, and the windows must hold all of it.
    const std::uint32_t needed = length + 3 * s.send.mss;
    const std::int32_t waiting = s.send.queue.end() - s.send.next;
    const std::int32_t usable = (s.send.una + s.send.window) - s.send.next;
    if (length <= s.send.mss || waiting < static_cast<std::int32_t>(needed)
        || usable < static_cast<std::int32_t>(needed) || s.loss.windowLeft() < 2 * s.send.mss)
        return false;
    p.probeMtu = mtu;
    p.probeFrom = s.send.next;
    p.probeEnd = s.send.next + length;
    p.nextProbe = now() + kSearchAgain;
    ++env.counters.mtuProbes;
    sendRange({p.probeFrom, p.probeEnd}, false);
    s.loss.setMtuProbe({p.probeFrom, p.probeEnd});
    return true;
}

/// An ACK came: the probe passed, or was found lost.
void Machine::judgeMtuProbe(bool lost)
{
    PathMtu &p = s.path;
    if (p.probeMtu == 0)
        return;
    if (lost)
        p.searchHigh = p.probeMtu - 1;
    else if (s.send.una >= p.probeEnd)
        p.searchLow = p.probeMtu;
    else
        return;
    p.probeMtu = 0;
    syncMss();
}

/// Time-outs in a row of full segments, though smaller ones may pass.
void Machine::suspectBlackHole()
{
    if (env.node.mtuProbing == 0 || !s.settings.dontFragment)
        return;
    const std::uint32_t headers = headersOf(s);
    const std::uint32_t options = s.timestamps.isOn ? 12 : 0;
    if (s.send.next - s.send.una < static_cast<std::int32_t>(s.send.mss))
        return; // what vanishes is not large
    const std::uint32_t before = s.send.mss;
    if (s.path.searchHigh == 0) {
        startMtuSearch();
    } else {
        s.path.searchLow = std::max((s.path.searchLow - headers) / 2, kMinMss + options) + headers;
        s.path.searchLow = std::min(s.path.searchLow, s.path.searchHigh);
        syncMss();
    }
    if (s.send.mss < before)
        s.loss.onPacketTooBig();
}

} // namespace hopyard::transport::tcp
