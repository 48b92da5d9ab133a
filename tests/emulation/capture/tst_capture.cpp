// Captures: what they see, what they write byte for byte, live readers, full disks, bad filters.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/capture/capture.h"
#include "emulation/capture/frame_filter.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pcap/pcap.h>

using namespace hopyard;
using capture::Capture;
using capture::Filter;
using capture::PcapOutput;
using capture::Places;
using capture::SlowReader;
using capture::Where;
using base::Direction;
using base::LinkId;
using base::TimePoint;
namespace trace = base::trace;

namespace {

/// An Ethernet frame with an IPv4 header of the protocol, `size` bytes long.
std::vector<std::uint8_t> frame(std::uint8_t protocol, std::size_t size = 60)
{
    std::vector<std::uint8_t> bytes(size, 0);
    bytes[12] = 0x08;
    bytes[14] = 0x45;
    bytes[17] = static_cast<std::uint8_t>(size - 14);
    bytes[23] = protocol;
    return bytes;
}

struct Read {
    std::int64_t time;
    std::uint32_t captured, length;
};

/// All records of a pcap file by libpcap itself; a torn record at the end is an error and shows as length 0.
std::vector<Read> readBack(const QString &path)
{
    char error[PCAP_ERRBUF_SIZE];
    std::vector<Read> records;
    pcap_t *file = pcap_open_offline_with_tstamp_precision(qPrintable(path), PCAP_TSTAMP_PRECISION_NANO, error);
    if (!file)
        return records;
    pcap_pkthdr *header = nullptr;
    const unsigned char *data = nullptr;
    int result = 0;
    while ((result = pcap_next_ex(file, &header, &data)) == 1)
        records.push_back({header->ts.tv_sec * 1'000'000'000 + header->ts.tv_usec, header->caplen, header->len});
    if (result == PCAP_ERROR)
        records.push_back({0, 0, 0});
    pcap_close(file);
    return records;
}

} // namespace

class TestCapture : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    QString path(const char *name) const { return m_folder.filePath(name); }

private slots:
    void initTestCase()
    {
        std::signal(SIGPIPE, SIG_DFL); // QtTest reports it as a crash; a capture is to have it ignored by itself
    }

    void placesOfAnEnd()
    {
        const LinkId link(3);
        const Places port = Places::of(link, Direction::forward, Where::port);
        QVERIFY(port.sent(Direction::forward) && port.arriving(Direction::backward));
        QVERIFY(!port.sent(Direction::backward) && !port.arriving(Direction::forward));
        const Places other = Places::of(link, Direction::backward, Where::port);
        QVERIFY(other.sent(Direction::backward) && other.arriving(Direction::forward));
        QVERIFY(!other.sent(Direction::forward) && !other.arriving(Direction::backward));
        QCOMPARE(Places::of(link, Direction::forward, Where::before).kinds(), trace::kindOf<trace::PacketSent>());
        QCOMPARE(Places::of(link, Direction::forward, Where::after).kinds(), trace::kindOf<trace::PacketArrived>());
        QCOMPARE(Places().kinds(), trace::Kinds(0));
        for (const Where where : {Where::port, Where::before, Where::after})
            QCOMPARE(capture::parseWhere(toString(where)), std::optional(where));
        QVERIFY(!capture::parseWhere("between"));
    }

    void bytesOfAFile()
    {
        auto output = PcapOutput::toFile(path("bytes.pcap").toStdString(), 96);
        QVERIFY(output.has_value());
        const std::vector<std::uint8_t> data{1, 2, 3};
        (*output)->write(1'000'000'002, data, data.size());
        (*output)->close();
        QFile file(path("bytes.pcap"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toHex(' '),
                 QByteArray("4d 3c b2 a1 02 00 04 00 00 00 00 00 00 00 00 00 60 00 00 00 01 00 00 00 " // nanoseconds
                            "01 00 00 00 02 00 00 00 03 00 00 00 03 00 00 00 01 02 03"));
    }

    void keepsOnlyItsLinkPlaceAndFilter()
    {
        auto filter = Filter::compile("icmp", 262144);
        QVERIFY(filter.has_value());
        auto output = PcapOutput::toFile(path("kept.pcap").toStdString(), 262144);
        QVERIFY(output.has_value());
        Capture capture(std::move(*filter), std::move(*output), 5'000'000'000);
        capture.setPlaces(Places::of(LinkId(1), Direction::forward, Where::port));
        trace::Hub hub;
        hub.add(&capture, capture.places().kinds());
        const auto icmp = frame(1), udp = frame(17);
        hub.emit(TimePoint::fromNs(1), trace::PacketSent{LinkId(1), Direction::forward, 1, icmp});
        hub.emit(TimePoint::fromNs(2), trace::PacketSent{LinkId(1), Direction::forward, 2, udp});
        hub.emit(TimePoint::fromNs(3), trace::PacketSent{LinkId(2), Direction::forward, 3, icmp});
        hub.emit(TimePoint::fromNs(4), trace::PacketSent{LinkId(1), Direction::backward, 4, icmp});
        hub.emit(TimePoint::fromNs(5), trace::PacketArrived{LinkId(1), Direction::forward, 1, icmp});
        hub.emit(TimePoint::fromNs(6), trace::PacketArrived{LinkId(1), Direction::backward, 4, icmp});
        capture.output().close();
        const auto records = readBack(path("kept.pcap"));
        QCOMPARE(records.size(), std::size_t(2));
        QCOMPARE(records[0].time, 5'000'000'001);
        QCOMPARE(records[1].time, 5'000'000'006);
        QCOMPARE(capture.output().counters().packets, std::uint64_t(2));
        QCOMPARE(capture.output().counters().bytes, std::uint64_t(120));
    }

    void snaplenCutsButKeepsTheLength()
    {
        auto output = PcapOutput::toFile(path("snap.pcap").toStdString(), 54);
        QVERIFY(output.has_value());
        const auto data = frame(6, 1514);
        (*output)->write(0, data, data.size());
        (*output)->close();
        const auto records = readBack(path("snap.pcap"));
        QCOMPARE(records.size(), std::size_t(1));
        QCOMPARE(records[0].captured, 54u);
        QCOMPARE(records[0].length, 1514u);
    }

    void moreThanTheBufferHolds()
    {
        auto output = PcapOutput::toFile(path("large.pcap").toStdString(), 262144);
        QVERIFY(output.has_value());
        const auto data = frame(6, 1514);
        const std::size_t count = 3 * PcapOutput::kBufferSize / data.size(); // the ring goes round
        for (std::size_t i = 0; i < count; ++i)
            (*output)->write(std::int64_t(i), data, data.size());
        (*output)->close();
        const auto records = readBack(path("large.pcap"));
        QCOMPARE(records.size(), count);
        QCOMPARE(records.back().time, std::int64_t(count - 1));
        QCOMPARE((*output)->counters().dropped, std::uint64_t(0));
    }

    void badFilterSaysWhatIsWrong()
    {
        const auto filter = Filter::compile("tcp prot 80", 262144);
        QVERIFY(!filter.has_value());
        const QString message = QString::fromStdString(filter.error().message);
        QVERIFY2(message.contains("\"tcp prot 80\"") && message.contains("syntax error"), qPrintable(message));
        QVERIFY(Filter::compile("  ", 262144).has_value());
    }

    void framesByEitherLanguage()
    {
        const auto udp = frame(17), tcp = frame(6);
        const auto pcap = capture::frameFilter("ip proto 17"), display = capture::frameFilter("ip.proto == 17 && !tcp");
        QVERIFY(pcap.has_value());
        QVERIFY(display.has_value());
        QVERIFY((*pcap)(udp) && (*display)(udp));
        QVERIFY(!(*pcap)(tcp) && !(*display)(tcp));
        // What is neither is answered by libpcap's sentence.
        const auto neither = capture::frameFilter("tcp prot 80");
        QVERIFY(!neither.has_value());
        QVERIFY(QString::fromStdString(neither.error().message).contains("syntax error"));
    }

    void cannotWrite()
    {
        const auto output = PcapOutput::toFile(path("no/such/folder.pcap").toStdString(), 262144);
        QVERIFY(!output.has_value());
        QVERIFY(QString::fromStdString(output.error().message).contains("No such file or directory"));
    }

    void fullDiskEndsWithWholeRecords()
    {
        // A limit of the file size is what a full disk is for one process: a write is cut short, the next one fails.
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        auto output = PcapOutput::toFile(path("full.pcap").toStdString(), 262144);
        QVERIFY(output.has_value());
        const rlimit small{10'000, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto data = frame(6, 1000);
        for (int i = 0; i < 20; ++i)
            (*output)->write(i, data, data.size());
        (*output)->flush();
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY((*output)->ended());
        QVERIFY2(QString::fromStdString((*output)->reason()).endsWith("full.pcap: the file has reached the size limit"),
                 (*output)->reason().c_str());
        const auto records = readBack(path("full.pcap"));
        QCOMPARE(records.size(), std::size_t(9)); // (10000 - 24) / 1016
        QCOMPARE(records.back().length, 1000u);
        QCOMPARE((*output)->counters().packets, std::uint64_t(9));
        QCOMPARE((*output)->counters().bytes, std::uint64_t(9000));
        QCOMPARE((*output)->counters().dropped, std::uint64_t(11));
        (*output)->write(99, data, data.size()); // and nothing more happens
        QCOMPARE((*output)->counters().dropped, std::uint64_t(12));
    }

    void aDiskWithoutRoomIsNamed()
    {
        const auto output = PcapOutput::toFile("/dev/full", 262144);
        QVERIFY(!output.has_value());
        QVERIFY2(QString::fromStdString(output.error().message).contains("disk full"), output.error().message.c_str());
    }

    void aSlowReaderLosesFramesAndHoldsUpNobody()
    {
        int ends[2];
        QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
        auto output = PcapOutput::toDescriptor(ends[1], 262144);
        QVERIFY(output.has_value());
        const auto data = frame(6, 1514);
        const std::size_t count = 2 * PcapOutput::kBufferSize / data.size();
        for (std::size_t i = 0; i < count; ++i) // would never come back if it waited
            (*output)->write(std::int64_t(i), data, data.size());
        const auto &counters = (*output)->counters();
        QVERIFY(counters.dropped > 0);
        QCOMPARE(counters.packets + counters.dropped, std::uint64_t(count));
        QVERIFY((*output)->pending());
        // What was kept can still be read, whole.
        QByteArray all;
        QByteArray part(1 << 16, Qt::Uninitialized);
        fcntl(ends[0], F_SETFL, O_NONBLOCK);
        while ((*output)->pending()) {
            (*output)->flush();
            while (const ssize_t n = read(ends[0], part.data(), std::size_t(part.size()))) {
                if (n < 0)
                    break;
                all.append(part.constData(), n);
            }
        }
        QCOMPARE(std::uint64_t(all.size()), 24 + counters.packets * (16 + 1514));
        close(ends[0]);
    }

    void aReaderThatLeavesEndsTheCapture_data()
    {
        QTest::addColumn<bool>("socket");
        QTest::newRow("pipe") << false;
        QTest::newRow("socket") << true;
    }
    void aReaderThatLeavesEndsTheCapture()
    {
        QFETCH(bool, socket);
        int ends[2];
        QCOMPARE(socket ? socketpair(AF_UNIX, SOCK_STREAM, 0, ends) : pipe2(ends, O_CLOEXEC), 0);
        auto output = PcapOutput::toDescriptor(ends[1], 262144);
        QVERIFY(output.has_value());
        const auto data = frame(1);
        (*output)->write(1, data, data.size());
        (*output)->flush();
        QVERIFY(!(*output)->ended());
        close(ends[0]);
        (*output)->write(2, data, data.size());
        (*output)->flush();
        QVERIFY((*output)->ended());
        QCOMPARE(QString::fromStdString((*output)->reason()), QString("the reader has gone"));
        QCOMPARE((*output)->counters().packets, std::uint64_t(1));
    }

    void aPipeWithoutReaderIsRefused()
    {
        const QByteArray fifo = path("fifo").toLocal8Bit();
        QCOMPARE(mkfifo(fifo.constData(), 0600), 0);
        const auto output = PcapOutput::toFile(fifo.toStdString(), 262144);
        QVERIFY(!output.has_value());
        QVERIFY(QString::fromStdString(output.error().message).contains("nobody reads"));
    }

    void tsharkReadsLive()
    {
        if (QStandardPaths::findExecutable("tshark").isEmpty())
            QSKIP("tshark is not installed, so no live reader can be tried");
        QProcess tshark;
        int ends[2];
        QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
        auto output = PcapOutput::toDescriptor(ends[1], 262144, SlowReader::wait);
        QVERIFY(output.has_value());
        tshark.setChildProcessModifier([&ends] { dup2(ends[0], 0); });
        tshark.setStandardInputFile("/dev/null");
        tshark.start("tshark", {"-i", "-", "-c", "2", "-T", "fields", "-e", "ip.proto", "-e", "frame.time_epoch"});
        QVERIFY(tshark.waitForStarted());
        close(ends[0]);
        const auto icmp = frame(1), udp = frame(17);
        (*output)->write(1'000'000'007, icmp, icmp.size());
        (*output)->write(2'000'000'000, udp, udp.size());
        (*output)->flush(); // not closed: tshark must see the frames while the capture goes on
        QVERIFY(tshark.waitForFinished(30'000));
        QCOMPARE(tshark.readAllStandardOutput(), QByteArray("1\t1.000000007\n17\t2.000000000\n"));
    }
};

QTEST_APPLESS_MAIN(TestCapture)
#include "tst_capture.moc"
