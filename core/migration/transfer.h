// Blobs over UDP: in pieces of at most 1,200 bytes, each acknowledged, sent again with a back-off, put together whole.
//
// A piece says which transfer it belongs to, how long the whole is and where it stands; an answer says up to where all
// have come and which of the 256 behind that. A sender has a window that grows with what is acknowledged and halves when
// the timer runs out; a piece is sent again at once where one sent later arrived. It gives up after kGiveUp without
// progress, or when the receiver refuses.
//
// What is sent may still grow (a send queue that goes ahead of its connection, stock.h): then only full pieces leave, their
// size of the whole is 0, and finish() says what comes last. The receiver shows what has come of such a one without a gap.
//
// Pieces are sealed (message.h), so damage and forgery are seen before anything is believed. A piece that comes again is
// answered again, also when its transfer is over (for kRemembered), and changes nothing. Who has the key may still be
// broken or hostile: sizes, the number of open transfers and the memory for them are bounded, and what does not go on
// is forgotten. Pure values: datagrams and time in, datagrams out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/siphash.h"
#include "core/base/time.h"
#include "core/migration/message.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace hopyard::migration {

/// Counted up by its sender from a number drawn when that began, so that it is not used again after a restart.
using TransferId = std::uint64_t;

/// Drawn by a machine when it starts. A blob is for the one that it was made for: if that was restarted meanwhile nobody
/// knows whether it had let the connection live already, and an old state must never live a second time. 0: not known.
using Instance = std::uint32_t;

struct TransferLimits {
    std::size_t size = 64u << 20;        ///< bytes of one blob
    std::size_t memory = 256u << 20;     ///< bytes announced by all that are open
    std::size_t open = 16'384;           ///< transfers that are not complete
    std::size_t openFromOne = 8'192;     ///< of one sender
    std::size_t remembered = 65'536;     ///< complete ones whose pieces are still answered
};

constexpr std::size_t kPieceSize = 1'200;

class BlobSender {
public:
    enum class State : std::uint8_t { sending, delivered, refused, failed };
    static constexpr base::Duration kFirstTimeout = base::Duration::milliseconds(50);
    static constexpr base::Duration kLeastTimeout = base::Duration::milliseconds(5);
    static constexpr base::Duration kMostTimeout = base::Duration::seconds(1);
    static constexpr base::Duration kGiveUp = base::Duration::seconds(6);

    BlobSender() = default;
    BlobSender(TransferId id, base::Ipv4Address to, Instance instance, std::vector<std::uint8_t> blob, base::TimePoint now);
    /// One that grows: nobody waits for it yet, so that its window begins small.
    BlobSender(TransferId id, base::Ipv4Address to, Instance instance, base::TimePoint now);
    /// More of one that grows.
    void append(base::TimePoint now, base::Bytes bytes);
    /// The last of it. From here on somebody waits.
    void finish(base::TimePoint now, base::Bytes bytes);

    /// What may leave now.
    void output(base::TimePoint now, const base::SipKey &key, std::vector<Outgoing> &out);
    /// The body of a `received` of this transfer.
    void receive(base::TimePoint now, base::Bytes body);
    /// The timer; output() afterwards.
    void expire(base::TimePoint now);
    base::TimePoint nextDeadline() const;

    State state() const { return m_state; }
    TransferId id() const { return m_id; }
    base::Ipv4Address to() const { return m_to; }
    std::uint32_t pieces() const { return static_cast<std::uint32_t>(m_pieces.size()); }
    std::uint32_t repeats() const { return m_repeats; } ///< pieces sent again
    base::Duration roundTrip() const { return m_smoothed; } ///< zero: not measured
    Instance instance() const { return m_instance; } ///< refused: what the receiver said that it is, if that is why
    bool isGrowing() const { return m_grows; }
    std::uint32_t sent() const { return m_next; }      ///< pieces that have left
    std::uint32_t arrivedAll() const { return m_first; } ///< all before this one have arrived
    base::TimePoint progressAt() const { return m_progressAt; } ///< when something arrived the last time
    bool hasUnsent() const; ///< pieces that could leave and have not, or are to leave again

private:
    struct Piece {
        base::TimePoint sentAt;
        std::uint32_t order = 0; ///< of its last sending
        std::uint16_t times = 0;
        bool arrived = false;
        bool lost = false;
    };
    void arrived(base::TimePoint now, std::uint32_t index);
    base::Duration timeout() const;

