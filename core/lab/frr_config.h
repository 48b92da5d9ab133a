// What a lab must know of a text for the real FRR: its interfaces and their addresses, each with its line.
//
// FRR itself says what is wrong with the rest, when the node starts; it knows far more of its language than we do, so
// nothing is refused here. A text for Hopyard's own routers is read whole, by core/console; where only its addresses count,
// as for a drawing or for new addresses beside them, this is enough of it as well.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/validate.h"

#include <string_view>

namespace hopyard::lab {

/// Interfaces in order of appearance, without `lo`; addresses of all, `lo` too. Lines that are no address are skipped.
ConfigFacts frrFacts(std::string_view config);

} // namespace hopyard::lab
