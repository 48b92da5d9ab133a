// Lists by name; see policy.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/policy/policy.h"

#include <algorithm>

namespace hopyard::routing::policy {

namespace {

template <class List>
const List *find(const std::vector<List> &lists, std::string_view name, base::Family family)
{
    const auto at = std::find_if(lists.begin(), lists.end(), [&](const List &l) { return l.name == name && l.family == family; });
    return at == lists.end() ? nullptr : &*at;
}

template <class List>
List &need(std::vector<List> &lists, const std::string &name, base::Family family)
{
    if (const List *there = find(lists, name, family))
        return const_cast<List &>(*there);
    List &made = lists.emplace_back();
    made.name = name;
    made.family = family;
    return made;
}

} // namespace

const PrefixList *Policies::findPrefixList(std::string_view name, base::Family family) const
{
    return find(prefixLists, name, family);
}

const AccessList *Policies::findAccessList(std::string_view name, base::Family family) const
{
    return find(accessLists, name, family);
}

const RouteMap *Policies::findRouteMap(std::string_view name) const
{
    const auto at = std::find_if(routeMaps.begin(), routeMaps.end(), [&](const RouteMap &m) { return m.name == name; });
    return at == routeMaps.end() ? nullptr : &*at;
}

PrefixList &Policies::needPrefixList(const std::string &name, base::Family family) { return need(prefixLists, name, family); }
AccessList &Policies::needAccessList(const std::string &name, base::Family family) { return need(accessLists, name, family); }

RouteMap &Policies::needRouteMap(const std::string &name)
{
    if (const RouteMap *there = findRouteMap(name))
        return const_cast<RouteMap &>(*there);
    return routeMaps.emplace_back(RouteMap{name, {}});
}

bool Policies::prefixListPermits(std::string_view name, const base::IpPrefix &route) const
{
    const PrefixList *list = findPrefixList(name, route.family());
    return list && list->permits(route);
}

bool Policies::accessListPermits(std::string_view name, const base::IpPrefix &route) const
{
    const AccessList *list = findAccessList(name, route.family());
    return list && list->permits(route);
}

bool Policies::asPathListPermits(const std::string &name, std::string_view path) const
{
    const auto list = asPathLists.find(name);
    return list != asPathLists.end() && list->second.permits(path);
}

} // namespace hopyard::routing::policy
