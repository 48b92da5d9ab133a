// See tcp_watch.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/tcp_watch.h"

#include "core/lab/lab.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/vlan.h"
#include "core/world/world.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace hopyard::engine {

namespace trace = base::trace;
using rpc::Json;

namespace {

/// A sample's columns after its time, and the members of `show tcp json`; durations are told in nanoseconds.
struct Column {
    const char *name, *member;
    bool isMs = false;
};
constexpr std::array<Column, 18> kColumns{{{"state", "state"},
                                           {"phase", "phase"},
                                           {"congestionWindow", "congestionWindowBytes"},
                                           {"slowStartThreshold", "slowStartThresholdBytes"},
                                           {"sendWindow", "sendWindow"},
                                           {"receiveWindow", "receiveWindow"},
                                           {"inFlight", "inFlight"},
                                           {"smoothedRtt", "rttMs", true},
                                           {"rttVariation", "rttVariationMs", true},
                                           {"minimumRtt", "minimumRttMs", true},
                                           {"rto", "rtoMs", true},
                                           {"retransmissions", "retransmissions"},
                                           {"sendQueue", "sendQueue"},
                                           {"receiveQueue", "receiveQueue"},
                                           {"bytesAcked", "bytesAcked"},
                                           {"bytesReceived", "bytesReceived"},
                                           {"deliveryRate", "deliveryRate"},
                                           {"sendMss", "sendMss"}}};
constexpr base::Duration kLeastDistance = base::Duration::milliseconds(1); ///< of samples that something gave rise to

struct Found {
    transport::Endpoint source, destination;
    wire::TcpRepr header;
    std::uint32_t length = 0; ///< of the data
};

std::optional<Found> segmentOf(base::Bytes frame)
{
    const auto ethernet = wire::EthernetView::parse(frame);
    if (!ethernet)
        return std::nullopt;
    wire::EtherType type = ethernet->etherType();
    base::Bytes bytes = ethernet->payload();
    if (type == wire::EtherType::vlan) {
        const auto tag = wire::VlanView::parse(bytes);
        if (!tag)
            return std::nullopt;
        type = tag->etherType();
        bytes = tag->payload();
    }
    if (type != wire::EtherType::ipv4)
        return std::nullopt;
    const auto ip = wire::Ipv4View::parse(bytes);
    if (!ip || ip->protocol() != wire::IpProtocol::tcp || ip->fragmentOffset() != 0)
        return std::nullopt;
    const auto view = wire::TcpView::parse(ip->payload());
    if (!view)
        return std::nullopt;
    const auto header = wire::TcpRepr::parse(*view);
    if (!header)
        return std::nullopt;
    return Found{{base::IpAddress(ip->source()), view->sourcePort()},
                {base::IpAddress(ip->destination()), view->destinationPort()},
                *header,
                static_cast<std::uint32_t>(view->payload().size())};
}

} // namespace

Json TcpWatch::sampleColumns()
{
    Json columns{"time"};
    for (const Column &column : kColumns)
        columns.push_back(column.name);
    columns.push_back("latestRtt");
    return columns;
}

Json TcpWatch::segmentColumns()
{
    return {"time", "kind", "sequence", "length", "acknowledgement", "window", "flags", "again", "sack"};
}

TcpWatch::TcpWatch(TcpWatchOptions options)
    : m_options(std::move(options)), m_distance(base::Duration::nanoseconds(static_cast<std::int64_t>(1e9 / m_options.rate))),
      m_segments(m_options.budget)
{
}

trace::Kinds TcpWatch::kinds() const
{
    if (m_options.budget == 0)
        return 0;
    return trace::kindOf<trace::PacketSent>() | trace::kindOf<trace::PacketArrived>() | trace::kindOf<trace::PacketDropped>();
}

