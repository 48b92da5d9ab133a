// Whether a program's socket calls can be turned to a node at all: asked before it is started, so that no program runs on
// the kernel silently.
//
// The preload library is loaded by the dynamic linker, so a program without one cannot have it; nor can a program that the
// kernel starts with rights of its own, since the linker then ignores what its user asks for (ld.so(8), secure execution).
// Scripts are followed to their interpreter. No library but the C one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace hopyard::remote {

enum class Refusal : unsigned char {
    none,         ///< it can, or it is no program: the kernel will say what it is
    isStatic,     ///< no PT_INTERP
    setsIds,      ///< setuid or setgid
    capabilities, ///< gets capabilities from its file, and its user is not root; see copyOf()
    otherMachine, ///< another word size or processor than the library's
    otherLibrary, ///< its linker is not the GNU C library's
    rawCalls,     ///< written in Go: calls the kernel itself, past the C library
    unreadable,   ///< cannot be read, so nobody knows
};

/// What is wrong with the program at `path`; of a script, with its interpreter. `culprit`, of `size` bytes, gets the path of
/// the file that it is about.
Refusal checkProgram(const char *path, char *culprit, std::size_t size);

/// "is statically linked, so its sockets cannot be on a node": what follows the culprit's path in a sentence.
const char *reasonOf(Refusal why);

/// A descriptor (close-on-exec) of a copy in memory, for fexecve(3): without the capabilities of the file, so that the
/// linker loads the library, and on a node nobody needs them to ping. -1 where there is no memory or it cannot be read.
int copyOf(const char *path);

/// Looks a command up in PATH as execvp(3) does, into `found`. False where there is none.
bool findProgram(const char *command, char *found, std::size_t size);

} // namespace hopyard::remote
