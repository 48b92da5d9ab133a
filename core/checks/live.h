// Checks of a network that runs: looked at on a copy of it, so that the run itself is never disturbed.
//
// The copy is taken at this moment and goes its own way in virtual time: what a check does to it (a link that fails, a
// ping) happens there alone. Where part of a network lives outside of it (namespaces, machines), a copy has only half of
// it; then those checks are answered that ask what a node inside knows, and the others say why they are not.
//
// Who calls this decides where the work is done: it may take as long as the limits allow (the engine has a process for
// it, emulation/engine/live_checks.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/checks.h"
#include "core/world/world.h"

#include <memory>
#include <string>
#include <vector>

namespace hopyard::checks {

/// Counts, on the running network and from its beginning on, the frames that its checks ask about.
class Witness {
public:
    Witness(const std::vector<lab::Check> &checks, const FilterMaker &filters);
    ~Witness(); ///< before the network that it was attached to, or after detach()
    Witness(const Witness &) = delete;
    Witness &operator=(const Witness &) = delete;

    /// Counts on this network from now on, beginning at nothing.
    void attach(world::World &world);
    void detach();

private:
    friend Report lookAt(const world::World &, const std::vector<lab::Check> &, const Witness &, const struct LiveOptions &);
    struct State;
    std::unique_ptr<State> m_state;
};

struct LiveOptions {
    std::vector<std::string> only; ///< ids; empty: all
    /// Where a check's time has not come, the copy goes on until then; otherwise it is `waiting`.
    bool ahead = false;
    /// Of the lab's time, for each check, and of events for all together.
    Limits limits{base::Duration::seconds(3'600), 20'000'000};
};

/// `checks` are those that `witness` was made of. Results of those asked for, in the lab's order; points of these alone.
Report lookAt(const world::World &world, const std::vector<lab::Check> &checks, const Witness &witness, const LiveOptions &options = {});

} // namespace hopyard::checks
