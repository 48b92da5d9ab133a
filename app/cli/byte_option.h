// Numbers of bytes on the command line ("500MB", "none").
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace hopyard::cli {

/// An option that takes a number of bytes with its unit, or "none", which is 0; anything else is refused with an example.
CLI::Option *addByteLimit(CLI::App &command, const std::string &name, std::optional<std::uint64_t> &value,
                          const std::string &what);

} // namespace hopyard::cli
