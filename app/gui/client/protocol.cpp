// See protocol.h and docs/rpc.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/protocol.h"

#include "app/gui/client/json_fields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hopyard::client {

namespace {

using namespace fields;

LinkId linkId(std::int64_t value) { return value < 0 ? LinkId() : LinkId(static_cast<std::uint32_t>(value)); }

Counters parseCounters(const Json *json)
{
    if (!json)
        return {};
    return {count(*json, "packets"), count(*json, "bytes"), count(*json, "dropped"), count(*json, "queuedPackets"),
            count(*json, "queuedBytes")};
}

std::vector<std::string> texts(const Json &object, std::string_view key)
{
    std::vector<std::string> all;
    forEach(object, key, [&](const Json &element) {
        if (element.is_string())
            all.push_back(element.get<std::string>());
    });
    return all;
}

/// A packet: [link, direction, departs, arrives, id, protocol, size, outcome, flow].
PacketEvent parsePacket(const Json &a)
{
    PacketEvent packet;
    packet.link = linkId(integerAt(a, 0));
    packet.direction = integerAt(a, 1) == 1 ? base::Direction::backward : base::Direction::forward;
    packet.departs = TimePoint::fromNs(integerAt(a, 2));
    packet.arrives = TimePoint::fromNs(integerAt(a, 3));
    packet.id = static_cast<std::uint64_t>(integerAt(a, 4));
    packet.protocol = parseProtocol(textAt(a, 5));
    packet.size = static_cast<std::uint32_t>(integerAt(a, 6));
    packet.outcome = textAt(a, 7);
    packet.flow = static_cast<std::uint32_t>(integerAt(a, 8));
    return packet;
}

std::string cellText(const Json &cell)
{
    if (cell.is_string())
        return cell.get<std::string>();
    if (cell.is_null())
        return {};
    if (cell.is_boolean())
        return cell.get<bool>() ? "yes" : "no";
    if (cell.is_array()) {
        std::string all;
        for (const Json &element : cell)
            all += (all.empty() ? "" : ", ") + cellText(element);
        return all;
    }
    return rpc::printJson(cell);
}

} // namespace

Phase parsePhase(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, Phase>, 4> names{{{"loaded", Phase::loaded},
                                                                       {"running", Phase::running},
                                                                       {"paused", Phase::paused},
                                                                       {"stopped", Phase::stopped}}};
    for (const auto &[name, phase] : names)
        if (name == text)
            return phase;
    return Phase::empty;
}

Status parseStatus(const Json &json)
{
    Status status;
    status.phase = parsePhase(text(json, "state"));
    status.virtualTime = text(json, "time") == "virtual";
    status.now = TimePoint::fromNs(integer(json, "now"));
    status.speed = rpc::boolMember(json, "fastest").value_or(false) ? kFastest : rpc::numberMember(json, "speed").value_or(1);
    status.seed = count(json, "seed");
    status.run = text(json, "run");
    if (const Json *lab = rpc::member(json, "lab")) {
        status.labTitle = text(*lab, "title");
        status.labPath = text(*lab, "path");
    }
    status.outside = flag(json, "outside");
    status.events = count(json, "events");
    status.behind = base::Duration::nanoseconds(integer(json, "behind"));
    status.history = flag(json, "history");
    status.past = flag(json, "past");
    status.replay = flag(json, "replay");
    status.present = TimePoint::fromNs(integer(json, "present"));
    status.line = rpc::intMember(json, "line").value_or(status.line);
    status.parted = TimePoint::fromNs(integer(json, "parted"));
    status.why = text(json, "why");
    status.record = text(json, "record");
    return status;
}

const NodeInfo *Topology::findNode(std::string_view name) const
{
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const NodeInfo &n) { return n.name == name; });
    return found == nodes.end() ? nullptr : &*found;
}

const LinkInfo *Topology::findLink(LinkId id) const
{
    const auto found = std::find_if(links.begin(), links.end(), [&](const LinkInfo &l) { return l.id == id; });
    return found == links.end() ? nullptr : &*found;
}

Topology parseTopology(const Json &json)
{
    Topology topology;
    forEach(json, "nodes", [&](const Json &n) {
        NodeInfo node{static_cast<int>(integer(n, "id")), text(n, "name"), text(n, "kind"),
                      flag(n, "running"), {}};
        forEach(n, "interfaces", [&](const Json &i) {
            node.interfaces.push_back(
                {static_cast<int>(integer(i, "port")), text(i, "name"), text(i, "mac"), texts(i, "addresses")});
        });
        topology.nodes.push_back(std::move(node));
    });
    forEach(json, "links", [&](const Json &l) {
        const std::vector<std::string> ends = texts(l, "ends");
        if (ends.size() == 2)
            topology.links.push_back({linkId(rpc::intMember(l, "id").value_or(-1)), parseEnd(ends[0]),
                                      parseEnd(ends[1]), rpc::boolMember(l, "up").value_or(true)});
    });
    return topology;
}

