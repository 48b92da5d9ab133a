// Setting and asking options. Those of every kind of socket stand in one table; those of streams follow.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace hopyard::transport {

namespace {

constexpr std::uint32_t kMinReceiveBuffer = 2'304; // SOCK_MIN_RCVBUF
constexpr std::uint32_t kMinSendBuffer = 4'608;    // SOCK_MIN_SNDBUF
constexpr std::int64_t kMaxInt = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kMaxPort = 0xfffffffe;

auto failure(SocketError error) { return base::fail(error); }

/// A plain field of SocketOptions: which option it is, and from where to where it goes. Flags take any number.
struct Field {
    SocketOption option;
    std::int64_t low;
    std::int64_t high;
    void (*set)(SocketOptions &, std::int64_t);
    std::int64_t (*get)(const SocketOptions &);
};

template <auto member>
constexpr Field field(SocketOption option, std::int64_t low, std::int64_t high)
{
    return {option, low, high,
            [](SocketOptions &o, std::int64_t v) {
                using T = std::remove_reference_t<decltype(o.*member)>;
                if constexpr (std::is_same_v<T, bool>)
                    o.*member = v != 0;
                else if constexpr (std::is_same_v<T, base::PortIndex>)
                    o.*member = v < 0 ? base::PortIndex() : base::PortIndex(static_cast<std::uint32_t>(v));
                else
                    o.*member = static_cast<T>(v);
            },
            [](const SocketOptions &o) -> std::int64_t {
                using T = std::remove_cvref_t<decltype(o.*member)>;
                if constexpr (std::is_same_v<T, base::PortIndex>)
                    return (o.*member).isValid() ? std::int64_t((o.*member).value()) : -1;
                else
                    return static_cast<std::int64_t>(o.*member);
            }};
}

template <auto member>
constexpr Field flag(SocketOption option)
{
    return field<member>(option, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
}

using O = SocketOptions;
using Option = SocketOption;

constexpr std::array kFields{
    flag<&O::broadcast>(Option::broadcast),
    flag<&O::reuseAddress>(Option::reuseAddress),
    flag<&O::reusePort>(Option::reusePort),
    flag<&O::keepAlive>(Option::keepAlive),
    flag<&O::urgentInline>(Option::urgentInline),
    flag<&O::timestamp>(Option::timestamp),
    flag<&O::multicastLoop>(Option::multicastLoop),
    flag<&O::multicastAll>(Option::multicastAll),
    flag<&O::receiveErrors>(Option::receiveErrors),
    flag<&O::receiveTtl>(Option::receiveTtl),
    flag<&O::receiveTos>(Option::receiveTos),
    flag<&O::packetInfo>(Option::packetInfo),
    flag<&O::freeBind>(Option::freeBind),
    flag<&O::bindNoPort>(Option::bindNoPort),
    field<&O::ttl>(Option::ttl, 1, 255),
    field<&O::tos>(Option::tos, 0, 255),
    field<&O::minTtl>(Option::minTtl, 0, 255),
    field<&O::multicastTtl>(Option::multicastTtl, 0, 255),
    field<&O::mtuDiscovery>(Option::mtuDiscovery, 0, 5),
    field<&O::device>(Option::device, -1, kMaxPort),
    field<&O::multicastInterface>(Option::multicastInterface, -1, kMaxPort),
    field<&O::receiveLowWater>(Option::receiveLowWater, 0, kMaxInt),
    field<&O::receiveTimeout>(Option::receiveTimeout, 0, std::numeric_limits<std::int64_t>::max()),
    field<&O::sendTimeout>(Option::sendTimeout, 0, std::numeric_limits<std::int64_t>::max()),
    field<&O::icmpFilter>(Option::icmpFilter, 0, 0xffffffff),
    field<&O::priority>(Option::priority, 0, kMaxInt),
    field<&O::mark>(Option::mark, std::numeric_limits<std::int32_t>::min(), kMaxInt),
};

const Field *fieldOf(SocketOption option)
{
    const auto at = std::ranges::find(kFields, option, &Field::option);
    return at == kFields.end() ? nullptr : &*at;
}

/// SO_RCVBUF and SO_SNDBUF: at most what the node allows, doubled, at least what one packet takes.
std::uint32_t bufferOf(std::int64_t value, std::uint32_t least)
{
    const std::int64_t allowed = std::clamp<std::int64_t>(value, 0, SocketLayer::kMaxBuffer);
    return std::max(static_cast<std::uint32_t>(allowed) * 2, least);
}

/// TCP_DEFER_ACCEPT: up to the moment of a retransmission, which double from one second to two minutes.
std::int64_t roundedToRetransmission(std::int64_t seconds)
{
    std::int64_t period = seconds > 0 ? 1 : 0;
    for (std::int64_t timeout = 1; period < seconds; period += timeout)
        timeout = std::min<std::int64_t>(timeout * 2, 120);
    return period;
}

base::Duration secondsOf(std::int64_t value) { return base::Duration::seconds(value); }
std::int64_t inSeconds(base::Duration d) { return d.ns() / 1'000'000'000; }

} // namespace

base::Result<void, SocketError> SocketLayer::setOption(IpOutput &ip, SocketId id, SocketOption option,
                                                       std::int64_t value)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    SocketOptions &o = s->options;
    if (const Field *field = fieldOf(option)) {
        if (value < field->low || value > field->high)
            return failure(SocketError::invalidArgument);
        field->set(o, value);
        applyToStream(ip, *s);
        return {};
    }
    switch (option) {
    case SocketOption::linger:
        o.linger = value < 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(std::min<std::int64_t>(value, 0xffff)));
        break;
    case SocketOption::receiveBuffer: o.receiveBuffer = bufferOf(value, kMinReceiveBuffer); break;
    case SocketOption::sendBuffer: o.sendBuffer = bufferOf(value, kMinSendBuffer); break;
    case SocketOption::dontFragment: o.mtuDiscovery = value != 0 ? MtuDiscovery::always : MtuDiscovery::never; break;
    case SocketOption::headerIncluded:
        if (s->kind != SocketKind::raw)
            return failure(SocketError::protocolUnavailable);
        o.headerIncluded = value != 0;
        break;
    case SocketOption::type:
    case SocketOption::protocol:
    case SocketOption::listening:
    case SocketOption::family:
    case SocketOption::mtu: return failure(SocketError::protocolUnavailable);
    default:
        if (!s->stream)
            return failure(SocketError::protocolUnavailable);
        return setStreamOption(ip, *s, option, value);
    }
    applyToStream(ip, *s);
    return {};
}

