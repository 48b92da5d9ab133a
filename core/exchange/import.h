// Which reader a foreign file is for, by its name and how it begins.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"
#include "core/topology/topology.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hopyard::exchange {

enum class Format : std::uint8_t { containerlab, kathara, coreXml, gns3, miniEdit, netJson, dot, graphml, gml };
std::string_view toString(Format format); ///< "containerlab", as parseFormat() reads it
std::optional<Format> parseFormat(std::string_view text);
std::span<const std::string_view> formatNames();

/// Nothing where it looks like none of them.
std::optional<Format> guessFormat(std::string_view text, std::string_view fileName);

/// True for formats that say which network it is and not how it is configured: a plan does.
bool isTopology(Format format);
/// Of the formats that are whole labs.
Imported readLab(Format format, std::string_view text, const Surroundings &around);
/// Of those that are topologies.
topology::Parsed readTopology(Format format, std::string_view text, std::string_view fileName);

} // namespace hopyard::exchange
