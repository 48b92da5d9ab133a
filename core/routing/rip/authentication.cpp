// See authentication.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rip/authentication.h"

#include "core/routing/keyed_digest.h"

#include <algorithm>
#include <array>

namespace hopyard::routing::rip {

namespace {

using Digest = std::vector<std::uint8_t>;

std::array<std::uint8_t, 16> padded(const std::string &secret)
{
    std::array<std::uint8_t, 16> field{};
    std::copy_n(secret.begin(), std::min(secret.size(), field.size()), field.begin());
    return field;
}

/// FRR signs with an empty secret where there is no key; so do we.
const Key &sendingKey(const AuthenticationConfig &config)
{
    static const Key none{1, KeyAlgorithm::md5, {}, true, true};
    const auto it = std::find_if(config.keys.begin(), config.keys.end(), [](const Key &k) { return k.sends; });
    return it == config.keys.end() ? none : *it;
}

const Key *keyNumbered(const AuthenticationConfig &config, std::uint8_t id)
{
    const auto it =
        std::find_if(config.keys.begin(), config.keys.end(), [id](const Key &k) { return k.id == id && k.accepts; });
    return it == config.keys.end() ? nullptr : &*it;
}

} // namespace

std::size_t authenticationRoom(const AuthenticationConfig &config)
{
    switch (config.type) {
    case Authentication::none: return 0;
    case Authentication::text: return wire::RipEntry::kLength;
    case Authentication::cryptographic:
        return wire::RipEntry::kLength + wire::RipDigestHeader::kTrailerHeader + digestSize(sendingKey(config).algorithm);
    }
    return 0;
}

void beginAuthentication(const AuthenticationConfig &config, std::uint32_t sequence, std::vector<std::uint8_t> &out)
{
    switch (config.type) {
    case Authentication::none: return;
    case Authentication::text: wire::RipPassword{padded(sendingKey(config).secret)}.append(out); return;
    case Authentication::cryptographic: break;
    }
    const Key &key = sendingKey(config);
    std::size_t length = digestSize(key.algorithm);
    if (key.algorithm == KeyAlgorithm::md5 && config.countsTrailerHeader)
        length += wire::RipDigestHeader::kTrailerHeader;
    wire::RipDigestHeader{0, key.id, static_cast<std::uint8_t>(length), sequence}.append(out);
}

void endAuthentication(const AuthenticationConfig &config, std::size_t offset, std::vector<std::uint8_t> &out)
{
    if (config.type != Authentication::cryptographic)
        return;
    const std::size_t length = out.size() - offset;
    base::storeU16(&out[offset + wire::RipView::kHeaderLength + 4], static_cast<std::uint16_t>(length));
    wire::appendRipTrailerHeader(out);
    const Key &key = sendingKey(config);
    const Digest digest = digestOf(key.algorithm, key.secret, base::Bytes(out).subspan(offset));
    out.insert(out.end(), digest.begin(), digest.end());
}

std::optional<PacketError> checkAuthentication(const AuthenticationConfig &config, const wire::RipView &message)
{
    if (config.type == Authentication::none)
        return message.isAuthenticated() ? std::optional(PacketError::unauthenticated) : std::nullopt;
    if (!message.isAuthenticated())
        return PacketError::unauthenticated; // version 1 as well: RFC 2453 section 5.2 advises it
    if (config.type == Authentication::text) {
        const auto password = message.password();
        const bool known = password && std::any_of(config.keys.begin(), config.keys.end(), [&](const Key &key) {
            return key.accepts && padded(key.secret) == password->password;
        });
        return known ? std::nullopt : std::optional(PacketError::authenticationFailed);
    }
    const auto header = message.digestHeader();
    const Key *key = header ? keyNumbered(config, header->keyId) : nullptr;
    if (!key || message.digest().size() != digestSize(key->algorithm))
        return PacketError::authenticationFailed;
    const Digest digest = digestOf(key->algorithm, key->secret, message.signedBytes());
    return std::equal(digest.begin(), digest.end(), message.digest().begin())
               ? std::nullopt
               : std::optional(PacketError::authenticationFailed);
}

} // namespace hopyard::routing::rip
