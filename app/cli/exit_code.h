// What `hop` tells scripts when it ends. docs/hop.md documents these numbers; they do not change.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::cli {

enum ExitCode : int {
    exitOk = 0,
    exitFailed = 1,       ///< what was asked for could not be done
    exitUsage = 2,        ///< the command line is wrong
    exitLabErrors = 3,    ///< the lab has errors
    exitNeedsConsent = 4, ///< the lab names programs and nobody allowed them
    exitNotFound = 5,     ///< no such run, node, link or file
    exitSystem = 6,       ///< this machine lacks something (see `hop doctor`)
    exitInterrupted = 130, ///< ended by Ctrl-C before it was done, as shells say it
};

} // namespace hopyard::cli
