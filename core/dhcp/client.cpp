// See client.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dhcp/client.h"

#include "core/dhcp/config.h"

#include <algorithm>
#include <utility>

namespace hopyard::dhcp {

using base::Duration;
using base::Ipv4Address;
using base::TimePoint;
using wire::DhcpOption;
using wire::DhcpRepr;
using wire::DhcpType;
using State = Client::State;

namespace {

constexpr Ipv4Address kEverybody(0xffffffff);
constexpr Duration kSecond = Duration::seconds(1);
constexpr Duration kShortestRenewal = Duration::seconds(60); // section 4.4.5
constexpr Duration kGoodbye = kSecond; // the address stays until the neighbour that takes the release has been found
constexpr int kMostRequests = 4; // of an offer, and when rebooting: then it begins anew
constexpr int kLastDoubling = 4; // 4, 8, 16, 32, 64 seconds (section 4.1)

bool hasAddress(State state)
{
    return state == State::bound || state == State::renewing || state == State::rebinding;
}

} // namespace

std::string_view toString(State state)
{
    switch (state) {
    case State::down: return "DOWN";
    case State::init: return "INIT";
    case State::selecting: return "SELECTING";
    case State::requesting: return "REQUESTING";
    case State::bound: return "BOUND";
    case State::renewing: return "RENEWING";
    case State::rebinding: return "REBINDING";
    case State::rebooting: return "REBOOTING";
    case State::released: return "RELEASED";
    }
    return "UNKNOWN";
}

void Client::enter(TimePoint now, State state)
{
    m_state = state;
    m_tries = 0;
    m_nextTry = now;
}

/// From the first message on, a moment later so that not all of a lab speak at once.
void Client::begin(TimePoint now)
{
    enter(now, State::init);
    m_offer.reset();
    m_nextTry = now + m_random.between(Duration(), kSecond);
}

void Client::lose(TimePoint now)
{
    m_lease.reset();
    begin(now);
}

void Client::setCarrier(TimePoint now, bool up, Output &out)
{
    if (!up) {
        if (m_state != State::released)
            m_state = State::down; // the lease stays until its time is over
        m_nextTry = TimePoint::never();
        return;
    }
    if (m_state != State::down)
        return;
    if (m_lease && m_lease->expires > now) {
        enter(now, State::rebooting);
        m_began = now;
        m_transaction = static_cast<std::uint32_t>(m_random.next());
        act(now, out);
        return;
    }
    lose(now);
}

TimePoint Client::nextDeadline() const
{
    const TimePoint end = m_lease ? m_lease->expires : TimePoint::never();
    switch (m_state) {
    case State::bound: return std::min(end, m_lease->renewAt);
    case State::renewing: return std::min({end, m_lease->rebindAt, m_nextTry});
    default: return std::min(end, m_nextTry);
    }
}

void Client::expire(TimePoint now, Output &out)
{
    if (m_state == State::released) {
        m_lease.reset();
        m_nextTry = TimePoint::never();
        return;
    }
    if (m_lease && m_lease->expires <= now) {
        if (m_state == State::down)
            m_lease.reset();
        else
            lose(now);
        return;
    }
    if (m_state == State::bound && m_lease->renewAt <= now) {
        enter(now, State::renewing);
        m_began = now;
        m_transaction = static_cast<std::uint32_t>(m_random.next());
    }
    if (m_state == State::renewing && m_lease->rebindAt <= now)
        enter(now, State::rebinding);
    if (m_nextTry <= now)
        act(now, out);
}

/// Sends what the state is about, for the first time or again.
void Client::act(TimePoint now, Output &out)
{
    switch (m_state) {
    case State::init:
        enter(now, State::selecting);
        m_began = now;
        m_transaction = static_cast<std::uint32_t>(m_random.next());
        [[fallthrough]];
    case State::selecting: {
        DhcpRepr discover = message(now, DhcpType::discover);
        discover.requestedAddress = m_wish;
        out.push_back({std::move(discover), {}, kEverybody});
        break;
    }
    case State::requesting: {
        if (m_tries == kMostRequests)
            return begin(now);
        DhcpRepr request = message(now, DhcpType::request);
        request.requestedAddress = m_offer->yourAddress;
        request.serverIdentifier = m_offer->serverIdentifier;
        out.push_back({std::move(request), {}, kEverybody});
        if (m_tries == 0)
            m_asked = now;
        break;
    }
    case State::rebooting: {
        if (m_tries == kMostRequests)
            return lose(now);
        DhcpRepr request = message(now, DhcpType::request);
        request.requestedAddress = m_lease->address.address.v4();
        out.push_back({std::move(request), {}, kEverybody});
        m_asked = now;
        break;
    }
    case State::renewing:
    case State::rebinding: {
        DhcpRepr request = message(now, DhcpType::request);
        const Ipv4Address own = m_lease->address.address.v4();
        request.clientAddress = own;
        request.broadcast = false;
        out.push_back({std::move(request), own, m_state == State::renewing ? m_lease->server : kEverybody});
        m_asked = now;
        break;
    }
    case State::down:
    case State::bound:
    case State::released: m_nextTry = TimePoint::never(); return;
    }
    ++m_tries;
    m_nextTry = now + nextWait();
}

Duration Client::nextWait()
{
    if (m_state == State::renewing || m_state == State::rebinding) { // half of what is left (section 4.4.5)
        const TimePoint end = m_state == State::renewing ? m_lease->rebindAt : m_lease->expires;
        return std::max(kShortestRenewal, (end - m_asked) / 2);
    }
    const Duration wait = Duration::seconds(4) * (1 << std::min(m_tries - 1, kLastDoubling));
    return m_random.between(wait - kSecond, wait + kSecond);
}

DhcpRepr Client::message(TimePoint now, DhcpType type) const
{
    DhcpRepr repr;
    repr.type = type;
    repr.transaction = m_transaction;
    repr.seconds = static_cast<std::uint16_t>(std::min<std::int64_t>((now - m_began) / kSecond, 0xffff));
    repr.broadcast = true;
    repr.clientMac = m_mac;
    repr.hostName = m_hostName.substr(0, DhcpRepr::kMaxText);
    repr.clientIdentifier = {1}; // section 9.14 of RFC 2132: Ethernet, then the address
    repr.clientIdentifier.insert(repr.clientIdentifier.end(), m_mac.bytes().begin(), m_mac.bytes().end());
    repr.parameterRequests = {static_cast<std::uint8_t>(DhcpOption::subnetMask), static_cast<std::uint8_t>(DhcpOption::router),
                              static_cast<std::uint8_t>(DhcpOption::domainNameServer), static_cast<std::uint8_t>(DhcpOption::domainName)};
    return repr;
}

/// What is not of this state is not looked at: answers that come late, or twice.
void Client::receive(TimePoint now, const DhcpRepr &message, Output &out)
{
    if (message.transaction != m_transaction || message.clientMac != m_mac || message.isRequest() || !message.serverIdentifier)
        return;
    const bool waits = m_state == State::requesting || m_state == State::renewing || m_state == State::rebinding
                       || m_state == State::rebooting;
    switch (message.type) {
    case DhcpType::offer:
        if (m_state != State::selecting || message.yourAddress.isUnspecified())
            return;
        m_offer = message;
        enter(now, State::requesting);
        act(now, out);
        return;
    case DhcpType::ack:
        if (waits && !message.yourAddress.isUnspecified() && message.leaseTime)
            take(now, message);
        return;
    case DhcpType::nak:
        if (waits) {
            m_wish.reset();
            lose(now);
        }
        return;
    default: return;
    }
}

void Client::take(TimePoint now, const DhcpRepr &message)
{
    Lease lease;
    // A server that gives no mask is of the time of classes.
    const std::uint32_t value = message.yourAddress.value();
    const std::uint8_t classful = value < 0x80000000u ? 8 : value < 0xc0000000u ? 16 : 24;
    lease.address = {message.yourAddress, message.prefixLength.value_or(classful)};
    lease.routers = message.routers;
    lease.nameServers = message.nameServers;
    lease.domainName = message.domainName;
    lease.server = *message.serverIdentifier;
    lease.seconds = *message.leaseTime;
    lease.since = m_asked;
    const auto after = [&](std::optional<std::uint32_t> seconds, std::uint64_t otherwise) {
        if (lease.seconds == kForEver)
            return TimePoint::never();
        const auto given = seconds ? std::min<std::uint64_t>(*seconds, lease.seconds) : otherwise;
        return m_asked + Duration::seconds(static_cast<std::int64_t>(given));
    };
    lease.expires = after(std::nullopt, lease.seconds);
    lease.rebindAt = after(message.rebindingTime, std::uint64_t(lease.seconds) * 7 / 8);
    lease.renewAt = std::min(after(message.renewalTime, lease.seconds / 2), lease.rebindAt);
    if (lease.expires <= now || lease.expires <= lease.since)
        return; // over before it began
    m_lease = std::move(lease);
    m_wish = message.yourAddress;
    m_offer.reset();
    m_state = State::bound;
    m_nextTry = TimePoint::never();
}

void Client::release(TimePoint now, Output &out)
{
    if (m_lease && hasAddress(m_state)) {
        m_began = now;
        m_transaction = static_cast<std::uint32_t>(m_random.next());
        DhcpRepr release = message(now, DhcpType::release);
        const Ipv4Address own = m_lease->address.address.v4();
        release.clientAddress = own;
        release.broadcast = false;
        release.serverIdentifier = m_lease->server;
        release.parameterRequests.clear();
        out.push_back({std::move(release), own, m_lease->server});
    } else {
        m_lease.reset();
    }
    m_state = State::released;
    m_nextTry = m_lease ? now + kGoodbye : TimePoint::never();
}

void Client::renew(TimePoint now, Output &out)
{
    if (m_state == State::down)
        return;
    if (!m_lease || !hasAddress(m_state))
        return lose(now);
    enter(now, State::renewing);
    m_began = now;
    m_transaction = static_cast<std::uint32_t>(m_random.next());
    act(now, out);
}

} // namespace hopyard::dhcp
