// A DHCP client at one interface: the state machine of RFC 2131 section 4.4, figure 5.
//
// A plain value, moved by calls; what it wants sent stands in the output, and lease() says what the interface shall have.
//
//     init ─DISCOVER→ selecting ─OFFER/REQUEST→ requesting ─ACK→ bound ─T1/REQUEST→ renewing ─T2/REQUEST→ rebinding
//     A carrier that comes back while the lease lasts: rebooting (RFC 2131 section 3.2), which asks for the address it has.
//     NAK, and the end of the lease: the address goes, and it begins anew.
//
// Deliberately different or missing: the first offer is taken, others are not waited for; the first message goes out
// within a second in place of one to ten (section 4.4.1 SHOULD); no ARP probe before an address is used, so it never
// declines; it always asks for broadcast answers, because the stack takes no datagram to an address that it has not.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "core/wire/dhcp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::dhcp {

/// What a server gave.
struct Lease {
    base::InterfaceAddress address;
    std::vector<base::Ipv4Address> routers;
    std::vector<base::Ipv4Address> nameServers;
    std::string domainName;
    base::Ipv4Address server;
    std::uint32_t seconds = 0; ///< as given; all ones: no end
    base::TimePoint since;     ///< of the request that brought it
    base::TimePoint renewAt, rebindAt, expires;
    /// What the node is to have; times aside.
    bool configuresAs(const Lease &o) const
    {
        return address == o.address && routers == o.routers && nameServers == o.nameServers && domainName == o.domainName;
    }
};

class Client {
public:
    enum class State : std::uint8_t {
        down, ///< no carrier
        init, selecting, requesting, bound, renewing, rebinding, rebooting,
        released, ///< by hand; begins anew by renew()
    };

    struct Message {
        wire::DhcpRepr repr;
        base::Ipv4Address source;      ///< 0.0.0.0 while it has no address
        base::Ipv4Address destination; ///< 255.255.255.255, or the server
    };
    using Output = std::vector<Message>;

    Client(base::Random random, const base::MacAddress &mac, std::string hostName)
        : m_random(random), m_mac(mac), m_hostName(std::move(hostName)) {}

    void setCarrier(base::TimePoint now, bool up, Output &out);
    /// A message that came to the client's port at its interface.
    void receive(base::TimePoint now, const wire::DhcpRepr &message, Output &out);
    /// Does everything that is due; nextDeadline() is later afterwards.
    void expire(base::TimePoint now, Output &out);
    base::TimePoint nextDeadline() const;
    /// Gives the address back, has it for a second more, and rests.
    void release(base::TimePoint now, Output &out);
    /// Asks the server again now, or begins anew.
    void renew(base::TimePoint now, Output &out);

    State state() const { return m_state; }
    const std::optional<Lease> &lease() const { return m_lease; }
    const base::MacAddress &mac() const { return m_mac; }

private:
    void enter(base::TimePoint now, State state);
    void begin(base::TimePoint now);
    void lose(base::TimePoint now);
    void act(base::TimePoint now, Output &out);
    void take(base::TimePoint now, const wire::DhcpRepr &message);
    wire::DhcpRepr message(base::TimePoint now, wire::DhcpType type) const;
    base::Duration nextWait();

    base::Random m_random;
    base::MacAddress m_mac;
    std::string m_hostName;
    State m_state = State::down;
    std::uint32_t m_transaction = 0;
    int m_tries = 0;                   // messages sent in this state
    base::TimePoint m_began;           // of `secs`
    base::TimePoint m_asked;           // when the last request was sent: a lease counts from there (section 4.4.1)
    base::TimePoint m_nextTry = base::TimePoint::never();
    std::optional<wire::DhcpRepr> m_offer;
    std::optional<base::Ipv4Address> m_wish; // the last address, asked for again
    std::optional<Lease> m_lease;
};
std::string_view toString(Client::State state); ///< "INIT", "SELECTING", … as RFC 2131 has them

} // namespace hopyard::dhcp
