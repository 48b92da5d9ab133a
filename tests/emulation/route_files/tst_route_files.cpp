// MRT files on disk: plain, gzip, cut off, none; the peer that is asked for; and the table that others know well.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "emulation/route_files/load.h"
#include "emulation/route_files/pack.h"
#include "places.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include <zlib.h>

using namespace hopyard;

namespace {

/// A record of TABLE_DUMP: a /8 of one of two peers, 193.203.0.1 of AS 1853 and 193.203.0.2 of AS 1854.
QByteArray record(int network, int peer)
{
    // An origin, an empty AS path, a next hop: 4 + 3 + 7 octets of attributes.
    const QByteArray hex = "3d3c973f 000c 0001 00000024 0000 0000 " + QByteArray::number(network, 16).rightJustified(2, '0')
        + "000000 08 01 3d36cbfb c1cb00" + (peer == 0 ? "01 073d" : "02 073e") + " 000e 400101 00 400200 400304 c1cb0001";
    return QByteArray::fromHex(hex);
}

bool isSame(const services::Announcements &a, const services::Announcements &b)
{
    bool same = a.setCount() == b.setCount() && a.size() == b.size();
    for (std::size_t set = 0; same && set < a.setCount(); ++set)
        same = std::ranges::equal(a.prefixesOf(set), b.prefixesOf(set))
               && std::ranges::equal(a.attributesOf(set), b.attributesOf(set));
    return same;
}

} // namespace

class RouteFilesTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::string path(const char *name) const { return m_folder.filePath(name).toStdString(); }

