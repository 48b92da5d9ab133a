// See fix_context.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/fix_context.h"

#include "app/gui/document/free_address.h"
#include "core/lab/routing_facts.h"

#include <algorithm>

namespace hopyard::document {

const std::vector<lab::OwnedAddress> &FixContext::addresses() const
{
    if (!m_addresses)
        m_addresses = lab::ownedAddresses(m_lab);
    return *m_addresses;
}

const std::set<base::IpAddress> &FixContext::taken() const
{
    if (!m_taken)
        m_taken = addressesOf(m_lab);
    return *m_taken;
}

const lab::Reachability &FixContext::reach() const
{
    if (!m_reach)
        m_reach = lab::checkReachability(m_lab, addresses());
    return *m_reach;
}

const lab::Reachability &FixContext::reachAfter(const std::string &key, const std::function<lab::Lab()> &changed) const
{
    if (!m_tried || m_tried->first != key) {
        const lab::Lab lab = changed();
        m_tried.emplace(key, lab::checkReachability(lab, lab::ownedAddresses(lab)));
    }
    return m_tried->second;
}

const lab::Ways &FixContext::ways() const
{
    if (!m_ways)
        m_ways = std::make_unique<lab::Ways>(m_lab, addresses());
    return *m_ways;
}

const std::set<std::string> &FixContext::protocolsOf(std::string_view name) const
{
    if (m_protocols.empty())
        for (const lab::Node &node : m_lab.nodes)
            m_protocols.emplace(node.name, lab::protocolsOf(node.config));
    static const std::set<std::string> kNone;
    const auto found = m_protocols.find(name);
    return found == m_protocols.end() ? kNone : found->second;
}

bool FixContext::hasStaticRoutes() const
{
    if (!m_hasStaticRoutes)
        m_hasStaticRoutes = std::any_of(m_lab.nodes.begin(), m_lab.nodes.end(), [](const lab::Node &node) {
            return (node.kind == lab::NodeKind::router || node.kind == lab::NodeKind::frr) && !lab::routingFacts(node.config).statics.empty();
        });
    return *m_hasStaticRoutes;
}

} // namespace hopyard::document
