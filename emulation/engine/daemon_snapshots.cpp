// See daemon_snapshots.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/daemon_snapshots.h"

#include "core/base/words.h"
#include "emulation/linux/event.h"
#include "emulation/nodes/routing_daemons.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace hopyard::engine {

using lab::NodeKind;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kFrrEvery = 3 * kSecond, kBirdEvery = 10 * kSecond;
constexpr std::int64_t kAfterTooMuch = 60 * kSecond;
constexpr std::int64_t kTooLong = 5 * kSecond; ///< without an answer
constexpr std::int64_t kLongestPause = 10 * kSecond;
constexpr std::int64_t kShare = 20;            ///< one part in so many of the time

struct Line {
    std::string_view daemon; ///< of FRR
    std::string_view line;
};
/// The longest answers last: where one is too long, those before it are there.
constexpr std::array<Line, 6> kLines{{{"ospfd", "show ip ospf interface"},
                                      {"ospfd", "show ip ospf neighbor"},
                                      {"bgpd", "show ip bgp summary"},
                                      {"ospfd", "show ip ospf database detail"},
                                      {"zebra", "show ip route"},
                                      {"bgpd", "show ip bgp"}}};

bool runs(std::string_view daemon, NodeKind kind, const std::vector<std::string> &frr, std::string_view config)
{
    if (kind == NodeKind::frr)
        return std::ranges::find(frr, daemon) != frr.end();
    const std::string_view word = daemon == "ospfd" ? "ospf" : daemon == "bgpd" ? "bgp" : "";
    return config.find(word) != std::string_view::npos;
}

