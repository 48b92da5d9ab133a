// An application that is given a target and begins once it knows the target's address.
//
// It stands between the host that moves applications and the application's own begin(), socketReady() and deadline():
// while the name is being resolved, everything goes to the resolver.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/resolver.h"
#include "core/services/target.h"
#include "core/transport/application.h"

namespace hopyard::services {

class ClientApplication : public transport::Application {
public:
    void start(transport::AppContext &context) final;
    void ready(transport::AppContext &context, transport::SocketId socket) final;
    void expire(transport::AppContext &context) final;
    base::TimePoint nextDeadline() const final;
    void stop(transport::AppContext &context) final;
    bool isFinished() const final { return m_isFinished; }

protected:
    /// Called again by nobody: an application works for one target.
    virtual const Target &target() const = 0;
    /// The address is known.
    virtual void begin(transport::AppContext &context) = 0;
    virtual void socketReady(transport::AppContext &context, transport::SocketId socket) = 0;
    /// Does everything that is due.
    virtual void deadline(transport::AppContext &context) = 0;
    virtual base::TimePoint ownDeadline() const = 0;
    /// As Ctrl-C once it has begun: prints what it found. Finished afterwards in any case.
    virtual void end(transport::AppContext &context) = 0;

    /// Of the target; not valid before begin().
    const base::IpAddress &address() const { return m_address; }
    void finish() { m_isFinished = true; }
    /// Prints "ping: CALL: Address already in use" and finishes.
    void giveUp(transport::AppContext &context, std::string_view call, transport::SocketError error);

private:
    void goOn(transport::AppContext &context);

    Resolver m_resolver;
    base::IpAddress m_address;
    bool m_isFinished = false;
};

} // namespace hopyard::services
