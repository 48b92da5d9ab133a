// telemetry.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"

#include <algorithm>

namespace hopyard::engine {

using rpc::Json;

namespace {

MethodResult subscribe(Call &call)
{
    const Json *topics = rpc::member(call.params, "topics");
    if (!topics || !topics->is_array())
        return badParams("topics is a list of \"packets\", \"links\", \"nodes\", \"log\", \"time\", \"guests\", \"buffers\", "
                         "\"moves\", \"flows\", \"drops\"");
    SubscriptionOptions options;
    for (const Json &topic : *topics) {
        if (topic == "packets")
            options.topics.packets = true;
        else if (topic == "links")
            options.topics.links = true;
        else if (topic == "nodes")
            options.topics.nodes = true;
        else if (topic == "log")
            options.topics.log = true;
        else if (topic == "time")
            options.topics.time = true;
        else if (topic == "guests")
            options.topics.guests = true;
        else if (topic == "buffers")
            options.topics.buffers = true;
        else if (topic == "moves")
            options.topics.moves = true;
        else if (topic == "flows")
            options.topics.flows = true;
        else if (topic == "drops")
            options.topics.drops = true;
        else
            return badParams("there is no topic " + rpc::printJson(topic));
    }
    if (rpc::member(call.params, "rate")) {
        const auto rate = rpc::numberMember(call.params, "rate");
        if (!rate || !(*rate > 0))
            return badParams("rate is a number of batches a second, more than 0");
        options.rate = std::clamp(*rate, SubscriptionOptions::kMinRate, SubscriptionOptions::kMaxRate);
    }
    if (rpc::member(call.params, "packetBudget")) {
        const auto budget = rpc::intMember(call.params, "packetBudget");
        if (!budget || *budget < 0)
            return badParams("packetBudget is a number of packets");
        options.packetBudget = std::min<std::size_t>(static_cast<std::size_t>(*budget), SubscriptionOptions::kMaxBudget);
    }
    call.engine.subscribe(call.client, options);
    return Json::object();
}

MethodResult unsubscribe(Call &call)
{
    call.engine.unsubscribe(call.client);
    return Json::object();
}

} // namespace

std::vector<NamedMethod> telemetryMethods()
{
    return {{"telemetry.subscribe", subscribe}, {"telemetry.unsubscribe", unsubscribe}};
}

} // namespace hopyard::engine
