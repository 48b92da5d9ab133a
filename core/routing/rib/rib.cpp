// Offers and questions; see rib.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rib/rib.h"

#include <algorithm>
#include <tuple>

namespace hopyard::routing {

namespace {

/// A list of at most so many keeps its memory.
constexpr std::size_t kKeptChanges = 1 << 16;

unsigned __int128 key6(const base::IpAddress &address)
{
    unsigned __int128 key = 0;
    for (const std::uint8_t byte : address.bytes())
        key = key << 8 | byte;
    return key;
}

base::IpAddress addressOf(unsigned __int128 key)
{
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 16; i-- > 0; key >>= 8)
        bytes[i] = static_cast<std::uint8_t>(key);
    return base::Ipv6Address(bytes);
}

} // namespace

Rib::Place Rib::find(const base::IpPrefix &prefix) const
{
    if (prefix.address().isV4())
        return m_v4.find(prefix.address().v4().value(), prefix.length());
    if (!prefix.isValid())
        return kNone;
    const std::uint32_t found = m_v6.find(key6(prefix.address()), prefix.length());
    return found == kNone ? kNone : found | kIsV6;
}

Rib::Place Rib::findOrInsert(const base::IpPrefix &prefix)
{
    if (prefix.address().isV4())
        return m_v4.findOrInsert(prefix.address().v4().value(), prefix.length());
    return m_v6.findOrInsert(key6(prefix.address()), prefix.length()) | kIsV6;
}

void Rib::erase(Place place)
{
    place & kIsV6 ? m_v6.erase(place & ~kIsV6) : m_v4.erase(place);
}

RibRecord &Rib::recordAt(Place place)
{
    return place & kIsV6 ? m_v6.at(place & ~kIsV6).record : m_v4.at(place).record;
}

base::IpPrefix Rib::prefixAt(Place place) const
{
    if (place & kIsV6)
        return {addressOf(m_v6.at(place & ~kIsV6).key), m_v6.at(place & ~kIsV6).record.length};
    return {base::Ipv4Address(m_v4.at(place).key), m_v4.at(place).record.length};
}

std::vector<Rib::Place> Rib::sortedPlaces() const
{
    std::vector<Place> places = m_v4.sorted();
    for (const std::uint32_t number : m_v6.sorted())
        places.push_back(number | kIsV6);
    return places;
}

/// The candidates of a prefix: its own record, or those of its list.
std::span<RibRecord> Rib::records(Place place)
{
    RibRecord &entry = recordAt(place);
    if (entry.is(RibRecord::kMany))
        return m_many[entry.label];
    return {&entry, entry.label == kNone ? 0u : 1u};
}

RibRecord *Rib::recordOf(Place place, Protocol protocol, std::uint8_t slot)
{
    for (RibRecord &record : records(place))
        if (const Label &label = m_labels[record.label]; label.protocol == protocol && label.slot == slot)
            return &record;
    return nullptr;
}

void Rib::addRecord(Place place, std::uint32_t label)
{
    RibRecord &entry = recordAt(place);
    if (entry.label == kNone) {
        entry.label = label;
        entry.set(RibRecord::kFresh);
        return;
    }
    if (!entry.is(RibRecord::kMany)) {
        auto list = static_cast<std::uint32_t>(m_many.size());
        if (m_freeMany.empty()) {
            m_many.emplace_back();
        } else {
            list = m_freeMany.back();
            m_freeMany.pop_back();
        }
        m_many[list].push_back(entry);
        entry.label = list;
        entry.set(RibRecord::kMany);
    }
    RibRecord &record = m_many[entry.label].emplace_back();
    record.label = label;
    record.set(RibRecord::kFresh);
}

/// Takes out one of records(place).
void Rib::removeRecord(Place place, RibRecord &record)
{
    constexpr std::uint8_t kOwn = RibRecord::kSelected | RibRecord::kActive | RibRecord::kFresh;
    RibRecord &entry = recordAt(place);
    releaseLabel(record.label);
    if (!entry.is(RibRecord::kMany)) {
        entry.label = kNone;
        entry.set(kOwn, false);
        return;
    }
    std::vector<RibRecord> &list = m_many[entry.label];
    list.erase(list.begin() + (&record - list.data()));
    if (list.size() > 1)
        return;
    const RibRecord last = list.front();
    m_freeMany.push_back(entry.label);
    list = std::vector<RibRecord>();
    entry.set(RibRecord::kMany | kOwn, false);
    entry.label = last.label;
    entry.sinceLow = last.sinceLow;
    entry.sinceHigh = last.sinceHigh;
    entry.set(last.flags & kOwn);
}

