// UPDATEs made of what update groups have to tell, once for all members, and bytes handed to the connections as there is
// room for them. A group goes at the pace of its fastest member. For one that does not keep up only the prefixes are noted
// that the others are told of; once it reads again it is told of each once, as it is then.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"
#include "core/wire/bgp_update_writer.h"

#include <algorithm>

namespace hopyard::routing::bgp {

namespace {

constexpr std::size_t kBatch = 16'384;      ///< prefixes looked at in one go
constexpr std::size_t kBacklog = 256 * 1024; ///< bytes that wait for a peer before nothing more is made for it

struct Item {
    PrefixId id;
    AttributeId attributes;
    PeerIndex source;
};

using Buffer = std::vector<std::uint8_t>;

bool isFull(const Instance &i, PeerIndex p) { return i.peers[p].connections[0].queued > kBacklog; }

/// None of its members takes any more.
bool isBlocked(const Instance &i, const UpdateGroup &group)
{
    return std::all_of(group.members.begin(), group.members.end(), [&](PeerIndex p) { return isFull(i, p); });
}

void giveTo(Instance &i, PeerIndex p, const Chunk &chunk, std::uint64_t messages)
{
    enqueue(i.peers[p].connections[0], chunk);
    i.peers[p].sent.updates += messages;
}

/// Writes announcements of items with one source after another; `done(source, bytes, messages)` for each source.
template <class Done>
void write(Instance &i, const UpdateGroup &group, std::vector<Item> &items, Done done)
{
    const auto before = [](const Item &a, const Item &b) { return a.source != b.source ? a.source < b.source : a.attributes < b.attributes; };
    if (!std::is_sorted(items.begin(), items.end(), before))
        std::stable_sort(items.begin(), items.end(), before);
    const RouteTable &table = i.family(group.key.afi).table;
    Buffer narrow;
    for (std::size_t n = 0; n < items.size();) {
        Buffer bytes;
        bytes.reserve(4096);
        wire::BgpUpdateWriter writer(bytes, wireFamily(group.key.afi));
        const PeerIndex source = items[n].source;
        while (n < items.size() && items[n].source == source) {
            const AttributeId id = items[n].attributes;
            base::Bytes attributes = i.attributes.bytes(id);
            if (!group.key.fourOctetAs) {
                narrow.clear();
                i.attributes.decode(id, i.scratch);
                wire::appendBgpAttributes(narrow, i.scratch, false);
                attributes = narrow;
            }
            const bool fits = writer.announce(attributes);
            for (; n < items.size() && items[n].source == source && items[n].attributes == id; ++n)
                if (fits)
                    writer.add(table.prefix(items[n].id));
            writer.finish();
        }
        done(source, std::move(bytes), writer.messages());
    }
}

/// Looks at a batch of what is due. True where anything is to be sent.
bool fill(Instance &i, UpdateGroup &group)
{
    RouteTable &table = i.family(group.key.afi).table;
    std::vector<Item> items;
    std::vector<PrefixId> withdrawn, unsaid;
    std::vector<std::pair<PeerIndex, PrefixId>> takenBack; // from the one it now comes from
    const auto isMember = [&](PeerIndex p) { return std::binary_search(group.members.begin(), group.members.end(), p); };
    const auto look = [&](PrefixId id) {
        const AttributeId old = group.announced[id];
        const PeerIndex oldSource = group.source[id] & static_cast<PeerIndex>(~UpdateGroup::kQueued);
        group.source[id] = oldSource;
        const Exported now = exportRoute(i, group, id);
        if (!now.attributes && !old)
            return;
        if (now.attributes == old && (now.source == oldSource || (!isMember(now.source) && !isMember(oldSource)))) {
            group.source[id] = now.source;
            i.attributes.release(now.attributes);
            return;
        }
        if (!now.attributes) {
            if (group.members.size() != 1 || oldSource != group.members.front())
                withdrawn.push_back(id);
            else
                unsaid.push_back(id); // by those who went
            --group.count;
        } else {
            items.push_back({id, now.attributes, now.source});
            group.count += old == 0;
            if (old && now.source != oldSource && isMember(now.source))
                takenBack.emplace_back(now.source, id);
        }
        group.source[id] = now.source;
        group.announced[id] = now.attributes;
        i.attributes.release(old);
    };
    // Who is being told the whole table hears of what changes in that way, or afterwards.
    std::vector<PeerIndex> keepUp, behind;
    for (const PeerIndex p : group.members) {
        const PeerFamily &f = i.peers[p].families[at(group.key.afi)];
        (isFull(i, p) || !f.missed.isEmpty() || f.dumpAt != kNone ? behind : keepUp).push_back(p);
    }
    std::size_t looked = 0;
    for (; group.dirtyAt < group.dirty.size() && looked < kBatch; ++looked)
        look(group.dirty[group.dirtyAt++]);
    if (group.dirtyAt == group.dirty.size()) {
        group.dirty.clear();
        group.dirtyAt = 0;
    }
    if (group.scanAt != kNone) {
        group.announced.grow(table.end());
        group.source.grow(table.end());
        for (; group.scanAt < table.end() && looked < kBatch; ++looked)
            look(group.scanAt++);
        if (group.scanAt >= table.end())
            group.scanAt = kNone;
    }
    unsaid.insert(unsaid.end(), withdrawn.begin(), withdrawn.end());
    for (const PrefixId id : unsaid)
        if (!table.first(id))
            i.family(group.key.afi).empty.push_back(id); // nobody has anything of it any more, perhaps
    if (!withdrawn.empty()) {
        Buffer bytes;
        wire::BgpUpdateWriter writer(bytes, wireFamily(group.key.afi));
        writer.withdraw();
        for (const PrefixId id : withdrawn)
            writer.add(table.prefix(id));
        writer.finish();
        const Chunk chunk = std::make_shared<const Buffer>(std::move(bytes));
        for (const PeerIndex p : keepUp)
            giveTo(i, p, chunk, writer.messages());
    }
    for (const PeerIndex p : behind) {
        PeerFamily &f = i.peers[p].families[at(group.key.afi)];
        for (const PrefixId id : withdrawn)
            f.missed.add(id);
        for (const Item &item : items)
            if (f.dumpAt == kNone || item.id < f.dumpAt || item.source == p)
                f.missed.add(item.id);
    }
    for (const auto &[p, id] : takenBack) {
        if (!std::binary_search(keepUp.begin(), keepUp.end(), p))
            continue;
        Buffer bytes;
        wire::BgpUpdateWriter writer(bytes, wireFamily(group.key.afi));
        writer.withdraw();
        writer.add(table.prefix(id));
        writer.finish();
        giveTo(i, p, std::make_shared<const Buffer>(std::move(bytes)), 1);
    }
    const bool any = !withdrawn.empty() || !items.empty();
    write(i, group, items, [&](PeerIndex source, Buffer bytes, std::uint64_t messages) {
        const Chunk chunk = std::make_shared<const Buffer>(std::move(bytes));
        for (const PeerIndex p : keepUp)
            if (p != source)
                giveTo(i, p, chunk, messages);
    });
    return any;
}

/// Tells one member what its group was told before it came, or tells it again.
void dump(Instance &i, PeerIndex p, Afi afi)
{
    PeerFamily &f = i.peers[p].families[at(afi)];
    UpdateGroup &group = i.groups[f.group];
    std::vector<Item> items;
    for (std::size_t looked = 0; f.dumpAt < group.announced.size() && looked < kBatch; ++looked, ++f.dumpAt) {
        const PeerIndex source = group.source[f.dumpAt] & static_cast<PeerIndex>(~UpdateGroup::kQueued);
        if (group.announced[f.dumpAt] && source != p)
            items.push_back({f.dumpAt, group.announced[f.dumpAt], 0});
    }
    write(i, group, items, [&](PeerIndex, Buffer bytes, std::uint64_t messages) {
        giveTo(i, p, std::make_shared<const Buffer>(std::move(bytes)), messages);
    });
    if (f.dumpAt < group.announced.size())
        return;
    f.dumpAt = kNone;
    if (f.dumpBracketed) {
        f.dumpBracketed = false;
        Buffer bytes;
        wire::BgpRouteRefresh{wireFamily(afi), wire::BgpRouteRefresh::Kind::end}.append(bytes);
        enqueue(i.peers[p].connections[0], std::make_shared<const Buffer>(std::move(bytes)));
        ++i.peers[p].sent.refreshes;
    }
}

/// Tells one member some of what it missed, as it is now.
void catchUp(Instance &i, PeerIndex p, Afi afi)
{
    PeerFamily &f = i.peers[p].families[at(afi)];
    const UpdateGroup &group = i.groups[f.group];
    const RouteTable &table = i.family(afi).table;
    std::vector<Item> items;
    Buffer bytes;
    wire::BgpUpdateWriter writer(bytes, wireFamily(afi));
    writer.withdraw();
    std::size_t looked = 0;
    for (PrefixId id = f.missed.next(0); id != IdSet::kNone && looked < kBatch; id = f.missed.next(id), ++looked) {
        f.missed.remove(id);
        const PeerIndex source = group.hasAnnounced(id) ? group.source[id] & static_cast<PeerIndex>(~UpdateGroup::kQueued) : kNoPeer;
        if (group.hasAnnounced(id) && source != p) {
            items.push_back({id, group.announced[id], 0});
        } else {
            writer.add(table.prefix(id));
            if (!table.first(id))
                i.family(afi).empty.push_back(id); // its number waited for this
        }
    }
    writer.finish();
    if (!bytes.empty())
        giveTo(i, p, std::make_shared<const Buffer>(std::move(bytes)), writer.messages());
    write(i, group, items, [&](PeerIndex, Buffer made, std::uint64_t messages) {
        giveTo(i, p, std::make_shared<const Buffer>(std::move(made)), messages);
    });
}

void sendEndOfRib(Instance &i, PeerIndex p, Afi afi)
{
    PeerFamily &f = i.peers[p].families[at(afi)];
    f.endOfRibDue = false;
    f.endOfRibSent = true;
    Buffer bytes;
    wire::BgpUpdateWriter writer(bytes, wireFamily(afi));
    writer.endOfRib();
    giveTo(i, p, std::make_shared<const Buffer>(std::move(bytes)), 1);
}

/// True where there may be more to do at once.
bool work(Instance &i, std::uint32_t g, TimePoint now)
{
    UpdateGroup &group = i.groups[g];
    bool did = false;
    if (group.hasWork() && group.notBefore <= now && !isBlocked(i, group)) {
        if (fill(i, group) && group.key.advertisementInterval && !group.hasWork())
            group.notBefore = now + Duration::seconds(group.key.advertisementInterval);
        did = true;
    }
    const Afi afi = group.key.afi;
    for (const PeerIndex p : group.members) {
        PeerFamily &f = i.peers[p].families[at(afi)];
        if (f.dumpAt != kNone && !isFull(i, p)) {
            dump(i, p, afi);
            did = true;
        }
        if (!f.missed.isEmpty() && !isFull(i, p)) {
            catchUp(i, p, afi);
            did = true;
        }
        if (f.endOfRibDue && f.dumpAt == kNone && f.missed.isEmpty() && !group.hasWork())
            sendEndOfRib(i, p, afi);
    }
    return did;
}

} // namespace

void enqueue(Connection &connection, Chunk chunk)
{
    connection.queued += chunk->size();
    connection.queue.push_back(std::move(chunk));
}

void flush(Peer &peer, Connection &connection, TimePoint now, Output &out)
{
    if (connection.queue.empty() || connection.room == 0)
        return;
    const auto offset = static_cast<std::uint32_t>(out.buffer.size());
    while (!connection.queue.empty() && connection.room > 0) {
        const Buffer &chunk = *connection.queue.front();
        const std::size_t n = std::min(connection.room, chunk.size() - connection.sentOfFirst);
        const auto from = chunk.begin() + static_cast<std::ptrdiff_t>(connection.sentOfFirst);
        out.buffer.insert(out.buffer.end(), from, from + static_cast<std::ptrdiff_t>(n));
        connection.room -= n;
        connection.queued -= n;
        connection.sentOfFirst += n;
        if (connection.sentOfFirst == chunk.size()) {
            connection.queue.pop_front();
            connection.sentOfFirst = 0;
        }
    }
    peer.lastWrite = now;
    out.actions.push_back(action::Send{connection.id, offset, static_cast<std::uint32_t>(out.buffer.size()) - offset});
}

void sendAll(Instance &i, TimePoint now, Output &out)
{
    for (bool more = true; more;) {
        more = false;
        for (std::uint32_t g = 0; g < i.groups.size(); ++g)
            if (i.groups[g].used)
                more |= work(i, g, now);
        for (Peer &peer : i.peers)
            if (peer.used && peer.connections[0].id)
                flush(peer, peer.connections[0], now, out);
    }
}

TimePoint nextSendDeadline(const Instance &i)
{
    TimePoint next = TimePoint::never();
    for (const UpdateGroup &group : i.groups)
        if (group.used && group.hasWork() && !isBlocked(i, group))
            next = std::min(next, group.notBefore);
    return next;
}

} // namespace hopyard::routing::bgp
