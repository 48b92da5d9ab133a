// How the record names what it keeps: an event as a sentence and as JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/record/batch.h"

#include <string>
#include <string_view>

namespace hopyard::record {

struct EventText {
    std::string_view kind; ///< "NeighbourChanged", …; "Lost"
    std::string text;      ///< for a person
    std::string data;      ///< the same as a JSON object; empty where the text says it all
};
EventText describeEvent(const Batch &batch, const EventRow &row);

} // namespace hopyard::record
