// Choosing, telling and growing the window; see receive_window.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/receive_window.h"

#include <algorithm>
#include <bit>

namespace hopyard::transport::tcp {

namespace {

constexpr std::uint32_t kMaxField = 0xffff;

std::uint32_t roundDown(std::uint32_t value, std::uint32_t unit) { return unit > 0 ? value - value % unit : value; }
std::uint32_t alignUp(std::uint32_t value, std::uint8_t scale)
{
    const std::uint32_t mask = (std::uint32_t(1) << scale) - 1;
    return (value + mask) & ~mask;
}

} // namespace

void ReceiveWindow::start(std::uint32_t initialSpace, std::uint32_t most, std::uint32_t own, std::uint32_t limit,
                          std::uint32_t segment, bool mayScale)
{
    isFixed = own > 0;
    space = isFixed ? own : initialSpace;
    clamp = limit > 0 ? limit : kMaxField << kMaxScale;
    std::uint32_t first = std::min(space, clamp);
    if (first > segment)
        first = roundDown(first, segment);
    scale = 0;
    if (mayScale) {
        const std::uint32_t possible = std::min(std::max(space, most), clamp);
        const int bits = std::bit_width(possible) - 1;
        scale = static_cast<std::uint8_t>(std::clamp(bits - 15, 0, static_cast<int>(kMaxScale)));
    }
    clamp = std::min(clamp, kMaxField << scale);
    told = threshold = first;
}

void ReceiveWindow::establish(base::TimePoint now, Sequence next, std::uint32_t segment)
{
    clamp = std::min(clamp, kMaxField << scale);
    threshold = std::min({threshold, clamp, space});
    roundStart = now;
    roundRead = next;
    lastRound = std::min({threshold, told, 10 * segment});
}

std::uint32_t ReceiveWindow::choose(std::uint32_t queued, std::uint32_t segment) const
{
    const std::uint32_t full = std::min(space, clamp);
    if (segment > full)
        segment = full;
    if (segment == 0)
        return 0;
    std::uint32_t free = space > queued ? space - queued : 0;
    if (free < full / 2) {
        free = free >> scale << scale;
        if (free < space / 16 || free < segment)
            return 0;
    }
    free = std::min({free, threshold, clamp});
    if (scale > 0)
        return alignUp(free, scale);
    // Without a scale: whole segments, and no small changes.
    if (told > free || told + segment <= free)
        return roundDown(free, segment);
    if (segment == full && free > told + full / 2)
        return free;
    return told;
}

std::uint16_t ReceiveWindow::tell(Sequence next, std::uint32_t queued, std::uint32_t segment)
{
    const std::uint32_t current = open(next);
    std::uint32_t window = choose(queued, segment);
    if (window < current) {
        // What was offered stays offered (RFC 9293 section 3.8.6). Where there is room the field is rounded up, so that
        // the edge does not seem to move back; for ever it may not, or single bytes would push it past the buffer.
        const std::uint32_t rounded = alignUp(current, scale);
        window = std::uint64_t(rounded) + queued <= space ? rounded : current;
    }
    window = std::min(window, kMaxField << scale);
    told = window;
    toldAt = next;
    return static_cast<std::uint16_t>(window >> scale);
}

void ReceiveWindow::onData(std::uint32_t queued, std::uint32_t length, std::uint32_t advertised)
{
    const std::uint32_t free = space > queued ? space - queued : 0;
    const std::uint32_t room = std::min(clamp, free);
    if (threshold >= room || length < 128)
        return;
    threshold += std::min(room - threshold, std::max(2 * advertised, 2 * length));
}

void ReceiveWindow::onRead(base::TimePoint now, Sequence read, std::uint32_t most, std::uint32_t advertised)
{
    if (rtt == base::Duration() || now - roundStart < rtt)
        return;
    const auto bytes = static_cast<std::uint32_t>(std::max<std::int32_t>(read - roundRead, 0));
    if (bytes > lastRound) {
        if (!isFixed) {
            // Twice what was read, room for losses, and twice the growth since last time (slow start doubles).
            std::uint64_t wanted = std::uint64_t(bytes) * 2 + 16u * advertised;
            if (lastRound > 0)
                wanted += 2 * (wanted * (bytes - lastRound) / lastRound);
            const auto grown = static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, most));
            if (grown > space) {
                space = grown;
                clamp = std::min(std::max(clamp, space), kMaxField << scale);
            }
        }
        lastRound = bytes;
    }
    roundStart = now;
    roundRead = read;
}

void ReceiveWindow::sampleRtt(base::Duration sample, bool fromWindow)
{
    sample = std::max(sample, base::Duration::microseconds(1));
    if (rtt == base::Duration())
        rtt = sample;
    else if (fromWindow) // an upper bound: only the least counts
        rtt = std::min(rtt, sample);
    else
        rtt = rtt - rtt / 8 + sample / 8;
}

void ReceiveWindow::measure(base::TimePoint now, Sequence next)
{
    if (rttStart == base::TimePoint() || next >= rttEnd) {
        if (rttStart != base::TimePoint())
            sampleRtt(now - rttStart, true);
        rttStart = now;
        rttEnd = next + std::max<std::uint32_t>(told, 1);
    }
}

} // namespace hopyard::transport::tcp
