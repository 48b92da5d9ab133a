// Listeners of a node: passive opens, the two queues, SYN cookies (RFC 4987), fast open (RFC 7413 section 4.2.2) and
// ports shared by several listeners.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/connection_state.h"
#include "core/transport/tcp/tcp.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

using wire::TcpFlags;

Listener *Tcp::find(ListenerId id)
{
    const auto at = std::lower_bound(m_listeners.begin(), m_listeners.end(), id,
                                     [](const Listener &l, ListenerId i) { return l.id < i; });
    return at != m_listeners.end() && at->id == id ? &*at : nullptr;
}

const Listener *Tcp::find(ListenerId id) const { return const_cast<Tcp *>(this)->find(id); }

base::Result<ListenerId, SocketError> Tcp::listen(const Settings &settings, const Endpoint &local,
                                                  std::uint32_t backlog)
{
    for (const Listener &other : m_listeners) {
        const bool meets = other.local.port == local.port
            && (other.local.address == local.address || !other.local.address.isValid() || !local.address.isValid()
                || other.local.address.isUnspecified() || local.address.isUnspecified());
        const bool apart = settings.device.isValid() && other.settings.device.isValid()
            && settings.device != other.settings.device;
        if (meets && !apart && !(settings.reusePort && other.settings.reusePort))
            return base::fail(SocketError::addressInUse);
    }
    Listener listener;
    listener.id = ListenerId(m_nextListener++);
    listener.settings = settings;
    listener.local = local;
    listener.backlog = std::min(backlog, m_node.backlogLimit);
    m_listeners.push_back(std::move(listener));
    return m_listeners.back().id;
}

void Tcp::setBacklog(ListenerId id, std::uint32_t backlog)
{
    if (Listener *listener = find(id))
        listener->backlog = std::min(backlog, m_node.backlogLimit);
}

void Tcp::closeListener(IpOutput &ip, ListenerId id)
{
    const Listener *listener = find(id);
    if (!listener)
        return;
    m_listeners.erase(m_listeners.begin() + (listener - m_listeners.data()));
    // Who waits is reset; who is half open vanishes, and its next segment meets a reset.
    for (std::uint32_t number = 0; number < m_slots.size(); ++number) {
        Slot &slot = m_slots[number];
        if (!slot.id.isValid() || slot.listener != id)
            continue;
        if (slot.isWaiting) {
            Environment env = environment(ip);
            slot.connection.abort(env);
        }
        free(number);
    }
}

const Settings *Tcp::settings(ListenerId id) const
{
    const Listener *listener = find(id);
    return listener ? &listener->settings : nullptr;
}

void Tcp::setSettings(ListenerId id, const Settings &settings)
{
    if (Listener *listener = find(id))
        listener->settings = settings;
}

ConnectionId Tcp::accept(ListenerId id)
{
    Listener *listener = find(id);
    if (!listener || listener->waiting.isEmpty())
        return {};
    const ConnectionId connection = listener->waiting.popFront();
    Slot &slot = *find(connection);
    slot.isWaiting = false;
    slot.isAccepted = true;
    if (!slot.isHalfOpen) // fast open: its listener still counts it
        slot.listener = {};
    slot.connection.takeWake();
    return connection;
}

bool Tcp::hasWaiting(ListenerId id) const
{
    const Listener *listener = find(id);
    return listener && !listener->waiting.isEmpty();
}

/// The one that suits best; among equals that share their port, the flow decides (SO_REUSEPORT).
Listener *Tcp::chooseListener(const SegmentIn &segment)
{
    int best = -1;
    std::uint32_t count = 0;
    for (const Listener &listener : m_listeners) {
        const int score = listener.score(segment.local, segment.in);
        if (score > best) {
            best = score;
            count = 0;
        }
        count += score >= 0 && score == best ? 1 : 0;
    }
    if (best < 0)
        return nullptr;
    std::uint32_t which = count > 1
        ? static_cast<std::uint32_t>(std::uint64_t(m_secrets.place(segment.local, segment.remote)) * count >> 32) : 0;
    for (Listener &listener : m_listeners)
        if (listener.score(segment.local, segment.in) == best && which-- == 0)
            return &listener;
    return nullptr;
}

/// RFC 9293 section 3.10.7.2: a segment for LISTEN.
void Tcp::onListener(IpOutput &ip, Listener &listener, SegmentIn &&segment, std::optional<Sequence> beyond)
{
    if (segment.has(TcpFlags::rst))
        return;
    if (segment.has(TcpFlags::ack)) {
        if (!segment.has(TcpFlags::syn) && listener.sentCookies(ip.context().now))
            onCookie(ip, listener, std::move(segment));
        else
            refuse(ip, segment);
        return;
    }
    if (segment.has(TcpFlags::syn) && !segment.has(TcpFlags::fin))
        onSyn(ip, listener, std::move(segment), beyond);
}

