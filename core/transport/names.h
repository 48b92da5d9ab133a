// What a node knows of names without asking anybody: the hosts table of its lab, the addresses of its name servers, and
// what they answered lately.
//
// The world makes one hosts table from the lab for all its nodes (core/world/hosts.h); name servers come from the
// configuration (`ip name-server`); the cache is filled by the resolver of the applications (core/services/resolver.h).
// Names are compared without regard to case and to a dot at the end (RFC 4343, RFC 1034 section 3.1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::transport {

/// Lower case, without a dot at the end.
std::string canonicalName(std::string_view name);
/// Letters, digits, '-' and '_' in labels of 1 to 63, at most 253 in all: what may stand where a host is named.
bool isHostName(std::string_view name);

/// Names and addresses, as /etc/hosts has them: several addresses of a name, the first of which counts most.
class HostsTable {
public:
    void add(std::string_view name, const base::IpAddress &address);
    /// In the order in which they were added; empty where the name is not known.
    std::span<const base::IpAddress> addressesOf(std::string_view name) const;
    bool contains(std::string_view name) const { return m_addresses.contains(canonicalName(name)); }
    /// The name under which the address was added first; empty where it is not known.
    std::string_view nameOf(const base::IpAddress &address) const;
    bool isEmpty() const { return m_addresses.empty(); }
    bool operator==(const HostsTable &) const = default;

private:
    std::map<std::string, std::vector<base::IpAddress>, std::less<>> m_addresses; // by canonical name
    std::map<base::IpAddress, std::string> m_names;
};

/// Answers of name servers, kept as long as their time to live says. A name without address is remembered too
/// (RFC 2308).
class NameCache {
public:
    static constexpr std::size_t kMaxEntries = 1'024;

    void put(base::TimePoint now, std::string_view name, base::Family family, std::vector<base::IpAddress> addresses,
             base::Duration timeToLive);
    /// Null where nothing is known; an empty list where it is known that there is none.
    const std::vector<base::IpAddress> *find(base::TimePoint now, std::string_view name, base::Family family) const;
    void clear() { m_entries.clear(); }

private:
    struct Entry {
        base::TimePoint expires;
        std::vector<base::IpAddress> addresses;
    };
    std::map<std::pair<std::string, base::Family>, Entry> m_entries;
};

/// All of it, of one node.
struct Names {
    std::string self; ///< the node's own
    /// Shared because one table serves all nodes of a lab and nobody changes it: a lab that changes gets another. Never
    /// null.
    std::shared_ptr<const HostsTable> hosts = std::make_shared<const HostsTable>();
    std::vector<base::IpAddress> servers; ///< in the order in which they are asked
    NameCache cache;
};

} // namespace hopyard::transport
