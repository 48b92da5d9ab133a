// zlib on both sides; see pack.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/route_files/pack.h"

#include "core/wire/mrt.h"

#include <array>
#include <limits>

#include <zlib.h>

namespace hopyard::route_files {

namespace {

constexpr int kGzip = 15 + 16; // zlib's way to say gzip with the largest window
constexpr std::size_t kPiece = 64u << 10;

/// Compresses what it is given, piece by piece.
class Packer {
public:
    Packer() { m_good = deflateInit2(&m_stream, Z_BEST_SPEED, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) == Z_OK; }
    ~Packer() { deflateEnd(&m_stream); }
    Packer(const Packer &) = delete;
    Packer &operator=(const Packer &) = delete;

    void add(std::vector<std::uint8_t> &bytes, int flush = Z_NO_FLUSH)
    {
        m_stream.next_in = bytes.data();
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        do {
            std::array<std::uint8_t, kPiece> piece;
            m_stream.next_out = piece.data();
            m_stream.avail_out = kPiece;
            m_good = m_good && deflate(&m_stream, flush) != Z_STREAM_ERROR;
            m_out.insert(m_out.end(), piece.begin(), piece.end() - m_stream.avail_out);
        } while (m_good && m_stream.avail_out == 0);
        bytes.clear();
    }
    std::vector<std::uint8_t> take() { return std::move(m_out); }

private:
    z_stream m_stream{};
    bool m_good = false;
    std::vector<std::uint8_t> m_out;
};

class Inflation {
public:
    Inflation() { m_good = inflateInit2(&stream, kGzip) == Z_OK; }
    ~Inflation() { inflateEnd(&stream); }
    Inflation(const Inflation &) = delete;
    Inflation &operator=(const Inflation &) = delete;
    bool isGood() const { return m_good; }
    z_stream stream{};

private:
    bool m_good = false;
};

} // namespace

std::vector<std::uint8_t> pack(const services::Announcements &routes)
{
    Packer packer;
    std::vector<std::uint8_t> bytes;
    wire::appendMrtPeer(bytes, {base::Ipv4Address(), 0, base::Ipv4Address()});
    std::uint32_t sequence = 0;
    for (std::size_t set = 0; set < routes.setCount(); ++set) {
        const base::Bytes attributes = routes.attributesOf(set);
        for (const services::Prefix4 &prefix : routes.prefixesOf(set)) {
            wire::appendMrtRoute(bytes, sequence++, {base::Ipv4Address(prefix.address), prefix.length}, attributes);
            if (bytes.size() > kPiece)
                packer.add(bytes);
        }
    }
    packer.add(bytes, Z_FINISH);
    return packer.take();
}

base::Result<services::Announcements, base::Error> unpack(base::Bytes bytes, std::size_t most)
{
    const auto fail = [](const char *why) { return base::fail(base::Error{why}); };
    Inflation inflation;
    if (!inflation.isGood() || bytes.size() > std::numeric_limits<uInt>::max())
        return fail("they are too many");
    z_stream &stream = inflation.stream;
    stream.next_in = const_cast<Bytef *>(bytes.data()); // zlib changes nothing there
    stream.avail_in = static_cast<uInt>(bytes.size());
    services::Announcements::Builder builder;
    wire::MrtReader reader;
    wire::MrtEntry entry;
    wire::BgpAttributes attributes;
    int state = Z_OK;
    while (state == Z_OK) {
        std::array<std::uint8_t, kPiece> piece;
        stream.next_out = piece.data();
        stream.avail_out = kPiece;
        state = inflate(&stream, Z_NO_FLUSH);
        if (state != Z_OK && state != Z_STREAM_END)
            return fail("they are no gzip, or cut off");
        reader.feed(base::Bytes(piece.data(), kPiece - stream.avail_out));
        while (reader.next(entry)) {
            if (!entry.prefix.address().isV4() || !wire::parseMrtAttributes(entry, attributes))
                return fail("they make no sense");
            builder.add({entry.prefix.address().v4().value(), static_cast<std::uint8_t>(entry.prefix.length())},
                        attributes);
        }
        // Entries, too: a small file may say the same route over and over.
        if (builder.size() > most || reader.counters().entries > most)
            return fail("they are too many");
        if (reader.counters().isLost || reader.counters().corruptRecords > 0 || reader.counters().otherRecords > 0)
            return fail("they make no sense");
    }
    if (reader.pending() > 0)
        return fail("they are cut off");
    return std::move(builder).build();
}

} // namespace hopyard::route_files
