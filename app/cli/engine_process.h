// An engine of our own: `hop engine` started in the background for one run.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "app/cli/lab_file.h"
#include "emulation/rpc/client.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace hopyard::cli {

/// A name for a run of this lab that nobody uses now: its file's, with a number behind it where that is taken.
std::string freeRunName(const std::string &labPath);

struct EngineProcess {
    std::unique_ptr<rpc::Client> client; ///< connected and greeted
    int pid = 0;
};
/// An engine for the run `name`. It lives on when we end, while a run is on. Nothing: it has said why, and the exit code
/// is set.
std::optional<EngineProcess> startEngine(Hop &hop, const std::string &name);

/// Hands the lab to the engine. False: it has said why.
bool loadInto(Hop &hop, rpc::Client &client, const LabFile &file, std::uint64_t seed);

/// Asks the engine to end and waits until it has gone; after a while, or when the user presses Ctrl-C again, by force.
void endEngine(Hop &hop, EngineProcess &engine);

} // namespace hopyard::cli
