// The netlink conversation and the requests about interfaces; addresses and routes are in netlink_routes.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/netlink.h"
#include "emulation/linux/netlink_attributes.h"

#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace hopyard::linux {

namespace {
// Large enough for one part of any dump: the kernel cuts them to what recv() is given, at most 32 KiB.
constexpr std::size_t kReceiveBuffer = 32 * 1024;

/// The kernel's own sentence about a refusal; empty where it gave none.
std::string extendedReason(const nlmsghdr *answer)
{
    if (!(answer->nlmsg_flags & NLM_F_ACK_TLVS))
        return {};
    const auto *error = static_cast<const nlmsgerr *>(mnl_nlmsg_get_payload(answer));
    // The attributes follow the request that is quoted, of which only the head is there where it was capped.
    std::size_t offset = sizeof *error;
    if (!(answer->nlmsg_flags & NLM_F_CAPPED))
        offset += error->msg.nlmsg_len - sizeof(nlmsghdr);
    std::string text;
    forEachAttribute(answer, offset, [&](const nlattr *attribute) {
        if (mnl_attr_get_type(attribute) == NLMSGERR_ATTR_MSG && mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING) >= 0)
            text = mnl_attr_get_str(attribute);
    });
    if (!text.empty() && text.back() != '.')
        text += '.';
    return text.empty() ? text : "The kernel says: " + text;
}

LinkCounters countersIn(const nlattr *attribute)
{
    rtnl_link_stats64 stats{}; // a kernel of another age has fewer of them, or more
    std::memcpy(&stats, mnl_attr_get_payload(attribute),
                std::min<std::size_t>(sizeof stats, mnl_attr_get_payload_len(attribute)));
    return {stats.rx_packets, stats.rx_bytes, stats.rx_dropped, stats.rx_errors,
            stats.tx_packets, stats.tx_bytes, stats.tx_dropped, stats.tx_errors};
}

LinkInfo parseLink(const nlmsghdr *message)
{
    LinkInfo link;
    const auto *head = static_cast<const ifinfomsg *>(mnl_nlmsg_get_payload(message));
    link.index = head->ifi_index;
    link.up = head->ifi_flags & IFF_UP;
    link.carrier = head->ifi_flags & IFF_LOWER_UP;
    forEachAttribute(message, sizeof *head, [&](const nlattr *attribute) {
        switch (mnl_attr_get_type(attribute)) {
        case IFLA_IFNAME: link.name = mnl_attr_get_str(attribute); break;
        case IFLA_MTU: link.mtu = mnl_attr_get_u32(attribute); break;
        case IFLA_ADDRESS:
            if (mnl_attr_get_payload_len(attribute) == 6)
                link.mac = base::MacAddress::load(static_cast<const std::uint8_t *>(mnl_attr_get_payload(attribute)));
            break;
        case IFLA_STATS64: link.counters = countersIn(attribute); break;
        default: break;
        }
    });
    return link;
}

nlmsghdr *linkMessage(std::array<char, 1024> &buffer, int type, int index)
{
    nlmsghdr *message = mnl_nlmsg_put_header(buffer.data());
    message->nlmsg_type = static_cast<std::uint16_t>(type);
    auto *head = static_cast<ifinfomsg *>(mnl_nlmsg_put_extra_header(message, sizeof(ifinfomsg)));
    head->ifi_family = AF_UNSPEC;
    head->ifi_index = index;
    return message;
}
} // namespace

void Netlink::Close::operator()(mnl_socket *socket) const { mnl_socket_close(socket); }
Netlink::Netlink(mnl_socket *socket) : m_socket(socket) {}
Netlink::Netlink(Netlink &&) noexcept = default;
Netlink &Netlink::operator=(Netlink &&) noexcept = default;
Netlink::~Netlink() = default;

Result<Netlink> Netlink::open()
{
    mnl_socket *socket = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
    if (!socket)
        return sysFail("open a netlink socket");
    Netlink netlink(socket);
    if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
        return sysFail("bind a netlink socket");
    int on = 1; // a kernel that does not know these answers without the sentence
    mnl_socket_setsockopt(socket, NETLINK_EXT_ACK, &on, sizeof on);
    mnl_socket_setsockopt(socket, NETLINK_CAP_ACK, &on, sizeof on);
    return netlink;
}

