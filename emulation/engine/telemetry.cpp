// See telemetry.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/telemetry.h"

#include "core/dissect/protocol_of.h"
#include "core/lab/computer_values.h"
#include "core/world/world.h"
#include "emulation/rpc/json.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace hopyard::engine {

namespace trace = base::trace;
using base::TimePoint;

namespace {

std::string jsonText(std::string_view text)
{
    return rpc::printJson(text);
}

constexpr std::size_t kMaxFlows = 4'096; ///< remembered by name

std::string_view levelName(trace::Notice::Level level)
{
    switch (level) {
    case trace::Notice::Level::info: return "info";
    case trace::Notice::Level::warning: return "warning";
    case trace::Notice::Level::error: return "error";
    }
    return "info";
}

} // namespace

Subscription::Subscription(const SubscriptionOptions &options, NodeName name)
    : m_options(options), m_name(std::move(name)), m_packets(options.topics.packets ? options.packetBudget : 0)
{
}

trace::Kinds Subscription::kinds() const
{
    trace::Kinds kinds = 0;
    if (m_options.topics.packets)
        kinds |= trace::kindOf<trace::PacketSent>() | trace::kindOf<trace::PacketScheduled>()
            | trace::kindOf<trace::PacketDropped>();
    if (m_options.topics.drops)
        kinds |= trace::kindOf<trace::PacketDropped>();
    if (m_options.topics.nodes)
        kinds |= trace::kindOf<trace::NodeChanged>();
    if (m_options.topics.guests)
        kinds |= trace::kindOf<trace::GuestChanged>();
    if (m_options.topics.buffers)
        kinds |= trace::kindOf<trace::BufferStep>();
    if (m_options.topics.moves)
        kinds |= trace::kindOf<trace::MigrationStep>();
    if (m_options.topics.log)
        kinds |= trace::kindOf<trace::ApplicationOutput>() | trace::kindOf<trace::Notice>();
    return kinds;
}

void Subscription::event(TimePoint time, const trace::Event &event)
{
    if (const auto *sent = std::get_if<trace::PacketSent>(&event)) {
        m_sentId = sent->packetId;
        m_sentSize = static_cast<std::uint32_t>(sent->bytes.size());
        m_sentProtocol = toString(dissect::protocolOf(sent->bytes));
        if (m_options.topics.flows)
            m_sentFlow = flowOf(sent->bytes); // its number only where it is kept
    } else if (const auto *scheduled = std::get_if<trace::PacketScheduled>(&event)) {
        m_packets.offer([&] {
            return PacketEntry{scheduled->link.value(), static_cast<std::uint32_t>(scheduled->direction),
                               scheduled->departs.ns(), scheduled->arrives.ns(), scheduled->packetId,
                               scheduled->packetId == m_sentId ? m_sentProtocol : "other", scheduled->size, "",
                               scheduled->packetId == m_sentId ? numberOf(m_sentFlow) : 0};
        });
    } else if (const auto *dropped = std::get_if<trace::PacketDropped>(&event)) {
        if (!dropped->link.isValid()) { // dropped by a node
            if (m_options.topics.drops && m_drops.size() < kMaxLines)
                m_drops.push_back({dropped->node, time.ns(), dropped->packetId, toString(dissect::protocolOf(dropped->bytes)),
                                   static_cast<std::uint32_t>(dropped->bytes.size()), base::toString(dropped->reason),
                                   m_options.topics.flows ? numberOf(flowOf(dropped->bytes)) : 0});
            else if (m_options.topics.drops)
                ++m_dropsLost;
            return;
        }
        m_packets.offer([&] {
            const bool known = dropped->packetId == m_sentId;
            return PacketEntry{dropped->link.value(), static_cast<std::uint32_t>(dropped->direction), time.ns(),
                               time.ns(), dropped->packetId,
                               known ? m_sentProtocol : toString(dissect::protocolOf(dropped->bytes)),
                               known ? m_sentSize : static_cast<std::uint32_t>(dropped->bytes.size()),
                               base::toString(dropped->reason), known ? numberOf(m_sentFlow) : 0};
        });
    } else if (const auto *node = std::get_if<trace::NodeChanged>(&event)) {
        m_nodes[m_name(node->node)] = node->state;
    } else if (const auto *output = std::get_if<trace::ApplicationOutput>(&event)) {
        log(time, lab::speakerOf(m_name(output->node), output->application), "output", output->line);
    } else if (const auto *notice = std::get_if<trace::Notice>(&event)) {
        log(time, m_name(notice->node), levelName(notice->level), notice->text);
    } else if (const auto *guest = std::get_if<trace::GuestChanged>(&event)) {
        if (m_guests.size() < kMaxLines)
            m_guests.push_back({time.ns(), m_name(guest->node), std::string(guest->guest), std::string(guest->state)});
    } else if (const auto *step = std::get_if<trace::BufferStep>(&event)) {
        if (m_buffers.size() < kMaxLines)
            m_buffers.push_back({time.ns(), step->node, step->step, std::string(step->guest), step->hostPage, step->guestPage, step->packetId});
        else
            ++m_buffersLost;
    } else if (const auto *move = std::get_if<trace::MigrationStep>(&event)) {
        if (m_moves.size() < kMaxLines)
            m_moves.push_back({time.ns(), move->node, move->phase, move->flow, move->epoch,
                               fmt::format("{}:{}", base::toString(move->local), move->localPort),
                               fmt::format("{}:{}", base::toString(move->remote), move->remotePort),
                               move->host.isValid() ? base::toString(move->host) : std::string(), std::string(move->detail)});
        else
            ++m_movesLost;
    }
}