std::uint32_t Rib::selectedLabel(Place place) const
{
    for (const RibRecord &record : records(place))
        if (record.is(RibRecord::kSelected))
            return record.label;
    return kNone;
}

/// Something is about to change for this prefix.
void Rib::touch(Place place)
{
    if (RibRecord &entry = recordAt(place); !entry.is(RibRecord::kTouched)) {
        entry.set(RibRecord::kTouched);
        const std::uint32_t before = selectedLabel(place);
        if (before != kNone)
            m_labels.hold(before);
        m_touched.push_back({place, before});
    }
    queue(place);
}

void Rib::queue(Place place)
{
    if (RibRecord &entry = recordAt(place); !entry.is(RibRecord::kQueued)) {
        entry.set(RibRecord::kQueued);
        m_queue.push_back(place);
    }
}

void Rib::releaseLabel(std::uint32_t number)
{
    if (number == kNone || !m_labels.release(number))
        return;
    const std::uint32_t set = m_labels[number].nextHops;
    m_labels.drop(number);
    if (!m_sets.release(set))
        return;
    for (const NextHop &hop : m_sets[set].hops)
        if (hop.isRecursive())
            releaseGateway(hop.gateway);
    m_sets.drop(set);
}

Rib::Terms Rib::holdTerms(Protocol protocol, Candidate candidate, std::uint8_t slot)
{
    NextHopSet hops;
    hops.hops = std::move(candidate.nextHops);
    const auto set = m_sets.take(std::move(hops));
    if (set.isNew) {
        m_newSets.push_back(set.number);
        for (const NextHop &hop : m_sets[set.number].hops)
            if (hop.isRecursive()) {
                m_sets[set.number].hasGateways = true;
                ++gateway(hop.gateway).sets;
            }
    }
    const auto label = m_labels.take({set.number, candidate.metric, candidate.tag, candidate.kind, candidate.distance, protocol, slot});
    if (!label.isNew)
        m_sets.release(set.number); // the label has it already
    return label.number;
}

void Rib::offer(const base::IpPrefix &prefix, Protocol protocol, Candidate candidate, std::uint8_t slot)
{
    const Terms terms = holdTerms(protocol, std::move(candidate), slot);
    offer(prefix, terms);
    releaseTerms(terms);
}

void Rib::offer(const base::IpPrefix &prefix, Terms terms)
{
    if (!prefix.isValid())
        return;
    const Place place = findOrInsert(prefix);
    if (RibRecord &entry = recordAt(place); entry.label == kNone && !entry.is(RibRecord::kTouched | RibRecord::kQueued)) {
        // New, as most are.
        m_labels.hold(terms);
        entry.label = terms;
        entry.set(RibRecord::kFresh | RibRecord::kTouched | RibRecord::kQueued);
        m_touched.push_back({place, kNone});
        m_queue.push_back(place);
        return;
    }
    RibRecord *record = recordOf(place, m_labels[terms].protocol, m_labels[terms].slot);
    if (record && record->label == terms)
        return;
    m_labels.hold(terms);
    touch(place);
    if (!record)
        return addRecord(place, terms);
    releaseLabel(record->label);
    record->label = terms;
    record->set(RibRecord::kSelected | RibRecord::kActive, false);
    record->set(RibRecord::kFresh);
}

bool Rib::withdraw(const base::IpPrefix &prefix, Protocol protocol, std::uint8_t slot)
{
    const Place place = find(prefix);
    RibRecord *record = place == kNone ? nullptr : recordOf(place, protocol, slot);
    if (!record)
        return false;
    touch(place);
    removeRecord(place, *record);
    return true;
}

void Rib::withdrawAll(Protocol protocol)
{
    for (const Place place : sortedPlaces()) {
        std::vector<std::uint8_t> slots;
        for (const RibRecord &record : records(place))
            if (m_labels[record.label].protocol == protocol)
                slots.push_back(m_labels[record.label].slot);
        for (const std::uint8_t slot : slots) {
            touch(place);
            removeRecord(place, *recordOf(place, protocol, slot));
        }
    }
}

SelectedRoute Rib::routeOf(const base::IpPrefix &prefix, std::uint32_t number) const
{
    const Label &label = m_labels[number];
    return {prefix, label.protocol, {label.kind, label.distance, label.metric, label.tag, m_sets[label.nextHops].hops}};
}

