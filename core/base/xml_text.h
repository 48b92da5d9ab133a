// Text as it stands in XML 1.0, within elements and attributes; and in HTML.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace hopyard::base {

/// With &, <, >, " and ' as entities, and '?' for control characters, which XML has no way at all to say (line ends and tabs stay).
std::string xmlText(std::string_view text);

} // namespace hopyard::base
