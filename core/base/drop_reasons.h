// All reasons for which packets are dropped (trace.h has them by name), for whoever has a word or a picture for each of
// them. Without trace.h, whose Hub::emit is no word beside Qt's macro.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::base {

enum class DropReason : std::uint8_t;
std::string_view toString(DropReason reason);
/// In the order of the enumeration.
const std::vector<DropReason> &allDropReasons();
/// By toString(); nothing where there is none of that name.
std::optional<DropReason> parseDropReason(std::string_view text);

} // namespace hopyard::base
