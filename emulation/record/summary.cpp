// Reading a record; see summary.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/summary.h"

#include "core/base/time.h"
#include "emulation/record/sqlite.h"

namespace hopyard::record {
namespace {

constexpr std::int64_t kFirstWithLimit = 4; ///< version of the tables

std::vector<Summary::Count> counts(Database &database, const char *sql)
{
    std::vector<Summary::Count> result;
    Statement statement;
    if (database.prepare(statement, sql))
        while (statement.next())
            result.emplace_back(statement.text(0), statement.integer(1));
    return result;
}

} // namespace

base::Result<Summary, base::Error> readSummary(const std::string &path)
{
    Database database;
    if (!database.open(path, Database::Mode::read))
        return base::fail(base::Error{"cannot read " + path + ": " + database.complaint()});
    if (database.number("PRAGMA application_id") != kApplicationId)
        return base::fail(base::Error{path + " is no record of a run"});
    const std::int64_t version = database.number("PRAGMA user_version");
    if (version < 1 || version > kSchemaVersion) {
        return base::fail(base::Error{path + " has version " + std::to_string(version) + " of the tables, this reads up to "
                                      + std::to_string(kSchemaVersion)});
    }
    Statement run;
    if (!database.prepare(run, "SELECT name, lab, path, seed, time, version, started, ended, state, lost FROM run")
        || !run.next())
        return base::fail(base::Error{"cannot read " + path + ": " + database.complaint()});
    Summary summary;
    summary.name = run.text(0);
    summary.labText = run.text(1);
    summary.labPath = run.text(2);
    summary.seed = static_cast<std::uint64_t>(run.integer(3));
    summary.timeMode = run.text(4);
    summary.version = run.text(5);
    summary.started = run.integer(6);
    summary.ended = run.isNull(7) ? -1 : run.integer(7);
    summary.state = run.text(8);
    summary.lost = static_cast<std::uint64_t>(run.integer(9));
    if (Statement room;
        version >= kFirstWithLimit && database.prepare(room, "SELECT most, removed, since FROM run") && room.next()) {
        summary.limit = static_cast<std::uint64_t>(room.integer(0));
        summary.removed = static_cast<std::uint64_t>(room.integer(1));
        summary.since = room.isNull(2) ? -1 : room.integer(2);
    }
    summary.nodes = database.number("SELECT count(*) FROM node");
    summary.links = database.number("SELECT count(*) FROM link");
    summary.packets = database.number("SELECT count(*) FROM packet");
    summary.events = database.number("SELECT count(*) FROM event");
    if (version >= kFirstWithLimit) {
        summary.snapshots = database.number("SELECT count(*) FROM snapshot");
        Statement files;
        if (database.prepare(files, "SELECT name FROM route_file ORDER BY id"))
            while (files.next())
                summary.routeFiles.push_back(files.text(0));
    }
    summary.protocols = counts(database, "SELECT protocol, count(*) FROM packet WHERE place = 'sent' AND header NOT NULL "
                                         "GROUP BY protocol ORDER BY 2 DESC, 1");
    summary.drops = counts(database, "SELECT reason, count(*) FROM packet WHERE place = 'dropped' "
                                     "GROUP BY reason ORDER BY 2 DESC, 1");
    Statement lines;
    if (database.prepare(lines, "SELECT event.time, node.name, event.text FROM event LEFT JOIN node "
                                "ON node.id = event.node WHERE event.kind = 'ApplicationOutput' ORDER BY event.rowid")) {
        while (lines.next())
            summary.output.push_back(toString(base::TimePoint::fromNs(lines.integer(0))) + " " + lines.text(1) + " "
                                     + lines.text(2));
    }
    return summary;
}

} // namespace hopyard::record
