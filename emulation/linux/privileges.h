// What the engine needs of the system, in stages: find out what we are, become able to make namespaces, say what is
// missing and how to mend it.
//
// As root we make namespaces directly. As an ordinary user the process enters a user namespace of its own, in which it
// is uid 0, with mounts and a network of its own; outside it remains the ordinary user it was and can do nothing that
// user cannot. Nothing is setuid, and nothing stays when the process ends.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace hopyard::linux {

/// What enterPrivileges() made of the process.
struct Privileges {
    enum class Mode { root, userNamespace };
    Mode mode = Mode::root;
    uid_t uid = 0; ///< who started us, as seen outside; getuid() is 0 afterwards in either mode
    gid_t gid = 0;
};

/// Makes this process able to make namespace nodes. Call it first thing in main(): it fails once there is a second
/// thread, and paths that depend on the user ($XDG_RUNTIME_DIR, /run/user/UID) must be worked out with Privileges::uid.
/// Also raises the limit of open descriptors. On failure the error says what is missing and the command that mends it;
/// the process may then be in a user namespace with no use, so it should do without namespace nodes and without
/// calling this again.
Result<Privileges> enterPrivileges();

/// One line of `hop doctor`: something the engine needs, whether it is there, and the command that mends it.
struct Check {
    std::string name; ///< "user namespaces"
    bool ok = false;
    std::string found; ///< "works", or what was found instead
    std::string mend;  ///< a sentence with the command; empty where ok
};
/// Tries everything in a child process, so this one stays as it is; may be called at any time.
std::vector<Check> checkSystem();

/// The same for the two obstacles that have names of their own. Empty where nothing is in the way.
std::string whatBlocksUserNamespaces();
/// Opens /dev/net/tun to see; empty where it can be used.
Result<void> checkTunDevice();

} // namespace hopyard::linux
