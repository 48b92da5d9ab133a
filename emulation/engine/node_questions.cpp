// See node_questions.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/node_questions.h"

#include "core/base/words.h"
#include "emulation/engine/bgp_decision.h"
#include "emulation/engine/bird_bgp.h"
#include "emulation/engine/bird_ospf.h"
#include "emulation/engine/bird_routes.h"
#include "emulation/engine/daemon_snapshots.h"
#include "emulation/engine/namespace_tables.h"
#include "emulation/engine/ospf_paths.h"
#include "emulation/engine/route_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>

namespace hopyard::engine {

using world::CommandAnswer;

namespace {

/// Between what the programs of one question write; in no text.
constexpr char kSeparator = '\036';

constexpr char kAskFrr[] = "timeout 30 vtysh -c \"$1\" 2>&1; printf '\\036%s\\036' $?;"
                           "[ -z \"$2\" ] || timeout 30 vtysh -c \"$2\" 2>/dev/null; printf '\\036'";
/// Each line by itself.
constexpr char kAskFrrEach[] = "for line; do timeout 30 vtysh -c \"$line\" 2>&1; printf '\\036%s\\036' $?; done";
/// The database in short as text, and whole as JSON: at once where this FRR can, else each kind of advertisement by itself.
constexpr char kAskFrrDatabase[] =
    "ask() { printf '%s\\036%s\\036' \"$1\" \"$2\"; };"
    "text=$(timeout 30 vtysh -c 'show ip ospf database' 2>&1); ask \"$text\" $?;"
    "whole=$(timeout 30 vtysh -c 'show ip ospf database detail json' 2>&1);"
    "case $whole in '{'*) ask \"$whole\" 0; exit;; esac;"
    "for kind in router network summary asbr-summary external nssa-external opaque-link opaque-area opaque-as; do "
    "part=$(timeout 30 vtysh -c \"show ip ospf database $kind json\" 2>&1); ask \"$part\" $?; done";
constexpr char kAskBird[] = "for line; do timeout 30 birdc -v -s /run/bird/bird.ctl \"$line\" 2>&1; printf '\\036%s\\036' $?; done";

/// Each line about each of BIRD's OSPF protocols, of which it takes one alone; a line that begins with "=" is asked once, without one.
constexpr char kAskBirdOspf[] =
    "ask() { timeout 30 birdc -v -s /run/bird/bird.ctl \"$1\" 2>&1; printf '\\036%s\\036' $?; };"
    "names=$(timeout 30 birdc -s /run/bird/bird.ctl 'show protocols' 2>&1 | while read -r name kind rest; do [ "
    "\"$kind\" = OSPF ] && echo \"$name\"; done);"
    "for line; do case $line in =*) ask \"${line#=}\";; *) for name in $names; do ask \"$line $name\"; done; printf "
    "'\\036-\\036';; esac; done";

CommandAnswer refusal(std::string text)
{
    CommandAnswer answer;
    answer.ok = false;
    answer.text = std::move(text);
    return answer;
}

CommandAnswer success(std::string text, std::string json)
{
    CommandAnswer answer;
    answer.ok = true;
    answer.text = std::move(text);
    answer.json = std::move(json);
    return answer;
}

std::vector<std::string> parts(const std::string &output)
{
    std::vector<std::string> list;
    std::size_t begin = 0;
    for (std::size_t end; (end = output.find(kSeparator, begin)) != std::string::npos; begin = end + 1)
        list.push_back(output.substr(begin, end - begin));
    return list;
}

CommandAnswer stopped()
{
    return refusal("no answer: the node was stopped, or the program that asks it could not be run");
}

bool isJson(const std::string &text)
{
    const auto parsed = rpc::parseJson(text);
    return parsed && (parsed->is_object() || parsed->is_array());
}

CommandAnswer readFrr(const std::string &output, bool isJsonAsked)
{
    std::vector<std::string> said = parts(output);
    if (said.size() != 3)
        return stopped();
    if (said[1] == "124")
        return refusal("the router did not answer within 30 s");
    if (said[1] != "0")
        return refusal(said[0].empty() ? "vtysh ended with status " + said[1] : said[0]);
    std::string json = isJsonAsked ? said[0] : std::move(said[2]);
    if (!isJson(json))
        json.clear();
    return success(std::move(said[0]), std::move(json));
}

/// What each of several lines was answered.
std::vector<std::string> frrTexts(const std::string &output)
{
    const std::vector<std::string> said = parts(output);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i + 1 < said.size(); i += 2)
        texts.push_back(said[i]);
    return texts;
}

rpc::OrderedJson parsed(const std::string &text)
{
    rpc::OrderedJson json = rpc::OrderedJson::parse(text, nullptr, false);
    return json.is_object() ? std::move(json) : rpc::OrderedJson::object();
}

/// Answers in parts, one beside the other.
rpc::OrderedJson merged(std::span<const std::string> texts)
{
    rpc::OrderedJson all = rpc::OrderedJson::object();
    for (const std::string &text : texts)
        all.update(parsed(text));
    return all;
}

/// In the shape in which it was asked for.
CommandAnswer shaped(std::string text, const rpc::OrderedJson &json, bool wantsJson)
{
    using Handler = rpc::OrderedJson::error_handler_t;
    return success(wantsJson ? json.dump(2, ' ', false, Handler::replace) + '\n' : std::move(text),
                   json.dump(-1, ' ', false, Handler::replace));
}

/// A line that FRR has no JSON for, or none at all: what is asked instead, and what is made of it.
struct FrrQuestion {
    std::vector<std::string> argv;
    std::function<CommandAnswer(const std::vector<std::string> &texts, bool wantsJson)> read;
};

std::vector<std::string> askEach(std::initializer_list<const char *> lines)
{
    std::vector<std::string> argv{"/bin/sh", "-c", kAskFrrEach, "vtysh"};
    argv.insert(argv.end(), lines.begin(), lines.end());
    return argv;
}

const char *const kNoFrrOspf = "FRR runs no OSPF here: is there a “router ospf” in its configuration?\n";

std::optional<base::IpPrefix> prefixToExplain(std::span<const std::string_view> words)
{
    return words.size() == 3 && base::isCommand(words.first(2), {"explain", "bgp"}) ? base::IpPrefix::parse(words[2], true)
                                                                                    : std::nullopt;
}

CommandAnswer explained(const rpc::OrderedJson &decision, bool wantsJson)
{
    return decision.at("candidates").empty() ? refusal("Network not in table\n")
                                             : shaped(bgpDecisionText(decision), decision, wantsJson);
}

std::optional<FrrQuestion> frrQuestion(const std::vector<std::string_view> &words)
{
    using Texts = std::vector<std::string>;
    if (base::isCommand(words, {"show", "ip", "ospf", "database", "detail"}))
        return FrrQuestion{{"/bin/sh", "-c", kAskFrrDatabase, "vtysh"}, [](const Texts &texts, bool wantsJson) {
                               const rpc::OrderedJson all = merged(std::span(texts).subspan(std::min<std::size_t>(texts.size(), 1)));
                               return all.empty() ? refusal(texts.empty() ? stopped().text : texts.front())
                                                  : shaped(texts.front(), all, wantsJson);
                           }};
    if (base::isCommand(words, {"explain", "ospf"}))
        return FrrQuestion{askEach({"show ip ospf database router json", "show ip ospf database network json",
                                    "show ip ospf interface json", "show ip ospf neighbor json"}),
                           [](const Texts &texts, bool wantsJson) {
                               if (texts.size() < 4)
                                   return stopped();
                               const rpc::OrderedJson tree =
                                   ospfPaths(merged(std::span(texts).first(2)), parsed(texts[2]), parsed(texts[3]));
                               return tree.at("areas").empty() ? refusal(kNoFrrOspf) : shaped(ospfPathsText(tree), tree, wantsJson);
                           }};
    if (const auto prefix = prefixToExplain(words)) {
        const std::string line = std::string("show bgp ") + (prefix->family() == base::Family::ipv4 ? "ipv4" : "ipv6") + " unicast "
                                 + toString(*prefix) + " json";
        return FrrQuestion{askEach({line.c_str(), "show running-config bgpd"}), [](const Texts &texts, bool wantsJson) {
                               return texts.size() < 2 ? stopped()
                                                       : explained(frrBgpDecision(parsed(texts[0]), texts[1]), wantsJson);
                           }};
    }
    return std::nullopt;
}

/// What one birdc wrote, without the numbers of its replies (BIRD's doc/reply_codes): 8xxx and 9xxx are refusals.
CommandAnswer readBird(const std::string &output, const std::string &status)
{
    CommandAnswer answer;
    answer.ok = status == "0";
    for (std::size_t begin = 0; begin < output.size();) {
        const std::size_t end = std::min(output.find('\n', begin), output.size());
        std::string_view line = std::string_view(output).substr(begin, end - begin);
        begin = end + 1;
        const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
        if (line.size() >= 5 && std::ranges::all_of(line.substr(0, 4), isDigit) && (line[4] == ' ' || line[4] == '-')) {
            const std::string_view code = line.substr(0, 4);
            line.remove_prefix(5);
            if (code == "0001" || code == "0000")
                continue; // its greeting, and the end
            answer.ok = answer.ok && code[0] != '8' && code[0] != '9';
        } else if (line.starts_with("     ")) {
            line.remove_prefix(5); // the number is that of the line before
        }
        answer.text += std::string(line) + '\n';
    }
    return answer;
}

CommandAnswer tableOfThen(const Table &then, bool isRoutes, bool wantsJson)
{
    const rpc::OrderedJson routes = isRoutes ? kernelRoutes(then) : rpc::OrderedJson();
    const std::string json = isRoutes ? routes.dump(wantsJson ? 2 : -1) : then.json.dump(wantsJson ? 2 : -1);
    if (wantsJson)
        return success(json + '\n', json);
    return success("As the kernel had it at " + toString(then.from.value_or(base::TimePoint())) + " s"
                       + (then.isCut ? ", the first rows of more" : "") + ":\n"
                       + (isRoutes ? routeText(routes) : interfaceText(then)),
                   json);
}

CommandAnswer answerOfThen(const Table &then, bool wantsJson)
{
    const std::string text = then.rows.at(0).at(0).get<std::string>(), json = then.rows.at(0).at(1).get<std::string>();
    if (wantsJson)
        return json.empty() ? refusal("of that moment this is there as text only\n") : success(json + '\n', json);
    return success("As it was answered at " + toString(then.from.value_or(base::TimePoint())) + " s:\n" + text, json);
}

/// OSPF's tree out of the answers of then.
CommandAnswer treeOfThen(const NodeQuestions::TableOfThen &table, bool wantsJson)
{
    std::array<rpc::OrderedJson, 3> answers;
    std::size_t at = 0;
    for (const char *line : {"show ip ospf database detail", "show ip ospf interface", "show ip ospf neighbor"}) {
        const auto then = table(line);
        if (!then)
            return refusal("Of this moment or before OSPF's database was not written down.\n");
        answers[at++] = parsed(then->rows.at(0).at(1).get<std::string>());
    }
    const rpc::OrderedJson tree = ospfPaths(answers[0], answers[1], answers[2]);
    return tree.at("areas").empty() ? refusal(kNoFrrOspf) : shaped(ospfPathsText(tree), tree, wantsJson);
}

/// What each line was answered; the first refusal where there is one. Of one that was asked of several protocols all together.
base::Result<std::vector<std::string>, CommandAnswer> birdTexts(const std::string &output, std::size_t lines,
                                                                bool byProtocol)
{
    const std::vector<std::string> said = parts(output);
    std::vector<std::string> texts(1);
    for (std::size_t i = 0; i + 1 < said.size(); i += 2) {
        if (byProtocol && said[i + 1] == "-") { // the end of a line's answers
            texts.emplace_back();
            continue;
        }
        const CommandAnswer answer = readBird(said[i], said[i + 1]);
        if (!answer.ok && answer.text.starts_with("Network not found"))
            continue; // of routes: there are none
        if (!answer.ok)
            return base::fail(refusal(answer.text));
        texts.back() += answer.text;
        if (!byProtocol)
            texts.emplace_back();
    }
    if (texts.size() < lines)
        return base::fail(stopped());
    texts.resize(lines);
    return texts;
}

/// A line in FRR's words that BIRD has others for, and what its JSON is made of.
struct BirdQuestion {
    bool isOspf = false;
    std::vector<std::string> lines;
    std::function<rpc::OrderedJson(const std::vector<std::string> &texts)> read;
    std::function<CommandAnswer(const rpc::OrderedJson &json, bool wantsJson)> say = {}; ///< else what BIRD wrote
};

OwnAddress ownAddresses(Table interfaces)
{
    return [interfaces = std::move(interfaces)](
               std::string_view interface, const base::IpPrefix &network) -> std::optional<base::InterfaceAddress> {
        for (const rpc::Json &row : interfaces.rows) // interface, mac, mtu, up, carrier, addresses
            if (row.at(0) == interface)
                for (const rpc::Json &text : row.at(5))
                    if (const auto address = base::InterfaceAddress::parse(text.get_ref<const std::string &>());
                        address && network.contains(address->address))
                        return address;
        return std::nullopt;
    };
}

std::optional<BirdQuestion> birdQuestion(std::vector<std::string_view> words, const nodes::NamespaceNode &node)
{
    using Texts = std::vector<std::string>;
    if (base::isCommand(words, {"show", "ip", "ospf", "interface"})) {
        const auto table = readNamespaceTable(node, "interface");
        return BirdQuestion{true,
                            {"show ospf interface", "=show status"},
                            [own = ownAddresses(table ? *table : Table())](const Texts &texts) {
                                return birdOspfInterfaces(texts[0], own, texts[1]);
                            },
                            {}};
    }
    if (base::isCommand(words, {"explain", "ospf"})) {
        const auto table = readNamespaceTable(node, "interface");
        return BirdQuestion{
            true,
            {"show ospf lsadb", "show ospf state all", "show ospf interface", "show ospf neighbors", "=show status"},
            [own = ownAddresses(table ? *table : Table())](const Texts &texts) {
                return ospfPaths(birdOspfDatabase(texts[0], texts[1], texts[4]), birdOspfInterfaces(texts[2], own),
                                 birdOspfNeighbours(texts[3]));
            },
            [](const rpc::OrderedJson &tree, bool wantsJson) { return shaped(ospfPathsText(tree), tree, wantsJson); }};
    }
    if (const auto prefix = prefixToExplain(words))
        return BirdQuestion{false,
                            {"show protocols all", "show route all " + toString(*prefix)},
                            [](const Texts &texts) { return birdBgpDecision(texts[0], texts[1]); },
                            explained};
    if (base::isCommand(words, {"show", "ip", "ospf", "neighbor"}))
        return BirdQuestion{
            true, {"show ospf neighbors"}, [](const Texts &texts) { return birdOspfNeighbours(texts[0]); }, {}};
    if (base::isCommand(words, {"show", "ip", "ospf", "database", "detail"})
        || base::isCommand(words, {"show", "ip", "ospf", "database"}))
        return BirdQuestion{true, {"show ospf lsadb", "show ospf state all", "=show status"}, [](const Texts &texts) {
                                return birdOspfDatabase(texts[0], texts[1], texts[2]);
                            }, {}};
    if (base::isCommand(words, {"show", "ip", "bgp", "summary"}))
        return BirdQuestion{false, {"show protocols all", "show status"}, [](const Texts &texts) {
                                return birdBgpSummary(texts[0], texts[1]);
                            }, {}};
    if (base::isCommand(words, {"show", "ip", "bgp"}))
        return BirdQuestion{false,
                            {"show protocols all", "show route all where source = RTS_BGP"},
                            [](const Texts &texts) { return birdBgpTable(texts[0], texts[1]); },
                            {}};
    if (words.size() == 4 && base::isCommand(std::span(words).first(3), {"show", "ip", "bgp"}))
        if (const auto prefix = base::IpPrefix::parse(words[3], true))
            return BirdQuestion{
                false,
                {"show protocols all", "show route all " + toString(*prefix) + " where source = RTS_BGP"},
                [](const Texts &texts) { return birdBgpPaths(texts[0], texts[1]); },
                {}};
    return std::nullopt;
}

CommandAnswer answerOf(const BirdQuestion &question, const std::string &output, bool wantsJson)
{
    // Lines that begin with "=" end nothing, and have one answer each.
    auto texts = birdTexts(output, question.lines.size(), question.isOspf);
    if (!texts)
        return texts.error();
    const bool isSilent = std::ranges::all_of(*texts, [](const std::string &text) { return text.empty(); });
    if (question.isOspf && texts->front().empty())
        return refusal("BIRD runs no OSPF here: is there a “protocol ospf” in its configuration?\n");
    if (question.say)
        return question.say(question.read(*texts), wantsJson);
    const rpc::OrderedJson json = isSilent ? rpc::OrderedJson::object() : question.read(*texts);
    std::string text;
    for (const std::string &one : *texts)
        text += one;
    return success(wantsJson ? json.dump(2) + '\n' : text, json.dump());
}

} // namespace

