// See url.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/url.h"

#include "core/services/http/message.h"
#include "core/transport/names.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services::http {

base::Result<Url, base::Error> Url::parse(std::string_view text)
{
    const auto wrong = [whole = text](std::string_view why) {
        return base::fail(base::Error{fmt::format("'{}' is no address such as http://web/: {}", whole, why)});
    };
    if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos) {
        if (!sameName(text.substr(0, scheme), "http"))
            return wrong("only http is spoken here");
        text.remove_prefix(scheme + 3);
    }
    Url url;
    text = text.substr(0, text.find('#'));
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    std::string_view host = text.substr(0, end);
    const std::string_view path = text.substr(end);
    if (!path.empty())
        url.target = (path.front() == '?' ? "/" : "") + std::string(path);
    if (!std::ranges::all_of(url.target, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; }))
        return wrong("a path has no blanks; they are written %20");

    const std::size_t bracket = host.starts_with('[') ? host.find(']') : std::string_view::npos;
    const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        const auto port = parseNumber(host.substr(colon + 1));
        if (!port || *port == 0 || *port > 65'535)
            return wrong("a port is a number from 1 to 65535");
        url.port = static_cast<std::uint16_t>(*port);
        host = host.substr(0, colon);
    }
    if (bracket != std::string_view::npos) {
        const auto address = base::Ipv6Address::parse(host.substr(1, bracket - 1));
        if (!address || host.size() != bracket + 1)
            return wrong("an IPv6 address stands in brackets");
        url.host = base::IpAddress(*address);
    } else if (const auto address = base::IpAddress::parse(host)) {
        url.host = *address;
    } else if (transport::isHostName(host)) {
        url.host = Target(std::string(host));
    } else {
        return wrong("the host is neither a name nor an IP address");
    }
    return url;
}

std::string authority(const Url &url)
{
    const bool isV6 = url.host.address.isV6();
    const std::string host = services::toString(url.host);
    return fmt::format("{}{}{}{}", isV6 ? "[" : "", host, isV6 ? "]" : "",
                       url.port == 80 ? std::string() : fmt::format(":{}", url.port));
}

std::string toString(const Url &url)
{
    return "http://" + authority(url) + url.target;
}

} // namespace hopyard::services::http
