// See slot.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/slot.h"

#include "core/migration/node.h"

namespace hopyard::migration {

Slot::Slot() = default;
Slot::Slot(const Slot &o) : m_node(o.m_node ? std::make_unique<Node>(*o.m_node) : nullptr) {}
Slot::Slot(Slot &&) noexcept = default;
Slot &Slot::operator=(Slot &&) noexcept = default;
Slot::~Slot() = default;

Slot &Slot::operator=(const Slot &o)
{
    if (this != &o)
        m_node = o.m_node ? std::make_unique<Node>(*o.m_node) : nullptr;
    return *this;
}

void Slot::put(Node node) { m_node = std::make_unique<Node>(std::move(node)); }
void Slot::reset() { m_node.reset(); }
base::TimePoint Slot::deadline() const { return m_node->nextDeadline(); }

} // namespace hopyard::migration
