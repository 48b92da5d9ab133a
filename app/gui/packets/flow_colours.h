// A colour for each conversation: those seen together have different ones as long as there are enough, and each keeps its
// own. Oldest first, a colour is given to another when all are taken.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"

#include <array>
#include <map>
#include <QColor>
#include <QString>
#include <vector>

namespace hopyard::packets {

class FlowColours {
public:
    static constexpr int kColours = 12;

    void clear();
    void take(const client::Batch &batch); ///< names, and which flows pass
    /// 0 to kColours - 1; -1 where the flow has none (number 0, or not told of).
    int slotOf(std::uint32_t flow) const;
    static QColor colour(int slot, bool dark);
    struct Named {
        int slot;
        QString name;
    };
    /// Those that have a colour, the latest seen first.
    std::vector<Named> seen() const;
    unsigned revision() const { return m_revision; } ///< changes when seen() does

private:
    struct Slot {
        std::uint32_t flow = 0;
        std::uint64_t last = 0; ///< batch that saw it last
        std::uint64_t first = 0;
    };
    std::array<Slot, kColours> m_slots;
    std::map<std::uint32_t, int> m_bySlot;
    std::map<std::uint32_t, QString> m_names;
    std::uint64_t m_batches = 0;
    unsigned m_revision = 0;
};

} // namespace hopyard::packets
