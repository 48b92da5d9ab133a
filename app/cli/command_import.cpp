// hop import: a network from elsewhere as a lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/foreign_files.h"
#include "app/cli/import_appliance.h"
#include "app/cli/import_lab.h"
#include "app/cli/import_mrt.h"
#include "app/cli/import_source.h"
#include "app/cli/lab_file.h"

#include "core/exchange/appliance.h"
#include "core/exchange/import.h"
#include "core/lab/write.h"
#include "core/topology/build_lab.h"

#include <filesystem>
#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hopyard::cli {
namespace {

constexpr std::size_t kMostBytes = 128u << 20; // a project in an archive; texts have smaller limits of their own

struct ImportOptions {
    std::string file;
    std::string output;
    std::string format;
    std::string plan = "ospf";
    std::string cost = "speed";
    std::string speed;
    std::string version;             ///< of an appliance
    std::vector<std::string> images; ///< folders to look for its images in
    bool noExternal = false;
    bool noRates = false;
    bool overwrite = false;
    bool isMrt = false;
    std::vector<std::string> peers; ///< of an MRT file
    std::uint64_t limit = 0;
};

std::string counted(std::size_t n, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", n, n == 1 ? one : many);
}

/// A sentence for each thing that the file did not say and was guessed.
std::vector<std::string> guesses(const topology::BuildFacts &facts)
{
    std::vector<std::string> said;
    if (facts.placesGuessed > 0)
        said.push_back(counted(facts.placesGuessed, "router has no coordinates and stands", "routers have no coordinates and stand")
                       + " between the neighbours");
    if (facts.placesMissing > 0)
        said.push_back(counted(facts.placesMissing, "router has", "routers have")
                       + " no coordinates, nor has a neighbour: the lines there get the least delay");
    if (facts.speedsAssumed > 0)
        said.push_back(counted(facts.speedsAssumed, "link has no speed and gets ", "links have no speed and get ")
                       + base::toString(*facts.assumedSpeed));
    if (facts.speedsUnknown > 0)
        said.push_back(counted(facts.speedsUnknown, "link has", "links have") + " no speed and no limit (--speed sets one)");
    if (facts.namesMade > 0)
        said.push_back(counted(facts.namesMade, "router has no label and is", "routers have no label and are") + " named by the id");
    if (facts.namesNumbered > 0)
        said.push_back(counted(facts.namesNumbered, "router has a label that another has, and a number",
                               "routers have a label that another has, and a number")
                       + " after the name");
    if (facts.externalLeftOut > 0)
        said.push_back(counted(facts.externalLeftOut, "node", "nodes") + " of other networks left out");
    if (!facts.reflectors.empty() && facts.reflectors.size() <= 6)
        said.push_back(fmt::format("route reflectors: {}", fmt::join(facts.reflectors, ", ")));
    else if (!facts.reflectors.empty())
        said.push_back(fmt::format("{} route reflectors", facts.reflectors.size()));
    return said;
}

rpc::Json toJson(const topology::BuildFacts &facts)
{
    return {{"placesGuessed", facts.placesGuessed},     {"placesMissing", facts.placesMissing},
            {"speedsAssumed", facts.speedsAssumed},     {"speedsUnknown", facts.speedsUnknown},
            {"namesMade", facts.namesMade},             {"namesNumbered", facts.namesNumbered},
            {"externalLeftOut", facts.externalLeftOut}, {"components", facts.components},
            {"diameter", facts.diameter},               {"reflectors", facts.reflectors}};
}

/// The options that are values, or a word on which of them is none.
std::optional<topology::BuildOptions> buildOptions(Hop &hop, const ImportOptions &options)
{
    topology::BuildOptions build;
    build.plan = topology::parsePlan(options.plan).value_or(build.plan);
    build.costFrom = topology::parseCostFrom(options.cost).value_or(build.costFrom);
    build.withExternal = !options.noExternal;
    build.withRates = !options.noRates;
    if (options.speed.empty())
        return build;
    build.speed = base::parseBitRate(options.speed);
    if (build.speed && !build.speed->isUnlimited())
        return build;
    hop.out.error(fmt::format("--speed: '{}' is no rate such as 1gbit, 2.5Gbit/s or 50kbit", options.speed));
    hop.exit = exitUsage;
    return std::nullopt;
}

rpc::Json problemsToJson(const std::vector<lab::Problem> &problems)
{
    rpc::Json list = rpc::Json::array();
    for (const lab::Problem &problem : problems)
        list.push_back(cli::toJson(problem));
    return list;
}

void importTopology(Hop &hop, exchange::Format format, const std::string &text, const ImportOptions &options)
{
    const auto build = buildOptions(hop, options);
    if (!build)
        return;
    topology::Parsed parsed = exchange::readTopology(format, text, options.file);
    if (parsed.topology && parsed.topology->name.empty() && options.file != "-")
        parsed.topology->name = std::filesystem::path(options.file).stem().string();
    reportProblems(hop, parsed.problems);
    if (!parsed.topology) {
        if (hop.out.json)
            hop.out.object({{"ok", false}, {"problems", problemsToJson(parsed.problems)}});
        return;
    }
    const topology::Built built = topology::buildLab(*parsed.topology, *build);
    const std::string lab = lab::write(built.lab) + lab::writeDrawing(built.lab, built.drawing);
    if (!options.output.empty() && options.output != "-" && !writeWhole(hop, options.output, lab, options.overwrite))
        return;
    const bool toFile = !options.output.empty() && options.output != "-";
    for (const std::string &warning : built.facts.warnings)
        hop.out.note(fmt::format("warning: {}", warning));
    if (hop.out.json) {
        rpc::Json object{{"ok", true}, {"name", built.lab.title}, {"plan", options.plan}, {"nodes", built.lab.nodes.size()},
                         {"links", built.lab.links.size()}, {"facts", toJson(built.facts)},
                         {"warnings", built.facts.warnings}, {"problems", problemsToJson(parsed.problems)}};
        object[toFile ? "file" : "lab"] = toFile ? options.output : lab;
        hop.out.object(object);
        return;
    }
    for (const std::string &guess : guesses(built.facts))
        hop.out.note(guess);
    if (toFile)
        hop.out.line(fmt::format("{}: {}, {}, plan {}", options.output, counted(built.lab.nodes.size(), "router", "routers"),
                                 counted(built.lab.links.size(), "link", "links"), options.plan));
    else
        hop.out.line(std::string_view(lab).substr(0, lab.size() - 1));
}

void import(Hop &hop, ImportOptions options)
{
    std::error_code error;
    if (std::filesystem::is_directory(options.file, error)) {
        const auto inside = labOfFolder(hop, options.file);
        if (!inside)
            return;
        options.file = *inside;
    }
    const auto text = readWhole(hop, options.file, kMostBytes);
    if (!text)
        return;
    const ImportLabOptions whole{options.file, options.output, options.overwrite};
    if (looksLikeZip(*text)) {
        importArchive(hop, *text, whole);
        return;
    }
    if (options.format.empty() && exchange::looksLikeAppliance(*text, options.file)) {
        importAppliance(hop, *text, {options.file, options.output, options.version, options.images, options.overwrite});
        return;
    }
    const auto format = options.format.empty() ? exchange::guessFormat(*text, options.file) : exchange::parseFormat(options.format);
    if (!format && options.file.ends_with(".imn")) {
        hop.out.error(fmt::format("{} is a scenario of CORE's old form; open it in CORE 6 or 7 and save it as XML, which is read", options.file));
        hop.exit = exitLabErrors;
        return;
    }
    if (!format) {
        hop.out.error(fmt::format("{} looks like none of {}; --format names it", options.file, fmt::join(exchange::formatNames(), ", ")));
        hop.exit = exitLabErrors;
        return;
    }
    if (exchange::isTopology(*format))
        importTopology(hop, *format, *text, options);
    else
        importLab(hop, *format, *text, whole);
}

} // namespace

