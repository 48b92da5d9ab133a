// Connections by number and by pair, their timers, and the calls of the socket layer; see tcp.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/tcp.h"

#include "core/transport/tcp/connection_state.h"
#include "core/transport/tcp/machine.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

using base::TimePoint;

namespace {

/// Ids are counted up: spread them over the table.
std::uint32_t hashOf(ConnectionId id) { return id.value() * 0x9e3779b1u; }

} // namespace

Tcp::Tcp(base::Random random) : m_random(random), m_secrets(m_random), m_fastOpen(m_secrets.fastOpenKey()) {}

Environment Tcp::environment(IpOutput &ip) { return {ip, m_random, m_node, m_counters, m_challenges, m_fastOpen}; }

// --- the tables ---

std::uint32_t Tcp::slotOf(ConnectionId id) const
{
    return id.isValid() ? m_ids.find(hashOf(id), [&](std::uint32_t n) { return m_slots[n].id == id; })
                        : PlaceTable::kNone;
}

Tcp::Slot *Tcp::find(ConnectionId id)
{
    const std::uint32_t slot = slotOf(id);
    return slot == PlaceTable::kNone ? nullptr : &m_slots[slot];
}

const Tcp::Slot *Tcp::find(ConnectionId id) const
{
    const std::uint32_t slot = slotOf(id);
    return slot == PlaceTable::kNone ? nullptr : &m_slots[slot];
}

const Endpoint &Tcp::localOf(std::uint32_t number) const
{
    return number & kTimeWait ? m_timeWaits[number & ~kTimeWait].local : m_slots[number].connection.state().local;
}

const Endpoint &Tcp::remoteOf(std::uint32_t number) const
{
    return number & kTimeWait ? m_timeWaits[number & ~kTimeWait].remote : m_slots[number].connection.state().remote;
}

std::uint32_t Tcp::findPair(const Endpoint &local, const Endpoint &remote) const
{
    return m_pairs.find(m_secrets.place(local, remote),
                        [&](std::uint32_t n) { return remoteOf(n) == remote && localOf(n) == local; });
}

void Tcp::place(std::uint32_t number)
{
    m_pairs.insert(m_secrets.place(localOf(number), remoteOf(number)), number);
    m_portUse.add(localOf(number));
}

void Tcp::unplace(std::uint32_t number)
{
    m_pairs.erase(m_secrets.place(localOf(number), remoteOf(number)), number);
    m_portUse.remove(localOf(number));
}

std::uint32_t Tcp::add(Connection connection)
{
    std::uint32_t number;
    if (m_freeSlots.empty()) {
        number = static_cast<std::uint32_t>(m_slots.size());
        m_slots.emplace_back();
    } else {
        number = m_freeSlots.back();
        m_freeSlots.pop_back();
    }
    Slot &slot = m_slots[number];
    slot.connection = std::move(connection);
    slot.id = ConnectionId(m_nextConnection++);
    m_ids.insert(hashOf(slot.id), number);
    place(number);
    slot.isPlaced = true;
    return number;
}

void Tcp::free(std::uint32_t number)
{
    Slot &slot = m_slots[number];
    m_ids.erase(hashOf(slot.id), number);
    if (slot.isPlaced)
        unplace(number);
    m_timers.cancel(slot.timer);
    slot = Slot();
    m_freeSlots.push_back(number);
}

// --- after every move ---

void Tcp::settle(IpOutput &, std::uint32_t number)
{
    Slot &slot = m_slots[number];
    const ConnectionState &state = slot.connection.state();
    if (slot.listener.isValid() && slot.isHalfOpen)
        settleChild(slot);
    if (state.state == TcpState::timeWait && slot.isPlaced)
        beginTimeWait(number);
    if (state.state == TcpState::closed && slot.isPlaced) {
        unplace(number);
        slot.isPlaced = false;
    }
    if (slot.connection.takeWake() && !state.isOrphan && slot.isAccepted)
        markChanged(slot);
    const bool isOver = state.state == TcpState::closed || state.state == TcpState::timeWait;
    if (isOver && (state.isOrphan || (!slot.isAccepted && !slot.isWaiting))) {
        free(number);
        return;
    }
    setTimer(slot, number);
}

