// See packet_log.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/packet_log.h"

#include "core/dissect/head.h"
#include "emulation/engine/packet_feed.h"

#include <algorithm>
#include <utility>

namespace hopyard::engine {

namespace trace = base::trace;

trace::Kinds PacketLog::kinds()
{
    return trace::kindOf<trace::PacketSent>() | trace::kindOf<trace::PacketScheduled>() | trace::kindOf<trace::PacketDropped>()
        | trace::kindOf<trace::PacketForwarded>() | trace::kindOf<trace::BufferStep>();
}

void PacketLog::event(base::TimePoint time, const trace::Event &event)
{
    if (const auto *sent = std::get_if<trace::PacketSent>(&event)) {
        row(time, sent->packetId,
            {sent->link, {}, sent->direction, std::nullopt, base::TimePoint::never(), base::TimePoint::never()}, sent->bytes);
    } else if (const auto *scheduled = std::get_if<trace::PacketScheduled>(&event)) {
        // The link's own event follows at once; duplicates made by the link do not, and are no rows.
        if (m_entries.empty() || m_entries.back().packetId != scheduled->packetId)
            return;
        if (auto *crossing = std::get_if<Crossing>(&m_entries.back().what)) {
            crossing->departs = scheduled->departs;
            crossing->arrives = scheduled->arrives;
        }
    } else if (const auto *dropped = std::get_if<trace::PacketDropped>(&event)) {
        row(time, dropped->packetId,
            {dropped->link, dropped->node, dropped->direction, dropped->reason, base::TimePoint::never(), base::TimePoint::never()},
            dropped->bytes);
    } else if (const auto *forwarded = std::get_if<trace::PacketForwarded>(&event)) {
        push({m_lastNumber, forwarded->packetId, time,
              Forwarded{forwarded->node, forwarded->matched, forwarded->nextHop, forwarded->out}});
    } else if (const auto *step = std::get_if<trace::BufferStep>(&event)) {
        if (step->packetId != 0)
            push({m_lastNumber, step->packetId, time,
                  Buffer{step->node, step->step, std::string(step->guest), step->hostPage, step->guestPage}});
    }
}

void PacketLog::row(base::TimePoint time, std::uint64_t packetId, Crossing crossing, base::Bytes bytes)
{
    ++m_lastNumber;
    crossing.length = static_cast<std::uint32_t>(bytes.size());
    std::size_t size = std::min(bytes.size(), m_snap);
    if (size > kDefaultSnap) {
        if (m_whole < size)
            size = kDefaultSnap;
        else
            m_whole -= size;
    }
    crossing.size = static_cast<std::uint32_t>(size);
    crossing.place = keep(bytes.first(crossing.size));
    std::optional<filter::PacketHead> head; // made once, and only where somebody wants it
    for (PacketFeed *feed : m_feeds) {
        if (!feed->wants(crossing.link, crossing.node))
            continue;
        if (!head) {
            head.emplace();
            head->number = m_lastNumber;
            head->packetId = packetId;
            head->time = time;
            head->link = crossing.link;
            head->node = crossing.link.isValid() ? base::NodeId() : crossing.node;
            head->direction = crossing.direction;
            if (crossing.drop)
                head->drop = static_cast<std::uint8_t>(*crossing.drop);
            dissect::fillHead(bytes, *head);
            m_streams.number(*head);
            crossing.stream = head->stream;
            crossing.tcp = head->layers.has(filter::Layer::tcp);
        }
        feed->offer(*head);
    }
    push({m_lastNumber, packetId, time, crossing});
}

void PacketLog::push(Entry entry)
{
    m_entries.push_back(std::move(entry));
    const auto hasGone = [this](const Entry &oldest) {
        const auto *crossing = std::get_if<Crossing>(&oldest.what);
        return m_entries.size() > kMaxEntries || (crossing && crossing->place + kMaxBytes < m_written);
    };
    while (!m_entries.empty() && hasGone(m_entries.front()))
        m_entries.pop_front();
}

/// Never across the ring's end, so that a packet's bytes stand together.
std::uint64_t PacketLog::keep(base::Bytes bytes)
{
    if (!m_bytes)
        m_bytes = std::make_unique_for_overwrite<std::uint8_t[]>(kMaxBytes);
    const std::size_t at = m_written % kMaxBytes;
    if (at + bytes.size() > kMaxBytes)
        m_written += kMaxBytes - at;
    const std::uint64_t place = m_written;
    std::copy(bytes.begin(), bytes.end(), &m_bytes[place % kMaxBytes]);
    m_written += bytes.size();
    return place;
}

void PacketLog::add(PacketFeed *feed)
{
    m_feeds.push_back(feed);
    m_snap = 0;
    for (const PacketFeed *f : m_feeds)
        m_snap = std::max(m_snap, f->options().snap);
}

void PacketLog::remove(PacketFeed *feed)
{
    std::erase(m_feeds, feed);
    if (m_feeds.empty()) {
        clear();
        m_bytes.reset(); // the memory back
        m_written = 0;
    }
}

void PacketLog::clear()
{
    m_entries.clear();
    m_streams.clear();
    for (PacketFeed *feed : m_feeds)
        feed->cutAfter(base::TimePoint() - base::Duration::nanoseconds(1));
}

/// Conversations keep their numbers: the same ones come again.
void PacketLog::cutAfter(base::TimePoint time)
{
    while (!m_entries.empty() && m_entries.back().time > time)
        m_entries.pop_back();
    for (PacketFeed *feed : m_feeds)
        feed->cutAfter(time);
}

const PacketLog::Entry *PacketLog::find(std::uint64_t number) const
{
    const auto found = std::lower_bound(m_entries.begin(), m_entries.end(), number,
                                        [](const Entry &entry, std::uint64_t n) { return entry.number < n; });
    if (found == m_entries.end() || found->number != number || !std::holds_alternative<Crossing>(found->what))
        return nullptr;
    return &*found;
}

base::Bytes PacketLog::kept(const Crossing &crossing) const
{
    return m_bytes ? base::Bytes(&m_bytes[crossing.place % kMaxBytes], crossing.size) : base::Bytes();
}

std::vector<const PacketLog::Entry *> PacketLog::stream(std::uint32_t number, bool tcp) const
{
    std::vector<const Entry *> all;
    for (const Entry &entry : m_entries)
        if (const auto *crossing = std::get_if<Crossing>(&entry.what); crossing && crossing->stream == number && crossing->tcp == tcp)
            all.push_back(&entry);
    return all;
}

std::vector<const PacketLog::Entry *> PacketLog::path(std::uint64_t packetId) const
{
    std::vector<const Entry *> all;
    for (const Entry &entry : m_entries)
        if (entry.packetId == packetId)
            all.push_back(&entry);
    return all;
}

} // namespace hopyard::engine
