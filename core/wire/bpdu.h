// Bridge protocol data units: Configuration, Topology Change Notification and Rapid Spanning Tree (IEEE 802.1D-2004
// clause 9.3), in the LLC frame that carries them (802.2: both service access points 0x42, unnumbered information).
//
// BpduView checks what 802.1D section 9.3.4 asks of a message before it is used, except that a message of the bridge's
// own is for the bridge to notice. Longer messages are read as far as they are known.
// Deliberately missing: MST BPDUs' regions (802.1Q clause 14; a message of version 3 is read as a rapid one, as section
// 9.3.4 wants), shortest path bridging.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/wire/parse_error.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace hopyard::wire {

/// The Bridge Group Address (802.1D table 7-10): no bridge passes on what is sent there.
constexpr base::MacAddress kBridgeGroup({0x01, 0x80, 0xc2, 0x00, 0x00, 0x00});
/// True for the sixteen addresses 01:80:c2:00:00:00 to 0f, which a bridge never forwards (802.1D section 7.12.6).
inline bool isReservedBridgeAddress(const std::uint8_t *mac)
{
    return base::loadU32(mac) == 0x0180c200 && mac[4] == 0 && mac[5] <= 0x0f;
}

enum class BpduType : std::uint8_t {
    configuration = 0x00,
    rapid = 0x02,
    topologyChangeNotification = 0x80,
};

/// The role of the port that sent a rapid BPDU (802.1D section 9.3.3).
enum class BpduPortRole : std::uint8_t { unknown = 0, alternateOrBackup = 1, root = 2, designated = 3 };

/// Four bits of priority, twelve of a system id extension, the bridge's address (802.1D section 9.2.5). The lower is
/// the better.
struct BridgeId {
    std::uint16_t priority = 0x8000; ///< with the system id extension in its lower twelve bits
    base::MacAddress address;
    auto operator<=>(const BridgeId &) const = default;
};
/// "32768.02:00:00:00:00:01"
std::string toString(const BridgeId &id);

/// True where an LLC header begins there that says that a BPDU follows.
bool isBpduLlc(base::Bytes bytes);

class BpduView {
public:
    static constexpr std::size_t kNotificationLength = 4;
    static constexpr std::size_t kConfigurationLength = 35;
    static constexpr std::size_t kRapidLength = 36;

    /// `bytes` begin with the protocol identifier, behind the LLC header.
    static base::Result<BpduView, ParseError> parse(base::Bytes bytes);
    /// From a whole Ethernet frame: the length, the LLC header, the message. unsupported: it is something else.
    static base::Result<BpduView, ParseError> parseFrame(base::Bytes frame);

    std::uint8_t version() const { return m_bytes[2]; } ///< 0 STP, 2 RSTP, 3 MSTP
    BpduType type() const { return static_cast<BpduType>(m_bytes[3]); }
    // The rest is not for topology change notifications.
    std::uint8_t flags() const { return m_bytes[4]; }
    BridgeId root() const { return bridgeId(5); }
    std::uint32_t rootPathCost() const { return base::loadU32(&m_bytes[13]); }
    BridgeId bridge() const { return bridgeId(17); }
    std::uint16_t port() const { return base::loadU16(&m_bytes[25]); }
    base::Duration messageAge() const { return time(27); }
    base::Duration maxAge() const { return time(29); }
    base::Duration helloTime() const { return time(31); }
    base::Duration forwardDelay() const { return time(33); }

private:
    explicit BpduView(base::Bytes bytes) : m_bytes(bytes) {}
    BridgeId bridgeId(std::size_t at) const;
    /// Times are in units of 1/256 s.
    base::Duration time(std::size_t at) const
    {
        return base::Duration::seconds(1) * base::loadU16(&m_bytes[at]) / 256;
    }
    base::Bytes m_bytes;
};

struct BpduRepr {
    static constexpr std::size_t kLlcLength = 3;

    BpduType type = BpduType::rapid;
    bool topologyChange = false;
    bool proposal = false;                             ///< rapid only, as the next four
    BpduPortRole role = BpduPortRole::unknown;
    bool learning = false;
    bool forwarding = false;
    bool agreement = false;
    bool topologyChangeAcknowledgement = false;        ///< configuration only
    BridgeId root;
    std::uint32_t rootPathCost = 0;
    BridgeId bridge;
    std::uint16_t port = 0;                            ///< four bits of priority, twelve of number
    base::Duration messageAge;                         ///< below 256 s, as the next three
    base::Duration maxAge = base::Duration::seconds(20);
    base::Duration helloTime = base::Duration::seconds(2);
    base::Duration forwardDelay = base::Duration::seconds(15);

    bool operator==(const BpduRepr &) const = default;
    static BpduRepr parse(const BpduView &view);
    /// Of the message alone.
    std::size_t length() const;
    /// Of the Ethernet frame: header with the length, LLC, message.
    std::size_t frameLength() const;
    /// Writes the message to the first length() bytes, of which there are at least as many.
    void emit(base::MutableBytes bytes) const;
    /// Writes the frame, addressed to all bridges, to the first frameLength() bytes.
    void emitFrame(base::MutableBytes frame, const base::MacAddress &source) const;
};

} // namespace hopyard::wire
