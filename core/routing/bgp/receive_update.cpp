// From UPDATEs to paths (RFC 4271 section 9, RFC 7606): what is looped, denied or wrong becomes a withdrawal.
//
// Most UPDATEs of a large table have the attributes of the one before or of one seen already: those are found by their
// bytes and not read again.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

#include <algorithm>
#include <cstring>

namespace hopyard::routing::bgp {

namespace {

using wire::BgpErrorClass;
using wire::BgpErrorCode;
using wire::BgpNotification;
namespace sub = wire::bgp_subcode;

struct Prefix4 {
    std::uint32_t address;
    std::uint8_t length;
};

/// Works on one UPDATE.
class Receiver {
public:
    Receiver(Instance &i, PeerIndex p, TimePoint now, Output &out, BgpNotification &error)
        : m_i(i), m_p(p), m_now(now), m_out(out), m_error(error) {}

    bool receive(base::Bytes body)
    {
        const auto view = wire::BgpUpdateView::parse(body);
        if (!view) {
            m_error = view.error();
            return false;
        }
        std::vector<Prefix4> withdrawn, announced;
        if (!read4(view->withdrawn, withdrawn) || !read4(view->announced, announced))
            return false;
        if (view->attributes.empty()) {
            if (!announced.empty()) { // RFC 7606 section 3 d: without attributes they are withdrawn
                tell(BgpErrorClass::treatAsWithdraw, {BgpErrorCode::update, sub::kMissing, {1}});
                withdraw4(announced);
            } else if (withdrawn.empty()) {
                endOfRib(Afi::ipv4);
            }
            withdraw4(withdrawn);
            return true;
        }
        withdraw4(withdrawn);
        Peer &peer = m_i.peers[m_p];
        if (peer.lastBytes.size() == view->attributes.size() && !peer.lastBytes.empty() &&
            std::memcmp(peer.lastBytes.data(), view->attributes.data(), peer.lastBytes.size()) == 0)
            return announce4(announced, peer.lastAttributes);
        if (const AttributeId known = findKnown(view->attributes))
            return announce4(announced, remember(view->attributes, known));
        return readAttributes(*view, announced);
    }

private:
    void tell(BgpErrorClass error, const BgpNotification &notification)
    {
        m_out.events.push_back(event::BadMessage{m_i.peers[m_p].address, error, notification});
    }

    bool read4(base::Bytes bytes, std::vector<Prefix4> &into)
    {
        wire::BgpPrefixReader reader(bytes, base::Family::ipv4);
        into.reserve(bytes.size() / 4);
        for (Prefix4 prefix; reader.next(prefix.address, prefix.length);)
            into.push_back(prefix);
        if (!reader.ok())
            m_error = {BgpErrorCode::update, sub::kNetwork, {}};
        return reader.ok();
    }

    /// A set that was made of the same bytes for some peer, where nothing that depends on the peer changes it.
    AttributeId findKnown(base::Bytes bytes)
    {
        const Peer &peer = m_i.peers[m_p];
        if (!peer.fourOctetAs || peer.settings.families[0].weight != 0 || peer.settings.changedLocalAs || peer.type == PeerType::confederation)
            return 0;
        const AttributeId id = m_i.attributes.find(bytes);
        if (!id)
            return 0;
        const AttributeFacts &f = m_i.attributes.facts(id);
        using F = AttributeFacts;
        const bool internal = peer.type == PeerType::internal;
        const bool usual = !(f.flags & (F::kConfederation | F::kGracefulShutdown | F::kClusterList | F::kOriginator)) &&
                           f.has(F::kLocalPreference) == internal && m_i.attributes.nextHops[f.nextHop].address.isV4() &&
                           !m_i.attributes.nextHops[f.nextHop].address.isUnspecified() &&
                           (!peer.settings.enforceFirstAs || internal || f.firstAs == peer.as) &&
                           !isLooped(m_i.attributes.asPath(id), Afi::ipv4);
        if (usual)
            return id;
        m_i.attributes.release(id);
        return 0;
    }

    /// The peer's next UPDATE may have the same ones. Takes over the hold.
    AttributeId remember(base::Bytes bytes, AttributeId id)
    {
        Peer &peer = m_i.peers[m_p];
        m_i.attributes.release(peer.lastAttributes);
        peer.lastAttributes = id;
        peer.lastBytes.assign(bytes.begin(), bytes.end());
        return id;
    }

