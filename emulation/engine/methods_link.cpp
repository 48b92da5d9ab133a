// link.set and link.counters; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"
#include "emulation/engine/objects.h"

namespace hopyard::engine {

using base::Direction;
using rpc::Json;

namespace {

base::Result<base::LinkId, rpc::RpcError> linkNamed(const world::World &world, const std::string &name)
{
    const auto end = parseEnd(name);
    if (!end)
        return badParams("a link is named by one of its ends, such as \"r1:eth0\"");
    const base::LinkId link = world.findLink(*end);
    if (!link.isValid())
        return base::fail(rpc::RpcError{rpc::noSuchLink, "no link is plugged at " + name, nullptr});
    return link;
}

MethodResult set(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const auto name = needString(call, "link");
    if (!name)
        return base::fail(name.error());
    const auto link = linkNamed(**world, *name);
    if (!link)
        return base::fail(link.error());
    const std::string direction = rpc::stringMember(call.params, "direction").value_or("both");
    if (direction != "forward" && direction != "backward" && direction != "both")
        return badParams("direction is \"forward\", \"backward\" or \"both\"");

    // Both are read before either is set: a request does all or nothing.
    const lab::Link now = (*world)->link(*link);
    const auto forward = changedImpairment(now.forward, call.params);
    const auto backward = changedImpairment(now.backward, call.params);
    if (!forward || !backward)
        return base::fail((forward ? backward : forward).error());
    if (direction != "backward")
        if (const auto done = call.session().setImpairment(*link, Direction::forward, *forward); !done)
            return base::fail(done.error());
    if (direction != "forward")
        if (const auto done = call.session().setImpairment(*link, Direction::backward, *backward); !done)
            return base::fail(done.error());
    return Json::object();
}

MethodResult counters(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    std::vector<base::LinkId> ids = (*world)->links();
    if (rpc::member(call.params, "link")) {
        const auto name = needString(call, "link");
        if (!name)
            return base::fail(name.error());
        const auto link = linkNamed(**world, *name);
        if (!link)
            return base::fail(link.error());
        ids = {*link};
    }
    call.session().advance();
    Json links = Json::array();
    for (const base::LinkId id : ids)
        links.push_back({{"id", id.value()},
                         {"forward", countersJson((*world)->counters(id, Direction::forward))},
                         {"backward", countersJson((*world)->counters(id, Direction::backward))}});
    if (rpc::member(call.params, "link"))
        return Json{{"links", std::move(links)}};
    return Json{{"links", std::move(links)}, {"drops", call.session().drops().byReason()}};
}

} // namespace

std::vector<NamedMethod> linkMethods()
{
    return {{"link.set", set}, {"link.counters", counters}};
}

} // namespace hopyard::engine
