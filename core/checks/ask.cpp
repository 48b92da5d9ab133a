// What conditions share; see condition.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/quantity.h"
#include "core/checks/condition.h"
#include "core/lab/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace hopyard::checks {

Finding found(bool isGood, std::string seen)
{
    return {isGood ? Verdict::passed : Verdict::failed, std::move(seen)};
}

Finding impossible(std::string why)
{
    return {Verdict::error, std::move(why)};
}

std::optional<Json> askJson(Course &course, std::string_view place, const std::string &line, std::string *why)
{
    const world::CommandAnswer answer = course.world().command(place, line);
    Json json = Json::parse(answer.json, nullptr, false);
    if (answer.ok && !json.is_discarded())
        return json;
    if (why) {
        *why = answer.text.substr(0, answer.text.find('\n'));
        if (answer.ok)
            *why = fmt::format("'{}' of {} has no such answer", line, place);
    }
    return std::nullopt;
}

const Json *member(const Json &object, std::string_view key)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(std::string(key));
    return found == object.end() ? nullptr : &*found;
}

std::string textOf(const Json *value)
{
    if (!value)
        return {};
    if (value->is_string())
        return value->get<std::string>();
    return value->is_number() ? value->dump() : std::string();
}

double numberOf(const Json *value)
{
    return value && value->is_number() ? value->get<double>() : 0;
}

std::vector<std::string> addressesOf(Course &course, std::string_view place)
{
    std::vector<std::string> addresses;
    const auto json = askJson(course, place, "show interface brief json");
    if (!json)
        return addresses;
    for (const auto &[name, interface] : json->items())
        if (const Json *list = member(interface, "addresses"); list && list->is_array())
            for (const Json &entry : *list) {
                const Json *inside = member(entry, "address");
                if (const auto address = base::InterfaceAddress::parse(textOf(inside ? inside : &entry)))
                    addresses.push_back(toString(address->address));
            }
    return addresses;
}

std::vector<std::string> meaningsOf(Course &course, std::string_view name)
{
    if (const auto address = base::IpAddress::parse(name))
        return {toString(*address)};
    return addressesOf(course, name);
}

std::string ownerOf(Course &course, std::string_view address)
{
    for (const lab::Node &node : course.world().lab().nodes) {
        const auto own = addressesOf(course, node.name);
        if (std::ranges::find(own, address) != own.end())
            return node.name;
    }
    return std::string(address);
}

base::Duration durationOf(const lab::Condition &condition, std::string_view key, base::Duration usual)
{
    return condition.has(key) ? base::parseDuration(condition.get(key)).value_or(usual) : usual;
}

std::uint32_t countOf(const lab::Condition &condition, std::string_view key, std::uint32_t usual)
{
    const std::string_view text = condition.get(key);
    std::uint32_t value = usual;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

double probabilityOf(const lab::Condition &condition, std::string_view key, double usual)
{
    return condition.has(key) ? base::parseProbability(condition.get(key)).value_or(usual) : usual;
}

bool flagOf(const lab::Condition &condition, std::string_view key)
{
    const auto flag = lab::parseFlagValue(condition.get(key));
    return flag && *flag;
}

} // namespace hopyard::checks
