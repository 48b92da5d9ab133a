// See placeholder.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/placeholder.h"

#include <fmt/format.h>

#include <array>

namespace hopyard::lab {

std::span<const NodeKind> placeholderTargets()
{
    static constexpr std::array kTargets{NodeKind::host,     NodeKind::router, NodeKind::switch_, NodeKind::hub, NodeKind::namespaceNode,
                                         NodeKind::frr,      NodeKind::qemu,   NodeKind::uml};
    return kTargets;
}

Node bound(const Node &node, NodeKind kind)
{
    Node out = node;
    out.kind = kind;
    const bool forwardsFrames = kind == NodeKind::hub || kind == NodeKind::switch_;
    if (forwardsFrames)
        for (Interface &interface : out.interfaces)
            interface = Interface{interface.name, {}, false, {}, {}, kind == NodeKind::switch_ ? interface.port : BridgePort()};
    else
        for (Interface &interface : out.interfaces) {
            interface.port = {};
            interface.dhcp = interface.dhcp && (kind == NodeKind::host || kind == NodeKind::router);
        }
    if (!hasConfig(kind))
        out.config.clear();
    if (forwardsFrames || hasConfig(kind))
        out.gateway.reset();
    if (kind != NodeKind::host && kind != NodeKind::namespaceNode)
        out.routes.clear();
    if (!isMachine(kind) && kind != NodeKind::placeholder)
        out.machine = {};
    if (kind == NodeKind::uml) { // of another machine's it can use the memory alone
        out.machine = {};
        out.machine.memory = node.machine.memory;
    }
    return out;
}

std::string whatItWas(const Was &was)
{
    std::string text = was.kind.empty() ? "something" : fmt::format("a {}", was.kind);
    if (!was.tool.empty())
        text += fmt::format(" of {}", was.tool);
    if (!was.image.empty())
        text += fmt::format(" (image {})", was.image);
    return text;
}

} // namespace hopyard::lab
