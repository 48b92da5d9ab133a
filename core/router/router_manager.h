// The router manager: creates, configures, starts, stops and destroys virtual routers at run time, by name, and couples
// their interfaces to links and to outside ports.
//
// It knows what there shall be: every router's interfaces, configuration and attachments, also while the router is off.
// What there is stands in a Plant, which owns the devices and the links (the world; a fake in the tests). So a router
// that is started again comes back as it was configured, with empty tables, as after a power cut.
//
// Deliberately missing: the manager's console (a later issue); routers in processes of their own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/result.h"
#include "core/ip/interface.h"
#include "core/router/config.h"
#include "core/router/virtual_router.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::router {

/// What an interface is coupled to.
struct Attachment {
    enum class Kind : std::uint8_t {
        link,    ///< an end of the link named `name`
        outside, ///< the outside port named `name` (a TAP, a network card)
    } kind = Kind::link;
    std::string name;
    bool operator==(const Attachment &) const = default;
};

/// Where routers run.
class Plant {
public:
    virtual ~Plant() = default;
    /// Makes a device without interfaces and moves it from now on. False where that cannot be.
    virtual bool powerOn(const std::string &router, bool forwarding) = 0;
    virtual void powerOff(const std::string &router) = 0;
    /// Calls `f` with the running router and a context of the present moment.
    virtual void visit(const std::string &router, const std::function<void(link::Context &, VirtualRouter &)> &f) = 0;
    /// Couples a port; carrier follows from there. False where there is no such link or port, or it is taken.
    virtual bool plug(const std::string &router, base::PortIndex port, const Attachment &to) = 0;
    virtual void unplug(const std::string &router, base::PortIndex port) = 0;
};

enum class ManagerError : std::uint8_t {
    nameTaken,
    noSuchRouter,
    noSuchInterface,
    alreadyRunning,
    notRunning,
    cannotStart,  ///< the plant refused
    cannotAttach, ///< the plant refused
};
std::string_view toString(ManagerError error);

class RouterManager {
public:
    struct Interface {
        ip::InterfaceSpec spec;
        std::optional<Attachment> attachment;
        base::PortIndex port; ///< while the router runs
    };
    struct Router {
        bool forwarding = true;
        bool running = false;
        RouterConfig config;
        std::vector<Interface> interfaces; ///< in the order in which they were made
    };
    using Answer = base::Result<void, ManagerError>;

    /// `plant` outlives the manager.
    explicit RouterManager(Plant &plant) : m_plant(plant) {}

    Answer create(const std::string &name, bool forwarding = true);
    Answer destroy(const std::string &name); ///< stops it first
    Answer start(const std::string &name);
    Answer stop(const std::string &name);
    /// Takes effect at once where it runs. What configure() answers comes back.
    base::Result<Configured, ManagerError> configure(const std::string &name, const RouterConfig &config);

    Answer addInterface(const std::string &name, const ip::InterfaceSpec &spec);
    Answer removeInterface(const std::string &name, std::string_view interface);
    /// In place of what it was attached to before.
    Answer attach(const std::string &name, std::string_view interface, const Attachment &to);
    Answer detach(const std::string &name, std::string_view interface);

    /// Null where there is none.
    const Router *find(const std::string &name) const;
    const std::map<std::string, Router> &routers() const { return m_routers; } ///< by name

private:
    Router *edit(const std::string &name);
    static Interface *edit(Router &router, std::string_view interface);
    void make(const std::string &name, Interface &interface);

    Plant &m_plant;
    std::map<std::string, Router> m_routers;
};

} // namespace hopyard::router
