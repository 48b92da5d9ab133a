// What can be plugged to a link: anything with ports.
//
// A device is moved by calls and only these: handle(packet), expire(), nextDeadline(), clone(). What it sends it puts
// into the outbox of its context; what it wants to tell it traces. It reads no clock and keeps no reference to what is
// around it, so that a clone is a checkpoint and the same code runs under either driver.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/time.h"
#include "core/base/trace.h"
#include "core/packet/packet.h"

#include <memory>
#include <utility>
#include <vector>

namespace hopyard::link {

/// Packets (Ethernet frames without preamble and check sequence) that a device sent during one call, in order.
class Outbox {
public:
    struct Item {
        base::PortIndex port;
        packet::Packet packet;
    };
    void send(base::PortIndex port, packet::Packet packet) { m_items.push_back({port, std::move(packet)}); }
    std::vector<Item> &items() { return m_items; }
    /// The device has something for whoever drives the world from outside, and will be asked for it.
    void callAttention() { m_attention = true; }
    bool takeAttention() { return std::exchange(m_attention, false); }

private:
    std::vector<Item> m_items;
    bool m_attention = false;
};

/// What a device may use while it is being moved. Lent for one call.
struct Context {
    base::TimePoint now;
    base::NodeId self; ///< for trace events
    packet::PacketPool &pool;
    Outbox &out;
    base::trace::Hub &trace;
};

class Device {
public:
    virtual ~Device() = default;

    /// A frame came in at a port.
    virtual void handle(Context &context, base::PortIndex port, packet::Packet frame) = 0;
    /// Does everything that is due at context.now; nextDeadline() is later afterwards.
    virtual void expire(Context &context) = 0;
    /// When expire() wants to be called next; cheap, asked after every call.
    virtual base::TimePoint nextDeadline() const = 0;
    /// A checkpoint: an independent device in the same state.
    virtual std::unique_ptr<Device> clone() const = 0;

    /// The cable at a port came up or went down (plugged, unplugged, link set down).
    virtual void carrierChanged(Context &context, base::PortIndex port, bool up) = 0;
};

} // namespace hopyard::link
