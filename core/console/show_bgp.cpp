// What the console shows of BGP, with the columns and the JSON keys of FRR 8.4: the table, one prefix, the summary;
// neighbours stand in show_bgp_neighbour.cpp. And the decision as a list (`explain bgp PREFIX`), which FRR does not
// have.
//
// Different from FRR: there is no calendar, so a path's age is shown in place of the date of its last update.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/show_bgp.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::console {

namespace bgp = routing::bgp;
using bgp::PathInfo;
using bgp::PrefixInfo;

const router::BgpProcess *bgpProcessOf(const Call &call)
{
    return static_cast<const router::BgpProcess *>(call.router.process(routing::Protocol::bgp));
}

Answer bgpNotRunning() { return refused("BGP is not running here; \"router bgp\" in the configuration starts it"); }

namespace {

bgp::Afi afiOf(const Call &call) { return call.arguments.has("ipv6") ? bgp::Afi::ipv6 : bgp::Afi::ipv4; }

/// What is looked at: BGP, in one address family.
struct View {
    const bgp::Bgp &bgp;
    bgp::Afi afi;
    bgp::ProcessInfo process;
    explicit View(const Call &call, const router::BgpProcess &running)
        : bgp(running.bgp()), afi(afiOf(call)), process(bgp.process())
    {
    }
};

/// A command about a view, where BGP runs.
template <auto Show>
Answer inView(const Call &call)
{
    const router::BgpProcess *process = bgpProcessOf(call);
    return process ? Show(call, View(call, *process)) : bgpNotRunning();
}

std::string tableHead(const View &view)
{
    const bgp::ProcessInfo &process = view.process;
    return fmt::format("BGP table version is {}, local router ID is {}, vrf id 0\n"
                       "Default local pref {}, local AS {}\n"
                       "Status codes:  s suppressed, d damped, h history, * valid, > best, = multipath,\n"
                       "               i internal, r RIB-failure, S Stale, R Removed\n"
                       "Nexthop codes: @NNN nexthop's vrf id, < announce-nh-self\n"
                       "Origin codes:  i - IGP, e - EGP, ? - incomplete\n"
                       "RPKI validation codes: V valid, I invalid, N Not found\n\n"
                       "   Network          Next Hop            Metric LocPrf Weight Path\n",
                       process.tableVersion[bgp::at(view.afi)], toString(process.routerId),
                       view.bgp.config().defaultLocalPreference, process.as);
}

/// Filled up to a width; what is longer has a line of its own.
std::string column(const std::string &text, std::size_t width, std::size_t indent)
{
    if (text.size() < width)
        return fmt::format("{:<{}}", text, width);
    return text + '\n' + std::string(indent, ' ');
}

std::string pathLine(const PathInfo &p, const std::string &network)
{
    const wire::BgpAttributes &a = p.attributes;
    std::string out;
    out += p.stale ? 'S' : p.suppressed ? 's' : p.valid && !p.history ? '*' : ' ';
    out += p.history ? 'h' : p.damped ? 'd' : p.best ? '>' : p.multipath ? '=' : ' ';
    out += p.from == bgp::PathOrigin::peer && p.type == bgp::PeerType::internal ? 'i' : ' ';
    out += network.empty() ? std::string(17, ' ') : column(network, 17, 20);
    out += column(toString(a.nextHop), 16, 36);
    out += a.med ? fmt::format("{:>10}", *a.med) : std::string(10, ' ');
    out += a.localPreference ? fmt::format("{:>7}", *a.localPreference) : std::string(7, ' ');
    out += fmt::format("{:>7} ", p.weight);
    const std::string path = a.asPath.toString();
    return out + (path.empty() ? "" : path + ' ') + originLetter(a.origin) + '\n';
}

std::string_view originName(wire::BgpOrigin origin)
{
    return origin == wire::BgpOrigin::igp ? "IGP" : origin == wire::BgpOrigin::egp ? "EGP" : "incomplete";
}

std::string_view reasonText(bgp::Step step)
{
    using bgp::Step;
    switch (step) {
    case Step::weight: return "Weight";
    case Step::localPreference: return "Local Pref";
    case Step::localOrigin: return "Local Route";
    case Step::asPathLength: return "AS Path";
    case Step::origin: return "Origin";
    case Step::med: return "MED";
    case Step::externalPath: return "Peer Type";
    case Step::igpMetric: return "IGP Metric";
    case Step::oldest: return "Older Path";
    case Step::routerId: return "Router ID";
    case Step::clusterLength: return "Cluster length";
    case Step::neighbourAddress: return "Neighbor IP";
    case Step::equal: return "Nothing left to compare";
    }
    return "";
}

/// Why the best is the best: the last step that another path reached.
std::string_view bestReason(const PrefixInfo &prefix)
{
    std::optional<bgp::Step> step;
    for (const PathInfo &p : prefix.paths)
        if (!p.best && p.valid && !p.damped && !p.history && (!step || *step < p.lostAt))
            step = p.lostAt;
    return step ? reasonText(*step) : "First path received";
}

Json nextHopJson(const PathInfo &p)
{
    Json hop;
    hop["ip"] = toString(p.attributes.nextHop);
    hop["afi"] = p.attributes.nextHop.isV6() ? "ipv6" : "ipv4";
    hop["used"] = true;
    return Json::array({hop});
}

Json pathJson(const PathInfo &p, const PrefixInfo &prefix)
{
    Json j;
    if (p.valid)
        j["valid"] = true;
    if (p.best) {
        j["bestpath"] = true;
        j["selectionReason"] = bestReason(prefix);
    }
    if (p.multipath)
        j["multipath"] = true;
    if (p.stale)
        j["stale"] = true;
    if (p.damped)
        j["damped"] = true;
    if (p.history)
        j["history"] = true;
    if (p.suppressed)
        j["suppressed"] = true;
    j["pathFrom"] = p.from == bgp::PathOrigin::peer && p.type == bgp::PeerType::internal ? "internal" : "external";
    j["prefix"] = toString(prefix.prefix.address());
    j["prefixLen"] = prefix.prefix.length();
    j["network"] = toString(prefix.prefix);
    j["version"] = prefix.version;
    if (p.attributes.med)
        j["metric"] = *p.attributes.med;
    if (p.attributes.localPreference)
        j["locPrf"] = *p.attributes.localPreference;
    j["weight"] = p.weight;
    j["peerId"] = p.peer.isValid() ? toString(p.peer) : "(unspec)";
    j["path"] = p.attributes.asPath.toString();
    j["origin"] = originName(p.attributes.origin);
    j["nexthops"] = nextHopJson(p);
    return j;
}

Json tableJson(const View &view)
{
    Json j;
    j["vrfId"] = 0;
    j["vrfName"] = "default";
    j["tableVersion"] = view.process.tableVersion[bgp::at(view.afi)];
    j["routerId"] = toString(view.process.routerId);
    j["defaultLocPrf"] = view.bgp.config().defaultLocalPreference;
    j["localAS"] = view.process.as;
    return j;
}

/// The table's rows as they are added, as text and as JSON.
struct Rows {
    std::string text;
    Json json = Json::object(); ///< by network
    std::size_t routes = 0, paths = 0;

