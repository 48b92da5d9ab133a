// Keeping routes in order and comparing interface names; see config.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/config.h"

#include <algorithm>

namespace hopyard::router {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// The digits in front of `text` without leading zeros, removed from it.
std::string_view takeNumber(std::string_view &text)
{
    std::size_t end = 0;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    while (digits.size() > 1 && digits.front() == '0')
        digits.remove_prefix(1);
    return digits;
}

} // namespace

bool InterfaceNameLess::operator()(std::string_view a, std::string_view b) const
{
    std::string_view restA = a, restB = b;
    while (!restA.empty() && !restB.empty()) {
        if (isDigit(restA.front()) && isDigit(restB.front())) {
            const std::string_view numberA = takeNumber(restA), numberB = takeNumber(restB);
            if (numberA.size() != numberB.size())
                return numberA.size() < numberB.size();
            if (numberA != numberB)
                return numberA < numberB;
            continue;
        }
        if (restA.front() != restB.front())
            return restA.front() < restB.front();
        restA.remove_prefix(1);
        restB.remove_prefix(1);
    }
    if (restA.empty() != restB.empty())
        return restA.empty();
    return a < b; // "eth01" and "eth1" are two names
}

bool StaticRoute::samePath(const StaticRoute &other) const
{
    return prefix == other.prefix && kind == other.kind && gateway == other.gateway && interface == other.interface;
}

namespace {

} // namespace

void RouterConfig::addRoute(const StaticRoute &route)
{
    removeRoute(route);
    staticRoutes.insert(std::upper_bound(staticRoutes.begin(), staticRoutes.end(), route), route);
}

bool RouterConfig::removeRoute(const StaticRoute &route)
{
    // The routes of one prefix stand together, because the prefix is what routes are sorted by first. (Iterators, not a
    // subrange: clang 14, which fuzzes this, does not know its own std::ranges::subrange.)
    auto found = std::lower_bound(staticRoutes.begin(), staticRoutes.end(), route.prefix,
                                  [](const StaticRoute &r, const base::IpPrefix &prefix) { return r.prefix < prefix; });
    while (found != staticRoutes.end() && found->prefix == route.prefix && !found->samePath(route))
        ++found;
    if (found == staticRoutes.end() || found->prefix != route.prefix)
        return false;
    staticRoutes.erase(found);
    return true;
}

} // namespace hopyard::router
