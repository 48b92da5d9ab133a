// See bird_bgp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bird_bgp.h"

#include "core/base/address.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hopyard::engine {

using namespace bird;
using rpc::OrderedJson;
using Words = std::vector<std::string_view>;

// A block for each protocol: its line of `show protocols`, then indented lines.
std::vector<BirdSession> birdSessions(std::string_view protocols)
{
    std::vector<BirdSession> sessions;
    BirdSession *session = nullptr;
    eachLine(protocols, [&](std::string_view line) {
        const Words words = base::wordsOf(line);
        if (!line.empty() && line.front() != ' ' && line.front() != '\t') {
            session = words.size() >= 5 && words[1] == "BGP" ? &sessions.emplace_back() : nullptr;
            if (session) {
                session->name = std::string(words[0]);
                session->isUp = words[3] == "up";
                session->since = std::string(words[4]);
            }
            return;
        }
        if (!session)
            return;
        const auto take = [line](std::string_view name, std::string &into) {
            if (const auto value = valueOf(line, name))
                into = std::string(*value);
        };
        const auto takeNumber = [line](std::string_view name, std::int64_t &into) {
            if (const auto value = valueOf(line, name))
                into = number(*value).value_or(0);
        };
        take("BGP state", session->state);
        take("Description", session->description);
        take("Neighbor address", session->address);
        take("Neighbor ID", session->neighbourId);
        takeNumber("Neighbor AS", session->as);
        takeNumber("Local AS", session->localAs);
        if (words.size() == 2 && words[0] == "Channel")
            session->family = std::string(words[1]);
        if (const auto routes = valueOf(line, "Routes")) { // "1 imported, 5 exported, 0 preferred"
            const Words counts = base::wordsOf(*routes);
            for (std::size_t i = 1; i < counts.size(); ++i) {
                if (counts[i].starts_with("imported"))
                    session->imported += number(counts[i - 1]).value_or(0);
                else if (counts[i].starts_with("exported"))
                    session->exported += number(counts[i - 1]).value_or(0);
            }
        }
    });
    return sessions;
}

// "10.50.0.0/16  unicast [in2 09:20:19.306 from 10.0.0.9] * (100/20) [i]", a line for each next hop, and "\tBGP.origin:
// IGP".
std::vector<BirdPath> birdPaths(std::string_view routes)
{
    std::vector<BirdPath> paths;
    std::string prefix;
    BirdPath *path = nullptr;
    eachLine(routes, [&](std::string_view line) {
        Words words = base::wordsOf(line);
        if (words.empty())
            return;
        if (line.front() == '\t') {
            if (!path)
                return;
            if (words.size() >= 2 && words[0] == "via")
                path->hops.emplace_back(words[1]);
            const auto take = [line](std::string_view name, std::string &into) {
                if (const auto value = valueOf(line, name))
                    into = std::string(*value);
            };
            take("BGP.origin", path->origin);
            take("BGP.as_path", path->asPath);
            take("BGP.next_hop", path->nextHop);
            take("BGP.community", path->community);
            take("BGP.large_community", path->largeCommunity);
            take("BGP.originator_id", path->originator);
            if (const auto type = valueOf(line, "Type"))
                path->isBgp = type->starts_with("BGP");
            if (const auto clusters = valueOf(line, "BGP.cluster_list"))
                path->clusters = static_cast<std::int64_t>(base::wordsOf(*clusters).size());
            if (const auto value = valueOf(line, "BGP.med"))
                path->med = number(*value);
            if (const auto value = valueOf(line, "BGP.local_pref"))
                path->localPreference = number(*value);
            return;
        }
        path = nullptr;
        if (line.front() != ' ') {
            if (words[0] == "Table")
                return;
            const auto known = base::IpPrefix::parse(words[0], true);
            prefix = known ? toString(*known) : std::string();
            words.erase(words.begin());
        }
        if (prefix.empty() || words.size() < 3 || !words[1].starts_with('['))
            return;
        path = &paths.emplace_back();
        path->prefix = prefix;
        path->kind = std::string(words[0]);
        path->session = std::string(words[1].substr(1));
        path->since = std::string(words[2].substr(0, words[2].find(']')));
        path->isBest = std::ranges::find(words, "*") != words.end();
        for (const std::string_view word : words) // "(100/20)": its preference, and the cost of the way to its next hop
            if (word.size() > 2 && word.front() == '(' && word.back() == ')') {
                const std::string_view inside = word.substr(1, word.size() - 2), cost = inside.substr(std::min(inside.find('/'), inside.size()));
                path->preference = number(inside.substr(0, inside.size() - cost.size())).value_or(0);
                path->igpMetric = cost.empty() ? 0 : number(cost.substr(1)).value_or(0);
            }
    });
    return paths;
}

