// See path_protocol.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/path_protocol.h"

#include "app/gui/client/json_fields.h"

namespace hopyard::client {

using rpc::Json;
namespace f = fields;

namespace {

std::vector<std::string> texts(const Json &object, std::string_view key)
{
    std::vector<std::string> all;
    f::forEach(object, key, [&all](const Json &each) {
        if (each.is_string())
            all.push_back(each.get<std::string>());
    });
    return all;
}

base::Duration span(const Json &object, std::string_view key)
{
    return base::Duration::nanoseconds(f::integer(object, key));
}

std::optional<WhatIf::Way> wayOf(const Json &json, std::string_view key)
{
    const Json *way = rpc::member(json, key);
    if (!way || !way->is_object())
        return std::nullopt;
    WhatIf::Way out;
    if (const Json *before = rpc::member(*way, "before"))
        out.before = parsePath(*before);
    if (const Json *after = rpc::member(*way, "after"))
        out.after = parsePath(*after);
    out.outage = span(*way, "outage");
    out.over = f::flag(*way, "over");
    return out;
}

} // namespace

Path parsePath(const Json &json)
{
    Path path;
    path.destination = f::text(json, "destination");
    path.arrives = f::flag(json, "arrives");
    path.clean = f::flag(json, "clean");
    f::forEach(json, "nodes", [&path](const Json &node) {
        PathHop hop{
            f::text(node, "node"), f::text(node, "matched"), f::text(node, "protocol"), f::text(node, "end"), {}};
        f::forEach(node, "branches", [&hop](const Json &branch) {
            hop.branches.push_back({f::text(branch, "interface"), f::text(branch, "nextHop"), f::text(branch, "to"),
                                    f::flag(branch, "loop"), texts(branch, "links")});
        });
        path.hops.push_back(std::move(hop));
    });
    return path;
}

BothWays parseBothWays(const Json &json)
{
    BothWays ways{f::text(json, "from"), f::text(json, "to"), {}, std::nullopt};
    if (const Json *forth = rpc::member(json, "forth"))
        ways.forth = parsePath(*forth);
    if (const Json *back = rpc::member(json, "back"); back && back->is_object())
        ways.back = parsePath(*back);
    return ways;
}

WhatIf parseWhatIf(const Json &json)
{
    WhatIf found;
    if (const Json *failed = rpc::member(json, "failed")) {
        found.links = texts(*failed, "links");
        found.nodes = texts(*failed, "nodes");
    }
    found.settled = f::flag(json, "settled");
    found.convergence = span(json, "convergence");
    found.passed = span(json, "passed");
    found.changes = f::count(json, "changes");
    found.forth = wayOf(json, "forth");
    found.back = wayOf(json, "back");
    f::forEach(json, "nodes", [&found](const Json &node) {
        found.changedNodes.push_back({f::text(node, "node"), f::count(node, "added"), f::count(node, "removed"),
                                      f::count(node, "changed"), span(node, "last")});
    });
    f::forEach(json, "routes", [&found](const Json &route) {
        found.routes.push_back(
            {f::text(route, "node"), f::text(route, "prefix"), f::text(route, "before"), f::text(route, "after")});
    });
    found.moreRoutes = f::count(json, "moreRoutes");
    f::forEach(json, "unreachable", [&found](const Json &lost) {
        found.unreachable.push_back({f::text(lost, "prefix"), texts(lost, "nodes")});
    });
    if (const Json *dropped = rpc::member(json, "dropped"); dropped && dropped->is_object())
        for (const auto &[reason, packets] : dropped->items())
            found.dropped.emplace_back(reason, f::count(*dropped, reason));
    return found;
}

WhatIfProgress parseWhatIfProgress(const Json &json)
{
    return {span(json, "passed"), span(json, "quiet"), span(json, "wanted"), f::count(json, "changes")};
}

} // namespace hopyard::client
