// What a name server answers: a zone of its own, and the lab's hosts table.
//
// Authoritative for what it knows; every other name does not exist as far as it is concerned (it asks no other server).
// A, AAAA, CNAME and PTR (RFC 1035, RFC 3596).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/names.h"
#include "core/wire/dns.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::services {

class DnsZone {
public:
    static constexpr std::uint32_t kTimeToLive = 60; ///< seconds: a lab changes

    /// `value` is an address or the name that `name` is an alias of. False where it is neither, or where an alias would
    /// stand beside something else of the same name (RFC 1034 section 3.6.2).
    bool add(std::string_view name, std::string_view value);
    wire::DnsRepr answer(const wire::DnsRepr &query, const transport::HostsTable &hosts) const;
    /// "NAME=VALUE", in the order of the names.
    std::vector<std::string> entries() const;
    std::size_t size() const { return m_aliases.size() + m_hosts.size(); }

private:
    /// Appends what is known of the name; false where it is not known at all.
    bool lookUp(const wire::DnsQuestion &question, const transport::HostsTable &hosts,
                std::vector<wire::DnsRecord> &answers) const;

    transport::HostsTable m_own;
    std::map<std::string, std::vector<base::IpAddress>> m_hosts; // the same, for entries()
    std::map<std::string, std::string> m_aliases;
};

} // namespace hopyard::services
