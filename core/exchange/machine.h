// A Linux machine as other tools describe it: an image, commands that set its network up, a routing daemon's files. And
// the node of a lab that does the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"
#include "core/lab/lab.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::exchange {

struct Machine {
    std::string name;                        ///< as the foreign file has it
    std::optional<lab::Position> at;
    std::vector<lab::Interface> interfaces;
    std::vector<lab::HostRoute> routes;      ///< without the default routes
    std::optional<base::IpAddress> gateway;  ///< the default route
    bool forwards = false;                   ///< its kernel does, or a routing daemon runs
    bool hasDaemon = false;                  ///< a routing daemon runs
    bool forbidsForwarding = false;          ///< a command says that its kernel shall not
    std::string config;                      ///< of its routing daemon, in FRR's language
    bool isQuagga = false;                   ///< the daemon is Quagga, which FRR was made of
    std::vector<std::string> programs;       ///< command lines that only a Linux can run
    std::size_t bridging = 0;                ///< how many of them do nothing but join its interfaces by a bridge
    std::vector<std::string> leftOut;        ///< command lines about the machine itself: packages, name servers, other services
    std::string note;

    /// The interface of that name, made where there is none.
    lab::Interface &interface(std::string_view interfaceName);
};

/// The machine as a node: a host; with programs a namespace; a switch where it only joins its interfaces; a router where it
/// forwards, with what the commands said written into its configuration; real FRR where the configuration has lines that `check` does not know. What it could not
/// keep is added to `left`.
lab::Node toNode(const Machine &machine, const ConfigCheck &check, std::vector<std::string> &left);

/// What Hopyard has not: a placeholder that keeps what it was. Says so in `left`. Texts longer than a lab can have are cut from it.
lab::Node toPlaceholder(const Machine &machine, lab::Was was, std::vector<std::string> &left);

/// Addresses of the same interface twice are kept once.
void addAddress(lab::Interface &interface, const base::InterfaceAddress &address);

/// FRR's daemons once had a file each; frr.conf first, then theirs in the daemons' order. `read` gives a file of the
/// daemons' folder. The names that the daemons have there ("hostname ripd") are not the machine's and are dropped.
std::string joinDaemonFiles(const std::function<std::optional<std::string>(std::string_view name)> &read);

/// True for the names that joinDaemonFiles() asks for.
bool isDaemonFile(std::string_view name);

} // namespace hopyard::exchange
