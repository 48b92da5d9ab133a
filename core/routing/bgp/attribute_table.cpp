// Sets of attributes and their next hops. See attribute_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/attribute_table.h"

#include <algorithm>
#include <cstring>

namespace hopyard::routing::bgp {

std::uint32_t NextHops::hold(const base::IpAddress &address)
{
    const auto [at, isNew] = m_numbers.try_emplace(address, 0);
    if (isNew) {
        if (m_free.empty()) {
            at->second = static_cast<std::uint32_t>(m_entries.size());
            m_entries.emplace_back();
        } else {
            at->second = m_free.back();
            m_free.pop_back();
        }
        m_entries[at->second].address = address;
        m_entries[at->second].state.reachable = m_entries[at->second].isOurs();
    }
    ++m_entries[at->second].holders;
    return at->second;
}

void NextHops::release(std::uint32_t number)
{
    if (--m_entries[number].holders == 0)
        m_touched.push_back(number);
}

std::uint32_t NextHops::find(const base::IpAddress &address) const
{
    const auto at = m_numbers.find(address);
    return at == m_numbers.end() ? HashIndex::kNone : at->second;
}

std::vector<std::uint32_t> NextHops::takeTouched()
{
    std::vector<std::uint32_t> touched = std::exchange(m_touched, {});
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    return touched;
}

void NextHops::forget(std::uint32_t number)
{
    m_numbers.erase(m_entries[number].address);
    m_entries[number] = Entry{};
    m_free.push_back(number);
}

AttributeId AttributeTable::findHash(std::uint64_t hash, base::Bytes bytes, std::uint32_t weight, std::uint32_t tag) const
{
    const std::uint32_t found = m_index.find(hash, [&](std::uint32_t id) {
        const Set &s = set(id);
        return s.hash == hash >> 32 && s.facts.size == bytes.size() && s.facts.weight == weight && s.facts.tag == tag &&
               std::memcmp(s.bytes(), bytes.data(), bytes.size()) == 0;
    });
    return found == HashIndex::kNone ? 0 : found;
}

AttributeId AttributeTable::find(base::Bytes bytes)
{
    const AttributeId id = findHash(hashOfBytes(bytes), bytes, 0, 0);
    if (id)
        hold(id);
    return id;
}

AttributeId AttributeTable::intern(const wire::BgpAttributes &a, std::uint32_t weight, std::uint32_t tag)
{
    m_scratch.clear();
    wire::appendBgpAttributes(m_scratch, a);
    const std::uint64_t hash = hashOfBytes(m_scratch, std::uint64_t(tag) << 32 | weight);
    if (const AttributeId id = findHash(hash, m_scratch, weight, tag)) {
        hold(id);
        return id;
    }
    Set made;
    made.holders = 1;
    made.hash = static_cast<std::uint32_t>(hash >> 32);
    AttributeFacts &f = made.facts;
    f.size = static_cast<std::uint16_t>(m_scratch.size());
    f.weight = weight;
    f.tag = tag;
    f.med = a.med.value_or(0);
    f.localPreference = a.localPreference.value_or(0);
    f.originatorId = a.originatorId ? a.originatorId->value() : 0;
    const wire::AsPathView path = a.asPath.view();
    f.neighbourAs = path.neighbour();
    f.firstAs = path.first();
    f.pathLength = static_cast<std::uint16_t>(path.length());
    f.confederationLength = static_cast<std::uint16_t>(path.confederationLength());
    f.clusterLength = static_cast<std::uint16_t>(a.clusterList.size());
    f.origin = static_cast<std::uint8_t>(a.origin);
    f.nextHop = nextHops.hold(a.nextHop);
    // The path lies behind MP_REACH_NLRI, if there is one, and ORIGIN, which is four bytes.
    const std::size_t reach = a.nextHop.isV6() ? 3u + 5 + (a.linkLocalNextHop.isValid() ? 32 : 16) : 0;
    f.asPathSize = static_cast<std::uint16_t>(a.asPath.bytes().size());
    f.asPathAt = static_cast<std::uint16_t>(reach + 4 + (f.asPathSize > 255 ? 4 : 3));
    const auto flag = [&](bool is, AttributeFacts::Flag bit) { f.flags = static_cast<std::uint16_t>(f.flags | (is ? bit : 0)); };
    flag(a.med.has_value(), AttributeFacts::kMed);
    flag(a.localPreference.has_value(), AttributeFacts::kLocalPreference);
    flag(a.originatorId.has_value(), AttributeFacts::kOriginator);
    flag(!a.clusterList.empty(), AttributeFacts::kClusterList);
    flag(path.hasConfederation(), AttributeFacts::kConfederation);
    if (!a.communities.empty()) {
        flag(a.hasCommunity(wire::bgp_community::kNoExport), AttributeFacts::kNoExport);
        flag(a.hasCommunity(wire::bgp_community::kNoAdvertise), AttributeFacts::kNoAdvertise);
        flag(a.hasCommunity(wire::bgp_community::kLocalAs), AttributeFacts::kLocalAs);
        flag(a.hasCommunity(wire::bgp_community::kGracefulShutdown), AttributeFacts::kGracefulShutdown);
    }
    const ByteArena::Place place = m_memory.allocate(sizeof(Set) + m_scratch.size());
    std::memcpy(m_memory.at(place), &made, sizeof(Set));
    std::memcpy(m_memory.at(place) + sizeof(Set), m_scratch.data(), m_scratch.size());
    AttributeId id;
    if (m_free.empty()) {
        id = m_places.push(place);
    } else {
        id = m_free.back();
        m_free.pop_back();
        m_places[id] = place;
    }
    m_index.insert(hash, id, [this](std::uint32_t other) { return hashOf(other); });
    return id;
}

void AttributeTable::remove(AttributeId id)
{
    m_index.erase(hashOf(id), id, [this](std::uint32_t other) { return hashOf(other); });
    nextHops.release(set(id).facts.nextHop);
    m_memory.release(m_places[id], sizeof(Set) + set(id).facts.size);
    m_places[id] = kNowhere;
    m_free.push_back(id);
}

void AttributeTable::decode(AttributeId id, wire::BgpAttributes &into) const
{
    wire::parseBgpAttributes(bytes(id), {true, false, false}, into);
}

} // namespace hopyard::routing::bgp
