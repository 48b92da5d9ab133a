// See network_defaults.h; the settings are described in the kernel's Documentation/networking/ip-sysctl.rst.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/network_defaults.h"

#include "emulation/linux/fd.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>

namespace hopyard::nodes {

namespace {
void set(const std::string &setting, char value)
{
    // /proc/sys/net shows the namespace of the thread that opens the file.
    const linux::Fd file(open(("/proc/sys/net/" + setting).c_str(), O_WRONLY | O_CLOEXEC));
    [[maybe_unused]] const ssize_t n = file ? write(file.get(), &value, 1) : 0;
}
} // namespace

void setNetworkDefaults(bool forwarding)
{
    set("ipv4/ip_forward", forwarding ? '1' : '0'); // first: changing it sets others back
    set("ipv6/conf/all/forwarding", forwarding ? '1' : '0');
    for (const char *scope : {"ipv4/conf/all/", "ipv4/conf/default/"})
        for (const char *setting : {"rp_filter", "arp_ignore", "arp_announce", "arp_filter"})
            set(std::string(scope) + setting, '0');
    // No link-local address that nobody asked for, also where an interface gets IPv6 anew (its MTU rose above 1,279).
    set("ipv6/conf/default/addr_gen_mode", '1');
}

void keepAddressesApart()
{
    set("ipv4/conf/all/arp_ignore", '1');
    set("ipv4/conf/all/arp_announce", '2');
}

} // namespace hopyard::nodes
