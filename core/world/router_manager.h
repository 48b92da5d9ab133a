// The router manager: creates, configures, starts, stops and destroys virtual routers (and hosts) at run time, and
// couples their interfaces to other nodes' by links: another router, a switch, or the outside port of a namespace.
//
// It keeps no list of its own. What there shall be stands in the lab, what there is in the world; every call here is an
// edit of the lab that the world applies while it runs, so that the workbench, `hop` and a program that drives the
// manager see the same network. Hence a stopped router comes back as it was configured, with empty tables.
//
// Deliberately missing: routers in processes of their own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/result.h"
#include "core/lab/lab.h"
#include "core/router/config.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::world {

class World;

class RouterManager {
public:
    /// What went wrong, as a sentence: the world's own problem where it refused the edit.
    using Answer = base::Result<void, base::Error>;

    /// `world` outlives the manager.
    explicit RouterManager(World &world) : m_world(world) {}

    struct Router {
        std::string name;
        bool forwarding = true; ///< a router; else a host
        bool running = false;
        struct Interface {
            std::string name;
            std::vector<base::InterfaceAddress> addresses;
            lab::End attachedTo; ///< empty names: nothing plugged
            bool carrier = false;
        };
        std::vector<Interface> interfaces;
    };
    /// In the order in which they were made.
    std::vector<Router> routers() const;

    /// A running router (or host) without interfaces.
    Answer create(const std::string &name, bool forwarding = true);
    /// With its links.
    Answer destroy(const std::string &name);
    Answer start(const std::string &name);
    Answer stop(const std::string &name);
    /// The whole configuration, in FRR's language; the running router makes the difference.
    Answer configure(const std::string &name, const std::string &configuration);
    /// Plugs a link between the interface (made where there is none of that name) and a free port of another node, made
    /// too where that node's kind allows.
    Answer attach(const std::string &name, const std::string &interface, const lab::End &to);
    /// Unplugs it; the interface stays, without carrier.
    Answer detach(const std::string &name, const std::string &interface);

private:
    /// Applies the lab after `edit` changed it, or says why not.
    template <class Edit>
    Answer apply(Edit &&edit);
    Answer mustBeRouter(const std::string &name) const;

    World &m_world;
};

} // namespace hopyard::world
