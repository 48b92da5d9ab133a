// What a node was in the tool that it was drawn in: the mapping `was`. A placeholder is nothing else; a node that was bound to a
// kind of ours keeps it, so that it is known what stood there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace hopyard::lab {

struct Was {
    /// A name of an interface that the lab cannot have: "ethernet-1-1" was "ethernet-1/1".
    struct Port {
        std::string name, was;
        bool operator==(const Port &) const = default;
    };
    /// A file beside the foreign lab that the node needs.
    struct File {
        std::string path; ///< relative to the foreign lab's folder, and not out of it
        std::string text;
        bool operator==(const File &) const = default;
    };

    std::string tool;       ///< as `hop import --format` calls it: "containerlab", "gns3"
    std::string kind;       ///< what the tool calls it: "nokia_srlinux"
    std::string image;      ///< its program or disk; empty where it has none
    std::string properties; ///< its whole entry in the tool's own language: exporting to that tool writes it again
    std::vector<Port> ports;
    std::vector<File> files;
    bool operator==(const Was &) const = default;
};

} // namespace hopyard::lab
