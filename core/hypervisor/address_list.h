// The base portion's list of its guests' addresses: who is an address's owner, for each VLAN by itself.
//
// Two look-ups for each datagram that is carried: open addressing, at most half full, so that most take one place.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/hypervisor/guest.h"

#include <algorithm>
#include <optional>
#include <utility>
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
        if (m_rows.empty())
            return std::nullopt;
        for (std::size_t at = placeOf(vlan, address);; at = (at + 1) & (m_rows.size() - 1)) {
            const Row &row = m_rows[at];
            if (!row.owner.isValid())
                return std::nullopt;
            if (row.address == address && row.vlan == vlan)
                return row.owner;
        }
    }
    void set(std::uint16_t vlan, base::Ipv4Address address, NicId owner)
    {
        remove(vlan, address);
        std::vector<Row> all = rows();
        all.push_back({vlan, address, owner});
        rebuild(all);
    }
    void remove(std::uint16_t vlan, base::Ipv4Address address)
    {
        if (!find(vlan, address))
            return;
        std::vector<Row> all = rows();
        std::erase_if(all, [&](const Row &row) { return row.vlan == vlan && row.address == address; });
        rebuild(all);
    }
    /// By VLAN and address.
    std::vector<Row> rows() const
    {
        std::vector<Row> rows;
        for (const Row &row : m_rows)
            if (row.owner.isValid())
                rows.push_back(row);
        std::sort(rows.begin(), rows.end(), [](const Row &x, const Row &y) {
            return std::pair(x.vlan, x.address) < std::pair(y.vlan, y.address);
        });
        return rows;
    }

private:
    std::size_t placeOf(std::uint16_t vlan, base::Ipv4Address address) const
    {
        const std::uint64_t mixed = (std::uint64_t(vlan) << 32 | address.value()) * 0x9e3779b97f4a7c15u;
        return static_cast<std::size_t>(mixed >> 32) & (m_rows.size() - 1);
    }
    // Seldom: a few hundred addresses that change when somebody changes the lab.
    void rebuild(const std::vector<Row> &all)
    {
        std::size_t places = 16;
        while (places < all.size() * 2)
            places *= 2;
        m_rows.assign(places, Row());
        for (const Row &row : all) {
            std::size_t at = placeOf(row.vlan, row.address);
            while (m_rows[at].owner.isValid())
                at = (at + 1) & (places - 1);
            m_rows[at] = row;
        }
    }
    std::vector<Row> m_rows; // a power of two, or none; without an owner: free
};

} // namespace hopyard::hypervisor
