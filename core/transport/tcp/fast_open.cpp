// Cookies of fast open; see fast_open.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/fast_open.h"

#include <algorithm>

namespace hopyard::transport::tcp {

const FastOpen::Known *FastOpen::find(const base::IpAddress &server) const
{
    const auto at = std::find_if(m_known.begin(), m_known.end(), [&](const Known &k) { return k.server == server; });
    return at == m_known.end() ? nullptr : &*at;
}

void FastOpen::learn(const base::IpAddress &server, const wire::TcpFastOpenCookie &cookie, std::uint16_t mss)
{
    forget(server);
    if (m_known.size() >= kLimit)
        m_known.erase(m_known.begin());
    m_known.push_back({server, cookie, mss});
}

void FastOpen::forget(const base::IpAddress &server)
{
    std::erase_if(m_known, [&](const Known &k) { return k.server == server; });
}

bool FastOpen::mayTry(base::TimePoint now) const { return now >= m_notBefore; }

void FastOpen::onVanished(base::TimePoint now)
{
    const std::uint32_t doublings = std::min<std::uint32_t>(m_vanished++, 6);
    m_notBefore = now + base::Duration::seconds(3'600) * (std::int64_t(1) << doublings);
}

wire::TcpFastOpenCookie FastOpen::cookieFor(const base::IpAddress &client, const base::IpAddress &server) const
{
    std::array<std::uint8_t, 32> message{};
    std::copy(client.bytes().begin(), client.bytes().end(), message.begin());
    std::copy(server.bytes().begin(), server.bytes().end(), message.begin() + 16);
    wire::TcpFastOpenCookie cookie;
    cookie.length = 8;
    base::storeU64(cookie.bytes.data(), base::sipHash(m_key, message));
    return cookie;
}

} // namespace hopyard::transport::tcp
