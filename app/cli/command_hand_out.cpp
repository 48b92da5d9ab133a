// hop hand-out: a student's copy of a lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/import_source.h"
#include "app/cli/lab_file.h"

#include "core/lab/hand_out.h"

#include <algorithm>
#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

constexpr std::size_t kLongestName = 100; ///< bytes

struct Options {
    std::string lab;
    std::string student;
    std::string output;
    bool overwrite = false;
};

bool isStudentName(const std::string &name)
{
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    return !name.empty() && name.size() <= kLongestName && std::none_of(name.begin(), name.end(), isControl);
}

void handOut(Hop &hop, const Options &options)
{
    if (!isStudentName(options.student)) {
        hop.out.error(fmt::format("a student's name is one line of at most {} bytes", kLongestName));
        hop.exit = exitUsage;
        return;
    }
    const auto file = loadLab(hop, options.lab);
    if (!file)
        return;
    const auto text = lab::handOut(file->text, options.student, options.lab);
    if (!text)
        return reportProblems(hop, text.error());
    if (options.output.empty() || options.output == "-") {
        if (hop.out.json)
            hop.out.object({{"ok", true}, {"student", options.student}, {"text", *text}});
        else
            hop.out.line(std::string_view(*text).substr(0, text->size() - (text->ends_with('\n') ? 1 : 0)));
        return;
    }
    if (!writeWhole(hop, options.output, *text, options.overwrite))
        return;
    if (hop.out.json)
        hop.out.object({{"ok", true}, {"student", options.student}, {"output", options.output}});
    else
        hop.out.note(fmt::format("{}: for {}", options.output, visible(options.student)));
}

} // namespace

void addHandOut(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = addCommand(app, hop, "hand-out", "Make a student's copy of a lab: own parameters, no solution",
                                   "  hop hand-out lab.yaml --for \"Ada Lovelace\" -o ada.yaml\n"
                                   "  while read -r name; do hop hand-out lab.yaml --for \"$name\" -o \"$name.yaml\"; done < class.txt");
    command->add_option("lab", options->lab, "The teacher's lab")->required();
    command->add_option("--for", options->student, "The student's name, of which the parameters are made")->required();
    command->add_option("-o,--output", options->output, "The file (default: standard output)");
    command->add_flag("--overwrite", options->overwrite, "Replace an existing file");
    command->callback([&hop, options] { handOut(hop, *options); });
}

} // namespace hopyard::cli
