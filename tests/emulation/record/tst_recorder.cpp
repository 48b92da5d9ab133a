// The record of a run: what is in its tables, and what stays of it when disk, memory or process give out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/read_run.h"
#include "emulation/record/recorder.h"
#include "emulation/record/sqlite.h"
#include "emulation/record/summary.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hopyard;
using base::Direction;
using base::DropReason;
using base::LinkId;
using base::NodeId;
using base::TimePoint;
using record::Database;
using record::Overload;
using record::Recorder;
using record::Statement;
namespace trace = base::trace;

namespace {

std::vector<std::uint8_t> frame(std::uint8_t protocol, std::size_t size)
{
    std::vector<std::uint8_t> bytes(size, 0);
    bytes[12] = 0x08;
    bytes[14] = 0x45;
    bytes[23] = protocol;
    return bytes;
}

record::RunInfo info()
{
    return {"first-hops-1", "hopyard: 1\n", "/tmp/lab.yaml", 7, true, "0.1", 1'700'000'000'000'000'000};
}

/// Rows of a query as text, columns parted by '|', NULL as "-".
QStringList rows(const QString &path, const char *sql)
{
    Database database;
    Statement statement;
    if (!database.open(path.toStdString(), Database::Mode::read) || !database.prepare(statement, sql))
        return {QString::fromStdString(database.complaint())};
    QStringList result;
    while (statement.next())
        result += QString::fromStdString(statement.text(0));
    return result;
}

/// `count` packets over link 0, each sent and told to arrive.
void sendMany(Recorder &recorder, std::int64_t count)
{
    const auto udp = frame(17, 200);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto id = static_cast<std::uint64_t>(i);
        recorder.event(TimePoint::fromNs(i), trace::PacketSent{LinkId(0), Direction::forward, id, udp});
        recorder.event(TimePoint::fromNs(i), trace::PacketScheduled{LinkId(0), Direction::forward, id,
                                                                    TimePoint::fromNs(i), TimePoint::fromNs(i + 5), 200});
    }
}

record::Options within(std::uint64_t limit)
{
    record::Options options;
    options.overload = Overload::wait;
    options.limit = limit;
    return options;
}

/// A frame of 1,500 bytes from outside, and so many things that the network has done by then.
world::Input frameAt(std::int64_t time)
{
    return {TimePoint::fromNs(time), static_cast<std::uint64_t>(time),
            world::Input::FrameCame{{NodeId(1), base::PortIndex(0)}, 7, {}, std::vector<std::uint8_t>(1500, 1)}};
}

} // namespace

class TestRecorder : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    QString path(const char *name) const { return m_folder.filePath(name); }
    std::unique_ptr<Recorder> open(const char *name, const record::Options &options = {})
    {
        auto recorder = Recorder::open(path(name).toStdString(), info(), options);
        return recorder ? std::move(*recorder) : nullptr;
    }

