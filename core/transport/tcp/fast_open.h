// TCP Fast Open's memory (RFC 7413): cookies that a client got, where it is better not to try, and the cookies that a
// server gives out, which it can check without remembering them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/siphash.h"
#include "core/base/time.h"
#include "core/wire/tcp.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::transport::tcp {

class FastOpen {
public:
    static constexpr std::size_t kLimit = 256;
    struct Known {
        base::IpAddress server;
        wire::TcpFastOpenCookie cookie;
        std::uint16_t mss = 536;
    };

    FastOpen() = default;
    explicit FastOpen(const base::SipKey &key) : m_key(key) {}

    // --- as a client ---
    const Known *find(const base::IpAddress &server) const;
    void learn(const base::IpAddress &server, const wire::TcpFastOpenCookie &cookie, std::uint16_t mss);
    void forget(const base::IpAddress &server);
    /// False for a while after data in a SYN seemed to vanish: an hour, twice as long each time (RFC 7413 section
    /// 4.1.3.1; Linux's tcp_fastopen_blackhole_timeout).
    bool mayTry(base::TimePoint now) const;
    void onVanished(base::TimePoint now);
    void onSuccess() { m_vanished = 0; }

    // --- as a server ---
    /// Eight bytes, a keyed hash of both addresses (section 4.1.2).
    wire::TcpFastOpenCookie cookieFor(const base::IpAddress &client, const base::IpAddress &server) const;

private:
    base::SipKey m_key;
    std::vector<Known> m_known; // the one used last at the end
    base::TimePoint m_notBefore;
    std::uint32_t m_vanished = 0;
};

} // namespace hopyard::transport::tcp