private slots:
    void initTestCase()
    {
        QByteArray bytes;
        for (int i = 1; i <= 10; ++i)
            bytes += record(i, 0);
        for (int i = 1; i <= 20; ++i)
            bytes += record(i, 1);
        QFile plain(m_folder.filePath("table.mrt"));
        QVERIFY(plain.open(QIODevice::WriteOnly) && plain.write(bytes) == bytes.size());
        plain.close();
        gzFile file = gzopen(path("table.gz").c_str(), "wb");
        QCOMPARE(gzwrite(file, bytes.constData(), unsigned(bytes.size())), int(bytes.size()));
        QCOMPARE(gzclose(file), Z_OK);
        QFile whole(m_folder.filePath("table.gz")), cut(m_folder.filePath("cut.gz"));
        QVERIFY(whole.open(QIODevice::ReadOnly) && cut.open(QIODevice::WriteOnly));
        const QByteArray packed = whole.readAll();
        cut.write(packed.left(packed.size() - 12));
    }

    void peers_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("peer");
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("routes");
        for (const char *file : {"table.mrt", "table.gz"}) {
            QTest::addRow("%s, most routes", file) << file << "" << 0 << 20;
            QTest::addRow("%s, by number", file) << file << "0" << 0 << 10;
            QTest::addRow("%s, by address", file) << file << "193.203.0.2" << 0 << 20;
            QTest::addRow("%s, limited", file) << file << "" << 7 << 7;
        }
    }
    void peers()
    {
        QFETCH(QString, file);
        QFETCH(QString, peer);
        QFETCH(int, limit);
        QFETCH(int, routes);
        const auto loaded = route_files::loadFile(path(file.toLatin1().constData()), {{}, peer.toStdString(), std::uint64_t(limit)});
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QCOMPARE(int(loaded->size()), routes);
    }

    void mistakes_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QString>("message");
        QTest::newRow("no file") << "missing" << "" << "No such file";
        QTest::newRow("a folder") << "." << "" << "it is no file";
        QTest::newRow("no such peer") << "table.mrt" << "2" << "has no peer 2";
        QTest::newRow("no such address") << "table.mrt" << "10.0.0.1" << "has no peer 10.0.0.1";
        QTest::newRow("nothing") << "empty" << "" << "has no routes";
    }
    void mistakes()
    {
        QFETCH(QString, file);
        QFETCH(QString, peer);
        QFETCH(QString, message);
        QFile empty(m_folder.filePath("empty"));
        QVERIFY(empty.open(QIODevice::WriteOnly));
        const auto loaded = route_files::loadFile(path(file.toLatin1().constData()), {{}, peer.toStdString(), 0});
        QVERIFY(!loaded);
        QVERIFY2(QString::fromStdString(loaded.error().message).contains(message), loaded.error().message.c_str());
    }

    void cutOff()
    {
        int entries = 0;
        const auto read = route_files::readMrt(path("cut.gz"), [&](const wire::MrtReader &, const wire::MrtEntry &) { return ++entries > 0; });
        QVERIFY(read.has_value());
        QVERIFY(read->isCut);
        QVERIFY(entries <= 30);
    }

    void canBeStopped()
    {
        int entries = 0;
        const auto one = route_files::readMrt(path("table.mrt"), [&](const wire::MrtReader &, const wire::MrtEntry &) { return ++entries < 5; });
        QVERIFY(one && one->isStopped);
        QCOMPARE(entries, 5);
        const auto none = route_files::readMrt(path("table.mrt"), [](const wire::MrtReader &, const wire::MrtEntry &) { return true; },
                                               [](const route_files::Progress &progress) { return progress.size == 0; });
        QVERIFY(none && none->isStopped);
    }

    void ofALab()
    {
        const auto lab = lab::read("hopyard: 1\nnodes:\n"
                                   "  a: {kind: host, at: [0, 0], start: ['bgp-speaker 10.0.0.1 as 1 routes table.gz']}\n"
                                   "  b: {kind: host, at: [0, 0], start: ['bgp-speaker 10.0.0.1 as 1 routes table.gz', 'bgp-speaker 10.0.0.1 as 1 routes none.gz']}\n");
        QVERIFY(lab.has_value());
        const route_files::Loaded loaded = route_files::load(*lab, path("lab.yaml"));
        QCOMPARE(loaded.files.files.size(), 1u);
        QCOMPARE(loaded.problems.size(), 1u);
        QVERIFY2(loaded.problems[0].message.starts_with("the speaker on 'b': cannot read "), loaded.problems[0].message.c_str());
        const route_files::Loaded again = route_files::load(*lab, path("lab.yaml"), loaded.files);
        QVERIFY(again.files.files.begin()->second == loaded.files.files.begin()->second); // not read twice
    }

    /// A lab of somebody else's reads nothing but what is in its own folder, also not by a link.
    void nothingElseIsRead()
    {
        QTemporaryDir inside;
        QVERIFY(QFile::link(QString::fromStdString(path("table.gz")), inside.filePath("link.gz")));
        for (const std::string &file : {path("table.gz"), std::string("../table.gz"), std::string("link.gz")}) {
            const auto lab = lab::read("hopyard: 1\nnodes:\n  a: {kind: host, start: ['bgp-speaker 10.0.0.1 as 1 routes " + file + "']}\n");
            const route_files::Loaded loaded = route_files::load(*lab, inside.filePath("lab.yaml").toStdString());
            QVERIFY(loaded.files.files.empty());
            QCOMPARE(loaded.problems.size(), 1u);
            QVERIFY2(loaded.problems[0].message.find("not in the lab's folder") != std::string::npos, loaded.problems[0].message.c_str());
        }
    }

    /// Into a record and out of it.
    void packed()
    {
        const auto loaded = route_files::loadFile(path("table.mrt"), {"table.mrt", "1", 0});
        QVERIFY(loaded.has_value());
        const std::vector<std::uint8_t> bytes = route_files::pack(*loaded);
        const auto back = route_files::unpack(bytes, 20);
        QVERIFY2(back.has_value(), back ? "" : back.error().message.c_str());
        QVERIFY(isSame(*loaded, *back));
        const auto none = route_files::unpack(route_files::pack({}), 0);
        QVERIFY(none && none->size() == 0);
        // What somebody else's record may have there.
        const auto refused = [](base::Bytes what, std::size_t most, const char *why) {
            const auto read = route_files::unpack(what, most);
            return !read && read.error().message == why;
        };
        QVERIFY(refused(bytes, 19, "they are too many"));
        QVERIFY(refused(base::Bytes(bytes).first(bytes.size() - 12), 20, "they are no gzip, or cut off"));
        QVERIFY(refused({}, 20, "they are no gzip, or cut off"));
        std::vector<std::uint8_t> text{'n', 'o'};
        QVERIFY(refused(text, 20, "they are no gzip, or cut off"));
        for (std::size_t i = 0; i < bytes.size(); ++i) { // whatever it is then, it is dealt with
            std::vector<std::uint8_t> other = bytes;
            other[i] ^= 0x55;
            (void)route_files::unpack(other, 20);
        }
    }

    /// A file that nobody here wrote: HOPYARD_DATA names the folder that has mrt/, else it is beside the project.
    void ofACollector()
    {
        const QString file = qEnvironmentVariable("HOPYARD_DATA", HOPYARD_SOURCE_DIR "/../shared/data") + "/mrt/bview.20020722.2337.gz";
        if (!QFileInfo::exists(file))
            QSKIP("the table of the collector is not here: set HOPYARD_DATA to the folder that has mrt/");
        const auto loaded = route_files::loadFile(file.toStdString(), {});
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->size(), std::size_t(112'986));
        QVERIFY(loaded->setCount() > 10'000 && loaded->setCount() < 50'000);
        const std::vector<std::uint8_t> bytes = route_files::pack(*loaded);
        const auto back = route_files::unpack(bytes, 200'000);
        QVERIFY(back && isSame(*loaded, *back));
        QVERIFY2(bytes.size() < 20 * loaded->size(), qPrintable(QString::number(bytes.size())));
    }
};

QTEST_APPLESS_MAIN(RouteFilesTest)
#include "tst_route_files.moc"
