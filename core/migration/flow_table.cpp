// See flow_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/flow_table.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hopyard::migration {

namespace {

constexpr base::Duration kTick = base::Duration::milliseconds(62) + base::Duration::microseconds(500); // 1/16 s
constexpr std::uint32_t kNumberBits = FlowIndex::kNumberBits;
constexpr std::uint32_t kGenerationBits = 8; // with the number 30 bits: each half of an identifier has 15
constexpr std::uint32_t kGenerations = 1u << kGenerationBits;
constexpr std::uint32_t kSlice = 4'096; // entries that one step of the sweep looks at, at least
constexpr std::array<std::string_view, 3> kEncapsulations{"ports", "shim", "ipip"};

} // namespace

std::string_view toString(Encapsulation encapsulation)
{
    return kEncapsulations[static_cast<std::size_t>(encapsulation)];
}

std::optional<Encapsulation> parseEncapsulation(std::string_view text)
{
    const auto found = std::find(kEncapsulations.begin(), kEncapsulations.end(), text);
    if (found == kEncapsulations.end())
        return std::nullopt;
    return static_cast<Encapsulation>(found - kEncapsulations.begin());
}

std::string_view toString(FlowState state)
{
    switch (state) {
    case FlowState::free: return "free";
    case FlowState::opening: return "opening";
    case FlowState::open: return "open";
    case FlowState::finishing: return "finishing";
    case FlowState::closed: return "closed";
    case FlowState::reset: return "reset";
    }
    return "unknown";
}

FlowTable::FlowTable(base::Random random, const FlowTimeouts &timeouts, std::uint32_t limit)
    : m_timeouts(timeouts), m_limit(std::min(limit, kMaxFlows)), m_key{random.next(), random.next()},
      m_generation(static_cast<std::uint32_t>(random.below(kGenerations)))
{
}

std::uint32_t FlowTable::tickOf(base::TimePoint now)
{
    return static_cast<std::uint32_t>(now.ns() / kTick.ns());
}

/// Rounded up, and one more for the tick that had begun: nothing ends too early.
std::uint32_t FlowTable::ticks(base::Duration duration)
{
    return static_cast<std::uint32_t>((duration.ns() + kTick.ns() - 1) / kTick.ns() + 1);
}

/// The generation stands above the number; the low 15 bits go into the lower half, the others into the upper. The number
/// counts from one, so that no identifier is 0.
FlowId FlowTable::idOf(std::uint32_t number, std::uint32_t generation)
{
    const std::uint32_t value = (generation % kGenerations) << kNumberBits | (number + 1);
    return FlowId((value >> 15) << 16 | (value & 0x7fff));
}

std::uint32_t FlowTable::numberOf(FlowId id)
{
    const std::uint32_t value = (id.value() >> 16) << 15 | (id.value() & 0x7fff);
    return (value & kMaxFlows) - 1; // of 0: kNone, beyond every entry
}

std::uint32_t FlowTable::hashOf(const FourTuple &flow) const
{
    base::SipHash hash(m_key);
    hash.add(std::uint64_t(flow.source.value()) << 32 | flow.destination.value());
    return static_cast<std::uint32_t>(hash.finish(std::uint64_t(flow.sourcePort) << 16 | flow.destinationPort, 4));
}

const FlowTable::Entry *FlowTable::find(const FourTuple &flow, std::uint32_t hash) const
{
    const std::uint32_t number = m_index.find(hash, [&](std::uint32_t n) { return m_entries[n].flow() == flow; });
    return number == FlowIndex::kNone ? nullptr : &m_entries[number];
}

const FlowTable::Entry *FlowTable::find(const FourTuple &flow) const
{
    return find(flow, hashOf(flow));
}

const FlowTable::Entry *FlowTable::find(FlowId id) const
{
    const std::uint32_t number = numberOf(id);
    if (number >= m_entries.size())
        return nullptr;
    const Entry &entry = m_entries[number];
    return entry.m_state != FlowState::free && entry.id() == id ? &entry : nullptr;
}

