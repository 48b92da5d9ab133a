// hop schema: the JSON Schema of the lab file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_schema.h"

#include "app/cli/hop.h"
#include "core/lab/schema.h"

#include <string>

#include <CLI/App.hpp>

namespace hopyard::cli {

void addSchema(CLI::App &app, Hop &hop)
{
    CLI::App *command = addCommand(app, hop, "schema", "The JSON Schema of lab files, for editors that complete YAML",
                                   "  hop schema > lab.schema.json");
    command->callback([&hop] {
        std::string text = lab::labSchema();
        text.pop_back(); // the line ends itself
        hop.out.line(text);
    });
}

} // namespace hopyard::cli
