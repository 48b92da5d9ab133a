// Batches into SQLite; see writer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/writer.h"

#include "emulation/record/describe.h"

#include <sys/stat.h>

#include <csignal>
#include <cstdio>

namespace hopyard::record {
namespace {

constexpr int kBatchesAtOnce = 4;

constexpr const char *kTables = R"sql(
CREATE TABLE run(
  name TEXT NOT NULL, lab TEXT NOT NULL, path TEXT NOT NULL, seed INTEGER NOT NULL, time TEXT NOT NULL,
  version TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, state TEXT NOT NULL, lost INTEGER NOT NULL);
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
                                                                bool replace)
{
    if (exists(path)) {
        if (!replace)
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
    if (!writer->m_database.open(path, Database::Mode::create) || !writer->begin(info) || !writer->prepare())
        return base::fail(base::Error{"cannot record to " + path + ": " + writer->m_database.complaint()});
    return writer;
}

bool Writer::begin(const RunInfo &info)
{
    const std::string ids = "PRAGMA application_id=" + std::to_string(kApplicationId)
        + "; PRAGMA user_version=" + std::to_string(kSchemaVersion) + ";";
    // A power cut may cost the file of a run in virtual time, which can be had again by its seed, so nobody waits for the
    // disk there. What a process has committed stays in either case when it is killed.
    const char *synchronous = info.virtualTime ? "OFF" : "NORMAL";
    const std::string pragmas = "PRAGMA page_size=" + std::to_string(Segment::kPageSize)
        + "; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=250; PRAGMA synchronous=" + synchronous;
    Statement run;
    const bool made = m_database.execute(pragmas.c_str())
        && m_database.execute("BEGIN") && m_database.execute(ids.c_str()) && m_database.execute(kTables)
        && m_database.prepare(run, "INSERT INTO run VALUES(?,?,?,?,?,?,?,NULL,'recording',0)");
    if (!made)
        return false;
    run.bind(1, info.name);
    run.bind(2, info.labText);
    run.bind(3, info.labPath);
    run.bind(4, static_cast<std::int64_t>(info.seed));
    run.bind(5, info.virtualTime ? "virtual" : "real");
    run.bind(6, info.version);
    run.bind(7, info.started);
    return run.run() && m_database.execute("COMMIT");
}

bool Writer::prepare()
{
    return m_database.prepare(m_insertSegment, "INSERT INTO segment VALUES(NULL,?,?,?,?,?)")
        && m_database.prepare(m_event, "INSERT INTO event VALUES(?,?,?,?,?,?)")
        && m_database.prepare(m_node, "INSERT OR REPLACE INTO node VALUES(?,?,?)")
        && m_database.prepare(m_link, "INSERT OR REPLACE INTO link VALUES(?,?,?)")
        && m_database.prepare(m_result, "INSERT INTO result VALUES(?,?,?,?,?)")
        && m_database.prepare(m_input, "INSERT INTO input VALUES(NULL,?,?,?,?,?,?,?,?,?)")
        && m_database.prepare(m_bookmark, "INSERT OR REPLACE INTO bookmark VALUES(?,?,?)")
        && m_database.prepare(m_noBookmark, "DELETE FROM bookmark WHERE id=?");
}

void Writer::run(BatchQueue &queue)
{
    while (std::unique_ptr<Batch> batch = queue.next()) {
        // One transaction for what waits already, but not for so much that a reader had to wait long to see it.
        std::uint64_t packets = 0, events = 0;
        bool done = m_database.execute("BEGIN");
        for (int i = 1; batch; ++i) {
            done = done && write(*batch);
            packets += batch->packets.size();
            events += batch->events.size();
            queue.recycle(std::move(batch));
            if (done && i < kBatchesAtOnce)
                batch = queue.nextIfReady();
        }
        if (!done || !writeSegment() || !m_database.execute("COMMIT")) {
            fail();
            queue.abandon();
            return;
        }
        m_packets += packets;
        m_events += events;
    }
}

void Writer::fail()
{
    m_failure.message = "the record " + m_path + " ends here: " + m_database.complaint()
        + "; the run goes on, and what was recorded until now can be read";
    if (m_database.inTransaction())
        m_database.execute("ROLLBACK");
    m_failed.store(true, std::memory_order_release);
}

bool Writer::write(const Batch &batch)
{
    if (!writeNames(batch) || !writeInputs(batch))
        return false;
    for (const PacketRow &row : batch.packets) {
        if (!m_segment.add(row, batch.headerOf(row)) && !(writeSegment() && m_segment.add(row, batch.headerOf(row))))
            return false;
    }
    for (const EventRow &row : batch.events)
        if (!writeEvent(batch, row))
            return false;
    return true;
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
        run.bind(1, end);
        run.bind(2, hasFailed() ? "broken" : "complete");
        run.bind(3, static_cast<std::int64_t>(lost));
        run.run();
    }
    run = Statement();
    for (Statement *statement : {&m_insertSegment, &m_event, &m_node, &m_link, &m_result, &m_input, &m_bookmark, &m_noBookmark})
        *statement = Statement();
    // Where this fails (the disk is full) the record stays two files, which SQLite puts together when they are read.
    m_database.execute("PRAGMA journal_mode=DELETE");
    m_database.close();
}

Totals Writer::committed() const
{
    Totals totals{m_packets.load(), m_events.load(), 0, 0};
    for (const char *suffix : {"", "-wal"}) {
        struct stat status {};
        if (::stat((m_path + suffix).c_str(), &status) == 0)
            totals.bytes += static_cast<std::uint64_t>(status.st_size);
    }
    return totals;
}

} // namespace hopyard::record
