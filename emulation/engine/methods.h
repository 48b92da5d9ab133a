// The methods of docs/rpc.md, one file for each group of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/engine.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::engine {

struct Call {
    Engine &engine;
    rpc::ClientId client;
    const rpc::Json &id;
    const rpc::Json &params; ///< an object
    std::vector<rpc::OwnedFd> &descriptors;

    Session &session() const { return engine.session(); }
};

/// The result; nothing where it is answered later.
using MethodResult = base::Result<std::optional<rpc::Json>, rpc::RpcError>;
using Method = MethodResult (*)(Call &call);
struct NamedMethod {
    std::string_view name;
    Method method;
};

const Method *findMethod(std::string_view name);

std::vector<NamedMethod> engineMethods();    // engine.*, methods.cpp
std::vector<NamedMethod> labMethods();       // lab.*
std::vector<NamedMethod> runMethods();       // run.*
std::vector<NamedMethod> nodeMethods();      // node.*, exec.*, console.*, table.*
std::vector<NamedMethod> linkMethods();      // link.*
std::vector<NamedMethod> captureMethods();   // capture.*, record.*
std::vector<NamedMethod> telemetryMethods(); // telemetry.*
std::vector<NamedMethod> packetMethods();    // packets.*
std::vector<NamedMethod> tcpMethods();       // tcp.*
std::vector<NamedMethod> checksMethods();    // checks.*
std::vector<NamedMethod> pathMethods();      // path.*, ospf.*
std::vector<NamedMethod> historyMethods();   // run.seek, run.branch, run.line, history.*, record.open

// --- what they share ---
tl::unexpected<rpc::RpcError> badParams(std::string message);
/// What the session answered, as a method's result.
MethodResult emptyResult(const Answer<void> &answer);
/// The same with the status.
MethodResult statusResult(Call &call, const Answer<void> &answer);
/// The world; error 1 where no lab is loaded.
base::Result<world::World *, rpc::RpcError> loadedWorld(Call &call);
/// The string member, or invalidParams that names it.
base::Result<std::string, rpc::RpcError> needString(const Call &call, std::string_view key);

} // namespace hopyard::engine
