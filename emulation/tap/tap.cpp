// /dev/net/tun; see tap.h and the kernel's Documentation/networking/tuntap.rst.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/tap/tap.h"

#include "core/link/segmentation.h"
#include "core/wire/transport_place.h"
#include "emulation/tap/vnet_header.h"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace hopyard::tap {

namespace {
constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kVlanTag = 4; // does not count against the MTU
constexpr std::size_t kBeginning = 1'600;  // of a frame: all of one at an MTU of 1,500, in a page of 2 KiB
constexpr std::size_t kMiddling = 10'000;  // up to here a frame is copied to a page of 10 KiB

/// EBADFD: the link was deleted, so the descriptor has no device. ENODEV: it is being unregistered this moment.
bool meansGone(int code) { return code == EBADFD || code == ENODEV || code == ENXIO; }

/// Tells the kernel what it may leave to us: as much of it as it knows. False: nothing.
bool offerOffloads(const linux::Fd &fd)
{
    constexpr unsigned kUso4 = 0x20, kUso6 = 0x40; // TUN_F_USO4 and 6 of Linux 6.2, younger than our headers
    constexpr unsigned kTcp = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6;
    for (const unsigned offer : {kTcp | TUN_F_TSO_ECN | kUso4 | kUso6, kTcp | TUN_F_TSO_ECN, kTcp, unsigned(TUN_F_CSUM)})
        if (ioctl(fd.get(), TUNSETOFFLOAD, offer) == 0)
            return true;
    return false;
}
} // namespace

linux::Result<Tap> Tap::create(const std::string &name, std::uint32_t mtu, Offloads offloads)
{
    const std::string operation = "make the TAP device " + name;
    if (name.empty() || name.size() >= IFNAMSIZ)
        return linux::sysFail(operation, "The name of an interface has 1 to 15 characters.", EINVAL);
    linux::Fd fd(open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (!fd)
        return linux::sysFail("open /dev/net/tun",
                              errno == ENOENT ? "Load the driver: sudo modprobe tun."
                                              : "Let users open it: sudo chmod 0666 /dev/net/tun.");
    unsigned features = 0;
    const bool vnet = offloads == Offloads::all && ioctl(fd.get(), TUNGETFEATURES, &features) == 0
        && (features & IFF_VNET_HDR) != 0;
    ifreq request{};
    request.ifr_flags = static_cast<short>(IFF_TAP | IFF_NO_PI | (vnet ? IFF_VNET_HDR : 0));
    std::copy(name.begin(), name.end(), request.ifr_name);
    if (ioctl(fd.get(), TUNSETIFF, &request) < 0)
        return linux::sysFail(operation,
                              errno == EBUSY       ? "The namespace has an interface of that name."
                                  : errno == EPERM ? "It takes CAP_NET_ADMIN in the namespace."
                                                   : "");
    if (vnet) {
        int length = VnetHeader::kLength; // as it is by default; said, because both ends depend on it
        if (ioctl(fd.get(), TUNSETVNETHDRSZ, &length) < 0)
            return linux::sysFail(operation);
    }
    Tap tap(std::move(fd), name, mtu, vnet);
    tap.setOffloads(true);
    return tap;
}

void Tap::setOffloads(bool on)
{
    if (!m_headers || on == m_offloads)
        return;
    m_offloads = on && offerOffloads(m_fd);
    if (!on)
        ioctl(m_fd.get(), TUNSETOFFLOAD, 0); // it knew more when they were turned on, so it knows none
}

/// Judges a frame that was read by the header in front of it. False: it is dropped, and counted.
bool Tap::accept(const std::uint8_t *header, packet::Packet &frame)
{
    if (m_headers) {
        const auto meaning = readVnetHeader(VnetHeader::load(header), frame.bytes());
        if (!meaning) {
            ++m_counters.badHeader;
            return false;
        }
        frame.setOffload(meaning->offload);
        if (meaning->completeNow)
            wire::completeSum(frame.writable(), meaning->completeNow->start, meaning->completeNow->field, true);
    }
    if (link::longestSegment(frame) > m_mtu + kEthernetHeader + kVlanTag) {
        ++m_counters.tooLong;
        return false;
    }
    const link::WireCount count = link::wireCount(frame);
    m_counters.framesIn += count.packets;
    m_counters.bytesIn += count.bytes;
    return true;
}

Outcome Tap::read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget,
                  std::size_t byteBudget)
{
    // Most frames are small or very large, and which is known only afterwards. So the beginning goes to a small page and
    // what is beyond to a large one, where a large frame's beginning is put in front of it. A packet that waits
    // somewhere for long then does not hold a page ten times its size.
    packet::Packet spill;
    std::size_t bytes = 0;
    for (std::size_t taken = 0; taken < budget && bytes < byteBudget; ++taken) {
        packet::Packet frame = pool.make(kBeginning);
        if (spill.isNull())
            spill = pool.make(packet::PacketPool::kMaxPacket);
        const base::MutableBytes beginning = frame.writable();
        const base::MutableBytes beyond = spill.writable().subspan(kBeginning);
        std::uint8_t header[VnetHeader::kLength];
        const std::size_t headerLength = m_headers ? sizeof header : 0;
        iovec parts[3] = {{header, headerLength}, {beginning.data(), beginning.size()}, {beyond.data(), beyond.size()}};
        const ssize_t n = readv(m_fd.get(), parts, 3);
        if (n < 0) {
            if (errno == EINTR)
                continue;
            return errno == EAGAIN ? Outcome::wouldBlock : meansGone(errno) ? Outcome::gone : Outcome::refused;
        }
        const std::size_t size = static_cast<std::size_t>(n) - std::min(static_cast<std::size_t>(n), headerLength);
        bytes += size;
        if (size <= kBeginning) {
            frame.truncate(size);
        } else {
            std::copy(beginning.begin(), beginning.end(), spill.writable().begin());
            if (size <= kMiddling) {
                frame = pool.copyOf(spill.bytes().first(size));
            } else {
                frame = std::exchange(spill, {});
                frame.truncate(size);
            }
        }
        if (accept(header, frame))
            frames.push_back(std::move(frame));
    }
    return Outcome::done;
}

