// Commands that change what runs: configure, stop.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

#include "core/console/config_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace hopyard::console {

Answer configure(const Call &call)
{
    // All lines or none: a router with half a change is nobody's intention.
    ConfigReader reader(call.router.config());
    reader.allowAbbreviations();
    std::string_view rest = call.arguments.get("lines");
    int number = 0;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const auto taken = reader.take(rest.substr(0, end), ++number);
        if (!taken)
            return refused(taken.error().message);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const router::Configured done = call.router.configure(call.context, reader.config());
    Answer answer;
    for (const std::string &name : done.missingInterfaces)
        answer.text += fmt::format("There is no interface {}; its part waits until there is\n", name);
    return answer;
}

Answer stopApplication(const Call &call)
{
    const std::string &what = call.arguments.get("what");
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(what.data(), what.data() + what.size(), number);
    const bool isNumber = error == std::errc() && end == what.data() + what.size();
    Answer answer;
    for (const transport::ApplicationInfo &info : call.router.applications().applications()) {
        if (info.isFinished || (isNumber ? info.id.value() != number : info.name != what))
            continue;
        if (call.router.stopApplication(call.context, info.id))
            answer.text += fmt::format("Stopped {}: {}\n", info.id.value(), info.commandLine);
    }
    if (answer.text.empty())
        return refused(fmt::format("no program '{:.60}' is running; \"show applications\" lists them", what));
    return answer;
}

} // namespace hopyard::console
