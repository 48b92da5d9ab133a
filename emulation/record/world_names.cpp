// Names of a world's nodes and links; see world_names.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/world_names.h"

#include "core/world/world.h"
#include "emulation/record/recorder.h"

namespace hopyard::record {

void describe(Recorder &recorder, const world::World &world)
{
    std::vector<NodeRow> nodes;
    for (const base::NodeId id : world.nodes()) {
        const lab::Node *node = world.lab().findNode(world.name(id));
        nodes.push_back({id, world.name(id), node ? std::string(toString(node->kind)) : std::string()});
    }
    std::vector<LinkRow> links;
    for (const base::LinkId id : world.links()) {
        const lab::Link &link = world.link(id);
        links.push_back({id, lab::toString(link.a), lab::toString(link.b)});
    }
    recorder.describe(world.now(), std::move(nodes), std::move(links));
}

} // namespace hopyard::record
