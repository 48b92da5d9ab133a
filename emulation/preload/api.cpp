// libhopyard-socket's own functions (hopyard/socket.h), and what happens when the library is loaded.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/control.h"
#include "emulation/preload/descriptor.h"
#include "emulation/preload/policy.h"
#include "emulation/preload/real.h"
#include "emulation/preload/sockets.h"
#include "emulation/socket_api/include/hopyard/socket.h"

#include <dirent.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace hopyard;
using namespace hopyard::preload;

namespace {

__attribute__((constructor(101))) void begin()
{
    readEnvironment();
    ownTable();
    prepareForks();
    if (*enginePath() != '\0')
        findInherited();
}

/// The only engine of the user: the run directory's only socket for programs.
void findEngine()
{
    char folder[sizeof(sockaddr_un::sun_path)];
    const char *runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime && *runtime == '/')
        std::snprintf(folder, sizeof folder, "%s/hopyard", runtime);
    else
        std::snprintf(folder, sizeof folder, "/run/user/%u/hopyard", unsigned(geteuid()));
    DIR *directory = opendir(folder);
    if (!directory) {
        std::snprintf(folder, sizeof folder, "/tmp/hopyard-%u", unsigned(geteuid()));
        directory = opendir(folder);
    }
    char found[sizeof(sockaddr_un::sun_path)] = "";
    int count = 0;
    while (const dirent *entry = directory ? readdir(directory) : nullptr) {
        const std::size_t length = std::strlen(entry->d_name);
        if (length > 8 && std::strcmp(entry->d_name + length - 8, ".sockets") == 0
            && std::snprintf(found, sizeof found, "%s/%s", folder, entry->d_name) < int(sizeof found))
            ++count;
    }
    if (directory)
        closedir(directory);
    if (count == 1)
        setEnginePath(found);
}

/// ENODEV, ENETDOWN or 0.
int checkNode(const char *node)
{
    if (std::strcmp(node, remote::kKernel) == 0)
        return 0;
    if (*enginePath() == '\0')
        findEngine();
    const std::size_t length = std::strlen(node);
    if (length == 0 || length > remote::kMaxNodeName)
        return ENODEV;
    return ask(remote::Op::findNode, nullptr, 0, {node, length}).error;
}

int failWith(int error)
{
    errno = error;
    return -1;
}

} // namespace

HOPYARD_INTERPOSED int hopyard_socket(const char *node, int domain, int type, int protocol)
{
    if (!node)
        return failWith(EINVAL);
    if (const int error = checkNode(node))
        return failWith(error);
    if (std::strcmp(node, remote::kKernel) == 0 || (domain != AF_INET && domain != AF_INET6))
        return real().socket(domain, type, protocol);
    return makeSocket(node, domain, type, protocol, true);
}

HOPYARD_INTERPOSED int hopyard_select(const char *node)
{
    if (node)
        if (const int error = checkNode(node))
            return failWith(error);
    chooseNode(node);
    return 0;
}

HOPYARD_INTERPOSED int hopyard_node_of(int descriptor, char *name, unsigned long size)
{
    char node[remote::kMaxNodeName + 1] = "kernel";
    std::size_t length = std::strlen(node);
    if (real().fcntl(descriptor, 1 /* F_GETFD */) < 0)
        return -1;
    remote::SocketName socket;
    if (isOurs(descriptor, socket)) {
        const Answer answer = ask(remote::Op::nodeOf, &socket, 0, {}, {}, node, sizeof node - 1);
        if (answer.error != 0)
            return failWith(answer.error);
        length = answer.size;
        node[length] = '\0';
    }
    if (name && size > 0)
        std::snprintf(name, size, "%s", node);
    return static_cast<int>(length);
}

HOPYARD_INTERPOSED int hopyard_engine(const char *path)
{
    if (path)
        setEnginePath(path);
    else if (const char *variable = std::getenv(remote::kSocketVariable))
        setEnginePath(variable);
    else
        findEngine();
    return *enginePath() != '\0' ? 0 : failWith(ENETDOWN);
}
