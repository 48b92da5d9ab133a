// What the console shows of OSPF: its table of commands, and the process itself; see show_ospf.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/show_ospf.h"

#include "core/wire/ospf_lsa.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace hopyard::console {

namespace ospf = routing::ospf;
using wire::LsaType;

const router::OspfProcess *ospfProcess(const Call &call)
{
    const auto *process = static_cast<const router::OspfProcess *>(call.router.process(routing::Protocol::ospf));
    return process && process->ospf() ? process : nullptr;
}

std::string ospfAreaDescription(const ospf::Config &config, ospf::AreaId area)
{
    const auto at = config.areas.find(area);
    const auto type = at == config.areas.end() ? ospf::AreaType::normal : at->second.type;
    const std::string_view suffix = type == ospf::AreaType::stub ? " [Stub]" : type == ospf::AreaType::nssa ? " [NSSA]" : "";
    return toString(area) + std::string(suffix);
}

std::string ospfOptionsText(std::uint8_t options)
{
    constexpr std::array<std::pair<std::uint8_t, std::string_view>, 7> kBits{
        {{0x40, "O"}, {0x20, "DC"}, {0x10, "EA"}, {0x08, "N/P"}, {0x04, "MC"}, {0x02, "E"}, {0x01, "M/T"}}};
    std::string out = "*";
    for (const auto &[bit, name] : kBits)
        out += fmt::format("|{}", options & bit ? name : "-");
    return out;
}

std::int64_t ospfMilliseconds(base::Duration time)
{
    return time.ns() / 1'000'000;
}

std::string ospfTimerText(base::Duration time)
{
    const std::int64_t ms = ospfMilliseconds(time), s = ms / 1000;
    constexpr std::int64_t kDay = 86'400, kWeek = 7 * kDay;
    if (s >= kWeek)
        return fmt::format("{}w{}d{:02}h", s / kWeek, s / kDay % 7, s / 3600 % 24);
    if (s >= kDay)
        return fmt::format("{}d{:02}h{:02}m", s / kDay, s / 3600 % 24, s / 60 % 60);
    if (s >= 3600)
        return fmt::format("{}h{:02}m{:02}s", s / 3600, s / 60 % 60, s % 60);
    if (s >= 60)
        return fmt::format("{}m{:02}s", s / 60, s % 60);
    if (ms > 0)
        return fmt::format("{}.{:03}s", s, ms % 1000);
    return fmt::format("{} usecs", time.ns() / 1000);
}

