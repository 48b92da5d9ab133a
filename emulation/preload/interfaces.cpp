// See interfaces.h; and getifaddrs(3).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/interfaces.h"

#include "emulation/preload/control.h"
#include "emulation/preload/policy.h"
#include "emulation/preload/real.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace hopyard::preload {

namespace {

using remote::InterfaceEntry;
using remote::Op;

constexpr std::size_t kMaxEntries = (remote::kMaxMessage - sizeof(remote::AnswerHead)) / sizeof(InterfaceEntry);

struct Entries {
    InterfaceEntry list[kMaxEntries];
    std::size_t count = 0;
};

int listOf(const char *node, Entries &entries)
{
    const Answer answer =
        ask(Op::interfaces, nullptr, 0, {node, std::strlen(node)}, {}, entries.list, sizeof entries.list);
    entries.count = answer.size / sizeof(InterfaceEntry);
    return answer.error;
}

unsigned flagsOf(const InterfaceEntry &entry)
{
    unsigned flags = entry.up ? IFF_UP | IFF_RUNNING : 0;
    return flags | (entry.loopback ? IFF_LOOPBACK : IFF_BROADCAST | IFF_MULTICAST);
}

sockaddr_in addressOf(const InterfaceEntry &entry)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    std::memcpy(&address.sin_addr, entry.address.bytes, 4);
    return address;
}

in_addr_t maskOf(const InterfaceEntry &entry)
{
    const unsigned length = entry.address.prefixLength;
    return length == 0 ? 0 : htonl(~std::uint32_t(0) << (32 - (length < 32 ? length : 32)));
}

sockaddr_in netmaskOf(const InterfaceEntry &entry)
{
    sockaddr_in mask{};
    mask.sin_family = AF_INET;
    mask.sin_addr.s_addr = maskOf(entry);
    return mask;
}

sockaddr_in broadcastOf(const InterfaceEntry &entry)
{
    sockaddr_in address = addressOf(entry);
    address.sin_addr.s_addr |= ~maskOf(entry);
    return address;
}

int fillConf(const Entries &entries, ifconf &conf)
{
    int used = 0;
    for (std::size_t i = 0; i < entries.count; ++i) {
        if (entries.list[i].address.family != 4)
            continue;
        if (conf.ifc_buf) {
            if (used + int(sizeof(ifreq)) > conf.ifc_len)
                break;
            ifreq one{};
            std::memcpy(one.ifr_name, entries.list[i].name, sizeof one.ifr_name);
            const sockaddr_in address = addressOf(entries.list[i]);
            std::memcpy(&one.ifr_addr, &address, sizeof address);
            std::memcpy(conf.ifc_buf + used, &one, sizeof one);
        }
        used += int(sizeof(ifreq));
    }
    conf.ifc_len = used;
    return 0;
}

void putAddress(sockaddr &to, const sockaddr_in &from) { std::memcpy(&to, &from, sizeof from); }

int fillRequest(const InterfaceEntry &entry, unsigned long request, ifreq &one)
{
    const bool hasAddress = entry.address.family == 4;
    switch (request) {
    case SIOCGIFFLAGS: one.ifr_flags = static_cast<short>(flagsOf(entry)); return 0;
    case SIOCGIFMTU: one.ifr_mtu = static_cast<int>(entry.mtu); return 0;
    case SIOCGIFINDEX: one.ifr_ifindex = static_cast<int>(entry.index); return 0;
    case SIOCGIFMETRIC: one.ifr_metric = 0; return 0;
    case SIOCGIFTXQLEN: one.ifr_qlen = 1000; return 0;
    case SIOCGIFHWADDR:
        one.ifr_hwaddr.sa_family = entry.loopback ? ARPHRD_LOOPBACK : ARPHRD_ETHER;
        std::memcpy(one.ifr_hwaddr.sa_data, entry.mac, sizeof entry.mac);
        return 0;
    case SIOCGIFADDR:
        putAddress(one.ifr_addr, addressOf(entry));
        return hasAddress ? 0 : EADDRNOTAVAIL;
    case SIOCGIFNETMASK:
        putAddress(one.ifr_netmask, netmaskOf(entry));
        return hasAddress ? 0 : EADDRNOTAVAIL;
    case SIOCGIFBRDADDR:
        putAddress(one.ifr_broadaddr, broadcastOf(entry));
        return hasAddress ? 0 : EADDRNOTAVAIL;
    default: return EOPNOTSUPP;
    }
}

/// One block, as free() in freeifaddrs(3) of the GNU C library wants it.
struct Record {
    ifaddrs list;
    sockaddr_in address, netmask, broadcast;
    char name[IFNAMSIZ];
};

} // namespace

int interfaceRequest(const remote::SocketName &socket, unsigned long request, void *argument)
{
    char node[remote::kMaxNodeName + 1] = "";
    if (const int error = ask(Op::nodeOf, &socket, 0, {}, {}, node, sizeof node - 1).error)
        return error;
    Entries entries;
    if (const int error = listOf(node, entries))
        return error;
    if (!argument)
        return EFAULT;
    if (request == SIOCGIFCONF)
        return fillConf(entries, *static_cast<ifconf *>(argument));
    ifreq &one = *static_cast<ifreq *>(argument);
    for (std::size_t i = 0; i < entries.count; ++i) {
        const InterfaceEntry &entry = entries.list[i];
        if (request == SIOCGIFNAME && static_cast<int>(entry.index) == one.ifr_ifindex) {
            std::memcpy(one.ifr_name, entry.name, sizeof one.ifr_name);
            return 0;
        }
        if (request != SIOCGIFNAME && std::strncmp(entry.name, one.ifr_name, sizeof entry.name) == 0)
            return fillRequest(entry, request, one);
    }
    return ENODEV;
}

} // namespace hopyard::preload

using namespace hopyard;
using namespace hopyard::preload;

/// Of the node on which new sockets are made.
HOPYARD_INTERPOSED int getifaddrs(ifaddrs **list) noexcept
{
    const char *node = targetNode();
    if (!node)
        return real().getifaddrs(list);
    Entries entries;
    if (const int error = listOf(node, entries)) {
        errno = error;
        return -1;
    }
    *list = nullptr;
    if (entries.count == 0)
        return 0;
    auto *records = static_cast<Record *>(std::calloc(entries.count, sizeof(Record)));
    if (!records) {
        errno = ENOMEM;
        return -1;
    }
    for (std::size_t i = 0; i < entries.count; ++i) {
        const InterfaceEntry &entry = entries.list[i];
        Record &record = records[i];
        std::memcpy(record.name, entry.name, sizeof record.name - 1);
        record.list.ifa_next = i + 1 < entries.count ? &records[i + 1].list : nullptr;
        record.list.ifa_name = record.name;
        record.list.ifa_flags = flagsOf(entry);
        if (entry.address.family != 4)
            continue;
        record.address = addressOf(entry);
        record.netmask = netmaskOf(entry);
        record.broadcast = broadcastOf(entry);
        record.list.ifa_addr = reinterpret_cast<sockaddr *>(&record.address);
        record.list.ifa_netmask = reinterpret_cast<sockaddr *>(&record.netmask);
        if (!entry.loopback)
            record.list.ifa_broadaddr = reinterpret_cast<sockaddr *>(&record.broadcast);
    }
    *list = &records[0].list;
    return 0;
}
