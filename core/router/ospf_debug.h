// `debug ospf …`: packets and happenings of OSPF as lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/router/routing_process.h"
#include "core/routing/ospf/output.h"

namespace hopyard::router {

enum class PacketWay : std::uint8_t { sent, received };

/// `peer` is where it goes, or whom it is from.
void debugOspfPacket(const ProcessContext &context, PacketWay way, base::PortIndex port, base::Ipv4Address peer,
                     base::Bytes packet);
void debugOspfEvent(const ProcessContext &context, const routing::ospf::Event &event);

} // namespace hopyard::router
