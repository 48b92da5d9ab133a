// Bytes as text in a JSON message (RFC 4648 section 4, with padding).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::rpc {

std::string encodeBase64(base::Bytes bytes);
/// Nothing where the text is not what encodeBase64() makes: another character, a length that is no multiple of four.
std::optional<std::vector<std::uint8_t>> decodeBase64(std::string_view text);

} // namespace hopyard::rpc
