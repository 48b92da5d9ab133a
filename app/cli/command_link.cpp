// hop link: changes what a link does to its packets while they cross it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runs.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

struct Options {
    std::string run, end, direction = "both";
    std::vector<std::string> settings;
};

/// "{enter: 1%, leave: 20%}" as a lab file has it; nothing where it is no such list.
std::optional<rpc::Json> mapping(std::string_view text)
{
    const auto trimmed = [](std::string_view part) {
        const std::size_t first = part.find_first_not_of(' ');
        return first == std::string_view::npos ? std::string_view()
                                               : part.substr(first, part.find_last_not_of(' ') + 1 - first);
    };
    if (!text.starts_with('{') || !text.ends_with('}'))
        return std::nullopt;
    rpc::Json json = rpc::Json::object();
    text = text.substr(1, text.size() - 2);
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find(','));
        const std::size_t colon = pair.find(':');
        if (colon == std::string_view::npos)
            return std::nullopt;
        json[std::string(trimmed(pair.substr(0, colon)))] = trimmed(pair.substr(colon + 1));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
    }
    return json;
}

/// "delay=5ms" into a member; "down" alone and "down=yes|no" as a truth. What a value may be, the engine says.
bool addSetting(Hop &hop, rpc::Json &params, const std::string &setting)
{
    const std::size_t equals = setting.find('=');
    const std::string key = setting.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : setting.substr(equals + 1);
    if (key == "down" || key == "up") {
        const bool yes = equals == std::string::npos || value == "yes" || value == "true" || value == "on" || value == "1";
        params["down"] = (key == "down") == yes;
        return true;
    }
    if (key.empty() || value.empty()) {
        hop.out.error("\"" + setting + "\" is no setting; write key=value, for example delay=5ms or loss=1%");
        hop.exit = exitUsage;
        return false;
    }
    if (auto several = mapping(value))
        params[key] = std::move(*several);
    else
        params[key] = value;
    return true;
}

void set(Hop &hop, const Options &options)
{
    rpc::Json params = {{"link", options.end}, {"direction", options.direction}};
    for (const std::string &setting : options.settings)
        if (!addSetting(hop, params, setting))
            return;
    const auto client = connectTo(hop, options.run);
    if (!client)
        return;
    if (const auto answer = ask(hop, *client, "link.set", std::move(params)); answer && hop.out.json)
        hop.out.object(*answer);
}

} // namespace

void addLink(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *link = addCommand(app, hop, "link", "Change a link of a run: delay, rate, loss, …",
                                "  hop link r1:eth1 delay=20ms jitter=2ms\n"
                                "  hop link r1:eth1 loss=1% --direction forward\n"
                                "  hop link r1:eth1 rate=10mbit queue=50\n"
                                "  hop link r1:eth1 burst='{enter: 1%, leave: 20%}'\n"
                                "  hop link r1:eth1 down\n"
                                "  hop link r1:eth1 up --run classroom");
    link->add_option("end", options->end, "Either end of the link, such as r1:eth1")->required();
    link->add_option("settings", options->settings,
                     "key=value …: delay, jitter, rate, queue, loss, burst, duplicate, reorder, corrupt as in a lab file; "
                     "down, up")
        ->required()
        ->expected(-1);
    link->add_option("--direction", options->direction, "Which way; forward is from the end that the lab names first")
        ->check(CLI::IsMember({"forward", "backward", "both"}));
    link->add_option("--run", options->run, "Name of the run; not needed where there is only one");
    link->callback([&hop, options] { set(hop, *options); });
}

} // namespace hopyard::cli