Outcome Tap::write(const packet::Packet &frame, packet::PacketPool &pool)
{
    if (frame.isFinished())
        return write(frame.bytes());
    if (!m_offloads) {
        Outcome outcome = Outcome::done;
        link::splitIntoSegments(frame, pool, [&](const packet::Packet &piece) { outcome = write(piece.bytes()); });
        return outcome;
    }
    std::uint8_t header[VnetHeader::kLength];
    vnetHeaderFor(frame).store(header);
    const link::WireCount count = link::wireCount(frame);
    return writeWith(header, frame.bytes(), count.packets, count.bytes);
}

Outcome Tap::write(base::Bytes frame)
{
    static constexpr std::uint8_t kNothingToDo[VnetHeader::kLength] = {};
    return writeWith(kNothingToDo, frame, 1, frame.size());
}

Outcome Tap::writeWith(const std::uint8_t *header, base::Bytes frame, std::uint64_t packets, std::uint64_t bytes)
{
    // writev() takes what it only reads as not const.
    const iovec parts[2] = {{const_cast<std::uint8_t *>(header), m_headers ? VnetHeader::kLength : 0},
                            {const_cast<std::uint8_t *>(frame.data()), frame.size()}};
    ssize_t n;
    do
        n = writev(m_fd.get(), parts, 2);
    while (n < 0 && errno == EINTR);
    if (n >= 0) {
        m_counters.framesOut += packets;
        m_counters.bytesOut += bytes;
        return Outcome::done;
    }
    m_counters.droppedOut += packets;
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
