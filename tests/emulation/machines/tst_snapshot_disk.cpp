// The overlay that is kept for a machine's snapshots, without the machine: who has it, what stays, what goes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/snapshot_disk.h"
#include "emulation/machines/spawn.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace hopyard;
using namespace hopyard::machines;
using rpc::Json;

class SnapshotDiskTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_directory;
    SnapshotDisk::Spec specOf(const char *shape) { return {m_directory.filePath("kept").toStdString(), "m1", shape, {}}; }
    QStringList files() { return QDir(m_directory.filePath("kept")).entryList(QDir::Files); }
    static int image(const QStringList &arguments) { return QProcess::execute("qemu-img", arguments); }

private slots:
    void init()
    {
        if (findProgram({"qemu-img"}).empty())
            QSKIP("qemu-utils is not installed");
    }

    void itGoesWithoutSnapshotsAndStaysWithThem()
    {
        {
            const auto disk = SnapshotDisk::open(specOf("one"));
            QVERIFY2(disk, disk ? "" : disk.error().c_str());
            QVERIFY(disk->list() && disk->list()->empty()); // ours is not one of them
            QCOMPARE(files().size(), 2);
        }
        QVERIFY(!QDir(m_directory.filePath("kept")).exists());
        std::string path;
        {
            const auto disk = SnapshotDisk::open(specOf("one"));
            QVERIFY(disk);
            path = disk->path();
            QCOMPARE(image({"snapshot", "-c", "a", QString::fromStdString(path)}), 0);
        }
        QVERIFY(QFile::exists(QString::fromStdString(path)));
        {
            const auto other = SnapshotDisk::open(specOf("another machine"));
            QVERIFY(other && other->path() != path && other->list()->empty());
        }
        const auto disk = SnapshotDisk::open(specOf("one"));
        QVERIFY(disk);
        QCOMPARE(disk->path(), path);
        QCOMPARE(disk->list()->size(), std::size_t(1));
        QCOMPARE(disk->list()->front().name, std::string("a"));
        const auto second = SnapshotDisk::open(specOf("one"));
        QVERIFY(!second);
        QCOMPARE(second.error(), std::string("another run has the file of this machine's snapshots open"));
        QVERIFY(!disk->remove("b"));
        QVERIFY(disk->remove("a"));
        QVERIFY(disk->list()->empty());
    }

    /// What the machine wrote is undone, the image is as it was, and a changed image is another.
    void itBeginsAsTheImageIs()
    {
        QFile file(m_directory.filePath("disk,1.img"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(1 << 20, 'x')) > 0);
        file.close();
        SnapshotDisk::Spec spec = specOf("one");
        spec.image = file.fileName().toStdString();
        std::string path;
        {
            const auto disk = SnapshotDisk::open(spec);
            QVERIFY2(disk, disk ? "" : disk.error().c_str());
            path = disk->path();
            const QString name = QString::fromStdString(path);
            QCOMPARE(image({"snapshot", "-c", "a", name}), 0);
            QCOMPARE(image({"bench", "-q", "-w", "-f", "qcow2", "-c", "4", "--pattern=65", name}), 0);
            QVERIFY(image({"compare", "-q", "-F", "raw", "-f", "qcow2", name, file.fileName()}) != 0);
        }
        {
            const auto disk = SnapshotDisk::open(spec);
            QVERIFY(disk && disk->path() == path);
            QCOMPARE(image({"compare", "-q", "-F", "raw", "-f", "qcow2", QString::fromStdString(path), file.fileName()}), 0);
        }
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll() == QByteArray(1 << 20, 'x'));
        file.close();
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(2 << 20, 'y')) > 0);
        file.close();
        const auto changed = SnapshotDisk::open(spec);
        QVERIFY(changed && changed->path() != path);
    }

    void whatCannotBeUsedIsNotThrownAway()
    {
        std::string path;
        {
            const auto disk = SnapshotDisk::open(specOf("broken"));
            QVERIFY(disk);
            path = disk->path();
            QCOMPARE(image({"snapshot", "-c", "a", QString::fromStdString(path)}), 0);
        }
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.write("nothing") == 7);
        file.close();
        const auto disk = SnapshotDisk::open(specOf("broken"));
        QVERIFY(!disk);
        QVERIFY2(disk.error().find("cannot be used") != std::string::npos, disk.error().c_str());
        QVERIFY(file.exists());
    }

    void listsAreReadWithoutOurs()
    {
        const Json list = Json::parse("[{\"name\":\"hopyard-fresh\"},{\"name\":\"one\",\"date-sec\":1700000000,\"vm-state-size\":2097152,"
                                      "\"vm-clock-sec\":2,\"vm-clock-nsec\":500000000},7]");
        const auto all = snapshotsOf(list);
        QCOMPARE(all.size(), std::size_t(2)); // the last is nonsense, and does no harm
        QCOMPARE(all[0].name, std::string("one"));
        QCOMPARE(all[0].clockNs, std::int64_t(2'500'000'000));
        QVERIFY(snapshotsText({all[0]}).find("2.0") != std::string::npos);
        QVERIFY(snapshotsText({}).starts_with("There is no snapshot"));
        QCOMPARE(snapshotsJson({all[0]}).at("snapshots").at(0).at("bytes").get<int>(), 2097152);
        QVERIFY(snapshotsOf(Json()).empty());
    }
};

QTEST_GUILESS_MAIN(SnapshotDiskTest)
#include "tst_snapshot_disk.moc"
