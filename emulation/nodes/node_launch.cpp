// See node_launch.h. mount_setattr(2) is Linux 5.12; where it is missing nothing is started.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/node_launch.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace hopyard::nodes {

namespace {

// Constants the compiler makes: this runs before the constructors of globals have (node_init.h).
constexpr char kLaunchName[] = "hopyard-node-launch";
constexpr char kNetworkSettings[] = "/proc/sys/net";
constexpr int kFailed = 127;

[[noreturn]] void fail(const char *what, const char *about)
{
    std::fprintf(stderr, "cannot %s %s: %s\n", what, about, std::strerror(errno));
    std::fflush(stderr);
    _exit(kFailed);
}

bool setReadOnly(const char *path, bool readOnly, unsigned flags)
{
    mount_attr attributes{};
    (readOnly ? attributes.attr_set : attributes.attr_clr) = MOUNT_ATTR_RDONLY;
    return mount_setattr(AT_FDCWD, path, flags, &attributes, sizeof attributes) == 0;
}

void confine(char **writable, int count)
{
    if (unshare(CLONE_NEWNS) < 0)
        fail("get mounts of its own for", "a daemon");
    // A mount point of its own, so that it can be an exception. Fails where /proc could not be mounted; then it stays shut.
    const bool ownSettings = mount(kNetworkSettings, kNetworkSettings, nullptr, MS_BIND, nullptr) == 0;
    if (!setReadOnly("/", true, AT_RECURSIVE))
        fail("make the file system read-only for", "a daemon (Linux 5.12 or later is needed)");
    if (ownSettings)
        setReadOnly(kNetworkSettings, false, 0);
    for (int i = 0; i < count; ++i)
        setReadOnly(writable[i], false, 0); // one that is no mount point stays read-only
}

void storeInput(const char *path)
{
    const int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (out < 0)
        fail("write", path);
    char buffer[16 * 1024];
    for (ssize_t n; (n = read(0, buffer, sizeof buffer)) > 0;)
        if (write(out, buffer, static_cast<std::size_t>(n)) != n)
            fail("write", path);
    close(out);
}

void waitUntilExists(const char *path)
{
    constexpr timespec kPause{0, 5'000'000};
    for (int tries = 0; access(path, F_OK) != 0; ++tries) {
        if (tries >= kLaunchPatience * 200) {
            errno = ETIMEDOUT;
            fail("find", path);
        }
        nanosleep(&kPause, nullptr);
    }
}

struct Words {
    char **begin;
    int count;
};

/// A list as launchCommand() writes it: how many, then these.
Words takeList(char **&rest)
{
    const int count = std::atoi(*rest++);
    const Words list{rest, count};
    rest += count;
    return list;
}

/// argv: our path, kLaunchName, file for the input or "", empty files, paths to wait for, writable directories, the command.
void launch(char **argv)
{
    const char *inputFile = argv[2];
    char **rest = argv + 3;
    const Words empty = takeList(rest), awaited = takeList(rest), writable = takeList(rest);
    if (*inputFile)
        storeInput(inputFile);
    for (int i = 0; i < empty.count; ++i)
        close(open(empty.begin[i], O_WRONLY | O_CREAT | O_CLOEXEC, 0640));
    confine(writable.begin, writable.count);
    for (int i = 0; i < awaited.count; ++i)
        waitUntilExists(awaited.begin[i]);
    // What was written to is at its end now; a daemon has no use for it.
    if (const int null = open("/dev/null", O_RDONLY | O_CLOEXEC); null >= 0)
        dup2(null, 0);
    execvp(rest[0], rest);
    fail("run", rest[0]);
}

__attribute__((constructor)) void launchWhereAsked(int argc, char **argv, char **)
{
    if (argc > 5 && std::strcmp(argv[1], kLaunchName) == 0)
        launch(argv);
}

} // namespace

std::vector<std::string> launchCommand(const Daemon &daemon)
{
    std::vector<std::string> command{"/proc/self/exe", kLaunchName, daemon.inputFile};
    const auto append = [&command](const std::vector<std::string> &list) {
        command.push_back(std::to_string(list.size()));
        command.insert(command.end(), list.begin(), list.end());
    };
    append(daemon.emptyFiles);
    append(daemon.waitFor);
    append(daemon.writable);
    command.insert(command.end(), daemon.argv.begin(), daemon.argv.end());
    return command;
}

linux::Result<linux::Fd> inputOf(const Daemon &daemon)
{
    linux::Fd file(memfd_create("hopyard-input", MFD_CLOEXEC));
    if (!file)
        return linux::sysFail("hold the configuration of " + daemon.name);
    for (std::size_t done = 0; done < daemon.input.size();) {
        const ssize_t n = write(file.get(), daemon.input.data() + done, daemon.input.size() - done);
        if (n <= 0)
            return linux::sysFail("hold the configuration of " + daemon.name);
        done += static_cast<std::size_t>(n);
    }
    lseek(file.get(), 0, SEEK_SET);
    return file;
}

} // namespace hopyard::nodes
