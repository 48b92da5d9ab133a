// unshare, setns and the id maps; see namespaces.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/namespaces.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace hopyard::linux {

namespace {
Result<void> writeFile(const char *path, const std::string &text)
{
    Fd file(open(path, O_WRONLY | O_CLOEXEC));
    if (!file || write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return sysFail(std::string("write ") + path);
    return {};
}
} // namespace

Result<Fd> currentNetworkNamespace()
{
    Fd fd(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!fd)
        return sysFail("open our own network namespace", "Is /proc mounted?");
    return fd;
}

Result<Fd> makeNetworkNamespace()
{
    auto home = currentNetworkNamespace();
    if (!home)
        return base::fail(home.error());
    if (unshare(CLONE_NEWNET) < 0)
        return sysFail("make a network namespace",
                       errno == ENOSPC ? "The limit is reached: sudo sysctl user.max_net_namespaces=65536." : "");
    const NetworkScope back(std::move(*home)); // returns there when this function does
    return currentNetworkNamespace();
}

Result<NetworkScope> NetworkScope::enter(const Fd &networkNamespace)
{
    auto home = currentNetworkNamespace();
    if (!home)
        return base::fail(home.error());
    if (setns(networkNamespace.get(), CLONE_NEWNET) < 0)
        return sysFail("enter a network namespace");
    return NetworkScope(std::move(*home));
}

NetworkScope::~NetworkScope()
{
    if (!m_home.isValid())
        return;
    // To go on in a node's namespace as if it were ours would be wrong in every later call.
    if (setns(m_home.get(), CLONE_NEWNET) < 0) {
        std::perror("hopyard: cannot return to the engine's network namespace");
        std::abort();
    }
}

bool canReturnToNetwork()
{
    const auto home = currentNetworkNamespace();
    return home && setns(home->get(), CLONE_NEWNET) == 0;
}

bool hasCapability(int capability)
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3]{};
    if (syscall(SYS_capget, &header, data) < 0)
        return false;
    return data[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability);
}

Result<void> enterUserNamespace()
{
    const std::string uid = std::to_string(geteuid());
    const std::string gid = std::to_string(getegid());
    if (unshare(CLONE_NEWUSER) < 0)
        return sysFail("enter a user namespace");
    // The kernel lets an unprivileged process map its group only after it gave up setgroups (user_namespaces(7)).
    if (auto done = writeFile("/proc/self/setgroups", "deny"); !done)
        return done;
    if (auto done = writeFile("/proc/self/uid_map", "0 " + uid + " 1"); !done)
        return done;
    return writeFile("/proc/self/gid_map", "0 " + gid + " 1");
}

Result<void> unshareMountsAndNetwork()
{
    if (unshare(CLONE_NEWNS | CLONE_NEWNET) < 0)
        return sysFail("make mount and network namespaces");
    if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0)
        return sysFail("keep our mounts to ourselves");
    return {};
}

} // namespace hopyard::linux