const FlowTable::Entry *FlowTable::insert(base::TimePoint now, const FourTuple &flow, base::Ipv4Address host,
                                          Encapsulation encapsulation)
{
    const std::uint32_t hash = hashOf(flow);
    if (const Entry *known = find(flow, hash)) {
        if (!known->isOver())
            return nullptr;
        end(now, numberOf(*known));
    }
    const std::uint32_t number = takeFree(now);
    if (number == kNone) {
        ++m_counters.full;
        return nullptr;
    }
    Entry &entry = m_entries[number];
    entry.m_client = flow.source;
    entry.m_clientPort = flow.sourcePort;
    entry.m_service = flow.destination;
    entry.m_servicePort = flow.destinationPort;
    entry.m_host = host;
    entry.m_epoch = 0;
    entry.m_seen = tickOf(now);
    entry.m_encapsulation = encapsulation;
    entry.m_state = FlowState::opening;
    ++m_perHost[host];
    m_index.insert(hash, number, [&](std::uint32_t n) { return hashOf(m_entries[n].flow()); });
    ++m_size;
    ++m_counters.inserted;
    if (m_nextSweep.isNever())
        scheduleSweep(now);
    return &entry;
}

/// The entry that has been free longest, where its quarantine is over; else one more.
std::uint32_t FlowTable::takeFree(base::TimePoint now)
{
    if (m_firstFree != kNone) {
        const std::uint32_t number = m_firstFree;
        Entry &entry = m_entries[number];
        if (tickOf(now) - entry.m_seen >= ticks(m_timeouts.quarantine)) {
            m_firstFree = entry.m_client.value();
            if (m_firstFree == kNone)
                m_lastFree = kNone;
            const std::uint32_t value = (entry.m_id >> 16) << 15 | (entry.m_id & 0x7fff);
            entry.m_id = idOf(number, (value >> kNumberBits) + 1).value();
            return number;
        }
    }
    if (m_entries.size() >= m_limit)
        return kNone;
    if (m_entries.size() == m_entries.capacity()) // by a fifth at a time: memory, not copying, is what counts here
        m_entries.reserve(std::max<std::size_t>(64, m_entries.size() + m_entries.size() / 5));
    const auto number = static_cast<std::uint32_t>(m_entries.size());
    m_entries.emplace_back().m_id = idOf(number, m_generation).value();
    return number;
}

void FlowTable::setState(Entry &entry, FlowState state)
{
    const bool wasOver = entry.isOver();
    entry.m_state = state;
    if (wasOver == (state == FlowState::free || entry.isOver()))
        return;
    if (wasOver)
        ++m_perHost[entry.m_host];
    else if (--m_perHost[entry.m_host] == 0)
        m_perHost.erase(entry.m_host);
}

void FlowTable::seen(base::TimePoint now, const Entry &constEntry, wire::TcpFlags flags, bool fromHost)
{
    Entry &entry = m_entries[numberOf(constEntry)];
    entry.m_seen = tickOf(now);
    const bool fin = flags.has(wire::TcpFlags::fin);
    if (flags.has(wire::TcpFlags::rst)) {
        if (entry.m_state != FlowState::closed)
            setState(entry, FlowState::reset);
        return;
    }
    if (fin)
        entry.m_fins = static_cast<std::uint16_t>(entry.m_fins | (fromHost ? 2 : 1));
    FlowState next = entry.m_state;
    if (entry.m_fins == 3)
        next = FlowState::closed;
    else if (entry.m_state == FlowState::closed)
        next = FlowState::closed; // its host said so
    else if (entry.m_fins != 0)
        next = FlowState::finishing;
    else if (entry.m_state == FlowState::reset || (entry.m_state == FlowState::opening && !flags.has(wire::TcpFlags::syn)))
        next = FlowState::open;
    if (next != entry.m_state)
        setState(entry, next);
}

