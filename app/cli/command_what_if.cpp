// hop what-if: what would change if a link or a node failed, tried out on a copy of the network in virtual time; the run itself
// goes on and notices nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console_talk.h"
#include "app/cli/duration_option.h"
#include "app/cli/lab_file.h"
#include "app/cli/runs.h"
#include "core/world/what_if.h"

#include <algorithm>
#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

constexpr base::Duration kSettled = base::Duration::nanoseconds(-1); ///< once routing has come to rest

struct Options {
    std::string lab;
    std::vector<std::string> links, nodes;
    std::string from, to;
    base::Duration at = kSettled, quiet;
};

void print(Hop &hop, const rpc::Json &answer)
{
    if (hop.out.json) {
        hop.out.object(answer);
        return;
    }
    std::string_view text = answer["text"].get_ref<const std::string &>();
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    hop.out.line(text);
}

/// Everything that is asked about.
bool hasAll(const world::World &world, const world::WhatIfQuestion &question)
{
    return std::ranges::all_of(question.links, [&world](const lab::End &end) { return world.findLink(end).isValid(); })
        && std::ranges::all_of(question.nodes, [&world](const std::string &node) { return world.findNode(node).isValid(); })
        && (question.from.empty() || world.findNode(question.from).isValid());
}

void askLab(Hop &hop, const Options &options)
{
    auto world = worldOf(hop, options.lab, std::max(options.at, base::Duration()));
    if (!world)
        return;
    if (options.at == kSettled && !world::runUntilSettled(*world))
        hop.out.error("routing did not come to rest in twenty minutes of virtual time; what is said is of that moment (--at chooses another)");
    world::WhatIfQuestion question{{}, options.nodes, options.from, options.to};
    for (const std::string &link : options.links)
        question.links.push_back({link.substr(0, link.find(':')), link.substr(link.find(':') + 1)});
    world::WhatIfLimits limits;
    limits.quiet = options.quiet;
    const auto report = world::whatIf(*world, question, limits);
    if (!report) {
        hop.out.error(report.error());
        hop.exit = hasAll(*world, question) ? exitFailed : exitNotFound;
        return;
    }
    if (const auto json = rpc::parseJson(world::toJson(question, *report)))
        print(hop, *json);
}

void askRun(Hop &hop, const Options &options)
{
    const auto client = connectTo(hop, options.lab);
    if (!client)
        return;
    rpc::Json params{{"links", options.links}, {"nodes", options.nodes}};
    if (!options.from.empty()) {
        params["from"] = options.from;
        params["to"] = options.to;
    }
    if (options.quiet.ns() > 0)
        params["quiet"] = static_cast<double>(options.quiet.ns()) / 1e9;
    if (const auto answer = ask(hop, *client, "path.whatIf", std::move(params)))
        print(hop, *answer);
}

void run(Hop &hop, const Options &options)
{
    const auto wrong = [&hop](std::string_view why) {
        hop.out.error(why);
        hop.exit = exitUsage;
    };
    const bool isFile = !options.lab.empty() && looksLikeLabFile(options.lab);
    if (options.links.empty() && options.nodes.empty())
        return wrong("say what fails: --link r1:eth0 or --node r1");
    if (options.from.empty() != options.to.empty())
        return wrong("a path to watch has two ends: --from h1 --to h2");
    if (options.at != kSettled && !isFile)
        return wrong("--at is for a lab file, which is run in virtual time; a run is asked as it is now");
    for (const std::string &link : options.links)
        if (link.find(':') == std::string::npos)
            return wrong(fmt::format("a link is named by one of its ends, \"r1:eth0\", not \"{}\"", link));
    if (isFile)
        askLab(hop, options);
    else
        askRun(hop, options);
}

} // namespace

void addWhatIf(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command =
        addCommand(app, hop, "what-if", "Say what would change if a link or a node failed",
                   "  hop what-if lab.yaml --link r1:eth1                           # routes that change, and how soon\n"
                   "  hop what-if lab.yaml --node r2 --from h1 --to h2              # and what becomes of a path\n"
                   "  hop what-if lab.yaml --at 5s --link r1:eth1                   # while routing still begins\n"
                   "  hop what-if classroom --link r1:eth1 --json                   # of a run, which is not disturbed");
    command->add_option("lab", options->lab, "A lab file or a run's name (not needed where there is only one run)");
    command->add_option("--link", options->links, "A link that fails, by one of its ends; may be given again");
    command->add_option("--node", options->nodes, "A node that fails; may be given again");
    command->add_option("--from", options->from, "A node: watch the path from there");
    command->add_option("--to", options->to, "A node or an address: where the path leads");
    addDuration(*command, "--at", options->at, "With a lab file: fails then, in virtual time (default: once routing has come to rest)");
    addDuration(*command, "--quiet", options->quiet, "Tables unchanged for so long are final (default: as long as the protocols need)");
    command->callback([&hop, options] { run(hop, *options); });
}

} // namespace hopyard::cli
