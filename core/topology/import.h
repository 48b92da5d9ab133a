// A text in one of the formats that a topology is read from.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/topology/topology.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hopyard::topology {

enum class Format : std::uint8_t { graphml, gml };
std::optional<Format> parseFormat(std::string_view text); ///< "graphml", "gml"
/// By how the text begins; nothing where it begins like neither.
std::optional<Format> guessFormat(std::string_view text);

/// `format` none: guessed, which may be the error.
Parsed parseTopology(std::string_view text, std::string_view fileName, std::optional<Format> format = {});

} // namespace hopyard::topology
