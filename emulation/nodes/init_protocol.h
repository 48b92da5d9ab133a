// What the engine and a node's init say to each other over their socket pair: one message each, as values.
//
// Both ends are the same executable, so there is no version. Descriptors and the process id travel beside the message
// (SCM_RIGHTS, SCM_CREDENTIALS).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hopyard::nodes::protocol {

// --- engine to init ---

/// The first message: what the init sets up before anything runs.
struct SetUp {
    std::string hostName, hosts, resolvConf;
    std::vector<std::string> directories, groups; ///< see NamespaceSpec
};
/// The files again, after a change.
struct Files {
    std::string hosts, resolvConf;
};
/// Start a program. Three descriptors come with it; or one, its standard input, or none: then its output comes back as
/// Line messages.
struct Spawn {
    std::uint32_t exec = 0;
    bool tty = false;
    std::int64_t uid = -1, gid = -1; ///< -1: as the init
    std::string cwd;                 ///< empty: as the init
    std::vector<std::string> argv, env;
};
struct Signal {
    std::uint32_t exec = 0;
    std::int32_t signal = 0;
};

// --- init to engine ---

/// The process id comes beside it.
struct Started {
    std::uint32_t exec = 0;
};
struct Failed {
    std::uint32_t exec = 0;
    std::int32_t code = 0; ///< errno
    std::string operation; ///< as in linux::SysError
};
struct Line {
    std::uint32_t exec = 0;
    std::string text;
};
struct Ended {
    std::uint32_t exec = 0;
    std::int32_t status = 0, signal = 0;
};
struct Warning {
    std::string text;
};

using Message = std::variant<SetUp, Files, Spawn, Signal, Started, Failed, Line, Ended, Warning>;

std::vector<std::uint8_t> encode(const Message &message);
/// Nothing where the bytes are no message.
std::optional<Message> decode(base::Bytes bytes);

} // namespace hopyard::nodes::protocol
