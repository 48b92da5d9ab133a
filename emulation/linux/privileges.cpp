// Becoming able to make namespaces, and saying why not; see privileges.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/privileges.h"

#include "emulation/linux/fd.h"
#include "emulation/linux/namespaces.h"
#include "emulation/linux/process.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>

namespace hopyard::linux {

namespace {
/// A number from a file of /proc/sys; nothing where this kernel has no such switch.
std::optional<long> readNumber(const char *path)
{
    Fd file(open(path, O_RDONLY | O_CLOEXEC));
    char text[32]{};
    if (!file || read(file.get(), text, sizeof text - 1) <= 0)
        return std::nullopt;
    return std::strtol(text, nullptr, 10);
}

bool isRoot() { return hasCapability(CAP_SYS_ADMIN) && hasCapability(CAP_NET_ADMIN); }

SysError explained(SysError error)
{
    if (const std::string reason = whatBlocksUserNamespaces(); !reason.empty())
        error.hint = reason;
    else if (error.code == EINVAL)
        error.hint = "A process with several threads cannot do this; the engine must do it first.";
    else if (error.code == EPERM || error.code == EACCES)
        error.hint = "Something here forbids user namespaces (a container's seccomp filter, a chroot or a security "
                     "module). Run the engine as root, or outside that container.";
    return error;
}

/// Does `work` in a forked child and tells whether it said yes. The child only makes system calls, because other
/// threads of ours may hold locks at the moment of the fork.
template <class Work>
bool tryInChild(Work work)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(work() ? 0 : 1);
    int status = 1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Check checkNamespaces()
{
    if (isRoot()) {
        const bool works = tryInChild([] { return unshare(CLONE_NEWNET | CLONE_NEWNS) == 0; });
        return {"namespaces", works, works ? "works (as root)" : "root may not make namespaces here",
                works ? "" : "Give the container CAP_SYS_ADMIN and CAP_NET_ADMIN, or run outside it."};
    }
    const bool works = tryInChild(
        [] { return unshare(CLONE_NEWUSER) == 0 && unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID) == 0; });
    if (works)
        return {"namespaces", true, "works (as an ordinary user, in a user namespace)", ""};
    const SysError error = explained({EPERM, "enter a user namespace", ""});
    return {"namespaces", false, "user namespaces cannot be used", error.hint};
}
} // namespace

std::string whatBlocksUserNamespaces()
{
    if (readNumber("/proc/sys/user/max_user_namespaces") == 0)
        return "User namespaces are switched off: sudo sysctl user.max_user_namespaces=15000.";
    if (readNumber("/proc/sys/kernel/unprivileged_userns_clone") == 0)
        return "User namespaces are for root only: sudo sysctl kernel.unprivileged_userns_clone=1.";
    if (readNumber("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
        return "AppArmor restricts user namespaces to programs with a profile: install Hopyard's profile, or "
               "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0.";
    return {};
}

Result<void> checkTunDevice()
{
    Fd tun(open("/dev/net/tun", O_RDWR | O_CLOEXEC));
    if (tun)
        return {};
    if (errno == ENOENT || errno == ENODEV || errno == ENXIO)
        return sysFail("open /dev/net/tun",
                       "Load the driver: sudo modprobe tun. In a container, pass the device in: "
                       "--device /dev/net/tun.");
    if (errno == EACCES || errno == EPERM)
        return sysFail("open /dev/net/tun", "Let users open it, as Debian does: sudo chmod 0666 /dev/net/tun.");
    return sysFail("open /dev/net/tun");
}

Result<Privileges> enterPrivileges()
{
    Privileges result{Privileges::Mode::root, getuid(), getgid()};
    // Before the namespace: as uid 0 of our own we would not see better, and the mode of the file is all that counts.
    if (auto tun = checkTunDevice(); !tun)
        return base::fail(tun.error());
    raiseDescriptorLimit();
    if (isRoot() && canReturnToNetwork())
        return result;
    result.mode = Privileges::Mode::userNamespace;
    if (!isRoot()) // else we are in a user namespace already, as within `unshare -Ur`
        if (auto entered = enterUserNamespace(); !entered)
            return base::fail(explained(entered.error()));
    // Where AppArmor restricts user namespaces, entering one works and everything after it is refused. The network
    // namespace is needed even though nothing of ours uses it: only to one of our own may we come back.
    if (auto unshared = unshareMountsAndNetwork(); !unshared)
        return base::fail(explained(unshared.error()));
    return result;
}

std::vector<Check> checkSystem()
{
    std::vector<Check> checks;
    checks.push_back(checkNamespaces());
    const auto tun = checkTunDevice();
    checks.push_back({"/dev/net/tun", true, "can be opened", ""});
    if (!tun)
        checks.back() = {"/dev/net/tun", false, toString({tun.error().code, tun.error().operation, ""}),
                         tun.error().hint};
    const auto limit = readNumber("/proc/sys/user/max_net_namespaces");
    const bool enough = limit.value_or(1000) >= 1000;
    checks.push_back({"number of network namespaces", enough,
                      limit ? std::to_string(*limit) + " at most" : "no limit known",
                      enough ? "" : "Allow more: sudo sysctl user.max_net_namespaces=65536."});
    return checks;
}

} // namespace hopyard::linux