namespace {

/// Number and sum of the checksums of an area's advertisements of one kind.
struct Sum {
    std::uint32_t count = 0, checksums = 0;
};

Sum sumOf(const std::vector<ospf::LsaInfo> &database, std::optional<ospf::AreaId> area, LsaType type)
{
    Sum sum;
    for (const ospf::LsaInfo &lsa : database)
        if (lsa.header.key.type == type && lsa.asWide == !area.has_value() && (!area || lsa.area == *area)) {
            ++sum.count;
            sum.checksums += lsa.header.checksum;
        }
    return sum;
}

struct Counted {
    LsaType type;
    std::string_view text, number, checksum; ///< as printed, and the keys
};
constexpr std::array<Counted, 7> kCounted{{
    {LsaType::router, "router", "lsaRouterNumber", "lsaRouterChecksum"},
    {LsaType::network, "network", "lsaNetworkNumber", "lsaNetworkChecksum"},
    {LsaType::summaryNetwork, "summary", "lsaSummaryNumber", "lsaSummaryChecksum"},
    {LsaType::summaryRouter, "ASBR summary", "lsaAsbrNumber", "lsaAsbrChecksum"},
    {LsaType::nssa, "NSSA", "lsaNssaNumber", "lsaNssaChecksum"},
    {LsaType::opaqueLink, "opaque link", "lsaOpaqueLinkNumber", "lsaOpaqueLinkChecksum"},
    {LsaType::opaqueArea, "opaque area", "lsaOpaqueAreaNumber", "lsaOpaqueAreaChecksum"},
}};

template <class... A>
void line(std::string &out, fmt::format_string<A...> format, A &&...values)
{
    fmt::format_to(std::back_inserter(out), format, std::forward<A>(values)...);
    out += '\n';
}

void addNssa(std::string &text, Json &json, const ospf::ProcessInfo &info, const ospf::AreaInfo &area,
             ospf::TranslatorRole role)
{
    json["nssa"] = true;
    line(text, "   It is an NSSA configuration.\n   Elected NSSA/ABR performs type-7/type-5 LSA translation.");
    if (!info.areaBorder) {
        json["abr"] = false;
        return line(text, "   It is not ABR, therefore not Translator.");
    }
    json["abr"] = true;
    if (area.translator) {
        const bool always = role == ospf::TranslatorRole::always;
        json[always ? "nssaTranslatorAlways" : "nssaTranslatorElected"] = true;
        return line(text, "   We are an ABR and {}", always ? "always an NSSA Translator." : "the NSSA Elected Translator.");
    }
    if (role == ospf::TranslatorRole::never)
        json["nssaTranslatorNever"] = true;
    else
        json["nssaTranslatorElected"] = false;
    line(text, "   We are an ABR, but {}",
         role == ospf::TranslatorRole::never ? "never an NSSA Translator." : "not the NSSA Elected Translator.");
}

Json addArea(std::string &text, const ospf::Config &config, const ospf::ProcessInfo &info, const ospf::AreaInfo &area,
             const std::vector<ospf::LsaInfo> &database)
{
    Json json = Json::object();
    const auto at = config.areas.find(area.id);
    const ospf::AreaConfig said = at == config.areas.end() ? ospf::AreaConfig() : at->second;
    const bool backbone = area.id == ospf::kBackbone;
    text += fmt::format(" Area ID: {}", toString(area.id));
    const std::string_view noSummary = area.noSummary ? ", no summary" : "";
    if (backbone) {
        json["backbone"] = true;
        line(text, " (Backbone)");
    } else {
        if (area.noSummary)
            json[area.type == ospf::AreaType::stub ? "stubNoSummary" : "nssaNoSummary"] = true;
        if (area.type == ospf::AreaType::stub)
            text += fmt::format(" (Stub{})", noSummary);
        else if (area.type == ospf::AreaType::nssa)
            text += fmt::format(" (NSSA{})", noSummary);
        json["shortcuttingMode"] = "Default";
        line(text, "\n   Shortcutting mode: Default, S-bit consensus: no");
    }
    json["areaIfTotalCounter"] = area.allInterfaces;
    json["areaIfActiveCounter"] = area.interfaces;
    line(text, "   Number of interfaces in this area: Total: {}, Active: {}", area.allInterfaces, area.interfaces);
    if (area.type == ospf::AreaType::nssa)
        addNssa(text, json, info, area, said.translator);
    if (info.maxMetric) {
        json["originStubMaxDistRouterLsa"] = true;
        line(text, "   Originating stub / maximum-distance Router-LSA");
        if (config.maxMetric.administrative) {
            json["indefiniteActiveAdmin"] = true;
            line(text, "     Administratively activated (indefinitely)");
        }
    }
    json["nbrFullAdjacentCounter"] = area.fullNeighbours;
    line(text, "   Number of fully adjacent neighbors in this area: {}", area.fullNeighbours);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kAuthentication{
        {{"authenticationNone", "no"}, {"authenticationSimplePassword", "simple password"},
         {"authenticationMessageDigest", "message digest"}}};
    const auto &[key, words] = kAuthentication[static_cast<std::size_t>(said.authentication)];
    json["authentication"] = key;
    line(text, "   Area has {} authentication", words);
    if (!backbone) {
        json["virtualAdjacenciesPassingCounter"] = area.virtualAdjacencies;
        line(text, "   Number of full virtual adjacencies going through this area: {}", area.virtualAdjacencies);
    }
    json["spfExecutedCounter"] = info.spfRuns;
    line(text, "   SPF algorithm executed {} times", info.spfRuns);
    json["lsaNumber"] = area.lsas;
    line(text, "   Number of LSA {}", area.lsas);
    for (const Counted &kind : kCounted) {
        const Sum sum = sumOf(database, area.id, kind.type);
        json[std::string(kind.number)] = sum.count;
        json[std::string(kind.checksum)] = sum.checksums;
        line(text, "   Number of {} LSA {}. Checksum Sum 0x{:08x}", kind.text, sum.count, sum.checksums);
    }
    text += '\n';
    return json;
}

void addSpf(const Call &call, std::string &text, Json &json, const ospf::Config &config, const ospf::ProcessInfo &info)
{
    json["spfScheduleDelayMsecs"] = ospfMilliseconds(config.spf.delay);
    json["holdtimeMinMsecs"] = ospfMilliseconds(config.spf.initialHold);
    json["holdtimeMaxMsecs"] = ospfMilliseconds(config.spf.maxHold);
    json["holdtimeMultplier"] = info.holdMultiplier;
    line(text, " Initial SPF scheduling delay {} millisec(s)", ospfMilliseconds(config.spf.delay));
    line(text, " Minimum hold time between consecutive SPFs {} millisec(s)", ospfMilliseconds(config.spf.initialHold));
    line(text, " Maximum hold time between consecutive SPFs {} millisec(s)", ospfMilliseconds(config.spf.maxHold));
    line(text, " Hold time multiplier is currently {}", info.holdMultiplier);
    if (info.lastSpf == base::TimePoint::never()) {
        json["spfHasNotRun"] = true;
        line(text, " SPF algorithm has not been run");
    } else {
        const base::Duration ago = call.context.now - info.lastSpf;
        json["spfLastExecutedMsecs"] = ospfMilliseconds(ago);
        json["spfLastDurationMsecs"] = 0;
        line(text, " SPF algorithm last executed {} ago\n Last SPF duration 0 usecs", ospfTimerText(ago));
    }
    if (info.nextSpf == base::TimePoint::never())
        return line(text, " SPF timer is inactive");
    const base::Duration due = info.nextSpf - call.context.now;
    json["spfTimerDueInMsecs"] = ospfMilliseconds(due);
    line(text, " SPF timer due in {}", ospfTimerText(due));
}

Answer showOspf(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &, const ospf::Ospf &protocol) {
        const ospf::Config &config = protocol.config();
        const router::OspfConfig &said = *call.router.config().ospf;
        const ospf::ProcessInfo info = protocol.process(call.context.now);
        const std::vector<ospf::LsaInfo> database = protocol.database(call.context.now);
        std::string text;
        Json json{{"routerId", toString(info.routerId)}, {"tosRoutesOnly", true}, {"rfc2328Conform", true}};
        line(text, " OSPF Routing Process, Router ID: {}\n Supports only single TOS (TOS0) routes\n"
                   " This implementation conforms to RFC2328", toString(info.routerId));
        if (config.rfc1583Compatible)
            json["rfc1583Compatibility"] = true;
        line(text, " RFC1583Compatibility flag is {}", config.rfc1583Compatible ? "enabled" : "disabled");
        if (config.opaque)
            json["opaqueCapable"] = true;
        line(text, " OpaqueCapability flag is {}", config.opaque ? "enabled" : "disabled");
        if (config.maxMetric.onStartup != 0) {
            json["stubAdvertisement"] = true;
            json["postStartEnabledSecs"] = config.maxMetric.onStartup;
            line(text, " Stub router advertisement is configured\n   Enabled for {}s after start-up", config.maxMetric.onStartup);
        }
        addSpf(call, text, json, config, info);
        json["lsaMinIntervalMsecs"] = ospfMilliseconds(config.lsaMinInterval);
        json["lsaMinArrivalMsecs"] = ospfMilliseconds(config.lsaMinArrival);
        json["writeMultiplier"] = 20;
        json["refreshTimerMsecs"] = 10000;
        json["maximumPaths"] = config.maxPaths;
        json["preference"] = config.distances.all;
        line(text, " LSA minimum interval {} msecs\n LSA minimum arrival {} msecs\n Write Multiplier set to 20 \n"
                   " Refresh timer 10 secs\n Maximum multiple paths(ECMP) supported {}\n Administrative distance {}",
             ospfMilliseconds(config.lsaMinInterval), ospfMilliseconds(config.lsaMinArrival), config.maxPaths,
             config.distances.all);
        if (info.areaBorder) {
            const std::string_view type = config.abrType == ospf::AbrType::cisco ? "Alternative Cisco" : "Standard (RFC2328)";
            json["abrType"] = type;
            line(text, " This router is an ABR, ABR type is: {}", type);
        }
        if (info.asBoundary) {
            json["asbrRouter"] = "injectingExternalRoutingInformation";
            line(text, " This router is an ASBR (injecting external routing information)");
        }
        const Sum externals = sumOf(database, std::nullopt, LsaType::external), opaque = sumOf(database, std::nullopt, LsaType::opaqueAs);
        json["lsaExternalCounter"] = externals.count;
        json["lsaExternalChecksum"] = externals.checksums;
        json["lsaAsopaqueCounter"] = opaque.count;
        json["lsaAsOpaqueChecksum"] = opaque.checksums;
        json["attachedAreaCounter"] = info.areas.size();
        line(text, " Number of external LSA {}. Checksum Sum 0x{:08x}\n Number of opaque AS LSA {}. Checksum Sum 0x{:08x}\n"
                   " Number of areas attached to this router: {}",
             externals.count, externals.checksums, opaque.count, opaque.checksums, info.areas.size());
        if (said.logAdjacency != router::OspfAdjacencyLog::off) {
            const bool all = said.logAdjacency == router::OspfAdjacencyLog::detail;
            json[all ? "adjacencyChangesLoggedAll" : "adjacencyChangesLogged"] = true;
            line(text, " {}djacency changes are logged", all ? "All a" : "A");
        }
        json["areas"] = Json::object();
        for (const ospf::AreaInfo &area : info.areas)
            json["areas"][toString(area.id)] = addArea(text, config, info, area, database);
        return answered(call, text + '\n', json);
    });
}

