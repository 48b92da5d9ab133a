// tcp.*; see docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/methods.h"

#include <algorithm>
#include <charconv>

namespace hopyard::engine {

using rpc::Json;

namespace {

/// "10.0.1.10:5001"
std::optional<transport::Endpoint> parseEndpoint(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto address = base::IpAddress::parse(text.substr(0, colon));
    const std::string_view port = text.substr(colon + 1);
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (!address || error != std::errc() || end != port.data() + port.size() || number == 0)
        return std::nullopt;
    return transport::Endpoint{*address, number};
}

MethodResult watch(Call &call)
{
    const auto world = loadedWorld(call);
    if (!world)
        return base::fail(world.error());
    const auto node = needString(call, "node"), local = needString(call, "local"), peer = needString(call, "peer");
    for (const auto *given : {&node, &local, &peer})
        if (!*given)
            return base::fail(given->error());
    if (!(*world)->findNode(*node).isValid())
        return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no node " + *node, nullptr});
    const auto from = parseEndpoint(*local), to = parseEndpoint(*peer);
    if (!from || !to)
        return badParams("local and peer are an address and a port, \"10.0.1.10:5001\"");
    TcpWatchOptions options{*node, *from, *to};
    const double rate = rpc::numberMember(call.params, "rate").value_or(TcpWatchOptions::kMaxRate);
    if (!(rate > 0))
        return badParams("rate is a number of samples a second, more than 0");
    options.rate = std::clamp(rate, TcpWatchOptions::kMinRate, TcpWatchOptions::kMaxRate);
    const auto budget = rpc::intMember(call.params, "budget").value_or(TcpWatchOptions::kDefaultBudget);
    if (budget < 0)
        return badParams("budget is a number of segments");
    options.budget = std::min<std::size_t>(static_cast<std::size_t>(budget), TcpWatchOptions::kMaxBudget);
    const auto number = call.engine.watchTcp(call.client, std::move(options));
    if (!number)
        return base::fail(rpc::RpcError{rpc::limitReached, "at most " + std::to_string(Engine::kMostTcpWatches) + " connections are watched at once", nullptr});
    return Json{{"watch", *number}, {"sampleColumns", TcpWatch::sampleColumns()}, {"segmentColumns", TcpWatch::segmentColumns()}};
}

MethodResult unwatch(Call &call)
{
    const auto number = rpc::intMember(call.params, "watch");
    if (!number || !call.engine.unwatchTcp(call.client, *number))
        return base::fail(rpc::RpcError{rpc::noSuchId, "no connection is watched under that number", nullptr});
    return Json::object();
}

} // namespace

std::vector<NamedMethod> tcpMethods() { return {{"tcp.watch", watch}, {"tcp.unwatch", unwatch}}; }

} // namespace hopyard::engine
