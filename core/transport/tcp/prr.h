// Proportional Rate Reduction: how the window comes down to ssthresh during a recovery (RFC 6937, with the bound of
// draft-ietf-tcpm-prr-rfc6937bis: slow start only where recovery makes progress without new losses).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace hopyard::transport::tcp {

class Prr {
public:
    /// `window` is RecoverFS: what it is when the reduction begins, in segments.
    void start(std::uint32_t window)
    {
        m_prior = std::max(window, 1u);
        m_delivered = m_out = 0;
    }
    void onSent(std::uint32_t segments) { m_out += segments; }
    std::uint32_t priorWindow() const { return m_prior; }

    /// The window after an ACK that delivered something.
    std::uint32_t window(std::uint32_t delivered, std::uint32_t inFlight, std::uint32_t threshold, bool goodProgress)
    {
        m_delivered += delivered;
        std::int64_t mayGo;
        if (inFlight > threshold) {
            mayGo = static_cast<std::int64_t>((std::uint64_t(threshold) * m_delivered + m_prior - 1) / m_prior) - m_out;
        } else {
            mayGo = std::max<std::int64_t>(std::int64_t(m_delivered) - m_out, delivered);
            if (goodProgress)
                ++mayGo;
            mayGo = std::min<std::int64_t>(mayGo, threshold - inFlight);
        }
        mayGo = std::max<std::int64_t>(mayGo, m_out == 0 ? 1 : 0); // the fast retransmission always goes
        return inFlight + static_cast<std::uint32_t>(mayGo);
    }
    bool operator==(const Prr &) const = default;

private:
    friend struct StateFields; // state_fields.h
    std::uint32_t m_prior = 1;
    std::uint32_t m_delivered = 0;
    std::uint32_t m_out = 0;
};

} // namespace hopyard::transport::tcp
