// Becoming able to make namespaces, and saying what is missing. Each case runs in a child process of its own: what it
// does to itself cannot be undone.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/fd.h"
#include "emulation/linux/namespaces.h"
#include "emulation/linux/privileges.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>

using namespace hopyard;

namespace {
constexpr int kNotHere = 77;

/// The exit status of `work` in a child. Zero is what the tests want.
int inChild(int (*work)())
{
    const pid_t child = fork();
    if (child == 0)
        _exit(work());
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// As root: a private /dev/net with `tunMode` for the device (0: none), then an ordinary user.
bool becomeUser(mode_t tunMode)
{
    if (geteuid() != 0 || unshare(CLONE_NEWNS) < 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0
        || mount("tmpfs", "/dev/net", "tmpfs", 0, "mode=755") < 0)
        return false;
    if (tunMode && (mknod("/dev/net/tun", S_IFCHR, makedev(10, 200)) < 0 || chmod("/dev/net/tun", tunMode) < 0))
        return false;
    // A process that changed its user may not write to its own /proc until it runs another program, or says so.
    return setgroups(0, nullptr) == 0 && setgid(65534) == 0 && setuid(65534) == 0 && prctl(PR_SET_DUMPABLE, 1) == 0;
}

bool writeNumber(const char *path, const char *number)
{
    const linux::Fd file(open(path, O_WRONLY | O_CLOEXEC));
    return file && write(file.get(), number, 1) == 1;
}
} // namespace

#define EXPECT_IN_CHILD(...)                                                                                           \
    do {                                                                                                               \
        const int status = inChild(__VA_ARGS__);                                                                       \
        if (status == kNotHere)                                                                                        \
            QSKIP("Needs root and user namespaces to set the stage.");                                                 \
        QCOMPARE(status, 0);                                                                                           \
    } while (false)

class TestPrivileges : public QObject {
    Q_OBJECT

private slots:
    void anOrdinaryUserGetsANamespaceOfItsOwn()
    {
        EXPECT_IN_CHILD([]() -> int {
            if (!becomeUser(0666))
                return kNotHere;
            const auto rights = linux::enterPrivileges();
            if (!rights)
                return 1;
            if (rights->mode != linux::Privileges::Mode::userNamespace || rights->uid != 65534 || getuid() != 0)
                return 2;
            if (!linux::hasCapability(CAP_NET_ADMIN) || !linux::makeNetworkNamespace())
                return 3;
            // Outside it is still nobody: a file of root's is out of reach.
            return access("/etc/shadow", R_OK) == 0 ? 4 : 0;
        });
    }

    void rootOfAUserNamespaceWithoutANetworkGetsOne()
    {
        EXPECT_IN_CHILD([]() -> int {
            if (!becomeUser(0666) || !linux::enterUserNamespace())
                return kNotHere;
            if (linux::canReturnToNetwork())
                return 1;
            const auto rights = linux::enterPrivileges();
            if (!rights || rights->mode != linux::Privileges::Mode::userNamespace)
                return 2;
            return linux::canReturnToNetwork() && linux::makeNetworkNamespace() ? 0 : 3;
        });
    }

    void rootUsesNamespacesDirectly()
    {
        EXPECT_IN_CHILD([]() -> int {
            if (geteuid() != 0 || !linux::hasCapability(CAP_SYS_ADMIN) || !linux::checkTunDevice())
                return kNotHere;
            const auto rights = linux::enterPrivileges();
            return rights && rights->mode == linux::Privileges::Mode::root ? 0 : 1;
        });
    }

    void aTunDeviceThatIsClosedIsNamed()
    {
        EXPECT_IN_CHILD([]() -> int {
            if (!becomeUser(0600))
                return kNotHere;
            const auto rights = linux::enterPrivileges();
            if (rights)
                return 1;
            return toString(rights.error())
                    == "Cannot open /dev/net/tun: Permission denied. Let users open it, as Debian does: sudo chmod "
                       "0666 "
                       "/dev/net/tun."
                ? 0
                : 2;
        });
    }

    void aTunDeviceThatIsMissingIsNamed()
    {
        EXPECT_IN_CHILD([]() -> int {
            if (!becomeUser(0))
                return kNotHere;
            const auto rights = linux::enterPrivileges();
            const linux::Check check = linux::checkSystem()[1];
            if (check.ok || check.found != "Cannot open /dev/net/tun: No such file or directory." || check.mend.empty())
                return 2;
            return !rights && rights.error().code == ENOENT
                    && rights.error().hint.find("modprobe tun") != std::string::npos
                ? 0
                : 1;
        });
    }

    void userNamespacesSwitchedOffAreNamed()
    {
        EXPECT_IN_CHILD([]() -> int {
            // The limit can be set for ourselves alone, within a user namespace; without the capability there, we are
            // as an ordinary user on a machine where they are switched off.
            if (!becomeUser(0666) || !linux::enterUserNamespace() || !linux::unshareMountsAndNetwork()
                || !writeNumber("/proc/sys/user/max_user_namespaces", "0") || unshare(CLONE_NEWPID) < 0)
                return kNotHere;
            __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
            const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3]{};
            if (syscall(SYS_capset, &header, none) < 0)
                return kNotHere;
            const auto rights = linux::enterPrivileges();
            if (rights)
                return 1;
            if (rights.error().hint != "User namespaces are switched off: sudo sysctl user.max_user_namespaces=15000.")
                return 2;
            for (const linux::Check &check : linux::checkSystem())
                if (check.name == "namespaces")
                    return !check.ok && check.mend == rights.error().hint ? 0 : 3;
            return 4;
        });
    }

    void checksSayWhatWasFound()
    {
        EXPECT_IN_CHILD([]() -> int {
            if (!becomeUser(0666))
                return kNotHere;
            const auto before = getuid();
            const auto checks = linux::checkSystem();
            if (checks.size() != 3 || getuid() != before)
                return 1;
            for (const linux::Check &check : checks)
                if (!check.ok || check.name.empty() || check.found.empty() || !check.mend.empty())
                    return 2;
            return 0;
        });
    }
};

QTEST_APPLESS_MAIN(TestPrivileges)
#include "tst_privileges.moc"
