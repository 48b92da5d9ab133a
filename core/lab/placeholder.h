// Placeholders: nodes that stand for what another tool has and Hopyard has not, and how one is bound to a kind of ours.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <span>
#include <string>

namespace hopyard::lab {

/// What a placeholder can be made: those kinds that need nothing that is not known yet.
std::span<const NodeKind> placeholderTargets();

/// The node as one of that kind: name, place, label, note, interfaces and `was` stay, and of the rest what a node of that kind
/// has. Addresses go where the kind has none.
Node bound(const Node &node, NodeKind kind);

/// "a nokia_srlinux of containerlab (image ghcr.io/nokia/srlinux)"; "something" where nothing is known of it.
std::string whatItWas(const Was &was);

} // namespace hopyard::lab
