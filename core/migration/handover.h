// Who owns a connection while it moves: the two-phase hand-over of source, destination and arbiter, as plain values.
//
// There is one question and one place where it is answered. The arbiter (the forwarder of the flow; without one, the
// machine where it first was) has an entry (host, epoch) for each flow. A *claim* (flow, from whom at which epoch, for
// whom) changes it, once, where it is still true: the destination claims for itself when it holds a whole, sound blob;
// the source claims back for itself when the move takes too long or is refused. Whichever comes first wins, and the
// answer, *owner* (flow, epoch, host), is always the truth of the moment, to whoever asks as often as he asks. Nobody
// lets a connection live but on the arbiter's word that it is his at an epoch later than that of the freezing:
//
//   source:      frozen -> (word: another's) released | (word: mine again) resumed
//   destination: prepared -> (word: mine) injected | (word: another's) dropped
//
// So at every moment at most one machine runs the connection, whatever is lost, repeated or late and whoever dies: who
// was restarted empty has nothing to run, and never claims. A destination that dies before it claimed leaves the
// connection to the source; one that dies afterwards dies with what is its own, as any machine does, even where its claim is
// granted a moment after its death: nobody else can know that it had not begun to let the connection live. While the arbiter
// cannot be reached, both wait, asking with a back-off.
//
// One thing more: a destination restarted empty that is given the same blob again would be told that the flow is its own,
// and would let an old state live once more. A blob is therefore for one instance of its destination (transfer.h).
//
// docs/handover.md has the table of states. Messages are sealed (message.h); a repeated claim is answered and changes
// nothing, a repeated word says what was true once and is believed only by who waits for that epoch.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/siphash.h"
#include "core/base/time.h"
#include "core/migration/flow.h"
#include "core/migration/message.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::migration {

/// What the three tell each other.
struct HandoverMessage {
    MessageKind kind = MessageKind::unknown; ///< claim, owner, unknown or refused
    FlowId flow;
    std::uint32_t epoch = 0;   ///< claim: at which `from` has it; owner: at which `host` has it; refused: of the blob
    base::Ipv4Address from;    ///< claim: who has it
    base::Ipv4Address host;    ///< claim: for whom; owner: who has it
    base::Ipv4Address arbiter = {}; ///< whose flow it is: identifiers are each arbiter's own
    bool operator==(const HandoverMessage &) const = default;

    static constexpr std::size_t kSize = 20;
    std::array<std::uint8_t, kSize> body() const;
    std::vector<std::uint8_t> encode(const base::SipKey &key) const;
    static std::optional<HandoverMessage> decode(const Opened &opened);
};

struct HandoverOutput {
    base::Ipv4Address to;
    HandoverMessage message;
};

/// How long who waits for a word waits before it asks again.
struct AskAgain {
    static constexpr base::Duration kFirst = base::Duration::milliseconds(20);
    static constexpr base::Duration kMost = base::Duration::seconds(2);
    base::TimePoint deadline = base::TimePoint::never();
    base::Duration wait = kFirst;

    void start(base::TimePoint now)
    {
        deadline = now + wait;
        wait = std::min(wait * 2, kMost);
    }
    void stop() { deadline = base::TimePoint::never(); }
};

/// The machine that has the connection, frozen.
class SourceHandover {
public:
    enum class State : std::uint8_t {
        offering, ///< the blob is on its way, or the destination decides
        doubting, ///< it claims the connection back
        released, ///< another's: what was kept may go
        resumed,  ///< its own, at epoch(): it lives on here
    };
    /// For this long the destination may claim before the source claims back.
    static constexpr base::Duration kPatience = base::Duration::seconds(4);