/// The heap hears only of earlier deadlines: one that moved away is found out when the old one comes.
void Tcp::setTimer(Slot &slot, std::uint32_t number)
{
    const bool isOver =
        slot.connection.state().state == TcpState::closed || slot.connection.state().state == TcpState::timeWait;
    const TimePoint deadline = isOver ? TimePoint::never() : slot.connection.nextDeadline();
    if (!m_timers.isSet(slot.timer))
        slot.timer = m_timers.set(deadline, Timer{number});
    else if (isOver)
        m_timers.cancel(slot.timer);
    else if (deadline < m_timers.deadline(slot.timer))
        m_timers.move(slot.timer, deadline);
}

void Tcp::markChanged(Slot &slot)
{
    if (slot.isChanged)
        return;
    slot.isChanged = true;
    m_changed.push_back({slot.id, {}});
}

void Tcp::markChanged(Listener &listener)
{
    if (listener.isChanged)
        return;
    listener.isChanged = true;
    m_changed.push_back({{}, listener.id});
}

std::vector<Tcp::Changed> Tcp::takeChanged()
{
    for (const Changed &changed : m_changed) {
        if (Slot *slot = find(changed.connection))
            slot->isChanged = false;
        if (Listener *listener = find(changed.listener))
            listener->isChanged = false;
    }
    return std::exchange(m_changed, {});
}

bool Tcp::hasChanged() const { return !m_changed.empty(); }

void Tcp::beginTimeWait(std::uint32_t number)
{
    Slot &slot = m_slots[number];
    const ConnectionState &state = slot.connection.state();
    unplace(number);
    slot.isPlaced = false;
    if (m_timeWaits.size() - m_freeTimeWaits.size() >= m_node.maxTimeWait || state.finDeadline.isNever())
        return; // no room to remember it: an old duplicate meets a reset
    std::uint32_t record;
    if (m_freeTimeWaits.empty()) {
        record = static_cast<std::uint32_t>(m_timeWaits.size());
        m_timeWaits.emplace_back();
        m_timeWaitTimers.emplace_back();
    } else {
        record = m_freeTimeWaits.back();
        m_freeTimeWaits.pop_back();
    }
    m_timeWaits[record] = TimeWait::of(state, state.isOrphan ? ConnectionId() : slot.id);
    m_timeWaitTimers[record] = m_timers.set(state.finDeadline, Timer{record | kTimeWait});
    place(record | kTimeWait);
}

void Tcp::endTimeWait(std::uint32_t record)
{
    unplace(record | kTimeWait);
    m_timers.cancel(m_timeWaitTimers[record]);
    if (Slot *slot = find(m_timeWaits[record].owner))
        slot->connection.end();
    m_timeWaits[record] = TimeWait();
    m_freeTimeWaits.push_back(record);
}

// --- time ---

TimePoint Tcp::nextDeadline() const { return m_timers.nextDeadline(); }

void Tcp::expire(IpOutput &ip)
{
    const TimePoint now = ip.context().now;
    while (const auto due = m_timers.popDue(now)) {
        const std::uint32_t number = due->payload.number;
        if (number & kTimeWait) {
            endTimeWait(number & ~kTimeWait);
            continue;
        }
        if (m_slots[number].connection.nextDeadline() <= now) {
            Environment env = environment(ip);
            m_slots[number].connection.expire(env);
        }
        settle(ip, number);
    }
}

// --- opening ---

