// traceroute: probes with growing TTL, and who reports that it ran out, in the words of Linux's traceroute.
//
// UDP probes to ports that nobody listens on, counted up from 33434, or ICMP echo requests. Sixteen are under way at
// once; lines come in the order of the hops. Times are those of the virtual network.
// Deliberately missing: TCP probes, AS numbers, names of routers, IPv6 (follows with the stack's).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/services/client_application.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::services {

struct TracerouteOptions {
    enum class Mode : std::uint8_t { udp, icmp };
    Target destination;
    base::IpAddress source;     ///< not valid: by the route
    Mode mode = Mode::udp;
    std::uint8_t firstHop = 1;  ///< 1..maxHops
    std::uint8_t maxHops = 30;  ///< 1..255
    std::uint8_t probes = 3;    ///< a hop, 1..10
    base::Duration timeout = base::Duration::seconds(5);
    std::uint16_t port = 33434; ///< UDP: of the first probe
    std::uint16_t size = 60;    ///< whole datagrams, IP header included: 28..65,535
    std::uint8_t tos = 0;
    bool dontFragment = false;
    bool operator==(const TracerouteOptions &) const = default;
};

/// What became of one probe.
struct TracerouteAnswer {
    base::IpAddress from; ///< not valid: nobody answered in time
    base::Duration roundTrip;
    std::string mark;     ///< "", "!H", "!N", "!P", "!X", "!F-1400", …
};

class Traceroute final : public ClientApplication {
public:
    explicit Traceroute(const TracerouteOptions &options) : m_options(options) {}

    const TracerouteOptions &options() const { return m_options; }

    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<Traceroute>(*this); }
    std::string_view name() const override { return "traceroute"; }
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
    struct Probe {
        base::TimePoint sentAt;
        bool isDone = false;
        TracerouteAnswer answer;
    };

    void sendProbes(transport::AppContext &context);
    bool sendProbe(transport::AppContext &context, std::size_t index);
    void takeReply(transport::AppContext &context, const transport::Received &received);
    void takeError(transport::AppContext &context, const transport::ReceivedError &error);
    void answered(std::size_t index, base::TimePoint when, const base::IpAddress &from, std::string mark, bool isFinal);
    void printHops(transport::AppContext &context);
    std::string hopLine(std::size_t hop) const;
    std::size_t hopOf(std::size_t index) const { return index / m_options.probes; } ///< counted from 0

    TracerouteOptions m_options;
    transport::SocketId m_socket;
    std::vector<Probe> m_probes; // sent so far, in order
    std::size_t m_hops = 0;      // how many hops are of interest; shrinks once the last is known
    std::size_t m_printed = 0;   // hops printed
    std::size_t m_underWay = 0;
};

} // namespace hopyard::services
