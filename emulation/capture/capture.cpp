// Frames of one link into a pcap output; see capture.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/capture/capture.h"

namespace hopyard::capture {

using base::Direction;
namespace trace = base::trace;

std::string_view toString(Where where)
{
    switch (where) {
    case Where::port: return "port";
    case Where::before: return "before";
    case Where::after: return "after";
    }
    return "port";
}

std::optional<Where> parseWhere(std::string_view text)
{
    for (const Where where : {Where::port, Where::before, Where::after})
        if (toString(where) == text)
            return where;
    return std::nullopt;
}

Places Places::of(base::LinkId link, Direction outgoing, Where where)
{
    switch (where) {
    case Where::before: return {link, 0b0011, {}};
    case Where::after: return {link, 0b1100, {}};
    case Where::port: break;
    }
    return {link, static_cast<std::uint8_t>(outgoing == Direction::forward ? 0b1001 : 0b0110), {}};
}

trace::Kinds Places::kinds() const
{
    return (mask & 0b0011 ? trace::kindOf<trace::PacketSent>() : 0)
        | (mask & 0b1100 ? trace::kindOf<trace::PacketArrived>() : 0) | (guest.node.isValid() ? trace::kindOf<trace::BufferStep>() : 0);
}

Capture::Capture(Filter filter, std::unique_ptr<PcapOutput> output, std::int64_t epoch)
    : m_filter(std::move(filter)), m_output(std::move(output)), m_epoch(epoch)
{
}

void Capture::event(base::TimePoint time, const trace::Event &event)
{
    base::Bytes frame;
    if (const auto *sent = std::get_if<trace::PacketSent>(&event)) {
        if (sent->link != m_places.link || !m_places.sent(sent->direction))
            return;
        frame = sent->bytes;
    } else if (const auto *arrived = std::get_if<trace::PacketArrived>(&event)) {
        if (arrived->link != m_places.link || !m_places.arriving(arrived->direction))
            return;
        frame = arrived->bytes;
    } else if (const auto *step = std::get_if<trace::BufferStep>(&event)) {
        const GuestPort &port = m_places.guest;
        if (step->node != port.node || step->guest != port.guest || step->guestPage < port.firstPage || step->guestPage >= port.endPage
            || step->bytes.empty())
            return;
        frame = step->bytes; // of a long frame the part in its first page
    } else {
        return;
    }
    if (m_filter.matches(frame))
        m_output->write(m_epoch + time.ns(), frame, frame.size());
}

} // namespace hopyard::capture
