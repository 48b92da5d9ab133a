// /dev/net/tun; see tap.h and the kernel's Documentation/networking/tuntap.rst.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/tap/tap.h"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace hopyard::tap {

namespace {
constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kVlanTag = 4; // does not count against the MTU

/// EBADFD: the link was deleted, so the descriptor has no device. ENODEV: it is being unregistered this moment.
bool meansGone(int code) { return code == EBADFD || code == ENODEV || code == ENXIO; }
} // namespace

linux::Result<Tap> Tap::create(const std::string &name, std::uint32_t mtu)
{
    const std::string operation = "make the TAP device " + name;
    if (name.empty() || name.size() >= IFNAMSIZ)
        return linux::sysFail(operation, "The name of an interface has 1 to 15 characters.", EINVAL);
    linux::Fd fd(open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (!fd)
        return linux::sysFail("open /dev/net/tun",
                              errno == ENOENT ? "Load the driver: sudo modprobe tun."
                                              : "Let users open it: sudo chmod 0666 /dev/net/tun.");
    ifreq request{};
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    std::copy(name.begin(), name.end(), request.ifr_name);
    if (ioctl(fd.get(), TUNSETIFF, &request) < 0)
        return linux::sysFail(operation,
                              errno == EBUSY       ? "The namespace has an interface of that name."
                                  : errno == EPERM ? "It takes CAP_NET_ADMIN in the namespace."
                                                   : "");
    return Tap(std::move(fd), name, mtu);
}

Outcome Tap::read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget)
{
    // One byte more than may come: the kernel cuts a longer frame without telling, and this is how we notice.
    const std::size_t longest =
        std::min<std::size_t>(m_mtu + kEthernetHeader + kVlanTag, packet::PacketPool::kMaxPacket - 1);
    for (std::size_t taken = 0; taken < budget; ++taken) {
        packet::Packet frame = pool.make(longest + 1);
        const base::MutableBytes room = frame.writable();
        const ssize_t n = ::read(m_fd.get(), room.data(), room.size());
        if (n < 0) {
            if (errno == EINTR)
                continue;
            return errno == EAGAIN ? Outcome::wouldBlock : meansGone(errno) ? Outcome::gone : Outcome::refused;
        }
        const auto size = static_cast<std::size_t>(n);
        if (size > longest) {
            ++m_counters.tooLong;
            continue;
        }
        frame.truncate(size);
        ++m_counters.framesIn;
        m_counters.bytesIn += size;
        frames.push_back(std::move(frame));
    }
    return Outcome::done;
}

Outcome Tap::write(base::Bytes frame)
{
    ssize_t n;
    do
        n = ::write(m_fd.get(), frame.data(), frame.size());
    while (n < 0 && errno == EINTR);
    if (n >= 0) {
        ++m_counters.framesOut;
        m_counters.bytesOut += frame.size();
        return Outcome::done;
    }
    ++m_counters.droppedOut;
    switch (errno) {
    case EAGAIN:
    case ENOBUFS:
    case ENOMEM: return Outcome::wouldBlock;
    case EIO: return Outcome::down; // the driver's answer while the interface is not up
    default: return meansGone(errno) ? Outcome::gone : Outcome::refused;
    }
}

linux::Result<void> Tap::setPersistent(bool on)
{
    if (ioctl(m_fd.get(), TUNSETPERSIST, on ? 1 : 0) < 0)
        return linux::sysFail("let " + m_name + " live without its descriptor");
    return {};
}

linux::Result<void> Tap::setCarrier(bool up)
{
    int carrier = up ? 1 : 0;
    if (ioctl(m_fd.get(), TUNSETCARRIER, &carrier) < 0)
        return linux::sysFail("set the carrier of " + m_name);
    return {};
}

} // namespace hopyard::tap