    SourceHandover() = default;
    /// `mapping` with the epoch at which it owns the flow; `own`: its address, `arbiter`: who is asked.
    SourceHandover(const Mapping &mapping, base::Ipv4Address own, base::Ipv4Address destination, base::Ipv4Address arbiter,
                   base::TimePoint now);
    void receive(base::TimePoint now, const HandoverMessage &message, std::vector<HandoverOutput> &out);
    /// The transfer failed or was refused, or somebody wants the move ended: claims back at once.
    void takeBack(base::TimePoint now, std::vector<HandoverOutput> &out);
    void expire(base::TimePoint now, std::vector<HandoverOutput> &out);
    base::TimePoint nextDeadline() const { return m_ask.deadline; }

    State state() const { return m_state; }
    std::uint32_t epoch() const { return m_epoch; } ///< resumed: the one it owns now; else that of the freezing
    base::Ipv4Address owner() const { return m_owner; } ///< released: whose it is
    base::Ipv4Address destination() const { return m_destination; }

private:
    void claim(base::TimePoint now, std::vector<HandoverOutput> &out);
    FlowId m_flow;
    std::uint32_t m_epoch = 0;
    base::Ipv4Address m_own, m_destination, m_arbiter, m_owner;
    AskAgain m_ask;
    State m_state = State::offering;
};

/// The machine that holds a blob, passive.
class DestinationHandover {
public:
    enum class State : std::uint8_t {
        prepared, ///< it has claimed, and waits for the word
        injected, ///< its own, at epoch()
        dropped,  ///< another's
    };
    /// Where the arbiter does not know the flow for so long, there is nothing left to wait for.
    static constexpr base::Duration kGiveUp = base::Duration::seconds(60);

    DestinationHandover() = default;
    /// Claims at once.
    DestinationHandover(const Mapping &mapping, base::Ipv4Address own, base::Ipv4Address source, base::Ipv4Address arbiter,
                        base::TimePoint now, std::vector<HandoverOutput> &out);
    void receive(base::TimePoint now, const HandoverMessage &message);
    void expire(base::TimePoint now, std::vector<HandoverOutput> &out);
    base::TimePoint nextDeadline() const { return m_ask.deadline; }

    State state() const { return m_state; }
    std::uint32_t epoch() const { return m_epoch; }
    base::Ipv4Address source() const { return m_source; }
    base::Ipv4Address arbiter() const { return m_arbiter; }
    /// What it asks while it is prepared.
    HandoverMessage claim() const { return {MessageKind::claim, m_flow, m_epoch, m_source, m_own, m_arbiter}; }

private:
    void ask(base::TimePoint now, std::vector<HandoverOutput> &out);
    FlowId m_flow;
    std::uint32_t m_epoch = 0;
    base::Ipv4Address m_own, m_source, m_arbiter;
    base::TimePoint m_giveUp;
    AskAgain m_ask;
    State m_state = State::prepared;
};

/// Entries of flows that no forwarder has: of moves from host to host. A forwarder answers from its FlowTable with
/// the same rule, decideClaim().
class Arbiter {
public:
    struct Entry {
        base::Ipv4Address host;
        std::uint32_t epoch = 0;
    };
    void own(FlowId flow, base::Ipv4Address host, std::uint32_t epoch) { m_entries[flow] = {host, epoch}; }
    void forget(FlowId flow) { m_entries.erase(flow); }
    const Entry *find(FlowId flow) const
    {
        const auto at = m_entries.find(flow);
        return at == m_entries.end() ? nullptr : &at->second;
    }
    /// Answers who asked, and tells the one who lost the flow.
    void receive(base::Ipv4Address asker, const HandoverMessage &claim, std::vector<HandoverOutput> &out);
    std::size_t size() const { return m_entries.size(); }

private:
    std::map<FlowId, Entry> m_entries;
};

/// The rule: an entry changes hands where the claim is about it as it is. True: it did, now.
constexpr bool decideClaim(Arbiter::Entry &entry, const HandoverMessage &claim)
{
    if (entry.epoch != claim.epoch || entry.host != claim.from)
        return false;
    entry = {claim.host, claim.epoch + 1};
    return true;
}

} // namespace hopyard::migration
