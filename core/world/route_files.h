// Routes from files, for the speakers of a lab: the world says which it needs, whoever runs it reads them (core reads no
// files), and start lines and console commands find them by what their command line says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/services/speaker/bgp_speaker.h"

#include <map>
#include <memory>
#include <vector>

namespace hopyard::world {

/// Shared and immutable: copies of a world have the same ones.
struct RouteFiles {
    std::map<services::RouteFile, std::shared_ptr<const services::Announcements>> files;
};

struct RouteFileUse {
    services::RouteFile file;
    std::string node; ///< whose start line names it, the first of several
};
/// What the start lines of a lab's hosts and routers name, each once, sorted.
std::vector<RouteFileUse> routeFilesOf(const lab::Lab &lab);

} // namespace hopyard::world
