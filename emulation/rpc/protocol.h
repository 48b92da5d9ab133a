// The engine's protocol in constants: version, limits and error codes; docs/rpc.md is the text that goes with them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace hopyard::rpc {

constexpr int kProtocolVersion = 1;

/// Bytes of a line without its end.
constexpr std::size_t kMaxLine = 16u << 20;
/// Arrays and objects inside each other; what is deeper is refused before it is parsed.
constexpr std::size_t kMaxDepth = 64;
/// Descriptors beside one line.
constexpr std::size_t kMaxDescriptors = 8;

/// JSON-RPC 2.0 section 5.1, the engine's own (docs/rpc.md), and two that never cross the wire.
enum ErrorCode : int {
    parseError = -32700,
    invalidRequest = -32600,
    methodNotFound = -32601,
    invalidParams = -32602,
    internalError = -32603,

    noLab = 1,
    wrongState = 2,  ///< data.state
    noSuchNode = 3,
    noSuchLink = 4,
    labHasErrors = 5, ///< data.problems
    needsConsent = 6, ///< data.programs
    systemError = 7,  ///< data.errno
    noSuchId = 8,
    limitReached = 9,

    disconnected = -32001, ///< made by the client: the engine went away before it answered
    timedOut = -32002,     ///< made by the client: no answer in the time given
};

} // namespace hopyard::rpc
