// See route_files.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/route_files.h"

#include "core/services/command.h"

#include <algorithm>

namespace hopyard::world {

std::vector<RouteFileUse> routeFilesOf(const lab::Lab &lab)
{
    std::vector<RouteFileUse> uses;
    for (const lab::Node &node : lab.nodes) {
        for (const std::string &line : node.start) {
            if (lab::isOutside(node.kind) || line.find("bgp-speaker") == std::string::npos)
                continue;
            const auto application = services::parseCommand(line);
            const auto *speaker = application ? dynamic_cast<const services::BgpSpeaker *>(application->get()) : nullptr;
            if (speaker && !speaker->options().file.name.empty())
                uses.push_back({speaker->options().file, node.name});
        }
    }
    std::ranges::stable_sort(uses, {}, &RouteFileUse::file);
    uses.erase(std::unique(uses.begin(), uses.end(),
                           [](const RouteFileUse &a, const RouteFileUse &b) { return a.file == b.file; }),
               uses.end());
    return uses;
}

} // namespace hopyard::world