base::Result<ConnectionId, SocketError> Tcp::connect(IpOutput &ip, const Settings &settings, const Endpoint &local,
                                                     const Endpoint &remote, base::Bytes data, std::size_t *taken)
{
    std::size_t count = 0;
    Connection::First first{m_secrets.initialNumber(ip.context().now, local, remote),
                            m_secrets.timestampOffset(local.address, remote.address)};
    if (const std::uint32_t number = findPair(local, remote); number != PlaceTable::kNone) {
        if (isPairInUse(ip.context().now, local, remote))
            return base::fail(SocketError::addressInUse);
        const std::uint32_t record = number & ~kTimeWait;
        first.iss = m_timeWaits[record].sendNext + (65'535 + 2); // beyond all that the old one may have sent
        ++m_counters.timeWaitReused;
        endTimeWait(record);
    }
    Environment env = environment(ip);
    const std::uint32_t number = add(Connection::open(env, settings, local, remote, first, data, count));
    if (taken)
        *taken = count;
    m_slots[number].isAccepted = true;
    const ConnectionId id = m_slots[number].id;
    settle(ip, number);
    return id;
}

bool Tcp::hasFastOpenCookie(TimePoint now, const base::IpAddress &server) const
{
    return (m_node.fastOpen & 1) != 0 && m_fastOpen.mayTry(now) && m_fastOpen.find(server);
}

// --- using ---

base::Result<std::size_t, SocketError> Tcp::send(IpOutput &ip, ConnectionId id, base::Bytes data, SendFlags flags)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone)
        return base::fail(SocketError::badSocket);
    Environment env = environment(ip);
    auto result = m_slots[number].connection.send(env, data, flags);
    settle(ip, number);
    return result;
}

base::Result<std::size_t, SocketError> Tcp::receive(IpOutput &ip, ConnectionId id, base::MutableBytes into,
                                                    ReceiveFlags flags)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone)
        return base::fail(SocketError::badSocket);
    Environment env = environment(ip);
    auto result = m_slots[number].connection.receive(env, into, flags);
    settle(ip, number);
    return result;
}

base::Bytes Tcp::peek(ConnectionId id) const
{
    const Slot *slot = find(id);
    return slot ? slot->connection.peek() : base::Bytes();
}

void Tcp::consume(IpOutput &ip, ConnectionId id, std::size_t count)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone)
        return;
    Environment env = environment(ip);
    m_slots[number].connection.consume(env, count);
    settle(ip, number);
}

base::Result<void, SocketError> Tcp::shutdown(IpOutput &ip, ConnectionId id, Direction how)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone)
        return base::fail(SocketError::badSocket);
    Environment env = environment(ip);
    auto result = m_slots[number].connection.shutdown(env, how);
    settle(ip, number);
    return result;
}

void Tcp::close(IpOutput &ip, ConnectionId id)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone)
        return;
    Environment env = environment(ip);
    m_slots[number].connection.close(env);
    settle(ip, number);
}

void Tcp::abort(IpOutput &ip, ConnectionId id)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone)
        return;
    Environment env = environment(ip);
    m_slots[number].connection.abort(env);
    settle(ip, number);
}

Readiness Tcp::readiness(ConnectionId id) const
{
    const Slot *slot = find(id);
    return slot ? slot->connection.readiness() : Readiness();
}

std::optional<SocketError> Tcp::takeError(ConnectionId id)
{
    Slot *slot = find(id);
    return slot ? slot->connection.takeError() : std::nullopt;
}

const Settings *Tcp::settings(ConnectionId id) const
{
    const Slot *slot = find(id);
    return slot ? &slot->connection.state().settings : nullptr;
}

void Tcp::setSettings(IpOutput &ip, ConnectionId id, const Settings &settings)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone)
        return;
    Environment env = environment(ip);
    m_slots[number].connection.setSettings(env, settings);
    settle(ip, number);
}

Endpoint Tcp::local(ConnectionId id) const
{
    const Slot *slot = find(id);
    return slot ? slot->connection.state().local : Endpoint();
}

Endpoint Tcp::remote(ConnectionId id) const
{
    const Slot *slot = find(id);
    return slot ? slot->connection.state().remote : Endpoint();
}

