// See bpdu.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/bpdu.h"

#include "core/wire/ethernet.h"

#include <algorithm>
#include <cassert>

namespace hopyard::wire {

namespace {

constexpr std::uint8_t kServicePoint = 0x42; // IEEE 802.2: Bridge Spanning Tree Protocol
constexpr std::uint8_t kUnnumberedInformation = 0x03;

// 802.1D figures 9-1 and 9-3: the octet of flags.
constexpr std::uint8_t kTopologyChange = 0x01, kProposal = 0x02, kRoleMask = 0x0c, kLearning = 0x10, kForwarding = 0x20,
                       kAgreement = 0x40, kAcknowledgement = 0x80;
constexpr int kRoleShift = 2;

std::uint16_t inUnits(base::Duration time)
{
    return static_cast<std::uint16_t>(std::clamp<std::int64_t>(time.ns() * 256 / 1'000'000'000, 0, 0xffff));
}

void storeBridgeId(std::uint8_t *p, const BridgeId &id)
{
    base::storeU16(p, id.priority);
    storeMac(p + 2, id.address);
}

} // namespace

std::string toString(const BridgeId &id)
{
    return std::to_string(id.priority) + '.' + base::toString(id.address);
}

bool isBpduLlc(base::Bytes bytes)
{
    return bytes.size() >= BpduRepr::kLlcLength && bytes[0] == kServicePoint && bytes[1] == kServicePoint && bytes[2] == kUnnumberedInformation;
}

base::Result<BpduView, ParseError> BpduView::parse(base::Bytes bytes)
{
    if (bytes.size() < kNotificationLength)
        return base::fail(ParseError::truncated);
    if (base::loadU16(bytes.data()) != 0)
        return base::fail(ParseError::unsupported);
    switch (static_cast<BpduType>(bytes[3])) {
    case BpduType::topologyChangeNotification: return BpduView(bytes);
    case BpduType::configuration:
        if (bytes.size() < kConfigurationLength)
            return base::fail(ParseError::truncated);
        if (base::loadU16(&bytes[27]) >= base::loadU16(&bytes[29]))
            return base::fail(ParseError::badLength); // older than it may become: section 9.3.4 c
        return BpduView(bytes);
    case BpduType::rapid:
        if (bytes[2] < 2)
            return base::fail(ParseError::badVersion);
        if (bytes.size() < kRapidLength)
            return base::fail(ParseError::truncated);
        return BpduView(bytes);
    }
    return base::fail(ParseError::unsupported);
}

base::Result<BpduView, ParseError> BpduView::parseFrame(base::Bytes frame)
{
    const auto ethernet = EthernetView::parse(frame);
    if (!ethernet)
        return base::fail(ethernet.error());
    if (!ethernet->isLength())
        return base::fail(ParseError::unsupported);
    const std::size_t length = base::loadU16(&frame[12]);
    const base::Bytes payload = ethernet->payload();
    if (length < BpduRepr::kLlcLength)
        return base::fail(ParseError::badLength);
    if (length > payload.size())
        return base::fail(ParseError::truncated);
    if (!isBpduLlc(payload))
        return base::fail(ParseError::unsupported);
    return parse(payload.first(length).subspan(BpduRepr::kLlcLength));
}

BridgeId BpduView::bridgeId(std::size_t at) const
{
    return {base::loadU16(&m_bytes[at]), loadMac(&m_bytes[at + 2])};
}

BpduRepr BpduRepr::parse(const BpduView &view)
{
    BpduRepr repr;
    repr.type = view.type();
    if (repr.type == BpduType::topologyChangeNotification)
        return repr;
    const std::uint8_t flags = view.flags();
    repr.topologyChange = (flags & kTopologyChange) != 0;
    if (repr.type == BpduType::rapid) {
        repr.proposal = (flags & kProposal) != 0;
        repr.role = static_cast<BpduPortRole>((flags & kRoleMask) >> kRoleShift);
        repr.learning = (flags & kLearning) != 0;
        repr.forwarding = (flags & kForwarding) != 0;
        repr.agreement = (flags & kAgreement) != 0;
    } else {
        repr.topologyChangeAcknowledgement = (flags & kAcknowledgement) != 0;
    }
    repr.root = view.root();
    repr.rootPathCost = view.rootPathCost();
    repr.bridge = view.bridge();
    repr.port = view.port();
    repr.messageAge = view.messageAge();
    repr.maxAge = view.maxAge();
    repr.helloTime = view.helloTime();
    repr.forwardDelay = view.forwardDelay();
    return repr;
}

std::size_t BpduRepr::length() const
{
    switch (type) {
    case BpduType::topologyChangeNotification: return BpduView::kNotificationLength;
    case BpduType::configuration: return BpduView::kConfigurationLength;
    case BpduType::rapid: return BpduView::kRapidLength;
    }
    return 0;
}

std::size_t BpduRepr::frameLength() const
{
    return EthernetRepr::headerLength() + kLlcLength + length();
}

void BpduRepr::emit(base::MutableBytes bytes) const
{
    assert(bytes.size() >= length());
    std::uint8_t *p = bytes.data();
    base::storeU16(p, 0);
    p[2] = type == BpduType::rapid ? 2 : 0;
    p[3] = static_cast<std::uint8_t>(type);
    if (type == BpduType::topologyChangeNotification)
        return;
    p[4] = topologyChange ? kTopologyChange : 0;
    if (type == BpduType::rapid)
        p[4] = static_cast<std::uint8_t>(p[4] | (proposal ? kProposal : 0) | static_cast<int>(role) << kRoleShift
                                         | (learning ? kLearning : 0) | (forwarding ? kForwarding : 0)
                                         | (agreement ? kAgreement : 0));
    else if (topologyChangeAcknowledgement)
        p[4] = static_cast<std::uint8_t>(p[4] | kAcknowledgement);
    storeBridgeId(p + 5, root);
    base::storeU32(p + 13, rootPathCost);
    storeBridgeId(p + 17, bridge);
    base::storeU16(p + 25, port);
    base::storeU16(p + 27, inUnits(messageAge));
    base::storeU16(p + 29, inUnits(maxAge));
    base::storeU16(p + 31, inUnits(helloTime));
    base::storeU16(p + 33, inUnits(forwardDelay));
    if (type == BpduType::rapid)
        p[35] = 0; // version 1 length: there is no information of version 1
}

void BpduRepr::emitFrame(base::MutableBytes frame, const base::MacAddress &source) const
{
    assert(frame.size() >= frameLength());
    const std::size_t header = EthernetRepr::headerLength();
    // The type field of an 802.3 frame is the length of what follows.
    EthernetRepr{kBridgeGroup, source, static_cast<EtherType>(kLlcLength + length())}.emit(frame);
    frame[header] = kServicePoint;
    frame[header + 1] = kServicePoint;
    frame[header + 2] = kUnnumberedInformation;
    emit(frame.subspan(header + kLlcLength));
}

} // namespace hopyard::wire
