// show ip ospf database; see show_ospf.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/show_ospf.h"

#include "core/wire/ospf_lsa.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::console {

namespace ospf = routing::ospf;
using wire::LsaType;

namespace {

struct Kind {
    LsaType type;
    std::string_view word;   ///< of the command
    std::string_view title;  ///< heading, and key of one of FRR's two forms of JSON
    std::string_view key;    ///< key of the other
    std::string_view name;   ///< as RFC 2328 calls it
    std::string_view about;  ///< its link state id
    std::string_view column; ///< what the list says at the end
};
constexpr std::array<Kind, 9> kKinds{{
    {LsaType::router, "router", "Router Link States", "routerLinkStates", "router-LSA", "", "Link count"},
    {LsaType::network, "network", "Net Link States", "networkLinkStates", "network-LSA", "(address of Designated Router)", ""},
    {LsaType::summaryNetwork, "summary", "Summary Link States", "summaryLinkStates", "summary-LSA",
     "(summary Network Number)", "Route"},
    {LsaType::summaryRouter, "asbr-summary", "ASBR-Summary Link States", "asbrSummaryLinkStates", "summary-LSA",
     "(AS Boundary Router address)", ""},
    {LsaType::external, "external", "AS External Link States", "asExternalLinkStates", "AS-external-LSA",
     "(External Network Number)", "Route"},
    {LsaType::nssa, "nssa-external", "NSSA-external Link States", "nssaExternalLinkStates", "NSSA-LSA",
     "(External Network Number for NSSA)", "Route"},
    {LsaType::opaqueLink, "opaque-link", "Link-Local Opaque-LSA", "linkLocalOpaqueLsa", "Link-Local Opaque-LSA",
     "(Link-Local Opaque-Type/ID)", "Opaque-Type/ID"},
    {LsaType::opaqueArea, "opaque-area", "Area-Local Opaque-LSA", "areaLocalOpaqueLsa", "Area-Local Opaque-LSA",
     "(Area-Local Opaque-Type/ID)", "Opaque-Type/ID"},
    {LsaType::opaqueAs, "opaque-as", "AS-Global Opaque-LSA", "asGlobalOpaqueLsa", "AS-external Opaque-LSA",
     "(AS-external Opaque-Type/ID)", "Opaque-Type/ID"},
}};

bool isAsWide(LsaType type)
{
    return type == LsaType::external || type == LsaType::opaqueAs;
}

std::string prefixText(const ospf::LsaInfo &lsa, unsigned length)
{
    return toString(base::IpPrefix(lsa.header.key.id, length));
}

base::Bytes bodyOf(const ospf::LsaInfo &lsa)
{
    return base::Bytes(lsa.bytes).subspan(wire::LsaHeader::kLength);
}

/// What the list says of one at its end.
void addColumn(const ospf::LsaInfo &lsa, std::string &text, Json &json)
{
    switch (lsa.header.key.type) {
    case LsaType::router:
        json["numOfRouterLinks"] = wire::RouterLsa::linksOf(bodyOf(lsa));
        text += fmt::format(" {}", wire::RouterLsa::linksOf(bodyOf(lsa)));
        break;
    case LsaType::summaryNetwork:
        json["summaryAddress"] = prefixText(lsa, wire::SummaryLsa::load(bodyOf(lsa)).length);
        text += ' ' + prefixText(lsa, wire::SummaryLsa::load(bodyOf(lsa)).length);
        break;
    case LsaType::external:
    case LsaType::nssa: {
        const wire::ExternalLsa external = wire::ExternalLsa::load(bodyOf(lsa));
        json["metricType"] = external.type2 ? "E2" : "E1";
        json["route"] = prefixText(lsa, external.length);
        json["tag"] = external.tag;
        text += fmt::format(" {} {} [0x{:x}]", external.type2 ? "E2" : "E1", prefixText(lsa, external.length), external.tag);
        break;
    }
    default: break;
    }
}

using Chosen = std::vector<const ospf::LsaInfo *>;

Chosen chosenOf(const std::vector<ospf::LsaInfo> &database, LsaType type, std::optional<ospf::AreaId> area, auto &&wanted)
{
    Chosen chosen;
    for (const ospf::LsaInfo &lsa : database)
        if (lsa.header.key.type == type && (!area || lsa.area == *area) && wanted(lsa))
            chosen.push_back(&lsa);
    std::ranges::stable_sort(chosen, {}, [](const ospf::LsaInfo *lsa) { return lsa->header.key; });
    return chosen;
}

/// One section of the list: its heading and a line each. Nothing where there is none.
void addList(const Kind &kind, const Chosen &chosen, const std::string &where, std::string &text, Json &json)
{
    if (chosen.empty())
        return;
    text += fmt::format("                {}{}\n\n", kind.title, where);
    text += fmt::format("Link ID         ADV Router      Age  Seq#       CkSum{}{}\n", kind.column.empty() ? "" : "  ", kind.column);
    Json rows = Json::array();
    for (const ospf::LsaInfo *lsa : chosen) {
        const wire::LsaHeader &h = lsa->header;
        const auto sequence = static_cast<std::uint32_t>(h.sequence);
        text += fmt::format("{:<15}{:<15} {:>4} 0x{:08x} 0x{:04x}", toString(h.key.id), toString(h.key.advertisingRouter), h.age,
                            sequence, h.checksum);
        Json row{{"lsId", toString(h.key.id)},
                 {"advertisedRouter", toString(h.key.advertisingRouter)},
                 {"lsaAge", h.age},
                 {"sequenceNumber", fmt::format("{:08x}", sequence)},
                 {"checksum", fmt::format("{:04x}", h.checksum)}};
        addColumn(*lsa, text, row);
        text += '\n';
        rows.push_back(std::move(row));
    }
    text += '\n';
    json[std::string(kind.key)] = std::move(rows);
    json[std::string(kind.key) + "Count"] = chosen.size();
}

// --- with contents ---

/// The flags that FRR keeps with an advertisement: by whom it was made, checked, installed.
unsigned frrFlags(const ospf::LsaInfo &lsa, bool translated)
{
    constexpr unsigned kReceived = 0x06, kOwn = 0x03, kApproved = 0x08, kTranslated = 0x20;
    if (!lsa.own)
        return kReceived;
    const bool approved = lsa.header.key.type != LsaType::router && lsa.header.key.type != LsaType::network;
    return kOwn | (approved ? kApproved : 0) | (translated ? kTranslated : 0);
}

void addRouterFlags(std::uint8_t flags, std::string &text, Json &json)
{
    constexpr std::uint8_t kShown = wire::RouterLsa::kBorder | wire::RouterLsa::kExternal | wire::RouterLsa::kVirtual;
    json["flags"] = flags & kShown;
    text += fmt::format("  Flags: 0x{:x}{}", flags & kShown, flags & kShown ? " :" : "");
    if (flags & wire::RouterLsa::kBorder) {
        json["abr"] = true;
        text += " ABR";
    }
    if (flags & wire::RouterLsa::kExternal) {
        json["asbr"] = true;
        text += " ASBR";
    }
    if (flags & wire::RouterLsa::kVirtual) {
        json["vlEndpoint"] = true;
        text += " VL-endpoint";
    }
    text += '\n';
}

struct LinkText {
    std::string_view kind, id, data, idKey, dataKey;
};
LinkText linkText(wire::RouterLink::Type type)
{
    using enum wire::RouterLink::Type;
    switch (type) {
    case pointToPoint:
        return {"another Router (point-to-point)", "Neighboring Router ID", "Router Interface address", "neighborRouterId",
                "routerInterfaceAddress"};
    case transit:
        return {"a Transit Network", "Designated Router address", "Router Interface address", "designatedRouterAddress",
                "routerInterfaceAddress"};
    case stub: return {"Stub Network", "Net", "Network Mask", "networkAddress", "networkMask"};
    case virtualLink:
        return {"a Virtual Link", "Neighboring Router ID", "Router Interface address", "neighborRouterId",
                "routerInterfaceAddress"};
    }
    return {};
}

void addRouterBody(const ospf::LsaInfo &lsa, std::string &text, Json &json)
{
    const wire::RouterLsa router = wire::RouterLsa::load(bodyOf(lsa));
    json["numOfLinks"] = router.links.size();
    json["routerLinks"] = Json::object();
    text += fmt::format("   Number of Links: {}\n\n", router.links.size());
    for (std::size_t i = 0; i < router.links.size(); ++i) {
        const wire::RouterLink &link = router.links[i];
        const LinkText words = linkText(link.type);
        text += fmt::format("    Link connected to: {}\n     (Link ID) {}: {}\n     (Link Data) {}: {}\n"
                            "      Number of TOS metrics: 0\n       TOS 0 Metric: {}\n\n",
                            words.kind, words.id, toString(link.id), words.data, toString(link.data), link.metric);
        json["routerLinks"][fmt::format("link{}", i)] = {{"linkType", words.kind},
                                                         {std::string(words.idKey), toString(link.id)},
                                                         {std::string(words.dataKey), toString(link.data)},
                                                         {"numOfTosMetrics", 0},
                                                         {"tos0Metric", link.metric}};
    }
    text += '\n';
}

void addNetworkBody(const ospf::LsaInfo &lsa, std::string &text, Json &json)
{
    const wire::NetworkLsa network = wire::NetworkLsa::load(bodyOf(lsa));
    json["networkMask"] = network.length;
    json["attchedRouters"] = Json::object(); // FRR's spelling
    text += fmt::format("  Network Mask: /{}\n", network.length);
    for (const base::Ipv4Address router : network.routers) {
        text += fmt::format("        Attached Router: {}\n\n", toString(router));
        json["attchedRouters"][toString(router)] = {{"attachedRouterId", toString(router)}};
    }
}

void addSummaryBody(const ospf::LsaInfo &lsa, std::string &text, Json &json)
{
    const wire::SummaryLsa summary = wire::SummaryLsa::load(bodyOf(lsa));
    json["networkMask"] = summary.length;
    json["tos0Metric"] = summary.metric;
    text += fmt::format("  Network Mask: /{}\n        TOS: 0  Metric: {}\n\n", summary.length, summary.metric);
}

void addExternalBody(const ospf::LsaInfo &lsa, std::string &text, Json &json)
{
    const wire::ExternalLsa external = wire::ExternalLsa::load(bodyOf(lsa));
    const bool nssa = lsa.header.key.type == LsaType::nssa;
    json["networkMask"] = external.length;
    json["metricType"] = external.type2 ? "E2 (Larger than any link state path)" : "E1";
    json["tos"] = 0;
    json["metric"] = external.metric;
    json[nssa ? "nssaForwardAddress" : "forwardAddress"] = toString(external.forwarding);
    json["externalRouteTag"] = external.tag;
    text += fmt::format("  Network Mask: /{}\n        Metric Type: {}\n        TOS: 0\n        Metric: {}\n"
                        "        {}Forward Address: {}\n        External Route Tag: {}\n\n",
                        external.length, external.type2 ? "2 (Larger than any link state path)" : "1", external.metric,
                        nssa ? "NSSA: " : "", toString(external.forwarding), external.tag);
}

Json addDetail(const router::OspfProcess &process, const Kind &kind, const ospf::LsaInfo &lsa, std::string &text)
{
    const wire::LsaHeader &h = lsa.header;
    const bool translated = lsa.own && h.key.type == LsaType::external &&
                            !process.externals().contains(base::IpPrefix(h.key.id, wire::ExternalLsa::load(bodyOf(lsa)).length)) &&
                            !wire::ExternalLsa::load(bodyOf(lsa)).forwarding.isUnspecified();
    const unsigned flags = frrFlags(lsa, translated);
    Json json{{"lsaAge", h.age}, {"options", ospfOptionsText(h.options)}, {"lsaFlags", flags}};
    text += fmt::format("  LS age: {}\n  Options: 0x{:<2x} : {}\n  LS Flags: 0x{:<2x} {}\n", h.age, h.options,
                        ospfOptionsText(h.options), flags, translated ? "(Translated from Type-7)" : "");
    if (translated)
        json["translatedFromType7"] = true;
    if (h.key.type == LsaType::router)
        addRouterFlags(wire::RouterLsa::flagsOf(bodyOf(lsa)), text, json);
    json["lsaType"] = kind.name;
    json["linkStateId"] = toString(h.key.id);
    json["advertisingRouter"] = toString(h.key.advertisingRouter);
    json["lsaSeqNumber"] = fmt::format("{:08x}", static_cast<std::uint32_t>(h.sequence));
    json["checksum"] = fmt::format("{:x}", h.checksum);
    json["length"] = h.length;
    text += fmt::format("  LS Type: {}\n  Link State ID: {} {}\n  Advertising Router: {}\n  LS Seq Number: {:08x}\n"
                        "  Checksum: 0x{:04x}\n  Length: {}\n\n",
                        kind.name, toString(h.key.id), kind.about, toString(h.key.advertisingRouter),
                        static_cast<std::uint32_t>(h.sequence), h.checksum, h.length);
    switch (h.key.type) {
    case LsaType::router: addRouterBody(lsa, text, json); break;
    case LsaType::network: addNetworkBody(lsa, text, json); break;
    case LsaType::summaryNetwork:
    case LsaType::summaryRouter: addSummaryBody(lsa, text, json); break;
    case LsaType::external:
    case LsaType::nssa: addExternalBody(lsa, text, json); break;
    default: text += '\n';
    }
    return json;
}

/// FRR has two forms: lists by area, and, where originators were asked for, objects by link state id.
Json addDetails(const router::OspfProcess &process, const Kind &kind, const Chosen &chosen, bool byId, std::string &text)
{
    Json all = byId ? Json::object() : Json::array();
    for (const ospf::LsaInfo *lsa : chosen) {
        Json one = addDetail(process, kind, *lsa, text);
        if (byId)
            all[toString(lsa->header.key.id)] = std::move(one);
        else
            all.push_back(std::move(one));
    }
    return all;
}

} // namespace

