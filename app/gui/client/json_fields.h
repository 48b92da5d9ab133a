// Reading what the engine said: members and elements that are missing or of another kind are as if they were empty.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/rpc/json.h"

#include <QString>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace hopyard::client::fields {

using rpc::Json;

inline std::string text(const Json &object, std::string_view key)
{
    return rpc::stringMember(object, key).value_or("");
}
inline QString string(const Json &object, std::string_view key) { return QString::fromStdString(text(object, key)); }
inline bool flag(const Json &object, std::string_view key) { return rpc::boolMember(object, key).value_or(false); }
inline std::int64_t integer(const Json &object, std::string_view key)
{
    return rpc::intMember(object, key).value_or(0);
}
/// Nothing below 0.
inline std::uint64_t count(const Json &object, std::string_view key)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(integer(object, key), 0));
}
/// A moment of the lab, in nanoseconds.
inline base::TimePoint time(const Json &object, std::string_view key)
{
    return base::TimePoint::fromNs(integer(object, key));
}

inline std::int64_t integerAt(const Json &array, std::size_t i)
{
    return i < array.size() && array[i].is_number_integer() ? array[i].get<std::int64_t>() : 0;
}
inline std::string textAt(const Json &array, std::size_t i)
{
    return i < array.size() && array[i].is_string() ? array[i].get<std::string>() : std::string();
}

/// Calls `each` for the elements where it is an array.
template <class Each>
void forEachOf(const Json &array, Each each)
{
    if (array.is_array())
        for (const Json &element : array)
            each(element);
}
/// The same of a member.
template <class Each>
void forEach(const Json &object, std::string_view key, Each each)
{
    if (const Json *array = rpc::member(object, key))
        forEachOf(*array, each);
}

/// Calls `each` with the names and values where it is an object.
template <class Each>
void forEachItem(const Json &object, Each each)
{
    if (object.is_object())
        for (const auto &[key, value] : object.items())
            each(key, value);
}

} // namespace hopyard::client::fields
