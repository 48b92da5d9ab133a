// Prefixes and their paths. See route_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/route_table.h"

#include <algorithm>
#include <utility>

namespace hopyard::routing::bgp {

PrefixId RouteTable::newEntry(std::uint8_t length)
{
    PrefixId id = m_freeEntry;
    if (id == kNone) {
        id = m_entries.push(Entry{});
    } else {
        m_freeEntry = m_entries[id].path.next;
        m_entries[id] = Entry{};
    }
    m_entries[id].path.length = length;
    return id;
}

/// Puts a path in first place, where the prefix's length stays.
void RouteTable::assign(Path &head, const Path &path)
{
    const std::uint8_t length = head.length;
    head = path;
    head.length = length;
}

PrefixId RouteTable::find(const base::IpPrefix &prefix) const
{
    const auto length = static_cast<std::uint8_t>(prefix.length());
    if (m_afi == Afi::ipv4) {
        const std::uint64_t key = key4(prefix.address().v4().value(), length);
        return m_index.find(hash4(key), [&](PrefixId id) { return key4(id) == key; });
    }
    const base::Ipv6Address address = prefix.address().v6();
    return m_index.find(hash6(address, length), [&](PrefixId id) { return this->length(id) == length && m_addresses6[id] == address; });
}

PrefixId RouteTable::findOrAdd(std::uint32_t address, std::uint8_t length)
{
    const std::uint64_t key = key4(address, length);
    const std::uint64_t hash = hash4(key);
    const PrefixId found = m_index.find(hash, [&](PrefixId id) { return key4(id) == key; });
    if (found != kNone)
        return found;
    const PrefixId id = newEntry(length);
    m_entries[id].address = address;
    m_index.insert(hash, id, [this](PrefixId other) { return hashOfEntry(other); });
    return id;
}

PrefixId RouteTable::findOrAdd(const base::IpPrefix &prefix)
{
    const auto length = static_cast<std::uint8_t>(prefix.length());
    if (m_afi == Afi::ipv4)
        return findOrAdd(prefix.address().v4().value(), length);
    if (const PrefixId found = find(prefix); found != kNone)
        return found;
    const PrefixId id = newEntry(length);
    m_addresses6.grow(id + 1);
    m_addresses6[id] = prefix.address().v6();
    m_index.insert(hash6(m_addresses6[id], length), id, [this](PrefixId other) { return hashOfEntry(other); });
    return id;
}

base::IpPrefix RouteTable::prefix(PrefixId id) const
{
    if (m_afi == Afi::ipv4)
        return {base::Ipv4Address(address4(id)), length(id)};
    return {m_addresses6[id], length(id)};
}

void RouteTable::erase(PrefixId id)
{
    m_index.erase(hashOfEntry(id), id, [this](PrefixId other) { return hashOfEntry(other); });
    m_entries[id] = Entry{};
    m_entries[id].path.length = kFree;
    m_entries[id].path.next = m_freeEntry;
    m_freeEntry = id;
}

Path *RouteTable::find(PrefixId id, PeerIndex peer)
{
    for (Path *path = first(id); path; path = next(*path))
        if (path->peer == peer)
            return path;
    return nullptr;
}

const Path *RouteTable::best(PrefixId id) const
{
    for (const Path *path = first(id); path; path = next(*path))
        if (path->has(Path::kBest))
            return path;
    return nullptr;
}

Path &RouteTable::add(PrefixId id, const Path &path)
{
    Path &head = m_entries[id].path;
    std::uint32_t behind = kNone;
    if (head.attributes) {
        if (m_freePath == kNone) {
            behind = m_paths.push(head);
        } else {
            behind = m_freePath;
            m_freePath = m_paths[behind].next;
            m_paths[behind] = head;
        }
    }
    assign(head, path);
    head.next = behind;
    return head;
}

void RouteTable::remove(PrefixId id, PeerIndex peer)
{
    const auto free = [this](std::uint32_t at) {
        m_paths[at] = Path{};
        m_paths[at].next = m_freePath;
        m_freePath = at;
    };
    Path &head = m_entries[id].path;
    if (head.peer == peer) {
        const std::uint32_t behind = head.next;
        assign(head, behind == kNone ? Path{} : m_paths[behind]);
        if (behind != kNone)
            free(behind);
        return;
    }
    for (Path *path = &head; path->next != kNone; path = &m_paths[path->next])
        if (const std::uint32_t at = path->next; m_paths[at].peer == peer) {
            path->next = m_paths[at].next;
            free(at);
            return;
        }
}

void RouteTable::sort(std::vector<PrefixId> &ids) const
{
    if (m_afi == Afi::ipv4)
        std::sort(ids.begin(), ids.end(), [this](PrefixId a, PrefixId b) { return key4(a) < key4(b); });
    else
        std::sort(ids.begin(), ids.end(), [this](PrefixId a, PrefixId b) {
            return std::pair(m_addresses6[a], length(a)) < std::pair(m_addresses6[b], length(b));
        });
}

std::vector<PrefixId> RouteTable::sorted() const
{
    std::vector<PrefixId> ids;
    ids.reserve(size());
    for (PrefixId id = 0; id < end(); ++id)
        if (isUsed(id))
            ids.push_back(id);
    sort(ids);
    return ids;
}

std::vector<PrefixId> RouteTable::within(const base::IpPrefix &outer) const
{
    std::vector<PrefixId> ids;
    for (PrefixId id = 0; id < end(); ++id)
        if (isUsed(id) && outer.contains(prefix(id)))
            ids.push_back(id);
    sort(ids);
    return ids;
}

} // namespace hopyard::routing::bgp