base::Result<std::int64_t, SocketError> SocketLayer::option(IpOutput &ip, SocketId id, SocketOption option) const
{
    const Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    const SocketOptions &o = s->options;
    if (const Field *field = fieldOf(option))
        return field->get(o);
    switch (option) {
    case SocketOption::linger: return o.linger ? std::int64_t(*o.linger) : -1;
    case SocketOption::receiveBuffer:
        if (o.receiveBuffer != 0)
            return o.receiveBuffer;
        return s->stream ? m_tcp.nodeSettings().receiveBufferDefault : kDefaultBuffer;
    case SocketOption::sendBuffer:
        if (o.sendBuffer != 0)
            return o.sendBuffer;
        return s->stream ? m_tcp.nodeSettings().sendBufferDefault : kDefaultBuffer;
    case SocketOption::dontFragment: return o.mtuDiscovery == MtuDiscovery::always;
    case SocketOption::headerIncluded: return o.headerIncluded;
    case SocketOption::type:
        return s->kind == SocketKind::tcp ? 1 : s->kind == SocketKind::raw ? 3 : 2;
    case SocketOption::protocol: return static_cast<std::int64_t>(s->protocol);
    case SocketOption::listening: return s->stream && s->stream->listener.isValid();
    case SocketOption::family: return s->family == base::Family::ipv4 ? 2 : 10;
    case SocketOption::mtu: {
        const std::uint32_t mtu = s->peer ? ip.mtuTo(s->peer->address) : 0;
        if (mtu == 0)
            return failure(SocketError::notConnected);
        return mtu;
    }
    default: break;
    }
    if (!s->stream)
        return failure(SocketError::protocolUnavailable);
    return streamOption(*s, option);
}

/// Gives the connection or listener those of the common options that concern it.
void SocketLayer::applyToStream(IpOutput &ip, Socket &s)
{
    if (!s.stream)
        return;
    const SocketOptions &o = s.options;
    tcp::Settings t = streamSettings(s);
    const tcp::Settings before = t;
    t.keepAlive = o.keepAlive;
    t.urgentInline = o.urgentInline;
    t.ttl = o.ttl;
    t.tos = o.tos;
    t.minTtl = o.minTtl;
    t.dontFragment = o.mtuDiscovery != MtuDiscovery::never && o.mtuDiscovery < MtuDiscovery::interface;
    t.device = o.device;
    t.reusePort = o.reusePort;
    t.linger = o.linger ? std::optional(base::Duration::seconds(*o.linger)) : std::nullopt;
    t.receiveBuffer = o.receiveBuffer / 2; // what the program asked for, without Linux's room for overhead
    t.sendBuffer = o.sendBuffer / 2;
    if (t != before)
        setStreamSettings(ip, s, t);
}

