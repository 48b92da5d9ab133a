// The configuration lines of key chains, their keys and when these count, and all of them written back; see
// config_commands.h.
//
// A lab's calendar begins at a fixed moment (core/base/calendar.h). A lifetime with a time that ends before it begins
// is refused, as in FRR.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/calendar.h"
#include "core/console/config_commands.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace hopyard::console {

using namespace routing::policy;

namespace {

std::map<std::string, KeyChain> &chains(const ConfigAction &a) { return a.config().policies.keyChains; }
Key &keyOf(const ConfigAction &a) { return chains(a)[a.blockName()].keys[a.blockNumber()]; }
Outcome removed(bool was) { return was ? "" : "there is no such entry"; }

Outcome enterKeyChain(const ConfigAction &a)
{
    chains(a)[a.arguments.get("name")];
    a.enter(ConfigMode::keyChain, a.arguments.get("name"));
    return {};
}

Outcome enterKey(const ConfigAction &a)
{
    chains(a)[a.blockName()].keys[a.number("number")];
    a.enter(ConfigMode::key, a.blockName(), a.number("number"));
    return {};
}

constexpr std::array<std::string_view, 5> kAlgorithms{"md5", "hmac-sha-1", "hmac-sha-256", "hmac-sha-384",
                                                      "hmac-sha-512"};

Outcome setAlgorithm(const ConfigAction &a)
{
    for (const std::string_view name : kAlgorithms)
        if (a.arguments.has(name))
            keyOf(a).algorithm = name;
    return {};
}

/// The moment that the tokens of that ending say ("time1", "day1" …); nothing where they are none.
std::optional<base::CalendarSeconds> momentOf(const ConfigAction &a, const std::string &ending)
{
    const auto timeOfDay = base::parseTimeOfDay(a.arguments.get("time" + ending));
    const auto month = base::monthNamed(a.arguments.get("month" + ending));
    if (!timeOfDay || !month)
        return std::nullopt;
    const base::Date date{
        static_cast<int>(a.number("year" + ending)), *month, static_cast<int>(a.number("day" + ending)), 0, 0, 0};
    const base::CalendarSeconds midnight = base::toSeconds(date);
    if (base::toDate(midnight).month != *month)
        return std::nullopt; // 31 February
    return midnight + *timeOfDay;
}

template <auto Member>
Outcome setLifetime(const ConfigAction &a)
{
    std::optional<Lifetime> &said = keyOf(a).*Member;
    if (a.isNo()) {
        said.reset();
        return {};
    }
    Lifetime lifetime;
    const auto begins = momentOf(a, "1");
    if (!begins)
        return "is no date: write HH:MM:SS DAY MONTH YEAR";
    lifetime.begins = *begins;
    if (a.arguments.has("duration")) {
        lifetime.ends = *begins + a.number("seconds");
        lifetime.byDuration = true;
    } else if (!a.arguments.has("infinite")) {
        lifetime.ends = momentOf(a, "2");
        if (!lifetime.ends)
            return "has an end that is no date: write HH:MM:SS DAY MONTH YEAR";
        if (*lifetime.ends < *begins)
            return "ends before it begins";
    }
    said = lifetime;
    return {};
}

constexpr std::array kTop{
    ConfigCommand{"key chain WORD$name", enterKeyChain},
    ConfigCommand{"no key chain WORD$name",
                  [](const ConfigAction &a) { return removed(chains(a).erase(a.arguments.get("name")) > 0); }},
};

constexpr std::array kInKeyChain{
    ConfigCommand{"key (0-2147483647)$number", enterKey},
    ConfigCommand{
        "no key (0-2147483647)$number",
        [](const ConfigAction &a) { return removed(chains(a)[a.blockName()].keys.erase(a.number("number")) > 0); }},
};

#define HOPYARD_MOMENT(n) \
    "WORD$time" n " <(1-31)$day" n " WORD$month" n "|WORD$month" n " (1-31)$day" n "> (1993-2035)$year" n
#define HOPYARD_LIFETIME HOPYARD_MOMENT("1") " <infinite|duration (1-2147483646)$seconds|" HOPYARD_MOMENT("2") ">"

constexpr std::array kInKey{
    ConfigCommand{"key-string LINE$secret",
                  [](const ConfigAction &a) { return keyOf(a).secret = a.arguments.get("secret"), Outcome(); }},
    ConfigCommand{"no key-string [LINE]", [](const ConfigAction &a) { return keyOf(a).secret.clear(), Outcome(); }},
    ConfigCommand{"cryptographic-algorithm <md5|hmac-sha-1|hmac-sha-256|hmac-sha-384|hmac-sha-512>", setAlgorithm},
    ConfigCommand{"no cryptographic-algorithm [WORD]",
                  [](const ConfigAction &a) { return keyOf(a).algorithm.clear(), Outcome(); }},
    ConfigCommand{"accept-lifetime " HOPYARD_LIFETIME, setLifetime<&Key::accept>},
    ConfigCommand{"no accept-lifetime [LINE]", setLifetime<&Key::accept>},
    ConfigCommand{"send-lifetime " HOPYARD_LIFETIME, setLifetime<&Key::send>},
    ConfigCommand{"no send-lifetime [LINE]", setLifetime<&Key::send>},
};

#undef HOPYARD_LIFETIME
#undef HOPYARD_MOMENT

std::string momentText(base::CalendarSeconds at)
{
    const base::Date d = base::toDate(at);
    return fmt::format("{:02}:{:02}:{:02} {:.3} {:02} {}", d.hour, d.minute, d.second, base::monthName(d.month), d.day,
                       d.year);
}

std::string lifetimeText(std::string_view word, const std::optional<Lifetime> &said)
{
    if (!said)
        return {};
    std::string end = " infinite";
    if (said->ends && said->byDuration)
        end = fmt::format(" duration {}", *said->ends - said->begins);
    else if (said->ends)
        end = ' ' + momentText(*said->ends);
    return fmt::format("  {} {}{}\n", word, momentText(said->begins), end);
}

} // namespace

ConfigCommands keyChainTopCommands() { return kTop; }
ConfigCommands keyChainCommands() { return kInKeyChain; }
ConfigCommands keyCommands() { return kInKey; }

std::string writeKeyChains(const router::RouterConfig &config)
{
    std::string out;
    for (const auto &[name, chain] : config.policies.keyChains) {
        out += fmt::format("key chain {}\n", name);
        for (const auto &[number, key] : chain.keys) {
            out += fmt::format(" key {}\n", number);
            if (!key.algorithm.empty())
                out += fmt::format("  cryptographic-algorithm {}\n", key.algorithm);
            if (!key.secret.empty())
                out += fmt::format("  key-string {}\n", key.secret);
            out += lifetimeText("accept-lifetime", key.accept);
            out += lifetimeText("send-lifetime", key.send);
            out += " exit\n";
        }
        out += "exit\n!\n";
    }
    return out;
}

} // namespace hopyard::console
