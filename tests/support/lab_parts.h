// Nodes and links of labs, in a line each. Called with their namespace: POSIX has a link() too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <utility>

namespace hopyard::support {

inline lab::Node node(std::string name, lab::NodeKind kind, lab::Position at = {})
{
    lab::Node made;
    made.name = std::move(name);
    made.kind = kind;
    made.at = at;
    return made;
}

inline lab::Link link(lab::End a, lab::End b)
{
    lab::Link made;
    made.a = std::move(a);
    made.b = std::move(b);
    return made;
}

} // namespace hopyard::support
