// The init of a node: pid 1 of its pid namespace, the parent of every program in it.
//
// It is our own executable run again under another argv[0]. Why so, and not a plain fork: the engine may have threads
// (the record's writer), so a forked child could use no lock and no heap; and a child that lives as long as a node
// would hold a copy of every page of the engine, each to be copied when the engine next writes to it. Run again, the
// init is a small process that may use whatever it likes.
//
// Linking this file is enough: a constructor looks at argv[0] before main() does anything, so `hop`, the tests and the
// benchmarks all can be a node's init and none has to know. The price: globals of this program that have constructors
// may not exist yet, so the code of the init uses none.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::nodes {

/// argv[0] of an init. argv[1] is the node's name, for who looks at the list of processes.
extern const char kInitName[];
/// The end of the socket pair that the init finds open.
constexpr int kInitControlFd = 3;
/// Where the node's own tmpfs has room for its programs; the variable HOPYARD_NODE_DIR says it.
extern const char kNodeDirectory[];

} // namespace hopyard::nodes
