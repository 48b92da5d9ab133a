// FRR and BIRD as Debian ships them: which programs a configuration needs, how each is started in a node, and how a
// question is put to them.
//
// Everything is where these programs expect it (/etc/frr, /run/frr, /etc/bird, /run/bird), but the node's own and in
// memory: so `vtysh` and `birdc` work in a node as they do on a real router, and many nodes stand side by side, without
// root too. FRR insists on a group frrvty that its user is in: the node's /etc/group says so.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/nodes/namespace_spec.h"
#include "emulation/nodes/node_launch.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::nodes {

/// The daemons that a frr.conf needs: zebra, and those whose words it has; in the order in which they are started.
std::vector<std::string> frrDaemons(std::string_view config);
/// Zebra, the others once it listens, and vtysh, which gives each its part of the text and ends.
std::vector<Daemon> frrPrograms(std::string_view config);
/// The one that ends by itself.
constexpr std::string_view kFrrLoader = "vtysh";

std::vector<Daemon> birdPrograms(std::string_view config);

/// What is missing here, as a sentence with the command that mends it; nothing where all is there.
std::optional<std::string> frrMissing(std::string_view config);
std::optional<std::string> birdMissing();

/// Directories, groups and forwarding of such a node.
void addFrrNeeds(NamespaceSpec &spec);
void addBirdNeeds(NamespaceSpec &spec);

} // namespace hopyard::nodes
