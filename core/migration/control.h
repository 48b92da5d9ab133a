// Messages between forwarders, classifiers and hosts about flows (UDP, kControlPort), each signed with the lab's key: a
// stray or forged one is not understood. The hand-over of a connection has messages of its own (handover.h).
//
//     0   "HYF1"
//     4   kind: 1 announced, 2 ended, 3 error, 4 drain
//     5   way of encapsulation; of an error the ICMP type
//     6   number of loads; of an error the ICMP code
//     8   flow identifier, epoch
//    16   client, service, their ports (12 bytes)
//    28   loads, four bytes each; of an error the MTU, and the sequence number of the segment that it is about
//   end   SipHash-2-4 of all before it under the key (8 bytes)
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/siphash.h"
#include "core/migration/flow.h"
#include "core/migration/flow_table.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::migration {

/// A key for SipHash out of a word.
base::SipKey keyOf(std::string_view word);

struct ControlMessage {
    static constexpr std::size_t kMaxLoads = 255;
    enum class Kind : std::uint8_t {
        announced = 1, ///< forwarder to classifier: a flow begins; how many connections each host has
        ended = 2,     ///< host to forwarder: the connection is over
        error = 3,     ///< forwarder to host: an ICMP error about what it sent to the client
        drain = 4,     ///< forwarder to classifiers and host: `flow.source` gets nothing new and gives away what it has; epoch 0: no more so
    };
    Kind kind = Kind::announced;
    Encapsulation way = Encapsulation::ports;
    FlowId id;
    std::uint32_t epoch = 0;
    FourTuple flow;
    std::vector<std::uint32_t> loads; ///< by the service's hosts
    std::uint8_t icmpType = 0;
    std::uint8_t icmpCode = 0;
    std::uint32_t mtu = 0;
    std::uint32_t sequence = 0; ///< what TCP believes an error by (RFC 5927 section 4.1)
    bool operator==(const ControlMessage &) const = default;

    std::vector<std::uint8_t> write(const base::SipKey &key) const;
    /// None where it is malformed or not signed with the key.
    static std::optional<ControlMessage> read(base::Bytes bytes, const base::SipKey &key);
    /// Of this kind of messages, by their first bytes.
    static bool isOne(base::Bytes bytes);
};

} // namespace hopyard::migration
