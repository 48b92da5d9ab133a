// See ospf_debug.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/ospf_debug.h"

#include "core/routing/ospf/states.h"
#include "core/wire/ospf.h"
#include "core/wire/ospf_lsa.h"

#include <fmt/format.h>

namespace hopyard::router {

namespace ospf = routing::ospf;

namespace {

constexpr std::string_view kDaemon = "OSPF";

std::string nameOf(const ProcessContext &context, base::PortIndex port)
{
    const ip::Interface *interface = port.isValid() ? context.stack.interface(port) : nullptr;
    return interface ? interface->name : "virtual link";
}

Debug flagOf(wire::OspfType type, PacketWay way)
{
    const auto first = static_cast<unsigned>(Debug::ospfHelloSend) + (static_cast<unsigned>(type) - 1) * 2;
    return static_cast<Debug>(first + (way == PacketWay::received ? 1 : 0));
}

std::string lsaName(wire::LsaType type, base::Ipv4Address id, base::Ipv4Address router)
{
    return fmt::format("LSA[Type{},id({}),ar({})]", static_cast<unsigned>(type), toString(id), toString(router));
}

/// The advertisements of an update, as they come in.
void tellAdvertisements(const ProcessContext &context, const wire::OspfView &packet)
{
    base::Bytes rest = packet.payload();
    if (rest.size() < 4)
        return;
    rest = rest.subspan(4); // their number
    while (rest.size() >= wire::LsaHeader::kLength) {
        const auto lsa = wire::LsaView::parse(rest);
        if (!lsa)
            return;
        tellDebug(context.link, kDaemon,
                  fmt::format("{}: received from {}, seq 0x{:08x}, age {}, length {}",
                              lsaName(lsa->type(), lsa->id(), lsa->advertisingRouter()), toString(packet.router()),
                              static_cast<std::uint32_t>(lsa->sequence()), lsa->age(), lsa->length()));
        rest = rest.subspan(lsa->length());
    }
}

} // namespace

void debugOspfPacket(const ProcessContext &context, PacketWay way, base::PortIndex port, base::Ipv4Address peer,
                     base::Bytes packet)
{
    if (!context.debug.isAny())
        return;
    const auto view = wire::OspfView::parse(packet);
    if (!view)
        return; // it is dropped, which is an event
    const bool isSent = way == PacketWay::sent;
    if (context.debug.wants(flagOf(view->type(), way)))
        tellDebug(context.link, kDaemon,
                  fmt::format("{} {} {} via {}: router {} area {} length {}", toString(view->type()),
                              isSent ? "sent to" : "received from", toString(peer), nameOf(context, port),
                              toString(view->router()), toString(view->area()), view->length()));
    if (!isSent && view->type() == wire::OspfType::update && context.debug.wants(Debug::ospfLsa))
        tellAdvertisements(context, *view);
}

void debugOspfEvent(const ProcessContext &context, const ospf::Event &event)
{
    const auto tell = [&](Debug flag, auto &&text) {
        if (context.debug.wants(flag))
            tellDebug(context.link, kDaemon, text());
    };
    if (!context.debug.isAny())
        return;
    if (const auto *n = std::get_if<ospf::event::NeighbourChanged>(&event))
        tell(Debug::ospfNeighbour, [&] {
            return fmt::format("NSM[{}:{}:{}]: {} -> {} ({})", nameOf(context, n->interface.port), toString(n->address),
                               toString(n->neighbour), toString(n->from), toString(n->to), toString(n->cause));
        });
    else if (const auto *i = std::get_if<ospf::event::InterfaceChanged>(&event))
        tell(Debug::ospfInterface, [&] {
            return fmt::format("ISM[{}:{}]: {} -> {}", nameOf(context, i->interface.port),
                               toString(i->interface.address), toString(i->from), toString(i->to));
        });
    else if (const auto *run = std::get_if<ospf::event::SpfRun>(&event))
        tell(context.debug.wants(Debug::ospfSpf) ? Debug::ospfSpf : Debug::ospfEvent, [&] {
            return fmt::format("SPF: {} calculation over {} vertices: {} routes, {} changed",
                               run->full ? "full" : "partial", run->vertices, run->routes, run->changed);
        });
    else if (const auto *made = std::get_if<ospf::event::Originated>(&event))
        tell(Debug::ospfLsa, [&] {
            return fmt::format("LSA[Type{},id({}),area {}]: {}, seq 0x{:08x}", made->type, toString(made->id),
                               toString(made->area), made->withdrawn ? "flushed" : "originated",
                               static_cast<std::uint32_t>(made->sequence));
        });
    else if (const auto *dropped = std::get_if<ospf::event::PacketDropped>(&event))
        tell(Debug::ospfEvent, [&] {
            return fmt::format("packet from {} via {} dropped: {}", toString(dropped->source),
                               nameOf(context, dropped->interface.port), toString(dropped->error));
        });
}

} // namespace hopyard::router
