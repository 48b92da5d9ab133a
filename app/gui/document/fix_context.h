// What the fixes of several problems of one lab have in common, found out when it is first asked for. Internal to the quick fixes
// (quick_fixes.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/lab/network_checks.h"
#include "core/lab/reachability.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::document {

class FixContext {
public:
    /// Looks into `lab` as long as it lives.
    explicit FixContext(const lab::Lab &lab) : m_lab(lab) {}

    const lab::Lab &lab() const { return m_lab; }
    const std::vector<lab::OwnedAddress> &addresses() const;
    const std::set<base::IpAddress> &taken() const; ///< addressesOf()
    const lab::Reachability &reach() const;
    /// Of a lab that was changed; `key` says how, so that the same change is tried once, though several problems propose it.
    const lab::Reachability &reachAfter(const std::string &key, const std::function<lab::Lab()> &changed) const;
    const lab::Ways &ways() const;
    /// protocolsOf() a node of that name; empty where there is none.
    const std::set<std::string> &protocolsOf(std::string_view node) const;
    bool hasStaticRoutes() const; ///< some router has

private:
    const lab::Lab &m_lab;
    mutable std::optional<std::vector<lab::OwnedAddress>> m_addresses;
    mutable std::optional<std::set<base::IpAddress>> m_taken;
    mutable std::optional<lab::Reachability> m_reach;
    mutable std::optional<std::pair<std::string, lab::Reachability>> m_tried; ///< the last
    mutable std::unique_ptr<lab::Ways> m_ways;
    mutable std::map<std::string_view, std::set<std::string>> m_protocols;
    mutable std::optional<bool> m_hasStaticRoutes;
};

} // namespace hopyard::document
