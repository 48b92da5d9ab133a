// hop explain: why packets go where they go. For a node and a destination: the path through the network with the prefix
// that matched at each hop, the candidates for the route at the first node and what each lost on, OSPF's tree, and BGP's
// decision as a list.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console_talk.h"
#include "app/cli/duration_option.h"
#include "app/cli/lab_file.h"

#include "core/base/address.h"

#include <algorithm>
#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

constexpr std::ptrdiff_t kShortTree = 60; // lines that are printed unasked

struct Options {
    std::vector<std::string> words;
    base::Duration at;
    bool tree = false;
};

/// What has been asked so far, as text and as JSON.
struct Explanation {
    std::string text;
    rpc::Json json = rpc::Json::object();
    bool ok = false; ///< something could be said
};

void addPart(Explanation &all, std::string_view heading, const char *key, const ConsoleTalk::Reply &reply)
{
    std::string text = reply.text;
    if (!text.ends_with('\n'))
        text += '\n';
    all.text += fmt::format("{}{}\n{}", all.text.empty() ? "" : "\n", heading, text);
    all.json[key] = reply.json.is_null() ? rpc::Json(reply.text) : reply.json;
    all.ok = all.ok || reply.ok;
}

/// Whether a candidate of the answer to `explain route` is of that protocol; only those that count, where `selected`.
bool hasCandidate(const rpc::Json &route, std::string_view protocol, bool selected)
{
    if (!route.is_array())
        return false;
    for (const rpc::Json &prefix : route)
        if (const rpc::Json *candidates = rpc::member(prefix, "candidates"); candidates && candidates->is_array())
            for (const rpc::Json &candidate : *candidates)
                if (rpc::stringMember(candidate, "protocol") == protocol
                    && (!selected || rpc::boolMember(candidate, "selected").value_or(false)))
                    return true;
    return false;
}

/// Where the path ends, where `to` is a node's name: the address that was asked for.
std::string destinationOf(const rpc::Json &path, const std::string &to)
{
    return path.is_object() ? rpc::stringMember(path, "destination").value_or(to) : to;
}

void explainTree(Explanation &all, ConsoleTalk &talk, const std::string &from, bool wanted)
{
    const auto tree = talk.ask(from, "explain ospf");
    if (!tree || !tree->ok)
        return;
    const auto lines = std::count(tree->text.begin(), tree->text.end(), '\n');
    all.json["ospfTree"] = tree->json;
    if (!wanted && lines > kShortTree)
        all.text += fmt::format("\nOSPF's tree from {} has {} lines; --tree prints it\n", from, lines);
    else
        addPart(all, "OSPF's tree of shortest paths from " + from, "ospfTree", *tree);
}

/// Nothing: nobody answers any more.
std::optional<Explanation> explain(ConsoleTalk &talk, const std::string &from, const std::string &to, bool tree)
{
    Explanation all;
    all.json["from"] = from;
    all.json["to"] = to;
    const bool isPrefix = to.find('/') != std::string::npos;
    std::string destination = to;
    if (!isPrefix) {
        const auto path = talk.ask("", "explain " + from + ' ' + to);
        if (!path)
            return std::nullopt;
        if (!path->ok) {
            all.text = path->text;
            return all;
        }
        addPart(all, "The path, with the prefix that matches at each hop", "path", *path);
        destination = destinationOf(path->json, to);
    }
    const auto route = talk.ask(from, "explain route " + destination);
    if (!route)
        return std::nullopt;
    if (isPrefix && !route->ok) {
        all.text = from + ": " + route->text;
        return all;
    }
    addPart(all, fmt::format("The candidates at {} for {}", from, destination), "route", *route);
    if (hasCandidate(route->json, "bgp", false)) {
        const auto decision = talk.ask(from, "explain bgp " + destination);
        if (decision && decision->ok)
            addPart(all, "BGP's decision at " + from, "bgp", *decision);
    }
    if (tree || hasCandidate(route->json, "ospf", true))
        explainTree(all, talk, from, tree);
    return all;
}

void run(Hop &hop, const Options &options)
{
    const bool hasLab = options.words.size() == 3;
    const std::string lab = hasLab ? options.words[0] : std::string();
    const std::string &from = options.words[hasLab ? 1 : 0], &to = options.words[hasLab ? 2 : 1];
    const bool isFile = hasLab && looksLikeLabFile(lab);
    if (options.at.ns() > 0 && !isFile) {
        hop.out.error("--at is for a lab file, which is run in virtual time; a run is asked as it is now");
        hop.exit = exitUsage;
        return;
    }
    const auto talk = isFile ? talkToLab(hop, lab, options.at) : talkToRun(hop, lab);
    if (!talk)
        return;
    if (!talk->hasNode(from)) {
        hop.out.error(fmt::format("there is no node \"{}\" in {}", from, lab));
        hop.exit = exitNotFound;
        return;
    }
    const auto all = explain(*talk, from, to, options.tree);
    if (!all)
        return;
    std::string_view text = all->text;
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (hop.out.json)
        hop.out.object(all->json);
    else if (all->ok)
        hop.out.line(text);
    if (all->ok)
        return;
    hop.out.error(text);
    hop.exit = exitFailed;
}

} // namespace

void addExplain(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command =
        addCommand(app, hop, "explain", "Say why packets from a node go where they go",
                   "  hop explain lab.yaml r1 10.0.4.0/24 --at 60s   # why this route: candidates, what each lost on\n"
                   "  hop explain lab.yaml h1 h2 --at 60s            # the path, hop by hop\n"
                   "  hop explain classroom r1 10.0.4.1 --json       # of a run that is going on\n"
                   "  hop explain r1 10.0.4.1                        # of the only one");
    command
        ->add_option("words", options->words,
                     "[LAB] FROM TO: a lab file or a run's name (not needed where there is only one run); a node; a "
                     "prefix, an address or a node")
        ->required()
        ->expected(2, 3);
    addDuration(*command, "--at", options->at, "With a lab file: let so much virtual time pass first");
    command->add_flag("--tree", options->tree, "OSPF's tree of shortest paths, however large it is");
    command->callback([&hop, options] { run(hop, *options); });
}

} // namespace hopyard::cli
