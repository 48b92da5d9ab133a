// System calls of a script, made through the plug-in's table: prepared from the script's arguments, made (maybe on
// another thread), and their results held against what the script says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/packetdrill/packetdrill_interface.h"
#include "tests/tcp/script.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace hopyard::script {

/// Descriptors: the script's number → the stack's.
struct Descriptors {
    std::map<std::int64_t, int> live;
    std::set<std::int64_t> listening; ///< the script's numbers
};

struct Call {
    std::function<long()> make; ///< the call itself, errno set as it does
    /// After it: empty, or how its outputs differ. Not asked where the result already did.
    std::function<std::string()> check;
    /// After it succeeded.
    std::function<void(long result)> note;
    /// Where the script has no number for a descriptor's result: the stack's own number is of no meaning to it.
    bool resultIsDescriptor = false;
};

/// A sentence where the script's call cannot be made. The result refers to `call`, `table` and `descriptors`.
base::Result<Call, std::string> prepare(const SystemCall &call, const packetdrill_interface &table,
                                        Descriptors &descriptors);

/// Port of the stack's and of its peer, where a script leaves addresses open ("...").
inline constexpr std::uint16_t kBoundPort = 8080;
inline constexpr std::uint16_t kConnectPort = 8080;

} // namespace hopyard::script
