// iperf3 ADDRESS: the client of an iperf 3 test. It speaks to iperf3 server here, and to the real one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/client_application.h"
#include "core/services/iperf3/control.h"
#include "core/services/iperf3/transfer.h"

#include <memory>
#include <string>

namespace hopyard::services {

struct Iperf3ClientOptions {
    Target destination;
    std::uint16_t port = iperf3::kPort;
    iperf3::Parameters parameters;
    bool quiet = false; ///< no line for each second
    bool operator==(const Iperf3ClientOptions &) const = default;
};

class Iperf3Client final : public ClientApplication {
public:
    explicit Iperf3Client(Iperf3ClientOptions options);

    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<Iperf3Client>(*this); }
    std::string_view name() const override { return "iperf3"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

protected:
    const Target &target() const override { return m_options.destination; }
    void begin(transport::AppContext &context) override;
    void socketReady(transport::AppContext &context, transport::SocketId socket) override;
    void deadline(transport::AppContext &context) override;
    base::TimePoint ownDeadline() const override;
    void end(transport::AppContext &context) override;

private:
    enum class Phase : std::uint8_t { connecting, waiting, opening, running, ending, serverError };

    void moveControl(transport::AppContext &context);
    /// True where a state or a text was taken: there may be more.
    bool takeControl(transport::AppContext &context);
    void handle(transport::AppContext &context, iperf3::State state);
    void openNext(transport::AppContext &context);
    void moveOpening(transport::AppContext &context);
    void opened(transport::AppContext &context);
    void endTest(transport::AppContext &context);
    void fail(transport::AppContext &context, std::string_view why);
    void setTimeout(transport::AppContext &context);

    Iperf3ClientOptions m_options;
    iperf3::Control m_control;
    Phase m_phase = Phase::connecting;
    std::array<std::uint8_t, iperf3::kCookieLength> m_cookie{};
    std::vector<bool> m_roles;
    transport::SocketId m_opening;    // the stream that is being opened
    StreamWriter m_openingOut;        // its cookie
    unsigned m_openingTries = 0;      // UDP: how often its first datagram was sent
    base::TimePoint m_openingAgain = base::TimePoint::never();
    iperf3::Transfer m_transfer;
    bool m_awaitsResults = false;
    iperf3::Results m_theirs;
    base::TimePoint m_timeout = base::TimePoint::never();
    std::string m_error;
};

} // namespace hopyard::services
