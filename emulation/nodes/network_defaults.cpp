// See network_defaults.h; the settings are described in the kernel's Documentation/networking/ip-sysctl.rst.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/network_defaults.h"

#include "emulation/linux/fd.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>

namespace hopyard::nodes {

void setNetworkDefaults()
{
    const auto clear = [](const std::string &setting) {
        // /proc/sys/net shows the namespace of the thread that opens the file.
        const linux::Fd file(open(("/proc/sys/net/ipv4/" + setting).c_str(), O_WRONLY | O_CLOEXEC));
        [[maybe_unused]] const ssize_t n = file ? write(file.get(), "0\n", 2) : 0;
    };
    clear("ip_forward"); // first: changing it sets others back
    for (const char *scope : {"conf/all/", "conf/default/"})
        for (const char *setting : {"rp_filter", "arp_ignore", "arp_announce", "arp_filter"})
            clear(std::string(scope) + setting);
}

} // namespace hopyard::nodes
