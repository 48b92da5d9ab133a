// The surroundings of a guest's stack for one call: its frames go to the guest's output, and what its programs say is
// told on with the guest's name in front, so that several guests of one node can be told apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/device.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <variant>

namespace hopyard::hypervisor {

/// Tells everything on to whoever listens outside; lines of programs and notices with the guest's name.
class NamedTrace final : public base::trace::Sink {
public:
    NamedTrace(base::trace::Hub &outside, std::string_view guest) : m_outside(outside), m_guest(guest) {}
    void event(base::TimePoint time, const base::trace::Event &event) override
    {
        using namespace base::trace;
        if (const auto *line = std::get_if<ApplicationOutput>(&event))
            m_outside.emit(time, ApplicationOutput{line->node, fmt::format("{}/{}", m_guest, line->application), line->line});
        else if (const auto *notice = std::get_if<Notice>(&event))
            m_outside.emit(time, Notice{notice->level, notice->node, fmt::format("guest {}: {}", m_guest, notice->text)});
        else
            std::visit([&](const auto &other) { m_outside.emit(time, other); }, event);
    }

private:
    base::trace::Hub &m_outside;
    std::string_view m_guest;
};

/// One for each call into a guest's stack. `guest` outlives it.
struct Inside {
    Inside(link::Context &outer, link::Outbox &out, std::string_view guest)
        : names(outer.trace, guest), context{outer.now, outer.self, outer.pool, out, tellsNames(outer.trace) ? hub : outer.trace}
    {
        if (tellsNames(outer.trace))
            hub.add(&names, wanted(outer.trace, std::make_index_sequence<std::variant_size_v<base::trace::Event>>()),
                    base::trace::Packets::asCarried);
    }
    Inside(const Inside &) = delete;
    Inside &operator=(const Inside &) = delete;

    NamedTrace names;
    base::trace::Hub hub; // used where somebody listens to what is said in words
    link::Context context;

private:
    static bool tellsNames(const base::trace::Hub &outside)
    {
        return outside.wants<base::trace::ApplicationOutput>() || outside.wants<base::trace::Notice>();
    }
    template <std::size_t... i>
    static base::trace::Kinds wanted(const base::trace::Hub &outside, std::index_sequence<i...>)
    {
        return ((outside.wants<std::variant_alternative_t<i, base::trace::Event>>() ? base::trace::Kinds(1) << i : 0) | ...);
    }
};

} // namespace hopyard::hypervisor