NodeQuestions::~NodeQuestions()
{
    for (const Question &question : m_questions)
        m_loop.unwatch(question.watch);
}

void NodeQuestions::ask(nodes::NamespaceNode &node, lab::NodeKind kind, std::string_view line, Answered answered)
{
    std::vector<std::string_view> words = base::wordsOf(line);
    const bool wantsJson = !words.empty() && words.back() == "json";
    if (kind == lab::NodeKind::frr) {
        std::vector<std::string_view> plain = words;
        if (wantsJson)
            plain.pop_back();
        if (auto question = frrQuestion(plain))
            return run(
                node, question->argv,
                [read = std::move(question->read), wantsJson](const std::string &output) { return read(frrTexts(output), wantsJson); },
                std::move(answered));
        const bool canJson = !wantsJson && !words.empty() && std::string_view("show").starts_with(words.front())
            && line.find_first_of("|\n") == std::string_view::npos;
        return run(node, {"/bin/sh", "-c", kAskFrr, "vtysh", std::string(line), canJson ? std::string(line) + " json" : ""},
                   [wantsJson](const std::string &output) { return readFrr(output, wantsJson); }, std::move(answered));
    }
    if (wantsJson)
        words.pop_back();
    const bool isRoutes = base::isCommand(words, {"show", "ip", "route"});
    if (kind == lab::NodeKind::bird) {
        if (auto question = birdQuestion(words, node)) {
            std::vector<std::string> argv{"/bin/sh", "-c", question->isOspf ? kAskBirdOspf : kAskBird, "birdc"};
            argv.insert(argv.end(), question->lines.begin(), question->lines.end());
            return run(
                node, std::move(argv),
                [question = std::move(*question), wantsJson](const std::string &output) {
                    return answerOf(question, output, wantsJson);
                },
                std::move(answered));
        }
        const auto interfaces = readNamespaceTable(node, "interface");
        const auto routes = [wantsJson, own = interfaces ? *interfaces : Table()](const std::string &output) {
            const std::vector<std::string> said = parts(output);
            if (said.size() != 4)
                return stopped();
            const CommandAnswer protocols = readBird(said[0], said[1]), table = readBird(said[2], said[3]);
            if (!protocols.ok || !table.ok)
                return refusal((protocols.ok ? table : protocols).text);
            const rpc::OrderedJson json = birdRoutes(protocols.text, table.text, own);
            return success(wantsJson ? json.dump(2) + '\n' : routeText(json), json.dump());
        };
        const auto line1 = [](const std::string &output) {
            const std::vector<std::string> said = parts(output);
            return said.size() != 2 ? stopped() : readBird(said[0], said[1]);
        };
        if (isRoutes)
            return run(node, {"/bin/sh", "-c", kAskBird, "birdc", "show protocols", "show route"}, routes, std::move(answered));
        return run(node, {"/bin/sh", "-c", kAskBird, "birdc", std::string(line)}, line1, std::move(answered));
    }
    if (base::isCommand(words, {"show", "connections"})) // one that is a host of a service was asked before (session_nodes.cpp)
        return answered(success("no connections that can move\n", "[]"));
    const char *table = isRoutes ? "route" : base::isCommand(words, {"show", "interface"}) ? "interface" : nullptr;
    if (!table)
        return answered(refusal("a namespace knows show ip route and show interface; for more run a program in it: hop exec --on "
                                + node.spec().name + " -- COMMAND"));
    const auto read = readNamespaceTable(node, table);
    if (!read)
        return answered(refusal(read.error().message));
    if (isRoutes) {
        const rpc::OrderedJson json = kernelRoutes(*read);
        return answered(success(wantsJson ? json.dump(2) + '\n' : routeText(json), json.dump()));
    }
    answered(success(wantsJson ? read->json.dump(2) + '\n' : interfaceText(*read), read->json.dump()));
}

