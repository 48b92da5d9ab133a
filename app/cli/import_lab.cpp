// Reading, telling and writing; see import_lab.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/import_lab.h"

#include "app/cli/foreign_files.h"
#include "app/cli/import_source.h"
#include "app/cli/lab_file.h"

#include "core/console/config_text.h"
#include "core/lab/write.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hopyard::cli {
namespace {

std::vector<std::string> unknownLines(std::string_view config)
{
    std::vector<std::string> said;
    const auto parsed = console::parseConfig(config);
    if (parsed)
        return said;
    for (const console::ConfigProblem &problem : parsed.error()) {
        if (said.size() == 3) {
            said.push_back(fmt::format("and {} more", parsed.error().size() - 3));
            break;
        }
        said.push_back(fmt::format("line {}: {}", problem.line, problem.message));
    }
    return said;
}

void finish(Hop &hop, exchange::Imported imported, const ImportLabOptions &options)
{
    reportProblems(hop, imported.problems);
    rpc::Json problems = rpc::Json::array();
    for (const lab::Problem &problem : imported.problems)
        problems.push_back(toJson(problem));
    if (!imported.lab) {
        if (hop.exit == 0)
            hop.exit = exitLabErrors;
        if (hop.out.json)
            hop.out.object({{"ok", false}, {"problems", problems}});
        return;
    }
    if (imported.lab->title.empty() && options.file != "-")
        imported.lab->title = std::filesystem::path(options.file).stem().string();
    const std::string lab = lab::write(*imported.lab) + lab::writeDrawing(*imported.lab, imported.drawing);
    const bool toFile = !options.output.empty() && options.output != "-";
    if (toFile && !writeWhole(hop, options.output, lab, options.overwrite))
        return;
    if (hop.out.json) {
        rpc::Json object{{"ok", true}, {"name", imported.lab->title}, {"nodes", imported.lab->nodes.size()},
                         {"links", imported.lab->links.size()}, {"left", imported.left}, {"problems", problems}};
        object[toFile ? "file" : "lab"] = toFile ? options.output : lab;
        hop.out.object(object);
        return;
    }
    for (const std::string &sentence : imported.left)
        hop.out.note(visible(sentence));
    if (toFile)
        hop.out.line(fmt::format("{}: {} nodes, {} links{}", options.output, imported.lab->nodes.size(), imported.lab->links.size(),
                                 imported.left.empty() ? "" : fmt::format("; {} thing{} could not be carried over", imported.left.size(), imported.left.size() == 1 ? "" : "s")));
    else
        hop.out.line(std::string_view(lab).substr(0, lab.size() - 1));
}

} // namespace

std::optional<std::string> labOfFolder(Hop &hop, const std::string &folder)
{
    const std::vector<std::string> names = DiskFolder(folder).files("");
    std::vector<std::string> found;
    constexpr std::array<std::string_view, 5> kEnds{".clab.yml", ".clab.yaml", ".gns3", ".gns3project", ".mn"};
    for (const std::string &name : names)
        if (name == "lab.conf" || std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return name.ends_with(end); }))
            found.push_back(name);
    if (found.size() == 1)
        return folder + '/' + found.front();
    hop.out.error(found.empty() ? fmt::format("{} is a folder without a lab.conf, *.clab.yml, *.gns3 or *.mn in it; name the file", folder)
                                : fmt::format("{} holds several labs; name one of them: {}", folder, fmt::join(found, ", ")));
    hop.exit = exitUsage;
    return std::nullopt;
}

void importLab(Hop &hop, exchange::Format format, const std::string &text, const ImportLabOptions &options)
{
    const DiskFolder folder(std::filesystem::path(options.file).parent_path().string());
    exchange::Surroundings around{options.file, options.file == "-" ? nullptr : &folder, unknownLines};
    finish(hop, exchange::readLab(format, text, around), options);
}

void importArchive(Hop &hop, const std::string &bytes, const ImportLabOptions &options)
{
    auto files = readArchive(bytes);
    if (!files) {
        hop.out.error(fmt::format("{}: {}", options.file, files.error()));
        hop.exit = exitLabErrors;
        return;
    }
    const auto project = std::find_if(files->begin(), files->end(), [](const auto &file) {
        return file.first.ends_with(".gns3") && file.first.find('/') == std::string::npos;
    });
    if (project == files->end()) {
        hop.out.error(fmt::format("{}: the archive has no *.gns3 in it; only projects of GNS3 are read from archives", options.file));
        hop.exit = exitLabErrors;
        return;
    }
    const std::string text = project->second;
    const exchange::FileSetFolder folder(std::move(*files));
    finish(hop, exchange::readLab(exchange::Format::gns3, text, {options.file, &folder, unknownLines}), options);
}

} // namespace hopyard::cli
