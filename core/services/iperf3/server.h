// iperf3 server: runs the tests of iperf 3 clients, ours and real ones, one at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/iperf3/control.h"
#include "core/services/iperf3/transfer.h"
#include "core/transport/application.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::services {

struct Iperf3ServerOptions {
    std::uint16_t port = iperf3::kPort;
    bool once = false;  ///< ends after one test
    bool quiet = false; ///< no line for each second
    bool operator==(const Iperf3ServerOptions &) const = default;
};

class Iperf3Server final : public transport::Application {
public:
    explicit Iperf3Server(const Iperf3ServerOptions &options) : m_options(options) {}

    void start(transport::AppContext &context) override;
    void ready(transport::AppContext &context, transport::SocketId socket) override;
    void expire(transport::AppContext &context) override;
    base::TimePoint nextDeadline() const override;
    void stop(transport::AppContext &context) override;
    bool isFinished() const override { return m_isFinished; }
    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<Iperf3Server>(*this); }
    std::string_view name() const override { return "iperf3"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

private:
    enum class Phase : std::uint8_t { parameters, opening, running, clientResults, done };
    /// Somebody who connected and has not sent a whole cookie yet.
    struct Stranger {
        transport::Endpoint peer;
        std::vector<std::uint8_t> cookie;
    };
    struct Test {
        iperf3::Control control;
        transport::Endpoint client;
        std::vector<std::uint8_t> cookie;
        Phase phase = Phase::parameters;
        iperf3::Transfer transfer;
        std::vector<bool> roles;
        std::vector<transport::SocketId> streams; // TCP
        iperf3::Results theirs;
        base::TimePoint timeout;
    };

    void acceptAll(transport::AppContext &context);
    void moveStranger(transport::AppContext &context, transport::SocketId socket);
    void introduced(transport::AppContext &context, transport::SocketId socket, Stranger stranger);
    void addStream(transport::AppContext &context, transport::SocketId socket, const transport::Endpoint &peer,
                   const base::IpAddress &local);
    void moveDatagrams(transport::AppContext &context);
    void moveControl(transport::AppContext &context);
    bool takeControl(transport::AppContext &context);
    void handle(transport::AppContext &context, iperf3::State state);
    void takeParameters(transport::AppContext &context, std::string_view json);
    void takeResults(transport::AppContext &context, std::string_view json);
    /// The test is over, well or with a sentence.
    void endTest(transport::AppContext &context, std::string_view why = {});
    void announce(transport::AppContext &context);

    Iperf3ServerOptions m_options;
    transport::SocketId m_listener, m_udp;
    std::map<transport::SocketId, Stranger> m_strangers;
    std::optional<Test> m_test;
    std::uint64_t m_tests = 0;
    std::uint64_t m_failedTests = 0;
    std::string m_lastResult = "null"; // JSON
    bool m_isFinished = false;
};

} // namespace hopyard::services
