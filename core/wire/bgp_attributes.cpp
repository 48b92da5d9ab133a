// Path attributes read with the error handling of RFC 7606, and written. See bgp_attributes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/bgp_attributes.h"

#include <algorithm>
#include <bitset>

namespace hopyard::wire {

namespace {

using Class = BgpErrorClass;
namespace sub = bgp_subcode;

constexpr std::uint8_t kOptional = 0x80, kTransitive = 0x40, kPartial = 0x20, kExtended = 0x10;

void push32(std::vector<std::uint8_t> &out, std::uint32_t v)
{
    out.push_back(static_cast<std::uint8_t>(v >> 24));
    out.push_back(static_cast<std::uint8_t>(v >> 16));
    out.push_back(static_cast<std::uint8_t>(v >> 8));
    out.push_back(static_cast<std::uint8_t>(v));
}

/// The optional and transitive bits that an attribute we know must have; nothing for others.
std::optional<std::uint8_t> flagsOf(std::uint8_t type)
{
    switch (static_cast<BgpAttribute>(type)) {
    case BgpAttribute::origin:
    case BgpAttribute::asPath:
    case BgpAttribute::nextHop:
    case BgpAttribute::localPreference:
    case BgpAttribute::atomicAggregate: return kTransitive;
    case BgpAttribute::med:
    case BgpAttribute::originatorId:
    case BgpAttribute::clusterList:
    case BgpAttribute::mpReach:
    case BgpAttribute::mpUnreach: return kOptional;
    case BgpAttribute::aggregator:
    case BgpAttribute::communities:
    case BgpAttribute::extendedCommunities:
    case BgpAttribute::as4Path:
    case BgpAttribute::as4Aggregator:
    case BgpAttribute::largeCommunities: return std::uint8_t(kOptional | kTransitive);
    }
    return std::nullopt;
}

class Reader {
public:
    Reader(const BgpAttributeContext &context, BgpAttributes &into) : m_context(context), m_into(into) {}

    BgpParsedAttributes read(base::Bytes bytes)
    {
        while (!bytes.empty() && m_out.error != Class::sessionReset) {
            // RFC 7606 section 4: lengths that do not fit in cost the routes, not the session.
            const bool extended = bytes[0] & kExtended;
            const std::size_t head = extended ? 4 : 3;
            if (bytes.size() < head) {
                worse(Class::treatAsWithdraw, sub::kAttributeList, {}, 0);
                break;
            }
            const std::size_t length = extended ? base::loadU16(&bytes[2]) : bytes[2];
            if (bytes.size() < head + length) {
                worse(Class::treatAsWithdraw, sub::kLength, bytes, bytes[1]);
                break;
            }
            m_whole = bytes.first(head + length);
            m_type = bytes[1];
            attribute(bytes[0], bytes.subspan(head, length));
            bytes = bytes.subspan(head + length);
        }
        finish();
        return m_out;
    }

private:
    void worse(Class error, std::uint8_t subcode, base::Bytes data, std::uint8_t type)
    {
        if (error <= m_out.error)
            return;
        m_out.error = error;
        m_out.errorAttribute = type;
        m_out.notification = {BgpErrorCode::update, subcode, {data.begin(), data.end()}};
    }
    void worse(Class error, std::uint8_t subcode) { worse(error, subcode, m_whole, m_type); }
    bool lengthIs(bool ok, Class error = Class::treatAsWithdraw)
    {
        if (!ok)
            worse(error, sub::kLength);
        return ok;
    }

    void attribute(std::uint8_t flags, base::Bytes value)
    {
        const auto expected = flagsOf(m_type);
        if (!expected) {
            unknown(flags, value);
            return;
        }
        const auto type = static_cast<BgpAttribute>(m_type);
        if (m_seen[m_type]) {
            // RFC 7606 section 3 g: the first counts, except of those that carry prefixes.
            if (type == BgpAttribute::mpReach || type == BgpAttribute::mpUnreach)
                worse(Class::sessionReset, sub::kAttributeList, {}, m_type);
            else
                worse(Class::attributeDiscard, sub::kAttributeList);
            return;
        }
        m_seen[m_type] = true;
        if ((flags & (kOptional | kTransitive)) != *expected) {
            worse(Class::treatAsWithdraw, sub::kFlags);
            // The prefixes of MP attributes are needed to withdraw them.
            if (type != BgpAttribute::mpReach && type != BgpAttribute::mpUnreach)
                return;
        }
        known(type, value);
    }

