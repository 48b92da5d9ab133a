// A lab for other tools: as files, and what of it they cannot say.
//
// containerlab.yml and the files it binds; Kathara's lab.conf, start-up scripts and folders; CORE's XML; a folder of FRR
// configurations; GraphML and DOT for programs that draw or compute; Mermaid and SVG for documents. The first three read back
// (import.h) to the same nodes, links, addresses and configurations; tests say so.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::exchange {

enum class Target : std::uint8_t { containerlab, kathara, coreXml, frr, graphml, dot, mermaid, svg };
std::string_view toString(Target target); ///< "containerlab", as parseTarget() reads it
std::optional<Target> parseTarget(std::string_view text);
std::span<const std::string_view> targetNames();
/// True where the target is several files in a folder.
bool isFolder(Target target);

struct Exported {
    FileSet files;                 ///< of a target that is one file: one, by a name made from the lab's title
    std::vector<std::string> left; ///< what the files do not say, a sentence each
};
Exported exportLab(const lab::Lab &lab, Target target);

} // namespace hopyard::exchange