CommandAnswer NodeQuestions::ofThePast(std::string_view line, const TableOfThen &table)
{
    std::vector<std::string_view> words = base::wordsOf(line);
    const bool wantsJson = !words.empty() && words.back() == "json";
    if (wantsJson)
        words.pop_back();
    if (base::isCommand(words, {"explain", "ospf"}))
        try {
            return treeOfThen(table, wantsJson);
        } catch (const rpc::Json::exception &) {
            return refusal("what was written down of OSPF makes no sense\n");
        }
    const bool isRoutes = base::isCommand(words, {"show", "ip", "route"});
    const std::string_view meant = DaemonSnapshots::lineMeant(words);
    const auto answer = meant.empty() ? std::nullopt : table(meant);
    if (!answer && !isRoutes && !base::isCommand(words, {"show", "interface"}))
        return refusal(meant.empty() ? "What this node knows, Linux knows, and only as it is now; of the past there are show ip route and "
                                       "show interface, as the kernel had them, and of FRR and BIRD what inspectors ask of OSPF and BGP.\n"
                                     : "Of this moment or before no answer was written down: the node runs no such protocol, or it said "
                                       "more than is kept.\n");
    const auto then = answer ? std::nullopt : table(isRoutes ? "route" : "interface");
    if (!answer && !then)
        return refusal("Linux keeps this table; of this moment or before none was written down.\n");
    try { // what is written in a record may be anything
        return answer ? answerOfThen(*answer, wantsJson) : tableOfThen(*then, isRoutes, wantsJson);
    } catch (const rpc::Json::exception &) {
        return refusal("what was written down of this table makes no sense\n");
    }
}

