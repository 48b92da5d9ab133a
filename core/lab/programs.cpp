// See programs.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/programs.h"

#include <utility>

namespace hopyard::lab {

namespace {

std::string commandOf(const Machine &m, bool isUml)
{
    std::string out = isUml ? "linux.uml" : "qemu-system-x86_64";
    for (const auto &[name, file] : {std::pair("image", &m.image), std::pair("kernel", &m.kernel), std::pair("initrd", &m.initrd)})
        if (!file->empty())
            out += std::string(" ") + name + ' ' + *file;
    return out;
}

} // namespace

std::string machineCommand(const Node &node) { return commandOf(node.machine, node.kind == NodeKind::uml); }
std::string machineCommand(const Guest &guest) { return commandOf(guest.machine, guest.kind == GuestKind::uml); }

std::vector<Program> programs(const Lab &lab)
{
    std::vector<Program> out;
    for (const Node &node : lab.nodes) {
        if (isMachine(node.kind))
            out.push_back({node.name, machineCommand(node)});
        for (const Guest &guest : node.computer.guests)
            if (isRealGuest(guest.kind))
                out.push_back({node.name + '/' + guest.name, machineCommand(guest)});
        if (isNamespace(node.kind)) // a machine's lines run inside of it
            for (const std::string &command : node.start)
                out.push_back({node.name, command});
    }
    return out;
}

} // namespace hopyard::lab
