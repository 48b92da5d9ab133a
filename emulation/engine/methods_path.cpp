// path.*, ospf.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/ospf_tree.h"
#include "core/world/trace_path.h"
#include "emulation/engine/methods.h"

#include <memory>
#include <utility>

namespace hopyard::engine {

using rpc::Json;

namespace {

/// Text that is JSON, as the result itself; the error is a sentence about what was asked.
MethodResult resultOf(const base::Result<std::string, std::string> &text)
{
    if (!text)
        return badParams(text.error());
    auto json = rpc::parseJson(*text);
    if (!json)
        return base::fail(rpc::RpcError{rpc::internalError, "the answer is no JSON", nullptr});
    return std::move(*json);
}

MethodResult trace(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const auto from = needString(call, "from"), to = needString(call, "to");
    if (!from || !to)
        return base::fail((from ? to : from).error());
    call.session().advance();
    const auto ways = world::traceBothWays(**world, *from, *to);
    if (!ways)
        return badParams(ways.error());
    return resultOf(world::toJson(*ways));
}

/// A list of names; empty where it is absent.
base::Result<std::vector<std::string>, rpc::RpcError> names(const Call &call, std::string_view key)
{
    std::vector<std::string> all;
    const Json *list = rpc::member(call.params, key);
    if (!list)
        return all;
    const std::string wanted = std::string(key) + " is a list of names";
    if (!list->is_array())
        return badParams(wanted);
    for (const Json &name : *list) {
        if (!name.is_string())
            return badParams(wanted);
        all.push_back(name.get<std::string>());
    }
    return all;
}

MethodResult whatIf(Call &call)
{
    const auto links = names(call, "links"), nodes = names(call, "nodes");
    if (!links || !nodes)
        return base::fail((links ? nodes : links).error());
    world::WhatIfQuestion question;
    question.nodes = *nodes;
    for (const std::string &text : *links) {
        const std::size_t colon = text.find(':');
        if (colon == std::string::npos)
            return badParams("links are named by an end, \"r1:eth0\"");
        question.links.push_back({text.substr(0, colon), text.substr(colon + 1)});
    }
    question.from = rpc::stringMember(call.params, "from").value_or("");
    question.to = rpc::stringMember(call.params, "to").value_or("");
    world::WhatIfLimits limits;
    if (const auto seconds = rpc::numberMember(call.params, "quiet")) {
        if (!(*seconds > 0 && *seconds <= limits.longest.ns() / 1e9))
            return badParams("quiet is a number of seconds, more than 0 and at most 1200");
        limits.quiet = base::Duration::nanoseconds(static_cast<std::int64_t>(*seconds * 1e9));
    }
    call.session().advance();
    if (auto asked = call.engine.whatIfs().ask(call.client, call.id, std::move(question), limits); !asked)
        return base::fail(asked.error());
    return std::optional<Json>(); // when it has found out
}

MethodResult cancel(Call &call)
{
    call.engine.whatIfs().cancel(call.client);
    return Json::object();
}

/// What is still to be heard before a tree can be drawn.
struct TreeQuestion {
    std::string node;
    world::OutsideOspf outside;
    std::size_t open = 1; ///< answers, and the end of the asking
    bool isLater = false;
};

/// FRR and BIRD are asked for the tree that they do not show (node_questions.cpp), and all of them who they are.
MethodResult tree(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const auto node = needString(call, "node");
    if (!node)
        return base::fail(node.error());
    Session &session = call.session();
    session.advance();
    const auto question = std::make_shared<TreeQuestion>();
    question->node = *node;
    const auto heard = [question, &engine = call.engine, client = call.client, id = call.id] {
        if (--question->open > 0 || !question->isLater)
            return;
        world::World *now = engine.session().world();
        const auto result = now ? resultOf(world::ospfTree(*now, question->node, question->outside))
                                : MethodResult(badParams("the lab was closed"));
        if (result)
            engine.answerLater(client, id, **result);
        else
            engine.refuseLater(client, id, result.error());
    };
    const base::NodeId root = (*world)->findNode(*node);
    for (const base::NodeId each : (*world)->nodes()) {
        const lab::Node *planned = (*world)->lab().findNode((*world)->name(each));
        if (!planned || (planned->kind != lab::NodeKind::frr && planned->kind != lab::NodeKind::bird))
            continue;
        if (each == root) {
            ++question->open;
            session.ask(each, "explain ospf json", [question, heard](const world::CommandAnswer &answer) {
                question->outside.tree = answer;
                heard();
            });
        }
        if (!session.namespaceNode(each) || session.isPast())
            continue;
        ++question->open;
        session.ask(each, "show ip ospf interface", [question, heard, name = planned->name](const world::CommandAnswer &answer) {
            if (answer.ok)
                question->outside.interfaces[name] = answer.json;
            heard();
        });
    }
    if (--question->open == 0)
        return resultOf(world::ospfTree(**world, *node, question->outside));
    question->isLater = true;
    return std::optional<Json>(); // when all have said what they know
}

} // namespace

std::vector<NamedMethod> pathMethods()
{
    return {{"path.trace", trace}, {"path.whatIf", whatIf}, {"path.cancel", cancel}, {"ospf.tree", tree}};
}

} // namespace hopyard::engine