    /// The paths of a prefix of which `isShown` says so.
    template <class IsShown>
    void add(const PrefixInfo &prefix, IsShown isShown)
    {
        const std::string network = toString(prefix.prefix);
        Json list = Json::array();
        for (const PathInfo &path : prefix.paths) {
            if (!isShown(path))
                continue;
            text += pathLine(path, list.empty() ? network : "");
            list.push_back(pathJson(path, prefix));
        }
        if (list.empty())
            return;
        ++routes;
        paths += list.size();
        json[network] = std::move(list);
    }
};

Answer showTable(const Call &call, const View &view)
{
    Rows rows;
    view.bgp.forEachPrefix(view.afi, [&](const PrefixInfo &p) { rows.add(p, [](const PathInfo &) { return true; }); });
    std::string text = "No BGP prefixes displayed, 0 exist\n";
    if (rows.routes > 0)
        text = tableHead(view) + rows.text
               + fmt::format("\nDisplayed  {} routes and {} total paths\n", rows.routes, rows.paths);
    Json json = tableJson(view);
    json["routes"] = std::move(rows.json);
    return answered(call, std::move(text), json);
}

std::string communitiesText(const wire::BgpAttributes &a)
{
    std::string text;
    for (const std::uint32_t c : a.communities)
        text += (text.empty() ? "" : " ") + wire::communityToString(c);
    return text;
}
/// FRR's JSON writes the names of well-known ones in one word: "noExport".
std::string communityKey(std::uint32_t community)
{
    const std::string name = wire::communityToString(community);
    std::string word;
    for (std::size_t n = 0; n < name.size(); ++n) {
        const bool begins = n > 0 && name[n - 1] == '-';
        const char c = name[n];
        if (begins && c >= 'a' && c <= 'z')
            word += static_cast<char>(c - 'a' + 'A');
        else if (c != '-')
            word += c;
    }
    return word == "localAS" ? "localAs" : word;
}
std::string largeText(const wire::BgpAttributes &a)
{
    std::string text;
    for (const wire::LargeCommunity &c : a.largeCommunities)
        text += (text.empty() ? "" : " ") + wire::toString(c);
    return text;
}

/// Of the neighbour it came from, in a confederation's words where there is one.
std::string_view neighbourType(const bgp::Config &config, const PathInfo &p)
{
    if (p.type == bgp::PeerType::internal)
        return config.confederation.identifier ? "confed-internal" : "internal";
    return p.type == bgp::PeerType::confederation ? "confed-external" : "external";
}

/// Whether its neighbour is one for whom we reflect.
bool isFromClient(const View &view, const PathInfo &p)
{
    if (p.from != bgp::PathOrigin::peer || p.type != bgp::PeerType::internal)
        return false;
    const auto neighbours = view.bgp.neighbours();
    return std::any_of(neighbours.begin(), neighbours.end(), [&](const bgp::NeighbourInfo &n) {
        return n.address == p.peer && n.families[bgp::at(view.afi)].settings.reflectorClient;
    });
}

std::string pathDetail(const Call &call, const View &view, const PrefixInfo &prefix, const PathInfo &p)
{
    const wire::BgpAttributes &a = p.attributes;
    const std::string path = a.asPath.toString();
    std::string out = "  " + (path.empty() ? "Local" : path);
    if (isFromClient(view, p))
        out += ", (Received from a RR-client)";
    if (p.stale)
        out += ", (stale)";
    if (a.aggregator)
        out += fmt::format(", (aggregated by {} {})", a.aggregator->as, toString(a.aggregator->identifier));
    if (p.suppressed)
        out += ", (suppressed due to aggregate)";
    if (p.history)
        out += ", (history entry)";
    if (p.damped)
        out += ", (suppressed due to dampening)";
    out += fmt::format("\n    {}", toString(a.nextHop));
    if (!p.valid)
        out += " (inaccessible)";
    else if (p.igpMetric)
        out += fmt::format(" (metric {})", p.igpMetric);
    out += fmt::format(" from {} ({})\n", p.peer.isValid() ? toString(p.peer) : "0.0.0.0",
                       toString(a.originatorId.value_or(p.peerRouterId)));
    out += fmt::format("      Origin {}", originName(a.origin));
    if (a.med)
        out += fmt::format(", metric {}", *a.med);
    if (a.localPreference)
        out += fmt::format(", localpref {}", *a.localPreference);
    if (p.weight)
        out += fmt::format(", weight {}", p.weight);
    if (p.tag)
        out += fmt::format(", tag {}", p.tag);
    if (!p.valid)
        out += ", invalid";
    else if (!p.history)
        out += ", valid";
    if (p.from == bgp::PathOrigin::peer)
        out += fmt::format(", {}", neighbourType(view.bgp.config(), p));
    else if (p.from == bgp::PathOrigin::aggregate)
        out += ", aggregated, local";
    else
        out += p.from == bgp::PathOrigin::network ? ", sourced, local" : ", sourced";
    if (a.atomicAggregate)
        out += ", atomic-aggregate";
    const bool multipath =
        p.multipath || (p.best && std::any_of(prefix.paths.begin(), prefix.paths.end(), [](const PathInfo &o) {
                            return o.multipath;
                        }));
    if (multipath)
        out += ", multipath";
    if (p.firstOfNeighbourAs)
        out += a.asPath.view().first() ? fmt::format(", bestpath-from-AS {}", a.asPath.view().first()) : ", bestpath-from-AS Local";
    if (p.best)
        out += fmt::format(", best ({})", bestReason(prefix));
    out += '\n';
    if (!a.communities.empty())
        out += "      Community: " + communitiesText(a) + '\n';
    if (!a.largeCommunities.empty())
        out += "      Large Community: " + largeText(a) + '\n';
    if (a.originatorId || !a.clusterList.empty()) {
        out += "      Originator: " + toString(a.originatorId.value_or(p.peerRouterId)) + ", Cluster list:";
        for (const std::uint32_t cluster : a.clusterList)
            out += ' ' + toString(base::Ipv4Address(cluster));
        out += '\n';
    }
    return out + fmt::format("      Last update: {} ago\n", ageText(call.context.now - p.since));
}

Json pathDetailJson(const Call &call, const View &view, const PrefixInfo &prefix, const PathInfo &p)
{
    const wire::BgpAttributes &a = p.attributes;
    Json j;
    Json segments = Json::array();
    for (const wire::AsPathView::Segment s : a.asPath.view()) {
        static constexpr std::string_view kTypes[] = {"", "as-set", "as-sequence", "as-confed-sequence",
                                                      "as-confed-set"};
        Json list = Json::array();
        for (std::size_t n = 0; n < s.size(); ++n)
            list.push_back(s.at(n));
        segments.push_back({{"type", kTypes[static_cast<std::size_t>(s.type)]}, {"list", list}});
    }
    const std::string path = a.asPath.toString();
    j["aspath"] = {
        {"string", path.empty() ? "Local" : path}, {"segments", segments}, {"length", a.asPath.view().length()}};
    if (a.aggregator) {
        j["aggregatorAs"] = a.aggregator->as;
        j["aggregatorId"] = toString(a.aggregator->identifier);
    }
    j["origin"] = originName(a.origin);
    if (a.med)
        j["metric"] = *a.med;
    if (a.localPreference)
        j["locPrf"] = *a.localPreference;
    if (p.weight)
        j["weight"] = p.weight;
    if (p.tag)
        j["tag"] = p.tag;
    j["valid"] = p.valid;
    j["version"] = prefix.version;
    if (p.from != bgp::PathOrigin::peer) {
        j["sourced"] = true;
        if (p.from != bgp::PathOrigin::redistributed)
            j["local"] = true;
    }
    if (a.atomicAggregate)
        j["atomicAggregate"] = true;
    if (p.multipath)
        j["multipath"] = true;
    if (p.firstOfNeighbourAs)
        j["bestpath"]["bestpathFromAs"] = a.asPath.view().first();
    if (p.best) {
        j["bestpath"]["overall"] = true;
        j["bestpath"]["selectionReason"] = bestReason(prefix);
    } else if (p.valid && !p.damped && !p.history)
        j["lostAt"] = reasonText(p.lostAt);
    if (!a.communities.empty()) {
        Json list = Json::array();
        for (const std::uint32_t c : a.communities)
            list.push_back(communityKey(c));
        j["community"] = {{"string", communitiesText(a)}, {"list", list}};
    }
    if (!a.largeCommunities.empty()) {
        Json list = Json::array();
        for (const wire::LargeCommunity &c : a.largeCommunities)
            list.push_back(wire::toString(c));
        j["largeCommunity"] = {{"string", largeText(a)}, {"list", list}};
    }
    if (a.originatorId)
        j["originatorId"] = toString(*a.originatorId);
    if (!a.clusterList.empty()) {
        Json list = Json::array();
        for (const std::uint32_t cluster : a.clusterList)
            list.push_back(toString(base::Ipv4Address(cluster)));
        j["clusterList"] = {{"list", list}};
    }
    if (isFromClient(view, p))
        j["rxedFromRrClient"] = true;
    if (p.stale)
        j["stale"] = true;
    j["ageMsec"] = (call.context.now - p.since).ns() / 1'000'000;
    j["lastUpdate"] = {{"epoch", epoch(p.since)}, {"string", ageText(call.context.now - p.since) + " ago"}};
    Json hop = nextHopJson(p)[0];
    hop["metric"] = p.igpMetric;
    hop["accessible"] = p.valid;
    j["nexthops"] = Json::array({hop});
    Json peer;
    peer["peerId"] = p.peer.isValid() ? toString(p.peer) : "0.0.0.0";
    peer["routerId"] = toString(p.peerRouterId);
    if (p.from == bgp::PathOrigin::peer)
        peer["type"] = neighbourType(view.bgp.config(), p);
    j["peer"] = peer;
    return j;
}

/// The entry for a prefix, or the longest around an address.
std::optional<PrefixInfo> entryFor(const Call &call, const bgp::Bgp &b)
{
    const std::string &text = call.arguments.get("prefix");
    if (const auto prefix = base::IpPrefix::parse(text, true))
        return b.prefix(*prefix);
    const auto address = base::IpAddress::parse(text);
    for (int length = address ? static_cast<int>(base::addressBits(address->family())) : -1; length >= 0; --length)
        if (auto found = b.prefix(base::IpPrefix(*address, static_cast<unsigned>(length))))
            return found;
    return std::nullopt;
}

Answer showPrefix(const Call &call, const View &view)
{
    const auto entry = entryFor(call, view.bgp);
    if (!entry)
        return call.wantsJson() ? answered(call, "", Json::object()) : refused("Network not in table");
    std::size_t best = 0;
    for (std::size_t n = 0; n < entry->paths.size(); ++n)
        if (entry->paths[n].best)
            best = n + 1;
    std::string text = fmt::format("BGP routing table entry for {}, version {}\nPaths: ({} available, {})\n",
                                   toString(entry->prefix), entry->version, entry->paths.size(),
                                   best ? fmt::format("best #{}, table default", best) : "no best path");
    Json json;
    json["prefix"] = toString(entry->prefix);
    json["version"] = entry->version;
    if (entry->advertisedTo.empty()) {
        text += "  Not advertised to any peer\n";
    } else {
        text += "  Advertised to non peer-group peers:\n ";
        for (const base::IpAddress &peer : entry->advertisedTo) {
            text += ' ' + toString(peer);
            json["advertisedTo"][toString(peer)] = Json::object();
        }
        text += '\n';
    }
    json["paths"] = Json::array();
    for (const PathInfo &path : entry->paths) {
        text += pathDetail(call, view, *entry, path);
        json["paths"].push_back(pathDetailJson(call, view, *entry, path));
    }
    return answered(call, std::move(text), json);
}

/// Each candidate with the step of the decision at which it lost against the best.
Answer explainPrefix(const Call &call, const View &view)
{
    const auto entry = entryFor(call, view.bgp);
    if (!entry)
        return refused("Network not in table");
    std::string text = fmt::format("Decision for {}\n", toString(entry->prefix));
    Json json;
    json["prefix"] = toString(entry->prefix);
    json["candidates"] = Json::array();
    for (const PathInfo &p : entry->paths) {
        std::string why;
        if (p.best)
            why = "best";
        else if (p.history)
            why = "withdrawn; kept for its penalty";
        else if (p.damped)
            why = "takes no part: it flaps (dampening)";
        else if (!p.valid)
            why = "takes no part: its next hop cannot be reached";
        else
            why = fmt::format("lost at: {}{}", toString(p.lostAt), p.multipath ? "; shares the traffic" : "");
        const std::string from = p.peer.isValid() ? toString(p.peer) : "itself";
        text += fmt::format("  {:<15} from {:<15} path [{}] weight {} localpref {} med {}: {}\n",
                            toString(p.attributes.nextHop), from, p.attributes.asPath.toString(), p.weight,
                            p.attributes.localPreference.value_or(view.bgp.config().defaultLocalPreference),
                            p.attributes.med.value_or(0), why);
        json["candidates"].push_back({{"nextHop", toString(p.attributes.nextHop)},
                                      {"from", from},
                                      {"path", p.attributes.asPath.toString()},
                                      {"verdict", why},
                                      {"best", p.best}});
    }
    json["steps"] = bgpDecisionSteps(view.bgp.config(), *entry);
    return answered(call, std::move(text), json);
}

std::string stateText(const bgp::NeighbourInfo &n)
{
    if (n.settings.shutdown)
        return "Idle (Admin)";
    if (n.overLimit)
        return "Idle (PfxCt)";
    return std::string(toString(n.state));
}

Answer showSummary(const Call &call, const View &view)
{
    const bgp::Afi afi = view.afi;
    const bgp::Bgp &b = view.bgp;
    const bgp::ProcessInfo &info = view.process;
    std::vector<bgp::NeighbourInfo> peers = b.neighbours();
    std::erase_if(peers, [&](const bgp::NeighbourInfo &n) { return !n.settings.families[bgp::at(afi)].active; });
    Json body;
    body["routerId"] = toString(info.routerId);
    body["as"] = info.as;
    body["vrfId"] = 0;
    body["vrfName"] = "default";
    body["tableVersion"] = info.tableVersion[bgp::at(afi)];
    body["ribCount"] = info.prefixes[bgp::at(afi)];
    body["ribMemory"] = info.memory;
    body["peerCount"] = peers.size();
    body["peerMemory"] = peers.size() * sizeof(bgp::Peer);
    // As FRR: who names the family gets its table alone, without its name around it.
    const bool isNamed = call.arguments.has("unicast");
    std::string text = fmt::format(
        "{}BGP router identifier {}, local AS number {} vrf-id 0\n"
        "BGP table version {}\nRIB entries {}, using {} bytes of memory\nPeers {}, using {} KiB of memory\n",
        isNamed ? ""
                : fmt::format("\n{} Unicast Summary (VRF default):\n", afi == bgp::Afi::ipv4 ? "IPv4" : "IPv6"),
        toString(info.routerId), info.as, info.tableVersion[bgp::at(afi)], info.prefixes[bgp::at(afi)], info.memory, peers.size(), peers.size() * sizeof(bgp::Peer) / 1024);
    if (!b.config().groups.empty())
        text += fmt::format("Peer groups {}, using {} bytes of memory\n", b.config().groups.size(),
                            b.config().groups.size() * sizeof(bgp::NeighbourConfig));
    if (b.config().families[bgp::at(afi)].dampening)
        text += "Dampening enabled.\n";
    text +=
        "\nNeighbor        V         AS   MsgRcvd   MsgSent   TblVer  InQ OutQ  Up/Down State/PfxRcd   PfxSnt Desc\n";
    body["peers"] = Json::object();
    std::size_t failed = 0, dynamic = 0;
    for (const bgp::NeighbourInfo &n : peers) {
        const bgp::NeighbourFamilyInfo &f = n.families[bgp::at(afi)];
        const bool up = n.state == bgp::State::established;
        failed += !up;
        dynamic += n.dynamic;
        const bool never = n.established == 0;
        const base::Duration age = call.context.now - n.since;
        const std::string name = (n.dynamic ? "*" : "") + toString(n.address);
        text += fmt::format("{:<16}4 {:>10} {:>9} {:>9} {:>8} {:>4} {:>4} {:>8} {:>12} {:>8} {}\n", name, n.remoteAs,
                            n.messagesReceived.total(), n.messagesSent.total(), 0, 0, n.queued ? 1 : 0,
                            never ? "never" : ageText(age),
                            up ? (f.negotiated ? std::to_string(f.accepted) : "NoNeg") : stateText(n), f.advertised,
                            n.settings.description.empty() ? "N/A" : n.settings.description);
        Json &j = body["peers"][toString(n.address)];
        j["remoteAs"] = n.remoteAs;
        j["localAs"] = n.localAs;
        j["version"] = 4;
        j["msgRcvd"] = n.messagesReceived.total();
        j["msgSent"] = n.messagesSent.total();
        j["tableVersion"] = 0;
        j["outq"] = n.queued ? 1 : 0;
        j["inq"] = 0;
        j["peerUptime"] = never ? "never" : ageText(age);
        j["peerUptimeMsec"] = never ? 0 : age.ns() / 1'000'000;
        if (!never)
            j["peerUptimeEstablishedEpoch"] = epoch(n.since);
        j["pfxRcd"] = f.accepted;
        j["pfxSnt"] = f.advertised;
        j["state"] = stateText(n);
        j["peerState"] = n.settings.shutdown ? "Admin" : n.overLimit ? "PfxCt" : "OK";
        j["connectionsEstablished"] = n.established;
        j["connectionsDropped"] = n.dropped;
        if (!n.settings.description.empty())
            j["desc"] = n.settings.description;
        j["idType"] = n.address.isV6() ? "ipv6" : "ipv4";
    }
    text += fmt::format("\nTotal number of neighbors {}\n", peers.size());
    body["failedPeers"] = failed;
    body["displayedPeers"] = peers.size();
    body["totalPeers"] = peers.size();
    body["dynamicPeers"] = dynamic;
    body["bestPath"] = {{"multiPathRelax", b.config().bestPath.multipathRelax ? "true" : "false"}};
    Json json;
    if (isNamed)
        json = body;
    else
        json[afi == bgp::Afi::ipv4 ? "ipv4Unicast" : "ipv6Unicast"] = body;
    if (peers.empty())
        text = fmt::format("% No BGP neighbors found in VRF default\n");
    return answered(call, std::move(text), json);
}

base::IpAddress peerOf(const Call &call)
{
    return base::IpAddress::parse(call.arguments.get("peer")).value_or(base::IpAddress());
}

/// What a neighbour was told of a prefix, in the keys that FRR has for that alone.
Json advertisedJson(const PrefixInfo &route)
{
    const wire::BgpAttributes &a = route.paths.front().attributes;
    Json j;
    j["addrPrefix"] = toString(route.prefix.address());
    j["prefixLen"] = route.prefix.length();
    j["network"] = toString(route.prefix);
    j["nextHop"] = toString(a.nextHop);
    if (a.med)
        j["metric"] = *a.med;
    if (a.localPreference)
        j["locPrf"] = *a.localPreference;
    j["weight"] = route.paths.front().weight;
    j["path"] = a.asPath.toString();
    j["bgpOriginCode"] = originLetter(a.origin);
    j["appliedStatusSymbols"] = {{"*", true}, {">", true}};
    return j;
}

/// What stands in front of routes that were exchanged with one neighbour.
Json exchangedJson(const View &view)
{
    Json json;
    json["bgpTableVersion"] = view.process.tableVersion[bgp::at(view.afi)];
    json["bgpLocalRouterId"] = toString(view.process.routerId);
    json["defaultLocPrf"] = view.bgp.config().defaultLocalPreference;
    json["localAS"] = view.process.as;
    json["bgpStatusCodes"] = {{"suppressed", "s"}, {"damped", "d"}, {"history", "h"}, {"valid", "*"}, {"best", ">"},
                              {"multipath", "="}, {"internal", "i"}, {"ribFailure", "r"}, {"stale", "S"}, {"removed", "R"}};
    json["bgpOriginCodes"] = {{"igp", "i"}, {"egp", "e"}, {"incomplete", "?"}};
    return json;
}

Answer showAdvertised(const Call &call, const View &view)
{
    const auto routes = view.bgp.advertised(peerOf(call), view.afi);
    Json json = exchangedJson(view);
    json["advertisedRoutes"] = Json::object();
    std::string text = tableHead(view);
    for (const PrefixInfo &route : routes) {
        text += pathLine(route.paths.front(), toString(route.prefix));
        json["advertisedRoutes"][toString(route.prefix)] = advertisedJson(route);
    }
    text += fmt::format("\nTotal number of prefixes {}\n", routes.size());
    json["totalPrefixCounter"] = routes.size();
    json["filteredPrefixCounter"] = 0; // what a policy holds back is not kept
    return answered(call, routes.empty() ? "" : std::move(text), json);
}

/// What one neighbour announced, before policies saw it.
Answer showReceived(const Call &call, const View &view)
{
    const auto neighbours = view.bgp.neighbours();
    const auto neighbour = std::find_if(neighbours.begin(), neighbours.end(),
                                        [&](const bgp::NeighbourInfo &n) { return n.address == peerOf(call); });
    if (neighbour == neighbours.end() || !neighbour->families[bgp::at(view.afi)].settings.softReconfiguration)
        return answered(call, "% Inbound soft reconfiguration not enabled\n",
                        Json{{"warning", "Inbound soft reconfiguration not enabled"}});
    const auto routes = view.bgp.received(peerOf(call), view.afi);
    Json json = exchangedJson(view);
    json["receivedRoutes"] = Json::object();
    std::string text = tableHead(view);
    std::size_t filtered = 0;
    for (const PrefixInfo &route : routes) {
        text += pathLine(route.paths.front(), toString(route.prefix));
        json["receivedRoutes"][toString(route.prefix)] = advertisedJson(route);
        filtered += route.paths.front().filtered;
    }
    text += filtered ? fmt::format("\nTotal number of prefixes {} ({} filtered)\n", routes.size(), filtered)
                     : fmt::format("\nTotal number of prefixes {}\n", routes.size());
    json["totalPrefixCounter"] = routes.size();
    json["filteredPrefixCounter"] = filtered;
    return answered(call, routes.empty() ? "" : std::move(text), json);
}

/// The table as far as it came from one neighbour.
Answer showRoutesOf(const Call &call, const View &view)
{
    const base::IpAddress peer = peerOf(call);
    Rows rows;
    view.bgp.forEachPrefix(view.afi, [&](const PrefixInfo &prefix) {
        rows.add(prefix, [&](const PathInfo &p) { return p.from == bgp::PathOrigin::peer && p.peer == peer; });
    });
    std::string text = tableHead(view) + rows.text
                       + fmt::format("\nDisplayed  {} routes and {} total paths\n", rows.paths,
                                     view.process.paths[bgp::at(view.afi)]);
    Json json = tableJson(view);
    json["routes"] = std::move(rows.json);
    return answered(call, rows.routes ? std::move(text) : "", json);
}

Answer clearBgp(const Call &call)
{
    const auto peer = base::IpAddress::parse(call.arguments.get("peer"));
    bool known = !peer;
    if (const router::BgpProcess *process = bgpProcessOf(call))
        for (const bgp::NeighbourInfo &n : process->bgp().neighbours())
            known |= n.address == peer;
    if (!known)
        return refused("there is no such neighbor");
    const bool running = call.router.useProcess(
        call.context, routing::Protocol::bgp, [&](router::RoutingProcess &process, router::ProcessContext &context) {
            auto &b = static_cast<router::BgpProcess &>(process);
            const base::IpAddress which = peer.value_or(base::IpAddress());
            const bool soft = call.arguments.has("soft") || call.arguments.has("in") || call.arguments.has("out");
            if (!soft)
                return b.clear(context, which, bgp::Clear::hard);
            if (!call.arguments.has("out"))
                b.clear(context, which, bgp::Clear::softIn);
            if (!call.arguments.has("in"))
                b.clear(context, which, bgp::Clear::softOut);
        });
    return running ? Answer{} : bgpNotRunning();
}

} // namespace

