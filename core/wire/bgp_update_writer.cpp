// UPDATEs packed. See bgp_update_writer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/bgp_update_writer.h"

namespace hopyard::wire {

namespace {

constexpr std::size_t kRoom = kBgpMaxMessage - kBgpHeaderLength - 4; // both lengths of an UPDATE
constexpr std::size_t kLongestPrefix = 17;

/// Where attributes without prefixes begin with MP_REACH_NLRI, its value.
base::Bytes reachOf(base::Bytes attributes)
{
    if (attributes.size() < 3 || attributes[1] != 14)
        return {};
    return attributes.subspan(3, attributes[2]);
}

} // namespace

bool BgpUpdateWriter::announce(base::Bytes attributes)
{
    finish();
    m_attributes = attributes;
    m_withdraws = false;
    return attributes.size() + kLongestPrefix + 1 <= kRoom; // the length of MP_REACH_NLRI takes one more
}

void BgpUpdateWriter::withdraw()
{
    finish();
    m_withdraws = true;
}

void BgpUpdateWriter::open()
{
    m_open = true;
    m_start = beginBgpMessage(m_out);
    m_attributesAt = m_out.size();
    m_lengthAt = m_tail = 0;
    const base::Bytes reach = m_withdraws ? base::Bytes() : reachOf(m_attributes);
    if (m_withdraws && m_family == kBgpIpv4Unicast) {
        m_out.insert(m_out.end(), {0, 0});
        m_tail = 2;
        return;
    }
    m_out.insert(m_out.end(), {0, 0, 0, 0});
    m_attributesAt += 2;
    if (m_withdraws) {
        m_out.insert(m_out.end(), {0x90, 15, 0, 0});
        m_lengthAt = m_out.size() - 2;
        m_out.insert(m_out.end(), {std::uint8_t(m_family.afi >> 8), std::uint8_t(m_family.afi), m_family.safi});
    } else if (!reach.empty()) {
        m_out.insert(m_out.end(), {0x90, 14, 0, 0});
        m_lengthAt = m_out.size() - 2;
        m_out.insert(m_out.end(), reach.begin(), reach.end());
        m_tail = m_attributes.size() - 3 - reach.size();
    } else {
        m_out.insert(m_out.end(), m_attributes.begin(), m_attributes.end());
        base::storeU16(&m_out[m_attributesAt], static_cast<std::uint16_t>(m_attributes.size()));
    }
}

void BgpUpdateWriter::add(const base::IpPrefix &prefix)
{
    const std::size_t length = 1 + (prefix.length() + 7) / 8;
    if (m_open && m_out.size() - m_start + length + m_tail > kBgpMaxMessage)
        finish();
    if (!m_open)
        open();
    appendBgpPrefix(m_out, prefix);
}

void BgpUpdateWriter::finish()
{
    if (!m_open)
        return;
    m_open = false;
    if (m_lengthAt) {
        base::storeU16(&m_out[m_lengthAt], static_cast<std::uint16_t>(m_out.size() - m_lengthAt - 2));
        m_out.insert(m_out.end(), m_attributes.end() - static_cast<std::ptrdiff_t>(m_tail), m_attributes.end());
        base::storeU16(&m_out[m_attributesAt], static_cast<std::uint16_t>(m_out.size() - m_attributesAt - 2));
    } else if (m_withdraws) {
        base::storeU16(&m_out[m_attributesAt], static_cast<std::uint16_t>(m_out.size() - m_attributesAt - 2));
        m_out.insert(m_out.end(), {0, 0});
    }
    finishBgpMessage(m_out, m_start, BgpType::update);
    ++m_messages;
}

void BgpUpdateWriter::endOfRib()
{
    finish();
    m_start = beginBgpMessage(m_out);
    m_out.insert(m_out.end(), {0, 0});
    if (m_family == kBgpIpv4Unicast)
        m_out.insert(m_out.end(), {0, 0});
    else
        m_out.insert(m_out.end(), {0, 6, 0x80, 15, 3, std::uint8_t(m_family.afi >> 8), std::uint8_t(m_family.afi), m_family.safi});
    finishBgpMessage(m_out, m_start, BgpType::update);
    ++m_messages;
}

} // namespace hopyard::wire
