// Which local ports have connections or TIME-WAITs, and from which addresses: what bind() asks of each port that it
// tries. Counted, so that asking costs the same however many connections there are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/endpoint.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace hopyard::transport::tcp {

class PortUse {
public:
    void add(const Endpoint &local)
    {
        std::vector<Users> &users = m_ports[local.port];
        if (const auto at = findAddress(users, local.address); at != users.end())
            ++at->count;
        else
            users.push_back({local.address, 1});
    }
    void remove(const Endpoint &local)
    {
        const auto port = m_ports.find(local.port);
        if (port == m_ports.end())
            return;
        const auto at = findAddress(port->second, local.address);
        if (at == port->second.end() || --at->count > 0)
            return;
        *at = port->second.back();
        port->second.pop_back();
        if (port->second.empty())
            m_ports.erase(port);
    }
    /// Whether somebody has the port at this address; any address where it is unspecified or not valid.
    bool contains(const Endpoint &local) const
    {
        const auto port = m_ports.find(local.port);
        if (port == m_ports.end())
            return false;
        return isAny(local.address) || std::any_of(port->second.begin(), port->second.end(), [&](const Users &users) {
                   return users.address == local.address || isAny(users.address);
               });
    }

private:
    struct Users {
        base::IpAddress address;
        std::uint32_t count = 0;
    };
    static bool isAny(const base::IpAddress &address) { return !address.isValid() || address.isUnspecified(); }
    static std::vector<Users>::iterator findAddress(std::vector<Users> &users, const base::IpAddress &address)
    {
        return std::find_if(users.begin(), users.end(), [&](const Users &u) { return u.address == address; });
    }

    std::unordered_map<std::uint16_t, std::vector<Users>> m_ports; // only looked up, never walked through
};

} // namespace hopyard::transport::tcp
