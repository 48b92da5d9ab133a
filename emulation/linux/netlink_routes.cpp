// Addresses and routes over netlink; see netlink.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/netlink.h"
#include "emulation/linux/netlink_attributes.h"

#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <array>

namespace hopyard::linux {

namespace {
using Buffer = std::array<char, 1024>;

template <class Head>
Head *putHead(Buffer &buffer, nlmsghdr *&message, int type)
{
    message = mnl_nlmsg_put_header(buffer.data());
    message->nlmsg_type = static_cast<std::uint16_t>(type);
    return static_cast<Head *>(mnl_nlmsg_put_extra_header(message, sizeof(Head)));
}

unsigned char systemFamily(base::Family family) { return family == base::Family::ipv6 ? AF_INET6 : AF_INET; }

void put(nlmsghdr *message, std::uint16_t type, base::Bytes bytes)
{
    mnl_attr_put(message, type, bytes.size(), bytes.data());
}

/// The address in an attribute, of the family its length tells.
base::IpAddress addressIn(const nlattr *attribute)
{
    const auto *bytes = static_cast<const std::uint8_t *>(mnl_attr_get_payload(attribute));
    if (mnl_attr_get_payload_len(attribute) == 4)
        return base::Ipv4Address::load(bytes);
    if (mnl_attr_get_payload_len(attribute) == 16) {
        std::array<std::uint8_t, 16> copy;
        std::copy_n(bytes, 16, copy.begin());
        return base::Ipv6Address(copy);
    }
    return {};
}

struct AddressList {
    int index;
    std::vector<base::InterfaceAddress> found;
};

bool collectAddress(const nlmsghdr *message, void *data)
{
    auto *list = static_cast<AddressList *>(data);
    const auto *head = static_cast<const ifaddrmsg *>(mnl_nlmsg_get_payload(message));
    if (static_cast<int>(head->ifa_index) != list->index)
        return true;
    base::InterfaceAddress address{{}, head->ifa_prefixlen};
    forEachAttribute(message, sizeof *head, [&](const nlattr *attribute) {
        // IFA_LOCAL is the interface's own where it differs from IFA_ADDRESS (point-to-point), and comes second.
        const auto type = mnl_attr_get_type(attribute);
        if (type == IFA_LOCAL || (type == IFA_ADDRESS && !address.address.isValid()))
            address.address = addressIn(attribute);
    });
    list->found.push_back(address);
    return true;
}

struct RouteList {
    std::size_t most;
    std::vector<Route> found;
};

bool collectRoute(const nlmsghdr *message, void *data)
{
    const auto *head = static_cast<const rtmsg *>(mnl_nlmsg_get_payload(message));
    std::uint32_t table = head->rtm_table;
    base::IpAddress destination =
        head->rtm_family == AF_INET6 ? base::IpAddress(base::Ipv6Address()) : base::IpAddress(base::Ipv4Address());
    Route route;
    forEachAttribute(message, sizeof *head, [&](const nlattr *attribute) {
        switch (mnl_attr_get_type(attribute)) {
        case RTA_TABLE: table = mnl_attr_get_u32(attribute); break;
        case RTA_DST: destination = addressIn(attribute); break;
        case RTA_GATEWAY: route.gateway = addressIn(attribute); break;
        case RTA_OIF: route.interface = static_cast<int>(mnl_attr_get_u32(attribute)); break;
        case RTA_PRIORITY: route.metric = mnl_attr_get_u32(attribute); break;
        default: break;
        }
    });
    if (table != RT_TABLE_MAIN || head->rtm_type != RTN_UNICAST)
        return true;
    route.destination = base::IpPrefix(destination, head->rtm_dst_len);
    auto *list = static_cast<RouteList *>(data);
    list->found.push_back(route);
    return list->found.size() < list->most;
}

std::string_view stateName(std::uint16_t state)
{
    switch (state) {
    case NUD_INCOMPLETE: return "INCOMPLETE";
    case NUD_REACHABLE: return "REACHABLE";
    case NUD_STALE: return "STALE";
    case NUD_DELAY: return "DELAY";
    case NUD_PROBE: return "PROBE";
    case NUD_FAILED: return "FAILED";
    case NUD_PERMANENT: return "PERMANENT";
    default: return {};
    }
}

bool collectNeighbour(const nlmsghdr *message, void *data)
{
    const auto *head = static_cast<const ndmsg *>(mnl_nlmsg_get_payload(message));
    Neighbour neighbour;
    neighbour.interface = head->ndm_ifindex;
    neighbour.state = stateName(head->ndm_state);
    if (neighbour.state.empty() || (head->ndm_family != AF_INET && head->ndm_family != AF_INET6))
        return true;
    forEachAttribute(message, sizeof *head, [&](const nlattr *attribute) {
        if (mnl_attr_get_type(attribute) == NDA_DST)
            neighbour.address = addressIn(attribute);
        else if (mnl_attr_get_type(attribute) == NDA_LLADDR && mnl_attr_get_payload_len(attribute) == 6)
            neighbour.mac = base::MacAddress::load(static_cast<const std::uint8_t *>(mnl_attr_get_payload(attribute)));
    });
    static_cast<std::vector<Neighbour> *>(data)->push_back(neighbour);
    return true;
}

std::string explainRoute(const SysError &error, const Route &route)
{
    if (error.code == ENETUNREACH || error.code == EHOSTUNREACH || error.code == EINVAL)
        return error.hint + (error.hint.empty() ? "" : " ") + "The gateway " + toString(route.gateway)
            + " must be an address in a network of one of the node's own interfaces that are up.";
    return error.hint;
}
} // namespace

Result<std::vector<base::InterfaceAddress>> Netlink::addresses(int index)
{
    Buffer buffer{};
    nlmsghdr *message = nullptr;
    putHead<ifaddrmsg>(buffer, message, RTM_GETADDR)->ifa_family = AF_UNSPEC;
    message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    AddressList list{index, {}};
    if (auto done = dump(message, collectAddress, &list, "list the addresses"); !done)
        return base::fail(done.error());
    return list.found;
}

Result<std::vector<Neighbour>> Netlink::neighbours()
{
    Buffer buffer{};
    nlmsghdr *message = nullptr;
    putHead<ndmsg>(buffer, message, RTM_GETNEIGH)->ndm_family = AF_UNSPEC;
    message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    std::vector<Neighbour> found;
    if (auto done = dump(message, collectNeighbour, &found, "list the neighbours"); !done)
        return base::fail(done.error());
    return found;
}

Result<void> Netlink::changeAddress(int type, int index, const base::InterfaceAddress &address)
{
    Buffer buffer{};
    nlmsghdr *message = nullptr;
    auto *head = putHead<ifaddrmsg>(buffer, message, type);
    head->ifa_family = systemFamily(address.address.family());
    head->ifa_prefixlen = address.length;
    head->ifa_index = static_cast<std::uint32_t>(index);
    if (type == RTM_NEWADDR)
        message->nlmsg_flags = NLM_F_CREATE | NLM_F_EXCL;
    if (address.address.isV6())
        head->ifa_flags = IFA_F_NODAD;
    put(message, IFA_LOCAL, address.address.bytes());
    put(message, IFA_ADDRESS, address.address.bytes());
    if (const auto broadcast = address.broadcast()) {
        std::array<std::uint8_t, 4> bytes;
        broadcast->store(bytes.data());
        put(message, IFA_BROADCAST, bytes);
    }
    return request(message, (type == RTM_NEWADDR ? "add the address " : "remove the address ") + toString(address));
}

Result<void> Netlink::addAddress(int index, const base::InterfaceAddress &address)
{
    return changeAddress(RTM_NEWADDR, index, address);
}

Result<void> Netlink::removeAddress(int index, const base::InterfaceAddress &address)
{
    return changeAddress(RTM_DELADDR, index, address);
}

Result<std::vector<Route>> Netlink::routes(base::Family family, std::size_t most)
{
    Buffer buffer{};
    nlmsghdr *message = nullptr;
    putHead<rtmsg>(buffer, message, RTM_GETROUTE)->rtm_family = systemFamily(family);
    message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    RouteList list{most, {}};
    if (auto done = dump(message, collectRoute, &list, "list the routes"); !done)
        return base::fail(done.error());
    return std::move(list.found);
}

Result<void> Netlink::changeRoute(int type, const Route &route)
{
    Buffer buffer{};
    nlmsghdr *message = nullptr;
    auto *head = putHead<rtmsg>(buffer, message, type);
    head->rtm_family = systemFamily(route.destination.family());
    head->rtm_dst_len = static_cast<unsigned char>(route.destination.length());
    head->rtm_table = RT_TABLE_MAIN;
    head->rtm_protocol = type == RTM_NEWROUTE ? RTPROT_STATIC : RTPROT_UNSPEC; // removing: whoever made it
    head->rtm_scope = type == RTM_DELROUTE ? RT_SCOPE_NOWHERE
        : route.gateway.isValid()          ? RT_SCOPE_UNIVERSE
                                           : RT_SCOPE_LINK;
    head->rtm_type = type == RTM_NEWROUTE ? RTN_UNICAST : RTN_UNSPEC;
    if (type == RTM_NEWROUTE)
        message->nlmsg_flags = NLM_F_CREATE | NLM_F_EXCL;
    if (route.destination.length() > 0)
        put(message, RTA_DST, route.destination.address().bytes());
    if (route.gateway.isValid())
        put(message, RTA_GATEWAY, route.gateway.bytes());
    if (route.interface)
        mnl_attr_put_u32(message, RTA_OIF, static_cast<std::uint32_t>(route.interface));
    if (route.metric)
        mnl_attr_put_u32(message, RTA_PRIORITY, route.metric);
    auto done = request(
        message, (type == RTM_NEWROUTE ? "add the route to " : "remove the route to ") + toString(route.destination));
    if (!done && route.gateway.isValid())
        done.error().hint = explainRoute(done.error(), route);
    return done;
}

Result<void> Netlink::addRoute(const Route &route) { return changeRoute(RTM_NEWROUTE, route); }
Result<void> Netlink::removeRoute(const Route &route) { return changeRoute(RTM_DELROUTE, route); }

} // namespace hopyard::linux
