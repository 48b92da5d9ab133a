// See flow_colours.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/flow_colours.h"

#include <algorithm>

namespace hopyard::packets {

namespace {
constexpr std::size_t kMostNames = 8'192;
} // namespace

void FlowColours::clear()
{
    m_slots.fill({});
    m_bySlot.clear();
    ++m_revision; // the names stay: the engine tells each only once
}

void FlowColours::take(const client::Batch &batch)
{
    ++m_batches;
    if (m_names.size() > kMostNames)
        m_names.clear();
    for (const auto &[flow, name] : batch.flows)
        m_names[flow] = QString::fromStdString(name);
    for (const client::PacketEvent &packet : batch.packets) {
        if (packet.flow == 0)
            continue;
        if (const auto found = m_bySlot.find(packet.flow); found != m_bySlot.end()) {
            m_slots[static_cast<std::size_t>(found->second)].last = m_batches;
            continue;
        }
        const auto oldest = std::min_element(m_slots.begin(), m_slots.end(), [](const Slot &a, const Slot &b) { return a.last < b.last; });
        if (oldest->last == m_batches)
            continue; // all are in use at this very moment
        m_bySlot.erase(oldest->flow);
        *oldest = {packet.flow, m_batches, m_batches};
        m_bySlot[packet.flow] = static_cast<int>(oldest - m_slots.begin());
        ++m_revision;
    }
}

int FlowColours::slotOf(std::uint32_t flow) const
{
    const auto found = m_bySlot.find(flow);
    return found == m_bySlot.end() ? -1 : found->second;
}

QColor FlowColours::colour(int slot, bool dark)
{
    // Hues in an order in which neighbours in time are far apart.
    static constexpr int kHues[kColours] = {212, 28, 140, 330, 52, 268, 0, 175, 95, 300, 190, 240};
    const auto index = static_cast<std::size_t>(slot) % kColours;
    return dark ? QColor::fromHsl(kHues[index], 200, 170) : QColor::fromHsl(kHues[index], 190, 95);
}

std::vector<FlowColours::Named> FlowColours::seen() const
{
    std::vector<std::pair<std::uint64_t, Named>> all;
    for (std::size_t i = 0; i < m_slots.size(); ++i)
        if (m_slots[i].flow != 0) {
            const auto name = m_names.find(m_slots[i].flow);
            all.push_back({m_slots[i].first, {static_cast<int>(i), name == m_names.end() ? QStringLiteral("?") : name->second}});
        }
    std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    std::vector<Named> names;
    for (auto &[first, named] : all)
        names.push_back(std::move(named));
    return names;
}

} // namespace hopyard::packets
