// What the writers share: a router's configuration as a file of FRR, names, which interfaces a node has. Internal.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/export.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::exchange {

/// frr.conf: the node's configuration, and before it the addresses that stand at its interfaces.
std::string frrConfig(const lab::Node &node);
/// /etc/frr/daemons: those that the configuration needs.
std::string frrDaemons(std::string_view config);
/// A name for files: the title in lower case, "lab" where nothing is left of it.
std::string fileName(const lab::Lab &lab);
/// The node's interfaces in the order in which the lab names them, those of links alone included.
std::vector<std::string> interfacesOf(const lab::Lab &lab, const lab::Node &node);
/// The shell commands that give a host its addresses and routes.
std::vector<std::string> hostCommands(const lab::Node &node);
bool isRouting(lab::NodeKind kind); ///< router, frr
bool isForwarder(lab::NodeKind kind); ///< hub, switch
/// A sentence on nodes and links that the tool named so cannot have.
void sayImpairments(const lab::Lab &lab, std::string_view instead, std::vector<std::string> &left);

std::string inQuotes(std::string_view text); ///< in double quotes, with backslashes before quotes and backslashes

// One writer each.
Exported writeContainerlab(const lab::Lab &lab);
Exported writeKathara(const lab::Lab &lab);
Exported writeCoreXml(const lab::Lab &lab);
Exported writeFrrFolder(const lab::Lab &lab);
Exported writeGraphml(const lab::Lab &lab);
Exported writeDot(const lab::Lab &lab);
Exported writeMermaid(const lab::Lab &lab);
Exported writeSvg(const lab::Lab &lab);

} // namespace hopyard::exchange
