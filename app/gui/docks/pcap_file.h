// Frames as a capture file that Wireshark opens: pcap with nanosecond times (draft-ietf-opsawg-pcap), Ethernet.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/packet_protocol.h"

#include <QByteArray>
#include <vector>

namespace hopyard::docks {

QByteArray pcapOf(const std::vector<client::PacketFrame> &frames);

} // namespace hopyard::docks
