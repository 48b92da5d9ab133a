// Shares as control groups: what is written where, on a directory of the test's that has the kernel's files; and that what
// this computer says of itself is one or the other.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/cpu_weights.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using hopyard::machines::CpuWeights;

class CpuWeightsTest : public QObject {
    Q_OBJECT
private:
    static void put(const QString &file, const QByteArray &text)
    {
        QFile f(file);
        QVERIFY(f.open(QIODevice::WriteOnly) && f.write(text) == text.size());
    }
    static QByteArray get(const QString &file)
    {
        QFile f(file);
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray("no file");
    }

private slots:
    void aShareIsAWeightWithinTheKernelsLimits()
    {
        QCOMPARE(CpuWeights::weightOf(0), 1u);
        QCOMPARE(CpuWeights::weightOf(100), 100u);
        QCOMPARE(CpuWeights::weightOf(1'000'000), 10'000u);
    }

    void eachMachineHasAGroupOfItsOwn()
    {
        QTemporaryDir place;
        put(place.filePath("cgroup.subtree_control"), "cpu memory");
        const QString own = place.filePath(QString("hopyard-%1").arg(::getpid()));
        QVERIFY(QDir().mkpath(own + "/pc1.g1")); // the kernel makes a group's files with it; here the test does
        put(own + "/cgroup.subtree_control", "");
        put(own + "/pc1.g1/cpu.weight", "");
        put(own + "/pc1.g1/cgroup.procs", "");
        auto weights = CpuWeights::create(place.path().toStdString());
        QVERIFY2(weights, weights ? "" : weights.error().c_str());
        QCOMPARE(get(own + "/cgroup.subtree_control"), QByteArray("+cpu"));
        QVERIFY(weights->set("pc1.g1", 4711, 250));
        QCOMPARE(get(own + "/pc1.g1/cpu.weight"), QByteArray("250"));
        QCOMPARE(get(own + "/pc1.g1/cgroup.procs"), QByteArray("4711"));
        const auto refused = weights->set("pc1.g2", 4712, 100); // no files appear in it: it is no control group
        QVERIFY(!refused);
        QVERIFY2(refused.error().find("pc1.g2 cannot be written: No such file") != std::string::npos, refused.error().c_str());
    }

    void withoutTheControllerItSaysWhy()
    {
        QTemporaryDir place; // empty
        const auto weights = CpuWeights::create(place.path().toStdString());
        QVERIFY(!weights);
        QVERIFY2(weights.error().find("gives no processor time") != std::string::npos, weights.error().c_str());
        if (const auto here = CpuWeights::place())
            QVERIFY(QDir(QString::fromStdString(*here)).exists());
        else
            QVERIFY(here.error().find("control group") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(CpuWeightsTest)
#include "tst_cpu_weights.moc"
