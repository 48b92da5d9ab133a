// The lines of OSPF's areas, virtual links among them, and what the lines of OSPF share; see config_ospf.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_ospf.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace hopyard::console {

namespace ospf = routing::ospf;
using router::OspfAreaConfig;
using router::OspfVirtualLink;

router::OspfAreaName ospfArea(const ConfigAction &a)
{
    if (const auto dotted = base::Ipv4Address::parse(a.arguments.get("area")))
        return {*dotted, true};
    return {ospf::AreaId(a.number("area")), false};
}

std::string ospfAreaText(const router::OspfAreaName &area)
{
    return area.dotted ? toString(area.id) : fmt::format("{}", area.id.value());
}

ospf::Authentication ospfAuthentication(const ConfigAction &a)
{
    if (a.arguments.has("message-digest"))
        return ospf::Authentication::cryptographic;
    return a.arguments.has("null") ? ospf::Authentication::none : ospf::Authentication::simple;
}

std::string ospfAuthenticationText(ospf::Authentication authentication)
{
    switch (authentication) {
    case ospf::Authentication::none: return " null";
    case ospf::Authentication::simple: return "";
    case ospf::Authentication::cryptographic: return " message-digest";
    }
    return "";
}

namespace {

constexpr std::array<std::pair<std::string_view, ospf::KeyAlgorithm>, 5> kAlgorithms{{
    {"md5", ospf::KeyAlgorithm::md5},
    {"hmac-sha-1", ospf::KeyAlgorithm::hmacSha1},
    {"hmac-sha-256", ospf::KeyAlgorithm::hmacSha256},
    {"hmac-sha-384", ospf::KeyAlgorithm::hmacSha384},
    {"hmac-sha-512", ospf::KeyAlgorithm::hmacSha512},
}};

} // namespace

Outcome changeOspfKey(const ConfigAction &a, std::vector<ospf::CryptoKey> &keys)
{
    ospf::CryptoKey key;
    key.id = static_cast<std::uint8_t>(a.number("id"));
    const auto there = std::ranges::find(keys, key.id, &ospf::CryptoKey::id);
    if (a.isNo()) {
        if (there == keys.end())
            return "there is no such key";
        keys.erase(there);
        return {};
    }
    for (const auto &[name, algorithm] : kAlgorithms)
        if (a.arguments.has(name))
            key.algorithm = algorithm;
    key.secret = a.arguments.get("key");
    if (key.algorithm == ospf::KeyAlgorithm::md5)
        key.secret.resize(std::min(key.secret.size(), kOspfMd5KeySize));
    if (there != keys.end())
        return *there == key ? Outcome() : "there is a key with this number; remove it first";
    keys.push_back(std::move(key));
    return {};
}

std::string ospfKeyText(const ospf::CryptoKey &key)
{
    const auto *named = std::ranges::find(kAlgorithms, key.algorithm, &std::pair<std::string_view, ospf::KeyAlgorithm>::second);
    return fmt::format("message-digest-key {} {} {}", key.id, named->first, key.secret);
}

void setOspfPassive(router::OspfInterfaceSettings &settings, bool passive, bool passiveDefault)
{
    if (passive)
        settings.passive = true;
    else if (settings.passive.value_or(false) && !passiveDefault)
        settings.passive.reset();
    else
        settings.passive = false;
}

