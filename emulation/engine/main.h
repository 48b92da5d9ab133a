// `hop engine`: the engine as a program. docs/engine.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::engine {

/// `argv[0]` is "engine". Must be the first thing its process does: it changes namespaces, which takes a process without
/// threads. The exit code: 0, 1 where it could not start, 2 for a wrong command line.
int main(int argc, char **argv);

} // namespace hopyard::engine
