// A DHCP server (RFC 2131 sections 3, 4.3): pools of addresses and the table of who has which.
//
// A plain value, moved by one call: a message and where it came from in, at most one answer out. It has no timer: a
// lease is over when somebody looks and its time has passed.
//
// Which pool counts: the one whose network has the relay's address, else one of the network's at the interface by which
// the message came, else the address that the client has already (a renewal that was routed here). Which address: what
// the client has or had, else what it asks for, else the lowest that nobody ever had, else the one whose lease ended
// first (RFC 2131 section 4.3.1); never its own, the relay's or those of the pool's routers. A client is known by its identifier, else by its hardware address (section 4.2).
//
// Deliberately different or missing: no ping before an address is offered (a client that finds it taken declines it,
// and it rests for an hour); what a client without an address is sent goes to everybody on its network, which RFC 2131
// section 4.1 allows, also where it does not ask for that; vendors' classes; failover between servers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/dhcp/config.h"
#include "core/wire/dhcp.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hopyard::dhcp {

/// Who has an address, or had it.
struct Binding {
    enum class State : std::uint8_t {
        offered,  ///< waits a minute for the client's choice
        bound,
        released, ///< given back; kept, so that the same client gets it again
        declined, ///< somebody else uses it, said a client
    };
    State state = State::offered;
    std::vector<std::uint8_t> client; ///< identifier, else hardware address
    base::MacAddress mac;
    std::string hostName;
    std::string pool;
    base::TimePoint expires; ///< never(): no end

    /// Nobody else may have the address.
    bool isHeld(base::TimePoint now) const { return state != State::released && now < expires; }
};
std::string_view toString(Binding::State state);

/// Where a message came from and who hears it.
struct Arrival {
    std::span<const base::InterfaceAddress> interface; ///< addresses of the interface by which it came
    base::Ipv4Address self; ///< by which the client shall know this server: an address of the node
};

struct Reply {
    wire::DhcpRepr message;
    base::Ipv4Address destination; ///< 255.255.255.255: everybody at the interface by which the question came
    std::uint16_t port = wire::kDhcpClientPort;
};

class Server {
public:
    static constexpr base::Duration kOfferTime = base::Duration::seconds(60);
    static constexpr base::Duration kDeclinedTime = base::Duration::seconds(3'600);
    static constexpr std::size_t kMostBindings = 65'536;

    /// Bindings of pools that are gone, and of addresses that are no longer given out, go.
    void configure(const ServerConfig &config);
    const ServerConfig &config() const { return m_config; }

    /// `message` is of a client. Nothing: it is none of ours to answer.
    std::optional<Reply> receive(base::TimePoint now, const wire::DhcpRepr &message, const Arrival &arrival);

    /// By address; those whose time is over are in it until somebody else gets the address.
    const std::map<base::Ipv4Address, Binding> &bindings() const { return m_bindings; }
    /// Forgets one binding, or all; false where there is none.
    bool clear(std::optional<base::Ipv4Address> address);
    /// How many addresses a pool can give out at all.
    std::uint64_t sizeOf(const PoolConfig &pool) const;
    /// Questions that a pool had no address left for.
    std::uint64_t refusedForLack() const { return m_refusedForLack; }

private:
    using Pools = std::map<std::string, PoolConfig>;
    using Bindings = std::map<base::Ipv4Address, Binding>;

    const Pools::value_type *poolFor(const wire::DhcpRepr &message, const Arrival &arrival) const;
    const Pools::value_type *poolWith(base::Ipv4Address address) const;
    bool isGivenOut(const PoolConfig &pool, base::Ipv4Address address) const;
    bool mayHave(base::TimePoint now, const Pools::value_type &pool, base::Ipv4Address address, const wire::DhcpRepr &message,
                 const Arrival &arrival) const;
    std::optional<base::Ipv4Address> choose(base::TimePoint now, const Pools::value_type &pool, const wire::DhcpRepr &message,
                                            const Arrival &arrival) const;
    Bindings::iterator bindingOf(const std::vector<std::uint8_t> &client, const std::string &pool);

    std::optional<Reply> discover(base::TimePoint now, const wire::DhcpRepr &message, const Arrival &arrival);
    std::optional<Reply> request(base::TimePoint now, const wire::DhcpRepr &message, const Arrival &arrival);
    Reply give(base::TimePoint now, wire::DhcpType type, const Pools::value_type &pool, base::Ipv4Address address,
               const wire::DhcpRepr &message, const Arrival &arrival);
    Reply refuse(const wire::DhcpRepr &message, const Arrival &arrival, const char *why) const;
    void tell(const PoolConfig &pool, wire::DhcpRepr &answer) const;

    ServerConfig m_config;
    Bindings m_bindings;
    std::uint64_t m_refusedForLack = 0;
};

/// The answer to `request`, with what both have in common.
wire::DhcpRepr answerTo(const wire::DhcpRepr &request, wire::DhcpType type, base::Ipv4Address server);
/// Where a message for a client goes (RFC 2131 section 4.1).
Reply addressed(wire::DhcpRepr answer, const wire::DhcpRepr &request);

} // namespace hopyard::dhcp
