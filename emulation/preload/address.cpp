// See address.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/address.h"

#include <netinet/in.h>

#include <cstring>

namespace hopyard::preload {

namespace {

constexpr unsigned char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

} // namespace

bool toAddress(const sockaddr *from, socklen_t size, remote::Address &to)
{
    to = {};
    if (!from || size < sizeof from->sa_family)
        return false;
    if (from->sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
        sockaddr_in v4;
        std::memcpy(&v4, from, sizeof v4);
        to.family = 4;
        to.port = ntohs(v4.sin_port);
        std::memcpy(to.bytes, &v4.sin_addr, 4);
        return true;
    }
    constexpr socklen_t shortest = 24; // RFC 2133's, without scope; Linux takes it
    if (from->sa_family == AF_INET6 && size >= shortest) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, from, size < sizeof v6 ? size : sizeof v6);
        to.port = ntohs(v6.sin6_port);
        if (std::memcmp(&v6.sin6_addr, kMapped, sizeof kMapped) == 0) {
            to.family = 4;
            std::memcpy(to.bytes, v6.sin6_addr.s6_addr + sizeof kMapped, 4);
        } else {
            to.family = 6;
            std::memcpy(to.bytes, &v6.sin6_addr, 16);
        }
        return true;
    }
    return false;
}

void fromAddress(const remote::Address &from, std::uint8_t family, sockaddr *to, socklen_t *size)
{
    if (!size)
        return;
    if (family == 4) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(from.port);
        if (from.family == 4)
            std::memcpy(&v4.sin_addr, from.bytes, 4);
        if (to)
            std::memcpy(to, &v4, *size < sizeof v4 ? *size : sizeof v4);
        *size = sizeof v4;
        return;
    }
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(from.port);
    constexpr unsigned char none[4] = {};
    if (from.family == 6) {
        std::memcpy(&v6.sin6_addr, from.bytes, 16);
    } else if (from.family == 4 && std::memcmp(from.bytes, none, 4) != 0) {
        std::memcpy(&v6.sin6_addr, kMapped, sizeof kMapped);
        std::memcpy(v6.sin6_addr.s6_addr + sizeof kMapped, from.bytes, 4);
    }
    if (to)
        std::memcpy(to, &v6, *size < sizeof v6 ? *size : sizeof v6);
    *size = sizeof v6;
}

} // namespace hopyard::preload