std::size_t Tcp::receiveQueueSize(ConnectionId id) const
{
    const Slot *slot = find(id);
    return slot ? slot->connection.state().receive.queue.size() : 0;
}

std::size_t Tcp::sendQueueSize(ConnectionId id) const
{
    const Slot *slot = find(id);
    return slot ? slot->connection.state().send.queue.size() : 0;
}

std::optional<TcpInfo> Tcp::info(ConnectionId id, TimePoint now) const
{
    const Slot *slot = find(id);
    return slot ? std::optional(slot->connection.info(now)) : std::nullopt;
}

// --- connections as values ---

const ConnectionState *Tcp::state(ConnectionId id) const
{
    const Slot *slot = find(id);
    return slot ? &slot->connection.state() : nullptr;
}

/// Its state, out of its slot, which stays; the pair of endpoints is free again.
ConnectionState Tcp::takeState(std::uint32_t number)
{
    Slot &slot = m_slots[number];
    if (slot.isPlaced) {
        unplace(number);
        slot.isPlaced = false;
    }
    ConnectionState state = std::move(slot.connection).take();
    if (state.state == TcpState::timeWait) {
        const std::uint32_t record = findPair(state.local, state.remote);
        if (record != PlaceTable::kNone && (record & kTimeWait) && m_timeWaits[record & ~kTimeWait].owner == slot.id) {
            state.finDeadline = m_timeWaits[record & ~kTimeWait].deadline;
            state.timestamps = m_timeWaits[record & ~kTimeWait].timestamps;
            m_timeWaits[record & ~kTimeWait].owner = {};
            endTimeWait(record & ~kTimeWait);
        }
    }
    return state;
}

std::optional<ConnectionState> Tcp::extract(ConnectionId id)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone || m_slots[number].listener.isValid())
        return std::nullopt;
    ConnectionState state = takeState(number);
    free(number);
    return state;
}

std::optional<ConnectionState> Tcp::freeze(ConnectionId id)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone || !m_slots[number].isAccepted || !m_slots[number].isPlaced
        || m_slots[number].listener.isValid())
        return std::nullopt;
    ConnectionState state = takeState(number);
    // What a user sees of a connection that is being opened: neither readable nor writable, and no timer runs.
    ConnectionState left;
    left.state = TcpState::synSent;
    left.local = state.local;
    left.remote = state.remote;
    left.settings = state.settings;
    Slot &slot = m_slots[number];
    slot.connection = Connection(std::move(left));
    m_timers.cancel(slot.timer);
    return state;
}

base::Result<void, SocketError> Tcp::thaw(IpOutput &ip, ConnectionId id, ConnectionState &&state)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone || m_slots[number].isPlaced)
        return base::fail(SocketError::badSocket);
    if (isPairInUse(ip.context().now, state.local, state.remote))
        return base::fail(SocketError::addressInUse);
    Slot &slot = m_slots[number];
    const bool wasShut = slot.connection.state().state == TcpState::closed;
    slot.connection = Connection(std::move(state));
    place(number);
    slot.isPlaced = true;
    Environment env = environment(ip);
    slot.connection.resume(env);
    if (wasShut)
        static_cast<void>(slot.connection.shutdown(env, Direction::send));
    markChanged(slot);
    settle(ip, number);
    return {};
}

void Tcp::leaveClosed(IpOutput &ip, ConnectionId id)
{
    const std::uint32_t number = slotOf(id);
    if (number == PlaceTable::kNone || m_slots[number].isPlaced)
        return;
    m_slots[number].connection.end();
    markChanged(m_slots[number]);
    settle(ip, number);
}

std::uint32_t Tcp::putBack(IpOutput &ip, ConnectionState &&state)
{
    const bool isOver = state.state == TcpState::closed;
    if (!isOver && isPairInUse(ip.context().now, state.local, state.remote))
        return PlaceTable::kNone;
    if (const std::uint32_t pair = findPair(state.local, state.remote); !isOver && pair != PlaceTable::kNone)
        endTimeWait(pair & ~kTimeWait);
    return add(Connection(std::move(state)));
}

