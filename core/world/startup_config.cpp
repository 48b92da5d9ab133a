// See startup_config.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/startup_config.h"

#include "core/console/config_text.h"
#include "core/lab/lab_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::world {

namespace {

/// What stands around the configuration in `show running-config`.
std::string_view withoutFrame(std::string_view running)
{
    constexpr std::string_view kHead = "Current configuration:\n";
    if (const std::size_t head = running.find(kHead); head != std::string_view::npos)
        running.remove_prefix(head + kHead.size());
    return running;
}

} // namespace

base::Result<StartupConfig, std::string> withStartupConfig(std::string_view labText, std::string_view fileName,
                                                           std::string_view node, std::string_view running)
{
    auto read = lab::LabText::read(labText, fileName);
    if (!read)
        return base::fail(fmt::format("{} is not a lab any more: {}", fileName,
                                      read.error().empty() ? "" : read.error().front().message));
    lab::Lab lab = read->lab();
    const auto at =
        std::find_if(lab.nodes.begin(), lab.nodes.end(), [&](const lab::Node &n) { return n.name == node; });
    if (at == lab.nodes.end())
        return base::fail(fmt::format("{} has no node '{}': it was made while the lab runs", fileName, node));
    if (at->kind != lab::NodeKind::router)
        return base::fail(fmt::format("'{}' is no router: its configuration is not a part of the lab", node));
    const auto before = console::parseConfig(at->config);
    auto now = console::parseConfig(withoutFrame(running));
    if (!now)
        return base::fail(std::string("the running configuration cannot be read back"));
    // The name of the node is shown as the hostname where no line gives one.
    if (now->hostname == node && (!before || before->hostname.empty()))
        now->hostname.clear();
    const std::string text = console::writeConfig(*now);
    if (before && console::writeConfig(*before) == text)
        return StartupConfig{std::string(labText), false};
    at->config = text;
    return StartupConfig{read->save(lab), true};
}

} // namespace hopyard::world
