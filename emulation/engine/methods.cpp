// The table of methods, engine.*, and what the methods share; see methods.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"

#include "emulation/engine/objects.h"
#include "emulation/engine/version.h"

#include <map>

#include <unistd.h>

namespace hopyard::engine {

using rpc::Json;

const Method *findMethod(std::string_view name)
{
    static const std::map<std::string_view, Method> kMethods = [] {
        std::map<std::string_view, Method> all;
        for (const auto group : {engineMethods, labMethods, runMethods, nodeMethods, linkMethods, captureMethods,
                                 telemetryMethods, packetMethods, tcpMethods, checksMethods, pathMethods, historyMethods})
            for (const NamedMethod &m : group())
                all.emplace(m.name, m.method);
        return all;
    }();
    const auto found = kMethods.find(name);
    return found == kMethods.end() ? nullptr : &found->second;
}

tl::unexpected<rpc::RpcError> badParams(std::string message)
{
    return base::fail(rpc::RpcError{rpc::invalidParams, std::move(message), nullptr});
}

MethodResult emptyResult(const Answer<void> &answer)
{
    if (!answer)
        return base::fail(answer.error());
    return Json::object();
}

MethodResult statusResult(Call &call, const Answer<void> &answer)
{
    if (!answer)
        return base::fail(answer.error());
    return statusJson(call.session());
}

base::Result<world::World *, rpc::RpcError> loadedWorld(Call &call)
{
    if (world::World *world = call.session().world())
        return world;
    return base::fail(rpc::RpcError{rpc::noLab, "no lab is loaded", nullptr});
}

base::Result<std::string, rpc::RpcError> needString(const Call &call, std::string_view key)
{
    if (auto value = rpc::stringMember(call.params, key))
        return *value;
    return badParams(std::string(key) + " is missing or no string");
}

namespace {

MethodResult hello(Call &call)
{
    const auto protocol = rpc::intMember(call.params, "protocol");
    if (!protocol)
        return badParams("protocol is missing or no integer");
    if (*protocol != rpc::kProtocolVersion)
        return base::fail(rpc::RpcError{rpc::invalidParams,
                                        "this engine speaks protocol " + std::to_string(rpc::kProtocolVersion),
                                        {{"protocol", rpc::kProtocolVersion}}});
    return Json{{"protocol", rpc::kProtocolVersion},
                {"version", kVersion},
                {"pid", ::getpid()},
                {"run", call.engine.options().run},
                {"state", toString(call.session().state())}};
}

MethodResult status(Call &call)
{
    call.session().advance();
    return statusJson(call.session());
}

MethodResult shutdown(Call &call)
{
    call.engine.shutDown();
    return Json::object();
}

} // namespace

std::vector<NamedMethod> engineMethods()
{
    return {{"engine.hello", hello}, {"engine.status", status}, {"engine.shutdown", shutdown}};
}

} // namespace hopyard::engine
