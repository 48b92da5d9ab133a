// See rip.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/rip.h"

#include <algorithm>

namespace hopyard::wire {

namespace {

void appendU16(std::vector<std::uint8_t> &out, std::uint16_t v)
{
    out.push_back(static_cast<std::uint8_t>(v >> 8));
    out.push_back(static_cast<std::uint8_t>(v));
}

void appendU32(std::vector<std::uint8_t> &out, std::uint32_t v)
{
    appendU16(out, static_cast<std::uint16_t>(v >> 16));
    appendU16(out, static_cast<std::uint16_t>(v));
}

} // namespace

RipEntry RipEntry::load(const std::uint8_t *p)
{
    return {base::loadU16(p), base::loadU16(p + 2), base::Ipv4Address::load(p + 4), base::loadU32(p + 8),
            base::Ipv4Address::load(p + 12), base::loadU32(p + 16)};
}

void RipEntry::append(std::vector<std::uint8_t> &out) const
{
    appendU16(out, family);
    appendU16(out, tag);
    appendU32(out, address.value());
    appendU32(out, mask);
    appendU32(out, nextHop.value());
    appendU32(out, metric);
}

RipPassword RipPassword::load(const std::uint8_t *entry)
{
    RipPassword p;
    std::copy_n(entry + 4, p.password.size(), p.password.begin());
    return p;
}

void RipPassword::append(std::vector<std::uint8_t> &out) const
{
    appendU16(out, RipEntry::kAuthentication);
    appendU16(out, kType);
    out.insert(out.end(), password.begin(), password.end());
}

RipDigestHeader RipDigestHeader::load(const std::uint8_t *p)
{
    return {base::loadU16(p + 4), p[6], p[7], base::loadU32(p + 8)};
}

void RipDigestHeader::append(std::vector<std::uint8_t> &out) const
{
    appendU16(out, RipEntry::kAuthentication);
    appendU16(out, kType);
    appendU16(out, packetLength);
    out.push_back(keyId);
    out.push_back(dataLength);
    appendU32(out, sequence);
    appendU32(out, 0);
    appendU32(out, 0);
}

base::Result<RipView, ParseError> RipView::parse(base::Bytes bytes)
{
    if (bytes.size() < kHeaderLength)
        return base::fail(ParseError::truncated);
    if (bytes[1] == 0)
        return base::fail(ParseError::badVersion);
    if (bytes[0] != static_cast<std::uint8_t>(RipCommand::request)
        && bytes[0] != static_cast<std::uint8_t>(RipCommand::response))
        return base::fail(ParseError::unsupported);
    RipView view(bytes);
    view.m_routes = bytes.subspan(kHeaderLength);
    const bool mayBeSigned = bytes[1] >= 2 && view.m_routes.size() >= RipEntry::kLength;
    if (mayBeSigned && base::loadU16(&bytes[kHeaderLength]) == RipEntry::kAuthentication) {
        view.m_authenticationType = base::loadU16(&bytes[kHeaderLength + 2]);
        if (*view.m_authenticationType == RipDigestHeader::kType) {
            const std::size_t length = RipDigestHeader::load(&bytes[kHeaderLength]).packetLength;
            if (length < kHeaderLength + RipEntry::kLength)
                return base::fail(ParseError::badLength);
            if (length + RipDigestHeader::kTrailerHeader > bytes.size())
                return base::fail(ParseError::truncated);
            if (base::loadU16(&bytes[length]) != RipEntry::kAuthentication || base::loadU16(&bytes[length + 2]) != 1)
                return base::fail(ParseError::badOption);
            view.m_digest = bytes.subspan(length + RipDigestHeader::kTrailerHeader);
            view.m_routes = bytes.first(length).subspan(kHeaderLength);
        }
        view.m_routes = view.m_routes.subspan(RipEntry::kLength);
    }
    if (view.m_routes.size() % RipEntry::kLength != 0)
        return base::fail(ParseError::badLength);
    return view;
}

bool RipView::isVersion1Clean(std::size_t i) const
{
    const RipEntry e = entry(i);
    return e.tag == 0 && e.mask == 0 && e.nextHop.isUnspecified();
}

std::optional<RipPassword> RipView::password() const
{
    if (m_authenticationType != RipPassword::kType)
        return std::nullopt;
    return RipPassword::load(&m_bytes[kHeaderLength]);
}

std::optional<RipDigestHeader> RipView::digestHeader() const
{
    if (m_authenticationType != RipDigestHeader::kType)
        return std::nullopt;
    return RipDigestHeader::load(&m_bytes[kHeaderLength]);
}

void RipHeader::append(std::vector<std::uint8_t> &out) const
{
    out.push_back(static_cast<std::uint8_t>(command));
    out.push_back(version);
    appendU16(out, 0);
}

void appendRipTrailerHeader(std::vector<std::uint8_t> &out)
{
    appendU16(out, RipEntry::kAuthentication);
    appendU16(out, 1);
}

} // namespace hopyard::wire
