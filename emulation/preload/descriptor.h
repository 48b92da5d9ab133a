// Which descriptors are sockets on nodes.
//
// The truth is in the descriptor itself: its name (remote::SocketName), asked from the kernel. Beside it is a table of
// hints by number, so that read() and write() of everything else cost one look. A hint may be stale (a number closed and
// used again): whoever acts on one checks the truth first, where acting wrongly would do harm.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/socket_api/protocol.h"

#include <cstdint>

namespace hopyard::preload {

enum Hint : std::uint8_t {
    kUnknown = 0,
    kStream = 1,     ///< TCP on a node
    kMessages = 2,   ///< UDP, ICMP, raw on a node
    kConnected = 4,  ///< connect() was called
    kListening = 8,  ///< known to listen
    kUndecided = 16, ///< a socket of the kernel that a rule may still move to a node
    kPlaced = 32,    ///< a rule has looked at its first destination
};

std::uint8_t hintOf(int fd);
void setHint(int fd, std::uint8_t hint);
void addHint(int fd, std::uint8_t bits);

/// The truth; sets the hint by it. Keeps errno.
bool isOurs(int fd, remote::SocketName &name);
/// Where the hint says messages: whether it is so.
bool hasMessages(int fd);
/// Whether this is the process whose table it is: a child of vfork shares the memory, and not the descriptors.
bool ownsTable();
/// At the start, and in every forked child.
void ownTable();
/// After exec: looks through all descriptors that were inherited.
void findInherited();

/// Keeps errno over what is done meanwhile.
class SavedErrno {
public:
    SavedErrno();
    ~SavedErrno();
    SavedErrno(const SavedErrno &) = delete;
    SavedErrno &operator=(const SavedErrno &) = delete;

private:
    int m_saved;
};

} // namespace hopyard::preload