void TcpWatch::resolve(const world::World *world)
{
    m_outward.clear();
    const base::NodeId node = world ? world->findNode(lab::splitGuestPlace(m_options.node).node) : base::NodeId();
    if (!node.isValid())
        return;
    for (const base::PortIndex port : world->ports(node))
        if (const auto way = world->linkAt({node, port}); way.first.isValid())
            m_outward.insert(way);
}

void TcpWatch::event(base::TimePoint time, const trace::Event &event)
{
    const auto leadsAway = [this](base::LinkId link, base::Direction direction) { return m_outward.contains({link, direction}); };
    const auto leadsHere = [&](base::LinkId link, base::Direction direction) {
        return leadsAway(link, direction == base::Direction::forward ? base::Direction::backward : base::Direction::forward);
    };
    if (const auto *sent = std::get_if<trace::PacketSent>(&event)) {
        if (leadsAway(sent->link, sent->direction))
            take(time, false, true, true, sent->bytes);
    } else if (const auto *arrived = std::get_if<trace::PacketArrived>(&event)) {
        if (leadsHere(arrived->link, arrived->direction))
            take(time, false, true, false, arrived->bytes);
    } else if (const auto *dropped = std::get_if<trace::PacketDropped>(&event)) {
        take(time, true, false, false, dropped->bytes);
    }
}

std::uint64_t TcpWatch::windowOf(const wire::TcpRepr &header, const End &end, bool ours) const
{
    if (header.flags.has(wire::TcpFlags::syn))
        return header.window; // RFC 7323 section 2.2
    const std::uint8_t scale = end.scale ? *end.scale : ours ? m_receiveScale : m_sendScale;
    return std::uint64_t(header.window) << std::min<std::uint8_t>(scale, 14);
}

void TcpWatch::take(base::TimePoint time, bool lost, bool onOurLink, bool outward, base::Bytes frame)
{
    const auto found = segmentOf(frame);
    if (!found)
        return;
    const bool ours = found->source == m_options.local && found->destination == m_options.peer;
    const bool theirs = found->source == m_options.peer && found->destination == m_options.local;
    if ((!ours && !theirs) || (onOurLink && ours != outward))
        return;
    End &end = ours ? m_ours : m_theirs;
    const wire::TcpRepr &header = found->header;
    if (header.flags.has(wire::TcpFlags::syn)) {
        end = {};
        end.scale = header.windowScale.value_or(0);
    }
    Segment segment;
    segment.time = time.ns();
    segment.kind = lost ? (ours ? Kind::lostOut : Kind::lostIn) : ours ? Kind::sent : Kind::received;
    segment.sequence = header.sequence;
    segment.length = found->length + header.flags.has(wire::TcpFlags::syn) + header.flags.has(wire::TcpFlags::fin);
    segment.acknowledgement = header.acknowledgement;
    segment.flags = header.flags.bits;
    segment.window = windowOf(header, end, ours);
    segment.sackCount = header.sackCount;
    segment.sack = header.sackBlocks;
    if (!lost && segment.length > 0) {
        const std::uint32_t behind = segment.sequence + segment.length;
        segment.again = end.highest && static_cast<std::int32_t>(behind - *end.highest) <= 0;
        if (!segment.again)
            end.highest = behind;
        else if (ours)
            m_nextLook = std::min(m_nextLook, std::max(time, m_sampledAt.isNever() ? time : m_sampledAt + kLeastDistance));
    }
    if (!lost)
        this->time(segment);
    m_segments.offer([&] { return segment; });
}

/// Karn's rule: what was sent again is not timed.
void TcpWatch::time(const Segment &segment)
{
    const base::TimePoint at = base::TimePoint::fromNs(segment.time);
    if (segment.kind == Kind::sent && segment.length > 0) {
        if (segment.again)
            std::erase_if(m_sent, [&](const Sent &sent) { return static_cast<std::int32_t>(sent.end - segment.sequence) > 0; });
        else
            m_sent.push_back({segment.sequence + segment.length, at});
        if (m_sent.size() > kMostSent)
            m_sent.pop_front();
    } else if (segment.kind == Kind::received && (segment.flags & wire::TcpFlags::ack) != 0) {
        while (!m_sent.empty() && static_cast<std::int32_t>(segment.acknowledgement - m_sent.front().end) >= 0) {
            m_latestRtt = at - m_sent.front().at;
            m_sent.pop_front();
        }
    }
}

