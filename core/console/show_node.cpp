// What else a node can be asked for: its configuration, programs, counters.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

#include "core/console/config_text.h"

#include <fmt/format.h>

namespace hopyard::console {

Answer showRunningConfig(const Call &call)
{
    router::RouterConfig config = call.router.config();
    if (config.hostname.empty())
        config.hostname = call.router.hostname();
    return {true, "Building configuration...\n\nCurrent configuration:\n!\n" + writeConfig(config) + "end\n", {}};
}

Answer showApplications(const Call &call)
{
    Json json = Json::array();
    Answer answer;
    answer.text = fmt::format("{:<8}{:<10}{}\n", "Number", "State", "Command");
    for (const transport::ApplicationInfo &info : call.router.applications().applications()) {
        const std::string_view state = info.isFinished ? "finished" : "running";
        answer.text += fmt::format("{:<8}{:<10}{}\n", info.id.value(), state, info.commandLine);
        Json row{{"application", info.id.value()}, {"name", info.name}, {"command", info.commandLine}, {"state", state}};
        Json result = Json::parse(info.resultJson, nullptr, false);
        if (!info.resultJson.empty() && !result.is_discarded())
            row["result"] = std::move(result);
        json.push_back(std::move(row));
    }
    return answered(call, std::move(answer.text), json);
}

Answer showCounters(const Call &call)
{
    const ip::StackCounters &c = call.router.stack().counters();
    Json json{{"received", c.received},
              {"forwarded", c.forwarded},
              {"delivered", c.delivered},
              {"sent", c.sent},
              {"reassembled", c.reassembled},
              {"fragmented", c.fragmented},
              {"fragmentsCreated", c.fragmentsCreated},
              {"icmpErrorsSent", c.icmpErrorsSent},
              {"icmpErrorsLimited", c.icmpErrorsLimited},
              {"drops", Json::object()}};
    Answer answer;
    for (const auto &[name, value] : json.items())
        if (name != "drops")
            answer.text += fmt::format("{:<20}{:>12}\n", name, value.get<std::uint64_t>());
    answer.text += "Dropped:\n";
    for (std::size_t i = 0; i < c.drops.size(); ++i) {
        if (c.drops[i] == 0)
            continue;
        const std::string name(base::toString(static_cast<base::DropReason>(i)));
        answer.text += fmt::format("  {:<22}{:>8}\n", name, c.drops[i]);
        json["drops"][name] = c.drops[i];
    }
    if (json["drops"].empty())
        answer.text += "  nothing\n";
    return answered(call, std::move(answer.text), json);
}

} // namespace hopyard::console
