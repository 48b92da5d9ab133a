// The services' commands: one line in, an application out. docs/services.md is their manual.
//
//     ping 10.0.2.10 count 5          ping 10.0.2.10 -c 5
//     traceroute 10.0.2.10 icmp
//     udp-sink port 5001
//     udp-source 10.0.2.10 port 5001 rate 10mbit size 1000 for 10s
//
// Every option is a word, and where the Unix tool has a letter for it, "-c" and the like are taken as well.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/transport/application.h"

#include <memory>
#include <span>
#include <string_view>

namespace hopyard::services {

/// For help and completion.
struct CommandHelp {
    std::string_view name;
    std::string_view arguments; ///< "ADDRESS [count N] …"
    std::string_view purpose;   ///< one sentence
};
/// All there are, sorted by name.
std::span<const CommandHelp> commands();

/// True where the first word is the name of a service.
bool isCommand(std::string_view line);
/// The application that the line describes, not started yet. The error names the word that is wrong.
base::Result<std::unique_ptr<transport::Application>, base::Error> parseCommand(std::string_view line);

} // namespace hopyard::services
