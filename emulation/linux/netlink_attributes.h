// Walking the attributes of a netlink message: libmnl's macro for it is not C++.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libmnl/libmnl.h>

#include <cstddef>

namespace hopyard::linux {

/// Calls `visit(attribute)` for each one after the first `offset` bytes of the payload.
template <class Visit>
void forEachAttribute(const nlmsghdr *message, std::size_t offset, Visit visit)
{
    const auto *end = static_cast<const char *>(mnl_nlmsg_get_payload_tail(message));
    const auto *at = static_cast<const nlattr *>(mnl_nlmsg_get_payload_offset(message, offset));
    while (mnl_attr_ok(at, static_cast<int>(end - reinterpret_cast<const char *>(at)))) {
        visit(at);
        at = mnl_attr_next(at);
    }
}

} // namespace hopyard::linux
