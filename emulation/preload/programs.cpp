// exec and posix_spawn: what a program starts is turned too, or not started.
//
// A program that cannot be turned (static, setuid) is refused with a sentence and EACCES; one that is started with an
// environment of its own gets our part of it back. Nothing here allocates: between fork and exec that is not allowed.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/control.h"
#include "emulation/preload/policy.h"
#include "emulation/preload/real.h"
#include "emulation/socket_api/program_check.h"

#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace hopyard::preload {

namespace {

bool isActive() { return preloadedAs() && isTurned(); }

/// Says why and sets errno, or returns true. `copy`: where capabilities are in the way, what to run instead.
bool mayRun(const char *path, int &copy)
{
    copy = -1;
    if (!isActive() || !path)
        return true;
    char culprit[PATH_MAX];
    const remote::Refusal why = remote::checkProgram(path, culprit, sizeof culprit);
    if (why == remote::Refusal::none)
        return true;
    if (why == remote::Refusal::capabilities && std::strcmp(path, culprit) == 0 && (copy = remote::copyOf(path)) >= 0)
        return true;
    const char *reason = remote::reasonOf(why);
    iovec parts[] = {{const_cast<char *>("hopyard: "), 9},
                     {culprit, std::strlen(culprit)},
                     {const_cast<char *>(" "), 1},
                     {const_cast<char *>(reason), std::strlen(reason)},
                     {const_cast<char *>(".\n"), 2}};
    (void)!real().writev(STDERR_FILENO, parts, 5);
    errno = EACCES;
    return false;
}

bool mayRunCommand(const char *command, int &copy)
{
    char path[PATH_MAX];
    copy = -1;
    return !isActive() || !remote::findProgram(command, path, sizeof path) || mayRun(path, copy);
}

/// fexecve(3), which comes back only where it fails.
int runCopy(int copy, char *const *arguments, char *const *environment)
{
    (void)real().fexecve(copy, arguments, environment);
    const int error = errno;
    ::close(copy);
    errno = error;
    return -1;
}

/// The name under which a child that is being made finds the copy.
struct CopyName {
    explicit CopyName(int copy) { std::snprintf(text, sizeof text, "/proc/self/fd/%d", copy); }
    char text[32];
};

const char *valueIn(char *const *environment, const char *name)
{
    const std::size_t length = std::strlen(name);
    for (char *const *at = environment; at && *at; ++at)
        if (std::strncmp(*at, name, length) == 0 && (*at)[length] == '=')
            return *at + length + 1;
    return nullptr;
}

/// An environment with our part in it. Its memory is its own: it lives on the stack of whoever starts a program.
class Environment {
public:
    explicit Environment(char *const *given) : m_given(given)
    {
        if (!isActive())
            return;
        const char *list = valueIn(given, "LD_PRELOAD");
        if (!list || !std::strstr(list, preloadedAs()))
            std::snprintf(m_preload, sizeof m_preload, "LD_PRELOAD=%s%s%s", preloadedAs(), list && *list ? ":" : "",
                          list ? list : "");
        // What this process was started with, unless the program says something else itself.
        add(remote::kSocketVariable, m_sockets, sizeof m_sockets);
        add(remote::kNodeVariable, m_node, sizeof m_node);
        add(remote::kRulesVariable, m_rules, sizeof m_rules);
    }

    bool isChanged() const { return m_preload[0] || m_sockets[0] || m_node[0] || m_rules[0]; }
    std::size_t size() const
    {
        std::size_t count = 5;
        for (char *const *at = m_given; at && *at; ++at)
            ++count;
        return count;
    }
    /// Into an array of size() pointers.
    void fill(char **into)
    {
        for (char *const *at = m_given; at && *at; ++at)
            if (m_preload[0] == '\0' || std::strncmp(*at, "LD_PRELOAD=", 11) != 0)
                *into++ = *at;
        char *const own[] = {m_preload, m_sockets, m_node, m_rules};
        for (char *variable : own)
            if (*variable)
                *into++ = variable;
        *into = nullptr;
    }

private:
    void add(const char *name, char *into, std::size_t size)
    {
        const char *started = startedWith(name);
        if (started && *started && !valueIn(m_given, name))
            std::snprintf(into, size, "%s=%s", name, started);
    }

