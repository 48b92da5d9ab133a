// See run_directory.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/run_directory.h"

#include "emulation/rpc/client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace hopyard::rpc {
namespace {

constexpr std::string_view kSuffix = ".sock";

auto systemFailure(const std::string &what)
{
    return base::fail(base::Error{what + ": " + std::strerror(errno)});
}

bool isOwnDirectory(const std::string &path)
{
    struct stat st{};
    return ::lstat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == ::geteuid();
}

std::optional<sockaddr_un> addressOf(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return std::nullopt;
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

/// True where a socket stands there and nobody listens.
bool isStale(const sockaddr_un &address)
{
    const OwnedFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    return ::connect(probe.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        && errno == ECONNREFUSED;
}

std::vector<std::string> socketsIn(const std::string &directory)
{
    std::vector<std::string> paths;
    const std::unique_ptr<DIR, int (*)(DIR *)> dir(::opendir(directory.c_str()), ::closedir);
    while (const dirent *entry = dir ? ::readdir(dir.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        if (name.ends_with(kSuffix) && isRunName(name.substr(0, name.size() - kSuffix.size())))
            paths.push_back(directory + '/' + entry->d_name);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// Two engines that start at once must not take each other's socket for one left behind.
OwnedFd lockBeside(const std::string &path)
{
    const std::string lock = path.substr(0, path.rfind('/') + 1) + ".lock";
    OwnedFd fd(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (fd.isValid())
        ::flock(fd.get(), LOCK_EX);
    return fd;
}

} // namespace

std::string runDirectory()
{
    if (const char *xdg = std::getenv("XDG_RUNTIME_DIR"); xdg && xdg[0] == '/' && isOwnDirectory(xdg))
        return std::string(xdg) + "/hopyard";
    const std::string uid = std::to_string(::geteuid());
    if (isOwnDirectory("/run/user/" + uid))
        return "/run/user/" + uid + "/hopyard";
    return "/tmp/hopyard-" + uid;
}

bool isRunName(std::string_view name)
{
    if (name.empty() || name.size() > 64 || name.front() == '.')
        return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
}

std::string socketPath(std::string_view run)
{
    return runDirectory() + '/' + std::string(run) + std::string(kSuffix);
}

std::string socketsPathBeside(const std::string &socket)
{
    const bool hasSuffix = socket.ends_with(kSuffix);
    return (hasSuffix ? socket.substr(0, socket.size() - kSuffix.size()) : socket) + ".sockets";
}

base::Result<std::string, base::Error> makeRunDirectory(const std::string &directory)
{
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
        return systemFailure("cannot make the directory " + directory);
    if (!isOwnDirectory(directory))
        return base::fail(base::Error{directory + " is not a directory of this user; remove it"});
    if (::chmod(directory.c_str(), 0700) != 0)
        return systemFailure("cannot protect the directory " + directory);
    return directory;
}

int removeStaleSockets(const std::string &directory)
{
    int removed = 0;
    const OwnedFd lock = lockBeside(directory + '/');
    for (const std::string &path : socketsIn(directory)) {
        const auto address = addressOf(path);
        if (address && isStale(*address) && ::unlink(path.c_str()) == 0) {
            ::unlink(socketsPathBeside(path).c_str());
            ++removed;
        }
    }
    return removed;
}

base::Result<OwnedFd, base::Error> listenAt(const std::string &path)
{
    const auto address = addressOf(path);
    if (!address)
        return base::fail(base::Error{"a socket's path has at most 107 bytes: " + path});
    OwnedFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd.isValid())
        return systemFailure("cannot make a socket");
    const OwnedFd lock = lockBeside(path);
    if (isStale(*address))
        ::unlink(path.c_str());
    // On Linux the mode of an unbound socket is the mode of the file that bind makes, less the umask.
    ::fchmod(fd.get(), 0600);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr *>(&*address), sizeof *address) != 0) {
        if (errno == EADDRINUSE)
            return base::fail(base::Error{"an engine listens at " + path + " already"});
        return systemFailure("cannot make the socket " + path);
    }
    if (::chmod(path.c_str(), 0600) != 0 || ::listen(fd.get(), 64) != 0) {
        const int reason = errno;
        ::unlink(path.c_str());
        errno = reason;
        return systemFailure("cannot listen at " + path);
    }
    return fd;
}

std::vector<RunInfo> listRuns(const std::string &directory, base::Duration timeout)
{
    std::vector<RunInfo> runs;
    for (const std::string &path : socketsIn(directory)) {
        auto client = Client::connect(path);
        if (!client)
            continue;
        const std::size_t slash = path.rfind('/') + 1;
        RunInfo info{path.substr(slash, path.size() - slash - kSuffix.size()), path, 0, {}, {}};
        if (const auto hello = (*client)->hello("list of runs", timeout)) {
            info.pid = hello->pid;
            info.version = hello->version;
            if (auto status = (*client)->call("engine.status", Json::object(), {}, timeout))
                info.status = std::move(*status);
        }
        runs.push_back(std::move(info));
    }
    return runs;
}

} // namespace hopyard::rpc