    void known(BgpAttribute type, base::Bytes value)
    {
        switch (type) {
        case BgpAttribute::origin:
            if (!lengthIs(value.size() == 1))
                return;
            if (value[0] > 2)
                worse(Class::treatAsWithdraw, sub::kOrigin);
            else
                m_into.origin = static_cast<BgpOrigin>(value[0]);
            return;
        case BgpAttribute::asPath:
            if (!AsPathView::isValid(value, m_context.fourOctetAs ? 4 : 2))
                worse(Class::treatAsWithdraw, sub::kAsPath, {}, m_type);
            else if (m_context.fourOctetAs)
                m_into.asPath.assign(value);
            else
                m_into.asPath = AsPath::fromTwoOctets(value);
            return;
        case BgpAttribute::nextHop:
            if (!lengthIs(value.size() == 4))
                return;
            m_into.nextHop = base::Ipv4Address::load(value.data());
            checkNextHop(m_into.nextHop);
            return;
        case BgpAttribute::med:
            if (lengthIs(value.size() == 4))
                m_into.med = base::loadU32(value.data());
            return;
        case BgpAttribute::localPreference:
            if (m_context.external)
                return; // RFC 4271 5.1.5: not for those outside to say
            if (lengthIs(value.size() == 4))
                m_into.localPreference = base::loadU32(value.data());
            return;
        case BgpAttribute::atomicAggregate:
            if (lengthIs(value.empty(), Class::attributeDiscard))
                m_into.atomicAggregate = true;
            return;
        case BgpAttribute::aggregator:
            if (lengthIs(value.size() == (m_context.fourOctetAs ? 8u : 6u), Class::attributeDiscard))
                readAggregator(value);
            return;
        case BgpAttribute::communities:
            if (!lengthIs(!value.empty() && value.size() % 4 == 0))
                return;
            for (base::ByteReader r(value); r.remaining() > 0;)
                m_into.communities.push_back(r.u32());
            sortUnique(m_into.communities);
            return;
        case BgpAttribute::originatorId:
            if (!m_context.external && lengthIs(value.size() == 4))
                m_into.originatorId = base::Ipv4Address::load(value.data());
            return;
        case BgpAttribute::clusterList:
            if (m_context.external || !lengthIs(!value.empty() && value.size() % 4 == 0))
                return;
            for (base::ByteReader r(value); r.remaining() > 0;)
                m_into.clusterList.push_back(r.u32());
            return;
        case BgpAttribute::mpReach: readReach(value); return;
        case BgpAttribute::mpUnreach:
            if (value.size() < 3) {
                worse(Class::sessionReset, sub::kOptional);
                return;
            }
            m_out.hasUnreach = true;
            m_out.unreachFamily = {base::loadU16(value.data()), value[2]};
            m_out.unreachPrefixes = value.subspan(3);
            return;
        case BgpAttribute::extendedCommunities:
            if (!lengthIs(!value.empty() && value.size() % 8 == 0))
                return;
            for (base::ByteReader r(value); r.remaining() > 0;)
                m_into.extendedCommunities.push_back(r.u64());
            return;
        case BgpAttribute::as4Path:
            if (m_context.fourOctetAs)
                return; // RFC 6793 section 4.1: has no meaning between new speakers
            if (AsPathView::isValid(value, 4)) {
                m_as4Path.assign(value);
                m_as4Path.removeConfederation();
                m_hasAs4Path = true;
            } else {
                worse(Class::attributeDiscard, sub::kOptional);
            }
            return;
        case BgpAttribute::as4Aggregator:
            if (m_context.fourOctetAs)
                return;
            if (lengthIs(value.size() == 8, Class::attributeDiscard))
                m_as4Aggregator = BgpAggregator{base::loadU32(value.data()), base::Ipv4Address::load(&value[4])};
            return;
        case BgpAttribute::largeCommunities:
            if (!lengthIs(!value.empty() && value.size() % 12 == 0))
                return;
            for (base::ByteReader r(value); r.remaining() > 0;) {
                LargeCommunity c;
                c.global = r.u32();
                c.local1 = r.u32();
                c.local2 = r.u32();
                m_into.largeCommunities.push_back(c);
            }
            sortUnique(m_into.largeCommunities);
            return;
        }
    }