std::span<const Command> bgpShowCommands()
{
    static constexpr Command kCommands[] = {
        {"show [ip] bgp [<ipv4|ipv6> [unicast]] [json]", "BGP's table", inView<showTable>},
        {"show [ip] bgp [<ipv4|ipv6> [unicast]] summary [json]", "BGP's neighbours in short", inView<showSummary>},
        {"show [ip] bgp [<ipv4|ipv6> [unicast]] <ADDRESS$prefix|PREFIX$prefix> [json]", "BGP's paths to a prefix",
         inView<showPrefix>},
        {"show [ip] bgp [<ipv4|ipv6> [unicast]] neighbors [ADDRESS$peer] [json]", "BGP's neighbours",
         showBgpNeighbours},
        {"show [ip] bgp [<ipv4|ipv6> [unicast]] neighbors ADDRESS$peer advertised-routes [json]",
         "what a neighbour was told", inView<showAdvertised>},
        {"show [ip] bgp [<ipv4|ipv6> [unicast]] neighbors ADDRESS$peer received-routes [json]",
         "what a neighbour announced, before policies", inView<showReceived>},
        {"show [ip] bgp [<ipv4|ipv6> [unicast]] neighbors ADDRESS$peer routes [json]", "what came from a neighbour",
         inView<showRoutesOf>},
        {"explain bgp <ADDRESS$prefix|PREFIX$prefix> [json]", "BGP's decision about a prefix, step by step",
         inView<explainPrefix>},
        {"clear [ip] bgp <*|ADDRESS$peer> [soft] [<in|out>]", "begins sessions anew, or asks and tells again (soft)",
         clearBgp},
    };
    return kCommands;
}

} // namespace hopyard::console
