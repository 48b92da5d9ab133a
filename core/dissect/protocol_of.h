// The class of a frame (core/filter/protocol_class.h) without making its head: for the canvas, which asks it of every
// packet on every link and wants nothing else. The same answer as of the head; HTTP on ports of its own is told by its first line.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/filter/protocol_class.h"

namespace hopyard::dissect {

/// Of an Ethernet frame, tagged or not; it may be cut short or broken. Fragments are of UDP or TCP whatever their ports,
/// which only the first has.
filter::Protocol protocolOf(base::Bytes frame);

} // namespace hopyard::dissect