Answer clearProcess(const Call &call)
{
    call.router.useProcess(call.context, routing::Protocol::ospf, [](router::RoutingProcess &process, router::ProcessContext &context) {
        static_cast<router::OspfProcess &>(process).clear(context);
    });
    return {};
}

Answer clearNeighbours(const Call &call)
{
    std::optional<ospf::RouterId> which;
    if (call.arguments.has("id"))
        which = base::Ipv4Address::parse(call.arguments.get("id"));
    call.router.useProcess(call.context, routing::Protocol::ospf, [&](router::RoutingProcess &process, router::ProcessContext &context) {
        static_cast<router::OspfProcess &>(process).clearNeighbours(context, which);
    });
    return {};
}

#define HOPYARD_LSA_TYPES                                                                                              \
    "<router|network|summary|asbr-summary|external|nssa-external|opaque-link|opaque-area|opaque-as>"

constexpr std::array<Command, 16> kCommands{{
    {"show ip ospf [json]", "The OSPF process and its areas", showOspf},
    {"show ip ospf neighbor [all] [json]", "OSPF neighbours, one line each", showOspfNeighbours},
    {"show ip ospf neighbor INTERFACE$name [json]", "OSPF neighbours on an interface", showOspfNeighbours},
    {"show ip ospf neighbor A.B.C.D$id [json]", "An OSPF neighbour by its router id", showOspfNeighbours},
    {"show ip ospf neighbor detail$detail [all] [json]", "OSPF neighbours with all there is to say", showOspfNeighbourDetail},
    {"show ip ospf neighbor <INTERFACE$name|A.B.C.D$id> detail$detail [json]", "The same of one interface or neighbour",
     showOspfNeighbourDetail},
    {"show ip ospf interface [INTERFACE$name] [json]", "OSPF interfaces: state, timers, designated routers",
     showOspfInterfaces},
    {"show ip ospf database [<self-originate|max-age>] [json]", "The link state database", showOspfDatabase},
    {"show ip ospf database " HOPYARD_LSA_TYPES " [A.B.C.D$id] [<self-originate|adv-router A.B.C.D$router>] [json]",
     "Advertisements of a type with their contents", showOspfDatabaseDetail},
    {"show ip ospf database detail$detail [json]", "All advertisements with their contents", showOspfDatabaseDetail},
    {"show ip ospf route [json]", "OSPF's own routing table", showOspfRoutes},
    {"show ip ospf border-routers [json]", "Ways to border and boundary routers", showOspfBorderRouters},
    {"show ip ospf tree [area <A.B.C.D$area|(0-4294967295)$area>] [json]", "The tree of shortest paths with its costs",
     showOspfTree},
    {"explain ospf [area <A.B.C.D$area|(0-4294967295)$area>] [json]", "The tree of shortest paths with its costs", showOspfTree},
    {"clear ip ospf process", "Begin OSPF anew", clearProcess},
    {"clear ip ospf neighbor [A.B.C.D$id]", "Begin the adjacencies anew", clearNeighbours},
}};

#undef HOPYARD_LSA_TYPES

} // namespace

std::span<const Command> ospfShowCommands() { return kCommands; }

} // namespace hopyard::console
