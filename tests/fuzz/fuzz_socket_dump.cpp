// A kernel's answer about its sockets, whatever it is: what is read lies within it, and read again says the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/socket_dump.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hopyard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::uint32_t kSequence = 7;
    constexpr std::size_t kLeast = 16 + 72; // heads of a message and of a socket
    const base::Bytes bytes(data, size);
    linux::SocketDump dump, again;
    const bool whole = linux::readSocketDump(bytes, kSequence, dump);
    // Elsewhere in memory, so that nothing depends on how it is aligned.
    std::vector<std::uint8_t> moved(size + 1);
    std::copy(data, data + size, moved.begin() + 1);
    fuzz::require(linux::readSocketDump(base::Bytes(moved.data() + 1, size), kSequence, again) == whole);
    fuzz::require(again.sockets == dump.sockets && again.error == dump.error && again.isOver == dump.isOver);
    fuzz::require(dump.sockets.size() <= size / kLeast && dump.error >= 0);
    for (const linux::SocketEntry &socket : dump.sockets)
        fuzz::require(!linux::tcpStateName(socket.state).empty() && socket.local.isValid() && socket.peer.isValid());
    return 0;
}
