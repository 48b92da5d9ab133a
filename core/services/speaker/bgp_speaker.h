// bgp-speaker: a peer for a router, without a routing table of its own: it opens a BGP session and announces what it was
// given, such as the table of a route collector (wire/mrt.h).
//
//     bgp-speaker 192.0.2.2 as 1853 routes bview.gz peer 193.203.0.1
//     bgp-speaker 192.0.2.2 as 65001 synthetic 100000 sets 20000
//     bgp-speaker 192.0.2.2 as 65001 network 10.1.0.0/16 network 10.2.0.0/16
//
// It connects, and connects again when the session ends; what the neighbour announces is counted and not kept; a request
// for a refresh is answered with everything. IPv4 unicast. Deliberately missing: being called (port 179 is the router's).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/client_application.h"
#include "core/services/speaker/announcements.h"
#include "core/services/stream_writer.h"
#include "core/wire/bgp.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::services {

/// Which routes of which file. Whoever runs the world loads them (world/route_files.h).
struct RouteFile {
    std::string name;        ///< as the command line has it; empty: none
    std::string peer;        ///< an address, or a number counted from 0; empty: the peer with most routes
    std::uint64_t limit = 0; ///< so many prefixes at most; 0: all
    auto operator<=>(const RouteFile &) const = default;
};

struct BgpSpeakerOptions {
    Target neighbour;
    wire::AsNumber as = 0;
    base::Ipv4Address identifier;        ///< unspecified: the session's own address
    std::uint16_t holdTime = 180;        ///< seconds
    RouteFile file;
    std::vector<base::IpPrefix> networks;
    std::uint32_t synthetic = 0;         ///< so many /24 from 20.0.0.0 on
    std::uint32_t sets = 1;              ///< of attributes among them
    bool operator==(const BgpSpeakerOptions &) const = default;
};

class BgpSpeaker final : public ClientApplication {
public:
    explicit BgpSpeaker(BgpSpeakerOptions options) : m_options(std::move(options)) {}

    const BgpSpeakerOptions &options() const { return m_options; }
    /// What the file has; before start(). Shared and immutable: a copy of the world does not copy a million routes.
    void setFile(std::shared_ptr<const Announcements> routes) { m_routes = std::move(routes); }

    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<BgpSpeaker>(*this); }
    std::string_view name() const override { return "bgp-speaker"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

protected:
    const Target &target() const override { return m_options.neighbour; }
    void begin(transport::AppContext &context) override;
    void socketReady(transport::AppContext &context, transport::SocketId socket) override;
    void deadline(transport::AppContext &context) override;
    base::TimePoint ownDeadline() const override { return std::min(m_expiry, m_keepalive); }
    void end(transport::AppContext &context) override;

private:
    enum class State : std::uint8_t { waiting, connecting, openSent, openConfirm, established };
    Announcements ownAnnouncements() const;
    void connect(transport::AppContext &context);
    /// Closes and waits; `why` is printed.
    void drop(transport::AppContext &context, std::string why);
    void notify(transport::AppContext &context, const wire::BgpNotification &notification);
    void read(transport::AppContext &context);
    /// False where the session is over.
    bool take(transport::AppContext &context, const wire::BgpFrame &frame);
    bool takeOpen(transport::AppContext &context, base::Bytes body);
    void takeUpdate(base::Bytes body);
    void established(transport::AppContext &context);
    void write(transport::AppContext &context);
    /// Some more UPDATEs into m_out; nothing more where all are there.
    void fill(transport::AppContext &context);
    void appendUpdates(base::Bytes attributes, std::span<const Prefix4> prefixes, std::vector<std::uint8_t> &out) const;
    std::vector<std::uint8_t> attributesFor(base::Bytes kept) const;

    BgpSpeakerOptions m_options;
    std::shared_ptr<const Announcements> m_routes;
    State m_state = State::waiting;
    transport::SocketId m_socket;
    base::Ipv4Address m_local;       ///< our end of the session, the next hop of everything
    wire::AsNumber m_neighbourAs = 0;
    bool m_fourOctetAs = false;      ///< of this session
    base::Duration m_hold;           ///< agreed; zero: none
    base::TimePoint m_expiry = base::TimePoint::never();    ///< of waiting, or of the hold time
    base::TimePoint m_keepalive = base::TimePoint::never(); ///< the next of ours
    std::vector<std::uint8_t> m_in;  ///< of a message that is not whole
    StreamWriter m_out;
    std::size_t m_nextSet = 0;       ///< the first that has not been written
    bool m_saidAll = false;
    base::TimePoint m_began;         ///< of announcing
    std::uint64_t m_sessions = 0;
    std::uint64_t m_announced = 0;   ///< prefixes written, of all sessions
    std::uint64_t m_updates = 0;     ///< that came
    std::uint64_t m_heard = 0;       ///< prefixes announced in them
};

} // namespace hopyard::services
