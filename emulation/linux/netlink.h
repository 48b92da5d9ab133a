// Interfaces, addresses, neighbours and routes of one network namespace over rtnetlink(7), by libmnl. Never by running `ip`.
//
// A request that the kernel refuses gives its errno together with the sentence the kernel says about it (extended
// acknowledgement). Requests wait for their answer; on a local socket that takes microseconds.
// Deliberately missing: events (monitoring), policy rules, traffic control.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "emulation/linux/error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct mnl_socket;
struct nlmsghdr;

namespace hopyard::linux {

/// Since the interface was made.
struct LinkCounters {
    std::uint64_t receivedPackets = 0, receivedBytes = 0, receivedDropped = 0, receivedErrors = 0;
    std::uint64_t sentPackets = 0, sentBytes = 0, sentDropped = 0, sentErrors = 0;
};

struct LinkInfo {
    int index = 0; ///< the kernel's number of the interface within its namespace
    std::string name;
    base::MacAddress mac;
    std::uint32_t mtu = 0; ///< bytes
    bool up = false;       ///< administratively (IFF_UP)
    bool carrier = false;  ///< the cable is plugged (IFF_LOWER_UP)
    LinkCounters counters;
};

/// Who has an address on an interface's link, as ARP and neighbour discovery found out.
struct Neighbour {
    base::IpAddress address;
    base::MacAddress mac; ///< zeros where it is not known
    int interface = 0;    ///< index
    std::string_view state; ///< "REACHABLE", "STALE", "FAILED", …; of static storage
};

/// What to change of an interface; what is absent stays.
struct LinkChange {
    std::optional<bool> up = {};
    std::optional<std::uint32_t> mtu = {}; ///< bytes, without the Ethernet header
    std::optional<base::MacAddress> mac = {};
    std::optional<bool> ipv6LinkLocal = {};        ///< false: the kernel makes no fe80:: address of its own
    std::optional<std::uint32_t> queueLength = {}; ///< packets that may wait to be sent
};

struct Route {
    base::IpPrefix destination; ///< 0.0.0.0/0 or ::/0 for the default route
    base::IpAddress gateway;    ///< none: the destination is on the interface's own link
    int interface = 0;          ///< index; 0: the kernel finds it by the gateway
    std::uint32_t metric = 0;   ///< 0: the kernel's default (0 for IPv4, 1024 for IPv6)
    bool operator==(const Route &) const = default;
};

/// A netlink socket in the network namespace in which the thread was when it opened it, wherever it goes later.
class Netlink {
public:
    static Result<Netlink> open();
    Netlink(Netlink &&) noexcept;
    Netlink &operator=(Netlink &&) noexcept;
    ~Netlink();

    Result<std::vector<LinkInfo>> links();
    Result<LinkInfo> findLink(std::string_view name); ///< ENODEV where there is none
    Result<void> changeLink(int index, const LinkChange &change);
    Result<void> removeLink(int index);

    Result<std::vector<base::InterfaceAddress>> addresses(int index); ///< both families, the kernel's order
    /// Usable at once: IPv6 addresses skip duplicate address detection (a lab says who has which address). EEXIST
    /// where it is there already.
    Result<void> addAddress(int index, const base::InterfaceAddress &address);
    Result<void> removeAddress(int index, const base::InterfaceAddress &address);

    Result<std::vector<Neighbour>> neighbours(); ///< both families; without those that need no finding out
    /// Unicast routes of the main table, the first `most` of them. Where there are more the rest of the kernel's answer waits
    /// in this socket: the next request takes as long as that.
    Result<std::vector<Route>> routes(base::Family family, std::size_t most = ~std::size_t(0));
    Result<void> addRoute(const Route &route);              ///< EEXIST where it is there already
    Result<void> removeRoute(const Route &route);

private:
    struct Close {
        void operator()(mnl_socket *socket) const;
    };
    explicit Netlink(mnl_socket *socket);
    /// Sends one request and waits for the kernel's yes or no.
    Result<void> request(nlmsghdr *message, std::string operation);
    /// False ends the reading of the answer.
    using Visitor = bool (*)(const nlmsghdr *message, void *data);
    Result<void> dump(nlmsghdr *message, Visitor visit, void *data, std::string operation);
    Result<void> changeAddress(int type, int index, const base::InterfaceAddress &address);
    Result<void> changeRoute(int type, const Route &route);

    std::unique_ptr<mnl_socket, Close> m_socket;
    std::uint32_t m_sequence = 0;
};

} // namespace hopyard::linux
