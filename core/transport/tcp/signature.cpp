// Digests of segments; see signature.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/signature.h"

#include "core/base/md5.h"

#include <array>

namespace hopyard::transport::tcp {

namespace {

/// Section 2.0: pseudo header, TCP header without options and with a checksum of zero, data, key. `header` is the
/// header as it lies on the wire.
wire::TcpSignature digest(const SigningKey &key, const base::IpAddress &source, const base::IpAddress &destination,
                          base::Bytes header, base::Bytes payload)
{
    const auto length = static_cast<std::uint32_t>(header.size() + payload.size());
    base::Md5 md5;
    md5.add(source.bytes());
    md5.add(destination.bytes());
    if (source.isV4()) {
        std::array<std::uint8_t, 4> rest{0, static_cast<std::uint8_t>(wire::IpProtocol::tcp)};
        base::storeU16(rest.data() + 2, static_cast<std::uint16_t>(length));
        md5.add(rest);
    } else {
        std::array<std::uint8_t, 8> rest{};
        base::storeU32(rest.data(), length);
        rest[7] = static_cast<std::uint8_t>(wire::IpProtocol::tcp);
        md5.add(rest);
    }
    std::array<std::uint8_t, wire::TcpView::kMinHeaderLength> fixed{};
    std::copy_n(header.begin(), fixed.size(), fixed.begin());
    fixed[16] = fixed[17] = 0;
    md5.add(fixed);
    md5.add(payload);
    md5.add(base::Bytes(reinterpret_cast<const std::uint8_t *>(key.key.data()), key.key.size()));
    return md5.finish();
}

} // namespace

const SigningKey *keyFor(const Settings &settings, const base::IpAddress &peer)
{
    const SigningKey *best = nullptr;
    for (const SigningKey &key : settings.signingKeys)
        if (key.peer.contains(peer) && (!best || key.peer.length() > best->peer.length()))
            best = &key;
    return best;
}

wire::TcpSignature sign(const SigningKey &key, const base::IpAddress &source, const base::IpAddress &destination,
                        const wire::TcpRepr &header, base::Bytes payload)
{
    std::array<std::uint8_t, wire::TcpView::kMaxHeaderLength> bytes{};
    const base::MutableBytes whole = base::MutableBytes(bytes).first(header.headerLength());
    header.emitUnfinished(whole, whole.size() + payload.size(), source, destination);
    return digest(key, source, destination, whole, payload);
}

bool isRightlySigned(const Settings &settings, const base::IpAddress &source, const base::IpAddress &destination,
                     const wire::TcpRepr &header, base::Bytes segment)
{
    const SigningKey *key = keyFor(settings, source);
    if (!key || !header.signature)
        return !key && !header.signature;
    const auto view = wire::TcpView::parse(segment);
    return view
           && digest(*key, source, destination, segment.first(view->headerLength()), view->payload())
                  == *header.signature;
}

} // namespace hopyard::transport::tcp