void Subscription::log(TimePoint time, std::string_view node, std::string_view level, std::string_view text)
{
    if (!m_options.topics.log)
        return;
    if (m_log.size() >= kMaxLines) {
        ++m_logLost;
        return;
    }
    m_log.push_back({time.ns(), std::string(node), std::string(level), std::string(text)});
}

std::string Subscription::takeBatch(const BatchHead &head, const world::World *world, std::uint64_t dropped)
{
    std::string links;
    if (m_options.topics.links && world)
        printLinks(links, *world);
    const bool headChanged = head.now != m_lastHead.now || head.speed != m_lastHead.speed || head.fastest != m_lastHead.fastest || head.state != m_lastState;
    if (m_packets.seen() == 0 && links.empty() && m_nodes.empty() && m_log.empty() && m_guests.empty() && m_buffers.empty() && m_moves.empty() && m_drops.empty() && dropped == 0
        && !(m_options.topics.time && headChanged))
        return {};
    m_lastHead = head;
    m_lastState = head.state;

    std::string out = fmt::format(R"({{"now":{},"state":"{}","speed":{})", head.now.ns(), head.state, head.speed);
    if (head.fastest)
        out += R"(,"fastest":true)";
    if (m_options.topics.packets)
        printPackets(out);
    if (m_options.topics.links)
        out += ",\"links\":[" + links + ']';
    if (m_options.topics.nodes)
        printNodes(out);
    if (m_options.topics.log)
        printLog(out);
    if (m_options.topics.guests)
        printGuests(out);
    if (m_options.topics.buffers)
        printBuffers(out);
    if (m_options.topics.moves)
        printMoves(out);
    if (m_options.topics.drops)
        printDrops(out);
    if (m_options.topics.flows)
        printFlows(out);
    if (dropped > 0)
        fmt::format_to(std::back_inserter(out), R"(,"dropped":{})", dropped);
    out += '}';
    m_packets.clear();
    m_nodes.clear();
    m_log.clear();
    m_logLost = 0;
    m_guests.clear();
    m_buffers.clear();
    m_buffersLost = 0;
    m_moves.clear();
    m_movesLost = 0;
    m_drops.clear();
    m_dropsLost = 0;
    return out;
}

void Subscription::printPackets(std::string &out) const
{
    fmt::format_to(std::back_inserter(out), R"(,"packetsSeen":{},"packets":[)", m_packets.seen());
    const char *separator = "";
    for (const PacketEntry &p : m_packets.kept()) {
        fmt::format_to(std::back_inserter(out), R"({}[{},{},{},{},{},"{}",{},"{}")", separator, p.link, p.direction,
                       p.departs, p.arrives, p.id, p.protocol, p.size, p.outcome);
        if (m_options.topics.flows)
            fmt::format_to(std::back_inserter(out), ",{}", p.flow);
        out += ']';
        separator = ",";
    }
    out += ']';
}

void Subscription::printDrops(std::string &out) const
{
    out += ",\"drops\":[";
    const char *separator = "";
    for (const DropEntry &d : m_drops) {
        fmt::format_to(std::back_inserter(out), R"({}[{},{},{},"{}",{},"{}",{}])", separator, d.node.value(), d.time, d.id, d.protocol, d.size,
                       d.reason, d.flow);
        separator = ",";
    }
    out += ']';
    if (m_dropsLost > 0)
        fmt::format_to(std::back_inserter(out), R"(,"dropsLost":{})", m_dropsLost);
}