Answer showOspfDatabase(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &, const ospf::Ospf &protocol) {
        const ospf::RouterId self = protocol.config().routerId;
        const std::vector<ospf::LsaInfo> database = protocol.database(call.context.now);
        std::string text = fmt::format("\n       OSPF Router with ID ({})\n\n", toString(self));
        Json json{{"routerId", toString(self)}};
        if (call.arguments.has("max-age")) {
            text += "\n                MaxAge Link States:\n\n";
            json["maxAgeLinkStates"] = Json::object();
            for (const ospf::LsaInfo &lsa : database)
                if (lsa.header.age >= wire::LsaHeader::kMaxAge) {
                    text += fmt::format("Link type: {}\nLink State ID: {}\nAdvertising Router: {}\n\n",
                                        static_cast<int>(lsa.header.key.type), toString(lsa.header.key.id),
                                        toString(lsa.header.key.advertisingRouter));
                    json["maxAgeLinkStates"][toString(lsa.header.key.id)] = {
                        {"linkType", static_cast<int>(lsa.header.key.type)},
                        {"linkStateId", toString(lsa.header.key.id)},
                        {"advertisingRouter", toString(lsa.header.key.advertisingRouter)}};
                }
            return answered(call, text, json);
        }
        const auto wanted = [&](const ospf::LsaInfo &lsa) { return !call.arguments.has("self-originate") || lsa.own; };
        json["areas"] = Json::object();
        for (const ospf::AreaInfo &area : protocol.process(call.context.now).areas) {
            Json &part = json["areas"][toString(area.id)] = Json::object();
            const std::string where = fmt::format(" (Area {})", ospfAreaDescription(protocol.config(), area.id));
            for (const Kind &kind : kKinds)
                if (!isAsWide(kind.type))
                    addList(kind, chosenOf(database, kind.type, area.id, wanted), where, text, part);
        }
        for (const Kind &kind : kKinds)
            if (isAsWide(kind.type))
                addList(kind, chosenOf(database, kind.type, std::nullopt, wanted), "", text, json);
        return answered(call, text + '\n', json);
    });
}

