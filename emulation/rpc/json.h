// JSON without exceptions: bounded parsing, printing that cannot fail, and reading members of the expected type.
//
// The library throws where a text is malformed or a type is not the expected one; everything of ours that touches JSON
// from outside goes through these functions, so that nothing escapes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace hopyard::rpc {

using Json = nlohmann::json;

/// Nothing where the text is not JSON (UTF-8) or is deeper than kMaxDepth.
std::optional<Json> parseJson(std::string_view text);
/// One line; bytes that are not UTF-8 become U+FFFD.
std::string printJson(const Json &json);

/// The member, or null where `object` is no object or has none of that name.
const Json *member(const Json &object, std::string_view key);
/// The member where it is there and of that type.
std::optional<std::string> stringMember(const Json &object, std::string_view key);
std::optional<std::int64_t> intMember(const Json &object, std::string_view key);
std::optional<double> numberMember(const Json &object, std::string_view key);
std::optional<bool> boolMember(const Json &object, std::string_view key);

} // namespace hopyard::rpc
