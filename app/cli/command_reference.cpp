// hop reference: every line of a router's configuration, or every command of a console, as Markdown; the book prints it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hop.h"

#include "core/console/reference.h"

#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

/// Within a table's cell: a bar would end it.
std::string cell(const std::string &text)
{
    std::string out;
    for (const char c : text)
        out += c == '|' ? std::string("\\|") : std::string(1, c);
    return out;
}

void printMarkdown(const std::string &title, const std::vector<console::ReferenceLine> &lines)
{
    std::string text = "# " + title + "\n\nA word stands for itself. `[a]` may be left out, of `<a|b>` one is written, of `{a|b}` any, in any order;\n"
                       "`(1-255)` is a number of that range, `A.B.C.D/M` a network, `WORD` a name, `LINE` the rest of the line.\n";
    const std::string *block = nullptr;
    const bool hasHelp = !lines.empty() && !lines.front().help.empty();
    for (const console::ReferenceLine &line : lines) {
        if (!hasHelp && (!block || *block != line.block))
            text += line.block.empty() ? "\n## At the top\n\n" : "\n## In `" + line.block + "`\n\n";
        if (hasHelp && !block)
            text += "\n| line | what it does |\n|---|---|\n";
        block = &line.block;
        text += hasHelp ? "| `" + cell(line.syntax) + "` | " + cell(line.help) + " |\n" : "- `" + line.syntax + "`\n";
    }
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void reference(Hop &hop, const std::string &what)
{
    const bool isConfiguration = what == "configuration";
    const auto lines = isConfiguration ? console::configurationReference() : what == "console" ? console::consoleReference() : console::hypervisorReference();
    if (!hop.out.json) {
        printMarkdown(isConfiguration ? "Lines of a router's configuration" : what == "console" ? "Commands of routers and hosts" : "Commands of a hypervisor", lines);
        return;
    }
    for (const console::ReferenceLine &line : lines)
        hop.out.object({{"block", line.block}, {"syntax", line.syntax}, {"help", line.help}});
}

} // namespace

void addReference(CLI::App &app, Hop &hop)
{
    CLI::App *command = addCommand(app, hop, "reference", "Every line that a router understands, as Markdown",
                                   "  hop reference configuration > lines.md\n  hop reference console\n  hop reference hypervisor --json");
    const auto what = std::make_shared<std::string>();
    command->add_option("what", *what, "configuration, console, or hypervisor")->required()->check(CLI::IsMember({"configuration", "console", "hypervisor"}));
    command->callback([&hop, what] { reference(hop, *what); });
}

} // namespace hopyard::cli
