// Sealing and opening; see message.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/message.h"

#include <algorithm>

namespace hopyard::migration {

namespace {
constexpr std::uint16_t kMagic = 0x484d; // "HM"
constexpr std::uint8_t kVersion = 1;
} // namespace

std::vector<std::uint8_t> seal(const base::SipKey &key, MessageKind kind, base::Bytes body)
{
    std::vector<std::uint8_t> bytes(kMessageHead + body.size() + kMessageDigest);
    base::storeU16(bytes.data(), kMagic);
    bytes[2] = kVersion;
    bytes[3] = static_cast<std::uint8_t>(kind);
    std::copy(body.begin(), body.end(), bytes.begin() + kMessageHead);
    const std::size_t covered = bytes.size() - kMessageDigest;
    base::storeU64(bytes.data() + covered, base::sipHash(key, base::Bytes(bytes).first(covered)));
    return bytes;
}

std::optional<Opened> open(const base::SipKey &key, base::Bytes datagram)
{
    if (datagram.size() < kMessageHead + kMessageDigest || base::loadU16(datagram.data()) != kMagic
        || datagram[2] != kVersion || datagram[3] < static_cast<std::uint8_t>(MessageKind::piece)
        || datagram[3] > static_cast<std::uint8_t>(MessageKind::answer))
        return {};
    const base::Bytes covered = datagram.first(datagram.size() - kMessageDigest);
    if (base::sipHash(key, covered) != base::loadU64(datagram.data() + covered.size()))
        return {};
    return Opened{static_cast<MessageKind>(datagram[3]), covered.subspan(kMessageHead)};
}

} // namespace hopyard::migration
