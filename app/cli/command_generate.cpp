// hop generate: a network made by rule, as a lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/duration_option.h"
#include "app/cli/import_source.h"

#include "core/lab/write.h"
#include "core/topology/build_lab.h"
#include "core/topology/generate.h"

#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

struct GenerateOptions {
    std::string kind;
    std::vector<std::uint32_t> sizes;
    std::string output;
    std::string plan = "ospf";
    std::string speed;
    base::Duration delay = base::Duration::milliseconds(1);
    std::uint64_t seed = 1;
    bool overwrite = false;
};

void generate(Hop &hop, const GenerateOptions &options)
{
    const auto wrong = [&](const std::string &why) {
        hop.out.error(why);
        hop.exit = exitUsage;
    };
    topology::BuildOptions build;
    build.plan = topology::parsePlan(options.plan).value_or(build.plan);
    if (!options.speed.empty()) {
        build.speed = base::parseBitRate(options.speed);
        if (!build.speed || build.speed->isUnlimited())
            return wrong(fmt::format("--speed: '{}' is no rate such as 1gbit, 2.5Gbit/s or 50kbit", options.speed));
    }
    const auto topology = topology::generate(options.kind, options.sizes, options.seed);
    if (!topology)
        return wrong(topology.error().message);
    topology::Built built = topology::buildLab(*topology, build);
    for (lab::Link &link : built.lab.links) {
        link.forward.delay = link.backward.delay = options.delay;
        link.note.clear();
    }
    for (const std::string &warning : built.facts.warnings)
        hop.out.note(fmt::format("warning: {}", warning));
    const std::string text = lab::write(built.lab);
    const bool toFile = !options.output.empty() && options.output != "-";
    if (toFile && !writeWhole(hop, options.output, text, options.overwrite))
        return;
    if (hop.out.json) {
        rpc::Json object{{"ok", true}, {"name", built.lab.title}, {"plan", options.plan}, {"nodes", built.lab.nodes.size()},
                         {"links", built.lab.links.size()}, {"diameter", built.facts.diameter}, {"warnings", built.facts.warnings}};
        object[toFile ? "file" : "lab"] = toFile ? options.output : text;
        hop.out.object(object);
    } else if (toFile) {
        hop.out.line(fmt::format("{}: {} routers, {} links, plan {}", options.output, built.lab.nodes.size(), built.lab.links.size(),
                                 options.plan));
    } else {
        hop.out.line(std::string_view(text).substr(0, text.size() - 1));
    }
}

} // namespace

void addGenerate(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<GenerateOptions>();
    std::string kinds;
    std::vector<std::string> names;
    for (const topology::GeneratorHelp &help : topology::generators()) {
        kinds += fmt::format("\n    {:<17}{:<15}{}", help.name, help.sizes, help.purpose);
        names.emplace_back(help.name);
    }
    CLI::App *command = addCommand(app, hop, "generate", "Make a lab of a network by rule, of routers with a plan's configurations:" + kinds,
                                   "  hop generate grid 5 4 -o grid.yaml\n"
                                   "  hop generate fat-tree 4 --plan ebgp -o fabric.yaml\n"
                                   "  hop generate random 100 3 --seed 7 --plan ibgp-rr | less");
    command->add_option("kind", options->kind, "What it looks like")->required()->check(CLI::IsMember(names));
    command->add_option("sizes", options->sizes, "Its sizes, as above")->required()->expected(1, 2);
    command->add_option("-o,--output", options->output, "Where to write the lab (default: standard output)");
    const auto planNames = topology::planNames();
    command->add_option("--plan", options->plan, "What runs on the routers: ospf, rip, ibgp-rr or ebgp")
        ->check(CLI::IsMember(std::vector<std::string>(planNames.begin(), planNames.end())))->capture_default_str();
    command->add_option("--speed", options->speed, "Rate of the links (default: no limit)");
    addDuration(*command, "--delay", options->delay, "Delay of the links (default 1ms)");
    command->add_option("--seed", options->seed, "Of a random network")->capture_default_str();
    command->add_flag("--overwrite", options->overwrite, "Replace an existing file");
    command->callback([&hop, options] { generate(hop, *options); });
}

} // namespace hopyard::cli
