// http://host:port/path?query, as far as a client needs it (RFC 3986, RFC 9110 section 4.2.1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/services/target.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace hopyard::services::http {

struct Url {
    Target host;
    std::uint16_t port = 80;
    std::string target = "/"; ///< path and query, as they go into a request
    bool operator==(const Url &) const = default;

    /// With or without "http://"; a fragment is cut off. The error is a sentence.
    static base::Result<Url, base::Error> parse(std::string_view text);
};
/// "http://web/", "http://[2001:db8::1]:8080/x?y"
std::string toString(const Url &url);
/// What the Host field says: "web", "10.0.2.10:8080".
std::string authority(const Url &url);

} // namespace hopyard::services::http
