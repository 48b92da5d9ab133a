// See programs.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/programs.h"

namespace hopyard::lab {

std::vector<Program> programs(const Lab &lab)
{
    std::vector<Program> out;
    for (const Node &node : lab.nodes)
        if (isOutside(node.kind))
            for (const std::string &command : node.start)
                out.push_back({node.name, command});
    return out;
}

} // namespace hopyard::lab
