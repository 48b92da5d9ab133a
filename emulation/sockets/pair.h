// The pair of Unix sockets that stands for one socket on a node: the program's end and ours.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"
#include "emulation/socket_api/protocol.h"

#include <optional>

namespace hopyard::remote {

struct Pair {
    linux::Fd ours; ///< does not block
    linux::Fd theirs; ///< blocks, and is bound to its name
};
/// SOCK_STREAM for TCP, SOCK_SEQPACKET for the others. Both close-on-exec.
linux::Result<Pair> makePair(const SocketName &name);

/// How much a listener's pair holds: some eighty accepted connections; the others wait in the node.
void limitListener(const linux::Fd &ours);

/// One call that does not block: how many bytes went or came. `wouldBlock`: the pair is full or empty.
struct Transferred {
    enum class Outcome : std::uint8_t { some, wouldBlock, end, reset };
    Outcome outcome = Outcome::some;
    std::size_t count = 0;
};
/// end: the program reads no more (it closed, or shut its receiving side).
Transferred sendSome(const linux::Fd &ours, base::Bytes head, base::Bytes bytes);
/// end: the program sends no more. reset: it closed with bytes unread; what it had sent can still be received.
Transferred receiveSome(const linux::Fd &ours, base::MutableBytes into);

} // namespace hopyard::remote