    bool readAttributes(const wire::BgpUpdateView &view, const std::vector<Prefix4> &announced)
    {
        Peer &peer = m_i.peers[m_p];
        wire::BgpAttributes &a = m_i.scratch;
        const wire::BgpParsedAttributes parsed =
            wire::parseBgpAttributes(view.attributes, {peer.fourOctetAs, peer.type == PeerType::external, !announced.empty()}, a);
        if (parsed.error == BgpErrorClass::sessionReset) {
            m_error = parsed.notification;
            return false;
        }
        std::vector<base::IpPrefix> reach, unreach;
        const Afi reachAfi = parsed.reachFamily == wire::kBgpIpv6Unicast ? Afi::ipv6 : Afi::ipv4;
        const Afi unreachAfi = parsed.unreachFamily == wire::kBgpIpv6Unicast ? Afi::ipv6 : Afi::ipv4;
        const bool hasReach = parsed.hasReach && parsed.reachFamily == wireFamily(reachAfi) && peer.families[at(reachAfi)].negotiated;
        const bool hasUnreach = parsed.hasUnreach && parsed.unreachFamily == wireFamily(unreachAfi) && peer.families[at(unreachAfi)].negotiated;
        if ((hasReach && !readPrefixes(parsed.reachPrefixes, reachAfi, reach)) ||
            (hasUnreach && !readPrefixes(parsed.unreachPrefixes, unreachAfi, unreach)))
            return false;
        if (parsed.error != BgpErrorClass::none)
            tell(parsed.error, parsed.notification);
        if (hasUnreach) {
            if (unreach.empty() && announced.empty() && !parsed.hasReach)
                endOfRib(unreachAfi);
            for (const base::IpPrefix &prefix : unreach)
                withdraw(unreachAfi, prefix);
        }
        const bool bad = parsed.error >= BgpErrorClass::treatAsWithdraw;
        const std::uint32_t weight4 = peer.settings.families[at(Afi::ipv4)].weight;
        if (!announced.empty()) {
            const AttributeId id = bad || !acceptable(a, Afi::ipv4) ? 0 : m_i.attributes.intern(a, weight4);
            // Kept with what came apart from attributes that carry prefixes, and not where something is to be told again.
            if (!parsed.hasReach && !parsed.hasUnreach && parsed.error == BgpErrorClass::none)
                remember(view.attributes, id);
            const bool go = announce4(announced, id);
            if (parsed.hasReach || parsed.hasUnreach || parsed.error != BgpErrorClass::none)
                m_i.attributes.release(id);
            if (!go)
                return false;
        }
        if (reach.empty())
            return true;
        wire::BgpAttributes b = a;
        if (!announced.empty()) // acceptable() may have changed them
            wire::parseBgpAttributes(view.attributes, {peer.fourOctetAs, peer.type == PeerType::external, false}, b);
        b.nextHop = parsed.reachNextHop;
        b.linkLocalNextHop = parsed.reachLinkLocal;
        const AttributeId id = bad || !acceptable(b, reachAfi) ? 0 : m_i.attributes.intern(b, peer.settings.families[at(reachAfi)].weight);
        for (const base::IpPrefix &prefix : reach)
            announce(reachAfi, m_i.family(reachAfi).table.findOrAdd(prefix), id);
        m_i.attributes.release(id);
        return withinLimit(reachAfi);
    }

    bool readPrefixes(base::Bytes bytes, Afi afi, std::vector<base::IpPrefix> &into)
    {
        wire::BgpPrefixReader reader(bytes, familyOf(afi));
        for (base::IpPrefix prefix; reader.next(prefix);)
            into.push_back(prefix);
        if (!reader.ok())
            m_error = {BgpErrorCode::update, sub::kOptional, {}};
        return reader.ok();
    }

    /// Our own number stands in the path, more often than is allowed (RFC 4271 section 9.1.2, RFC 5065).
    bool isLooped(const wire::AsPathView &path, Afi afi) const
    {
        const Peer &peer = m_i.peers[m_p];
        const FamilySettings &s = peer.settings.families[at(afi)];
        const auto often = [&](AsNumber as) {
            const unsigned n = path.count(as);
            if (n == 0)
                return false;
            return s.allowAsInOrigin ? path.origin() != as : n > s.allowAsIn;
        };
        return often(m_i.config.as) || (m_i.config.confederation.identifier && often(m_i.config.confederation.identifier)) ||
               (peer.settings.changedLocalAs && peer.settings.changedLocalAs->as != peer.as && often(peer.settings.changedLocalAs->as));
    }

