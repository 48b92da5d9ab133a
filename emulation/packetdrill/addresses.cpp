// See addresses.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/addresses.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace hopyard::packetdrill {

base::Result<transport::Endpoint, int> readAddress(const sockaddr *address, socklen_t length)
{
    if (!address || length < sizeof(sa_family_t))
        return base::fail(EINVAL);
    if (address->sa_family == AF_UNSPEC)
        return transport::Endpoint{};
    if (address->sa_family != AF_INET)
        return base::fail(EAFNOSUPPORT);
    sockaddr_in in{};
    if (length < sizeof in)
        return base::fail(EINVAL);
    std::memcpy(&in, address, sizeof in);
    return transport::Endpoint{base::Ipv4Address(ntohl(in.sin_addr.s_addr)), ntohs(in.sin_port)};
}

void writeAddress(const transport::Endpoint &endpoint, sockaddr *address, socklen_t *length)
{
    if (!address || !length)
        return;
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(endpoint.port);
    in.sin_addr.s_addr = htonl(endpoint.address.isV4() ? endpoint.address.v4().value() : 0);
    std::memcpy(address, &in, std::min<std::size_t>(*length, sizeof in));
    *length = sizeof in;
}

} // namespace hopyard::packetdrill