base::Result<ConnectionId, SocketError> Tcp::insert(IpOutput &ip, ConnectionState state)
{
    const std::uint32_t number = putBack(ip, std::move(state));
    if (number == PlaceTable::kNone)
        return base::fail(SocketError::addressInUse);
    m_slots[number].isAccepted = true;
    const ConnectionId id = m_slots[number].id;
    Environment env = environment(ip);
    m_slots[number].connection.resume(env);
    settle(ip, number);
    return id;
}

base::Result<ConnectionId, SocketError> Tcp::insertWaiting(IpOutput &ip, ConnectionState state, ListenerId listenerId)
{
    if (!find(listenerId) || !isSynchronised(state.state) || state.state == TcpState::timeWait)
        return base::fail(SocketError::badSocket);
    const std::uint32_t number = putBack(ip, std::move(state));
    if (number == PlaceTable::kNone)
        return base::fail(SocketError::addressInUse);
    Slot &slot = m_slots[number];
    slot.listener = listenerId;
    slot.isWaiting = true;
    const ConnectionId id = slot.id;
    Listener &listener = *find(listenerId);
    listener.waiting.pushBack(id);
    markChanged(listener);
    Environment env = environment(ip);
    slot.connection.resume(env);
    settle(ip, number);
    return id;
}

ListenerId Tcp::listenerFor(const Endpoint &local, base::PortIndex in) const
{
    ListenerId best;
    int most = -1;
    for (const Listener &listener : m_listeners)
        if (const int score = listener.score(local, in); score > most) {
            most = score;
            best = listener.id;
        }
    return best;
}

// --- ports ---

bool Tcp::isLocalInUse(const Endpoint &local) const
{
    const auto holds = [&local](const Endpoint &held) {
        return held.port == local.port
               && (held.address == local.address || !held.address.isValid() || !local.address.isValid()
                   || held.address.isUnspecified() || local.address.isUnspecified());
    };
    if (std::any_of(m_listeners.begin(), m_listeners.end(), [&](const Listener &l) { return holds(l.local); }))
        return true;
    return m_portUse.contains(local);
}

bool Tcp::isPairInUse(TimePoint now, const Endpoint &local, const Endpoint &remote) const
{
    const std::uint32_t number = findPair(local, remote);
    if (number == PlaceTable::kNone)
        return false;
    return !(number & kTimeWait) || !m_node.timeWaitReuse || !m_timeWaits[number & ~kTimeWait].mayBeReused(now);
}

// --- looking inside ---

std::vector<ConnectionInfo> Tcp::connections() const
{
    std::vector<ConnectionInfo> lines;
    for (const Listener &listener : m_listeners)
        lines.push_back(
            {{}, listener.id, TcpState::listen, listener.local, {}, listener.backlog, listener.waiting.size()});
    const auto open = static_cast<std::ptrdiff_t>(lines.size());
    for (const Slot &slot : m_slots) {
        if (!slot.id.isValid())
            continue;
        const ConnectionState &s = slot.connection.state();
        if (s.state == TcpState::timeWait)
            continue; // its record follows
        lines.push_back({slot.id, {}, s.state, s.local, s.remote, s.send.queue.size(), s.receive.queue.size()});
    }
    std::sort(lines.begin() + open, lines.end(),
              [](const ConnectionInfo &a, const ConnectionInfo &b) { return a.id < b.id; });
    const auto over = static_cast<std::ptrdiff_t>(lines.size());
    for (const TimeWait &w : m_timeWaits)
        if (w.remote.address.isValid())
            lines.push_back({w.owner, {}, TcpState::timeWait, w.local, w.remote, 0, 0});
    std::sort(lines.begin() + over, lines.end(), [](const ConnectionInfo &a, const ConnectionInfo &b) {
        return std::pair(a.local, a.remote) < std::pair(b.local, b.remote);
    });
    return lines;
}

} // namespace hopyard::transport::tcp
