// See originate.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/originate.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/flooding.h"
#include "core/routing/ospf/route_calculation.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

constexpr base::TimePoint kLongAgo = base::TimePoint::fromNs(-3'600'000'000'000);

/// One timer for all that is throttled, set for the first; it may find nothing left to do.
void armOriginateTimer(Context &c, base::TimePoint due)
{
    if (due < c.r.timers.deadline(c.r.originateTimer))
        startTimer(c, c.r.originateTimer, due - c.now, {Timer::Kind::originate, 0, 0});
}

void unthrottle(Context &c, const OwnKey &own) { c.r.throttled.erase(own); }

void make(Context &c, DbRef ref, const wire::LsaKey &key, Wanted &wanted, std::int32_t sequence)
{
    wire::LsaHeader header;
    header.key = key;
    header.options = wanted.options;
    header.sequence = sequence;
    StoredLsa lsa;
    lsa.bytes = makeLsaBytes(wire::emitLsa(header, wanted.body));
    lsa.birth = lsa.installed = c.now;
    lsa.own = true;
    wanted.made = c.now;
    const Lsdb::Slot slot = install(c, ref, std::move(lsa));
    flood(c, ref, slot);
    const Area *area = ref.isArea() ? c.r.areaOf(ref.serial()) : nullptr;
    c.out.events.push_back(event::Originated{static_cast<std::uint8_t>(key.type), key.id, area ? area->id : AreaId(), sequence, false});
}

bool isSame(const StoredLsa &have, const Wanted &wanted)
{
    const wire::LsaView view = have.view();
    return have.own && !have.maxAge && view.options() == wanted.options
        && std::equal(view.body().begin(), view.body().end(), wanted.body.begin(), wanted.body.end());
}

/// Brings the database to what is wanted, now or when it may.
void sync(Context &c, DbRef ref, const wire::LsaKey &key, bool again = false)
{
    Lsdb *db = c.r.db(ref);
    if (!db)
        return;
    const OwnKey own{ref, key};
    const auto wanted = c.r.wanted.find(own);
    const Lsdb::Slot slot = db->find(key);
    if (wanted == c.r.wanted.end()) {
        unthrottle(c, own);
        if (slot != Lsdb::kNone)
            flush(c, ref, slot);
        return;
    }
    std::int32_t sequence = wire::LsaHeader::kInitialSequence;
    if (slot != Lsdb::kNone) {
        if (!again && isSame(db->at(slot), wanted->second))
            return unthrottle(c, own);
        sequence = db->at(slot).view().sequence();
        if (sequence == wire::LsaHeader::kMaxSequence) // section 12.1.6: begins again once it has gone everywhere
            return flush(c, ref, slot);
        ++sequence;
    }
    const base::TimePoint earliest = wanted->second.made + c.r.config.lsaMinInterval;
    if (c.now < earliest) {
        c.r.throttled[own] = earliest;
        armOriginateTimer(c, earliest);
        return;
    }
    unthrottle(c, own);
    make(c, ref, key, wanted->second, sequence);
}

} // namespace

void want(Context &c, DbRef ref, const wire::LsaKey &key, std::uint8_t options, std::vector<std::uint8_t> body)
{
    const auto [it, isNew] = c.r.wanted.try_emplace({ref, key});
    if (isNew)
        it->second.made = kLongAgo;
    it->second.options = options;
    it->second.body = std::move(body);
    sync(c, ref, key);
}

void unwant(Context &c, DbRef ref, const wire::LsaKey &key)
{
    if (c.r.wanted.erase({ref, key}) > 0)
        sync(c, ref, key);
}

void unwantOthers(Context &c, DbRef ref, wire::LsaType from, wire::LsaType to, const std::set<wire::LsaKey> &keep)
{
    std::vector<wire::LsaKey> gone;
    for (auto it = c.r.wanted.lower_bound({ref, wire::LsaKey{from, {}, {}}}); it != c.r.wanted.end(); ++it) {
        if (it->first.first != ref || it->first.second.type > to)
            break;
        if (!keep.contains(it->first.second))
            gone.push_back(it->first.second);
    }
    for (const wire::LsaKey &key : gone)
        unwant(c, ref, key);
}

void refresh(Context &c, DbRef ref, const wire::LsaKey &key) { sync(c, ref, key, true); }

void originateTimer(Context &c)
{
    std::vector<OwnKey> due;
    base::TimePoint next = base::TimePoint::never();
    for (const auto &[own, when] : c.r.throttled) {
        if (when <= c.now)
            due.push_back(own);
        else
            next = std::min(next, when);
    }
    if (!next.isNever())
        armOriginateTimer(c, next);
    for (const OwnKey &own : due) {
        c.r.throttled.erase(own);
        sync(c, own.first, own.second);
    }
}

void removedOwn(Context &c, DbRef ref, const wire::LsaKey &key)
{
    if (c.r.wanted.contains({ref, key}))
        sync(c, ref, key);
}

bool isOwn(const Instance &r, const wire::LsaKey &key)
{
    return key.advertisingRouter == r.config.routerId || (key.type == wire::LsaType::network && r.isOwnAddress(key.id));
}

void answerOwn(Context &c, DbRef ref, const wire::LsaKey &key) { sync(c, ref, key); }

} // namespace hopyard::routing::ospf
