// Network namespaces held by descriptor, and entering a user namespace of our own.
//
// A namespace made here has no name and is mounted nowhere: descriptors and processes keep it, so whatever ends the
// engine ends it too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <sys/types.h>

namespace hopyard::linux {

/// The network namespace of the calling thread.
Result<Fd> currentNetworkNamespace();
/// A new, empty one; the calling thread stays where it is.
Result<Fd> makeNetworkNamespace();

/// The calling thread is in another network namespace while this lives: sockets and TAPs made meanwhile belong there.
/// Only the thread moves, so other threads do not notice; the object must be destroyed on the thread that made it.
class NetworkScope {
public:
    static Result<NetworkScope> enter(const Fd &networkNamespace);
    NetworkScope(NetworkScope &&) noexcept = default;
    NetworkScope &operator=(NetworkScope &&) = delete;
    ~NetworkScope();

private:
    friend Result<Fd> makeNetworkNamespace();
    explicit NetworkScope(Fd home) : m_home(std::move(home)) {}
    Fd m_home;
};

/// True where the thread may come back to the network namespace it is in, after having been in another. Not so for root
/// of a user namespace that shares the network of the one outside.
bool canReturnToNetwork();

/// True where the calling thread has the capability (CAP_…) in its user namespace.
bool hasCapability(int capability);

/// Moves the whole process into a user namespace of its own in which its user and group are 0 and it has every
/// capability over what it makes there. Fails (EINVAL) once the process has a second thread.
Result<void> enterUserNamespace();
/// Gives the process mounts of its own (nothing it mounts is seen outside) and an empty network namespace of its own.
Result<void> unshareMountsAndNetwork();

} // namespace hopyard::linux
