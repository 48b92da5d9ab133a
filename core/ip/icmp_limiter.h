// How many ICMP errors a stack sends: token buckets, one for all and one for each receiver (RFC 1812 section 4.3.2.8).
//
// The figures are those that Linux comes with (icmp(7)): 1,000 errors a second with bursts of 50 in all; to one
// receiver one a second with bursts of 6. As there, "fragmentation needed" is exempt, because path MTU discovery
// breaks without it, and echo replies and the like are not errors. Buckets of receivers are kept for the 64 latest:
// a bucket forgotten is a full one, and then the bucket for all still holds.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace hopyard::ip {

/// A bucket that holds up to `burst` tokens and gains one every `interval`. Full at first.
class TokenBucket {
public:
    TokenBucket(base::Duration interval, unsigned burst) : m_interval(interval), m_burst(burst) {}

    bool wouldTake(base::TimePoint now) const { return m_debtUntil - m_interval * (m_burst - 1) <= now; }
    bool take(base::TimePoint now)
    {
        if (!wouldTake(now))
            return false;
        m_debtUntil = std::max(m_debtUntil, now) + m_interval;
        return true;
    }
    /// When the bucket is full again.
    base::TimePoint fullAt() const { return m_debtUntil; }

private:
    base::Duration m_interval;
    std::int64_t m_burst;
    base::TimePoint m_debtUntil; // each token taken moves this one interval into the future
};

class IcmpLimiter {
public:
    struct Limits {
        base::Duration interval = base::Duration::milliseconds(1);
        unsigned burst = 50;
        base::Duration receiverInterval = base::Duration::seconds(1);
        unsigned receiverBurst = 6;
    };
    static constexpr std::size_t kReceivers = 64;

    explicit IcmpLimiter(const Limits &limits) : m_limits(limits), m_all(limits.interval, limits.burst) {}

    /// True where an error may go to `receiver` now; takes the tokens for it.
    bool allow(base::TimePoint now, const base::IpAddress &receiver)
    {
        if (!m_all.wouldTake(now) || !receiverBucket(receiver).take(now))
            return false;
        return m_all.take(now);
    }

private:
    struct Receiver {
        base::IpAddress address;
        TokenBucket bucket;
    };

    // The bucket that was full first makes room: it has least to tell.
    TokenBucket &receiverBucket(const base::IpAddress &address)
    {
        for (Receiver &receiver : m_receivers)
            if (receiver.address == address)
                return receiver.bucket;
        const Receiver fresh{address, TokenBucket(m_limits.receiverInterval, m_limits.receiverBurst)};
        if (m_receivers.size() < kReceivers) {
            m_receivers.push_back(fresh);
            return m_receivers.back().bucket;
        }
        Receiver &oldest = *std::min_element(m_receivers.begin(), m_receivers.end(), [](const auto &a, const auto &b) {
            return a.bucket.fullAt() < b.bucket.fullAt();
        });
        oldest = fresh;
        return oldest.bucket;
    }

    Limits m_limits;
    TokenBucket m_all;
    std::vector<Receiver> m_receivers;
};

} // namespace hopyard::ip
