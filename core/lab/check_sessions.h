// BGP's neighbours that are none: another AS number than the other has, nobody there who knows of us, another password. A part of
// checkNeighbours(). Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/lab/neighbour_facts.h"

#include <string>
#include <vector>

namespace hopyard::lab {

struct OwnedAddress;

struct SpeakingRouter {
    const Node *node = nullptr;
    NeighbourFacts facts;
};
struct SessionFinding {
    std::string node;
    std::string message;
};

/// In the order of routers. Neighbours that no router of these has the address of are others' business.
std::vector<SessionFinding> checkSessions(const std::vector<SpeakingRouter> &routers, const std::vector<OwnedAddress> &addresses);

} // namespace hopyard::lab
