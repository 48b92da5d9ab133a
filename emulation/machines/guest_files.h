// The tiny guest system: a kernel and an initial file system of a few megabytes, which boot in about two seconds, set
// the addresses that the lab gives and offer a shell on the serial console.
//
// Nothing of it comes with Hopyard. The programs are Debian's busybox-static, the kernel is Debian's for clouds; both are
// taken from the system where they are installed, else fetched once (guest_fetch.h) into the user's cache directory. The
// initial file system is put together in memory for each machine.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "emulation/nodes/namespace_spec.h"

#include <optional>
#include <string>
#include <vector>

namespace hopyard::machines {

/// Where fetched files are kept: $XDG_CACHE_HOME/hopyard/guest, else ~/.cache/hopyard/guest. It may not exist.
std::string guestDirectory();

/// A busybox that needs no libraries: the system's or the fetched one. Empty where there is none.
std::string findBusybox(const std::string &directory = guestDirectory());
/// Whether the file is an ELF program without an interpreter, so one that runs in an otherwise empty file system.
bool isStaticProgram(const std::string &path);

struct GuestKernel {
    std::string image;                ///< the kernel
    std::vector<std::string> modules; ///< files, in the order in which they are loaded
};
/// The fetched kernel; nothing where it is not there or not whole.
std::optional<GuestKernel> findKernel(const std::string &directory = guestDirectory());

/// What one guest is to be.
struct GuestSetup {
    std::string hostName;
    std::vector<nodes::InterfaceSpec> interfaces; ///< matched to the guest's network cards by their MAC addresses
    std::optional<base::IpAddress> gateway;
    std::vector<nodes::HostsEntry> hosts;
    std::vector<std::string> start; ///< shell command lines, run side by side once the network is set
};
/// What the guest prints on its console when its network is set: "Hopyard: NODE is ready".
std::string readyLine(const std::string &hostName);
/// Shell text that the guest runs when it starts.
std::string setupScript(const GuestSetup &setup);
/// The whole initial file system. Nothing where a file cannot be read.
std::optional<std::string> makeInitrd(const std::string &busybox, const std::vector<std::string> &modules, const GuestSetup &setup);

} // namespace hopyard::machines
