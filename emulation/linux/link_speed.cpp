// By ethtool's requests; see link_speed.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/link_speed.h"

#include "emulation/linux/fd.h"

#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>

namespace hopyard::linux {

Result<void> setLinkSpeed(const std::string &interface, std::uint32_t speed)
{
    const std::string operation = "set the speed of " + interface;
    const Fd fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!fd)
        return sysFail(operation);
    ethtool_cmd settings{};
    settings.cmd = ETHTOOL_GSET;
    ifreq request{};
    std::copy_n(interface.begin(), std::min<std::size_t>(interface.size(), IFNAMSIZ - 1), request.ifr_name);
    request.ifr_data = reinterpret_cast<char *>(&settings);
    if (ioctl(fd.get(), SIOCETHTOOL, &request) < 0)
        return sysFail(operation);
    settings.cmd = ETHTOOL_SSET;
    ethtool_cmd_speed_set(&settings, speed);
    if (ioctl(fd.get(), SIOCETHTOOL, &request) < 0)
        return sysFail(operation);
    return {};
}

} // namespace hopyard::linux
