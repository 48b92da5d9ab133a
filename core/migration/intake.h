// What comes of connections to a machine, up to where it says whether it takes one: pieces put together, stocks (stock.h), and
// the blob with what its program knows read and checked. The same for machines of ours and for Linux ones.
//
//     a transfer: the stock, where there is one; the blob; what the program knows; their lengths: program (4), stock (4)
//
// A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/blob.h"
#include "core/migration/stock.h"
#include "core/migration/transfer.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::migration {

/// The end of a transfer: the blob, and what its program knows.
std::vector<std::uint8_t> sealedEnd(std::vector<std::uint8_t> blob, std::string_view packed, std::size_t stock);

class Intake {
public:
    explicit Intake(Instance own) : m_receiver(own) {}
    Instance own() const { return m_receiver.own(); }

    /// A connection that came whole, or what is wrong with what came.
    struct Arrival {
        base::Ipv4Address from;
        Mapping mapping;         ///< no valid flow: the blob could not be read
        transport::tcp::ConnectionState state;
        std::string packed;      ///< what the program knows that had it
        std::string refusal;     ///< empty: it is sound
        std::string detail;      ///< bytes, pieces, repeats
    };
    /// The body of a `piece` from there; answers into `out`.
    std::optional<Arrival> receive(base::TimePoint now, base::Ipv4Address from, base::Bytes body, const base::SipKey &key,
                                   packet::PacketPool &pool, std::vector<Outgoing> &out);
    void expire(base::TimePoint now);
    base::TimePoint nextDeadline() const { return m_receiver.nextDeadline(); }

private:
    static Arrival read(base::TimePoint now, const BlobReceiver::Whole &whole, Stock stock, packet::PacketPool &pool);

    BlobReceiver m_receiver;
    std::map<std::pair<base::Ipv4Address, TransferId>, Stock> m_stocks; // of transfers that are not complete
};

/// What a machine says of itself when a connection arrives.
struct Taker {
    /// Somebody there takes connections to this endpoint; `packed`: and can go on with what its program knew.
    std::function<bool(const transport::Endpoint &local, bool packed)> serves;
    /// It has a connection between these already.
    std::function<bool(const transport::Endpoint &local, const transport::Endpoint &remote)> has;
};
/// Why it does not take it; empty: it does.
std::string objectionTo(const Intake::Arrival &arrival, const Taker &taker);

} // namespace hopyard::migration
