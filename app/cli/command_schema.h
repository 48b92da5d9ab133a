// hop schema; apart from hop.h, which every command includes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace CLI {
class App;
}

namespace hopyard::cli {

struct Hop;
void addSchema(CLI::App &app, Hop &hop);

} // namespace hopyard::cli
