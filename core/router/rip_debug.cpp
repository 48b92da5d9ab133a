// See rip_debug.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/rip_debug.h"

#include "core/wire/rip.h"

#include <fmt/format.h>

#include <bit>

namespace hopyard::router {

namespace rip = routing::rip;

namespace {

constexpr std::string_view kDaemon = "RIP";

std::string nameOf(const ProcessContext &context, base::PortIndex port)
{
    const ip::Interface *interface = context.stack.interface(port);
    return interface ? interface->name : "?";
}

/// The head of a message and, a line each, what it says.
void tellMessage(const ProcessContext &context, std::string_view way, base::PortIndex port, base::Ipv4Address peer,
                 base::Bytes bytes)
{
    const auto view = wire::RipView::parse(bytes);
    if (!view)
        return tellDebug(context.link, kDaemon,
                         fmt::format("{} {} via {}: {} bytes that are no RIP message", way, toString(peer),
                                     nameOf(context, port), bytes.size()));
    tellDebug(context.link, kDaemon,
              fmt::format("{} {} via {}: {} version {} size {}", way, toString(peer), nameOf(context, port),
                          view->command() == wire::RipCommand::request ? "REQUEST" : "RESPONSE", view->version(),
                          bytes.size()));
    for (std::size_t n = 0; n < view->size(); ++n) {
        const wire::RipEntry e = view->entry(n);
        tellDebug(context.link, kDaemon,
                  fmt::format("  {}/{} -> {} family {} tag {} metric {}", toString(e.address), std::popcount(e.mask),
                              toString(e.nextHop), e.family, e.tag, e.metric));
    }
}

} // namespace

void debugRipSent(const ProcessContext &context, const rip::SentMessage &message, base::Bytes bytes)
{
    if (context.debug.wants(Debug::ripSend))
        tellMessage(context, "SEND to", message.port, message.destination, bytes);
}

void debugRipReceived(const ProcessContext &context, base::PortIndex port, base::Ipv4Address from, base::Bytes bytes)
{
    if (context.debug.wants(Debug::ripReceive))
        tellMessage(context, "RECV from", port, from, bytes);
}

void debugRipEvent(const ProcessContext &context, const rip::Event &event)
{
    if (!context.debug.wants(Debug::ripEvent))
        return;
    if (const auto *updated = std::get_if<rip::event::Updated>(&event))
        tellDebug(context.link, kDaemon, updated->triggered ? "triggered update" : "regular update");
    else if (const auto *aged = std::get_if<rip::event::Aged>(&event))
        tellDebug(context.link, kDaemon,
                  fmt::format("{} {}", toString(aged->prefix), aged->forgotten ? "is forgotten" : "timed out"));
    else if (const auto *dropped = std::get_if<rip::event::Dropped>(&event))
        tellDebug(context.link, kDaemon,
                  fmt::format("message from {} via {} dropped: {}", toString(dropped->source),
                              nameOf(context, dropped->port), toString(dropped->error)));
}

} // namespace hopyard::router
