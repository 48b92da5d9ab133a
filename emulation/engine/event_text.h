// Trace events in a few words, for the marks of the time line, for conditions, and for saying why a run paused.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/trace.h"

#include <string>

namespace hopyard::engine {

/// "route 10.0.2.0/24 (ospf) added"; without the node's name and without the time.
std::string eventText(const base::trace::Event &event);
/// Where it happened; none for what happens on links alone.
base::NodeId nodeOf(const base::trace::Event &event);
base::LinkId linkOf(const base::trace::Event &event);

} // namespace hopyard::engine