/// Members whose value is another at each asking though nothing was learned.
bool passes(std::string_view key)
{
    constexpr std::array<std::string_view, 12> kParts{"age", "time", "timer", "msec", "uptime", "rcvd", "sent", "count", "secs",
                                                      "since", "memory", "tableversion"};
    std::string lower(key);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(kParts, [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

void withoutPassing(rpc::Json &json)
{
    if (json.is_object())
        for (auto member = json.begin(); member != json.end();)
            if (passes(member.key()) && member->is_primitive()) {
                member = json.erase(member);
            } else {
                withoutPassing(*member);
                ++member;
            }
    else if (json.is_array())
        for (rpc::Json &one : json)
            withoutPassing(one);
}

/// What FRR is asked for a line: its text, then its JSON, which FRR 8 has of the database in parts only.
std::vector<std::string> formsOf(const std::string &line)
{
    if (line != "show ip ospf database detail")
        return {line, line + " json"};
    std::vector<std::string> forms{"show ip ospf database"};
    for (const char *kind : {"router", "network", "summary", "asbr-summary", "external", "nssa-external"})
        forms.push_back(std::string("show ip ospf database ") + kind + " json");
    return forms;
}

/// The objects of several answers as one; empty where none was an object.
std::string jsonOf(std::span<const FrrVty::Reply> replies)
{
    using Ordered = nlohmann::ordered_json;
    Ordered all = Ordered::object();
    for (const FrrVty::Reply &reply : replies)
        if (const auto part = Ordered::parse(reply.ok ? reply.text : std::string(), nullptr, false); part.is_object())
            all.update(part);
    return all.empty() ? std::string() : all.dump(-1, ' ', false, Ordered::error_handler_t::replace);
}

} // namespace

struct DaemonSnapshots::Round {
    base::NodeId id;
    std::vector<std::string> lines;
    Keep keep;
    std::int64_t begin = 0; ///< of monotonicNs()
    std::int64_t wall = 0;  ///< the same moment by the caller's clock
    std::size_t answered = 0;
};

std::vector<std::string> DaemonSnapshots::linesFor(NodeKind kind, std::string_view config)
{
    std::vector<std::string> lines;
    if (kind != NodeKind::frr && kind != NodeKind::bird)
        return lines;
    const std::vector<std::string> frr = kind == NodeKind::frr ? nodes::frrDaemons(config) : std::vector<std::string>();
    for (const Line &one : kLines)
        if (runs(one.daemon, kind, frr, config))
            lines.emplace_back(one.line);
    return lines;
}

std::string_view DaemonSnapshots::lineMeant(std::span<const std::string_view> words)
{
    for (const Line &one : kLines) {
        const std::vector<std::string_view> whole = base::wordsOf(one.line);
        if (std::ranges::equal(words, whole, [](std::string_view word, std::string_view of) { return of.starts_with(word); }))
            return one.line;
    }
    return {};
}

std::string DaemonSnapshots::lasting(const std::string &text)
{
    auto json = rpc::parseJson(text);
    if (!json)
        return text;
    withoutPassing(*json);
    return rpc::printJson(*json);
}

void DaemonSnapshots::look(nodes::NamespaceNode &node, base::NodeId id, const lab::Node &planned, bool changed,
                           std::int64_t wall, Keep keep)
{
    if (m_round && wall - m_round->wall > kTooLong) { // it hangs, or was stopped meanwhile
        const auto hanging = m_round;
        m_vty.giveUp();
        end(*hanging);
    }
    std::int64_t &notBefore = m_notBefore[id];
    if (m_round || wall < m_next || (wall < notBefore && !(changed && notBefore - wall <= kBirdEvery)))
        return;
    std::vector<std::string> lines = linesFor(planned.kind, planned.config);
    if (lines.empty())
        return;
    notBefore = wall + (planned.kind == NodeKind::frr ? kFrrEvery : kBirdEvery);
    m_round = std::make_shared<Round>(Round{id, std::move(lines), std::move(keep), linux::monotonicNs(), wall});
    planned.kind == NodeKind::frr ? askFrr(node, m_round) : askBird(node, m_round);
}

void DaemonSnapshots::askFrr(nodes::NamespaceNode &node, std::shared_ptr<Round> round)
{
    std::vector<FrrVty::Question> questions; // each line as text, and as JSON
    std::vector<std::size_t> begins;
    for (const std::string &line : round->lines) {
        begins.push_back(questions.size());
        for (std::string &form : formsOf(line))
            questions.push_back({std::string(std::ranges::find(kLines, line, &Line::line)->daemon), std::move(form)});
    }
    begins.push_back(questions.size());
    // Its sockets are in the node's own /run, which its first process sees.
    std::string directory = "/proc/" + std::to_string(node.firstProcess()) + "/root/run/frr";
    m_vty.ask(std::move(directory), std::move(questions), [this, round, begins](const std::vector<FrrVty::Reply> &replies) {
        if (m_round != round)
            return;
        for (std::size_t i = 0; i < round->lines.size() && begins[i + 1] <= replies.size(); ++i, ++round->answered)
            if (const std::span all(replies.begin() + static_cast<std::ptrdiff_t>(begins[i]),
                                    replies.begin() + static_cast<std::ptrdiff_t>(begins[i + 1]));
                all.front().ok)
                round->keep(round->lines[i], all.front().text, jsonOf(all.subspan(1)));
        end(*round);
    });
}

void DaemonSnapshots::askBird(nodes::NamespaceNode &node, std::shared_ptr<Round> round)
{
    for (const std::string &line : round->lines)
        m_questions.ask(node, NodeKind::bird, line, [this, round, line](const world::CommandAnswer &answer) {
            if (m_round != round)
                return;
            if (answer.ok)
                round->keep(line, answer.text, answer.json);
            if (++round->answered == round->lines.size())
                end(*round);
        });
}

void DaemonSnapshots::end(Round &round)
{
    const std::int64_t took = linux::monotonicNs() - round.begin;
    m_next = round.wall + took + std::min(took * kShare, kLongestPause); // waiting is not work: on a busy machine most of it is that
    if (m_vty.wasTooLong())
        m_notBefore[round.id] = round.wall + kAfterTooMuch;
    m_round.reset();
}

void DaemonSnapshots::clear()
{
    m_round.reset();
    m_vty.giveUp();
    m_notBefore.clear();
    m_next = 0;
}

} // namespace hopyard::engine
