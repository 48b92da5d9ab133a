// See live_checks.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/live_checks.h"

#include <utility>

namespace hopyard::engine {

using rpc::Json;

namespace {

std::string foundOut(const world::World &world, const std::vector<lab::Check> &checks, const checks::Witness &witness,
                     const checks::LiveOptions &options)
{
    const checks::Report report = checks::lookAt(world, checks, witness, options);
    Json results = Json::array();
    for (const checks::CheckResult &result : report.results)
        results.push_back(toJson(result));
    return rpc::printJson({{"now", world.now().ns()}, {"earned", report.earned}, {"possible", report.possible}, {"results", std::move(results)}});
}

} // namespace

Json toJson(const checks::CheckResult &result)
{
    Json ends = Json::array();
    for (const lab::End &end : result.ends)
        ends.push_back(lab::toString(end));
    return {{"id", result.id},         {"title", result.title},       {"verdict", checks::toString(result.verdict)},
            {"points", result.points}, {"earned", result.earned},     {"sentence", result.sentence},
            {"seen", result.seen},     {"nodes", result.nodes},       {"ends", std::move(ends)}};
}

base::Result<void, rpc::RpcError> LiveChecks::look(const world::World &world, const std::vector<lab::Check> &checks,
                                                   const checks::Witness &witness, const checks::LiveOptions &options, Answered answered)
{
    return m_process.begin(
        world, [&](const world::World &now, const auto &) { return foundOut(now, checks, witness, options); }, std::move(answered));
}

} // namespace hopyard::engine
