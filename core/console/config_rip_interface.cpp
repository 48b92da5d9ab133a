// The lines of RIP in the block of an interface: `ip rip …`. See config_commands.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"

#include <fmt/format.h>

#include <array>

namespace hopyard::console {

namespace rip = routing::rip;
using router::RipInterfaceConfig;

namespace {

constexpr std::size_t kMaxPassword = 15; // as FRR

/// Changes what the interface says of RIP, and forgets it where that is nothing any more.
template <class Change>
Outcome change(const ConfigAction &a, Change change)
{
    base::Box<RipInterfaceConfig> &box = a.interface().rip;
    Outcome outcome = change(box.need());
    if (*box == RipInterfaceConfig())
        box.reset();
    return outcome;
}

/// "1 2" in any order, or "none".
template <auto Member>
Outcome setVersions(const ConfigAction &a)
{
    return change(a, [&](RipInterfaceConfig &c) {
        (c.*Member).reset();
        if (!a.isNo())
            c.*Member = rip::Versions{a.arguments.has("1"), a.arguments.has("2")};
        return Outcome();
    });
}

Outcome setSplitHorizon(const ConfigAction &a)
{
    return change(a, [&](RipInterfaceConfig &c) {
        using enum rip::SplitHorizon;
        c.splitHorizon = a.isNo() ? none : a.arguments.has("poisoned-reverse") ? poisonedReverse : simple;
        return Outcome();
    });
}

Outcome setMode(const ConfigAction &a)
{
    return change(a, [&](RipInterfaceConfig &c) {
        using enum rip::Authentication;
        c.authentication = a.isNo() ? none : a.arguments.has("text") ? text : cryptographic;
        c.digestLength =
            !a.isNo() && a.arguments.has("rfc") ? router::RipDigestLength::rfc : router::RipDigestLength::oldRipd;
        return Outcome();
    });
}

Outcome setPassword(const ConfigAction &a)
{
    return change(a, [&](RipInterfaceConfig &c) {
        if (!a.isNo() && !c.keyChain.empty())
            return Outcome("there is a key chain already; remove it with \"no ip rip authentication key-chain\" first");
        if (a.arguments.get("text").size() > kMaxPassword)
            return fmt::format("a RIP password has at most {} bytes", kMaxPassword);
        c.password = a.isNo() ? std::string() : a.arguments.get("text");
        return Outcome();
    });
}

Outcome setKeyChain(const ConfigAction &a)
{
    return change(a, [&](RipInterfaceConfig &c) {
        if (!a.isNo() && !c.password.empty())
            return Outcome("there is a password already; remove it with \"no ip rip authentication string\" first");
        c.keyChain = a.isNo() ? std::string() : a.arguments.get("name");
        return Outcome();
    });
}

Outcome setBroadcast(const ConfigAction &a)
{
    return change(a, [&](RipInterfaceConfig &c) { return c.v2Broadcast = !a.isNo(), Outcome(); });
}

constexpr std::array<ConfigCommand, 12> kInInterface{{
    {"ip rip authentication mode <md5 [auth-length <rfc|old-ripd>]|text>", setMode},
    {"no ip rip authentication mode [<md5 [auth-length <rfc|old-ripd>]|text>]", setMode},
    {"ip rip authentication string WORD$text", setPassword},
    {"no ip rip authentication string [WORD]", setPassword},
    {"ip rip authentication key-chain WORD$name", setKeyChain},
    {"no ip rip authentication key-chain [WORD]", setKeyChain},
    {"ip rip receive version <{1|2}|none>", setVersions<&RipInterfaceConfig::receive>},
    {"no ip rip receive version [<{1|2}|none>]", setVersions<&RipInterfaceConfig::receive>},
    {"ip rip send version <{1|2}|none>", setVersions<&RipInterfaceConfig::send>},
    {"no ip rip send version [<{1|2}|none>]", setVersions<&RipInterfaceConfig::send>},
    {"[no] ip rip split-horizon [poisoned-reverse]", setSplitHorizon},
    {"[no] ip rip v2-broadcast", setBroadcast},
}};

std::string_view versionsText(const rip::Versions &v)
{
    return v.v1 && v.v2 ? "1 2" : v.v1 ? "1" : v.v2 ? "2" : "none";
}

} // namespace

ConfigCommands ripInterfaceCommands() { return kInInterface; }

/// In the order of FRR 8.4.
std::string writeRipInterface(const router::InterfaceConfig &config)
{
    if (!config.rip)
        return {};
    const RipInterfaceConfig &c = *config.rip;
    std::string out;
    if (!c.password.empty())
        out += fmt::format(" ip rip authentication string {}\n", c.password);
    if (!c.keyChain.empty())
        out += fmt::format(" ip rip authentication key-chain {}\n", c.keyChain);
    if (c.authentication == rip::Authentication::text)
        out += " ip rip authentication mode text\n";
    if (c.authentication == rip::Authentication::cryptographic)
        out += fmt::format(" ip rip authentication mode md5{}\n",
                           c.digestLength == router::RipDigestLength::rfc ? " auth-length rfc" : "");
    if (c.receive)
        out += fmt::format(" ip rip receive version {}\n", versionsText(*c.receive));
    if (c.send)
        out += fmt::format(" ip rip send version {}\n", versionsText(*c.send));
    if (c.splitHorizon == rip::SplitHorizon::poisonedReverse)
        out += " ip rip split-horizon poisoned-reverse\n";
    if (c.v2Broadcast)
        out += " ip rip v2-broadcast\n";
    if (c.splitHorizon == rip::SplitHorizon::none)
        out += " no ip rip split-horizon\n";
    return out;
}

} // namespace hopyard::console
