// hop export: a lab for other tools.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/import_source.h"
#include "app/cli/lab_file.h"

#include "core/exchange/export.h"

#include <filesystem>
#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

struct ExportOptions {
    std::string lab;
    std::string target;
    std::string output;
    bool overwrite = false;
};

/// Writes the files into the folder, none of which is there yet (unless `overwrite`). False: said.
bool writeFolder(Hop &hop, const std::string &folder, const exchange::FileSet &files, bool overwrite)
{
    std::error_code error;
    for (const auto &[path, text] : files)
        if (!overwrite && std::filesystem::exists(folder + '/' + path, error)) {
            hop.out.error(fmt::format("{}/{} exists already; --overwrite replaces it", folder, path));
            hop.exit = exitFailed;
            return false;
        }
    for (const auto &[path, text] : files) {
        const std::string whole = folder + '/' + path;
        std::filesystem::create_directories(std::filesystem::path(whole).parent_path(), error);
        if (error) {
            hop.out.error(fmt::format("cannot make the folder of {}: {}", whole, error.message()));
            hop.exit = exitSystem;
            return false;
        }
        if (!writeWhole(hop, whole, text, true))
            return false;
    }
    return true;
}

void exportLab(Hop &hop, const ExportOptions &options)
{
    const auto file = loadLab(hop, options.lab);
    if (!file)
        return;
    const exchange::Target target = *exchange::parseTarget(options.target);
    const exchange::Exported made = exchange::exportLab(file->lab, target);
    const bool toStandard = options.output.empty() || options.output == "-";
    if (exchange::isFolder(target) && toStandard && !hop.out.json) {
        hop.out.error(fmt::format("{} is a folder of files; say where with -o FOLDER", options.target));
        hop.exit = exitUsage;
        return;
    }
    if (!toStandard && exchange::isFolder(target) && !writeFolder(hop, options.output, made.files, options.overwrite))
        return;
    if (!toStandard && !exchange::isFolder(target) && !writeWhole(hop, options.output, made.files.begin()->second, options.overwrite))
        return;
    if (hop.out.json) {
        rpc::Json files = rpc::Json::object();
        for (const auto &[path, text] : made.files)
            files[path] = text;
        rpc::Json object{{"ok", true}, {"to", options.target}, {"left", made.left}};
        object[toStandard ? "files" : "output"] = toStandard ? files : rpc::Json(options.output);
        hop.out.object(object);
        return;
    }
    for (const std::string &sentence : made.left)
        hop.out.note(visible(sentence));
    if (toStandard)
        hop.out.line(std::string_view(made.files.begin()->second).substr(0, made.files.begin()->second.size() - 1));
    else
        hop.out.line(fmt::format("{}: {} file{}", options.output, made.files.size(), made.files.size() == 1 ? "" : "s"));
}

} // namespace

void addExport(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<ExportOptions>();
    CLI::App *command = addCommand(app, hop, "export", "Make files for other tools of a lab: containerlab, Kathara, CORE, FRR, GraphML, DOT, Mermaid, SVG",
                                   "  hop export ring.yaml --to containerlab -o ring-clab\n"
                                   "  hop export ring.yaml --to svg -o ring.svg\n"
                                   "  hop export ring.yaml --to dot | dot -Tpdf -o ring.pdf");
    command->add_option("lab", options->lab, "The lab")->required();
    const auto targets = exchange::targetNames();
    command->add_option("--to", options->target, "What for")->required()->check(CLI::IsMember(std::vector<std::string>(targets.begin(), targets.end())));
    command->add_option("-o,--output", options->output, "The file, or for containerlab, kathara and frr the folder");
    command->add_flag("--overwrite", options->overwrite, "Replace existing files");
    command->callback([&hop, options] { exportLab(hop, *options); });
}

} // namespace hopyard::cli
