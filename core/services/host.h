// host: asks for a name or an address and prints the answer, as BIND's host(1).
//
// The lab's names are answered from the hosts table, as for every other program; with `server ADDRESS`, or `type`, the
// name server is asked in any case.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/dns_client.h"
#include "core/transport/application.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::services {

struct HostOptions {
    std::string name;                   ///< or an address, whose name is asked for
    std::optional<wire::DnsType> type;  ///< none: A of a name, PTR of an address
    base::IpAddress server;             ///< not valid: the hosts table, then the configured servers
    bool operator==(const HostOptions &) const = default;
};
/// "A", "aaaa", …: of those that can be asked for.
std::optional<wire::DnsType> parseDnsType(std::string_view text);

class Host final : public transport::Application {
public:
    explicit Host(HostOptions options) : m_options(std::move(options)) {}

    void start(transport::AppContext &context) override;
    void ready(transport::AppContext &context, transport::SocketId socket) override;
    void expire(transport::AppContext &context) override;
    base::TimePoint nextDeadline() const override { return m_client.nextDeadline(); }
    void stop(transport::AppContext &context) override;
    bool isFinished() const override { return m_isFinished; }
    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<Host>(*this); }
    std::string_view name() const override { return "host"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

private:
    bool answerFromTable(transport::AppContext &context);
    void settle(transport::AppContext &context);
    void say(transport::AppContext &context, std::string line, std::string value = {});

    HostOptions m_options;
    DnsClient m_client;
    std::vector<std::string> m_values; // of the answers
    bool m_isFinished = false;
};

} // namespace hopyard::services
