// Whether a computer can form the guests that a lab wants of it, and whether they will be reached. Part of validate.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <string>
#include <vector>

namespace hopyard::lab {

struct ComputerFinding {
    Problem::Severity severity = Problem::Severity::error;
    std::string path;    ///< below the node's: "guests/g1/memory"
    std::string message; ///< what is wrong and what would be right
};

/// Of one node of kind hypervisor: memory and shares, names, interfaces and adapters, addresses for its mode, ports.
/// Addresses that belong to two are found where all the lab's are (validate.cpp).
std::vector<ComputerFinding> checkComputer(const Lab &lab, const Node &node);

} // namespace hopyard::lab