namespace {

/// Changes the area that the line is about, and forgets one that says nothing any more.
template <class Change>
Outcome change(const ConfigAction &a, Change change)
{
    const router::OspfAreaName name = ospfArea(a);
    auto &areas = a.config().ospf.need().areas;
    OspfAreaConfig &area = areas[name.id];
    const bool dotted = area.dotted;
    if (!a.isNo())
        area.dotted = name.dotted;
    Outcome outcome = change(area, name.id);
    if (!outcome.empty())
        area.dotted = dotted;
    OspfAreaConfig nothing;
    nothing.dotted = area.dotted;
    if (area == nothing)
        areas.erase(name.id);
    return outcome;
}

Outcome setAuthentication(const ConfigAction &a)
{
    return change(a, [&](OspfAreaConfig &area, ospf::AreaId) {
        area.authentication.reset();
        if (!a.isNo())
            area.authentication = ospfAuthentication(a);
        return Outcome();
    });
}

/// What an area has become: normal again, or of another kind.
Outcome becomes(OspfAreaConfig &area, ospf::AreaId id, ospf::AreaType type)
{
    if (type != ospf::AreaType::normal && id == ospf::kBackbone)
        return "the backbone is neither stub nor NSSA";
    if (type != ospf::AreaType::normal && !area.virtualLinks.empty())
        return "virtual links run through this area";
    if (type == area.type)
        return {};
    area.type = type;
    area.noSummary = false;
    area.translator = ospf::TranslatorRole::candidate;
    if (type == ospf::AreaType::normal)
        area.defaultCost = 1;
    return {};
}

Outcome setStub(const ConfigAction &a)
{
    return change(a, [&](OspfAreaConfig &area, ospf::AreaId id) {
        const bool noSummary = a.arguments.has("no-summary");
        if (a.isNo()) {
            if (area.type == ospf::AreaType::stub && noSummary)
                area.noSummary = false;
            else if (area.type == ospf::AreaType::stub)
                return becomes(area, id, ospf::AreaType::normal);
            return Outcome();
        }
        Outcome outcome = becomes(area, id, ospf::AreaType::stub);
        if (outcome.empty() && noSummary)
            area.noSummary = true;
        return outcome;
    });
}

Outcome setNssa(const ConfigAction &a)
{
    return change(a, [&](OspfAreaConfig &area, ospf::AreaId id) {
        const bool noSummary = a.arguments.has("no-summary");
        const bool role = a.arguments.has("translate-always") || a.arguments.has("translate-never") ||
                          a.arguments.has("translate-candidate");
        if (a.isNo()) {
            if (area.type != ospf::AreaType::nssa)
                return Outcome();
            if (noSummary)
                area.noSummary = false;
            else if (role)
                area.translator = ospf::TranslatorRole::candidate;
            else
                return becomes(area, id, ospf::AreaType::normal);
            return Outcome();
        }
        Outcome outcome = becomes(area, id, ospf::AreaType::nssa);
        if (!outcome.empty())
            return outcome;
        if (noSummary)
            area.noSummary = true;
        else
            area.translator = a.arguments.has("translate-always")  ? ospf::TranslatorRole::always
                              : a.arguments.has("translate-never") ? ospf::TranslatorRole::never
                                                                   : ospf::TranslatorRole::candidate;
        return Outcome();
    });
}

Outcome setDefaultCost(const ConfigAction &a)
{
    return change(a, [&](OspfAreaConfig &area, ospf::AreaId) {
        if (area.type == ospf::AreaType::normal)
            return Outcome("the area is neither stub nor NSSA");
        area.defaultCost = a.isNo() ? 1 : a.number("value");
        return Outcome();
    });
}

Outcome setRange(const ConfigAction &a)
{
    return change(a, [&](OspfAreaConfig &area, ospf::AreaId) {
        const base::IpPrefix prefix = *base::IpPrefix::parse(a.arguments.get("prefix"), true);
        if (a.isNo())
            return area.ranges.erase(prefix) > 0 ? Outcome() : Outcome("there is no such range");
        router::OspfRange &range = area.ranges[prefix];
        range = {!a.arguments.has("not-advertise"), std::nullopt};
        if (a.arguments.has("cost"))
            range.cost = a.number("value");
        return Outcome();
    });
}

void readTimers(const ConfigAction &a, ospf::InterfaceTimers &timers)
{
    const ospf::InterfaceTimers defaults;
    const auto set = [&]<class T>(std::string_view name, std::string_view value, T &timer, T standard) {
        if (a.arguments.has(name))
            timer = a.isNo() ? standard : static_cast<T>(a.number(value));
    };
    set("hello-interval", "hello", timers.hello, defaults.hello);
    set("dead-interval", "dead", timers.dead, defaults.dead);
    set("retransmit-interval", "retransmit", timers.retransmit, defaults.retransmit);
    set("transmit-delay", "delay", timers.transmitDelay, defaults.transmitDelay);
}

Outcome setVirtualLink(const ConfigAction &a)
{
    return change(a, [&](OspfAreaConfig &area, ospf::AreaId id) {
        const base::Ipv4Address peer = *base::Ipv4Address::parse(a.arguments.get("peer"));
        if (id == ospf::kBackbone)
            return Outcome("no virtual link runs through the backbone");
        if (area.type != ospf::AreaType::normal)
            return Outcome("no virtual link runs through a stub area or an NSSA");
        const bool timers = a.arguments.has("hello-interval") || a.arguments.has("dead-interval") ||
                            a.arguments.has("retransmit-interval") || a.arguments.has("transmit-delay");
        const bool authentication = a.arguments.has("authentication"), password = a.arguments.has("authentication-key");
        const bool digest = a.arguments.has("message-digest-key");
        if (a.isNo()) {
            const auto there = area.virtualLinks.find(peer);
            if (there == area.virtualLinks.end())
                return Outcome("there is no such virtual link");
            if (!timers && !authentication && !password && !digest) {
                area.virtualLinks.erase(there);
                return Outcome();
            }
        }
        OspfVirtualLink &link = area.virtualLinks[peer];
        readTimers(a, link.timers);
        if (authentication && a.isNo())
            link.authentication.reset();
        else if (authentication)
            link.authentication = ospfAuthentication(a);
        if (password)
            link.password = a.isNo() ? std::string() : a.arguments.get("key").substr(0, kOspfPasswordSize);
        return digest ? changeOspfKey(a, link.keys) : Outcome();
    });
}

Outcome unsupported(const ConfigAction &)
{
    return "is not supported";
}

#define HOPYARD_AREA "area <A.B.C.D$area|(0-4294967295)$area> "
#define HOPYARD_KEY                                                                                                    \
    "message-digest-key (1-255)$id <md5|hmac-sha-1|hmac-sha-256|hmac-sha-384|hmac-sha-512> WORD$key"
#define HOPYARD_TIMERS                                                                                                 \
    "{hello-interval (1-65535)$hello|retransmit-interval (1-65535)$retransmit|transmit-delay (1-65535)$delay|"          \
    "dead-interval (1-65535)$dead}"
#define HOPYARD_NO_TIMERS                                                                                              \
    "{hello-interval [(1-65535)$hello]|retransmit-interval [(1-65535)$retransmit]|transmit-delay [(1-65535)$delay]|"    \
    "dead-interval [(1-65535)$dead]}"

constexpr ConfigCommand kArea[] = {
    {HOPYARD_AREA "authentication [message-digest]", setAuthentication},
    {"no " HOPYARD_AREA "authentication [message-digest]", setAuthentication},
    {HOPYARD_AREA "stub [no-summary]", setStub},
    {"no " HOPYARD_AREA "stub [no-summary]", setStub},
    {HOPYARD_AREA "nssa [<translate-candidate|translate-never|translate-always|no-summary>]", setNssa},
    {"no " HOPYARD_AREA "nssa [<translate-candidate|translate-never|translate-always|no-summary>]", setNssa},
    {HOPYARD_AREA "default-cost (0-16777215)$value", setDefaultCost},
    {"no " HOPYARD_AREA "default-cost [(0-16777215)$value]", setDefaultCost},
    {HOPYARD_AREA "range A.B.C.D/M$prefix [<cost (0-16777215)$value|advertise [cost (0-16777215)$value]|not-advertise>]",
     setRange},
    {"no " HOPYARD_AREA
     "range A.B.C.D/M$prefix [<cost (0-16777215)$value|advertise [cost (0-16777215)$value]|not-advertise>]",
     setRange},
    {HOPYARD_AREA "virtual-link A.B.C.D$peer [" HOPYARD_TIMERS "]", setVirtualLink},
    {"no " HOPYARD_AREA "virtual-link A.B.C.D$peer [" HOPYARD_NO_TIMERS "]", setVirtualLink},
    {HOPYARD_AREA "virtual-link A.B.C.D$peer <authentication [<message-digest|null>] [<" HOPYARD_KEY
                  "|authentication-key WORD$key>]|" HOPYARD_KEY "|authentication-key WORD$key>",
     setVirtualLink},
    {"no " HOPYARD_AREA "virtual-link A.B.C.D$peer <authentication [<message-digest|null>]|message-digest-key (1-255)$id "
     "[<md5|hmac-sha-1|hmac-sha-256|hmac-sha-384|hmac-sha-512> WORD$key]|authentication-key [WORD$key]>",
     setVirtualLink},
    {HOPYARD_AREA "nssa suppress-fa", unsupported},
    {HOPYARD_AREA "range A.B.C.D/M substitute A.B.C.D/M", unsupported},
    {HOPYARD_AREA "shortcut <default|enable|disable>", unsupported},
    {HOPYARD_AREA "filter-list LINE", unsupported},
    {HOPYARD_AREA "import-list WORD", unsupported},
    {HOPYARD_AREA "export-list WORD", unsupported},
};

#undef HOPYARD_AREA
#undef HOPYARD_KEY
#undef HOPYARD_TIMERS
#undef HOPYARD_NO_TIMERS

} // namespace

ConfigCommands ospfAreaCommands() { return kArea; }

} // namespace hopyard::console
