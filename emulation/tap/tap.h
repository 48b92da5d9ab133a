// A TAP device: the outside end of a port. What a program in the namespace sends is read here as frames of the world,
// and frames of the world are written here for the namespace's kernel to receive.
//
// The descriptor is non-blocking and lives in the engine's event loop. A frame is read straight into a packet's page,
// so no byte is copied but by the kernel. The device ends with the descriptor, unless it was made persistent; it can
// also vanish before (somebody deletes the link in the namespace), which read and write tell as `gone`.
// Deliberately missing: IFF_VNET_HDR and with it large frames (TSO); they would add a header in Tap::read and ::write
// and the setting in Tap::create, and nothing elsewhere. Several queues.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/packet/packet.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::tap {

/// How a read or a write of the device ended.
enum class Outcome : std::uint8_t {
    done,       ///< it went through
    wouldBlock, ///< nothing to read now; the kernel has no room to write now (the frame is dropped and counted)
    down,       ///< the interface is set down inside: the frame is dropped and counted
    gone,       ///< the device no longer exists: close the port; the namespace node can make it anew
    refused,    ///< a frame that is no frame (shorter than 14 bytes), or an error that names itself in the counters
};

/// Since the device was made. "In" is from the namespace into the world.
struct Counters {
    std::uint64_t framesIn = 0, bytesIn = 0;
    std::uint64_t framesOut = 0, bytesOut = 0;
    std::uint64_t tooLong = 0;    ///< read, but longer than the MTU allows (somebody raised it inside): dropped
    std::uint64_t droppedOut = 0; ///< written, but not taken by the kernel (down, no room, refused)
};

class Tap {
public:
    /// Makes the device `name` (1 to 15 characters) in the calling thread's network namespace (NetworkScope). It is
    /// down and has a random MAC; the node sets both by netlink. `mtu` in bytes, without the Ethernet header: what
    /// longer frames are counted as too long.
    static linux::Result<Tap> create(const std::string &name, std::uint32_t mtu);

    int fd() const { return m_fd.get(); } ///< for the event loop: EPOLLIN; EPOLLERR when it vanished
    const std::string &name() const { return m_name; }
    std::uint32_t mtu() const { return m_mtu; }
    void setMtu(std::uint32_t mtu) { m_mtu = mtu; }
    const Counters &counters() const { return m_counters; }

    /// Appends at most `budget` frames to `frames`, in order, with headroom for headers in front. `done` where the
    /// budget was used up and more may wait; `wouldBlock` where all were taken.
    Outcome read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget);
    Outcome write(base::Bytes frame);
    /// The device stays when the descriptor is closed, until its namespace ends or the link is removed.
    linux::Result<void> setPersistent(bool on);
    /// What the inside sees as the cable: false is "no carrier".
    linux::Result<void> setCarrier(bool up);

private:
    Tap(linux::Fd fd, std::string name, std::uint32_t mtu) : m_fd(std::move(fd)), m_name(std::move(name)), m_mtu(mtu) {}

    linux::Fd m_fd;
    std::string m_name;
    std::uint32_t m_mtu;
    Counters m_counters;
};

} // namespace hopyard::tap
