// Members of JSON documents; see json.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/json.h"

#include "core/base/quantity.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::exchange::json {

namespace {

/// True where brackets stand deeper in each other than any file of these kinds has them.
bool isTooDeep(std::string_view text)
{
    constexpr int kDeepest = 100;
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inText) {
            i += c == '\\' ? 1 : 0;
            inText = c != '"';
        } else if (c == '"') {
            inText = true;
        } else if ((c == '[' || c == '{') && ++depth > kDeepest) {
            return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

} // namespace

const Json &member(const Json &of, const char *name)
{
    static const Json kNothing;
    if (!of.is_object())
        return kNothing;
    const auto found = of.find(name);
    return found == of.end() ? kNothing : *found;
}

std::string text(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_integer())
        return fmt::format("{}", value.get<std::int64_t>());
    return value.is_number() ? fmt::format("{}", value.get<double>()) : std::string();
}

std::optional<double> number(const Json &value)
{
    if (value.is_number())
        return value.get<double>();
    if (!value.is_string())
        return std::nullopt;
    const std::string &written = value.get_ref<const std::string &>();
    const auto parts = base::splitQuantity(written);
    return parts && parts->unit.empty() ? std::optional(parts->number) : std::nullopt;
}

std::string written(const Json &value)
{
    return value.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

base::Result<Json, Imported> parse(std::string_view text, const Surroundings &around)
{
    if (text.size() > kMaxTextBytes)
        return base::fail(refused(around, fmt::format("the file has {} bytes; at most {} are read", text.size(), kMaxTextBytes)));
    if (isTooDeep(text))
        return base::fail(refused(around, "the JSON is nested too deeply"));
    try {
        return Json::parse(text);
    } catch (const Json::parse_error &error) {
        const std::size_t byte = std::min(error.byte, text.size());
        const int line = 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n'));
        return base::fail(refused(around, "not JSON, or not complete", line));
    } catch (const Json::exception &) {
        return base::fail(refused(around, "a number in the JSON is larger than any number of these files is"));
    }
}

} // namespace hopyard::exchange::json
