// See tap_card.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/tap_card.h"

#include "emulation/linux/namespaces.h"
#include "emulation/linux/netlink.h"
#include "emulation/tap/tap.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

namespace hopyard::machines {

namespace {
constexpr char kName[] = "card";
}

linux::Result<FrameSocket::Made> makeTapCard(std::uint32_t mtu)
{
    const auto alone = linux::makeNetworkNamespace();
    if (!alone)
        return base::fail(alone.error());
    const auto scope = linux::NetworkScope::enter(*alone);
    if (!scope)
        return base::fail(scope.error());
    const auto tap = tap::Tap::create(kName, mtu, tap::Tap::Offloads::none);
    if (!tap)
        return base::fail(tap.error());
    auto netlink = linux::Netlink::open();
    if (!netlink)
        return base::fail(netlink.error());
    const auto link = netlink->findLink(kName);
    if (!link)
        return base::fail(link.error());
    linux::LinkChange change;
    change.ipv6LinkLocal = false; // or the kernel would say things of its own to the guest
    change.mtu = mtu;
    change.up = true;
    if (auto changed = netlink->changeLink(link->index, change); !changed)
        return base::fail(changed.error());

    linux::Fd socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)); // hears nothing before it is bound
    sockaddr_ll place{};
    place.sll_family = AF_PACKET;
    place.sll_protocol = htons(ETH_P_ALL);
    place.sll_ifindex = link->index;
    const int on = 1;
    if (!socket || setsockopt(socket.get(), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) < 0
        || bind(socket.get(), reinterpret_cast<sockaddr *>(&place), sizeof place) < 0)
        return linux::sysFail("listen to a TAP device");
    linux::Fd machines(fcntl(tap->fd(), F_DUPFD_CLOEXEC, 0)); // the device stays for as long as somebody has it open
    if (!machines)
        return linux::sysFail("keep a TAP device");
    auto ours = FrameSocket::over(std::move(socket), mtu, FrameSocket::WhenFull::drop);
    if (!ours)
        return base::fail(ours.error());
    return FrameSocket::Made{std::move(*ours), std::move(machines)};
}

} // namespace hopyard::machines
