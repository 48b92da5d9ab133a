// A routing protocol as it runs on a virtual router: the adapter between a protocol that stands alone (core/routing)
// and the router's sockets, interfaces, configuration and RIB.
//
// Moved by calls, like everything: it keeps no reference to the context between them, and clone() is a checkpoint. It
// offers its routes to the RIB and hears what is selected there, for redistribution and for next-hop tracking.
// The router calls settle() of the RIB after each of these calls; a process never does.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/quantity.h"
#include "core/base/time.h"
#include "core/ip/stack.h"
#include "core/link/device.h"
#include "core/router/debug.h"
#include "core/routing/rib/rib.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_layer.h"

#include <map>
#include <memory>
#include <span>

namespace hopyard::router {

struct RouterConfig;

/// What a process may use while it is being moved. Lent for one call.
struct ProcessContext {
    link::Context &link;
    const RouterConfig &config; ///< of the whole router: policies, interfaces
    const ip::Stack &stack;     ///< to look at: interfaces, their addresses and state
    transport::SocketLayer &sockets;
    transport::IpOutput &ip;
    routing::Rib &rib;
    transport::ApplicationId self; ///< the owner of the sockets it opens
    DebugFlags debug;
    const std::map<base::PortIndex, base::BitRate> &speeds; ///< of links that have a rate

    base::TimePoint now() const { return link.now; }
};

class RoutingProcess {
public:
    virtual ~RoutingProcess() = default;

    virtual routing::Protocol protocol() const = 0;
    /// Called first, and whenever the router's configuration changed: makes the difference. Never called where the
    /// configuration has no part for this protocol: stop() is, then.
    virtual void configure(ProcessContext &context) = 0;
    /// Interfaces came or went, up or down, or have other addresses.
    virtual void interfacesChanged(ProcessContext &context) = 0;
    /// One of its sockets became readable or writable or failed. It takes everything that waits.
    virtual void ready(ProcessContext &context, transport::SocketId socket) = 0;
    /// Does everything that is due; nextDeadline() is later afterwards.
    virtual void expire(ProcessContext &context) = 0;
    virtual base::TimePoint nextDeadline() const = 0;
    /// What counts in the RIB changed, in slices where it is much; those changes that were or are of a protocol that it
    /// listens to. Also called without changes: addresses that it tracks, asked for by rib.takeTracked(), lead elsewhere.
    virtual void ribChanged(ProcessContext &context, std::span<const routing::RibChange> changes) = 0;
    /// Whose routes ribChanged() is about: by default all but its own. Fewer is less work.
    virtual bool listensTo(routing::Protocol other) const { return other != protocol(); }
    /// Says good-bye, withdraws its routes from the RIB and closes its sockets.
    virtual void stop(ProcessContext &context) = 0;
    virtual std::unique_ptr<RoutingProcess> clone() const = 0;
};

} // namespace hopyard::router
