// Head, fields, data, checksum; see blob.h. The fields are named by core/transport/tcp/state_fields.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/blob.h"

#include "core/migration/checksum.h"
#include "core/migration/field_lister.h"
#include "core/migration/field_reader.h"
#include "core/migration/field_writer.h"
#include "core/transport/tcp/state_fields.h"

#include <fmt/format.h>

namespace hopyard::migration {

using transport::tcp::ConnectionState;
using transport::tcp::StateFields;

namespace {

constexpr std::uint16_t kMagic = 0x4842; // "HB"
constexpr std::size_t kHead = 7;         // magic, version, length of all
constexpr std::size_t kStock = 12;       // version 2, behind the head: number of the stock's first byte, its checksum
constexpr std::size_t kChecksum = 8;

/// As the clients' packets have it; the flow of almost every mapping.
FourTuple flowOf(const ConnectionState &state)
{
    if (!state.local.address.isV4() || !state.remote.address.isV4())
        return {};
    return {state.remote.address.v4(), state.remote.port, state.local.address.v4(), state.local.port};
}

template <class M, class V>
void visitMapping(M &mapping, const FourTuple &usual, V &v)
{
    std::uint32_t id = mapping.id.value();
    v.enter("Mapping of the flow");
    v.at("identifier").word(id);
    v.at("epoch").number(mapping.epoch);
    FourTuple flow = mapping.flow;
    bool isUsual = flow == usual;
    v.at("the flow is that of the ends").flag(isUsual, true);
    std::uint32_t addresses[3]{flow.source.value(), flow.destination.value(), mapping.forwarder.value()};
    v.at("forwarder").word(addresses[2]);
    if (isUsual) {
        flow = usual;
    } else {
        v.at("source").word(addresses[0]);
        v.at("destination").word(addresses[1]);
        v.at("source port").number(flow.sourcePort);
        v.at("destination port").number(flow.destinationPort);
        flow.source = base::Ipv4Address(addresses[0]);
        flow.destination = base::Ipv4Address(addresses[1]);
    }
    if constexpr (V::reads) {
        mapping.id = FlowId(id);
        mapping.flow = flow;
        mapping.forwarder = base::Ipv4Address(addresses[2]);
        if (!isUsual && flow == usual)
            v.refuse();
    }
}

} // namespace

std::string toString(const BlobParts &p)
{
    return fmt::format("{} bytes: state {}, unsent {}, under way {}, unread {}, ahead {}{}", p.total(), p.state, p.unsent,
                       p.underWay, p.unread, p.ahead, p.before > 0 ? fmt::format("; sent before {}", p.before) : std::string());
}

std::string_view toString(BlobError error)
{
    switch (error) {
    case BlobError::truncated: return "truncated";
    case BlobError::notABlob: return "not a blob";
    case BlobError::newerVersion: return "newer version";
    case BlobError::damaged: return "damaged";
    case BlobError::malformed: return "malformed";
    case BlobError::inconsistent: return "inconsistent";
    }
    return "unknown";
}

std::vector<std::uint8_t> encodeBlob(const Mapping &mapping, const ConnectionState &state, base::TimePoint now,
                                     BlobParts *parts, const StockNote *stock)
{
    FieldWriter writer(now, stock == nullptr);
    StateFields::visit(state, writer);
    visitMapping(mapping, flowOf(state), writer);
    const std::size_t head = kHead + (stock ? kStock : 0);
    std::vector<std::uint8_t> bytes(head + writer.size() + kChecksum);
    base::storeU16(bytes.data(), kMagic);
    bytes[2] = stock ? Blob::kVersionWithStock : Blob::kVersion;
    base::storeU32(bytes.data() + 3, static_cast<std::uint32_t>(bytes.size()));
    if (stock) {
        base::storeU32(bytes.data() + kHead, stock->first.value);
        base::storeU64(bytes.data() + kHead + 4, stock->checksum);
    }
    writer.finish(base::MutableBytes(bytes).subspan(head, writer.size()));
    const base::Bytes covered(bytes.data(), bytes.size() - kChecksum);
    base::storeU64(bytes.data() + covered.size(), checksum64(covered));
    if (parts) {
        const std::int32_t unsent = state.send.queue.end() - state.send.next;
        parts->unsent = unsent > 0 && !stock ? static_cast<std::size_t>(unsent) : 0;
        parts->underWay = writer.sendBytes() - parts->unsent;
        parts->before = stock ? state.send.queue.size() : 0;
        parts->unread = writer.receiveBytes();
        parts->ahead = writer.aheadBytes();
        parts->state = bytes.size() - writer.sendBytes() - parts->unread - parts->ahead;
    }
    return bytes;
}

base::Result<Blob, BlobRefusal> decodeBlob(base::Bytes bytes, base::TimePoint now, packet::PacketPool &pool,
                                           base::Duration pause, Stock *stock)
{
    const auto refuse = [](BlobError error, std::string_view what) { return base::fail(BlobRefusal{error, what}); };
    if (bytes.size() >= 2 && base::loadU16(bytes.data()) != kMagic)
        return refuse(BlobError::notABlob, "it begins with something else");
    if (bytes.size() >= 3 && (bytes[2] > Blob::kVersionWithStock || bytes[2] == 0))
        return refuse(BlobError::newerVersion, "its version is neither 1 nor 2");
    const bool hasStock = bytes.size() >= 3 && bytes[2] == Blob::kVersionWithStock;
    const std::size_t head = kHead + (hasStock ? kStock : 0);
    if (bytes.size() < head + kChecksum)
        return refuse(BlobError::truncated, "it ends within its head");
    const std::uint32_t length = base::loadU32(bytes.data() + 3);
    if (bytes.size() < length)
        return refuse(BlobError::truncated, "it is shorter than it says");
    if (bytes.size() > length || length > Blob::kMaxSize)
        return refuse(BlobError::malformed, "it is longer than it says, or than any");
    const base::Bytes covered = bytes.first(bytes.size() - kChecksum);
    if (checksum64(covered) != base::loadU64(bytes.data() + covered.size()))
        return refuse(BlobError::damaged, "the checksum is another");

    Blob blob;
    if (hasStock) {
        const StockNote note{transport::tcp::Sequence(base::loadU32(bytes.data() + kHead)), base::loadU64(bytes.data() + kHead + 4)};
        if (!stock || stock->isEmpty() || stock->note() != note)
            return refuse(BlobError::inconsistent, "the data that was sent before is not what it should be");
    }
    FieldReader reader(covered.subspan(head), now - pause, now, pool, hasStock ? &stock->queue() : nullptr);
    StateFields::visit(blob.state, reader);
    visitMapping(blob.mapping, flowOf(blob.state), reader);
    if (!reader.isDone())
        return refuse(BlobError::malformed, "a field cannot be read");
    if (const auto fault = StateFields::findFault(blob.state))
        return refuse(BlobError::inconsistent, *fault);
    return blob;
}

std::size_t headOfBlob(base::Bytes bytes)
{
    if (bytes.size() < kHead || base::loadU16(bytes.data()) != kMagic || bytes[2] == 0 || bytes[2] > Blob::kVersionWithStock)
        return 0;
    std::size_t at = kHead + (bytes[2] == Blob::kVersionWithStock ? kStock : 0);
    for (int part = 0; part < 2; ++part) { // the bits and the values
        if (at >= bytes.size())
            return 0;
        std::size_t length = bytes[at];
        if (length & 0x80) {
            if (bytes.size() - at < 4)
                return 0;
            length = base::loadU32(bytes.data() + at) & 0x7fffffff;
            at += 3;
        }
        ++at;
        if (bytes.size() - at < length)
            return 0;
        at += length;
    }
    return at;
}

std::vector<BlobField> listBlob(base::Bytes bytes)
{
    const std::size_t head = headOfBlob(bytes);
    if (head == 0)
        return {};
    const std::uint32_t length = base::loadU32(bytes.data() + 3);
    if (length < head + kChecksum || length > Blob::kMaxSize)
        return {};
    // What is not kept of the queues' data counts as zeros: fields say how much there is, never what.
    std::vector<std::uint8_t> all(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(bytes.size(), length)));
    all.resize(length - kChecksum);
    packet::PacketPool pool;
    const bool hasStock = bytes[2] == Blob::kVersionWithStock;
    FieldLister lister(all.data(), base::Bytes(all).subspan(kHead + (hasStock ? kStock : 0)), base::TimePoint(), pool, !hasStock);
    ConnectionState state;
    Mapping mapping;
    StateFields::visit(state, lister);
    visitMapping(mapping, flowOf(state), lister);
    return lister.isDone() ? lister.take() : std::vector<BlobField>();
}

} // namespace hopyard::migration
