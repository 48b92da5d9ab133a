// Names of nodes, for programs that look names up: the engine is asked first, then everybody else as ever.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/control.h"
#include "emulation/preload/real.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace hopyard::preload {

namespace {

constexpr std::size_t kMaxAddresses = 32;
constexpr std::size_t kMaxName = 253; // RFC 1035 section 2.3.4, as text

struct Found {
    remote::Address list[kMaxAddresses];
    std::size_t count = 0;
};

bool isNumeric(const char *name)
{
    unsigned char bytes[16];
    return inet_pton(AF_INET, name, bytes) == 1 || std::strchr(name, ':') != nullptr;
}

/// IPv4 addresses only: nodes have no others.
bool lookUp(const char *name, Found &found)
{
    if (!name || *name == '\0' || std::strlen(name) > kMaxName || *enginePath() == '\0' || isNumeric(name))
        return false;
    const Answer answer =
        ask(remote::Op::resolve, nullptr, 0, {name, std::strlen(name)}, {}, found.list, sizeof found.list);
    if (answer.error != 0)
        return false;
    const std::size_t count = answer.size / sizeof found.list[0];
    for (std::size_t i = 0; i < count; ++i)
        if (found.list[i].family == 4)
            found.list[found.count++] = found.list[i];
    return found.count > 0;
}

/// The list for one address, made by the C library itself so that freeaddrinfo(3) can free it.
int listFor(const remote::Address &address, const char *service, const addrinfo *hints, addrinfo **list)
{
    char text[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, address.bytes, text, sizeof text);
    addrinfo wanted{};
    if (hints)
        wanted = *hints;
    wanted.ai_flags = (wanted.ai_flags | AI_NUMERICHOST) & ~(AI_ADDRCONFIG | AI_CANONNAME);
    return real().getaddrinfo(text, service, &wanted, list);
}

/// gethostbyname_r's answer in the caller's buffer. ERANGE where it is too small.
int fillHost(const char *name, const Found &found, hostent *host, char *buffer, size_t size)
{
    const std::size_t misplaced = reinterpret_cast<std::uintptr_t>(buffer) % alignof(char *);
    const std::size_t skip = misplaced ? alignof(char *) - misplaced : 0;
    const std::size_t length = std::strlen(name) + 1;
    const std::size_t needed = skip + (found.count + 2) * sizeof(char *) + found.count * 4 + length;
    if (needed > size)
        return ERANGE;
    auto **pointers = reinterpret_cast<char **>(buffer + skip);
    char *bytes = buffer + skip + (found.count + 2) * sizeof(char *);
    for (std::size_t i = 0; i < found.count; ++i, bytes += 4) {
        std::memcpy(bytes, found.list[i].bytes, 4);
        pointers[i] = bytes;
    }
    pointers[found.count] = nullptr;
    pointers[found.count + 1] = nullptr;
    std::memcpy(bytes, name, length);
    host->h_name = bytes;
    host->h_aliases = pointers + found.count + 1;
    host->h_addrtype = AF_INET;
    host->h_length = 4;
    host->h_addr_list = pointers;
    return 0;
}

hostent *fillStatic(const char *name, const Found &found)
{
    static hostent host; // as the C library's own: one for the process
    static char buffer[kMaxAddresses * (4 + sizeof(char *)) + 2 * sizeof(char *) + kMaxName + 16];
    return fillHost(name, found, &host, buffer, sizeof buffer) == 0 ? &host : nullptr;
}

} // namespace

} // namespace hopyard::preload

using namespace hopyard;
using namespace hopyard::preload;

HOPYARD_INTERPOSED int getaddrinfo(const char *name, const char *service, const addrinfo *hints, addrinfo **list)
{
    Found found;
    const bool wantsV6 = hints && hints->ai_family == AF_INET6 && (hints->ai_flags & AI_V4MAPPED) == 0;
    if ((hints && (hints->ai_flags & AI_NUMERICHOST) != 0) || wantsV6 || !lookUp(name, found))
        return real().getaddrinfo(name, service, hints, list);
    addrinfo *first = nullptr;
    addrinfo **end = &first;
    for (std::size_t i = 0; i < found.count; ++i) {
        addrinfo *more = nullptr;
        if (const int error = listFor(found.list[i], service, hints, &more)) {
            if (first)
                freeaddrinfo(first);
            return error;
        }
        *end = more;
        while (*end)
            end = &(*end)->ai_next;
    }
    if (hints && (hints->ai_flags & AI_CANONNAME) != 0)
        first->ai_canonname = strdup(name);
    *list = first;
    return 0;
}

HOPYARD_INTERPOSED hostent *gethostbyname2(const char *name, int family)
{
    Found found;
    return family == AF_INET && lookUp(name, found) ? fillStatic(name, found) : real().gethostbyname2(name, family);
}

HOPYARD_INTERPOSED hostent *gethostbyname(const char *name)
{
    Found found;
    return lookUp(name, found) ? fillStatic(name, found) : real().gethostbyname(name);
}

HOPYARD_INTERPOSED int gethostbyname2_r(const char *name, int family, hostent *host, char *buffer, size_t size,
                                        hostent **answer, int *error)
{
    Found found;
    if (family != AF_INET || !lookUp(name, found))
        return real().gethostbyname2_r(name, family, host, buffer, size, answer, error);
    const int failed = fillHost(name, found, host, buffer, size);
    *answer = failed == 0 ? host : nullptr;
    *error = failed == 0 ? NETDB_SUCCESS : NETDB_INTERNAL;
    return failed;
}

HOPYARD_INTERPOSED int gethostbyname_r(const char *name, hostent *host, char *buffer, size_t size, hostent **answer,
                                       int *error)
{
    return gethostbyname2_r(name, AF_INET, host, buffer, size, answer, error);
}
