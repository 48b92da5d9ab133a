// A TAP device: the outside end of a port. What a program in the namespace sends is read here as frames of the world,
// and frames of the world are written here for the namespace's kernel to receive.
//
// The descriptor is non-blocking and lives in the engine's event loop. A frame is read straight into a packet's page,
// so no byte is copied but by the kernel. The device ends with the descriptor, unless it was made persistent; it can
// also vanish before (somebody deletes the link in the namespace), which read and write tell as `gone`.
//
// Where the kernel can (IFF_VNET_HDR), the namespace leaves checksums and the cutting of TCP and UDP into packets to us
// (packet::Offload): one frame of up to 64 KiB stands for dozens, which is most of what makes a TAP fast. Frames that
// are written may be such as well. Kernels without it get single, finished frames.
// Deliberately missing: several queues.
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

/// Since the device was made. "In" is from the namespace into the world. Frames and bytes as on the wire: a large one
/// counts as what it stands for.
struct Counters {
    std::uint64_t framesIn = 0, bytesIn = 0;
    std::uint64_t framesOut = 0, bytesOut = 0;
    std::uint64_t tooLong = 0;    ///< read, but longer than the MTU allows (somebody raised it inside): dropped
    std::uint64_t badHeader = 0;  ///< read, but what the kernel said about it does not fit the frame: dropped
    std::uint64_t droppedOut = 0; ///< written, but not taken by the kernel (down, no room, refused)
};

class Tap {
public:
    /// Makes the device `name` (1 to 15 characters) in the calling thread's network namespace (NetworkScope). It is
    /// down and has a random MAC; the node sets both by netlink. `mtu` in bytes, without the Ethernet header: what
    /// longer frames are counted as too long.
    enum class Offloads : std::uint8_t { all, none };
    static linux::Result<Tap> create(const std::string &name, std::uint32_t mtu, Offloads offloads = Offloads::all);

    int fd() const { return m_fd.get(); } ///< for the event loop: EPOLLIN; EPOLLERR when it vanished
    const std::string &name() const { return m_name; }
    std::uint32_t mtu() const { return m_mtu; }
    void setMtu(std::uint32_t mtu) { m_mtu = mtu; }
    const Counters &counters() const { return m_counters; }

    /// Appends at most `budget` frames to `frames`, in order, with headroom for headers in front, and none more once they
    /// have `byteBudget` bytes. `done` where a budget was used up and more may wait; `wouldBlock` where all were taken.
    Outcome read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget,
                 std::size_t byteBudget = ~std::size_t(0));
    /// A frame that may stand for several or lack its checksum; `pool` is for what has to be cut.
    Outcome write(const packet::Packet &frame, packet::PacketPool &pool);
    Outcome write(base::Bytes frame); ///< one that is finished
    /// The device stays when the descriptor is closed, until its namespace ends or the link is removed.
    linux::Result<void> setPersistent(bool on);
    /// What the inside sees as the cable: false is "no carrier".
    linux::Result<void> setCarrier(bool up);
    /// Whether the namespace leaves work to us, and gets frames with work left.
    bool hasOffloads() const { return m_offloads; }
    /// Turned off, the device carries single, finished frames both ways, as somebody who captures at it wants them.
    /// Turning on does nothing where the kernel cannot.
    void setOffloads(bool on);

private:
    Tap(linux::Fd fd, std::string name, std::uint32_t mtu, bool headers)
        : m_fd(std::move(fd)), m_name(std::move(name)), m_mtu(mtu), m_headers(headers)
    {}
    bool accept(const std::uint8_t *header, packet::Packet &frame);
    Outcome writeWith(const std::uint8_t *header, base::Bytes frame, std::uint64_t packets, std::uint64_t bytes);

    linux::Fd m_fd;
    std::string m_name;
    std::uint32_t m_mtu;
    bool m_headers; ///< every frame has a VnetHeader in front
    bool m_offloads = false;
    Counters m_counters;
};

} // namespace hopyard::tap
