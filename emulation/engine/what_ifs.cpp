// See what_ifs.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/what_ifs.h"

#include "emulation/rpc/protocol.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::engine {

using rpc::Json;

namespace {

constexpr std::int64_t kBetweenTellings = 100'000'000; ///< ns

/// In the child: finds out, and tells how far it is now and then.
std::string foundOut(const world::World &world, const world::WhatIfQuestion &question, const world::WhatIfLimits &limits,
                     const std::function<void(const std::string &)> &tell)
{
    std::int64_t told = 0;
    const auto report = world::whatIf(world, question, limits, [&](const world::WhatIfProgress &progress) {
        if (const std::int64_t wall = linux::monotonicNs(); wall - told >= kBetweenTellings) {
            told = wall;
            tell(rpc::printJson({{"passed", progress.passed.ns()}, {"quiet", progress.quiet.ns()}, {"wanted", progress.wanted.ns()},
                                 {"changes", progress.changes}}));
        }
        return true;
    });
    return report ? world::toJson(question, *report) : rpc::printJson({{"error", report.error()}});
}

/// What is asked about and is not there.
std::optional<rpc::RpcError> missing(const world::World &world, const world::WhatIfQuestion &question)
{
    for (const lab::End &end : question.links)
        if (!world.findLink(end).isValid())
            return rpc::RpcError{rpc::noSuchLink, "there is no link at '" + lab::toString(end) + "'", nullptr};
    std::vector<std::string> nodes = question.nodes;
    if (!question.from.empty())
        nodes.push_back(question.from);
    for (const std::string &name : nodes)
        if (!world.findNode(name).isValid())
            return rpc::RpcError{rpc::noSuchNode, "there is no node '" + name + "'", nullptr};
    return std::nullopt;
}

} // namespace

base::Result<void, rpc::RpcError> WhatIfs::ask(rpc::ClientId client, Json id, world::WhatIfQuestion question, world::WhatIfLimits limits)
{
    forgetAnswered();
    if (!m_session.world())
        return base::fail(rpc::RpcError{rpc::noLab, "no lab is loaded", nullptr});
    if (auto wrong = missing(*m_session.world(), question))
        return base::fail(std::move(*wrong));
    if (m_questions.size() >= kMost)
        return base::fail(rpc::RpcError{rpc::limitReached, "two such questions are being looked into already", nullptr});
    auto asked = std::make_unique<Question>(m_loop, client, std::move(id));
    const auto answered = [this, to = asked.get()](const SideProcess::Answer &answer) {
        if (!answer)
            m_server.refuse(to->client, to->id, answer.error());
        else if (const auto why = rpc::stringMember(*answer, "error"))
            m_server.refuse(to->client, to->id, {rpc::invalidParams, *why, nullptr});
        else
            m_server.answer(to->client, to->id, *answer);
    };
    const auto told = [this, client](const Json &progress) {
        m_server.offer(client, rpc::notificationLineOf("whatIf", rpc::printJson(progress)));
    };
    const auto begun = asked->process.begin(
        *m_session.world(),
        [&](const world::World &world, const auto &tell) { return foundOut(world, question, limits, tell); }, answered, told);
    if (!begun)
        return base::fail(begun.error());
    m_questions.push_back(std::move(asked));
    return {};
}

/// Those that were answered are kept until here: they were in the middle of answering.
void WhatIfs::forgetAnswered()
{
    std::erase_if(m_questions, [](const auto &question) { return !question->process.isBusy(); });
}

void WhatIfs::cancel(rpc::ClientId client)
{
    forgetAnswered();
    for (const auto &question : m_questions)
        if (question->client == client) {
            question->process.cancel();
            m_server.refuse(client, question->id, {rpc::wrongState, "it was called off", nullptr});
        }
    forgetAnswered();
}

void WhatIfs::disconnected(rpc::ClientId client)
{
    std::erase_if(m_questions, [client](const auto &question) { return question->client == client; });
}

} // namespace hopyard::engine