    /// Whether routes with these attributes may come from this peer; makes of them what they mean here.
    bool acceptable(wire::BgpAttributes &a, Afi afi)
    {
        const Peer &peer = m_i.peers[m_p];
        if (isLooped(a.asPath.view(), afi))
            return false;
        // RFC 4456 section 8.
        if (a.originatorId == m_i.routerId() ||
            std::find(a.clusterList.begin(), a.clusterList.end(), m_i.clusterId().value()) != a.clusterList.end())
            return false;
        const wire::AsPathView path = a.asPath.view();
        const auto malformed = [&] {
            tell(BgpErrorClass::treatAsWithdraw, {BgpErrorCode::update, sub::kAsPath, {}});
            return false;
        };
        if (peer.type == PeerType::external && path.hasConfederation())
            return malformed(); // RFC 5065 section 5
        if (peer.type == PeerType::confederation && (path.isEmpty() || !(*path.begin()).isConfederation()))
            return malformed();
        if (peer.type == PeerType::external && peer.settings.enforceFirstAs && path.first() != peer.as)
            return malformed();
        if (peer.type == PeerType::external) {
            if (a.hasCommunity(wire::bgp_community::kGracefulShutdown))
                a.localPreference = 0; // RFC 8326
            if (const auto &local = peer.settings.changedLocalAs; local && !local->noPrepend)
                a.asPath.prepend(local->as);
        }
        return true;
    }

    /// RFC 8212, and a family that was not agreed.
    bool isRefused(Afi afi) const
    {
        const Peer &peer = m_i.peers[m_p];
        return !peer.families[at(afi)].negotiated ||
               (peer.type == PeerType::external && m_i.config.ebgpRequiresPolicy && peer.settings.families[at(afi)].in.isEmpty());
    }

    bool announce4(const std::vector<Prefix4> &prefixes, AttributeId id)
    {
        RouteTable &table = m_i.family(Afi::ipv4).table;
        if (id == 0 || (isRefused(Afi::ipv4) && !keeps(Afi::ipv4))) {
            withdraw4(prefixes);
            return true;
        }
        // A large table does not fit into the cache: the memory is asked some prefixes ahead.
        constexpr std::size_t kAhead = 12;
        for (std::size_t n = 0; n < prefixes.size(); ++n) {
            if (n + kAhead < prefixes.size())
                table.prefetch(prefixes[n + kAhead].address, prefixes[n + kAhead].length);
            if (n + kAhead / 2 < prefixes.size())
                table.prefetchEntry(prefixes[n + kAhead / 2].address, prefixes[n + kAhead / 2].length);
            announce(Afi::ipv4, table.findOrAdd(prefixes[n].address, prefixes[n].length), id);
        }
        return withinLimit(Afi::ipv4);
    }

    bool keeps(Afi afi) const { return m_i.peers[m_p].settings.families[at(afi)].softReconfiguration; }

    /// What came is kept as it came; 0: it was withdrawn.
    void keep(Afi afi, PrefixId prefix, AttributeId id)
    {
        PeerFamily &f = m_i.peers[m_p].families[at(afi)];
        if (id == 0 && !f.hasReceived(prefix))
            return;
        f.unconfirmed.remove(prefix);
        f.received.grow(prefix + 1);
        if (id != 0)
            m_i.attributes.hold(id);
        m_i.attributes.release(std::exchange(f.received[prefix], id));
    }

public:
    /// Policies see what was kept.
    void takeKept(Afi afi)
    {
        const PeerFamily &f = m_i.peers[m_p].families[at(afi)];
        for (PrefixId prefix = 0; prefix < f.received.size(); ++prefix) {
            const AttributeId kept = f.received[prefix];
            if (kept == 0)
                continue;
            if (const std::uint32_t weight = m_i.peers[m_p].settings.families[at(afi)].weight; weight != m_i.attributes.facts(kept).weight) {
                wire::BgpAttributes attributes;
                m_i.attributes.decode(kept, attributes);
                const AttributeId weighed = m_i.attributes.intern(attributes, weight);
                judge(afi, prefix, weighed);
                m_i.attributes.release(weighed);
            } else {
                judge(afi, prefix, kept);
            }
        }
    }

private:
    void announce(Afi afi, PrefixId prefix, AttributeId id)
    {
        if (keeps(afi))
            keep(afi, prefix, id);
        judge(afi, prefix, id);
    }

    /// What policies make of it becomes a path.
    void judge(Afi afi, PrefixId prefix, AttributeId id)
    {
        const FilterNames &in = m_i.peers[m_p].settings.families[at(afi)].in;
        if (id == 0 || isRefused(afi)) {
            dropPath(m_i, afi, prefix, m_p, m_now, m_out);
            return;
        }
        if (in.isEmpty()) {
            m_i.attributes.hold(id);
            putPath(m_i, afi, prefix, m_p, id, 0, m_now, m_out);
            return;
        }
        PolicyRoute route;
        route.prefix = m_i.family(afi).table.prefix(prefix);
        route.peer = m_i.peers[m_p].address;
        route.local = m_i.peers[m_p].connections[0].place.local;
        route.weight = m_i.attributes.facts(id).weight;
        m_i.attributes.decode(id, route.attributes);
        if (m_i.policy.permits(in, route))
            putPath(m_i, afi, prefix, m_p, m_i.attributes.intern(route.attributes, route.weight, route.tag), 0, m_now, m_out);
        else
            dropPath(m_i, afi, prefix, m_p, m_now, m_out);
    }

