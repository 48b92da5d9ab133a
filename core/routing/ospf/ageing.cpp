// See ageing.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/ageing.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/flooding.h"
#include "core/routing/ospf/originate.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

constexpr base::Duration kRefreshTime = base::Duration::seconds(1800); // LSRefreshTime
constexpr base::Duration kMaxAge = base::Duration::seconds(wire::LsaHeader::kMaxAge);
constexpr base::Duration kLeastPause = base::Duration::seconds(1);     // between two walks

base::TimePoint dueAt(const StoredLsa &lsa) { return lsa.birth + (lsa.own ? kRefreshTime : kMaxAge); }

void plan(Context &c, base::TimePoint when)
{
    const Timer timer{Timer::Kind::ageing, 0, 0};
    const base::TimePoint at = std::max(when, c.now + kLeastPause);
    if (at < c.r.timers.deadline(c.r.ageTimer))
        startTimer(c, c.r.ageTimer, at - c.now, timer);
}

void walk(Context &c, DbRef ref)
{
    Lsdb &db = *c.r.db(ref);
    if (db.nextAge > c.now)
        return;
    db.nextAge = base::TimePoint::never();
    for (Lsdb::Slot slot = 0; slot < db.end(); ++slot) {
        if (!db.isUsed(slot) || db.at(slot).maxAge)
            continue;
        if (dueAt(db.at(slot)) <= c.now) {
            if (db.at(slot).own)
                refresh(c, ref, db.at(slot).key());
            else
                flush(c, ref, slot);
        }
        if (!db.at(slot).maxAge)
            db.nextAge = std::min(db.nextAge, std::max(dueAt(db.at(slot)), c.now + kLeastPause));
    }
}

std::vector<DbRef> allDatabases(const Instance &r)
{
    std::vector<DbRef> all{DbRef::as()};
    for (const auto &[serial, area] : r.areas)
        all.push_back(DbRef::area(serial));
    for (const auto &[serial, interface] : r.interfaces)
        if (interface.linkDb.size() > 0)
            all.push_back(DbRef::link(serial));
    return all;
}

} // namespace

void noteMaxAge(Context &c, Lsdb &db, Lsdb::Slot slot)
{
    db.maxAged.push_back(slot);
    c.r.anyMaxAged = true;
}

void planAgeing(Context &c, Lsdb &db, const StoredLsa &lsa)
{
    const base::TimePoint due = dueAt(lsa);
    if (due < db.nextAge) {
        db.nextAge = due;
        plan(c, due);
    }
}

void ageingTimer(Context &c)
{
    base::TimePoint next = base::TimePoint::never();
    for (const DbRef ref : allDatabases(c.r)) {
        walk(c, ref);
        next = std::min(next, c.r.db(ref)->nextAge);
    }
    if (!next.isNever())
        plan(c, next);
}

void removeMaxAged(Context &c)
{
    if (!c.r.anyMaxAged || c.r.exchanging > 0)
        return; // a neighbour in Exchange or Loading may still ask for it
    c.r.anyMaxAged = false;
    for (const DbRef ref : allDatabases(c.r)) {
        Lsdb &db = *c.r.db(ref);
        if (db.maxAged.empty())
            continue;
        std::vector<Lsdb::Slot> slots;
        slots.swap(db.maxAged);
        std::sort(slots.begin(), slots.end());
        slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
        std::vector<wire::LsaKey> removed;
        for (const Lsdb::Slot slot : slots) {
            if (!db.isUsed(slot) || !db.at(slot).maxAge)
                continue; // a newer instance has taken its place
            if (db.at(slot).waiting > 0) {
                noteMaxAge(c, db, slot);
                continue;
            }
            removed.push_back(db.at(slot).key());
            db.remove(slot);
        }
        for (const wire::LsaKey &key : removed)
            removedOwn(c, ref, key);
    }
}

} // namespace hopyard::routing::ospf
