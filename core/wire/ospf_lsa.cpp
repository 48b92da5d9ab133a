// Link state advertisements read, checked and written. See ospf_lsa.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ospf_lsa.h"

#include <algorithm>
#include <bit>

namespace hopyard::wire {

namespace {

/// The two sums of RFC 905 annex B over what the checksum covers, `checksumAs` standing in its field.
struct Sums { std::uint32_t c0, c1; };
Sums fletcherSums(base::Bytes lsa, bool checksumAsZero)
{
    std::uint32_t c0 = 0, c1 = 0;
    std::size_t i = 2; // the age does not count
    while (i < lsa.size()) {
        // 4102 bytes of 255 are the most that fit 32 bits before reducing.
        const std::size_t end = std::min(lsa.size(), i + 4'000);
        for (; i < end; ++i) {
            const bool field = i == 16 || i == 17;
            c0 += field && checksumAsZero ? 0 : lsa[i];
            c1 += c0;
        }
        c0 %= 255;
        c1 %= 255;
    }
    return {c0, c1};
}

std::uint32_t load24(const std::uint8_t *p) { return base::loadU32(p) & 0xffffff; }
void push32(std::vector<std::uint8_t> &out, std::uint32_t v)
{
    out.resize(out.size() + 4);
    base::storeU32(&out[out.size() - 4], v);
}

bool routerBodyOk(base::Bytes body)
{
    if (body.size() < 4)
        return false;
    std::size_t at = 4;
    for (std::size_t left = base::loadU16(&body[2]); left > 0; --left) {
        if (body.size() - at < 12)
            return false;
        const std::size_t length = 12 + 4 * std::size_t(body[at + 9]);
        if (body.size() - at < length)
            return false;
        at += length;
    }
    return true;
}

bool maskOk(const std::uint8_t *p) { return prefixLengthOf(base::loadU32(p)).has_value(); }

bool bodyOk(LsaType type, base::Bytes body)
{
    switch (type) {
    case LsaType::router: return routerBodyOk(body);
    case LsaType::network: return body.size() >= 8 && body.size() % 4 == 0 && maskOk(body.data());
    case LsaType::summaryNetwork: return body.size() >= 8 && body.size() % 4 == 0 && maskOk(body.data());
    case LsaType::summaryRouter: return body.size() >= 8 && body.size() % 4 == 0;
    case LsaType::external:
    case LsaType::nssa: return body.size() >= 16 && (body.size() - 16) % 12 == 0 && maskOk(body.data());
    case LsaType::opaqueLink:
    case LsaType::opaqueArea:
    case LsaType::opaqueAs: return true;
    }
    return false;
}

} // namespace

bool isKnown(LsaType type)
{
    const auto n = static_cast<unsigned>(type);
    return (n >= 1 && n <= 5) || n == 7 || (n >= 9 && n <= 11);
}

std::string_view toString(LsaType type)
{
    switch (type) {
    case LsaType::router: return "router";
    case LsaType::network: return "network";
    case LsaType::summaryNetwork: return "summary";
    case LsaType::summaryRouter: return "ASBR summary";
    case LsaType::external: return "AS external";
    case LsaType::nssa: return "NSSA external";
    case LsaType::opaqueLink: return "link-local opaque";
    case LsaType::opaqueArea: return "area-local opaque";
    case LsaType::opaqueAs: return "AS opaque";
    }
    return "unknown";
}

LsaHeader LsaHeader::load(const std::uint8_t *p)
{
    LsaHeader h;
    h.age = base::loadU16(p);
    h.options = p[2];
    h.key = {static_cast<LsaType>(p[3]), base::Ipv4Address::load(p + 4), base::Ipv4Address::load(p + 8)};
    h.sequence = static_cast<std::int32_t>(base::loadU32(p + 12));
    h.checksum = base::loadU16(p + 16);
    h.length = base::loadU16(p + 18);
    return h;
}

void LsaHeader::store(std::uint8_t *p) const
{
    base::storeU16(p, age);
    p[2] = options;
    p[3] = static_cast<std::uint8_t>(key.type);
    key.id.store(p + 4);
    key.advertisingRouter.store(p + 8);
    base::storeU32(p + 12, static_cast<std::uint32_t>(sequence));
    base::storeU16(p + 16, checksum);
    base::storeU16(p + 18, length);
}

base::Result<LsaView, ParseError> LsaView::parse(base::Bytes bytes)
{
    if (bytes.size() < LsaHeader::kLength)
        return base::fail(ParseError::truncated);
    const std::size_t length = base::loadU16(&bytes[18]);
    if (length < LsaHeader::kLength)
        return base::fail(ParseError::badLength);
    if (length > bytes.size())
        return base::fail(ParseError::truncated);
    const LsaView view(bytes.first(length));
    if (!isKnown(view.type()))
        return base::fail(ParseError::unsupported);
    if (!bodyOk(view.type(), view.body()))
        return base::fail(ParseError::badLength);
    return view;
}

bool LsaView::checksumOk() const
{
    const Sums sums = fletcherSums(m_bytes, false);
    return checksum() != 0 && sums.c0 == 0 && sums.c1 == 0;
}

std::uint16_t fletcherChecksum(base::Bytes lsa)
{
    const Sums sums = fletcherSums(lsa, true);
    // RFC 905 annex B: the two bytes that make both sums zero, 15 bytes in from where the sum begins.
    const std::int32_t fromEnd = static_cast<std::int32_t>(lsa.size()) - 17;
    std::int32_t x = static_cast<std::int32_t>((static_cast<std::int64_t>(fromEnd) * sums.c0 - sums.c1) % 255);
    if (x <= 0)
        x += 255;
    std::int32_t y = 510 - static_cast<std::int32_t>(sums.c0) - x;
    if (y > 255)
        y -= 255;
    return static_cast<std::uint16_t>(x << 8 | y);
}

std::optional<std::uint8_t> prefixLengthOf(std::uint32_t mask)
{
    const int ones = std::countl_one(mask);
    if (mask != base::netmask4(static_cast<unsigned>(ones)))
        return std::nullopt;
    return static_cast<std::uint8_t>(ones);
}

RouterLsa RouterLsa::load(base::Bytes body)
{
    RouterLsa lsa;
    lsa.flags = flagsOf(body);
    lsa.links.reserve(linksOf(body));
    RouterLinkReader reader(body);
    for (RouterLink link; reader.next(link);)
        lsa.links.push_back(link);
    return lsa;
}

std::vector<std::uint8_t> RouterLsa::body() const
{
    std::vector<std::uint8_t> out(4 + 12 * links.size());
    out[0] = flags;
    base::storeU16(&out[2], static_cast<std::uint16_t>(links.size()));
    std::uint8_t *p = out.data() + 4;
    for (const RouterLink &link : links) {
        link.id.store(p);
        link.data.store(p + 4);
        p[8] = static_cast<std::uint8_t>(link.type);
        base::storeU16(p + 10, link.metric);
        p += 12;
    }
    return out;
}

NetworkLsa NetworkLsa::load(base::Bytes body)
{
    NetworkLsa lsa;
    lsa.length = prefixLengthOf(base::loadU32(body.data())).value_or(0);
    for (std::size_t at = 4; at + 4 <= body.size(); at += 4)
        lsa.routers.push_back(base::Ipv4Address::load(&body[at]));
    return lsa;
}

std::vector<std::uint8_t> NetworkLsa::body() const
{
    std::vector<std::uint8_t> out;
    push32(out, base::netmask4(length));
    for (const base::Ipv4Address router : routers)
        push32(out, router.value());
    return out;
}

SummaryLsa SummaryLsa::load(base::Bytes body)
{
    return {prefixLengthOf(base::loadU32(body.data())).value_or(0), load24(&body[4])};
}

std::vector<std::uint8_t> SummaryLsa::body() const
{
    std::vector<std::uint8_t> out;
    push32(out, base::netmask4(length));
    push32(out, metric & 0xffffff);
    return out;
}

ExternalLsa ExternalLsa::load(base::Bytes body)
{
    return {prefixLengthOf(base::loadU32(body.data())).value_or(0), (body[4] & 0x80) != 0, load24(&body[4]),
            base::Ipv4Address::load(&body[8]), base::loadU32(&body[12])};
}

std::vector<std::uint8_t> ExternalLsa::body() const
{
    std::vector<std::uint8_t> out;
    push32(out, base::netmask4(length));
    push32(out, (type2 ? 0x80000000 : 0) | (metric & 0xffffff));
    push32(out, forwarding.value());
    push32(out, tag);
    return out;
}

std::optional<GraceLsa> GraceLsa::load(base::Bytes body)
{
    GraceLsa lsa;
    bool period = false;
    base::ByteReader in(body);
    while (in.remaining() >= 4) {
        const std::uint16_t type = in.u16();
        const std::size_t length = in.u16();
        const base::Bytes value = in.bytes(length);
        in.skip(std::min(in.remaining(), (4 - length % 4) % 4));
        if (!in.ok())
            return std::nullopt;
        if (type == 1 && length == 4) {
            lsa.seconds = base::loadU32(value.data());
            period = true;
        } else if (type == 2 && length == 1) {
            lsa.reason = value[0];
        } else if (type == 3 && length == 4) {
            lsa.interface = base::Ipv4Address::load(value.data());
        }
    }
    if (!period)
        return std::nullopt;
    return lsa;
}

std::vector<std::uint8_t> GraceLsa::body() const
{
    std::vector<std::uint8_t> out;
    push32(out, 1u << 16 | 4);
    push32(out, seconds);
    push32(out, 2u << 16 | 1);
    push32(out, std::uint32_t(reason) << 24);
    if (!interface.isUnspecified()) {
        push32(out, 3u << 16 | 4);
        push32(out, interface.value());
    }
    return out;
}

std::vector<std::uint8_t> emitLsa(LsaHeader header, base::Bytes body)
{
    std::vector<std::uint8_t> out(LsaHeader::kLength + body.size());
    header.length = static_cast<std::uint16_t>(out.size());
    header.checksum = 0;
    header.store(out.data());
    std::copy(body.begin(), body.end(), out.begin() + LsaHeader::kLength);
    base::storeU16(&out[16], fletcherChecksum(out));
    return out;
}

} // namespace hopyard::wire
