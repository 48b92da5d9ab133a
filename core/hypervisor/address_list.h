// The base portion's list of its guests' addresses: who is an address's owner, for each VLAN by itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/hypervisor/guest.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

namespace hopyard::hypervisor {

class AddressList {
public:
    struct Row {
        std::uint16_t vlan = 0;
        base::Ipv4Address address;
        NicId owner;
        bool operator==(const Row &) const = default;
    };

    std::optional<NicId> find(std::uint16_t vlan, base::Ipv4Address address) const
    {
        const auto found = m_owners.find(key(vlan, address));
        return found == m_owners.end() ? std::nullopt : std::optional(found->second);
    }
    void set(std::uint16_t vlan, base::Ipv4Address address, NicId owner) { m_owners[key(vlan, address)] = owner; }
    void remove(std::uint16_t vlan, base::Ipv4Address address) { m_owners.erase(key(vlan, address)); }
    /// By VLAN and address.
    std::vector<Row> rows() const
    {
        std::vector<Row> rows;
        for (const auto &[key, owner] : m_owners)
            rows.push_back({static_cast<std::uint16_t>(key >> 32), base::Ipv4Address(static_cast<std::uint32_t>(key)), owner});
        std::sort(rows.begin(), rows.end(), [](const Row &x, const Row &y) {
            return std::pair(x.vlan, x.address) < std::pair(y.vlan, y.address);
        });
        return rows;
    }

private:
    static std::uint64_t key(std::uint16_t vlan, base::Ipv4Address address) { return std::uint64_t(vlan) << 32 | address.value(); }
    std::unordered_map<std::uint64_t, NicId> m_owners; // looked up; sorted before it is shown
};

} // namespace hopyard::hypervisor
