// mount(2) calls of a node's init; see node_mounts.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/node_mounts.h"

#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"
#include "emulation/nodes/node_init.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

namespace hopyard::nodes {

const char kNodeDirectory[] = "/run/hopyard";

namespace {
// Constants the compiler makes: the init runs before the constructors of globals have (node_init.h).
constexpr char kFiles[] = "/run/hopyard-files";
constexpr unsigned long kPlain = MS_NOSUID | MS_NODEV;

/// Overwrites in place: the bind mount shows the inode, so a new file under the old name would not be seen.
bool writeFile(const std::string &path, const std::string &text)
{
    const linux::Fd file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    return file && write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// /etc/resolv.conf is often a link into /run, which is the node's own and empty by now: makes what it points to.
void makeLinkTarget(const char *path)
{
    char link[PATH_MAX];
    const ssize_t length = readlink(path, link, sizeof link);
    if (length <= 0)
        return;
    std::string target(link, static_cast<std::size_t>(length));
    if (target.starts_with("../"))
        target = target.substr(2); // all our files are in /etc
    if (!target.starts_with("/run/"))
        return;
    for (std::size_t slash = target.find('/', 5); slash != std::string::npos; slash = target.find('/', slash + 1))
        mkdir(target.substr(0, slash).c_str(), 0755);
    writeFile(target, "");
}

/// The machine's /etc/group with `lines` in place of its own lines of the same names.
std::string groupFile(const std::vector<std::string> &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text += line + '\n';
    std::string machines;
    if (const linux::Fd file(open("/etc/group", O_RDONLY | O_CLOEXEC)); file) {
        char buffer[4096];
        for (ssize_t n; (n = read(file.get(), buffer, sizeof buffer)) > 0;)
            machines.append(buffer, static_cast<std::size_t>(n));
    }
    for (std::size_t begin = 0; begin < machines.size();) {
        const std::size_t end = std::min(machines.find('\n', begin), machines.size());
        const std::string line = machines.substr(begin, end - begin);
        const std::string name = line.substr(0, line.find(':') + 1);
        const bool isReplaced = std::any_of(lines.begin(), lines.end(), [&](const std::string &l) { return l.starts_with(name); });
        if (!isReplaced)
            text += line + '\n';
        begin = end + 1;
    }
    return text;
}

void bindFile(const std::string &name, const std::string &text, std::vector<std::string> &warnings)
{
    const std::string source = std::string(kFiles) + '/' + name;
    const std::string target = "/etc/" + name;
    makeLinkTarget(target.c_str());
    if (!writeFile(source, text) || mount(source.c_str(), target.c_str(), nullptr, MS_BIND, nullptr) < 0)
        warnings.push_back(
            toString(linux::SysError{errno, "give the node a " + target + " of its own",
                                     errno == ENOENT ? "The file must exist: sudo touch " + target + "." : ""}));
}
} // namespace

std::vector<std::string> mountNode(const protocol::SetUp &setUp)
{
    std::vector<std::string> warnings;
    const auto attempt = [&warnings](int result, const std::string &operation, const std::string &hint) {
        if (result < 0)
            warnings.push_back(toString(linux::SysError{errno, operation, hint}));
    };
    // First of all, so that nothing below is seen outside. Without it nothing else may be mounted.
    if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0) {
        warnings.push_back(toString(linux::SysError{errno, "give the node mounts of its own", ""}));
        return warnings;
    }
    attempt(sethostname(setUp.hostName.data(), std::min<std::size_t>(setUp.hostName.size(), 64)), "set the node's host name", "");
    attempt(mount("proc", "/proc", "proc", kPlain | MS_NOEXEC, nullptr), "mount the node's /proc",
            "Its programs see the process list of the engine instead (in a container whose /proc is masked, this "
            "cannot be helped).");
    attempt(mount("sysfs", "/sys", "sysfs", kPlain | MS_NOEXEC, nullptr), "mount the node's /sys",
            "Its programs see the interfaces of the engine in /sys/class/net.");
    if (mount("tmpfs", "/run", "tmpfs", kPlain, "mode=755") < 0) {
        attempt(-1, "mount the node's /run", "It has no files of its own, and no directory for its programs.");
        return warnings;
    }
    mkdir(kNodeDirectory, 0755);
    mkdir("/run/lock", 01777);
    mkdir(kFiles, 0755);
    bindFile("hosts", setUp.hosts, warnings);
    bindFile("resolv.conf", setUp.resolvConf, warnings);
    if (access("/etc/hostname", F_OK) == 0) // not every system has one
        bindFile("hostname", setUp.hostName + '\n', warnings);
    for (const std::string &directory : setUp.directories) {
        if (directory.starts_with("/run/"))
            mkdir(directory.c_str(), 0755);
        else if (access(directory.c_str(), F_OK) == 0)
            attempt(mount("tmpfs", directory.c_str(), "tmpfs", kPlain, "mode=755"),
                    "give the node a " + directory + " of its own", "");
    }
    if (!setUp.groups.empty())
        bindFile("group", groupFile(setUp.groups), warnings);
    return warnings;
}

void writeNodeFiles(const std::string &hosts, const std::string &resolvConf)
{
    writeFile(std::string(kFiles) + "/hosts", hosts);
    writeFile(std::string(kFiles) + "/resolv.conf", resolvConf);
}

} // namespace hopyard::nodes