    void withdraw(Afi afi, const base::IpPrefix &prefix)
    {
        const PrefixId id = m_i.family(afi).table.find(prefix);
        if (id != kNone && keeps(afi))
            keep(afi, id, 0);
        if (id != kNone)
            dropPath(m_i, afi, id, m_p, m_now, m_out);
    }

    void withdraw4(const std::vector<Prefix4> &prefixes)
    {
        for (const Prefix4 &prefix : prefixes)
            withdraw(Afi::ipv4, base::IpPrefix(base::Ipv4Address(prefix.address), prefix.length));
    }

    void endOfRib(Afi afi)
    {
        PeerFamily &f = m_i.peers[m_p].families[at(afi)];
        if (!f.negotiated)
            return;
        f.endOfRibReceived = true;
        m_out.events.push_back(event::EndOfRib{m_i.peers[m_p].address, afi});
        if (!f.staleUntil.isNever()) {
            f.staleUntil = TimePoint::never();
            removePaths(m_i, afi, m_p, Path::kStale, m_now, m_out);
        }
    }

    bool withinLimit(Afi afi)
    {
        Peer &peer = m_i.peers[m_p];
        PeerFamily &f = peer.families[at(afi)];
        const auto &maximum = peer.settings.families[at(afi)].maximumPrefix;
        if (!maximum)
            return true;
        if (f.accepted > maximum->limit) {
            if (!f.overThreshold || !maximum->warningOnly)
                m_out.events.push_back(event::PrefixLimit{peer.address, afi, f.accepted, maximum->limit, true});
            f.overThreshold = true;
            if (maximum->warningOnly)
                return true;
            const std::uint32_t l = maximum->limit;
            m_error = {BgpErrorCode::cease, sub::kMaxPrefix,
                       {0, std::uint8_t(wireFamily(afi).afi), 1, std::uint8_t(l >> 24), std::uint8_t(l >> 16), std::uint8_t(l >> 8), std::uint8_t(l)}};
            return false;
        }
        if (std::uint64_t(f.accepted) * 100 >= std::uint64_t(maximum->limit) * maximum->threshold) {
            if (!f.overThreshold)
                m_out.events.push_back(event::PrefixLimit{peer.address, afi, f.accepted, maximum->limit, false});
            f.overThreshold = true;
        } else {
            f.overThreshold = false;
        }
        return true;
    }

    Instance &m_i;
    PeerIndex m_p;
    TimePoint m_now;
    Output &m_out;
    BgpNotification &m_error;
};

} // namespace

bool receiveUpdate(Instance &i, PeerIndex peer, base::Bytes body, TimePoint now, Output &out, wire::BgpNotification &error)
{
    return Receiver(i, peer, now, out, error).receive(body);
}

void takeAgain(Instance &i, PeerIndex peer, Afi afi, TimePoint now, Output &out)
{
    wire::BgpNotification none;
    Receiver(i, peer, now, out, none).takeKept(afi);
}

void forgetReceived(Instance &i, PeerIndex peer, Afi afi, bool onlyUnconfirmed)
{
    PeerFamily &f = i.peers[peer].families[at(afi)];
    for (PrefixId id = 0; id < f.received.size(); ++id)
        if (f.received[id] && (!onlyUnconfirmed || f.unconfirmed.contains(id))) {
            i.attributes.release(std::exchange(f.received[id], 0));
            if (!i.family(afi).table.first(id))
                i.family(afi).empty.push_back(id);
        }
    f.unconfirmed.clear();
    if (!onlyUnconfirmed)
        f.received.clear();
}

void removePaths(Instance &i, Afi afi, PeerIndex peer, std::uint8_t flags, TimePoint now, Output &out)
{
    RouteTable &table = i.family(afi).table;
    if (i.peers[peer].families[at(afi)].accepted == 0 && !i.config.families[at(afi)].dampening)
        return;
    for (PrefixId id = 0; id < table.end(); ++id)
        if (const Path *path = table.find(id, peer); path && (flags == 0 || (path->flags & flags)))
            dropPath(i, afi, id, peer, now, out);
}

void markPaths(Instance &i, Afi afi, PeerIndex peer, Path::Flag flag)
{
    RouteTable &table = i.family(afi).table;
    for (PrefixId id = 0; id < table.end(); ++id)
        if (Path *path = table.find(id, peer))
            path->set(flag, true);
}

} // namespace hopyard::routing::bgp