    TransferId m_id = 0;
    base::Ipv4Address m_to;
    Instance m_instance = 0;
    std::vector<std::uint8_t> m_blob;
    std::vector<Piece> m_pieces;
    base::TimePoint m_deadline = base::TimePoint::never();
    base::TimePoint m_progressAt;
    base::Duration m_smoothed, m_variation;
    std::uint32_t m_first = 0;   // the first that has not arrived
    std::uint32_t m_next = 0;    // the first that was never sent
    std::uint32_t m_order = 0;
    std::uint32_t m_latest = 0;  // the order of the latest that arrived
    std::uint32_t m_underWay = 0;
    std::uint32_t m_window = 0;
    std::uint32_t m_repeats = 0;
    std::uint32_t m_lost = 0;    // pieces that are marked so
    std::uint8_t m_backOff = 0;
    bool m_grows = false;
    State m_state = State::sending;
};

class BlobReceiver {
public:
    static constexpr base::Duration kIdle = base::Duration::seconds(10);
    static constexpr base::Duration kRemembered = base::Duration::seconds(30);

    explicit BlobReceiver(Instance own, TransferLimits limits = {}) : m_own(own), m_limits(limits) {}
    Instance own() const { return m_own; }

    struct Whole {
        base::Ipv4Address from;
        TransferId id = 0;
        std::vector<std::uint8_t> blob;
        base::Duration took; ///< since its first piece came; of one that grew, since the first that said its size
        std::uint32_t pieces = 0, repeats = 0;
    };
    /// The body of a `piece` from there; answers into `out`, and the blob where this completed it.
    std::optional<Whole> receive(base::TimePoint now, base::Ipv4Address from, base::Bytes body, const base::SipKey &key,
                                 std::vector<Outgoing> &out);
    /// What has come without a gap of a transfer that is not complete, of what was sent while it grew. Valid until the next call.
    base::Bytes front(base::Ipv4Address from, TransferId id) const;
    bool isOpen(base::Ipv4Address from, TransferId id) const { return m_open.contains({from, id}); }
    /// Forgets what is too old.
    void expire(base::TimePoint now);
    base::TimePoint nextDeadline() const;

    std::size_t open() const { return m_open.size(); }
    std::size_t announced() const { return m_announced; }
    std::uint64_t refused() const { return m_refused; }

private:
    using Key = std::pair<base::Ipv4Address, TransferId>;
    struct Open {
        std::vector<std::uint8_t> blob;   // grows as pieces come
        std::vector<std::uint64_t> have;  // a bit for each piece
        std::size_t size = 0;      // 0: it grows
        std::size_t announced = 0; // of it; one that grows: how far it has come
        std::size_t grown = 0;     // up to where it is known to be older than its end
        std::uint32_t pieces = 0, count = 0, first = 0, repeats = 0;
        base::TimePoint began, heardAt;
    };
    enum class Answer : std::uint8_t { some, all, refused };
    Outgoing answer(const Key &key, Answer what, const base::SipKey &secret, const Open *open = nullptr,
                    std::uint32_t about = 0) const;
    bool makeRoom(Open &open, std::size_t size, std::uint32_t pieces);
    void forget(std::map<Key, Open>::iterator at);
    void forgetDone(base::TimePoint now, std::size_t most);

    Instance m_own;
    TransferLimits m_limits;
    std::map<Key, Open> m_open;
    std::map<base::Ipv4Address, std::size_t> m_openFrom;
    std::map<Key, base::TimePoint> m_done;
    std::vector<std::pair<base::TimePoint, Key>> m_doneInOrder; // the oldest first
    std::size_t m_doneFirst = 0;
    std::size_t m_announced = 0;
    std::uint64_t m_refused = 0;
    base::TimePoint m_nextSweep = base::TimePoint::never();
};

} // namespace hopyard::migration