private slots:
    void packetsAndTheirFate()
    {
        const auto recorder = open("packets.hopyard");
        QVERIFY(recorder);
        trace::Hub hub;
        hub.add(recorder.get(), recorder->kinds());
        const auto icmp = frame(1, 98), tcp = frame(6, 1514);
        const auto at = [](std::int64_t ns) { return TimePoint::fromNs(ns); };
        hub.emit(at(10), trace::PacketSent{LinkId(0), Direction::forward, 1, icmp});
        hub.emit(at(10), trace::PacketScheduled{LinkId(0), Direction::forward, 1, at(20), at(5020), 98});
        hub.emit(at(10), trace::PacketScheduled{LinkId(0), Direction::forward, 1, at(30), at(5030), 98});
        hub.emit(at(40), trace::PacketSent{LinkId(0), Direction::backward, 2, tcp});
        hub.emit(at(40), trace::PacketDropped{NodeId(), LinkId(0), Direction::backward, DropReason::queueFull, 2, tcp});
        hub.emit(at(5020), trace::PacketArrived{LinkId(0), Direction::forward, 1, icmp});
        hub.emit(at(5020), trace::PacketDropped{NodeId(3), LinkId(), Direction::forward, DropReason::noRoute, 1, icmp});
        const record::Totals totals = recorder->close(at(6000));
        QCOMPARE(totals.packets, std::uint64_t(4));
        QCOMPARE(totals.lost, std::uint64_t(0));
        QCOMPARE(rows(path("packets.hopyard"),
                      "SELECT time||'|'||ifnull(link,'-')||'|'||ifnull(direction,'-')||'|'||ifnull(node,'-')||'|'||id||'|'"
                      "||place||'|'||ifnull(reason,'-')||'|'||ifnull(departs,'-')||'|'||ifnull(arrives,'-')||'|'||length"
                      "||'|'||protocol||'|'||ifnull(length(header),'-') FROM packet"),
                 QStringList({"10|0|0|-|1|sent|-|20|5020|98|icmp|98", "10|0|0|-|1|copy|-|30|5030|98||-",
                              "40|0|1|-|2|dropped|queue full|-|-|1514|tcp|54",
                              "5020|-|-|3|1|dropped|no route|-|-|98|icmp|98"}));
    }

    void eventsAsSentences()
    {
        const auto recorder = open("events.hopyard", {Overload::drop, true, false});
        QVERIFY(recorder);
        trace::Hub hub;
        hub.add(recorder.get(), recorder->kinds());
        const TimePoint now = TimePoint::fromNs(1);
        const base::IpAddress address(base::Ipv4Address(10, 0, 1, 2));
        const base::IpPrefix prefix(address, 24);
        hub.emit(now, trace::NeighbourChanged{NodeId(1), base::PortIndex(2), address, base::MacAddress::broadcast(),
                                              "REACHABLE"});
        hub.emit(now, trace::RouteChanged{NodeId(1), prefix, false, "static"});
        hub.emit(now, trace::InterfaceChanged{NodeId(1), base::PortIndex(0), true});
        hub.emit(now, trace::LinkChanged{LinkId(4), false});
        hub.emit(now, trace::NodeChanged{NodeId(1), "started"});
        hub.emit(now, trace::ApplicationOutput{NodeId(1), "ping", "64 bytes from 10.0.1.2"});
        hub.emit(now, trace::Notice{trace::Notice::Level::warning, NodeId(), "it's \"late\""});
        hub.emit(now, trace::PacketForwarded{NodeId(1), 9, address, prefix, address, base::PortIndex(3)});
        recorder->describe(now, {{NodeId(1), "r1", "router"}}, {{LinkId(4), "r1:eth0", "h1:eth0"}});
        recorder->result(now, NodeId(1), LinkId(), "ping.lost", "0");
        recorder->close(now);
        QCOMPARE(rows(path("events.hopyard"), "SELECT kind||'|'||ifnull(node,'-')||'|'||ifnull(link,'-')||'|'||text||'|'||"
                                              "ifnull(data,'-') FROM event ORDER BY rowid"),
                 QStringList({"NeighbourChanged|1|-|10.0.1.2 at ff:ff:ff:ff:ff:ff is REACHABLE|{\"port\":2,\"address\":"
                              "\"10.0.1.2\",\"mac\":\"ff:ff:ff:ff:ff:ff\",\"state\":\"REACHABLE\"}",
                              "RouteChanged|1|-|route 10.0.1.0/24 (static) removed|{\"prefix\":\"10.0.1.0/24\","
                              "\"protocol\":\"static\",\"added\":false}",
                              "InterfaceChanged|1|-|up|{\"port\":0,\"up\":true}",
                              "LinkChanged|-|4|down|{\"up\":false}",
                              "NodeChanged|1|-|started|-",
                              "ApplicationOutput|1|-|64 bytes from 10.0.1.2|{\"application\":\"ping\"}",
                              "Notice|-|-|it's \"late\"|{\"level\":\"warning\"}",
                              "PacketForwarded|1|-|packet 9 to 10.0.1.2 matched 10.0.1.0/24, via 10.0.1.2|{\"packet\":9,"
                              "\"destination\":\"10.0.1.2\",\"matched\":\"10.0.1.0/24\",\"nextHop\":\"10.0.1.2\","
                              "\"port\":3}"}));
        QCOMPARE(rows(path("events.hopyard"), "SELECT name||'|'||kind FROM node"), QStringList("r1|router"));
        QCOMPARE(rows(path("events.hopyard"), "SELECT a||'|'||b FROM link"), QStringList("r1:eth0|h1:eth0"));
        QCOMPARE(rows(path("events.hopyard"), "SELECT node||'|'||name||'|'||value FROM result"),
                 QStringList("1|ping.lost|0"));
    }

    void aClosedRecordIsOneFileWithASummary()
    {
        const auto recorder = open("closed.hopyard", {Overload::wait, false, false, 1 << 20});
        QVERIFY(recorder);
        sendMany(*recorder, 20'000); // more than the memory holds: the driver waits for the writer
        recorder->event(TimePoint::fromNs(20'000), trace::ApplicationOutput{NodeId(1), "ping", "done"});
        const record::Totals totals = recorder->close(TimePoint::fromNs(30'000));
        QCOMPARE(totals.packets, std::uint64_t(20'000));
        QCOMPARE(totals.lost, std::uint64_t(0));
        QVERIFY(!QFile::exists(path("closed.hopyard-wal")));
        QVERIFY(!QFile::exists(path("closed.hopyard-shm")));
        const auto summary = record::readSummary(path("closed.hopyard").toStdString());
        QVERIFY2(summary.has_value(), summary ? "" : summary.error().message.c_str());
        QCOMPARE(summary->state, std::string("complete"));
        QCOMPARE(summary->seed, std::uint64_t(7));
        QCOMPARE(summary->timeMode, std::string("virtual"));
        QCOMPARE(summary->labText, std::string("hopyard: 1\n"));
        QCOMPARE(summary->started, std::int64_t(1'700'000'000'000'000'000));
        QCOMPARE(summary->ended, std::int64_t(30'000));
        QCOMPARE(summary->packets, std::int64_t(20'000));
        QCOMPARE(summary->protocols, std::vector<record::Summary::Count>({{"udp", 20'000}}));
        QCOMPARE(summary->output, std::vector<std::string>({"0.000020000  done"}));
    }

    void existingFilesAreSafe()
    {
        QFile other(path("precious.txt"));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("a diary") > 0);
        other.close();
        record::Options replace;
        replace.replace = true;
        const auto overText = Recorder::open(path("precious.txt").toStdString(), info(), replace);
        QVERIFY(!overText.has_value());
        QVERIFY(QString::fromStdString(overText.error().message).contains("is no record of a run"));
        open("twice.hopyard")->close(TimePoint());
        QVERIFY(!open("twice.hopyard"));
        QVERIFY(open("twice.hopyard", replace));
        QVERIFY(!Recorder::open(path("no/such/folder").toStdString(), info()).has_value());
        QVERIFY(!record::readSummary(path("precious.txt").toStdString()).has_value());
    }

    void anOverloadedWriterLosesCountsAndSaysSo()
    {
        record::Options small;
        small.memory = 1; // as little as there can be: two batches
        const auto recorder = open("overload.hopyard", small);
        QVERIFY(recorder);
        std::int64_t sent = 0;
        while (recorder->totals().lost == 0 && sent < 50'000'000) { // faster than any disk, sooner or later
            sendMany(*recorder, 10'000);
            sent += 10'000;
        }
        QVERIFY(recorder->totals().lost > 0);
        const record::Totals totals = recorder->close(TimePoint::fromNs(sent));
        const auto summary = record::readSummary(path("overload.hopyard").toStdString());
        QVERIFY(summary.has_value());
        QCOMPARE(summary->lost, totals.lost);
        QCOMPARE(std::uint64_t(summary->packets), totals.packets);
    }

    void aFullDiskEndsTheRecordAndKeepsWhatThereIs()
    {
        // The limit holds for the whole process, so a child of its own gets it.
        const QByteArray file = path("full.hopyard").toLocal8Bit();
        const pid_t child = fork();
        if (child == 0) {
            const rlimit limit{3 << 20, 3 << 20};
            setrlimit(RLIMIT_FSIZE, &limit);
            auto recorder = Recorder::open(file.toStdString(), info(), {Overload::wait});
            if (!recorder)
                _exit(1);
            sendMany(**recorder, 100'000); // about 25 MB
            const auto totals = (*recorder)->close(TimePoint::fromNs(100'000));
            const auto failure = (*recorder)->takeFailure();
            const bool clear = failure && failure->message.find("has reached the size limit") != std::string::npos
                && failure->message.find("the run goes on") != std::string::npos && !(*recorder)->takeFailure();
            if (failure && !clear)
                qWarning("%s", failure->message.c_str());
            _exit(!clear ? 2 : totals.lost == 0 || totals.packets == 0 || totals.packets + totals.lost < 100'000 ? 3 : 0);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
        const auto summary = record::readSummary(path("full.hopyard").toStdString());
        QVERIFY2(summary.has_value(), summary ? "" : summary.error().message.c_str());
        QVERIFY(summary->packets > 1000);
        QVERIFY(summary->packets < 100'000);
        QCOMPARE(rows(path("full.hopyard"), "PRAGMA integrity_check"), QStringList("ok"));
    }

    void aDiskWithoutRoomIsNamed()
    {
        // A disk of 2 MB that only a child of ours sees.
        const QByteArray disk = path("disk").toLocal8Bit();
        QVERIFY(QDir().mkdir(path("disk")));
        const pid_t child = fork();
        if (child == 0) {
            const int spaces = geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS;
            if (unshare(spaces) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
                || mount("tmpfs", disk.constData(), "tmpfs", 0, "size=2m") != 0)
                _exit(77);
            const std::string file = disk.toStdString() + "/small.hopyard";
            auto recorder = Recorder::open(file, info(), {Overload::wait});
            if (!recorder)
                _exit(1);
            sendMany(**recorder, 100'000);
            (*recorder)->close(TimePoint::fromNs(100'000));
            const auto failure = (*recorder)->takeFailure();
            if (!failure || failure->message.find(": disk full;") == std::string::npos)
                _exit(2);
            const auto summary = record::readSummary(file);
            if (!summary || summary->packets < 1000)
                _exit(3);
            // What was taken back with the last transaction is missing as well, and the record says so itself.
            const bool adds = summary->lost + std::uint64_t(summary->packets) >= 100'000;
            _exit(summary->lost == (*recorder)->totals().lost && adds ? 0 : 4);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        if (WEXITSTATUS(status) == 77)
            QSKIP("neither root nor user namespaces are here, so no small disk can be made");
        QCOMPARE(WEXITSTATUS(status), 0);
    }

    void aKilledProcessLeavesWhatWasCommitted()
    {
        const QByteArray file = path("killed.hopyard").toLocal8Bit();
        const pid_t child = fork();
        if (child == 0) {
            auto recorder = Recorder::open(file.toStdString(), info(), {Overload::wait});
            if (!recorder)
                _exit(1);
            while (true) { // until somebody ends it
                sendMany(**recorder, 1000);
                (*recorder)->flush();
            }
        }
        // As any other program could, look into the record while it grows.
        const bool grew = QTest::qWaitFor([&] { return rows(path("killed.hopyard"), "SELECT count(*) FROM packet")
                                                    .value(0).toInt() > 5000; }, 30'000);
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        QVERIFY(grew);
        const auto summary = record::readSummary(path("killed.hopyard").toStdString());
        QVERIFY(summary.has_value());
        QCOMPARE(summary->state, std::string("recording"));
        QCOMPARE(summary->ended, std::int64_t(-1));
        QVERIFY(summary->packets > 5000);
        QCOMPARE(rows(path("killed.hopyard"), "PRAGMA integrity_check"), QStringList("ok"));
    }

    /// The newest packets and events are there, and all that came in from outside; the file is never larger.
    void atTheLimitTheOldestMakeRoom()
    {
        constexpr std::int64_t kLimit = 4'000'000, kPackets = 100'000;
        const auto recorder = open("limited.hopyard", within(kLimit));
        QVERIFY(recorder);
        recorder->input(frameAt(0));
        const auto udp = frame(17, 200);
        for (std::int64_t i = 0; i < kPackets; ++i) {
            const auto id = static_cast<std::uint64_t>(i);
            recorder->event(TimePoint::fromNs(i), trace::PacketSent{LinkId(0), Direction::forward, id, udp});
            if (i % 10 == 0)
                recorder->event(TimePoint::fromNs(i), trace::LinkChanged{LinkId(0), i % 20 == 0});
            if (i % 100 == 0)
                recorder->input(frameAt(i));
        }
        const record::Totals totals = recorder->close(TimePoint::fromNs(kPackets));
        const auto notice = recorder->takeNotice();
        QVERIFY(notice && notice->find("has reached its limit of 4MB") != std::string::npos);
        QVERIFY(!recorder->takeNotice() && !recorder->takeFailure());
        const QString file = path("limited.hopyard");
        QVERIFY2(QFileInfo(file).size() <= kLimit, qPrintable(QString::number(QFileInfo(file).size())));
        QCOMPARE(totals.lost, std::uint64_t(0));
        QCOMPARE(totals.packets + totals.events + totals.removed, std::uint64_t(kPackets + kPackets / 10));
        QVERIFY(totals.packets > 5'000);
        const auto summary = record::readSummary(file.toStdString());
        QVERIFY2(summary.has_value(), summary ? "" : summary.error().message.c_str());
        QCOMPARE(summary->state, std::string("complete"));
        QCOMPARE(summary->limit, std::uint64_t(kLimit));
        QCOMPARE(summary->removed, totals.removed);
        QCOMPARE(std::uint64_t(summary->packets), totals.packets);
        QVERIFY(summary->since > 0);
        // What is later than that is all there.
        const QString later = QString::number(kPackets - 1 - summary->since);
        QCOMPARE(
            rows(file, qPrintable(QStringLiteral("SELECT count(*) FROM packet WHERE time > %1").arg(summary->since))),
            QStringList(later));
        QCOMPARE(rows(file, "SELECT kind || data FROM event WHERE kind = 'Limit'"),
                 QStringList("Limit{\"limit\":4000000}"));
        QCOMPARE(rows(file, "SELECT count(*) FROM input"), QStringList("1001"));
        QCOMPARE(rows(file, "PRAGMA integrity_check"), QStringList("ok"));
    }

    /// Events alone, without a packet.
    void atTheLimitEventsMakeRoomForEvents()
    {
        const auto recorder = open("events-limited.hopyard", within(3'000'000));
        QVERIFY(recorder);
        for (std::int64_t i = 0; i < 60'000; ++i)
            recorder->event(TimePoint::fromNs(i),
                            trace::ApplicationOutput{NodeId(1), "ping", "64 bytes from 10.0.1.2 in 1 ms"});
        const record::Totals totals = recorder->close(TimePoint::fromNs(60'000));
        QCOMPARE(totals.events + totals.removed, std::uint64_t(60'000));
        QVERIFY(totals.events > 1'000 && totals.removed > 0);
        QVERIFY(QFileInfo(path("events-limited.hopyard")).size() <= 3'000'000);
        QCOMPARE(rows(path("events-limited.hopyard"), "SELECT max(time) FROM event"), QStringList("59999"));
    }

    void whatCameInFromOutsideAloneEndsTheRecord()
    {
        constexpr std::int64_t kLimit = 3'000'000;
        const auto recorder = open("inputs-limited.hopyard", within(kLimit));
        QVERIFY(recorder);
        for (std::int64_t i = 0; i < 4'000; ++i) { // 6 MB
            recorder->input(frameAt(i));
            sendMany(*recorder, 1);
        }
        const record::Totals totals = recorder->close(TimePoint::fromNs(4'000));
        const auto failure = recorder->takeFailure();
        QVERIFY(failure
                && failure->message.find("from outside alone fills its limit of 3MB; the run goes on")
                       != std::string::npos);
        const std::string file = path("inputs-limited.hopyard").toStdString();
        QVERIFY(QFileInfo(path("inputs-limited.hopyard")).size() <= kLimit);
        QVERIFY(totals.removed + totals.lost > 0);
        const auto run = record::readRun(file);
        QVERIFY2(run.has_value(), run ? "" : run.error().message.c_str());
        QCOMPARE(run->state, std::string("full"));
        // It can be shown as far as what came in is known, and no further.
        QVERIFY(run->inputs.size() > 1'000 && run->inputs.size() < 2'000);
        QVERIFY(run->end < run->inputs.back().time && run->end > TimePoint::fromNs(900));
        QVERIFY(!run->inputs.back().isUnknown());
    }

    void aLimitWithoutRoomIsRefused()
    {
        for (const std::uint64_t limit : {std::uint64_t(1), std::uint64_t(300'000), std::uint64_t(2'000'000)}) {
            const auto recorder = Recorder::open(path("tiny.hopyard").toStdString(), info(), within(limit));
            QVERIFY(!recorder.has_value());
            QVERIFY2(
                recorder.error().message.find("leaves no room for packets; a record of this lab needs 3MB at least")
                    != std::string::npos,
                recorder.error().message.c_str());
            QVERIFY(!QFile::exists(path("tiny.hopyard")) && !QFile::exists(path("tiny.hopyard-wal")));
        }
        const auto recorder = open("endless.hopyard", within(0));
        QVERIFY(recorder);
        recorder->close(TimePoint());
        QCOMPARE(record::readSummary(path("endless.hopyard").toStdString())->limit, std::uint64_t(0));
        QCOMPARE(rows(path("endless.hopyard"), "SELECT most IS NULL FROM run"), QStringList("1"));
    }

    void flushHandsOverToAnIdleWriter()
    {
        const auto recorder = open("idle.hopyard");
        QVERIFY(recorder);
        sendMany(*recorder, 3);
        QVERIFY(QTest::qWaitFor([&] {
            recorder->flush();
            return recorder->totals().packets == 3;
        }));
        QCOMPARE(rows(path("idle.hopyard"), "SELECT count(*) FROM packet"), QStringList("3"));
    }
};

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
