// The session and what goes over it; see bgp_speaker.h. RFC 4271 sections 6 and 8 as far as one who only talks needs them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/speaker/bgp_speaker.h"

#include "core/services/arguments.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::services {

using base::Duration;
using base::TimePoint;
using transport::AppContext;
using transport::SocketError;

namespace {

constexpr Duration kConnectTime = Duration::seconds(20); ///< an answer to our SYN and OPEN comes within
constexpr Duration kRetry = Duration::seconds(5);
constexpr std::size_t kEnough = 256u << 10; ///< bytes that wait for the socket

} // namespace

/// What the command line itself says.
Announcements BgpSpeaker::ownAnnouncements() const
{
    if (m_options.synthetic > 0)
        return syntheticAnnouncements({base::Ipv4Address(20, 0, 0, 0).value(), 24}, m_options.synthetic, m_options.sets, m_options.as);
    Announcements::Builder builder;
    wire::BgpAttributes attributes;
    attributes.origin = wire::BgpOrigin::igp;
    attributes.asPath = wire::AsPath{m_options.as};
    for (const base::IpPrefix &network : m_options.networks)
        builder.add({network.address().v4().value(), static_cast<std::uint8_t>(network.length())}, attributes);
    return std::move(builder).build();
}

void BgpSpeaker::begin(AppContext &context)
{
    if (!address().isV4()) {
        context.print("bgp-speaker: speaks over IPv4 only");
        return finish();
    }
    if (m_options.file.name.empty())
        m_routes = std::make_shared<const Announcements>(ownAnnouncements());
    if (!m_routes) {
        context.print(fmt::format("bgp-speaker: the routes of '{}' are not loaded", m_options.file.name));
        return finish();
    }
    connect(context);
}

void BgpSpeaker::connect(AppContext &context)
{
    const auto socket = context.socket(transport::SocketKind::tcp, base::Family::ipv4);
    if (!socket)
        return giveUp(context, "socket", socket.error());
    m_socket = *socket;
    m_state = State::connecting;
    m_expiry = context.now() + kConnectTime;
    m_keepalive = TimePoint::never();
    m_in.clear();
    m_out.clear();
    const auto connected = context.connect(m_socket, {address(), wire::kBgpPort});
    if (!connected && connected.error() != SocketError::inProgress)
        drop(context, {});
}

void BgpSpeaker::drop(AppContext &context, std::string why)
{
    if (!why.empty())
        context.print(fmt::format("bgp-speaker: {}", why));
    context.close(m_socket);
    m_socket = {};
    m_state = State::waiting;
    m_expiry = context.now() + kRetry;
    m_keepalive = TimePoint::never();
}

void BgpSpeaker::notify(AppContext &context, const wire::BgpNotification &notification)
{
    std::vector<std::uint8_t> message;
    notification.append(message);
    m_out.append(base::Bytes(message));
    (void)m_out.flush(context, m_socket);
    drop(context, fmt::format("session ended by us: {}", notification.toString()));
}

void BgpSpeaker::socketReady(AppContext &context, transport::SocketId socket)
{
    if (socket != m_socket)
        return;
    if (m_state == State::connecting) {
        if (const auto error = context.takeError(m_socket))
            return drop(context, {}); // nobody there yet; said would be said every few seconds
        if (!context.readiness(m_socket).writable)
            return;
        const auto local = context.sockets().localName(m_socket);
        m_local = local && local->address.isV4() ? local->address.v4() : base::Ipv4Address();
        wire::BgpOpen open;
        open.as = static_cast<std::uint16_t>(m_options.as > 0xffff ? wire::kAsTrans : m_options.as);
        open.holdTime = m_options.holdTime;
        open.identifier = m_options.identifier.isUnspecified() ? m_local : m_options.identifier;
        open.families = {wire::kBgpIpv4Unicast};
        open.routeRefresh = true;
        open.fourOctetAs = m_options.as;
        std::vector<std::uint8_t> message;
        open.append(message);
        m_out.append(base::Bytes(message));
        m_state = State::openSent;
    }
    read(context);
    if (m_state >= State::openSent)
        write(context);
}

