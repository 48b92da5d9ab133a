// The internet checksum over long stretches of bytes by the processor's vector units, alone or on the way through a
// copy; and UDP datagrams made and checked with it. Folded it is the same as checksum.h's (RFC 1071 section 2: the sum
// may be formed in any width and order); short stretches and processors without the units take that one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/wire/checksum.h"
#include "core/wire/udp.h"

namespace hopyard::wire {

/// As checksum.add(bytes).
void addLong(Checksum &checksum, base::Bytes bytes);
/// The same, and copies the bytes to `into`, which is as long and does not overlap them: one way through memory.
void addCopying(Checksum &checksum, base::MutableBytes into, base::Bytes bytes);

/// Writes header, payload and checksum to `datagram`, which is UdpRepr::headerLength() longer than `payload`; at most
/// 65,535 bytes.
void emitUdp(base::MutableBytes datagram, const UdpRepr &header, base::Bytes payload, const base::IpAddress &source,
             const base::IpAddress &destination);
/// As udp.checksumOk(source, destination).
bool udpChecksumOk(const UdpView &udp, const base::IpAddress &source, const base::IpAddress &destination);

} // namespace hopyard::wire