base::Result<void, SocketError> SocketLayer::setStreamOption(IpOutput &ip, Socket &s, SocketOption option,
                                                             std::int64_t value)
{
    const bool isIdle = !isStreamActive(s), listens = s.stream->listener.isValid();
    const auto within = [value](std::int64_t low, std::int64_t high) { return value >= low && value <= high; };
    const auto invalid = [] { return failure(SocketError::invalidArgument); };
    tcp::Settings t = streamSettings(s);
    switch (option) {
    case SocketOption::noDelay: t.noDelay = value != 0; break;
    case SocketOption::cork: t.cork = value != 0; break;
    case SocketOption::quickAck: t.quickAck = value != 0; break;
    case SocketOption::maxSegment:
        if (value != 0 && !within(88, 32'767))
            return invalid();
        t.maxSegment = static_cast<std::uint16_t>(value);
        break;
    case SocketOption::keepIdle:
        if (!within(1, 32'767))
            return invalid();
        t.keepIdle = secondsOf(value);
        break;
    case SocketOption::keepInterval:
        if (!within(1, 32'767))
            return invalid();
        t.keepInterval = secondsOf(value);
        break;
    case SocketOption::keepCount:
        if (!within(1, 127))
            return invalid();
        t.keepCount = static_cast<std::uint8_t>(value);
        break;
    case SocketOption::synCount:
        if (!within(1, 127))
            return invalid();
        t.synRetries = static_cast<std::uint8_t>(value);
        break;
    case SocketOption::finTimeout:
        t.finTimeout = value < 0 ? base::Duration() : value == 0 ? tcp::Settings().finTimeout
                                                                 : secondsOf(std::min<std::int64_t>(value, 120));
        break;
    case SocketOption::deferAccept:
        t.deferAccept = secondsOf(roundedToRetransmission(std::clamp<std::int64_t>(value, 0, 3'600)));
        break;
    case SocketOption::windowClamp:
        if (value < 0 || (value == 0 && !isIdle))
            return invalid();
        t.windowClamp = value == 0 ? 0 : static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, kMinReceiveBuffer / 2, kMaxInt));
        break;
    case SocketOption::userTimeout:
        if (!within(0, kMaxInt))
            return invalid();
        t.userTimeout = base::Duration::milliseconds(value);
        break;
    case SocketOption::notSentLowWater: t.notSentLow = static_cast<std::uint32_t>(value); break;
    case SocketOption::fastOpen:
        if (value < 0 || (!isIdle && !listens))
            return invalid();
        t.fastOpenQueue = static_cast<std::uint32_t>(std::min<std::int64_t>(value, m_tcp.nodeSettings().backlogLimit));
        break;
    case SocketOption::fastOpenConnect:
        if (!within(0, 1) || !isIdle)
            return invalid();
        if ((m_tcp.nodeSettings().fastOpen & 1) == 0)
            return failure(SocketError::notSupported);
        t.fastOpenConnect = value != 0;
        break;
    case SocketOption::congestion:
        if (!within(0, static_cast<std::int64_t>(tcp::CongestionAlgorithm::cubic)))
            return failure(SocketError::noSuchEntry);
        t.congestion = static_cast<tcp::CongestionAlgorithm>(value);
        break;
    default: return failure(SocketError::protocolUnavailable);
    }
    setStreamSettings(ip, s, t);
    return {};
}

base::Result<std::int64_t, SocketError> SocketLayer::streamOption(const Socket &s, SocketOption option) const
{
    const tcp::Settings t = streamSettings(s);
    switch (option) {
    case SocketOption::noDelay: return t.noDelay;
    case SocketOption::cork: return t.cork;
    case SocketOption::quickAck: return t.quickAck.value_or(true);
    case SocketOption::maxSegment: // what the connection uses; before there is one, RFC 9293's default
        if (s.stream->connection.isValid())
            if (const auto info = m_tcp.info(s.stream->connection, base::TimePoint()))
                return info->sendMss;
        return t.maxSegment != 0 ? t.maxSegment : 536;
    case SocketOption::keepIdle: return inSeconds(t.keepIdle);
    case SocketOption::keepInterval: return inSeconds(t.keepInterval);
    case SocketOption::keepCount: return t.keepCount;
    case SocketOption::synCount: return t.synRetries;
    case SocketOption::finTimeout: return t.finTimeout == base::Duration() ? -1 : inSeconds(t.finTimeout);
    case SocketOption::deferAccept: return inSeconds(t.deferAccept);
    case SocketOption::windowClamp: return t.windowClamp;
    case SocketOption::userTimeout: return t.userTimeout.ns() / 1'000'000;
    case SocketOption::notSentLowWater: return t.notSentLow;
    case SocketOption::fastOpen: return t.fastOpenQueue;
    case SocketOption::fastOpenConnect: return t.fastOpenConnect;
    case SocketOption::congestion: return static_cast<std::int64_t>(t.congestion);
    default: return failure(SocketError::protocolUnavailable);
    }
}

base::Result<void, SocketError> SocketLayer::setSigningKey(IpOutput &ip, SocketId id, const base::IpPrefix &peer,
                                                           std::string key)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    if (!s->stream)
        return failure(SocketError::protocolUnavailable);
    if (key.size() > 80 || peer.family() != s->family)
        return failure(SocketError::invalidArgument);
    tcp::Settings t = streamSettings(*s);
    const auto at = std::ranges::find(t.signingKeys, peer, &tcp::SigningKey::peer);
    if (key.empty()) {
        if (at == t.signingKeys.end())
            return failure(SocketError::noSuchEntry);
        t.signingKeys.erase(at);
    } else if (at != t.signingKeys.end()) {
        at->key = std::move(key);
    } else {
        t.signingKeys.push_back({peer, std::move(key)});
    }
    setStreamSettings(ip, *s, t);
    return {};
}

} // namespace hopyard::transport
