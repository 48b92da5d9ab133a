// struct sockaddr and endpoints.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/transport/endpoint.h"

#include <sys/socket.h>

namespace hopyard::packetdrill {

/// EINVAL where it is too short, EAFNOSUPPORT where it is not IPv4's; AF_UNSPEC gives an endpoint without address.
base::Result<transport::Endpoint, int> readAddress(const sockaddr *address, socklen_t length);

/// As getsockname() writes it: at most `*length` bytes, and then `*length` is what it would have needed. Null: nothing.
void writeAddress(const transport::Endpoint &endpoint, sockaddr *address, socklen_t *length);

} // namespace hopyard::packetdrill