    void unknown(std::uint8_t flags, base::Bytes value)
    {
        if (m_seen[m_type]) {
            worse(Class::attributeDiscard, sub::kAttributeList);
            return;
        }
        m_seen[m_type] = true;
        if (!(flags & kOptional)) {
            worse(Class::sessionReset, sub::kUnrecognized);
            return;
        }
        if (!(flags & kTransitive))
            return;
        std::vector<std::uint8_t> &out = m_into.unknown;
        out.push_back(static_cast<std::uint8_t>(kOptional | kTransitive | kPartial | (value.size() > 255 ? kExtended : 0)));
        out.push_back(m_type);
        if (value.size() > 255)
            out.push_back(static_cast<std::uint8_t>(value.size() >> 8));
        out.push_back(static_cast<std::uint8_t>(value.size()));
        out.insert(out.end(), value.begin(), value.end());
    }

    void readAggregator(base::Bytes value)
    {
        base::ByteReader r(value);
        BgpAggregator a;
        a.as = m_context.fourOctetAs ? r.u32() : r.u16();
        a.identifier = base::Ipv4Address(r.u32());
        if (a.as == 0)
            worse(Class::attributeDiscard, sub::kOptional); // RFC 7607
        else
            m_into.aggregator = a;
    }

    void readReach(base::Bytes value)
    {
        base::ByteReader r(value);
        const BgpFamily family{r.u16(), r.u8()};
        const base::Bytes nextHop = r.bytes(r.u8());
        r.u8();
        if (!r.ok()) {
            worse(Class::sessionReset, sub::kOptional);
            return;
        }
        m_out.hasReach = true;
        m_out.reachFamily = family;
        m_out.reachPrefixes = r.rest();
        if (family == kBgpIpv4Unicast && nextHop.size() == 4) {
            m_out.reachNextHop = base::Ipv4Address::load(nextHop.data());
        } else if (family == kBgpIpv6Unicast && (nextHop.size() == 16 || nextHop.size() == 32)) {
            std::array<std::uint8_t, 16> address{};
            std::copy_n(nextHop.begin(), 16, address.begin());
            m_out.reachNextHop = base::Ipv6Address(address);
            if (nextHop.size() == 32) {
                std::copy_n(nextHop.begin() + 16, 16, address.begin());
                m_out.reachLinkLocal = base::Ipv6Address(address);
            }
        } else if (family == kBgpIpv4Unicast || family == kBgpIpv6Unicast) {
            worse(Class::sessionReset, sub::kOptional); // RFC 7606 section 7.11: what follows cannot be read
            return;
        } else {
            return; // a family that we did not offer: whoever counts sessions passes over it
        }
        checkNextHop(m_out.reachNextHop);
    }

    void checkNextHop(const base::IpAddress &a)
    {
        if (a.isUnspecified() || a.isMulticast() || a.isLoopback() || (a.isV4() && a.v4().value() >= 0xf0000000))
            worse(Class::treatAsWithdraw, sub::kNextHop);
    }

    void finish()
    {
        const bool announces = m_context.hasAnnounced || (m_out.hasReach && !m_out.reachPrefixes.empty());
        const auto need = [&](BgpAttribute type) {
            const auto number = static_cast<std::uint8_t>(type);
            if (!m_seen[number])
                worse(Class::treatAsWithdraw, sub::kMissing, base::Bytes(&number, 1), number);
        };
        if (announces) {
            need(BgpAttribute::origin);
            need(BgpAttribute::asPath);
            if (m_context.hasAnnounced)
                need(BgpAttribute::nextHop);
            if (!m_context.external)
                need(BgpAttribute::localPreference);
        }
        if (!m_into.nextHop.isValid()) {
            m_into.nextHop = m_out.reachNextHop;
            m_into.linkLocalNextHop = m_out.reachLinkLocal;
        }
        const bool oldAggregator = m_into.aggregator && m_into.aggregator->as != kAsTrans;
        if (m_as4Aggregator && m_into.aggregator && !oldAggregator)
            m_into.aggregator = m_as4Aggregator;
        // RFC 6793 section 4.2.3: one who aggregated without AS4_AGGREGATOR made the AS4_PATH out of date.
        if (m_hasAs4Path && !(oldAggregator && m_as4Aggregator))
            m_into.asPath = AsPath::merge(m_into.asPath, m_as4Path);
    }

