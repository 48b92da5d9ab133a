// Names of events and reasons, and their delivery; see trace.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/trace.h"

#include <algorithm>
#include <array>

namespace hopyard::base {

std::string_view toString(DropReason reason)
{
    switch (reason) {
    case DropReason::loss: return "loss";
    case DropReason::burstLoss: return "burst loss";
    case DropReason::queueFull: return "queue full";
    case DropReason::linkDown: return "link down";
    case DropReason::noLink: return "no link";
    case DropReason::portDown: return "port down";
    case DropReason::malformed: return "malformed";
    case DropReason::badChecksum: return "bad checksum";
    case DropReason::notForUs: return "not for us";
    case DropReason::tooBig: return "too big";
    case DropReason::noRoute: return "no route";
    case DropReason::blackhole: return "blackhole";
    case DropReason::ttlExceeded: return "TTL exceeded";
    case DropReason::fragmentationNeeded: return "fragmentation needed";
    case DropReason::filtered: return "filtered";
    case DropReason::neighbourUnreachable: return "neighbour unreachable";
    case DropReason::neighbourQueueFull: return "neighbour queue full";
    case DropReason::reassemblyTimeout: return "reassembly timeout";
    case DropReason::reassemblyLimit: return "reassembly limit";
    case DropReason::spoofedSource: return "spoofed source";
    case DropReason::noBuffer: return "no buffer";
    case DropReason::noTranslation: return "no translation";
    case DropReason::guestPaused: return "guest paused";
    case DropReason::noSocket: return "no socket";
    case DropReason::socketBufferFull: return "socket buffer full";
    case DropReason::rateLimited: return "rate limited";
    case DropReason::nodeStopped: return "node stopped";
    case DropReason::unsupported: return "unsupported";
    case DropReason::outsideGone: return "outside gone";
    }
    return "unknown";
}

namespace trace {

std::string_view nameOf(const Event &event)
{
    static constexpr std::array<std::string_view, std::variant_size_v<Event>> kNames{
        "PacketSent", "PacketScheduled", "PacketArrived", "PacketDropped", "PacketForwarded", "NeighbourChanged",
        "RouteChanged", "InterfaceChanged", "LinkChanged", "NodeChanged", "ApplicationOutput", "Notice",
        "TcpChanged", "ProtocolChanged", "RoutesCalculated", "BufferStep", "GuestChanged",
        "MigrationStep"};
    return kNames[event.index()];
}

void Hub::add(Sink *sink, Kinds kinds, Packets packets)
{
    remove(sink);
    m_sinks.push_back({sink, kinds, packets});
    refresh();
}

void Hub::remove(Sink *sink)
{
    std::erase_if(m_sinks, [sink](const Entry &e) { return e.sink == sink; });
    refresh();
}

void Hub::refresh()
{
    constexpr Kinds kOnLinks = kindOf<PacketSent>() | kindOf<PacketArrived>();
    m_wanted = 0;
    m_single = false;
    for (const Entry &e : m_sinks) {
        m_wanted |= e.kinds;
        m_single = m_single || (e.packets == Packets::single && (e.kinds & kOnLinks) != 0);
    }
}

void Hub::dispatch(TimePoint time, const Event &event, Kinds kind)
{
    for (const Entry &e : m_sinks)
        if (e.kinds & kind)
            e.sink->event(time, event);
}

} // namespace trace
} // namespace hopyard::base
