// Captures packets of a running world: a sink of its trace events that keeps those of one link which pass its filter.
//
// Each link has four places where a frame can be seen: in either direction, before the link's impairment (as it was
// sent) and after it (as it arrives, later, perhaps corrupted, or not at all). A capture listens at any of them.
//
// Time stamps are world time plus `epoch`: in real time the moment at which the run started, in virtual time 1970, so
// that the same lab and seed give the same file, byte for byte.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/result.h"
#include "core/base/trace.h"
#include "emulation/capture/filter.h"
#include "emulation/capture/pcap_output.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::capture {

/// Which frames of an end of a link. "Before" and "after" are meant of the link's impairment.
enum class Where : std::uint8_t {
    port,   ///< what the end itself sees: what it sends before, what it receives after
    before, ///< both directions as they were sent
    after,  ///< both directions as they arrive
};
std::string_view toString(Where where);
std::optional<Where> parseWhere(std::string_view text); ///< "port", "before", "after"

/// The interface of a guest of a hypervisor: what goes out of its output buffers and into its input buffers is seen.
struct GuestPort {
    base::NodeId node; ///< the computer; invalid: none
    std::string guest;
    std::uint32_t firstPage = 0, endPage = 0; ///< of the guest's memory: the buffers of that interface
    bool operator==(const GuestPort &) const = default;
};

/// Places on one link where frames are seen, or a guest's interface.
struct Places {
    base::LinkId link; ///< invalid: nothing is seen
    /// Bit 0 and 1: sent forward, sent backward; bit 2 and 3: arriving forward, arriving backward.
    std::uint8_t mask = 0;
    GuestPort guest; ///< where its node is valid, this and no link

    /// `outgoing` is the direction in which the end sends.
    static Places of(base::LinkId link, base::Direction outgoing, Where where);
    bool sent(base::Direction d) const { return mask >> static_cast<unsigned>(d) & 1; }
    bool arriving(base::Direction d) const { return mask >> (2 + static_cast<unsigned>(d)) & 1; }
    base::trace::Kinds kinds() const; ///< of the events to listen for
    bool operator==(const Places &) const = default;
};

class Capture final : public base::trace::Sink {
public:
    static constexpr unsigned kDefaultSnaplen = 262'144; ///< tcpdump's own; more than any frame

    struct Options {
        std::string filter;                  ///< pcap-filter(7); empty: everything
        unsigned snaplen = kDefaultSnaplen;  ///< bytes kept of each frame
        std::int64_t epoch = 0;              ///< nanoseconds since 1970 at world time 0
    };

    Capture(Filter filter, std::unique_ptr<PcapOutput> output, std::int64_t epoch);

    /// Where it listens from now on; the owner tells the hub (Hub::add with places().kinds()).
    void setPlaces(Places places) { m_places = places; }
    Places places() const { return m_places; }

    void event(base::TimePoint time, const base::trace::Event &event) override;
    PcapOutput &output() { return *m_output; }
    const PcapOutput &output() const { return *m_output; }

private:
    Places m_places;
    Filter m_filter;
    std::unique_ptr<PcapOutput> m_output;
    std::int64_t m_epoch;
};

} // namespace hopyard::capture
