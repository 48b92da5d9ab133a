// Puts a lab together from a foreign file's nodes and links: names that the lab allows, each once; interfaces; shared
// segments as hubs or switches; places for those that have none.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"
#include "core/lab/lab.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::exchange {

/// A name of an interface that the lab allows (at most 15 characters, no blank, '/' or ':'): "ethernet-1/1" becomes
/// "ethernet-1-1".
std::string interfaceName(std::string_view foreign);

class LabBuilder {
public:
    explicit LabBuilder(std::string title) { m_lab.title = std::move(title); }

    /// Adds the node under a name made of its own (`node.name` as the foreign file has it); returns its index. `hasPlace` false: its
    /// position is found by finish().
    std::size_t add(lab::Node node, bool hasPlace);
    lab::Node &node(std::size_t index) { return m_lab.nodes[index]; }
    std::size_t count() const { return m_lab.nodes.size(); }

    /// The interface's name at the node, as the lab has it; taken already where a link is plugged there.
    bool isPlugged(std::size_t index, std::string_view interface) const;
    /// "eth0", "eth1", …: the first that is not plugged; of hubs and switches "p1", "p2", ….
    std::string freeInterface(std::size_t index) const;
    /// A link; both interfaces are as interfaceName() makes them. False where one of them is plugged, or both are the same.
    bool connect(std::size_t a, std::string_view interfaceA, std::size_t b, std::string_view interfaceB,
                 const base::Impairment &forward = {}, const base::Impairment &backward = {});

    /// The lab with a place for every node. Two of the foreign nodes at one place are moved apart.
    lab::Lab finish();

private:
    /// Places for those that have none, among those that they are linked with.
    void placeBetween(std::vector<lab::Position> &at) const;

    lab::Lab m_lab;
    std::vector<bool> m_placed;
    std::set<std::string> m_names; // in lower case
    std::set<std::pair<std::size_t, std::string>> m_plugged;
    std::vector<std::pair<std::size_t, std::size_t>> m_links;
};

} // namespace hopyard::exchange