    char *const *m_given;
    char m_preload[PATH_MAX + 1024] = "";
    char m_sockets[PATH_MAX] = "";
    char m_node[512] = "";
    char m_rules[8192] = "";
};

/// Calls `start` with the environment that the program is to get.
template <class Start>
int with(char *const *given, Start start)
{
    Environment environment(given);
    if (!environment.isChanged())
        return start(given);
    char *own[environment.size()];
    environment.fill(own);
    return start(own);
}

} // namespace

} // namespace hopyard::preload

using namespace hopyard;
using namespace hopyard::preload;

HOPYARD_INTERPOSED int execve(const char *path, char *const *arguments, char *const *environment) noexcept
{
    int copy;
    if (!mayRun(path, copy))
        return -1;
    return with(environment, [&](char *const *own) {
        return copy >= 0 ? runCopy(copy, arguments, own) : real().execve(path, arguments, own);
    });
}

HOPYARD_INTERPOSED int execv(const char *path, char *const *arguments) noexcept
{
    return execve(path, arguments, environ);
}

HOPYARD_INTERPOSED int execvpe(const char *command, char *const *arguments, char *const *environment) noexcept
{
    int copy;
    if (!mayRunCommand(command, copy))
        return -1;
    return with(environment, [&](char *const *own) {
        return copy >= 0 ? runCopy(copy, arguments, own) : real().execvpe(command, arguments, own);
    });
}

HOPYARD_INTERPOSED int execvp(const char *command, char *const *arguments) noexcept
{
    return execvpe(command, arguments, environ);
}

HOPYARD_INTERPOSED int fexecve(int fd, char *const *arguments, char *const *environment) noexcept
{
    int copy;
    if (!mayRun(CopyName(fd).text, copy))
        return -1;
    return with(environment, [&](char *const *own) {
        return copy >= 0 ? runCopy(copy, arguments, own) : real().fexecve(fd, arguments, own);
    });
}

/// The arguments of execl and its kin, gathered; `rest` is what follows the closing null pointer.
#define HOPYARD_GATHER(first, rest)                                                                                     \
    va_list list;                                                                                                        \
    va_start(list, first);                                                                                               \
    std::size_t count = 1;                                                                                               \
    while (va_arg(list, char *))                                                                                         \
        ++count;                                                                                                         \
    va_end(list);                                                                                                        \
    char *arguments[count + 1];                                                                                          \
    va_start(list, first);                                                                                               \
    arguments[0] = const_cast<char *>(first);                                                                            \
    for (std::size_t i = 1; i <= count; ++i)                                                                             \
        arguments[i] = va_arg(list, char *);                                                                             \
    rest;                                                                                                                \
    va_end(list)

HOPYARD_INTERPOSED int execl(const char *path, const char *first, ...) noexcept
{
    HOPYARD_GATHER(first, (void)0);
    return execve(path, arguments, environ);
}

HOPYARD_INTERPOSED int execlp(const char *command, const char *first, ...) noexcept
{
    HOPYARD_GATHER(first, (void)0);
    return execvpe(command, arguments, environ);
}

HOPYARD_INTERPOSED int execle(const char *path, const char *first, ...) noexcept
{
    HOPYARD_GATHER(first, char *const *environment = va_arg(list, char *const *));
    return execve(path, arguments, environment);
}

HOPYARD_INTERPOSED int posix_spawn(pid_t *child, const char *path, const posix_spawn_file_actions_t *actions,
                                   const posix_spawnattr_t *attributes, char *const *arguments,
                                   char *const *environment) noexcept
{
    int copy;
    if (!mayRun(path, copy))
        return EACCES;
    const CopyName name(copy);
    const int error = with(environment, [&](char *const *own) {
        return real().posix_spawn(child, copy >= 0 ? name.text : path, actions, attributes, arguments, own);
    });
    if (copy >= 0)
        ::close(copy);
    return error;
}

HOPYARD_INTERPOSED int posix_spawnp(pid_t *child, const char *command, const posix_spawn_file_actions_t *actions,
                                    const posix_spawnattr_t *attributes, char *const *arguments,
                                    char *const *environment) noexcept
{
    char path[PATH_MAX];
    if (isActive() && remote::findProgram(command, path, sizeof path))
        return posix_spawn(child, path, actions, attributes, arguments, environment);
    return with(environment, [&](char *const *own) {
        return real().posix_spawnp(child, command, actions, attributes, arguments, own);
    });
}
