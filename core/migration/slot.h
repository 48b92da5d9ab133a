// Where a node keeps its part in moving connections: empty in most, and known here by name only, so that whoever includes the
// node need not know that part.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <memory>

namespace hopyard::migration {

struct Around;
struct NodeConfig;
class Node;

/// Empty or one Node. Copying copies it.
class Slot {
public:
    Slot();
    Slot(const Slot &o);
    Slot(Slot &&) noexcept;
    Slot &operator=(const Slot &o);
    Slot &operator=(Slot &&) noexcept;
    ~Slot();

    void put(Node node);
    void reset();
    explicit operator bool() const { return m_node != nullptr; }
    Node *get() { return m_node.get(); }
    const Node *get() const { return m_node.get(); }
    Node *operator->() { return m_node.get(); }
    Node &operator*() { return *m_node; }
    base::TimePoint nextDeadline() const { return m_node ? deadline() : base::TimePoint::never(); }

private:
    base::TimePoint deadline() const;
    std::unique_ptr<Node> m_node;
};

} // namespace hopyard::migration
