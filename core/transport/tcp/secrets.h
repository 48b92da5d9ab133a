// What a node keeps to itself so that its TCP cannot be guessed: initial sequence numbers (RFC 6528), timestamp offsets
// (RFC 7323 section 7.1), SYN cookies (RFC 4987 section 3.6), the seed of its hash table.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/siphash.h"
#include "core/base/time.h"
#include "core/transport/endpoint.h"
#include "core/transport/tcp/connection.h"
#include "core/transport/tcp/sequence.h"

#include <cstdint>
#include <optional>

namespace hopyard::transport::tcp {

class Secrets {
public:
    explicit Secrets(base::Random &random);

    /// M + F(pair): the clock ticks every 64 ns, as Linux's, so that numbers of one pair do not come again soon.
    Sequence initialNumber(base::TimePoint now, const Endpoint &local, const Endpoint &remote) const;
    /// One for each pair of hosts, so that a new connection's clock goes on where the last one's was (RFC 6191).
    std::uint32_t timestampOffset(const base::IpAddress &local, const base::IpAddress &remote) const;
    /// Where a pair stands in the table.
    std::uint32_t place(const Endpoint &local, const Endpoint &remote) const;
    const base::SipKey &fastOpenKey() const { return m_fastOpen; }

    // --- SYN cookies: the SYN-ACK's number and timestamp say what would have been remembered ---
    struct Cookie {
        Sequence number;
        std::uint32_t timestampOffset = 0; ///< so that the clock now reads as the options demand
    };
    Cookie makeCookie(base::TimePoint now, const Endpoint &local, const Endpoint &remote, Sequence irs,
                      const SynOptions &options) const;
    /// The options of the SYN that this ACK, which acknowledges `number` + 1, answers; nothing: it answers
    /// none of ours.
    std::optional<SynOptions> readCookie(base::TimePoint now, const Endpoint &local, const Endpoint &remote,
                                         Sequence irs, Sequence number,
                                         const std::optional<wire::TcpTimestamps> &timestamps) const;

private:
    std::uint64_t hash(const base::SipKey &key, const Endpoint &local, const Endpoint &remote,
                       std::uint64_t more) const;

    base::SipKey m_numbers, m_timestamps, m_cookies, m_fastOpen, m_table;
};

} // namespace hopyard::transport::tcp