    template <class T>
    static void sortUnique(std::vector<T> &list)
    {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    }

    const BgpAttributeContext &m_context;
    BgpAttributes &m_into;
    BgpParsedAttributes m_out;
    base::Bytes m_whole;
    std::uint8_t m_type = 0;
    std::bitset<256> m_seen;
    AsPath m_as4Path;
    bool m_hasAs4Path = false;
    std::optional<BgpAggregator> m_as4Aggregator;
};

/// Writes attributes' heads.
class Writer {
public:
    explicit Writer(std::vector<std::uint8_t> &out) : m_out(out) {}

    void head(BgpAttribute type, std::size_t length)
    {
        m_out.push_back(static_cast<std::uint8_t>(*flagsOf(static_cast<std::uint8_t>(type)) | (length > 255 ? kExtended : 0)));
        m_out.push_back(static_cast<std::uint8_t>(type));
        if (length > 255)
            m_out.push_back(static_cast<std::uint8_t>(length >> 8));
        m_out.push_back(static_cast<std::uint8_t>(length));
    }
    void number(BgpAttribute type, std::uint32_t v)
    {
        head(type, 4);
        push32(m_out, v);
    }
    void numbers(BgpAttribute type, const std::vector<std::uint32_t> &list)
    {
        if (list.empty())
            return;
        head(type, list.size() * 4);
        for (const std::uint32_t v : list)
            push32(m_out, v);
    }
    void bytes(base::Bytes b) { m_out.insert(m_out.end(), b.begin(), b.end()); }

private:
    std::vector<std::uint8_t> &m_out;
};

void appendReach(std::vector<std::uint8_t> &out, const BgpAttributes &a, base::Bytes prefixes)
{
    const bool two = a.linkLocalNextHop.isValid();
    Writer w(out);
    w.head(BgpAttribute::mpReach, 5 + (two ? 32 : 16) + prefixes.size());
    out.insert(out.end(), {0, 2, 1, std::uint8_t(two ? 32 : 16)});
    w.bytes(a.nextHop.bytes());
    if (two)
        w.bytes(a.linkLocalNextHop.bytes());
    out.push_back(0);
    w.bytes(prefixes);
}

void appendAsPath(std::vector<std::uint8_t> &out, const AsPath &path, bool fourOctetAs, AsPath &as4Path)
{
    Writer w(out);
    if (fourOctetAs) {
        w.head(BgpAttribute::asPath, path.bytes().size());
        w.bytes(path.bytes());
        return;
    }
    std::vector<std::uint8_t> two;
    if (path.toTwoOctets(two)) {
        as4Path = path;
        as4Path.removeConfederation();
    }
    w.head(BgpAttribute::asPath, two.size());
    w.bytes(two);
}

} // namespace

char originLetter(BgpOrigin origin) { return "ie?"[static_cast<unsigned>(origin)]; }

std::string toString(const LargeCommunity &c)
{
    return std::to_string(c.global) + ':' + std::to_string(c.local1) + ':' + std::to_string(c.local2);
}

std::string communityToString(std::uint32_t community)
{
    switch (community) {
    case bgp_community::kGracefulShutdown: return "graceful-shutdown";
    case bgp_community::kNoExport: return "no-export";
    case bgp_community::kNoAdvertise: return "no-advertise";
    case bgp_community::kLocalAs: return "local-AS";
    case bgp_community::kNoPeer: return "no-peer";
    case bgp_community::kBlackhole: return "blackhole";
    default: return std::to_string(community >> 16) + ':' + std::to_string(community & 0xffff);
    }
}

void BgpAttributes::clear()
{
    origin = BgpOrigin::incomplete;
    asPath.clear();
    nextHop = linkLocalNextHop = base::IpAddress();
    med.reset();
    localPreference.reset();
    atomicAggregate = false;
    aggregator.reset();
    communities.clear();
    extendedCommunities.clear();
    largeCommunities.clear();
    originatorId.reset();
    clusterList.clear();
    unknown.clear();
}

bool BgpAttributes::hasCommunity(std::uint32_t community) const
{
    return std::binary_search(communities.begin(), communities.end(), community);
}

void BgpAttributes::addCommunity(std::uint32_t community)
{
    const auto at = std::lower_bound(communities.begin(), communities.end(), community);
    if (at == communities.end() || *at != community)
        communities.insert(at, community);
}

BgpParsedAttributes parseBgpAttributes(base::Bytes bytes, const BgpAttributeContext &context, BgpAttributes &into)
{
    into.clear();
    return Reader(context, into).read(bytes);
}

void appendBgpAttributes(std::vector<std::uint8_t> &out, const BgpAttributes &a, bool fourOctetAs, base::Bytes reach)
{
    Writer w(out);
    if (a.nextHop.isV6())
        appendReach(out, a, reach);
    w.head(BgpAttribute::origin, 1);
    out.push_back(static_cast<std::uint8_t>(a.origin));
    AsPath as4Path;
    appendAsPath(out, a.asPath, fourOctetAs, as4Path);
    if (a.nextHop.isV4()) {
        w.head(BgpAttribute::nextHop, 4);
        w.bytes(a.nextHop.bytes());
    }
    if (a.med)
        w.number(BgpAttribute::med, *a.med);
    if (a.localPreference)
        w.number(BgpAttribute::localPreference, *a.localPreference);
    if (a.atomicAggregate)
        w.head(BgpAttribute::atomicAggregate, 0);
    const bool cutAggregator = !fourOctetAs && a.aggregator && a.aggregator->as > 0xffff;
    if (a.aggregator) {
        const AsNumber as = cutAggregator ? kAsTrans : a.aggregator->as;
        w.head(BgpAttribute::aggregator, fourOctetAs ? 8 : 6);
        if (fourOctetAs)
            push32(out, as);
        else
            out.insert(out.end(), {std::uint8_t(as >> 8), std::uint8_t(as)});
        push32(out, a.aggregator->identifier.value());
    }
    w.numbers(BgpAttribute::communities, a.communities);
    if (a.originatorId)
        w.number(BgpAttribute::originatorId, a.originatorId->value());
    w.numbers(BgpAttribute::clusterList, a.clusterList);
    if (!a.extendedCommunities.empty()) {
        w.head(BgpAttribute::extendedCommunities, a.extendedCommunities.size() * 8);
        for (const std::uint64_t c : a.extendedCommunities) {
            push32(out, static_cast<std::uint32_t>(c >> 32));
            push32(out, static_cast<std::uint32_t>(c));
        }
    }
    if (!as4Path.view().isEmpty()) {
        w.head(BgpAttribute::as4Path, as4Path.bytes().size());
        w.bytes(as4Path.bytes());
    }
    if (cutAggregator) {
        w.head(BgpAttribute::as4Aggregator, 8);
        push32(out, a.aggregator->as);
        push32(out, a.aggregator->identifier.value());
    }
    if (!a.largeCommunities.empty()) {
        w.head(BgpAttribute::largeCommunities, a.largeCommunities.size() * 12);
        for (const LargeCommunity &c : a.largeCommunities) {
            push32(out, c.global);
            push32(out, c.local1);
            push32(out, c.local2);
        }
    }
    w.bytes(a.unknown);
}

void appendMpUnreach(std::vector<std::uint8_t> &out, const BgpFamily &family, base::Bytes prefixes)
{
    Writer w(out);
    w.head(BgpAttribute::mpUnreach, 3 + prefixes.size());
    out.insert(out.end(), {std::uint8_t(family.afi >> 8), std::uint8_t(family.afi), family.safi});
    w.bytes(prefixes);
}

} // namespace hopyard::wire