FlowTable::Switch FlowTable::switchTo(FlowId id, base::Ipv4Address from, std::uint32_t epoch, base::Ipv4Address to)
{
    const Entry *known = find(id);
    if (!known)
        return Switch::unknownFlow;
    Entry &entry = m_entries[numberOf(*known)];
    if (entry.m_epoch == epoch + 1 && entry.m_host == to)
        return Switch::done; // asked before
    if (entry.m_epoch != epoch || entry.m_host != from)
        return Switch::otherOwner;
    const FlowState state = entry.m_state;
    setState(entry, FlowState::closed); // off the one host's count
    entry.m_host = to;
    entry.m_epoch = epoch + 1;
    setState(entry, state); // on the other's
    ++m_counters.switched;
    return Switch::done;
}

bool FlowTable::ended(base::TimePoint now, FlowId id, std::uint32_t epoch)
{
    const Entry *known = find(id);
    if (!known || known->m_epoch != epoch)
        return false;
    Entry &entry = m_entries[numberOf(*known)];
    entry.m_seen = tickOf(now);
    setState(entry, FlowState::closed);
    return true;
}

void FlowTable::erase(base::TimePoint now, FlowId id)
{
    if (const Entry *known = find(id))
        end(now, numberOf(*known));
}

void FlowTable::end(base::TimePoint now, std::uint32_t number)
{
    Entry &entry = m_entries[number];
    m_index.erase(hashOf(entry.flow()), number, [&](std::uint32_t n) { return hashOf(m_entries[n].flow()); });
    setState(entry, FlowState::free);
    entry.m_fins = 0;
    entry.m_seen = tickOf(now);
    entry.m_client = base::Ipv4Address(kNone);
    if (m_lastFree == kNone)
        m_firstFree = number;
    else
        m_entries[m_lastFree].m_client = base::Ipv4Address(number);
    m_lastFree = number;
    --m_size;
    ++m_counters.ended;
}

std::uint32_t FlowTable::timeoutOf(FlowState state) const
{
    switch (state) {
    case FlowState::opening: return ticks(m_timeouts.opening);
    case FlowState::open: return ticks(m_timeouts.open);
    case FlowState::finishing: return ticks(m_timeouts.finishing);
    case FlowState::closed: return ticks(m_timeouts.closed);
    case FlowState::reset: return ticks(m_timeouts.reset);
    case FlowState::free: break;
    }
    return kNone;
}

/// A pass over all entries takes kPass, in slices of a few thousand, so that a large table costs no hiccup.
void FlowTable::scheduleSweep(base::TimePoint now)
{
    const std::int64_t slices = std::clamp<std::int64_t>(static_cast<std::int64_t>(m_entries.size() / kSlice), 1, 256);
    m_nextSweep = m_size == 0 ? base::TimePoint::never() : now + kPass / slices;
}

void FlowTable::expire(base::TimePoint now)
{
    if (m_nextSweep > now)
        return;
    const std::uint32_t tick = tickOf(now);
    const std::size_t slices = std::clamp<std::size_t>(m_entries.size() / kSlice, 1, 256);
    const std::size_t slice = (m_entries.size() + slices - 1) / slices;
    for (std::size_t i = 0; i < slice && !m_entries.empty(); ++i) {
        if (m_sweepAt >= m_entries.size())
            m_sweepAt = 0;
        const std::uint32_t number = m_sweepAt++;
        const Entry &entry = m_entries[number];
        if (entry.m_state == FlowState::free || tick - entry.m_seen < timeoutOf(entry.m_state))
            continue;
        m_counters.timedOut += entry.m_state == FlowState::open;
        end(now, number);
    }
    scheduleSweep(now);
}

std::uint32_t FlowTable::countOf(base::Ipv4Address host) const
{
    const auto found = m_perHost.find(host);
    return found == m_perHost.end() ? 0 : found->second;
}

std::size_t FlowTable::memory() const
{
    constexpr std::size_t kMapNode = 48;
    return sizeof *this + m_entries.capacity() * sizeof(Entry) + m_index.memory() + m_perHost.size() * kMapNode;
}

} // namespace hopyard::migration
