// See json.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/json.h"

#include "emulation/rpc/protocol.h"

#include <limits>

namespace hopyard::rpc {
namespace {

/// Counts brackets outside strings, so that a hostile text is refused before anything is built from it.
bool isTooDeep(std::string_view text)
{
    std::size_t depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kMaxDepth)
                return true;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return false;
}

} // namespace

std::optional<Json> parseJson(std::string_view text)
{
    if (isTooDeep(text))
        return std::nullopt;
    Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (json.is_discarded())
        return std::nullopt;
    return json;
}

std::string printJson(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json *member(const Json &object, std::string_view key)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> stringMember(const Json &object, std::string_view key)
{
    const Json *m = member(object, key);
    if (!m || !m->is_string())
        return std::nullopt;
    return m->get_ref<const std::string &>();
}

std::optional<std::int64_t> intMember(const Json &object, std::string_view key)
{
    const Json *m = member(object, key);
    if (!m || !m->is_number_integer())
        return std::nullopt;
    if (m->is_number_unsigned() && m->get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
        return std::nullopt;
    return m->get<std::int64_t>();
}

std::optional<double> numberMember(const Json &object, std::string_view key)
{
    const Json *m = member(object, key);
    if (!m || !m->is_number())
        return std::nullopt;
    return m->get<double>();
}

std::optional<bool> boolMember(const Json &object, std::string_view key)
{
    const Json *m = member(object, key);
    if (!m || !m->is_boolean())
        return std::nullopt;
    return m->get<bool>();
}

} // namespace hopyard::rpc