void BgpSpeaker::read(AppContext &context)
{
    const StreamEnd end = readStream(context, m_socket, [&](base::Bytes bytes) {
        m_in.insert(m_in.end(), bytes.begin(), bytes.end());
        return bytes.size();
    });
    std::size_t at = 0;
    for (;;) {
        const auto frame = wire::nextBgpMessage(base::Bytes(m_in).subspan(at));
        if (!frame)
            return notify(context, frame.error());
        if (frame->length == 0)
            break;
        at += frame->length;
        if (m_hold > Duration() && m_state >= State::openConfirm)
            m_expiry = context.now() + m_hold;
        if (!take(context, *frame))
            return;
    }
    m_in.erase(m_in.begin(), m_in.begin() + static_cast<std::ptrdiff_t>(at));
    if (end.state == StreamState::ended)
        drop(context, "the neighbour closed the session");
    else if (end.state == StreamState::failed)
        drop(context, fmt::format("session lost: {}", toString(end.error)));
}

bool BgpSpeaker::take(AppContext &context, const wire::BgpFrame &frame)
{
    const auto outOfPlace = [&] {
        notify(context, {wire::BgpErrorCode::fsm, 0, {}});
        return false;
    };
    switch (frame.type) {
    case wire::BgpType::open:
        return m_state == State::openSent ? takeOpen(context, frame.body) : outOfPlace();
    case wire::BgpType::keepalive:
        if (m_state == State::openConfirm)
            established(context);
        return m_state == State::established || outOfPlace();
    case wire::BgpType::update:
        if (m_state != State::established)
            return outOfPlace();
        takeUpdate(frame.body);
        return true;
    case wire::BgpType::routeRefresh:
        if (m_state != State::established)
            return outOfPlace();
        m_nextSet = 0;
        m_saidAll = false;
        m_began = context.now();
        return true;
    case wire::BgpType::notification:
        drop(context, fmt::format("the neighbour ended the session: {}", wire::BgpNotification::parse(frame.body).toString()));
        return false;
    }
    return outOfPlace();
}

bool BgpSpeaker::takeOpen(AppContext &context, base::Bytes body)
{
    const auto open = wire::BgpOpen::parse(body);
    if (!open) {
        notify(context, open.error());
        return false;
    }
    m_neighbourAs = open->asNumber();
    m_fourOctetAs = open->fourOctetAs.has_value();
    m_hold = Duration::seconds(std::min(open->holdTime, m_options.holdTime));
    m_expiry = m_hold > Duration() ? context.now() + m_hold : TimePoint::never();
    m_keepalive = m_hold > Duration() ? context.now() + m_hold / 3 : TimePoint::never();
    std::vector<std::uint8_t> message;
    wire::appendKeepalive(message);
    m_out.append(base::Bytes(message));
    m_state = State::openConfirm;
    return true;
}

void BgpSpeaker::takeUpdate(base::Bytes body)
{
    ++m_updates;
    const auto update = wire::BgpUpdateView::parse(body);
    if (!update)
        return; // it is nothing to us: we keep no routes
    wire::BgpPrefixReader prefixes(update->announced, base::Family::ipv4);
    std::uint32_t address = 0;
    std::uint8_t length = 0;
    while (prefixes.next(address, length))
        ++m_heard;
}

void BgpSpeaker::established(AppContext &context)
{
    m_state = State::established;
    ++m_sessions;
    m_nextSet = 0;
    m_saidAll = false;
    m_began = context.now();
    context.print(fmt::format("bgp-speaker: session with {} (AS {})", base::toString(address()), m_neighbourAs));
}

void BgpSpeaker::write(AppContext &context)
{
    for (;;) {
        if (m_state == State::established && m_out.size() < kEnough)
            fill(context);
        const std::size_t before = m_out.size();
        if (before == 0)
            return;
        if (const auto written = m_out.flush(context, m_socket); !written)
            return drop(context, fmt::format("session lost: {}", toString(written.error())));
        if (m_out.size() > 0)
            return; // the socket is full; it says when it is not
    }
}

void BgpSpeaker::fill(AppContext &context)
{
    if (m_saidAll)
        return;
    std::vector<std::uint8_t> out;
    while (m_nextSet < m_routes->setCount() && out.size() < kEnough) {
        const auto prefixes = m_routes->prefixesOf(m_nextSet);
        if (!prefixes.empty())
            appendUpdates(m_routes->attributesOf(m_nextSet), prefixes, out);
        m_announced += prefixes.size();
        ++m_nextSet;
    }
    if (m_nextSet == m_routes->setCount()) {
        appendUpdates({}, {}, out); // the end of the table (RFC 4724 section 2)
        m_saidAll = true;
        context.print(fmt::format("bgp-speaker: {} prefixes in {} sets of attributes announced, {} s after the session began",
                                  m_routes->size(), m_routes->setCount(),
                                  fmt::format("{:.3f}", (context.now() - m_began).inSeconds())));
    }
    m_out.append(base::Bytes(out));
}

