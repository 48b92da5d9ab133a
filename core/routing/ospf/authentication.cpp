// Digests behind packets. See authentication.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/authentication.h"

#include "core/routing/keyed_digest.h"

#include <algorithm>
#include <array>

namespace hopyard::routing::ospf {

namespace {

using Digest = std::vector<std::uint8_t>;

const AuthenticationConfig &authenticationConfig(const Interface &interface) { return interface.config.authentication; }

/// FRR signs with key 0 and an empty secret where none is configured; so do we.
const CryptoKey &sendingKey(const Interface &interface)
{
    static const CryptoKey none{0, KeyAlgorithm::md5, {}};
    const auto &keys = authenticationConfig(interface).keys;
    return keys.empty() ? none : keys.back();
}

const CryptoKey *keyNumbered(const Interface &interface, std::uint8_t id)
{
    const auto &keys = authenticationConfig(interface).keys;
    if (keys.empty())
        return id == 0 ? &sendingKey(interface) : nullptr;
    const auto it = std::find_if(keys.begin(), keys.end(), [id](const CryptoKey &k) { return k.id == id; });
    return it == keys.end() ? nullptr : &*it;
}

std::array<std::uint8_t, 8> passwordField(const std::string &password)
{
    std::array<std::uint8_t, 8> field{};
    std::copy_n(password.begin(), std::min(password.size(), field.size()), field.begin());
    return field;
}

} // namespace

Authentication authenticationOf(const Instance &r, const Interface &interface)
{
    if (authenticationConfig(interface).type)
        return *authenticationConfig(interface).type;
    const auto area = r.areas.find(interface.area);
    return area == r.areas.end() ? Authentication::none : area->second.config.authentication;
}

std::size_t digestLength(const Instance &r, const Interface &interface)
{
    if (authenticationOf(r, interface) != Authentication::cryptographic)
        return 0;
    return digestSize(sendingKey(interface).algorithm);
}

void seal(Context &c, const Interface &interface, std::vector<std::uint8_t> &buffer, std::size_t offset)
{
    std::uint8_t *p = buffer.data() + offset;
    switch (authenticationOf(c.r, interface)) {
    case Authentication::none: return;
    case Authentication::simple: {
        base::storeU16(p + 14, static_cast<std::uint16_t>(wire::OspfAuthType::simple));
        base::storeU16(p + 12, wire::ospfChecksum(base::Bytes(p, buffer.size() - offset)));
        const auto field = passwordField(authenticationConfig(interface).password);
        std::copy(field.begin(), field.end(), p + 16);
        return;
    }
    case Authentication::cryptographic: break;
    }
    const CryptoKey &key = sendingKey(interface);
    c.r.cryptoSequence = std::max(c.r.cryptoSequence, static_cast<std::uint32_t>(c.now.ns() / 1'000'000'000));
    base::storeU16(p + 12, 0);
    base::storeU16(p + 14, static_cast<std::uint16_t>(wire::OspfAuthType::cryptographic));
    base::storeU16(p + 16, 0);
    p[18] = key.id;
    p[19] = static_cast<std::uint8_t>(digestSize(key.algorithm));
    base::storeU32(p + 20, c.r.cryptoSequence);
    const Digest digest = digestOf(key.algorithm, key.secret, base::Bytes(p, buffer.size() - offset));
    buffer.insert(buffer.end(), digest.begin(), digest.end());
}

std::optional<PacketError> verify(const Instance &r, const Interface &interface, const wire::OspfView &packet,
                                  const Neighbour *from)
{
    const Authentication expected = authenticationOf(r, interface);
    const auto type = static_cast<wire::OspfAuthType>(expected);
    if (packet.authType() != type)
        return PacketError::wrongAuthenticationType;
    if (expected != Authentication::cryptographic && !packet.checksumOk())
        return PacketError::badChecksum;
    if (expected == Authentication::none)
        return std::nullopt;
    if (expected == Authentication::simple) {
        const auto field = passwordField(authenticationConfig(interface).password);
        const base::Bytes given = packet.authentication();
        return std::equal(field.begin(), field.end(), given.begin()) ? std::nullopt
                                                                     : std::optional(PacketError::authenticationFailed);
    }
    const CryptoKey *key = keyNumbered(interface, packet.keyId());
    if (!key || packet.digestLength() != digestSize(key->algorithm) || packet.trailer().size() < packet.digestLength())
        return PacketError::authenticationFailed;
    if (from && packet.cryptoSequence() < from->cryptoSequence)
        return PacketError::replayed;
    const Digest digest = digestOf(key->algorithm, key->secret, packet.packet());
    const base::Bytes given = packet.trailer().first(digest.size());
    return std::equal(digest.begin(), digest.end(), given.begin()) ? std::nullopt
                                                                   : std::optional(PacketError::authenticationFailed);
}

} // namespace hopyard::routing::ospf
