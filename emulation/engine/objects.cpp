// See objects.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/objects.h"

#include "core/base/suggest.h"
#include "core/lab/read.h"
#include "emulation/engine/addresses.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hopyard::engine {

using base::Direction;
using rpc::Json;

Json statusJson(const Session &session)
{
    const world::World *world = session.world();
    Json status{{"state", toString(session.state())},
                {"time", toString(session.timeMode())},
                {"now", session.now().ns()},
                {"speed", session.speed()},
                {"fastest", session.isFastest()},
                {"seed", session.seed()},
                {"run", session.run()},
                {"outside", world && world->hasOutsidePorts()},
                {"events", world ? world->eventCount() : 0},
                {"behind", session.behind().ns()},
                {"history", session.keepsHistory()},
                {"past", session.isPast()},
                {"replay", session.isReplay()},
                {"present", session.present().time.ns()},
                {"line", session.line()},
                {"parted", session.parted().ns()}};
    if (!session.stoppedBecause().empty())
        status["why"] = session.stoppedBecause();
    if (!session.recordFile().empty())
        status["record"] = session.recordFile();
    if (const remote::Server *sockets = session.remoteSockets())
        status["sockets"] = sockets->path();
    status["lab"] = Json{{"title", world ? world->lab().title : std::string()}, {"path", session.labPath()}};
    return status;
}

Json topologyJson(const world::World &world)
{
    Json nodes = Json::array();
    for (const base::NodeId id : world.nodes()) {
        const lab::Node *planned = world.lab().findNode(world.name(id));
        const auto addresses = planned ? interfacesOf(world.lab(), *planned) : std::vector<InterfaceAddresses>();
        Json interfaces = Json::array();
        for (const base::PortIndex port : world.ports(id)) {
            const base::PortRef ref{id, port};
            Json interface{{"port", port.value()}, {"name", world.interfaceName(ref)}, {"addresses", Json::array()}};
            if (world.macAddress(ref) != base::MacAddress())
                interface["mac"] = toString(world.macAddress(ref));
            for (const InterfaceAddresses &known : addresses)
                if (known.interface == world.interfaceName(ref))
                    for (const base::InterfaceAddress &address : known.addresses)
                        interface["addresses"].push_back(toString(address));
            interfaces.push_back(std::move(interface));
        }
        nodes.push_back({{"id", id.value()},
                         {"name", world.name(id)},
                         {"kind", planned ? lab::toString(planned->kind) : std::string_view()},
                         {"running", world.isRunning(id)},
                         {"interfaces", std::move(interfaces)}});
    }
    Json links = Json::array();
    for (const base::LinkId id : world.links()) {
        const lab::Link &link = world.link(id);
        links.push_back({{"id", id.value()}, {"ends", {toString(link.a), toString(link.b)}}, {"up", world.isUp(id)}});
    }
    return {{"nodes", std::move(nodes)}, {"links", std::move(links)}};
}

Json countersJson(const world::DirectionCounters &c)
{
    return {{"packets", c.packets},
            {"bytes", c.bytes},
            {"dropped", c.dropped},
            {"queuedPackets", c.queuedPackets},
            {"queuedBytes", c.queuedBytes}};
}

Json problemJson(const lab::Problem &problem)
{
    Json json{{"severity", problem.severity == lab::Problem::Severity::error ? "error" : "warning"},
              {"message", problem.message}};
    if (!problem.file.empty())
        json["file"] = problem.file;
    if (problem.line > 0) {
        json["line"] = problem.line;
        json["column"] = problem.column;
    }
    if (!problem.node.empty())
        json["node"] = problem.node;
    return json;
}

Json problemsJson(const std::vector<lab::Problem> &problems)
{
    Json list = Json::array();
    for (const lab::Problem &problem : problems)
        list.push_back(problemJson(problem));
    return list;
}

std::optional<lab::End> parseEnd(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
        return std::nullopt;
    return lab::End{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

base::Result<base::Impairment, rpc::RpcError> changedImpairment(const base::Impairment &now, const Json &params)
{
    using base::Impairment;
    using Take = void (*)(Impairment &to, const Impairment &from);
    static constexpr std::array<std::pair<std::string_view, Take>, 10> kKeys{{
        {"delay", [](Impairment &to, const Impairment &from) { to.delay = from.delay; }},
        {"jitter", [](Impairment &to, const Impairment &from) { to.jitter = from.jitter; }},
        {"rate", [](Impairment &to, const Impairment &from) { to.rate = from.rate; }},
        {"queue", [](Impairment &to, const Impairment &from) { to.queue = from.queue; }},
        {"loss", [](Impairment &to, const Impairment &from) { to.loss = from.loss; }},
        {"burst", [](Impairment &to, const Impairment &from) { to.burst = from.burst; }},
        {"duplicate", [](Impairment &to, const Impairment &from) { to.duplicate = from.duplicate; }},
        {"reorder", [](Impairment &to, const Impairment &from) { to.reorder = from.reorder; }},
        {"corrupt", [](Impairment &to, const Impairment &from) { to.corrupt = from.corrupt; }},
        {"down", [](Impairment &to, const Impairment &from) { to.down = from.down; }},
    }};
    for (const auto &member : params.items()) {
        const std::string &given = member.key();
        if (given == "link" || given == "direction")
            continue;
        if (std::ranges::none_of(kKeys, [&](const auto &known) { return known.first == given; })) {
            std::array<std::string_view, kKeys.size()> names;
            std::ranges::transform(kKeys, names.begin(), [](const auto &known) { return known.first; });
            const std::string_view close = base::closestWord(given, names);
            return base::fail(rpc::RpcError{
                rpc::invalidParams,
                "a link has no '" + given + "'" + (close.empty() ? "" : "; did you mean '" + std::string(close) + "'?"),
                nullptr});
        }
    }
    // JSON is YAML, so a lab with one link, written from the request, means exactly what the lab file's reader says.
    Json link{{"ends", {"a:x", "b:x"}}};
    for (const auto &[key, take] : kKeys)
        if (const Json *given = rpc::member(params, key); given && !given->is_null())
            link[std::string(key)] = *given;
    const Json document{{"hopyard", 1},
                        {"nodes", {{"a", {{"kind", "hub"}}}, {"b", {{"kind", "hub"}}}}},
                        {"links", Json::array({link})}};
    const auto lab = lab::read(rpc::printJson(document));
    if (!lab || lab->links.empty())
        return base::fail(rpc::RpcError{rpc::invalidParams,
                                        lab || lab.error().empty() ? "no impairment" : lab.error().front().message,
                                        nullptr});
    Impairment changed = now;
    for (const auto &[key, take] : kKeys)
        if (rpc::member(params, key)) // null: as where the file does not name it
            take(changed, lab->links.front().forward);
    return changed;
}

} // namespace hopyard::engine