Answer showOspfDatabaseDetail(const Call &call)
{
    return withOspf(call, [&](const router::OspfProcess &process, const ospf::Ospf &protocol) {
        const ospf::RouterId self = protocol.config().routerId;
        const std::vector<ospf::LsaInfo> database = protocol.database(call.context.now);
        const auto id = base::Ipv4Address::parse(call.arguments.get("id")), router = base::Ipv4Address::parse(call.arguments.get("router"));
        const bool own = call.arguments.has("self-originate");
        const auto wanted = [&](const ospf::LsaInfo &lsa) {
            return (!id || lsa.header.key.id == *id) && (!router || lsa.header.key.advertisingRouter == *router) && (!own || lsa.own);
        };
        std::string text = fmt::format("\n       OSPF Router with ID ({})\n\n", toString(self));
        Json json{{"routerId", toString(self)}};
        const bool byId = own || router;
        const std::vector<ospf::AreaInfo> areas = protocol.process(call.context.now).areas;
        for (const Kind &kind : kKinds) {
            if (!call.arguments.has(kind.word) && !call.arguments.has("detail"))
                continue;
            Json &part = json[std::string(byId ? kind.title : kind.key)] = Json::object();
            if (isAsWide(kind.type)) {
                text += fmt::format("                {} \n\n", kind.title);
                part = addDetails(process, kind, chosenOf(database, kind.type, std::nullopt, wanted), byId, text);
                continue;
            }
            Json byArea = Json::object();
            for (const ospf::AreaInfo &area : areas) {
                text += fmt::format("\n                {} (Area {})\n\n", kind.title, ospfAreaDescription(protocol.config(), area.id));
                byArea[toString(area.id)] = addDetails(process, kind, chosenOf(database, kind.type, area.id, wanted), byId, text);
            }
            if (byId)
                part = std::move(byArea);
            else
                part["areas"] = std::move(byArea);
        }
        return answered(call, text, json);
    });
}

} // namespace hopyard::console
