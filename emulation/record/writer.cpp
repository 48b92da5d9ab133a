// Batches into SQLite; see writer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/writer.h"

#include "core/base/quantity.h"
#include "emulation/record/describe.h"
#include "emulation/route_files/pack.h"

#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

namespace hopyard::record {
namespace {

constexpr int kBatchesAtOnce = 4;
/// That a limit leaves for packets and events at least, else there is no record: a few batches.
constexpr std::uint64_t kLeastRoom = 2'000'000;
/// Pages that tables begin while a batch is written, although none of them is full.
constexpr std::uint64_t kNewPages = 8 * std::uint64_t(Segment::kPageSize);

constexpr const char *kTables = R"sql(
CREATE TABLE run(
  name TEXT NOT NULL, lab TEXT NOT NULL, path TEXT NOT NULL, seed INTEGER NOT NULL, time TEXT NOT NULL,
  version TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, state TEXT NOT NULL, lost INTEGER NOT NULL, most INTEGER,
  removed INTEGER NOT NULL, since INTEGER);
CREATE TABLE node(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE link(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL);
CREATE TABLE event(time INTEGER NOT NULL, kind TEXT NOT NULL, node INTEGER, link INTEGER, text TEXT NOT NULL, data TEXT);
CREATE TABLE segment(
  id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, headers BLOB NOT NULL,
  rows TEXT NOT NULL);
CREATE VIEW packet AS SELECT
  segment.first + json_extract(row.value, '$[0]') AS time,
  json_extract(row.value, '$[2]') AS link,
  json_extract(row.value, '$[3]') AS direction,
  json_extract(row.value, '$[12]') AS node,
  json_extract(row.value, '$[1]') AS id,
  ifnull(json_extract(row.value, '$[10]'), 'sent') AS place,
  json_extract(row.value, '$[11]') AS reason,
  segment.first + json_extract(row.value, '$[8]') AS departs,
  segment.first + json_extract(row.value, '$[9]') AS arrives,
  json_extract(row.value, '$[4]') AS length,
  json_extract(row.value, '$[5]') AS protocol,
  CASE WHEN json_extract(row.value, '$[7]') > 0
    THEN substr(segment.headers, json_extract(row.value, '$[6]') + 1, json_extract(row.value, '$[7]')) END AS header
FROM segment, json_each(segment.rows) AS row;
CREATE TABLE input(
  id INTEGER PRIMARY KEY, time INTEGER NOT NULL, events INTEGER NOT NULL, kind TEXT NOT NULL, place INTEGER, port INTEGER,
  number INTEGER NOT NULL, offload INTEGER NOT NULL, text TEXT NOT NULL, bytes BLOB);
CREATE TABLE route_file(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, peer TEXT NOT NULL, most INTEGER NOT NULL, routes BLOB NOT NULL);
CREATE TABLE snapshot(time INTEGER NOT NULL, node INTEGER NOT NULL, what TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX snapshot_place ON snapshot(node, what, time);
CREATE TABLE bookmark(id INTEGER PRIMARY KEY, time INTEGER NOT NULL, note TEXT NOT NULL);
CREATE TABLE result(time INTEGER NOT NULL, node INTEGER, link INTEGER, name TEXT NOT NULL, value TEXT NOT NULL);
)sql";

template <class Id>
void bindId(Statement &statement, int index, Id id)
{
    if (id.isValid())
        statement.bind(index, std::int64_t(id.value()));
    else
        statement.bindNull(index);
}

bool exists(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && status.st_size != 0;
}

bool isRecord(const std::string &path)
{
    Database database;
    return database.open(path, Database::Mode::read) && database.number("PRAGMA application_id") == kApplicationId;
}

} // namespace

base::Result<std::unique_ptr<Writer>, base::Error> Writer::open(const std::string &path, const RunInfo &info,
                                                                const Options &options)
{
    if (exists(path)) {
        if (!options.replace)
            return base::fail(base::Error{"cannot record to " + path + ": it exists already; choose another name"});
        if (!isRecord(path))
            return base::fail(base::Error{"will not overwrite " + path + ": it is no record of a run"});
        for (const char *suffix : {"-wal", "-shm", "-journal", ""})
            std::remove((path + suffix).c_str());
    }
    // A write beyond a file size limit shall be an error here and not the end of the process.
    struct sigaction now {};
    if (sigaction(SIGXFSZ, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
        std::signal(SIGXFSZ, SIG_IGN);

    std::unique_ptr<Writer> writer(new Writer);
    writer->m_path = path;
    writer->m_limit = options.limit;
    if (!writer->m_database.open(path, Database::Mode::create) || !writer->begin(info) || !writer->prepare())
        return base::fail(base::Error{"cannot record to " + path + ": " + writer->m_database.complaint()});
    if (const std::uint64_t least = writer->used() + kLeastRoom; options.limit != 0 && options.limit < least) {
        writer.reset();
        for (const char *suffix : {"-wal", "-shm", ""})
            std::remove((path + suffix).c_str());
        return base::fail(
            base::Error{"cannot record to " + path + ": a limit of " + base::byteCountToString(options.limit)
                        + " leaves no room for packets; a record of this lab needs "
                        + base::byteCountToString((least + 999'999) / 1'000'000 * 1'000'000) + " at least"});
    }
    return writer;
}

bool Writer::begin(const RunInfo &info)
{
    const std::string ids = "PRAGMA application_id=" + std::to_string(kApplicationId)
        + "; PRAGMA user_version=" + std::to_string(kSchemaVersion) + ";";
    // A power cut may cost the file of a run in virtual time, which can be had again by its seed, so nobody waits for the
    // disk there. What a process has committed stays in either case when it is killed.
    const char *synchronous = info.virtualTime ? "OFF" : "NORMAL";
    // Debian's SQLite would write zeros over what makes room for newer packets (SQLITE_SECURE_DELETE): a quarter more at the limit.
    const std::string pragmas = "PRAGMA page_size=" + std::to_string(Segment::kPageSize)
        + "; PRAGMA secure_delete=OFF; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=250; PRAGMA synchronous=" + synchronous;
    Statement run;
    const bool made = m_database.execute(pragmas.c_str())
        && m_database.execute("BEGIN") && m_database.execute(ids.c_str()) && m_database.execute(kTables)
        && m_database.prepare(run, "INSERT INTO run VALUES(?,?,?,?,?,?,?,NULL,'recording',0,?,0,NULL)");
    if (!made)
        return false;
    run.bind(1, info.name);
    run.bind(2, info.labText);
    run.bind(3, info.labPath);
    run.bind(4, static_cast<std::int64_t>(info.seed));
    run.bind(5, info.virtualTime ? "virtual" : "real");
    run.bind(6, info.version);
    run.bind(7, info.started);
    if (m_limit == 0)
        run.bindNull(8);
    else
        run.bind(8, static_cast<std::int64_t>(m_limit));
    return run.run() && m_database.execute("COMMIT");
}

bool Writer::prepare()
{
    return m_database.prepare(m_pages, "PRAGMA page_count") && m_database.prepare(m_freePages, "PRAGMA freelist_count")
           && m_database.prepare(m_oldest, "SELECT count(*), max(id), max(last), sum(count) FROM "
                                           "(SELECT id, last, count FROM segment ORDER BY id LIMIT ?)")
           && m_database.prepare(m_removeSegments, "DELETE FROM segment WHERE id <= ?")
           && m_database.prepare(m_removeEvents,
                                 "DELETE FROM event WHERE kind <> 'Limit' AND rowid < ifnull((SELECT rowid FROM event "
                                 "WHERE time > ? ORDER BY rowid LIMIT 1), 9223372036854775807)")
           && m_database.prepare(m_oldestEvents,
                                 "SELECT max(time) FROM "
                                 "(SELECT time FROM event WHERE kind <> 'Limit' ORDER BY rowid LIMIT ?)")
           && m_database.prepare(m_madeRoom, "UPDATE run SET removed=?, since=?")
           && m_database.prepare(m_insertSegment, "INSERT INTO segment VALUES(NULL,?,?,?,?,?)")
           && m_database.prepare(m_event, "INSERT INTO event VALUES(?,?,?,?,?,?)")
           && m_database.prepare(m_node, "INSERT OR REPLACE INTO node VALUES(?,?,?)")
           && m_database.prepare(m_link, "INSERT OR REPLACE INTO link VALUES(?,?,?)")
           && m_database.prepare(m_result, "INSERT INTO result VALUES(?,?,?,?,?)")
           && m_database.prepare(m_input, "INSERT INTO input VALUES(NULL,?,?,?,?,?,?,?,?,?)")
           && m_database.prepare(m_snapshot, "INSERT INTO snapshot VALUES(?,?,?,?)")
           && m_database.prepare(m_routeFile, "INSERT INTO route_file VALUES(?,?,?,?,?)")
           && m_database.prepare(m_bookmark, "INSERT OR REPLACE INTO bookmark VALUES(?,?,?)")
           && m_database.prepare(m_noBookmark, "DELETE FROM bookmark WHERE id=?");
}

void Writer::run(BatchQueue &queue)
{
    while (std::unique_ptr<Batch> batch = queue.next()) {
        // One transaction for what waits already, but not for so much that a reader had to wait long to see it.
        m_counts = {};
        std::int64_t until = m_until;
        bool done = m_database.execute("BEGIN");
        bool full = false;
        for (int i = 1; batch; ++i) {
            if (done && !full) {
                const Room room = makeRoom(*batch);
                full = room == Room::none;
                done = full || (room != Room::broken && write(*batch, room == Room::all));
                until = full ? until : batch->until;
            }
            queue.recycle(std::move(batch));
            if (done && !full && i < kBatchesAtOnce)
                batch = queue.nextIfReady();
        }
        done = done && writeSegment() && m_database.execute("COMMIT");
        if (done) {
            m_packets += m_counts.packets - m_counts.removedPackets;
            m_events += m_counts.events - m_counts.removedEvents;
            m_removed += m_counts.removedPackets + m_counts.removedEvents;
            m_until = until;
        }
        if (done && !full)
            continue;
        m_state = done ? "full" : "broken";
        fail(done ? "what came in from outside alone fills its limit of " + base::byteCountToString(m_limit)
                  : m_database.complaint());
        queue.abandon();
        return;
    }
}

void Writer::fail(const std::string &why)
{
    m_failure.message = "the record " + m_path + " ends here: " + why
        + "; the run goes on, and what was recorded until now can be read";
    if (m_database.inTransaction())
        m_database.execute("ROLLBACK");
    m_failed.store(true, std::memory_order_release);
}

std::string Writer::limitSentence() const
{
    return "the record " + m_path + " has reached its limit of " + base::byteCountToString(m_limit)
           + ": from now on its oldest packets and events make room for new ones; the run can still be shown from its "
             "beginning";
}

std::uint64_t Writer::used()
{
    const auto number = [](Statement &pragma) {
        const std::int64_t count = pragma.next() ? pragma.integer(0) : 0;
        pragma.reset();
        return static_cast<std::uint64_t>(count);
    };
    return (number(m_pages) - number(m_freePages)) * Segment::kPageSize;
}

Writer::Room Writer::makeRoom(const Batch &batch)
{
    if (m_limit == 0)
        return Room::all;
    const std::uint64_t fixed = kNewPages + batch.otherBytes(), all = fixed + batch.packetBytes();
    std::uint64_t now = used();
    if (now + all <= m_limit)
        return Room::all;
    if (!noteLimit(batch.until))
        return Room::broken;
    // Somewhat more than needed, so that not every batch has to.
    const std::uint64_t wanted = std::min(m_limit, all + m_limit / 64);
    while (now + wanted > m_limit) {
        if (!removeOldest(now + wanted - m_limit))
            return Room::broken;
        const std::uint64_t then = used();
        if (then >= now)
            break; // nothing is left that could make room
        now = then;
    }
    if (now + all <= m_limit)
        return Room::all;
    return now + fixed <= m_limit ? Room::withoutPackets : Room::none;
}

/// Of segments as many as hold so many bytes, and the events of that time; where there are none, events.
bool Writer::removeOldest(std::uint64_t bytes)
{
    m_oldest.bind(1, static_cast<std::int64_t>(bytes / Segment::kPageSize + 1));
    if (!m_oldest.next())
        return false;
    const std::int64_t segments = m_oldest.integer(0), lastId = m_oldest.integer(1), packets = m_oldest.integer(3);
    std::int64_t time = m_oldest.integer(2);
    m_oldest.reset();
    if (segments > 0) {
        m_removeSegments.bind(1, lastId);
        if (!m_removeSegments.run())
            return false;
        m_counts.removedPackets += static_cast<std::uint64_t>(packets);
    } else {
        m_oldestEvents.bind(1, static_cast<std::int64_t>(bytes / (Batch::kEventText / 2) + 1));
        if (!m_oldestEvents.next())
            return false;
        const bool any = !m_oldestEvents.isNull(0);
        time = m_oldestEvents.integer(0);
        m_oldestEvents.reset();
        if (!any)
            return true;
    }
    m_removeEvents.bind(1, time);
    if (!m_removeEvents.run())
        return false;
    m_counts.removedEvents += static_cast<std::uint64_t>(m_database.changes());
    m_since = std::max(m_since, time);
    return true;
}

/// The first time a row in the record, which stays when those around it go.
bool Writer::noteLimit(std::int64_t time)
{
    if (m_limitReached.load(std::memory_order_relaxed))
        return true;
    const std::string text = "the record has reached its limit of " + base::byteCountToString(m_limit)
        + ": its oldest packets and events make room for new ones";
    const std::string data = "{\"limit\":" + std::to_string(m_limit) + '}';
    m_event.bind(1, time);
    m_event.bind(2, "Limit");
    m_event.bindNull(3);
    m_event.bindNull(4);
    m_event.bind(5, text);
    m_event.bind(6, data);
    m_limitReached.store(true, std::memory_order_release);
    return m_event.run();
}

bool Writer::write(const Batch &batch, bool packets)
{
    if (!writeNames(batch) || !writeRouteFiles(batch) || !writeInputs(batch))
        return false;
    if (packets) {
        for (const PacketRow &row : batch.packets) {
            if (!m_segment.add(row, batch.headerOf(row))
                && !(writeSegment() && m_segment.add(row, batch.headerOf(row))))
                return false;
        }
        for (const EventRow &row : batch.events)
            if (!writeEvent(batch, row))
                return false;
    } else {
        m_counts.removedPackets += batch.packets.size();
        m_counts.removedEvents += batch.events.size();
        m_since = batch.until;
    }
    m_counts.packets += batch.packets.size();
    m_counts.events += batch.events.size();
    if (m_since < 0)
        return true;
    m_madeRoom.bind(1, static_cast<std::int64_t>(m_removed + m_counts.removedPackets + m_counts.removedEvents));
    m_madeRoom.bind(2, m_since);
    return m_madeRoom.run();
}

bool Writer::writeSegment()
{
    if (m_segment.count() == 0)
        return true;
    m_segment.end();
    m_insertSegment.bind(1, m_segment.first());
    m_insertSegment.bind(2, m_segment.last());
    m_insertSegment.bind(3, std::int64_t(m_segment.count()));
    m_insertSegment.bind(4, m_segment.headers());
    m_insertSegment.bind(5, m_segment.rows());
    const bool done = m_insertSegment.run();
    m_segment.clear();
    return done;
}

bool Writer::writeNames(const Batch &batch)
{
    for (const NodeRow &row : batch.nodes) {
        bindId(m_node, 1, row.id);
        m_node.bind(2, row.name);
        m_node.bind(3, row.kind);
        if (!m_node.run())
            return false;
    }
    for (const LinkRow &row : batch.links) {
        bindId(m_link, 1, row.id);
        m_link.bind(2, row.a);
        m_link.bind(3, row.b);
        if (!m_link.run())
            return false;
    }
    for (const ResultRow &row : batch.results) {
        m_result.bind(1, row.time);
        bindId(m_result, 2, row.node);
        bindId(m_result, 3, row.link);
        m_result.bind(4, row.name);
        m_result.bind(5, row.value);
        if (!m_result.run())
            return false;
    }
    for (const SnapshotRow &row : batch.snapshots) {
        m_snapshot.bind(1, row.time);
        bindId(m_snapshot, 2, row.node);
        m_snapshot.bind(3, row.what);
        m_snapshot.bind(4, row.data);
        if (!m_snapshot.run())
            return false;
    }
    return true;
}

bool Writer::writeRouteFiles(const Batch &batch)
{
    for (const RouteFileRow &row : batch.routeFiles) {
        const std::vector<std::uint8_t> routes = route_files::pack(*row.routes);
        m_routeFile.bind(1, row.id);
        m_routeFile.bind(2, row.file.name);
        m_routeFile.bind(3, row.file.peer);
        m_routeFile.bind(4, static_cast<std::int64_t>(row.file.limit));
        m_routeFile.bind(5, base::Bytes(routes));
        if (!m_routeFile.run())
            return false;
    }
    return true;
}

bool Writer::writeInputs(const Batch &batch)
{
    const auto bindPlace = [this](int index, std::int64_t value) {
        if (value < 0)
            m_input.bindNull(index);
        else
            m_input.bind(index, value);
    };
    for (const InputRow &row : batch.inputs) {
        m_input.bind(1, row.time);
        m_input.bind(2, static_cast<std::int64_t>(row.events));
        m_input.bind(3, row.kind);
        bindPlace(4, row.place);
        bindPlace(5, row.port);
        m_input.bind(6, row.number);
        m_input.bind(7, row.offload);
        m_input.bind(8, row.text);
        if (row.bytes.empty())
            m_input.bindNull(9);
        else
            m_input.bind(9, base::Bytes(row.bytes));
        if (!m_input.run())
            return false;
    }
    for (const BookmarkRow &row : batch.bookmarks) {
        Statement &statement = row.note ? m_bookmark : m_noBookmark;
        statement.bind(1, row.id);
        if (row.note) {
            statement.bind(2, row.time);
            statement.bind(3, *row.note);
        }
        if (!statement.run())
            return false;
    }
    return true;
}

bool Writer::writeEvent(const Batch &batch, const EventRow &row)
{
    const EventText text = describeEvent(batch, row);
    m_event.bind(1, row.time);
    m_event.bind(2, text.kind);
    bindId(m_event, 3, row.node);
    bindId(m_event, 4, row.link);
    m_event.bind(5, text.text);
    if (text.data.empty())
        m_event.bindNull(6);
    else
        m_event.bind(6, text.data);
    return m_event.run();
}

void Writer::finish(std::int64_t end, std::uint64_t lost)
{
    Statement run;
    if (m_database.prepare(run, "UPDATE run SET ended=?, state=?, lost=?")) {
        // Where it ended early, what came in at that very moment may be missing: the run is known until just before.
        run.bind(1, hasFailed() ? std::max<std::int64_t>(0, m_until - 1) : end);
        run.bind(2, m_state);
        run.bind(3, static_cast<std::int64_t>(lost));
        run.run();
    }
    run = Statement();
    for (Statement *statement : {&m_pages, &m_freePages, &m_oldest, &m_removeSegments, &m_removeEvents, &m_oldestEvents,
                                 &m_madeRoom, &m_insertSegment, &m_event, &m_node, &m_link, &m_result, &m_snapshot,
                                 &m_routeFile, &m_input, &m_bookmark, &m_noBookmark})
        *statement = Statement();
    // Where this fails (the disk is full) the record stays two files, which SQLite puts together when they are read.
    m_database.execute("PRAGMA journal_mode=DELETE");
    m_database.close();
}

Totals Writer::committed() const
{
    Totals totals{m_packets.load(), m_events.load(), 0, m_removed.load(), 0};
    for (const char *suffix : {"", "-wal"}) {
        struct stat status {};
        if (::stat((m_path + suffix).c_str(), &status) == 0)
            totals.bytes += static_cast<std::uint64_t>(status.st_size);
    }
    return totals;
}

} // namespace hopyard::record
