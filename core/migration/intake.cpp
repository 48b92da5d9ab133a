// See intake.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/intake.h"

#include <fmt/format.h>

namespace hopyard::migration {

namespace {

constexpr std::size_t kLengths = 8;

} // namespace

std::vector<std::uint8_t> sealedEnd(std::vector<std::uint8_t> blob, std::string_view packed, std::size_t stock)
{
    blob.insert(blob.end(), packed.begin(), packed.end());
    blob.resize(blob.size() + kLengths);
    base::storeU32(blob.data() + blob.size() - 8, static_cast<std::uint32_t>(packed.size()));
    base::storeU32(blob.data() + blob.size() - 4, static_cast<std::uint32_t>(stock));
    return blob;
}

std::optional<Intake::Arrival> Intake::receive(base::TimePoint now, base::Ipv4Address from, base::Bytes body,
                                               const base::SipKey &key, packet::PacketPool &pool, std::vector<Outgoing> &out)
{
    const auto whole = m_receiver.receive(now, from, body, key, out);
    const std::pair of(from, whole ? whole->id : body.size() < 8 ? 0 : base::loadU64(body.data()));
    if (!whole) {
        if (const base::Bytes front = m_receiver.front(from, of.second); !front.empty())
            m_stocks[of].take(pool, front);
        return {};
    }
    auto stock = m_stocks.extract(of);
    return read(now, *whole, stock ? std::move(stock.mapped()) : Stock(), pool);
}

Intake::Arrival Intake::read(base::TimePoint now, const BlobReceiver::Whole &whole, Stock stock, packet::PacketPool &pool)
{
    Arrival arrival;
    arrival.from = whole.from;
    const base::Bytes all(whole.blob);
    const std::uint64_t packedSize = all.size() < kLengths ? 0 : base::loadU32(all.data() + all.size() - 8);
    const std::uint64_t stockSize = all.size() < kLengths ? 0 : base::loadU32(all.data() + all.size() - 4);
    if (all.size() < kLengths + packedSize + stockSize) {
        arrival.refusal = "its lengths do not fit";
        return arrival;
    }
    stock.take(pool, all.first(stockSize)); // what of it was not in order before
    const base::Bytes end = all.subspan(stockSize, all.size() - stockSize - kLengths);
    const base::Bytes packed = end.last(packedSize);
    auto blob = decodeBlob(end.first(end.size() - packedSize), now, pool, whole.took, stockSize > 0 ? &stock : nullptr);
    if (!blob) {
        arrival.refusal = fmt::format("{}: {}", toString(blob.error().error), blob.error().what);
        return arrival;
    }
    arrival.mapping = blob->mapping;
    arrival.state = std::move(blob->state);
    arrival.packed.assign(packed.begin(), packed.end());
    arrival.detail = fmt::format("bytes {}, pieces {}, repeats {}", whole.blob.size(), whole.pieces, whole.repeats);
    const transport::Endpoint &local = arrival.state.local, &remote = arrival.state.remote;
    if (!arrival.mapping.id.isValid() || !local.address.isV4() || !remote.address.isV4()
        || arrival.mapping.flow != FourTuple{remote.address.v4(), remote.port, local.address.v4(), local.port})
        arrival.refusal = "the mapping is of another flow";
    return arrival;
}

void Intake::expire(base::TimePoint now)
{
    m_receiver.expire(now);
    std::erase_if(m_stocks, [this](const auto &one) { return !m_receiver.isOpen(one.first.first, one.first.second); });
}

std::string objectionTo(const Intake::Arrival &arrival, const Taker &taker)
{
    if (!arrival.refusal.empty())
        return arrival.refusal;
    const transport::Endpoint &local = arrival.state.local;
    if (!taker.serves(local, false))
        return "nobody listens there";
    if (!arrival.packed.empty() && !taker.serves(local, true))
        return "nobody there can go on with it";
    if (taker.has(local, arrival.state.remote))
        return "there is such a connection";
    return {};
}

} // namespace hopyard::migration