Result<void> Netlink::dump(nlmsghdr *message, Visitor visit, void *data, std::string operation)
{
    const std::uint32_t sequence = ++m_sequence;
    message->nlmsg_seq = sequence;
    if (mnl_socket_sendto(m_socket.get(), message, message->nlmsg_len) < 0)
        return sysFail(std::move(operation));
    std::array<char, kReceiveBuffer> buffer;
    for (;;) {
        const ssize_t received = mnl_socket_recvfrom(m_socket.get(), buffer.data(), buffer.size());
        if (received < 0 && errno == EINTR)
            continue;
        if (received < 0)
            return sysFail(std::move(operation));
        int left = static_cast<int>(received);
        const auto *answer = reinterpret_cast<const nlmsghdr *>(buffer.data());
        for (; mnl_nlmsg_ok(answer, left); answer = mnl_nlmsg_next(answer, &left)) {
            if (answer->nlmsg_seq != sequence)
                continue; // the rest of an answer nobody waited for
            if (answer->nlmsg_type == NLMSG_DONE)
                return {};
            if (answer->nlmsg_type == NLMSG_ERROR) {
                const auto *error = static_cast<const nlmsgerr *>(mnl_nlmsg_get_payload(answer));
                if (error->error == 0)
                    return {};
                return sysFail(std::move(operation), extendedReason(answer), -error->error);
            }
            if (visit && !visit(answer, data))
                return {};
        }
    }
}

Result<void> Netlink::request(nlmsghdr *message, std::string operation)
{
    message->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
    return dump(message, nullptr, nullptr, std::move(operation));
}

Result<std::vector<LinkInfo>> Netlink::links()
{
    std::array<char, 1024> buffer{};
    nlmsghdr *message = linkMessage(buffer, RTM_GETLINK, 0);
    message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    std::vector<LinkInfo> links;
    const auto collect = [](const nlmsghdr *answer, void *data) {
        static_cast<std::vector<LinkInfo> *>(data)->push_back(parseLink(answer));
        return true;
    };
    if (auto done = dump(message, collect, &links, "list the interfaces"); !done)
        return base::fail(done.error());
    return links;
}

Result<LinkInfo> Netlink::findLink(std::string_view name)
{
    const std::string operation = "find the interface " + std::string(name);
    if (name.empty() || name.size() >= IFNAMSIZ)
        return sysFail(operation, "The name of an interface has 1 to 15 characters.", ENODEV);
    std::array<char, 1024> buffer{};
    nlmsghdr *message = linkMessage(buffer, RTM_GETLINK, 0);
    mnl_attr_put_strz(message, IFLA_IFNAME, std::string(name).c_str());
    message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
    LinkInfo link;
    const auto take = [](const nlmsghdr *answer, void *data) {
        *static_cast<LinkInfo *>(data) = parseLink(answer);
        return true;
    };
    if (auto done = dump(message, take, &link, operation); !done)
        return base::fail(done.error());
    return link;
}

Result<void> Netlink::changeLink(int index, const LinkChange &change)
{
    std::array<char, 1024> buffer{};
    nlmsghdr *message = linkMessage(buffer, RTM_NEWLINK, index);
    auto *head = static_cast<ifinfomsg *>(mnl_nlmsg_get_payload(message));
    if (change.up) {
        head->ifi_change = IFF_UP;
        head->ifi_flags = *change.up ? IFF_UP : 0;
    }
    if (change.mtu)
        mnl_attr_put_u32(message, IFLA_MTU, *change.mtu);
    if (change.queueLength)
        mnl_attr_put_u32(message, IFLA_TXQLEN, *change.queueLength);
    if (change.mac)
        mnl_attr_put(message, IFLA_ADDRESS, 6, change.mac->bytes().data());
    if (change.ipv6LinkLocal) {
        nlattr *families = mnl_attr_nest_start(message, IFLA_AF_SPEC);
        nlattr *v6 = mnl_attr_nest_start(message, AF_INET6);
        mnl_attr_put_u8(message, IFLA_INET6_ADDR_GEN_MODE,
                        *change.ipv6LinkLocal ? IN6_ADDR_GEN_MODE_EUI64 : IN6_ADDR_GEN_MODE_NONE);
        mnl_attr_nest_end(message, v6);
        mnl_attr_nest_end(message, families);
    }
    return request(message, "change interface " + std::to_string(index));
}

Result<void> Netlink::removeLink(int index)
{
    std::array<char, 1024> buffer{};
    return request(linkMessage(buffer, RTM_DELLINK, index), "remove interface " + std::to_string(index));
}

} // namespace hopyard::linux