std::vector<RibChange> Rib::takeChanges(std::size_t most)
{
    std::vector<RibChange> changes;
    const std::size_t end = m_changesTaken + std::min(most, m_changes.size() - m_changesTaken);
    changes.reserve(end - m_changesTaken);
    for (; m_changesTaken < end; ++m_changesTaken) {
        const Noted &noted = m_changes[m_changesTaken];
        RibChange &change = changes.emplace_back(RibChange{noted.prefix, {}, {}});
        if (noted.before != kNone)
            change.before = routeOf(noted.prefix, noted.before);
        if (noted.after != kNone)
            change.after = routeOf(noted.prefix, noted.after);
        releaseLabel(noted.before);
        releaseLabel(noted.after);
    }
    if (!hasChanges())
        dropChanges();
    return changes;
}

void Rib::dropChanges()
{
    for (; m_changesTaken < m_changes.size(); ++m_changesTaken) {
        releaseLabel(m_changes[m_changesTaken].before);
        releaseLabel(m_changes[m_changesTaken].after);
    }
    m_changes.clear();
    if (m_changes.capacity() > kKeptChanges)
        m_changes = std::vector<Noted>(); // gives the memory back, which "= {}" does not
    m_changesTaken = 0;
    m_changedProtocols = 0;
}

void Rib::forEachSelected(const std::function<void(const SelectedRoute &)> &f) const
{
    for (const Place place : sortedPlaces())
        if (const std::uint32_t label = selectedLabel(place); label != kNone)
            f(routeOf(prefixAt(place), label));
}

std::optional<SelectedRoute> Rib::selected(const base::IpPrefix &prefix) const
{
    const Place place = find(prefix);
    const std::uint32_t label = place == kNone ? kNone : selectedLabel(place);
    return label == kNone ? std::nullopt : std::optional(routeOf(prefix, label));
}

RouteView Rib::viewOf(const base::IpPrefix &prefix, Place place, const RibRecord &record) const
{
    const Label &label = m_labels[record.label];
    const NextHopSet &set = m_sets[label.nextHops];
    RouteView view;
    view.prefix = prefix;
    view.protocol = label.protocol;
    view.slot = label.slot;
    view.candidate = {label.kind, label.distance, label.metric, label.tag, set.hops};
    for (std::size_t i = 0; i < set.resolved.size(); ++i) {
        const NextHopSet::Resolved &resolved = set.resolved[i];
        const bool active = resolved.active && !leansOnItself(prefix, set.hops[i]);
        view.hops.push_back({set.hops[i], active, resolved.recursive && active, active ? resolved.paths : std::vector<ip::Path>()});
    }
    view.active = record.is(RibRecord::kActive);
    view.selected = record.is(RibRecord::kSelected);
    view.installed = view.selected && recordAt(place).is(RibRecord::kInstalled);
    view.since = record.since();
    return view;
}

std::vector<RouteView> Rib::viewsAt(Place place) const
{
    const base::IpPrefix prefix = prefixAt(place);
    std::vector<RouteView> views;
    for (const RibRecord &record : records(place))
        views.push_back(viewOf(prefix, place, record));
    std::sort(views.begin(), views.end(), [](const RouteView &a, const RouteView &b) {
        return std::tie(a.candidate.distance, a.candidate.metric, a.protocol, a.slot) <
               std::tie(b.candidate.distance, b.candidate.metric, b.protocol, b.slot);
    });
    return views;
}

void Rib::forEachCandidate(const std::function<void(const RouteView &)> &f) const
{
    for (const Place place : sortedPlaces())
        for (const RouteView &view : viewsAt(place))
            f(view);
}

std::vector<RouteView> Rib::candidates(const base::IpPrefix &prefix) const
{
    const Place place = find(prefix);
    return place == kNone ? std::vector<RouteView>() : viewsAt(place);
}

base::IpPrefix Rib::longestAround(const base::IpAddress &address) const
{
    for (unsigned length = base::addressBits(address.family()) + 1; address.isValid() && length-- > 0;)
        if (const base::IpPrefix prefix(address, length); find(prefix) != kNone)
            return prefix;
    return {};
}

std::size_t Rib::heapBytes() const
{
    std::size_t bytes = m_v4.heapBytes() + m_v6.heapBytes() + m_labels.heapBytes() + m_sets.heapBytes();
    for (const std::vector<RibRecord> &list : m_many)
        bytes += sizeof(list) + list.capacity() * sizeof(RibRecord);
    return bytes + m_changes.capacity() * sizeof(Noted) + m_touched.capacity() * sizeof(Touched) +
           m_queue.capacity() * sizeof(Place);
}

Rib::Place Rib::lookupSelected(const base::IpAddress &address, unsigned longest) const
{
    if (address.isV4())
        return m_v4.lookupSelected(address.v4().value(), longest);
    const std::uint32_t found = address.isV6() ? m_v6.lookupSelected(key6(address), longest) : kNone;
    return found == kNone ? kNone : found | kIsV6;
}

} // namespace hopyard::routing
