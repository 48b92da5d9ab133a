// Runs that are going on: finding the one that is meant, connecting to its engine, and saying what its errors mean.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "emulation/rpc/client.h"
#include "emulation/rpc/run_directory.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::cli {

/// The run called `name`, or the only one whose name begins with it; of an empty name the only run there is. Nothing:
/// it has said why, and the exit code is set.
std::optional<rpc::RunInfo> findRun(Hop &hop, const std::string &name);
/// The same among `runs`; `why` is set where there is none. (Apart from findRun() so that it can be tested.)
std::optional<std::size_t> chooseRun(const std::vector<std::string> &runs, const std::string &name, std::string &why);

/// Connected and greeted, or null: it has said why, and the exit code is set.
std::unique_ptr<rpc::Client> connect(Hop &hop, const rpc::RunInfo &run);
std::unique_ptr<rpc::Client> connectTo(Hop &hop, const std::string &runName);

/// Prints an engine's error and sets the exit code that goes with it. Problems of a lab are printed one by one.
void report(Hop &hop, const rpc::RpcError &error);
/// Calls and reports; nothing where it failed.
std::optional<rpc::Json> ask(Hop &hop, rpc::Client &client, std::string_view method, rpc::Json params = rpc::Json::object(),
                             std::vector<rpc::OwnedFd> descriptors = {});

} // namespace hopyard::cli
