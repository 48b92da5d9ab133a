// See programs.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/programs.h"

#include <utility>

namespace hopyard::lab {

std::string machineCommand(const Node &node)
{
    std::string out = node.kind == NodeKind::uml ? "linux.uml" : "qemu-system-x86_64";
    const Machine &m = node.machine;
    for (const auto &[name, file] : {std::pair("image", &m.image), std::pair("kernel", &m.kernel), std::pair("initrd", &m.initrd)})
        if (!file->empty())
            out += std::string(" ") + name + ' ' + *file;
    return out;
}

std::vector<Program> programs(const Lab &lab)
{
    std::vector<Program> out;
    for (const Node &node : lab.nodes) {
        if (isMachine(node.kind))
            out.push_back({node.name, machineCommand(node)});
        if (isNamespace(node.kind)) // a machine's lines run inside of it
            for (const std::string &command : node.start)
                out.push_back({node.name, command});
    }
    return out;
}

} // namespace hopyard::lab