void Tcp::onSyn(IpOutput &ip, Listener &listener, SegmentIn &&segment, std::optional<Sequence> beyond)
{
    const base::TimePoint now = ip.context().now;
    if (listener.isFull()) {
        ++m_counters.listenOverflows;
        ++m_counters.listenDrops;
        return;
    }
    Environment env = environment(ip);
    Connection::Answer answer;
    answer.irs = segment.sequence();
    answer.options = optionsOf(segment.header);
    answer.first = {m_secrets.initialNumber(now, segment.local, segment.remote),
                    m_secrets.timestampOffset(segment.local.address, segment.remote.address)};
    if (beyond)
        answer.first.iss = *beyond;
    const bool isFlooded = listener.isFlooded() || listener.halfOpen >= m_node.maxSynBacklog;
    if (isFlooded && !m_node.synCookies) {
        ++m_counters.listenDrops;
        return;
    }
    if (isFlooded) { // answer, and remember nothing
        const Secrets::Cookie cookie =
            m_secrets.makeCookie(now, segment.local, segment.remote, answer.irs, answer.options);
        answer.first = {cookie.number, cookie.timestampOffset};
        ++m_counters.synCookiesSent;
        listener.cookieAt = now;
        Connection::answer(env, listener.settings, std::move(segment), answer);
        return;
    }
    const bool offers = (m_node.fastOpen & 2) != 0 && listener.settings.fastOpenQueue > 0 && segment.header.fastOpen;
    if (offers) {
        const wire::TcpFastOpenCookie right = m_fastOpen.cookieFor(segment.remote.address, segment.local.address);
        const bool isRight = *segment.header.fastOpen == right;
        answer.fastOpen = isRight && listener.fastOpenPending < listener.settings.fastOpenQueue;
        if (!isRight)
            answer.offered = right;
    }
    const bool fastOpen = answer.fastOpen;
    const ListenerId id = listener.id;
    const std::uint32_t number = add(Connection::answer(env, listener.settings, std::move(segment), answer));
    Slot &slot = m_slots[number];
    slot.listener = id;
    slot.isHalfOpen = true;
    ++listener.halfOpen;
    if (fastOpen) { // it can be accepted before the handshake is over
        ++listener.fastOpenPending;
        slot.isWaiting = true;
        listener.waiting.pushBack(slot.id);
        markChanged(listener);
    }
    settle(ip, number);
}

/// An ACK of something that we do not remember: a cookie comes back, or it is nothing of ours.
void Tcp::onCookie(IpOutput &ip, Listener &listener, SegmentIn &&segment)
{
    Connection::Answer answer;
    answer.irs = segment.sequence() - 1;
    answer.isCookie = true;
    const Sequence number = segment.acknowledgement() - 1;
    const auto options = m_secrets.readCookie(ip.context().now, segment.local, segment.remote, answer.irs, number,
                                              segment.header.timestamps);
    if (!options) {
        ++m_counters.synCookiesFailed;
        refuse(ip, segment);
        return;
    }
    if (listener.isFull()) {
        ++m_counters.listenOverflows;
        ++m_counters.listenDrops;
        return;
    }
    ++m_counters.synCookiesReceived;
    answer.options = *options;
    answer.first = {number, m_secrets.timestampOffset(segment.local.address, segment.remote.address)};
    Environment env = environment(ip);
    const ListenerId id = listener.id;
    const std::uint32_t slot = add(Connection::answer(env, listener.settings, std::move(segment), answer));
    m_slots[slot].listener = id;
    m_slots[slot].isHalfOpen = true;
    ++listener.halfOpen;
    settle(ip, slot);
}

/// A half-open connection that is no longer so: it waits to be accepted, or is gone.
void Tcp::settleChild(Slot &slot)
{
    const ConnectionState &state = slot.connection.state();
    if (state.state == TcpState::synReceived)
        return;
    slot.isHalfOpen = false;
    Listener *listener = find(slot.listener);
    const bool wasFast = state.handshake.isFastOpen;
    if (listener) {
        --listener->halfOpen;
        if (wasFast)
            --listener->fastOpenPending;
        if (!wasFast && state.state != TcpState::closed) {
            slot.isWaiting = true;
            listener->waiting.pushBack(slot.id);
            markChanged(*listener);
        }
    }
    if (wasFast && !slot.isWaiting) // accepted before
        slot.listener = {};
}

} // namespace hopyard::transport::tcp