void NodeQuestions::run(nodes::NamespaceNode &node, std::vector<std::string> argv,
                        std::function<CommandAnswer(const std::string &output)> read, Answered answered)
{
    int ends[2];
    const linux::Fd null(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!null || pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return answered(refusal("too many files are open"));
    linux::Fd ours(ends[0]);
    const linux::Fd theirs(ends[1]);
    fcntl(theirs.get(), F_SETFL, 0); // programs write and wait
    nodes::ExecRequest request;
    request.argv = std::move(argv);
    if (const auto started = node.exec(request, {null.get(), theirs.get(), theirs.get()}); !started)
        return answered(refusal(toString(started.error())));
    m_questions.push_back({std::move(ours), EventLoop::kNoWatch, {}, std::move(read), std::move(answered)});
    const auto question = std::prev(m_questions.end());
    const auto watch = m_loop.watch(question->output.get(), EPOLLIN, [this, question](std::uint32_t) { readable(question); });
    if (watch) {
        question->watch = *watch;
        return;
    }
    const Answered refused = std::move(question->answered);
    m_questions.erase(question);
    refused(refusal(toString(watch.error())));
}

void NodeQuestions::readable(std::list<Question>::iterator question)
{
    std::array<char, 64 * 1024> buffer;
    const ssize_t n = read(question->output.get(), buffer.data(), buffer.size());
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    const bool tooLong = n > 0 && question->text.size() + static_cast<std::size_t>(n) > kLongest;
    if (n > 0 && !tooLong) {
        question->text.append(buffer.data(), static_cast<std::size_t>(n));
        return;
    }
    m_loop.unwatch(question->watch);
    const Question ended = std::move(*question);
    m_questions.erase(question);
    ended.answered(tooLong ? refusal("the answer is longer than 64 MiB") : ended.read(ended.text));
}

} // namespace hopyard::engine