/// The attributes as they go over this session.
std::vector<std::uint8_t> BgpSpeaker::attributesFor(base::Bytes kept) const
{
    wire::BgpAttributes attributes;
    wire::parseBgpAttributes(kept, {.fourOctetAs = true, .external = false, .hasAnnounced = false}, attributes);
    attributes.nextHop = m_local;
    const bool isExternal = m_neighbourAs != m_options.as;
    if (isExternal && attributes.asPath.view().first() != m_options.as)
        attributes.asPath.prepend(m_options.as);
    if (isExternal)
        attributes.localPreference.reset();
    else if (!attributes.localPreference)
        attributes.localPreference = 100;
    std::vector<std::uint8_t> bytes;
    wire::appendBgpAttributes(bytes, attributes, m_fourOctetAs);
    return bytes;
}

void BgpSpeaker::appendUpdates(base::Bytes attributes, std::span<const Prefix4> prefixes, std::vector<std::uint8_t> &out) const
{
    const std::vector<std::uint8_t> sent = prefixes.empty() ? std::vector<std::uint8_t>() : attributesFor(attributes);
    if (sent.size() + 5 + 4 + wire::kBgpHeaderLength > wire::kBgpMaxMessage)
        return; // no message holds them: nor could it have been heard
    do {
        const std::size_t start = wire::beginBgpMessage(out);
        out.insert(out.end(), {0, 0, static_cast<std::uint8_t>(sent.size() >> 8), static_cast<std::uint8_t>(sent.size())});
        out.insert(out.end(), sent.begin(), sent.end());
        std::size_t count = 0;
        while (count < prefixes.size() && out.size() - start + 5 <= wire::kBgpMaxMessage)
            wire::appendBgpPrefix(out, {base::Ipv4Address(prefixes[count].address), prefixes[count].length}), ++count;
        prefixes = prefixes.subspan(count);
        wire::finishBgpMessage(out, start, wire::BgpType::update);
    } while (!prefixes.empty());
}

void BgpSpeaker::deadline(AppContext &context)
{
    if (m_keepalive <= context.now()) {
        std::vector<std::uint8_t> message;
        wire::appendKeepalive(message);
        m_out.append(base::Bytes(message));
        m_keepalive = context.now() + m_hold / 3;
        write(context);
    }
    if (m_expiry > context.now())
        return;
    if (m_state == State::waiting)
        connect(context);
    else if (m_state == State::established || m_state == State::openConfirm)
        notify(context, {wire::BgpErrorCode::holdTimer, 0, {}});
    else
        drop(context, {});
}

void BgpSpeaker::end(AppContext &context)
{
    if (m_state >= State::openSent) {
        std::vector<std::uint8_t> message;
        wire::BgpNotification{wire::BgpErrorCode::cease, wire::bgp_subcode::kShutdown, {}}.append(message);
        m_out.append(base::Bytes(message));
        (void)m_out.flush(context, m_socket);
    }
    context.close(m_socket);
    context.print(fmt::format("bgp-speaker: {} sessions, {} prefixes announced, {} heard", m_sessions, m_announced, m_heard));
    finish();
}

std::string BgpSpeaker::commandLine() const
{
    std::string line = fmt::format("bgp-speaker {} as {}", toString(m_options.neighbour), m_options.as);
    if (!m_options.identifier.isUnspecified())
        line += fmt::format(" id {}", base::toString(m_options.identifier));
    if (m_options.holdTime != 180)
        line += fmt::format(" hold {}", m_options.holdTime);
    if (!m_options.file.name.empty())
        line += " routes " + Arguments::quoted(m_options.file.name);
    if (!m_options.file.peer.empty())
        line += " peer " + m_options.file.peer;
    if (m_options.file.limit > 0)
        line += fmt::format(" limit {}", m_options.file.limit);
    for (const base::IpPrefix &network : m_options.networks)
        line += " network " + base::toString(network);
    if (m_options.synthetic > 0)
        line += fmt::format(" synthetic {} sets {}", m_options.synthetic, m_options.sets);
    return line;
}

std::string BgpSpeaker::resultJson() const
{
    return fmt::format("{{\"established\":{},\"sessions\":{},\"prefixes\":{},\"announced\":{},\"updatesHeard\":{},\"prefixesHeard\":{}}}",
                       m_state == State::established, m_sessions, m_routes ? m_routes->size() : 0, m_announced, m_updates, m_heard);
}

} // namespace hopyard::services
