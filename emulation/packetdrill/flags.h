// What --so_flags says: "local=192.168.0.1/16,remote=192.0.2.1,mtu=1500,segments=single,sysctl=off".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::packetdrill {

struct Flags {
    /// The stack's own addresses; the first is primary. Without a length: /16, as packetdrill's netmask is.
    std::vector<base::InterfaceAddress> local{{base::Ipv4Address(192, 168, 0, 1), 16}};
    /// Who the script's packets come from; reached through a gateway unless it is on the local network.
    base::IpAddress remote{base::Ipv4Address(192, 0, 2, 1)};
    std::uint32_t mtu = 1500; ///< 68 to 65,535
    /// Large segments are handed out as single ones, as a wire has them (packetdrill joins them where a script has a
    /// large one); else whole, as Linux's tun device shows them.
    bool singleSegments = true;
    /// TCP's settings of the node come from the files tcp_* in this folder: by default from net.ipv4 of the namespace
    /// that packetdrill runs in, which scripts change with sysctl. Empty ("off"): they are Linux's defaults.
    std::string sysctlFolder = "/proc/sys/net/ipv4";
    std::uint64_t seed = 1; ///< of initial sequence numbers and ephemeral ports

    bool operator==(const Flags &) const = default;
};

/// Fields that are not named keep their default; `text` may be empty.
base::Result<Flags, base::Error> parseFlags(std::string_view text);

} // namespace hopyard::packetdrill
