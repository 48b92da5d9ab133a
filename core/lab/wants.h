// What a lab wants of the computer it runs on: programs, files that machines boot, and where it touches Linux itself. A person is shown
// this before a lab of somebody else's runs for the first time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

struct Want {
    enum class Kind {
        program, ///< a shell command line that runs on this computer, as the user
        machine, ///< a virtual machine, a program of its own
        image,   ///< a file that a machine boots or has as its disk
        file,    ///< a file that is read
        port,    ///< packets go to and from a network of Linux's own
    };
    Kind kind = Kind::program;
    std::string node; ///< or the guest of a hypervisor, "pc1/g1"
    std::string text; ///< the command line, the file as the lab names it, or a few words
    /// An image or a file that is not in the lab's folder, as far as its name says.
    bool isOutsideFolder = false;
    bool operator==(const Want &) const = default;
};
std::string_view toString(Want::Kind kind); ///< "program", "machine", "image", "file", "port"

/// By kind, of one kind in file order. Those of kind `file` and `port` alone need no consent: files must be in the lab's folder, and
/// a port leads into a network namespace that the lab makes itself.
std::vector<Want> wants(const Lab &lab);

/// Whether a file that a lab names stays in the folder that it is relative to: no absolute name, and no "..", that leads out of it.
bool staysInside(std::string_view file);

} // namespace hopyard::lab
