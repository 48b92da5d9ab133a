// The version of Hopyard, from the build.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace hopyard::engine {

constexpr std::string_view kVersion = HOPYARD_VERSION;

} // namespace hopyard::engine
