// The lines of OSPF in the block of an interface: `ip ospf cost 10`, for the interface or for one of its addresses.
//
// `ip ospf message-digest-key 1 hmac-sha-256 KEY` (RFC 5709) is ours; FRR has HMAC-SHA for OSPF from its version 8.5 on, by
// key chains. What is the default everywhere is kept as "nothing said", as FRR writes it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"
#include "core/console/config_ospf.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>

namespace hopyard::console {

namespace ospf = routing::ospf;
using router::OspfInterfaceConfig;
using router::OspfInterfaceSettings;

namespace {

/// Changes the settings that the line is about, and forgets those that say nothing any more.
template <class Change>
Outcome change(const ConfigAction &a, Change change)
{
    base::Box<OspfInterfaceConfig> &box = a.interface().ospf;
    OspfInterfaceConfig &all = box.need();
    Outcome outcome;
    if (a.arguments.has("address")) {
        const base::Ipv4Address address = *base::Ipv4Address::parse(a.arguments.get("address"));
        outcome = change(all.addresses[address]);
        if (all.addresses[address] == OspfInterfaceSettings())
            all.addresses.erase(address);
    } else {
        outcome = change(static_cast<OspfInterfaceSettings &>(all));
    }
    if (all == OspfInterfaceConfig())
        box.reset();
    return outcome;
}

/// A number; what is the default says nothing where there is nothing wider that it could differ from.
template <auto Member, std::uint32_t Default>
Outcome setNumber(const ConfigAction &a)
{
    return change(a, [&](OspfInterfaceSettings &s) {
        using Value = typename std::remove_reference_t<decltype(s.*Member)>::value_type;
        const auto value = static_cast<Value>(a.number("value"));
        if (a.isNo() || (value == Default && !a.arguments.has("address")))
            (s.*Member).reset();
        else
            s.*Member = value;
        return Outcome();
    });
}

constexpr std::uint32_t kNoDefault = 0xffffffff;

Outcome setDead(const ConfigAction &a)
{
    return change(a, [&](OspfInterfaceSettings &s) {
        s.dead.reset();
        s.helloMultiplier = 0;
        if (a.isNo())
            return Outcome();
        if (a.arguments.has("minimal"))
            s.helloMultiplier = static_cast<std::uint8_t>(a.number("multiplier"));
        else
            s.dead = a.number("value");
        return Outcome();
    });
}

Outcome setArea(const ConfigAction &a)
{
    // FRR takes one way of naming an interface's area or the other.
    if (!a.isNo() && a.config().ospf && !a.config().ospf->networks.empty())
        return "\"router ospf\" has network lines, and an interface's area is said in one way or the other";
    return change(a, [&](OspfInterfaceSettings &s) {
        if (a.isNo()) {
            s.area.reset();
            return Outcome();
        }
        const router::OspfAreaName area = ospfArea(a);
        if (s.area && s.area->id != area.id)
            return Outcome("the interface is in another area; remove that with \"no ip ospf area\" first");
        s.area = area;
        return Outcome();
    });
}

Outcome setAuthentication(const ConfigAction &a)
{
    return change(a, [&](OspfInterfaceSettings &s) {
        if (a.isNo())
            s.authentication.reset();
        else
            s.authentication = ospfAuthentication(a);
        return Outcome();
    });
}

Outcome setPassword(const ConfigAction &a)
{
    return change(a, [&](OspfInterfaceSettings &s) {
        s.password = a.isNo() ? std::string() : a.arguments.get("key").substr(0, kOspfPasswordSize);
        return Outcome();
    });
}

Outcome setKey(const ConfigAction &a)
{
    return change(a, [&](OspfInterfaceSettings &s) { return changeOspfKey(a, s.keys); });
}

Outcome setPassive(const ConfigAction &a)
{
    const bool passiveDefault = a.config().ospf && a.config().ospf->passiveDefault;
    return change(a, [&](OspfInterfaceSettings &s) {
        setOspfPassive(s, !a.isNo(), passiveDefault);
        return Outcome();
    });
}

Outcome setNetwork(const ConfigAction &a)
{
    if (a.blockName() == "lo")
        return "the network type of the loopback interface is what it is";
    return change(a, [&](OspfInterfaceSettings &) {
        auto &network = a.interface().ospf->network;
        network.reset(); // broadcast is the default of all our ports
        if (a.isNo() || a.arguments.has("broadcast"))
            return Outcome();
        network = a.arguments.has("non-broadcast")    ? ospf::NetworkType::nbma
                : a.arguments.has("point-to-point") ? ospf::NetworkType::pointToPoint
                                                    : ospf::NetworkType::pointToMultipoint;
        return Outcome();
    });
}

constexpr auto setCost = setNumber<&OspfInterfaceSettings::cost, kNoDefault>;
constexpr auto setHello = setNumber<&OspfInterfaceSettings::hello, 10>;
constexpr auto setRetransmit = setNumber<&OspfInterfaceSettings::retransmit, 5>;
constexpr auto setTransmitDelay = setNumber<&OspfInterfaceSettings::transmitDelay, 1>;
constexpr auto setPriority = setNumber<&OspfInterfaceSettings::priority, 1>;

constexpr std::array<ConfigCommand, 29> kCommands{{
    {"ip ospf area <A.B.C.D$area|(0-4294967295)$area> [A.B.C.D$address]", setArea},
    {"no ip ospf area [<A.B.C.D$area|(0-4294967295)$area> [A.B.C.D$address]]", setArea},
    {"ip ospf cost (1-65535)$value [A.B.C.D$address]", setCost},
    {"no ip ospf cost [(1-65535)$value] [A.B.C.D$address]", setCost},
    {"ip ospf hello-interval (1-65535)$value [A.B.C.D$address]", setHello},
    {"no ip ospf hello-interval [(1-65535)$value [A.B.C.D$address]]", setHello},
    {"ip ospf dead-interval <(1-65535)$value|minimal hello-multiplier (1-10)$multiplier> [A.B.C.D$address]", setDead},
    {"no ip ospf dead-interval [<(1-65535)$value|minimal hello-multiplier (1-10)$multiplier> [A.B.C.D$address]]", setDead},
    {"ip ospf retransmit-interval (1-65535)$value [A.B.C.D$address]", setRetransmit},
    {"no ip ospf retransmit-interval [(1-65535)$value] [A.B.C.D$address]", setRetransmit},
    {"ip ospf transmit-delay (1-65535)$value [A.B.C.D$address]", setTransmitDelay},
    {"no ip ospf transmit-delay [(1-65535)$value] [A.B.C.D$address]", setTransmitDelay},
    {"ip ospf priority (0-255)$value [A.B.C.D$address]", setPriority},
    {"no ip ospf priority [(0-255)$value [A.B.C.D$address]]", setPriority},
    {"ip ospf network <broadcast|non-broadcast|point-to-multipoint|point-to-point>", setNetwork},
    {"no ip ospf network [<broadcast|non-broadcast|point-to-multipoint|point-to-point>]", setNetwork},
    {"ip ospf network point-to-point dmvpn", [](const ConfigAction &) { return Outcome("dmvpn is not supported"); }},
    {"ip ospf authentication [<null|message-digest>] [A.B.C.D$address]", setAuthentication},
    {"no ip ospf authentication [<null|message-digest>] [A.B.C.D$address]", setAuthentication},
    {"ip ospf authentication-key WORD$key [A.B.C.D$address]", setPassword},
    {"no ip ospf authentication-key [WORD$key [A.B.C.D$address]]", setPassword},
    {"ip ospf message-digest-key (1-255)$id <md5|hmac-sha-1|hmac-sha-256|hmac-sha-384|hmac-sha-512> WORD$key "
     "[A.B.C.D$address]",
     setKey},
    {"no ip ospf message-digest-key (1-255)$id [<md5|hmac-sha-1|hmac-sha-256|hmac-sha-384|hmac-sha-512> WORD$key] "
     "[A.B.C.D$address]",
     setKey},
    {"ip ospf mtu-ignore [A.B.C.D$address]",
     [](const ConfigAction &a) { return change(a, [](OspfInterfaceSettings &s) { return s.mtuIgnore = true, Outcome(); }); }},
    {"no ip ospf mtu-ignore [A.B.C.D$address]",
     [](const ConfigAction &a) { return change(a, [](OspfInterfaceSettings &s) { return s.mtuIgnore = false, Outcome(); }); }},
    {"ip ospf passive [A.B.C.D$address]", setPassive},
    {"no ip ospf passive [A.B.C.D$address]", setPassive},
    {"ip ospf bfd", [](const ConfigAction &) { return Outcome("BFD is not supported"); }},
    {"ip ospf bfd LINE", [](const ConfigAction &) { return Outcome("BFD is not supported"); }},
}};

/// The lines of one set of settings; `where` is empty or " 192.0.2.1".
void writeSettings(std::vector<std::string> &out, const OspfInterfaceSettings &s, const std::string &where)
{
    const auto line = [&](std::string text) { out.push_back(fmt::format(" ip ospf {}{}\n", text, where)); };
    if (s.area)
        line("area " + ospfAreaText(*s.area));
    if (s.authentication)
        line("authentication" + ospfAuthenticationText(*s.authentication));
    if (!s.password.empty())
        line("authentication-key " + s.password);
    if (s.cost)
        line(fmt::format("cost {}", *s.cost));
    if (s.helloMultiplier != 0)
        line(fmt::format("dead-interval minimal hello-multiplier {}", s.helloMultiplier));
    if (s.dead)
        line(fmt::format("dead-interval {}", *s.dead));
    if (s.hello)
        line(fmt::format("hello-interval {}", *s.hello));
    for (const ospf::CryptoKey &key : s.keys)
        line(ospfKeyText(key));
    if (s.mtuIgnore)
        line("mtu-ignore");
    if (s.passive.value_or(false))
        line("passive");
    if (s.priority)
        line(fmt::format("priority {}", *s.priority));
    if (s.retransmit)
        line(fmt::format("retransmit-interval {}", *s.retransmit));
    if (s.transmitDelay)
        line(fmt::format("transmit-delay {}", *s.transmitDelay));
    if (s.passive && !*s.passive)
        out.push_back(fmt::format(" no ip ospf passive{}\n", where));
}

std::string_view networkText(ospf::NetworkType type)
{
    switch (type) {
    case ospf::NetworkType::nbma: return "non-broadcast";
    case ospf::NetworkType::pointToPoint: return "point-to-point";
    case ospf::NetworkType::pointToMultipoint: return "point-to-multipoint";
    case ospf::NetworkType::broadcast:
    case ospf::NetworkType::loopback:
    case ospf::NetworkType::virtualLink: break;
    }
    return "broadcast";
}

} // namespace

ConfigCommands ospfInterfaceCommands() { return kCommands; }

/// Sorted by their text, as vtysh does with an interface's lines; but keys stay in their order, because the last signs.
std::string writeOspfInterface(const router::InterfaceConfig &config)
{
    if (!config.ospf)
        return {};
    std::vector<std::string> lines;
    writeSettings(lines, *config.ospf, {});
    if (config.ospf->network)
        lines.push_back(fmt::format(" ip ospf network {}\n", networkText(*config.ospf->network)));
    for (const auto &[address, settings] : config.ospf->addresses)
        writeSettings(lines, settings, " " + toString(address));
    constexpr std::string_view kKey = " ip ospf message-digest-key ";
    const auto compared = [&](const std::string &line) {
        return line.starts_with(kKey) ? std::string(kKey) : line.substr(0, line.size() - 1);
    };
    std::ranges::stable_sort(lines, {}, compared);
    std::string out;
    for (const std::string &line : lines)
        out += line;
    return out;
}

} // namespace hopyard::console
