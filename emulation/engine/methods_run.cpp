// run.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"
#include "emulation/engine/tables.h"

#include <utility>

namespace hopyard::engine {
namespace {

MethodResult start(Call &call)
{
    return statusResult(call, call.session().start(rpc::boolMember(call.params, "allowPrograms").value_or(false),
                                                   rpc::boolMember(call.params, "paused").value_or(false),
                                                   rpc::boolMember(call.params, "history").value_or(false)));
}

MethodResult stop(Call &call)
{
    return statusResult(call, call.session().stop());
}

MethodResult pause(Call &call)
{
    return statusResult(call, call.session().pause());
}

MethodResult resume(Call &call)
{
    return statusResult(call, call.session().resume());
}

MethodResult step(Call &call)
{
    const bool given = rpc::member(call.params, "count") != nullptr;
    const auto count = rpc::intMember(call.params, "count");
    if (given && (!count || *count == 0 || *count < -Session::kMaxSteps || *count > Session::kMaxSteps))
        return badParams("count is from 1 to " + std::to_string(Session::kMaxSteps) + ", or as many back");
    return statusResult(call, call.session().step(count.value_or(1)));
}

MethodResult speed(Call &call)
{
    if (rpc::boolMember(call.params, "fastest").value_or(false))
        return statusResult(call, call.session().goFastest());
    const auto factor = rpc::numberMember(call.params, "factor");
    if (!factor)
        return badParams("factor is missing or no number");
    return statusResult(call, call.session().setSpeed(*factor));
}

rpc::RpcError filterError(const filter::FilterError &error)
{
    return {rpc::invalidParams, error.message, {{"position", error.position}, {"length", error.length}}};
}

/// A display filter for packets, or a condition over events where the text names one of theirs (event_condition.h).
base::Result<StopCondition::What, rpc::RpcError> readCondition(const std::string &text)
{
    if (EventCondition::isMeant(text)) {
        auto condition = EventCondition::parse(text);
        if (!condition)
            return base::fail(filterError(condition.error()));
        return StopCondition::What(std::move(*condition));
    }
    auto parsed = filter::Filter::parse(text);
    if (!parsed)
        return base::fail(filterError(parsed.error()));
    return StopCondition::What(StopCondition::Packet{{}, std::move(*parsed)});
}

base::Result<StopCondition::What, rpc::RpcError> readPacket(const rpc::Json &packet)
{
    StopCondition::Packet wanted;
    if (const rpc::Json *where = rpc::member(packet, "where"); where && where->is_array())
        for (const rpc::Json &place : *where)
            if (place.is_string())
                wanted.where.push_back(place.get<std::string>());
    auto parsed = filter::Filter::parse(rpc::stringMember(packet, "filter").value_or(""));
    if (!parsed)
        return base::fail(filterError(parsed.error()));
    wanted.filter = std::move(*parsed);
    return StopCondition::What(std::move(wanted));
}

base::Result<StopCondition::What, rpc::RpcError> readTable(Session &session, const rpc::Json &table)
{
    const std::string name = rpc::stringMember(table, "table").value_or("");
    const std::string node = rpc::stringMember(table, "node").value_or("");
    const base::NodeId id = session.world()->findNode(node);
    if (!id.isValid())
        return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no node " + node, nullptr});
    // The world may be another one by then: what is shown can be the past.
    auto read = [&session, id, name] { return tableText(*session.world(), id, name); };
    if (!hasTable(*session.world(), id, name))
        return base::fail(rpc::RpcError{rpc::invalidParams, node + " has no table " + name + " inside the network", nullptr});
    return StopCondition::What(StopCondition::Table{id, name, std::move(read)});
}

MethodResult until(Call &call)
{
    const rpc::Json *packet = rpc::member(call.params, "packet");
    const rpc::Json *table = rpc::member(call.params, "table");
    const auto condition = rpc::stringMember(call.params, "condition");
    if (packet || table || condition) {
        const auto world = loadedWorld(call);
        if (!world)
            return base::fail(world.error());
        call.session().advance(); // from now on, not from when the world last moved
        auto what = packet ? readPacket(*packet) : table ? readTable(call.session(), *table) : readCondition(*condition);
        if (!what)
            return base::fail(std::move(what.error()));
        return statusResult(call, call.session().runUntil(std::move(*what)));
    }
    const auto time = rpc::intMember(call.params, "time");
    if (!time)
        return badParams("time is missing or no integer (nanoseconds of world time)");
    return statusResult(call, call.session().runUntil(base::TimePoint::fromNs(*time)));
}

} // namespace

std::vector<NamedMethod> runMethods()
{
    return {{"run.start", start}, {"run.stop", stop},   {"run.pause", pause}, {"run.resume", resume},
            {"run.step", step},   {"run.speed", speed}, {"run.until", until}};
}

} // namespace hopyard::engine
