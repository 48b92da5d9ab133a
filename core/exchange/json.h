// What the readers of JSON formats share: members that may be absent, or of another type than one thinks. Internal.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/exchange/foreign.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace hopyard::exchange::json {

using Json = nlohmann::json;

/// The member; a null value where there is none or `of` is no object.
const Json &member(const Json &of, const char *name);
/// A text or a number as text; empty for everything else.
std::string text(const Json &value);
/// A number, or a text that is one.
std::optional<double> number(const Json &value);

/// The value as text in lines. Texts that are no UTF-8 have U+FFFD there.
std::string written(const Json &value);

/// The document, or an Imported with the error.
base::Result<Json, Imported> parse(std::string_view text, const Surroundings &around);

} // namespace hopyard::exchange::json
