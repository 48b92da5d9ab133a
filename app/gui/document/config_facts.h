// The interfaces and addresses that a router's configuration names, for drawing and for checks.
//
// Only that: whether the configuration is right is for the engine to say, which knows the whole language. Lines that
// are not understood are passed over.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/validate.h"

#include <string_view>

namespace hopyard::document {

lab::ConfigFacts configFacts(std::string_view config);

} // namespace hopyard::document
