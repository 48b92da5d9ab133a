// Durations on the command line; see duration_option.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/duration_option.h"

#include <algorithm>

#include <CLI/App.hpp>

namespace hopyard::cli {

CLI::Option *addDuration(CLI::App &command, const std::string &name, base::Duration &value, const std::string &what)
{
    CLI::Option *option = command.add_option_function<std::string>(
        name,
        [name, &value](const std::string &text) {
            const auto duration = base::parseDuration(text);
            if (!duration || duration->ns() < 0)
                throw CLI::ValidationError(name, "\"" + text + "\" is no duration; write a number with its unit, such as "
                                                 "10s, 500ms or 2min");
            value = *duration;
        },
        what);
    return option->type_name("DURATION");
}

Deadline::Deadline(base::Duration duration)
    : m_never(duration == base::Duration::max()),
      m_at(std::chrono::steady_clock::now() + std::chrono::nanoseconds(m_never ? 0 : duration.ns()))
{
}

bool Deadline::isOver() const { return !m_never && std::chrono::steady_clock::now() >= m_at; }

base::Duration Deadline::wait() const
{
    constexpr std::int64_t kAtOnce = 100'000'000;
    if (m_never)
        return base::Duration::nanoseconds(kAtOnce);
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(m_at - std::chrono::steady_clock::now());
    return base::Duration::nanoseconds(std::clamp<std::int64_t>(left.count(), 0, kAtOnce));
}

} // namespace hopyard::cli
