// packets.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/details.h"
#include "emulation/engine/methods.h"
#include "emulation/engine/packet_steps.h"
#include "emulation/engine/packet_stream.h"
#include "emulation/rpc/base64.h"

#include <algorithm>

namespace hopyard::engine {

using rpc::Json;

namespace {

constexpr std::size_t kMostFrames = 1'000; ///< of one packets.bytes

rpc::RpcError noSuchRow()
{
    return {rpc::noSuchId, "that packet is no longer kept", nullptr};
}

base::Result<std::vector<std::string>, rpc::RpcError> readWhere(Call &call)
{
    std::vector<std::string> where;
    const Json *list = rpc::member(call.params, "where");
    if (!list)
        return where;
    if (!list->is_array())
        return badParams("where is a list of nodes and of ends of links");
    for (const Json &name : *list) {
        if (!name.is_string())
            return badParams("where is a list of nodes and of ends of links");
        where.push_back(name.get<std::string>());
    }
    return where;
}

MethodResult subscribe(Call &call)
{
    FeedOptions options;
    auto where = readWhere(call);
    if (!where)
        return base::fail(where.error());
    options.where = std::move(*where);
    auto parsed = filter::Filter::parse(rpc::stringMember(call.params, "filter").value_or(""));
    if (!parsed)
        return base::fail(rpc::RpcError{rpc::invalidParams, parsed.error().message,
                                        {{"position", parsed.error().position}, {"length", parsed.error().length}}});
    options.filter = std::move(*parsed);
    const auto snap = rpc::intMember(call.params, "snap").value_or(PacketLog::kDefaultSnap);
    if (snap < 64 || snap > static_cast<std::int64_t>(PacketLog::kMaxSnap))
        return badParams("snap is a number of bytes, 64 to " + std::to_string(PacketLog::kMaxSnap));
    options.snap = static_cast<std::size_t>(snap);
    const double rate = rpc::numberMember(call.params, "rate").value_or(FeedOptions::kMaxRate);
    if (!(rate > 0))
        return badParams("rate is a number of batches a second, more than 0");
    options.rate = std::clamp(rate, FeedOptions::kMinRate, FeedOptions::kMaxRate);
    const auto budget = rpc::intMember(call.params, "budget").value_or(FeedOptions::kDefaultBudget);
    if (budget < 1)
        return badParams("budget is a number of packets, at least 1");
    options.budget = std::min<std::size_t>(static_cast<std::size_t>(budget), FeedOptions::kMaxBudget);
    call.engine.subscribePackets(call.client, std::move(options));
    return Json::object();
}

MethodResult unsubscribe(Call &call)
{
    call.engine.unsubscribePackets(call.client);
    return Json::object();
}

MethodResult details(Call &call)
{
    const auto number = rpc::intMember(call.params, "number");
    if (!number || *number < 0)
        return badParams("number is missing or no number of a packet");
    const PacketLog::Entry *entry = call.engine.packetLog().find(static_cast<std::uint64_t>(*number));
    if (!entry)
        return base::fail(noSuchRow());
    const auto &crossing = std::get<PacketLog::Crossing>(entry->what);
    const base::Bytes bytes = call.engine.packetLog().kept(crossing);
    Json fields = Json::array();
    for (const dissect::Detail &detail : dissect::details(bytes))
        fields.push_back({detail.depth, detail.name, detail.label, detail.offset, detail.length});
    return Json{{"number", entry->number}, {"packet", entry->packetId},          {"time", entry->time.ns()},
                {"length", crossing.length}, {"bytes", rpc::encodeBase64(bytes)}, {"fields", std::move(fields)}};
}

MethodResult bytes(Call &call)
{
    const Json *numbers = rpc::member(call.params, "numbers");
    if (!numbers || !numbers->is_array() || numbers->size() > kMostFrames)
        return badParams("numbers is a list of at most " + std::to_string(kMostFrames) + " packets");
    Json frames = Json::array();
    for (const Json &number : *numbers) {
        const PacketLog::Entry *entry =
            number.is_number_unsigned() ? call.engine.packetLog().find(number.get<std::uint64_t>()) : nullptr;
        if (!entry)
            continue; // those that are gone are not in the answer
        const auto &crossing = std::get<PacketLog::Crossing>(entry->what);
        frames.push_back({entry->number, entry->time.ns(), crossing.length, rpc::encodeBase64(call.engine.packetLog().kept(crossing))});
    }
    return Json{{"frames", std::move(frames)}};
}

MethodResult stream(Call &call)
{
    const auto number = rpc::intMember(call.params, "number");
    if (!number || *number < 0)
        return badParams("number is missing or no number of a packet");
    const auto most = rpc::intMember(call.params, "most").value_or(kDefaultStreamBytes);
    if (most < 1 || most > static_cast<std::int64_t>(kMostStreamBytes))
        return badParams("most is a number of bytes, 1 to " + std::to_string(kMostStreamBytes));
    const PacketLog &log = call.engine.packetLog();
    const PacketLog::Entry *entry = log.find(static_cast<std::uint64_t>(*number));
    if (!entry)
        return base::fail(noSuchRow());
    auto content = streamJson(log, *entry, static_cast<std::size_t>(most));
    if (!content)
        return base::fail(rpc::RpcError{rpc::noSuchId, "that packet is of no conversation over TCP or UDP; pick one that is", nullptr});
    return std::move(*content);
}

MethodResult path(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const auto packet = rpc::intMember(call.params, "packet");
    if (!packet || *packet < 0)
        return badParams("packet is missing or no id of a packet");
    Json steps = stepsJson(call.engine.packetLog(), static_cast<std::uint64_t>(*packet), **world);
    if (steps.empty())
        return base::fail(noSuchRow());
    return Json{{"steps", std::move(steps)}};
}

} // namespace

std::vector<NamedMethod> packetMethods()
{
    return {{"packets.subscribe", subscribe}, {"packets.unsubscribe", unsubscribe}, {"packets.details", details},
            {"packets.bytes", bytes}, {"packets.path", path}, {"packets.stream", stream}};
}

} // namespace hopyard::engine
