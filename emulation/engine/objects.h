// The objects of docs/rpc.md as JSON, and reading what a request gives.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/impairment.h"
#include "core/lab/lab.h"
#include "core/world/world.h"
#include "emulation/engine/session.h"
#include "emulation/rpc/json.h"
#include "emulation/rpc/message.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::engine {

rpc::Json statusJson(const Session &session);
rpc::Json topologyJson(const world::World &world);
rpc::Json countersJson(const world::DirectionCounters &counters);
rpc::Json problemJson(const lab::Problem &problem);
rpc::Json problemsJson(const std::vector<lab::Problem> &problems);

/// "r1:eth0"; nothing where the text is not two names with a colon between.
std::optional<lab::End> parseEnd(std::string_view text);
/// `now` with the keys of `params` that are an impairment's changed, written as in the lab file.
base::Result<base::Impairment, rpc::RpcError> changedImpairment(const base::Impairment &now, const rpc::Json &params);

} // namespace hopyard::engine
