// Sets of VLANs as text and back.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/vlan_set.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using base::VlanSet;

class TestVlanSet : public QObject {
    Q_OBJECT
private slots:
    void texts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("written"); // empty: refused
        QTest::newRow("one") << QByteArray("10") << QByteArray("10");
        QTest::newRow("some") << QByteArray("30,10-12,1") << QByteArray("1,10-12,30");
        QTest::newRow("touching") << QByteArray("1-3,4") << QByteArray("1-4");
        QTest::newRow("all") << QByteArray("all") << QByteArray("all");
        QTest::newRow("all by number") << QByteArray("1-4094") << QByteArray("all");
        QTest::newRow("last") << QByteArray("4094") << QByteArray("4094");
        QTest::newRow("none") << QByteArray("") << QByteArray();
        QTest::newRow("zero") << QByteArray("0") << QByteArray();
        QTest::newRow("reserved") << QByteArray("4095") << QByteArray();
        QTest::newRow("backwards") << QByteArray("20-10") << QByteArray();
        QTest::newRow("comma at the end") << QByteArray("1,") << QByteArray();
        QTest::newRow("words") << QByteArray("1,red") << QByteArray();
        QTest::newRow("half a range") << QByteArray("1-") << QByteArray();
    }
    void texts()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, written);
        const auto set = VlanSet::parse(text.toStdString());
        QCOMPARE(set.has_value(), !written.isEmpty());
        if (set)
            QCOMPARE(toString(*set), written.toStdString());
    }

    void contains()
    {
        const VlanSet set = *VlanSet::parse("10-12");
        QVERIFY(set.contains(10) && set.contains(12));
        QVERIFY(!set.contains(9) && !set.contains(13) && !set.contains(0) && !set.contains(4095));
        QVERIFY(!VlanSet::all().contains(0));
        QVERIFY(VlanSet().isEmpty());
        QCOMPARE(toString(VlanSet()), std::string());
    }
};

QTEST_APPLESS_MAIN(TestVlanSet)
#include "tst_vlan_set.moc"