std::uint32_t Subscription::numberOf(const FlowKey &key)
{
    if (!key.isValid())
        return 0;
    if (m_flows.size() >= kMaxFlows)
        m_flows.clear(); // they are told again when they are seen again
    const std::uint32_t number = key.number();
    m_flows.try_emplace(number, key, false);
    return number;
}

void Subscription::printFlows(std::string &out)
{
    out += ",\"flows\":[";
    const char *separator = "";
    for (auto &[number, flow] : m_flows) {
        if (std::exchange(flow.second, true))
            continue;
        fmt::format_to(std::back_inserter(out), R"({}[{},{}])", separator, number, jsonText(flow.first.text()));
        separator = ",";
    }
    out += ']';
}

void Subscription::printLinks(std::string &out, const world::World &world)
{
    const auto print = [](const std::uint64_t (&c)[4], const world::DirectionCounters &full) {
        return fmt::format(R"({{"packets":{},"bytes":{},"dropped":{},"queuedPackets":{},"queuedBytes":{}}})", c[0], c[1],
                           c[2], c[3], full.queuedBytes);
    };
    for (const base::LinkId id : world.links()) {
        const auto f = world.counters(id, base::Direction::forward);
        const auto b = world.counters(id, base::Direction::backward);
        const Told now{{f.packets, f.bytes, f.dropped, f.queuedPackets}, {b.packets, b.bytes, b.dropped, b.queuedPackets}};
        Told &told = m_told[id];
        if (now == told)
            continue;
        told = now;
        fmt::format_to(std::back_inserter(out), R"({}{{"id":{},"forward":{},"backward":{}}})", out.empty() ? "" : ",",
                       id.value(), print(now.forward, f), print(now.backward, b));
    }
}

void Subscription::printNodes(std::string &out) const
{
    out += ",\"nodes\":[";
    const char *separator = "";
    for (const auto &[name, state] : m_nodes) {
        out += separator + (R"({"node":)" + jsonText(name)) + R"(,"state":)" + jsonText(state) + '}';
        separator = ",";
    }
    out += ']';
}

void Subscription::printLog(std::string &out) const
{
    out += ",\"log\":[";
    const char *separator = "";
    for (const LogEntry &l : m_log) {
        fmt::format_to(std::back_inserter(out), R"({}{{"time":{},"node":{},"level":{},"text":{}}})", separator, l.time,
                       jsonText(l.node), jsonText(l.level), jsonText(l.text));
        separator = ",";
    }
    out += ']';
    if (m_logLost > 0)
        fmt::format_to(std::back_inserter(out), R"(,"logLost":{})", m_logLost);
}

void Subscription::printGuests(std::string &out) const
{
    out += ",\"guests\":[";
    const char *separator = "";
    for (const GuestEntry &g : m_guests) {
        fmt::format_to(std::back_inserter(out), R"({}{{"time":{},"node":{},"guest":{},"state":{}}})", separator, g.time, jsonText(g.node),
                       jsonText(g.guest), jsonText(g.state));
        separator = ",";
    }
    out += ']';
}

void Subscription::printBuffers(std::string &out) const
{
    out += ",\"buffers\":[";
    const auto page = [](std::uint32_t number) {
        return number == trace::BufferStep::kNoPage ? std::string("null") : fmt::format("{}", number);
    };
    const char *separator = "";
    for (const BufferEntry &b : m_buffers) {
        fmt::format_to(std::back_inserter(out), R"({}[{},{},"{}",{},{},{},{}])", separator, b.time, jsonText(m_name(b.node)), b.step,
                       jsonText(b.guest), page(b.hostPage), page(b.guestPage), b.packetId);
        separator = ",";
    }
    out += ']';
    if (m_buffersLost > 0)
        fmt::format_to(std::back_inserter(out), R"(,"buffersLost":{})", m_buffersLost);
}

void Subscription::printMoves(std::string &out) const
{
    out += ",\"moves\":[";
    const char *separator = "";
    for (const MoveEntry &m : m_moves) {
        fmt::format_to(std::back_inserter(out), R"({}[{},{},"{}","{:08x}",{},"{}","{}","{}",{}])", separator, m.time, jsonText(m_name(m.node)),
                       m.phase, m.flow, m.epoch, m.local, m.remote, m.host, jsonText(m.detail));
        separator = ",";
    }
    out += ']';
    if (m_movesLost > 0)
        fmt::format_to(std::back_inserter(out), R"(,"movesLost":{})", m_movesLost);
}

} // namespace hopyard::engine