void addImport(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<ImportOptions>();
    CLI::App *command = addCommand(app, hop, "import", "Make a lab of a lab or a network from elsewhere: containerlab, GNS3, CORE, Kathara, MiniEdit, GraphML (Internet "
                                   "Topology Zoo, yEd, …), GML, DOT, NetJSON, a table of routes",
                                   "  hop import frr01.clab.yml -o frr01.yaml\n"
                                   "  hop import Abilene.graphml -o abilene.yaml\n"
                                   "  hop import Geant2012.graphml --plan ibgp-rr -o geant.yaml && hop run geant.yaml --time virtual\n"
                                   "  hop import cisco-iosv.gns3a --images ~/GNS3/images/QEMU -o iosv.yaml\n"
                                   "  hop import --mrt bview.20020722.2337.gz --limit 10000 -o table.yaml\n"
                                   "  curl -s URL | hop import - --plan rip | less");
    const auto planNames = topology::planNames();
    command->add_option("file", options->file, "The lab or network; - is standard input")->required();
    command->add_option("-o,--output", options->output, "Where to write the lab (default: standard output)");
    command->add_option("--plan", options->plan, "What runs on the routers of a network that says nothing of it: ospf, rip, ibgp-rr or ebgp")
        ->check(CLI::IsMember(std::vector<std::string>(planNames.begin(), planNames.end())))->capture_default_str();
    const auto formats = exchange::formatNames();
    command->add_option("--format", options->format, "What the file is (default: by its name and how it begins)")
        ->check(CLI::IsMember(std::vector<std::string>(formats.begin(), formats.end())));
    command->add_option("--cost", options->cost, "What OSPF's costs are made from: speed, distance or equal")
        ->check(CLI::IsMember({"speed", "distance", "equal"}))->capture_default_str();
    command->add_option("--speed", options->speed, "For lines that name no speed (default: the most frequent of the network)");
    command->add_flag("--no-rates", options->noRates, "Links without a limit on their rate");
    command->add_flag("--no-external", options->noExternal, "Leave out nodes of other networks");
    command->add_option("--version", options->version, "Of an appliance (.gns3a): which (default: the first whose images are here)");
    command->add_option("--images", options->images, "Of an appliance: a folder to look for its images in, before the usual ones");
    command->add_flag("--overwrite", options->overwrite, "Replace an existing file");
    CLI::Option *mrt = command->add_flag("--mrt", options->isMrt, "The file is the table of a route collector (MRT, plain or gzip): prints what is in it, and "
                                                                    "with -o makes a lab of a router and a BGP speaker");
    command->add_option("--peer", options->peers, "With --mrt: whose routes, by address or number, or all (default: most routes)")->needs(mrt);
    command->add_option("--limit", options->limit, "With --mrt: so many routes at most")->needs(mrt);
    command->callback([&hop, options] {
        if (options->isMrt)
            importMrt(hop, {options->file, options->output, options->peers, options->limit, options->overwrite});
        else
            import(hop, *options);
    });
}

} // namespace hopyard::cli
