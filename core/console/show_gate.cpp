// Packet filters and address translation as they stand: `show access-lists`, `show ip nat translations`, and what clears
// their counters and rows.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"
#include "core/console/config_gate.h"

#include <fmt/format.h>

#include <array>

namespace hopyard::console {

namespace {

std::string matchesText(std::uint64_t hits)
{
    return hits == 0 ? std::string() : fmt::format(" ({} match{})", hits, hits == 1 ? "" : "es");
}

Answer showAccessLists(const Call &call)
{
    std::string text;
    Json json = Json::object();
    const auto &config = call.router.config().gate;
    const ip::PacketGate *gate = call.router.stack().gate();
    const std::string &asked = call.arguments.get("name");
    for (const auto &[name, list] : config ? config->lists : std::map<std::string, ip::AccessList>()) {
        if (!asked.empty() && name != asked)
            continue;
        const ip::AccessFilter *filter = nullptr; // counts where the list is at work
        if (gate)
            if (const auto at = gate->filters().find(name); at != gate->filters().end() && at->second.list() == list)
                filter = &at->second;
        text += fmt::format("Extended IP access list {}\n", name);
        Json rules = Json::array();
        for (std::size_t i = 0; i < list.rules.size(); ++i) {
            const std::uint64_t hits = filter ? filter->hits(i) : 0;
            text += fmt::format("    {} {}{}\n", list.rules[i].sequence, accessRuleText(list.rules[i]), matchesText(hits));
            rules.push_back({{"sequence", list.rules[i].sequence}, {"rule", accessRuleText(list.rules[i])}, {"matches", hits}});
        }
        const std::uint64_t rest = filter ? filter->refusedByNone() : 0;
        if (!list.rules.empty())
            text += fmt::format("    (everything else is refused){}\n", matchesText(rest));
        json[name] = {{"rules", std::move(rules)}, {"refusedByNone", rest}};
    }
    if (!asked.empty() && json.empty())
        return refused(fmt::format("% there is no packet filter '{:.60}'", asked));
    return answered(call, std::move(text), json);
}

std::string_view protocolText(wire::IpProtocol protocol)
{
    return protocol == wire::IpProtocol::tcp ? "tcp" : protocol == wire::IpProtocol::udp ? "udp" : "icmp";
}

Answer showTranslations(const Call &call)
{
    std::string text = fmt::format("{:<6}{:<22}{:<22}{:>10}{:>10}  {}\n", "Prot", "Outside", "Inside", "Out", "In", "Ends");
    Json json = Json::array();
    if (const ip::PacketGate *gate = call.router.stack().gate()) {
        const base::TimePoint now = call.context.now;
        for (const auto &[port, table] : gate->tables())
            for (const ip::NatRow &row : table.rows(now)) {
                const std::string outside = fmt::format("{}:{}", toString(table.outside()), row.outsidePort);
                const std::string inside = fmt::format("{}:{}", toString(row.inside), row.insidePort);
                const std::string ends = row.isStatic ? "static" : ageText(row.expires - now);
                text += fmt::format("{:<6}{:<22}{:<22}{:>10}{:>10}  {}\n", protocolText(row.protocol), outside, inside,
                                    row.packetsOut, row.packetsIn, ends);
                json.push_back({{"protocol", protocolText(row.protocol)},
                                {"interface", portName(call.router, port)},
                                {"outside", outside},
                                {"inside", inside},
                                {"packetsOut", row.packetsOut},
                                {"packetsIn", row.packetsIn},
                                {"static", row.isStatic}});
            }
    }
    return answered(call, std::move(text), json);
}

Answer clearTranslations(const Call &call)
{
    call.router.clearTranslations();
    return {};
}

Answer clearCounters(const Call &call)
{
    call.router.clearFilterCounters();
    return {};
}

constexpr std::array kCommands{
    Command{"show access-lists [WORD$name] [json]", "Packet filters, and what each rule has decided", showAccessLists},
    Command{"show ip nat translations [json]", "Addresses and ports that are translated now", showTranslations},
    Command{"clear ip nat translation *", "Forget translations that are not configured", clearTranslations},
    Command{"clear access-list counters", "Count what rules decide from 0 again", clearCounters},
};

} // namespace

std::span<const Command> gateCommands() { return kCommands; }

} // namespace hopyard::console