namespace {

const BirdSession *sessionOf(const BirdPath &path, const std::vector<BirdSession> &sessions)
{
    const auto found = std::ranges::find(sessions, path.session, &BirdSession::name);
    return found == sessions.end() ? nullptr : &*found;
}

OrderedJson hopsOf(const BirdPath &path)
{
    // The hop that BGP was told; the one packets take may be another's, on the way there.
    std::string hop = path.nextHop.substr(0, path.nextHop.find(' '));
    if (hop.empty() && !path.hops.empty())
        hop = path.hops.front();
    return OrderedJson::array({{{"ip", hop}, {"accessible", path.kind != "unreachable"}}});
}

/// "(65001, 1, 2) (65001, 1, 3)" as FRR writes it: "65001:1:2 65001:1:3".
std::string listed(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '(')
            out += out.empty() ? "" : " ";
        else if (c == ',')
            out += ':';
        else if (c != ')' && c != ' ')
            out += c;
    }
    return out;
}

void putAttributes(OrderedJson &json, const BirdPath &path)
{
    json["valid"] = path.kind != "unreachable";
    if (path.med)
        json["metric"] = *path.med;
    if (path.localPreference)
        json["locPrf"] = *path.localPreference;
    json["origin"] = path.origin;
    json["nexthops"] = hopsOf(path);
}

/// Of "09:20:18.511" or the like, in the day; nothing: it stands with a date.
std::optional<std::int64_t> secondsOfDay(std::string_view text)
{
    if (text.size() < 8 || text[2] != ':' || text[5] != ':')
        return std::nullopt;
    const auto hours = number(text.substr(0, 2)), minutes = number(text.substr(3, 2)),
               seconds = number(text.substr(6, 2));
    return hours && minutes && seconds ? std::optional(*hours * 3600 + *minutes * 60 + *seconds) : std::nullopt;
}

/// How long it has been so, "00:01:30"; where BIRD writes a date, that.
std::string upFor(const BirdSession &session, std::string_view status)
{
    std::optional<std::int64_t> now;
    eachLine(status, [&now](std::string_view line) {
        const Words words = base::wordsOf(line);
        if (line.starts_with("Current server time is") && words.size() >= 6)
            now = secondsOfDay(words[5]);
    });
    const auto since = secondsOfDay(session.since);
    if (!now || !since)
        return session.since;
    const std::int64_t passed = ((*now - *since) % 86'400 + 86'400) % 86'400;
    return fmt::format("{:02}:{:02}:{:02}", passed / 3600, passed / 60 % 60, passed % 60);
}

} // namespace

OrderedJson birdBgpTable(std::string_view protocols, std::string_view routes)
{
    const std::vector<BirdSession> sessions = birdSessions(protocols);
    OrderedJson all = OrderedJson::object();
    for (const BirdPath &path : birdPaths(routes)) {
        OrderedJson json = OrderedJson::object();
        const BirdSession *session = sessionOf(path, sessions);
        json["prefix"] = path.prefix;
        json["peerId"] = session ? session->address : path.session;
        json["path"] = path.asPath;
        if (path.isBest)
            json["bestpath"] = true;
        putAttributes(json, path);
        all[path.prefix].push_back(std::move(json));
    }
    OrderedJson table{{"routes", std::move(all)}};
    if (!sessions.empty())
        table["localAS"] = sessions.front().localAs;
    return table;
}

OrderedJson birdBgpPaths(std::string_view protocols, std::string_view routes)
{
    const std::vector<BirdSession> sessions = birdSessions(protocols);
    OrderedJson list = OrderedJson::array();
    std::string prefix;
    for (const BirdPath &path : birdPaths(routes)) {
        const BirdSession *session = sessionOf(path, sessions);
        prefix = path.prefix;
        OrderedJson json = OrderedJson::object();
        json["aspath"] = {{"string", path.asPath}, {"length", base::wordsOf(path.asPath).size()}};
        putAttributes(json, path);
        if (!path.community.empty())
            json["community"] = {{"string", listed(path.community)}};
        if (!path.largeCommunity.empty())
            json["largeCommunity"] = {{"string", listed(path.largeCommunity)}};
        if (!path.originator.empty())
            json["originatorId"] = path.originator;
        if (path.isBest)
            json["bestpath"] = {{"overall", true}};
        json["lastUpdate"] = {{"string", path.since}};
        json["peer"] = {{"peerId", session ? session->address : path.session},
                        {"routerId", session ? session->neighbourId : std::string()},
                        {"type", session && session->as == session->localAs ? "internal" : "external"}};
        list.push_back(std::move(json));
    }
    return {{"prefix", prefix}, {"paths", std::move(list)}};
}

OrderedJson birdBgpSummary(std::string_view protocols, std::string_view status)
{
    OrderedJson summary = OrderedJson::object();
    for (const BirdSession &session : birdSessions(protocols)) {
        const bool isV6 = session.family == "ipv6";
        OrderedJson peer{{"remoteAs", session.as},
                         {"localAs", session.localAs},
                         {"peerUptime", upFor(session, status)},
                         {"pfxRcd", session.imported},
                         {"pfxSnt", session.exported},
                         {"state", session.state.empty() ? "Idle" : session.state},
                         {"desc", session.description}};
        summary[isV6 ? "ipv6Unicast" : "ipv4Unicast"]["peers"]
               [session.address.empty() ? session.name : session.address] = std::move(peer);
    }
    return summary;
}

} // namespace hopyard::engine
