// See packet_feed.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/packet_feed.h"

#include "core/world/world.h"
#include "emulation/engine/objects.h"
#include "emulation/rpc/base64.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::engine {

void PacketFeed::resolve(const world::World *world)
{
    m_everywhere = m_options.where.empty();
    m_links.clear();
    m_nodes.clear();
    if (m_everywhere || !world)
        return;
    for (const std::string &name : m_options.where) {
        if (const auto end = parseEnd(name)) {
            if (const base::LinkId link = world->findLink(*end); link.isValid())
                m_links.insert(link);
            continue;
        }
        const base::NodeId node = world->findNode(name);
        if (!node.isValid())
            continue; // not there now; it may come
        m_nodes.insert(node);
        for (const base::PortIndex port : world->ports(node))
            if (const base::LinkId link = world->linkAt({node, port}).first; link.isValid())
                m_links.insert(link);
    }
}

bool PacketFeed::wants(base::LinkId link, base::NodeId node) const
{
    return m_everywhere || (link.isValid() ? m_links.contains(link) : m_nodes.contains(node));
}

void PacketFeed::offer(const filter::PacketHead &head)
{
    ++m_seen;
    if (!m_options.filter.accepts(head))
        return;
    ++m_matched;
    m_heads.offer([&] { return head; });
}

std::string PacketFeed::takeBatch(base::TimePoint now)
{
    if (m_seen == 0 && !m_cut)
        return {};
    std::vector<std::uint8_t> bytes;
    for (const filter::PacketHead &head : m_heads.kept())
        filter::append(bytes, head);
    const std::string cut = m_cut ? fmt::format(R"("cut":{},)", m_cut->ns()) : std::string();
    std::string params = fmt::format(R"({{"now":{},{}"seen":{},"matched":{},"count":{},"heads":"{}"}})", now.ns(), cut, m_seen,
                                     m_matched, m_heads.kept().size(), rpc::encodeBase64(bytes));
    m_cut.reset();
    m_heads.clear();
    m_seen = 0;
    m_matched = 0;
    return params;
}

void PacketFeed::skipBatch() { m_heads.clear(); }

void PacketFeed::cutAfter(base::TimePoint time)
{
    m_cut = std::min(m_cut.value_or(time), time);
    m_heads.clear(); // at most what came since the last batch; counted as left out
}

} // namespace hopyard::engine
