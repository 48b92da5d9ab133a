// Options of a TCP header, read and written.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/tcp.h"

#include <algorithm>
#include <cassert>

namespace hopyard::wire {

namespace {

constexpr std::size_t kMaxOptions = TcpView::kMaxHeaderLength - TcpView::kMinHeaderLength;

/// Takes one option over; false where its length is not that of its kind. `data` is without kind and length.
bool readOption(TcpRepr &repr, TcpOptionKind kind, base::Bytes data)
{
    base::ByteReader reader(data);
    switch (kind) {
    case TcpOptionKind::maximumSegmentSize: repr.maximumSegmentSize = reader.u16(); break;
    case TcpOptionKind::windowScale: repr.windowScale = reader.u8(); break;
    case TcpOptionKind::sackPermitted: repr.sackPermitted = true; break;
    case TcpOptionKind::timestamps: {
        TcpTimestamps t;
        t.value = reader.u32();
        t.echo = reader.u32();
        repr.timestamps = t;
        break;
    }
    case TcpOptionKind::sack: {
        const std::size_t count = data.size() / 8;
        if (count == 0 || count > TcpRepr::kMaxSackBlocks)
            return false;
        repr.sackBlocks = {};
        for (std::size_t i = 0; i < count; ++i) {
            repr.sackBlocks[i].left = reader.u32();
            repr.sackBlocks[i].right = reader.u32();
        }
        repr.sackCount = static_cast<std::uint8_t>(count);
        break;
    }
    case TcpOptionKind::fastOpen: {
        if (data.size() > TcpFastOpenCookie::kMaxLength || data.size() % 2 != 0 || data.size() == 2)
            return true; // no cookie: as if it were not there
        TcpFastOpenCookie cookie;
        cookie.length = static_cast<std::uint8_t>(data.size());
        std::copy(data.begin(), data.end(), cookie.bytes.begin());
        repr.fastOpen = cookie;
        return true;
    }
    case TcpOptionKind::signature: {
        TcpSignature signature{};
        if (data.size() != signature.size())
            return false;
        std::copy(data.begin(), data.end(), signature.begin());
        repr.signature = signature;
        return true;
    }
    default: return true;
    }
    return reader.ok() && reader.remaining() == 0;
}

/// Writes the options. Spaced as every stack does it, so that the numbers in them lie on multiples of four, where there
/// is room for that; else packed, so that whatever a peer fitted into a header fits into ours.
void writeOptions(base::ByteWriter &writer, const TcpRepr &repr, bool spaced)
{
    const auto head = [&](TcpOptionKind kind, std::size_t length, std::size_t padding) {
        for (std::size_t i = 0; spaced && i < padding; ++i)
            writer.u8(static_cast<std::uint8_t>(TcpOptionKind::noOperation));
        writer.u8(static_cast<std::uint8_t>(kind));
        writer.u8(static_cast<std::uint8_t>(length));
    };
    if (repr.signature) {
        head(TcpOptionKind::signature, 18, 2);
        writer.bytes(*repr.signature);
    }
    if (repr.maximumSegmentSize) {
        head(TcpOptionKind::maximumSegmentSize, 4, 0);
        writer.u16(*repr.maximumSegmentSize);
    }
    if (repr.sackPermitted)
        head(TcpOptionKind::sackPermitted, 2, repr.timestamps ? 0 : 2);
    if (repr.timestamps) {
        head(TcpOptionKind::timestamps, 10, repr.sackPermitted ? 0 : 2);
        writer.u32(repr.timestamps->value);
        writer.u32(repr.timestamps->echo);
    }
    if (repr.windowScale) {
        head(TcpOptionKind::windowScale, 3, 1);
        writer.u8(*repr.windowScale);
    }
    if (repr.fastOpen) {
        head(TcpOptionKind::fastOpen, 2u + repr.fastOpen->length, 0);
        writer.bytes(base::Bytes(repr.fastOpen->bytes).first(repr.fastOpen->length));
        for (std::size_t i = 2u + repr.fastOpen->length; spaced && i % 4 != 0; ++i)
            writer.u8(static_cast<std::uint8_t>(TcpOptionKind::noOperation));
    }
    if (repr.sackCount > 0) {
        head(TcpOptionKind::sack, 2 + 8u * repr.sackCount, 2);
        for (std::size_t i = 0; i < repr.sackCount; ++i) {
            writer.u32(repr.sackBlocks[i].left);
            writer.u32(repr.sackBlocks[i].right);
        }
    }
}

/// Bytes of options, without padding to a multiple of four.
std::size_t packedLength(const TcpRepr &repr)
{
    return (repr.maximumSegmentSize ? 4u : 0u) + (repr.sackPermitted ? 2u : 0u) + (repr.timestamps ? 10u : 0u)
        + (repr.windowScale ? 3u : 0u) + (repr.sackCount ? 2u + 8u * repr.sackCount : 0u)
        + (repr.fastOpen ? 2u + repr.fastOpen->length : 0u) + (repr.signature ? 18u : 0u);
}

std::size_t spacedLength(const TcpRepr &repr)
{
    return (repr.maximumSegmentSize ? 4u : 0u) + (repr.timestamps ? 12u : repr.sackPermitted ? 4u : 0u)
        + (repr.windowScale ? 4u : 0u) + (repr.sackCount ? 4u + 8u * repr.sackCount : 0u)
        + (repr.fastOpen ? (5u + repr.fastOpen->length) & ~3u : 0u) + (repr.signature ? 20u : 0u);
}

} // namespace

base::Result<TcpRepr, ParseError> TcpRepr::parse(const TcpView &view)
{
    TcpRepr repr;
    repr.sourcePort = view.sourcePort();
    repr.destinationPort = view.destinationPort();
    repr.sequence = view.sequence();
    repr.acknowledgement = view.acknowledgement();
    repr.flags = view.flags();
    repr.window = view.window();
    repr.urgentPointer = view.urgentPointer();
    base::Bytes rest = view.options();
    while (!rest.empty()) {
        const auto kind = static_cast<TcpOptionKind>(rest[0]);
        if (kind == TcpOptionKind::end)
            break;
        if (kind == TcpOptionKind::noOperation) {
            rest = rest.subspan(1);
            continue;
        }
        if (rest.size() < 2 || rest[1] < 2 || rest[1] > rest.size())
            return base::fail(ParseError::badOption);
        const std::size_t length = rest[1];
        if (!readOption(repr, kind, rest.subspan(2, length - 2)))
            return base::fail(ParseError::badOption);
        rest = rest.subspan(length);
    }
    return repr;
}

bool TcpRepr::fits() const { return packedLength(*this) <= kMaxOptions; }

std::size_t TcpRepr::headerLength() const
{
    const std::size_t spaced = spacedLength(*this);
    return TcpView::kMinHeaderLength + (spaced <= kMaxOptions ? spaced : (packedLength(*this) + 3) & ~std::size_t(3));
}

void TcpRepr::writeHeader(base::MutableBytes header) const
{
    std::uint8_t *p = header.data();
    base::storeU16(p, sourcePort);
    base::storeU16(p + 2, destinationPort);
    base::storeU32(p + 4, sequence);
    base::storeU32(p + 8, acknowledgement);
    p[12] = static_cast<std::uint8_t>(header.size() / 4 << 4);
    p[13] = flags.bits;
    base::storeU16(p + 14, window);
    base::storeU16(p + 16, 0);
    base::storeU16(p + 18, urgentPointer);
    base::ByteWriter writer(header.subspan(TcpView::kMinHeaderLength));
    writeOptions(writer, *this, spacedLength(*this) <= kMaxOptions);
    writer.zeros(writer.remaining()); // end of options
}

void TcpRepr::emit(base::MutableBytes segment, const base::IpAddress &source, const base::IpAddress &destination) const
{
    const std::size_t header = headerLength();
    assert(fits() && segment.size() >= header);
    writeHeader(segment.first(header));
    Checksum c;
    c.addPseudoHeader(source, destination, IpProtocol::tcp, segment.size());
    c.add(segment);
    base::storeU16(segment.data() + 16, c.value());
}

void TcpRepr::emitUnfinished(base::MutableBytes header, std::size_t segmentLength, const base::IpAddress &source,
                             const base::IpAddress &destination) const
{
    assert(fits() && header.size() == headerLength());
    writeHeader(header);
    Checksum c;
    c.addPseudoHeader(source, destination, IpProtocol::tcp, segmentLength);
    base::storeU16(header.data() + 16, c.sum());
}

} // namespace hopyard::wire
