// See event_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/event_text.h"

#include <fmt/format.h>

#include <type_traits>

namespace hopyard::engine {

namespace trace = base::trace;

std::string eventText(const trace::Event &event)
{
    return std::visit(
        [](const auto &e) -> std::string {
            using T = std::decay_t<decltype(e)>;
            if constexpr (std::is_same_v<T, trace::PacketDropped>) {
                return fmt::format("packet dropped: {}", base::toString(e.reason));
            } else if constexpr (std::is_same_v<T, trace::PacketForwarded>) {
                return fmt::format("packet to {} forwarded by {}", toString(e.destination), toString(e.matched));
            } else if constexpr (std::is_same_v<T, trace::NeighbourChanged>) {
                return fmt::format("neighbour {} {}", toString(e.address), e.state);
            } else if constexpr (std::is_same_v<T, trace::RouteChanged>) {
                return fmt::format("route {} ({}) {}", toString(e.prefix), e.protocol, e.added ? "added" : "removed");
            } else if constexpr (std::is_same_v<T, trace::InterfaceChanged>) {
                return fmt::format("interface {}", e.up ? "up" : "down");
            } else if constexpr (std::is_same_v<T, trace::LinkChanged>) {
                return fmt::format("link {}", e.up ? "up" : "down");
            } else if constexpr (std::is_same_v<T, trace::NodeChanged>) {
                return std::string(e.state);
            } else if constexpr (std::is_same_v<T, trace::ApplicationOutput>) {
                return std::string(e.line);
            } else if constexpr (std::is_same_v<T, trace::Notice>) {
                return std::string(e.text);
            } else if constexpr (std::is_same_v<T, trace::TcpChanged>) {
                return fmt::format("TCP {}:{} to {}:{}: {}, then {}", toString(e.local), e.localPort, toString(e.remote),
                                   e.remotePort, e.from, e.to);
            } else if constexpr (std::is_same_v<T, trace::ProtocolChanged>) {
                return fmt::format("{}{}: {}, then {}", e.subject, e.peer.isValid() ? ' ' + toString(e.peer) : std::string(),
                                   e.from, e.to);
            } else if constexpr (std::is_same_v<T, trace::RoutesCalculated>) {
                return fmt::format("{} calculated {} routes, {} changed", e.protocol, e.routes, e.changed);
            } else if constexpr (std::is_same_v<T, trace::BufferStep>) {
                return fmt::format("buffer {}{}", e.step, e.guest.empty() ? std::string() : fmt::format(" of {}", e.guest));
            } else if constexpr (std::is_same_v<T, trace::GuestChanged>) {
                return fmt::format("guest {} {}", e.guest, e.state);
            } else if constexpr (std::is_same_v<T, trace::MigrationStep>) {
                return fmt::format("connection {}:{} to {}:{} moves: {}", toString(e.local), e.localPort, toString(e.remote),
                                   e.remotePort, e.phase);
            } else {
                return std::string("packet");
            }
        },
        event);
}

base::NodeId nodeOf(const trace::Event &event)
{
    return std::visit(
        [](const auto &e) {
            if constexpr (requires { e.node; })
                return e.node;
            else
                return base::NodeId();
        },
        event);
}

base::LinkId linkOf(const trace::Event &event)
{
    return std::visit(
        [](const auto &e) {
            if constexpr (requires { e.link; })
                return e.link;
            else
                return base::LinkId();
        },
        event);
}

} // namespace hopyard::engine
