// Signed segments (RFC 2385): an MD5 digest over the pseudo header, the header without options, the data and a key that
// both ends share. BGP's protection; expected of every stack that routing daemons talk to.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/transport/tcp/settings.h"
#include "core/wire/tcp.h"

namespace hopyard::transport::tcp {

/// The key for this peer: that of the longest prefix; null where there is none.
const SigningKey *keyFor(const Settings &settings, const base::IpAddress &peer);
/// The digest of a segment; of `header` only the fixed part counts, its length with options included.
wire::TcpSignature sign(const SigningKey &key, const base::IpAddress &source, const base::IpAddress &destination,
                        const wire::TcpRepr &header, base::Bytes payload);
/// A segment that came from `peer` is signed as it must be: rightly where there is a key, not at all where there is
/// none.
/// `segment`: as it came, header and payload.
bool isRightlySigned(const Settings &settings, const base::IpAddress &source, const base::IpAddress &destination,
                     const wire::TcpRepr &header, base::Bytes segment);

} // namespace hopyard::transport::tcp
