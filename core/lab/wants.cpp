// See wants.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/wants.h"

#include "core/lab/programs.h"

#include <algorithm>

namespace hopyard::lab {

namespace {

void addMachine(std::vector<Want> &out, const std::string &name, const Machine &machine, const std::string &command)
{
    out.push_back({Want::Kind::machine, name, command});
    for (const std::string *file : {&machine.image, &machine.kernel, &machine.initrd})
        if (!file->empty())
            out.push_back({Want::Kind::image, name, *file, !staysInside(*file)});
}

/// The file behind the word "routes" of a speaker's start line.
void addRouteFiles(std::vector<Want> &out, const Node &node)
{
    for (const std::string &line : node.start) {
        if (!line.starts_with("bgp-speaker "))
            continue;
        const std::size_t word = line.find(" routes ");
        if (word == std::string::npos)
            continue;
        std::string file = line.substr(word + 8);
        const bool isQuoted = file.starts_with('"');
        file = isQuoted ? file.substr(1, file.find('"', 1) - 1) : file.substr(0, file.find(' '));
        out.push_back({Want::Kind::file, node.name, file, !staysInside(file)});
    }
}

} // namespace

std::string_view toString(Want::Kind kind)
{
    switch (kind) {
    case Want::Kind::program: return "program";
    case Want::Kind::machine: return "machine";
    case Want::Kind::image: return "image";
    case Want::Kind::file: return "file";
    case Want::Kind::port: return "port";
    }
    return "program";
}

bool staysInside(std::string_view file)
{
    if (file.starts_with('/'))
        return false;
    int depth = 0;
    while (!file.empty()) {
        const std::size_t slash = std::min(file.find('/'), file.size());
        const std::string_view part = file.substr(0, slash);
        if (part == "..")
            --depth;
        else if (!part.empty() && part != ".")
            ++depth;
        if (depth < 0)
            return false;
        file.remove_prefix(std::min(slash + 1, file.size()));
    }
    return true;
}

std::vector<Want> wants(const Lab &lab)
{
    std::vector<Want> out;
    for (const Node &node : lab.nodes) {
        if (isNamespace(node.kind)) {
            for (const std::string &command : node.start)
                out.push_back({Want::Kind::program, node.name, command});
            out.push_back({Want::Kind::port, node.name,
                           node.kind == NodeKind::namespaceNode ? "a network namespace of Linux" : "a routing daemon in a network namespace of Linux"});
        } else {
            addRouteFiles(out, node);
        }
        if (isMachine(node.kind))
            addMachine(out, node.name, node.machine, machineCommand(node));
        for (const Guest &guest : node.computer.guests)
            if (isRealGuest(guest.kind))
                addMachine(out, node.name + '/' + guest.name, guest.machine, machineCommand(guest));
    }
    std::ranges::stable_sort(out, {}, &Want::kind);
    return out;
}

} // namespace hopyard::lab
