// The head of a packet out of its bytes: what a packet list shows and a display filter asks for. Details by field with
// their places are made by details.h, on demand.
//
// Cheap enough for every packet on every link: a few loads from the headers; text only of DNS, HTTP and ICMP errors.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/filter/packet_head.h"

namespace hopyard::dissect {

/// Fills in everything that stands in the frame, and its length; where it was seen and which conversation it belongs to
/// is left alone. Never fails: where a header makes no sense the layer `malformed` is there and `text` names the header.
void fillHead(base::Bytes frame, filter::PacketHead &head);

} // namespace hopyard::dissect
