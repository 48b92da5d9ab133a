// `hop`, Hopyard's command line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hop.h"

int main(int argc, char **argv) { return hopyard::cli::run(argc, argv); }
