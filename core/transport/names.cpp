// The tables of names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/names.h"

#include <algorithm>

namespace hopyard::transport {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool isNameCharacter(char c)
{
    const char l = lower(c);
    return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

} // namespace

std::string canonicalName(std::string_view name)
{
    if (name.ends_with('.'))
        name.remove_suffix(1);
    std::string out(name);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool isHostName(std::string_view name)
{
    if (name.ends_with('.'))
        name.remove_suffix(1);
    if (name.empty() || name.size() > 253)
        return false;
    std::size_t label = 0;
    for (const char c : name) {
        if (c == '.' ? label == 0 : !isNameCharacter(c))
            return false;
        label = c == '.' ? 0 : label + 1;
        if (label > 63)
            return false;
    }
    return label > 0;
}

void HostsTable::add(std::string_view name, const base::IpAddress &address)
{
    std::vector<base::IpAddress> &addresses = m_addresses[canonicalName(name)];
    if (std::ranges::find(addresses, address) == addresses.end())
        addresses.push_back(address);
    m_names.emplace(address, canonicalName(name));
}

std::span<const base::IpAddress> HostsTable::addressesOf(std::string_view name) const
{
    const auto at = m_addresses.find(canonicalName(name));
    return at == m_addresses.end() ? std::span<const base::IpAddress>() : at->second;
}

std::string_view HostsTable::nameOf(const base::IpAddress &address) const
{
    const auto at = m_names.find(address);
    return at == m_names.end() ? std::string_view() : at->second;
}

void NameCache::put(base::TimePoint now, std::string_view name, base::Family family,
                    std::vector<base::IpAddress> addresses, base::Duration timeToLive)
{
    if (timeToLive <= base::Duration())
        return; // RFC 1035 section 3.2.1: only for the transaction in progress
    if (m_entries.size() >= kMaxEntries) {
        std::erase_if(m_entries, [now](const auto &entry) { return entry.second.expires <= now; });
        if (m_entries.size() >= kMaxEntries)
            m_entries.erase(std::ranges::min_element(m_entries, {}, [](const auto &e) { return e.second.expires; }));
    }
    m_entries[{canonicalName(name), family}] = {now + timeToLive, std::move(addresses)};
}

const std::vector<base::IpAddress> *NameCache::find(base::TimePoint now, std::string_view name,
                                                    base::Family family) const
{
    const auto at = m_entries.find({canonicalName(name), family});
    return at == m_entries.end() || at->second.expires <= now ? nullptr : &at->second.addresses;
}

} // namespace hopyard::transport
