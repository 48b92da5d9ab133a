// See daemon_nodes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/daemon_nodes.h"

#include <algorithm>

namespace hopyard::engine {

namespace {

/// Without the date and the time that FRR and BIRD begin a line with: they are the machine's, and the log has the lab's.
std::string_view withoutTime(std::string_view line)
{
    for (const std::string_view shape : {"0000/00/00 00:00:00 ", "0000-00-00 00:00:00.000 "}) {
        const bool isTime = line.size() > shape.size()
            && std::equal(shape.begin(), shape.end(), line.begin(),
                          [](char wanted, char c) { return wanted == '0' ? c >= '0' && c <= '9' : c == wanted; });
        if (isTime)
            return line.substr(shape.size());
    }
    return line;
}

} // namespace

std::vector<nodes::Daemon> daemonsOf(const lab::Node &node)
{
    if (node.kind == lab::NodeKind::frr)
        return nodes::frrPrograms(node.config);
    if (node.kind == lab::NodeKind::bird)
        return nodes::birdPrograms(node.config);
    return {};
}

std::optional<std::string> daemonMissing(const lab::Node &node)
{
    if (node.kind == lab::NodeKind::frr)
        return nodes::frrMissing(node.config);
    if (node.kind == lab::NodeKind::bird)
        return nodes::birdMissing();
    return std::nullopt;
}

DaemonLine readDaemonLine(std::string_view program, std::string_view line)
{
    if (program == nodes::kFrrLoader) {
        if (!line.starts_with("line "))
            return {line.starts_with("cannot ") ? std::string(line) : std::string(), false}; // how far it has come
        return {"configuration, " + std::string(line), true};
    }
    constexpr std::string_view kBirdFile = "/etc/bird/bird.conf:";
    if (const std::size_t at = line.find(kBirdFile); program == "bird" && at != std::string_view::npos)
        return {"configuration, line " + std::string(line.substr(at + kBirdFile.size())), true};
    if (line.find("Disabling MPLS support") != std::string_view::npos)
        return {}; // true of most machines, and said twice at each start
    return {std::string(withoutTime(line)), false};
}

} // namespace hopyard::engine