void TcpWatch::look(world::World &world)
{
    if (world.now() < m_nextLook)
        return;
    sample(world);
    m_nextLook = base::TimePoint::fromNs((world.now().ns() / m_distance.ns() + 1) * m_distance.ns());
}

void TcpWatch::sample(world::World &world)
{
    if (world.now() == m_sampledAt)
        return;
    m_sampledAt = world.now();
    const std::string local = toString(m_options.local), peer = toString(m_options.peer);
    const std::optional<Json> known = m_linux ? m_linux(m_options) : std::nullopt;
    const world::CommandAnswer answer = known ? world::CommandAnswer() : world.command(m_options.node, "show tcp json");
    const auto all = !known && answer.ok ? rpc::parseJson(answer.json) : std::nullopt;
    const Json *row = known && !known->is_null() ? &*known : nullptr;
    if (all && all->is_array())
        for (const Json &each : *all)
            if (rpc::stringMember(each, "local") == local && rpc::stringMember(each, "peer") == peer)
                row = &each;
    if ((row != nullptr) != m_there) {
        m_there = row != nullptr;
        m_told = false;
    }
    if (!row)
        return;
    m_sendScale = static_cast<std::uint8_t>(rpc::intMember(*row, "sendScale").value_or(0));
    m_receiveScale = static_cast<std::uint8_t>(rpc::intMember(*row, "receiveScale").value_or(0));
    std::string text = fmt::format("[{}", world.now().ns());
    for (const Column &column : kColumns) {
        const Json *value = rpc::member(*row, column.member);
        const auto ms = column.isMs ? rpc::numberMember(*row, column.member) : std::nullopt;
        text += ',';
        text += ms ? std::to_string(static_cast<std::int64_t>(*ms * 1e6)) : value && !column.isMs ? rpc::printJson(*value) : "null";
    }
    text += m_latestRtt.ns() > 0 ? fmt::format(",{}]", m_latestRtt.ns()) : ",null]";
    m_samples.push_back(std::move(text));
    if (m_samples.size() > kMostSamples) {
        m_samples.pop_front();
        ++m_samplesLost;
    }
}

void TcpWatch::restart(base::TimePoint now)
{
    m_samples.clear();
    m_segments.clear();
    m_samplesLost = 0;
    m_ours = {};
    m_theirs = {};
    m_sent.clear();
    m_sampledAt = base::TimePoint::never();
    m_nextLook = now;
    m_told = false;
}

std::string TcpWatch::takeBatch(base::TimePoint now)
{
    if (m_samples.empty() && m_segments.seen() == 0 && m_told)
        return {};
    std::string out = fmt::format(R"("now":{},"there":{},"samplesLost":{},"segmentsSeen":{},"samples":[)", now.ns(), m_there, m_samplesLost,
                                  m_segments.seen());
    const char *comma = "";
    for (const std::string &sample : m_samples)
        out += std::exchange(comma, ",") + sample;
    out += R"(],"segments":[)";
    comma = "";
    for (const Segment &segment : m_segments.kept()) {
        out += fmt::format("{}[{},{},{},{},{},{},{},{},[", std::exchange(comma, ","), segment.time, static_cast<int>(segment.kind),
                           segment.sequence, segment.length, segment.acknowledgement, segment.window, segment.flags, segment.again ? 1 : 0);
        for (std::size_t i = 0; i < segment.sackCount; ++i)
            out += fmt::format("{}[{},{}]", i > 0 ? "," : "", segment.sack[i].left, segment.sack[i].right);
        out += "]]";
    }
    out += ']';
    m_samples.clear();
    m_segments.clear();
    m_samplesLost = 0;
    m_told = true;
    return out;
}

} // namespace hopyard::engine
