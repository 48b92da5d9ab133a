// checks.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"

#include <utility>

namespace hopyard::engine {

using rpc::Json;

namespace {

MethodResult list(Call &call)
{
    if (const auto world = loadedWorld(call); !world)
        return base::fail(world.error());
    return call.engine.checkWatch().list();
}

MethodResult run(Call &call)
{
    checks::LiveOptions options;
    options.ahead = rpc::boolMember(call.params, "ahead").value_or(true);
    if (const Json *only = rpc::member(call.params, "checks")) {
        if (!only->is_array())
            return badParams("checks is a list of names of checks");
        for (const Json &id : *only) {
            if (!id.is_string())
                return badParams("checks is a list of names of checks");
            options.only.push_back(id.get<std::string>());
        }
    }
    call.session().advance();
    if (auto begun = call.engine.checkWatch().run(call.client, call.id, std::move(options)); !begun)
        return base::fail(begun.error());
    return std::optional<Json>(); // when it has looked
}

MethodResult subscribe(Call &call)
{
    const double every = rpc::numberMember(call.params, "every").value_or(CheckWatch::kUsualSeconds);
    if (!(every > 0))
        return badParams("every is a number of seconds, more than 0");
    call.engine.checkWatch().subscribe(call.client, every);
    return call.session().world() ? call.engine.checkWatch().list() : Json{{"checks", Json::array()}, {"earned", 0}, {"possible", 0}};
}

MethodResult unsubscribe(Call &call)
{
    call.engine.checkWatch().unsubscribe(call.client);
    return Json::object();
}

} // namespace

std::vector<NamedMethod> checksMethods()
{
    return {{"checks.list", list}, {"checks.run", run}, {"checks.subscribe", subscribe}, {"checks.unsubscribe", unsubscribe}};
}

} // namespace hopyard::engine
