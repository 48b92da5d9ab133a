// Runs the applications of one node: starts and stops them, tells them of their sockets and of the time.
//
// The node (core/router) owns one beside its ip::Stack and its SocketLayer and calls: launch() and stop(); dispatch()
// after it gave datagrams and errors to the socket layer; expire() when nextDeadline() has come.
// A plain value; a copy clones the applications. Results of the last finished ones are kept.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/time.h"
#include "core/link/device.h"
#include "core/transport/application.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::transport {

struct ApplicationInfo {
    ApplicationId id;
    std::string name;
    std::string commandLine;
    bool isFinished = false;
    std::string resultJson;
};

class ApplicationHost {
public:
    static constexpr std::size_t kFinishedKept = 64;

    /// What applications need of their node, lent for one call.
    struct Surroundings {
        link::Context &link;
        SocketLayer &sockets;
        IpOutput &ip;
        Names &names;
    };

    /// `random` is where each application's own stream comes from.
    explicit ApplicationHost(base::Random random) : m_random(random) {}
    ApplicationHost(const ApplicationHost &other);
    ApplicationHost(ApplicationHost &&) noexcept = default;
    ApplicationHost &operator=(const ApplicationHost &other);
    ApplicationHost &operator=(ApplicationHost &&) noexcept = default;

    /// Starts an application. What it prints while it starts goes to `firstLines` where that is not null (a console
    /// answers with it), else it is traced as all else that it prints.
    ApplicationId launch(const Surroundings &around, std::unique_ptr<Application> application,
                         std::vector<std::string> *firstLines = nullptr);
    /// As Ctrl-C. False where it does not run (any more).
    bool stop(const Surroundings &around, ApplicationId id);
    void stopAll(const Surroundings &around);
    /// Tells the owners of sockets that became readable or writable or failed.
    void dispatch(const Surroundings &around) { dispatch(around, around.sockets.takeReady()); }
    /// The same for these, where the caller took them: others than applications own sockets too.
    void dispatch(const Surroundings &around, std::span<const SocketLayer::Ready> ready);
    void expire(const Surroundings &around);
    base::TimePoint nextDeadline() const { return m_nextDeadline; }

    /// Application::pack() of the program that has the socket; the first that unpacks at a port; its unpack().
    std::optional<std::string> pack(SocketId socket) const;
    ApplicationId unpacksAt(std::uint16_t port) const;
    bool unpack(const Surroundings &around, ApplicationId id, SocketId socket, std::string_view packed);

    bool isRunning(ApplicationId id) const;
    bool hasRunning() const { return !m_running.empty(); }
    /// Those that run, and the last that finished, by number.
    std::vector<ApplicationInfo> applications() const;

private:
    struct Running {
        ApplicationId id;
        base::Random random;
        std::unique_ptr<Application> application;
    };
    Running *find(ApplicationId id);
    /// Takes out those that are finished, closes their sockets, and finds the next deadline.
    void settle(const Surroundings &around);

    std::vector<Running> m_running; // by number
    std::deque<ApplicationInfo> m_finished;
    base::Random m_random;
    std::uint32_t m_nextId = 0;
    base::TimePoint m_nextDeadline = base::TimePoint::never();
};

} // namespace hopyard::transport
