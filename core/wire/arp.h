// ARP for IPv4 on Ethernet (RFC 826). Other hardware and protocol types are ParseError::unsupported.
//
// Operations other than request and reply (RARP, InARP) are kept as numbers; who reads them decides.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/ethernet.h"
#include "core/wire/parse_error.h"

#include <cstdint>

namespace hopyard::wire {

enum class ArpOperation : std::uint16_t { request = 1, reply = 2 };

class ArpView {
public:
    static constexpr std::size_t kLength = 28;

    /// `bytes` are an Ethernet payload; padding behind the message is allowed.
    static base::Result<ArpView, ParseError> parse(base::Bytes bytes)
    {
        if (bytes.size() < 8)
            return base::fail(ParseError::truncated);
        const bool ethernetAndIpv4 = base::loadU16(bytes.data()) == 1 && base::loadU16(bytes.data() + 2) == 0x0800;
        if (!ethernetAndIpv4)
            return base::fail(ParseError::unsupported);
        if (bytes[4] != 6 || bytes[5] != 4)
            return base::fail(ParseError::badLength);
        if (bytes.size() < kLength)
            return base::fail(ParseError::truncated);
        return ArpView(bytes);
    }

    ArpOperation operation() const { return static_cast<ArpOperation>(base::loadU16(m_bytes.data() + 6)); }
    base::MacAddress senderMac() const { return loadMac(m_bytes.data() + 8); }
    base::Ipv4Address senderIp() const { return base::Ipv4Address::load(m_bytes.data() + 14); }
    base::MacAddress targetMac() const { return loadMac(m_bytes.data() + 18); }
    base::Ipv4Address targetIp() const { return base::Ipv4Address::load(m_bytes.data() + 24); }

private:
    explicit ArpView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

struct ArpRepr {
    ArpOperation operation = ArpOperation::request;
    base::MacAddress senderMac;
    base::Ipv4Address senderIp;
    base::MacAddress targetMac;
    base::Ipv4Address targetIp;

    bool operator==(const ArpRepr &) const = default;
    static ArpRepr parse(const ArpView &view)
    {
        return {view.operation(), view.senderMac(), view.senderIp(), view.targetMac(), view.targetIp()};
    }
    static constexpr std::size_t headerLength() { return ArpView::kLength; }
    /// Writes the whole message to the first headerLength() bytes of `bytes`, which has at least as many.
    void emit(base::MutableBytes bytes) const
    {
        std::uint8_t *p = bytes.data();
        base::storeU16(p, 1);
        base::storeU16(p + 2, static_cast<std::uint16_t>(EtherType::ipv4));
        p[4] = 6;
        p[5] = 4;
        base::storeU16(p + 6, static_cast<std::uint16_t>(operation));
        storeMac(p + 8, senderMac);
        senderIp.store(p + 14);
        storeMac(p + 18, targetMac);
        targetIp.store(p + 24);
    }
};

} // namespace hopyard::wire