std::vector<LinkCounters> parseLinkCounters(const Json &array)
{
    std::vector<LinkCounters> all;
    forEachOf(array, [&](const Json &l) {
        all.push_back({linkId(rpc::intMember(l, "id").value_or(-1)), parseCounters(rpc::member(l, "forward")),
                       parseCounters(rpc::member(l, "backward"))});
    });
    return all;
}

Batch parseBatch(const Json &json)
{
    Batch batch;
    batch.now = TimePoint::fromNs(integer(json, "now"));
    batch.phase = parsePhase(text(json, "state"));
    batch.speed = rpc::numberMember(json, "speed").value_or(1);
    batch.fastest = rpc::boolMember(json, "fastest").value_or(false);
    forEach(json, "packets", [&](const Json &p) {
        if (p.is_array())
            batch.packets.push_back(parsePacket(p));
    });
    batch.packetsSeen = std::max<std::uint64_t>(count(json, "packetsSeen"), batch.packets.size());
    forEach(json, "drops", [&](const Json &d) {
        if (d.is_array())
            batch.drops.push_back({static_cast<int>(integerAt(d, 0)), TimePoint::fromNs(integerAt(d, 1)),
                                   static_cast<std::uint64_t>(integerAt(d, 2)), parseProtocol(textAt(d, 3)),
                                   static_cast<std::uint32_t>(integerAt(d, 4)), textAt(d, 5),
                                   static_cast<std::uint32_t>(integerAt(d, 6))});
    });
    forEach(json, "flows", [&](const Json &f) {
        if (f.is_array())
            batch.flows.emplace_back(static_cast<std::uint32_t>(integerAt(f, 0)), textAt(f, 1));
    });
    if (const Json *links = rpc::member(json, "links"))
        batch.links = parseLinkCounters(*links);
    forEach(json, "nodes", [&](const Json &n) { batch.nodes.push_back({text(n, "node"), text(n, "state")}); });
    forEach(json, "log", [&](const Json &l) {
        batch.log.push_back(
            {TimePoint::fromNs(integer(l, "time")), text(l, "node"), text(l, "level"), text(l, "text")});
    });
    if (const Json *buffers = rpc::member(json, "buffers"))
        batch.buffers = parseBufferSteps(*buffers);
    if (const Json *moves = rpc::member(json, "moves"))
        batch.moves = parseMoveSteps(*moves);
    return batch;
}

lab::Problem parseProblem(const Json &json)
{
    lab::Problem problem;
    problem.severity = text(json, "severity") == "warning" ? lab::Problem::Severity::warning
                                                           : lab::Problem::Severity::error;
    problem.file = text(json, "file");
    problem.line = static_cast<int>(integer(json, "line"));
    problem.column = static_cast<int>(integer(json, "column"));
    problem.message = text(json, "message");
    problem.node = text(json, "node");
    return problem;
}

std::vector<lab::Problem> parseProblems(const Json &array)
{
    std::vector<lab::Problem> all;
    forEachOf(array, [&](const Json &p) { all.push_back(parseProblem(p)); });
    return all;
}

std::vector<Program> parsePrograms(const Json &array)
{
    std::vector<Program> all;
    forEachOf(array, [&](const Json &p) { all.push_back({text(p, "node"), text(p, "command")}); });
    return all;
}

std::vector<CaptureInfo> parseCaptures(const Json &array)
{
    std::vector<CaptureInfo> all;
    forEachOf(array, [&](const Json &c) {
        all.push_back({integer(c, "capture"), text(c, "at"), text(c, "where"), text(c, "filter"), text(c, "file"),
                       count(c, "packets"), count(c, "bytes")});
    });
    return all;
}

Table parseTable(const Json &json)
{
    Table table;
    table.columns = texts(json, "columns");
    forEach(json, "rows", [&](const Json &row) {
        std::vector<std::string> cells;
        forEachOf(row, [&](const Json &cell) { cells.push_back(cellText(cell)); });
        cells.resize(table.columns.size());
        table.rows.push_back(std::move(cells));
    });
    if (const auto from = rpc::intMember(json, "from"))
        table.from = TimePoint::fromNs(*from);
    table.isCut = flag(json, "cut");
    return table;
}

lab::End parseEnd(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return {std::string(text), {}};
    return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

} // namespace hopyard::client
