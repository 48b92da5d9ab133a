// A connection as bytes: all of its state, the data it holds, and the mapping of its flow, versioned, length-checked and
// checksummed (docs/connection-state.md has every field).
//
// Nothing that comes in is trusted: what is truncated, of a newer version, damaged, or says something that TCP could not
// have come to is refused by name, and what is accepted is a state in which every invariant holds that TCP relies on.
// Who sent it is another question: transfer.h authenticates.
//
// Clocks of two machines differ: moments are carried as what has passed since or is left until then, timestamps (RFC
// 7323) go on from the last one. The data of the send queue may have travelled before (stock.h): such a blob is of version 2,
// and says what the queue has to be. Not carried, because it means nothing elsewhere: SO_BINDTODEVICE's interface.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/migration/flow.h"
#include "core/migration/stock.h"
#include "core/packet/packet.h"
#include "core/transport/tcp/connection_state.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::migration {

struct Blob {
    static constexpr std::uint8_t kVersion = 1;
    static constexpr std::uint8_t kVersionWithStock = 2;
    static constexpr std::size_t kMaxSize = 256u << 20; ///< both queues at their largest, and what lies ahead of gaps

    Mapping mapping;
    transport::tcp::ConnectionState state;
};

/// Where the bytes of a blob went ("compiled" in the trace).
struct BlobParts {
    std::size_t state = 0;     ///< protocol state, scoreboard and mapping, head and checksum
    std::size_t unsent = 0;    ///< data of the send queue that has not left
    std::size_t underWay = 0;  ///< data of the send queue that left and is not acknowledged
    std::size_t unread = 0;    ///< of the receive queue
    std::size_t ahead = 0;     ///< received ahead of a gap
    std::size_t before = 0;    ///< of the send queue, with the stock: not part of the blob
    std::size_t total() const { return state + unsent + underWay + unread + ahead; }
};
/// "212 bytes: state 212, unsent 0, under way 0, unread 0, ahead 0"; behind that what travelled before, where something did
std::string toString(const BlobParts &parts);

enum class BlobError : std::uint8_t {
    truncated,    ///< shorter than it says
    notABlob,     ///< begins with something else
    newerVersion, ///< or version 0
    damaged,      ///< the checksum is another
    malformed,    ///< a field that cannot be read, or bytes left over
    inconsistent, ///< an invariant does not hold; BlobRefusal::what says which
};
std::string_view toString(BlobError error);
struct BlobRefusal {
    BlobError error = BlobError::truncated;
    std::string_view what; ///< in words; static
};

/// `now` by the clock of who writes: the moment at which the connection was frozen. `stock`: the data of the send queue, all
/// of it, travelled before and is left out.
std::vector<std::uint8_t> encodeBlob(const Mapping &mapping, const transport::tcp::ConnectionState &state,
                                     base::TimePoint now, BlobParts *parts = nullptr, const StockNote *stock = nullptr);
/// `now` by the clock of who reads: from here on timers run with what was left of them. `pause` is what has passed since
/// the connection was frozen, as far as that is known: round trips and ages count it. `stock` is what came before, if
/// something did; a blob that needs it takes its queue.
base::Result<Blob, BlobRefusal> decodeBlob(base::Bytes bytes, base::TimePoint now, packet::PacketPool &pool,
                                           base::Duration pause = {}, Stock *stock = nullptr);

/// A field of a blob, for people.
struct BlobField {
    int depth = 0;             ///< 0: a part of the state; each deeper one belongs to the last above it that is less deep
    std::string label;         ///< "SND.WND: 65535"
    std::uint32_t offset = 0;  ///< of the first byte of its value in the blob
    std::uint32_t length = 0;  ///< in bytes; 0 where it is what it usually is, which costs a bit at most
};
/// As many bytes as a blob has before the data of its queues: what listBlob() needs. 0: it is none.
std::size_t headOfBlob(base::Bytes bytes);
/// The fields of a blob, or of its head alone, in their order; nothing where it is not a sound one. Keys are not shown.
std::vector<BlobField> listBlob(base::Bytes bytes);

} // namespace hopyard::migration
