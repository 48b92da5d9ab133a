// See load.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/route_files/load.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

namespace hopyard::route_files {

std::optional<std::size_t> choosePeer(const std::vector<wire::MrtPeer> &peers, const std::vector<PeerCount> &counts,
                                      const std::string &wanted)
{
    if (wanted.empty()) {
        const auto most = std::ranges::max_element(counts, {}, &PeerCount::ipv4);
        return most == counts.end() || most->ipv4 == 0 ? std::nullopt : std::optional(static_cast<std::size_t>(most - counts.begin()));
    }
    if (const auto address = base::IpAddress::parse(wanted)) {
        const auto found = std::ranges::find(peers, *address, &wire::MrtPeer::address);
        return found == peers.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - peers.begin()));
    }
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
    return error == std::errc() && end == wanted.data() + wanted.size() && number < peers.size() ? std::optional(number)
                                                                                                 : std::nullopt;
}

base::Result<services::Announcements, base::Error> loadFile(const std::string &path, const services::RouteFile &which)
{
    std::vector<PeerCount> counts;
    const auto counted = readMrt(path, [&](const wire::MrtReader &reader, const wire::MrtEntry &entry) {
        counts.resize(std::max(counts.size(), reader.peers().size()));
        ++(entry.prefix.address().isV4() ? counts[entry.peer].ipv4 : counts[entry.peer].ipv6);
        return true;
    });
    if (!counted)
        return base::fail(counted.error());
    const auto peer = choosePeer(counted->reader.peers(), counts, which.peer);
    if (!peer && which.peer.empty())
        return base::fail(base::Error{path + " has no routes"});
    if (!peer)
        return base::fail(base::Error{fmt::format("{} has no peer {}", path, which.peer)});
    services::Announcements::Builder builder;
    wire::BgpAttributes attributes;
    const auto read = readMrt(path, [&](const wire::MrtReader &, const wire::MrtEntry &entry) {
        if (entry.peer != *peer || !entry.prefix.address().isV4() || !wire::parseMrtAttributes(entry, attributes))
            return true;
        builder.add({entry.prefix.address().v4().value(), static_cast<std::uint8_t>(entry.prefix.length())}, attributes);
        return which.limit == 0 || builder.size() < which.limit;
    });
    if (!read)
        return base::fail(read.error());
    return std::move(builder).build();
}

namespace {

/// Where a file that a lab names lies, if that is in the folder also behind all links: a lab of somebody else's reads nothing else.
base::Result<std::string, base::Error> fileInside(const std::filesystem::path &folder, const std::string &name)
{
    std::error_code error;
    const std::filesystem::path root = std::filesystem::weakly_canonical(folder.empty() ? "." : folder, error);
    const std::filesystem::path file = error ? root : std::filesystem::weakly_canonical(root / name, error);
    if (error)
        return base::fail(base::Error{"cannot read " + name + ": " + error.message()});
    if (std::ranges::mismatch(root, file).in1 != root.end())
        return base::fail(base::Error{name + " is not in the lab's folder, and nothing else is read"});
    return file.string();
}

} // namespace

Loaded load(const lab::Lab &lab, const std::string &labPath, const world::RouteFiles &known)
{
    Loaded loaded;
    for (const world::RouteFileUse &use : world::routeFilesOf(lab)) {
        if (const auto found = known.files.find(use.file); found != known.files.end()) {
            loaded.files.files.insert(*found);
            continue;
        }
        const auto path = fileInside(std::filesystem::path(labPath).parent_path(), use.file.name);
        auto routes = path ? loadFile(*path, use.file) : base::Result<services::Announcements, base::Error>(base::fail(path.error()));
        if (routes) {
            loaded.files.files.emplace(use.file, std::make_shared<const services::Announcements>(std::move(*routes)));
            continue;
        }
        lab::Problem problem;
        problem.severity = lab::Problem::Severity::warning;
        problem.file = labPath;
        problem.node = use.node;
        problem.message = fmt::format("the speaker on '{}': {}", use.node, routes.error().message);
        loaded.problems.push_back(std::move(problem));
    }
    return loaded;
}

} // namespace hopyard::route_files
