// The routes that a lab's speakers announce, read from the files that their command lines name.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/world/route_files.h"
#include "emulation/route_files/mrt_file.h"

#include <string>
#include <vector>

namespace hopyard::route_files {

/// A peer of a file: by its number, by its address, or, for an empty `wanted`, the one with most IPv4 routes.
struct PeerCount {
    std::uint64_t ipv4 = 0;
    std::uint64_t ipv6 = 0;
};
std::optional<std::size_t> choosePeer(const std::vector<wire::MrtPeer> &peers, const std::vector<PeerCount> &counts,
                                      const std::string &wanted);

/// What one peer of a file announces. Reads the file once, or twice where it has to find the peer first.
base::Result<services::Announcements, base::Error> loadFile(const std::string &path, const services::RouteFile &which);

struct Loaded {
    world::RouteFiles files;
    std::vector<lab::Problem> problems; ///< a warning for each file that cannot be read
};
/// Everything the lab needs; what is in `known` is not read again, what is not needed is dropped. Names of files are
/// relative to the folder of `labPath`.
Loaded load(const lab::Lab &lab, const std::string &labPath, const world::RouteFiles &known = {});

} // namespace hopyard::route_files
