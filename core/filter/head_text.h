// A packet's head as the packet list shows it: in words, made when a row is looked at and not before.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/packet_head.h"

#include <string>
#include <string_view>

namespace hopyard::filter {

/// The innermost layer that has a name: "TCP", "OSPF", "DNS".
std::string_view protocolName(const PacketHead &head);
/// IP addresses where there are any, else those of Ethernet.
std::string sourceText(const PacketHead &head);
std::string destinationText(const PacketHead &head);
/// Why it was dropped: "queue full"; empty where it was not.
std::string_view dropText(const PacketHead &head);
/// One line: "40000 → 80 [SYN] seq 5 win 502 len 0", "who has 10.0.0.1? tell 10.0.0.2". A drop is not part of it.
std::string infoText(const PacketHead &head);
/// The display filter that shows the conversation a packet belongs to: "tcp.stream == 7"; without stream the pair of
/// addresses; empty where there is neither.
std::string conversationFilter(const PacketHead &head);

} // namespace hopyard::filter
