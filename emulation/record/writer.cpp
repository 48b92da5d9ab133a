// Batches into SQLite; see writer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/writer.h"

#include "emulation/record/describe.h"

#include <sys/stat.h>

#include <array>
#include <csignal>
#include <cstdio>

namespace hopyard::record {
namespace {

constexpr const char *kTables = R"sql(
CREATE TABLE run(
  name TEXT NOT NULL, lab TEXT NOT NULL, path TEXT NOT NULL, seed INTEGER NOT NULL, time TEXT NOT NULL,
  version TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, state TEXT NOT NULL, lost INTEGER NOT NULL);
CREATE TABLE node(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE link(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL);
CREATE TABLE event(time INTEGER NOT NULL, kind TEXT NOT NULL, node INTEGER, link INTEGER, text TEXT NOT NULL, data TEXT);
CREATE TABLE packet(
  time INTEGER NOT NULL, link INTEGER, direction INTEGER, node INTEGER, id INTEGER NOT NULL, place TEXT NOT NULL,
  reason TEXT, departs INTEGER, arrives INTEGER, length INTEGER NOT NULL, protocol TEXT NOT NULL, header BLOB);
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
    Statement run;
    const bool made = m_database.execute("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                                         "PRAGMA wal_autocheckpoint=4000;")
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
    return m_database.prepare(m_packet, "INSERT INTO packet VALUES(?,?,?,?,?,?,?,?,?,?,?,?)")
        && m_database.prepare(m_event, "INSERT INTO event VALUES(?,?,?,?,?,?)")
        && m_database.prepare(m_node, "INSERT OR REPLACE INTO node VALUES(?,?,?)")
        && m_database.prepare(m_link, "INSERT OR REPLACE INTO link VALUES(?,?,?)")
        && m_database.prepare(m_result, "INSERT INTO result VALUES(?,?,?,?,?)");
}

void Writer::run(BatchQueue &queue)
{
    while (std::unique_ptr<Batch> batch = queue.next()) {
        if (!write(*batch)) {
            fail();
            queue.recycle(std::move(batch));
            queue.abandon();
            return;
        }
        queue.recycle(std::move(batch));
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
    if (!m_database.execute("BEGIN") || !writeNames(batch))
        return false;
    for (const PacketRow &row : batch.packets)
        if (!writePacket(row))
            return false;
    for (const EventRow &row : batch.events)
        if (!writeEvent(batch, row))
            return false;
    if (!m_database.execute("COMMIT"))
        return false;
    m_packets += batch.packets.size();
    m_events += batch.events.size();
    return true;
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

bool Writer::writePacket(const PacketRow &row)
{
    const base::Bytes header(row.header.data(), row.headerLength);
    m_packet.bind(1, row.time);
    bindId(m_packet, 2, row.link);
    if (row.link.isValid())
        m_packet.bind(3, std::int64_t(row.direction));
    else
        m_packet.bindNull(3);
    bindId(m_packet, 4, row.node);
    m_packet.bind(5, static_cast<std::int64_t>(row.packetId));
    m_packet.bind(6, toString(row.place));
    if (row.place == Place::dropped)
        m_packet.bind(7, base::toString(row.reason));
    else
        m_packet.bindNull(7);
    if (row.arrives >= 0) {
        m_packet.bind(8, row.departs);
        m_packet.bind(9, row.arrives);
    } else {
        m_packet.bindNull(8);
        m_packet.bindNull(9);
    }
    m_packet.bind(10, std::int64_t(row.length));
    m_packet.bind(11, protocolName(header));
    if (header.empty())
        m_packet.bindNull(12);
    else
        m_packet.bind(12, header);
    return m_packet.run();
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
    for (Statement *statement : {&m_packet, &m_event, &m_node, &m_link, &m_result})
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
