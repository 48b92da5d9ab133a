// What a node knows of names: what a name is, the hosts table, and answers kept for their time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/names.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;

namespace {

base::IpAddress ip(const char *text) { return *base::IpAddress::parse(text); }
base::TimePoint at(std::int64_t s) { return base::TimePoint() + base::Duration::seconds(s); }

} // namespace

class TestNames : public QObject {
    Q_OBJECT
private slots:
    void whatIsAHostName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("is");
        const auto row = [](const QString &name, bool is) { QTest::newRow(qPrintable(name.left(20))) << name << is; };
        for (const char *good : {"web", "web.", "Web-1.lab", "_tcp.web", "1web", "a.b.c"})
            row(good, true);
        for (const char *bad : {"", ".", "web..lab", ".web", "we b", "web/1", "wéb"})
            row(bad, false);
        row(QString(63, 'a'), true);
        row(QString(64, 'b'), false);
        row(QString("aaaaaaa.").repeated(32), false);
    }
    void whatIsAHostName()
    {
        QFETCH(QString, name);
        QFETCH(bool, is);
        QCOMPARE(transport::isHostName(name.toStdString()), is);
    }

    void theHostsTable()
    {
        transport::HostsTable hosts;
        hosts.add("Web", ip("10.0.2.10"));
        hosts.add("web", ip("10.0.3.10"));
        hosts.add("WEB.", ip("10.0.2.10"));
        hosts.add("r1", ip("10.0.3.10"));
        QCOMPARE(hosts.addressesOf("wEb.").size(), std::size_t(2));
        QVERIFY(hosts.addressesOf("web")[0] == ip("10.0.2.10"));
        QVERIFY(hosts.addressesOf("web")[1] == ip("10.0.3.10"));
        QVERIFY(hosts.addressesOf("web2").empty());
        QVERIFY(hosts.contains("R1") && !hosts.contains("r2"));
        QCOMPARE(std::string(hosts.nameOf(ip("10.0.3.10"))), std::string("web")); // who had it first
        QVERIFY(hosts.nameOf(ip("10.0.3.11")).empty());
    }

    void answersAreKeptForTheirTime()
    {
        transport::NameCache cache;
        const auto found = [&](std::int64_t s) { return cache.find(at(s), "WWW.example.org", base::Family::ipv4); };
        QVERIFY(!found(0));
        cache.put(at(0), "www.Example.org.", base::Family::ipv4, {ip("192.0.2.1")}, 60_s);
        QVERIFY(found(59) && found(59)->at(0) == ip("192.0.2.1"));
        QVERIFY(!cache.find(at(0), "www.example.org", base::Family::ipv6));
        QVERIFY(!found(60));
        cache.put(at(60), "www.example.org", base::Family::ipv4, {}, 5_s);
        QVERIFY(found(61) && found(61)->empty()); // known to have none
        cache.put(at(70), "www.example.org", base::Family::ipv4, {ip("192.0.2.1")}, 0_s);
        QVERIFY(!found(70)); // not to be kept
    }

    void theCacheStaysSmall()
    {
        transport::NameCache cache;
        for (int i = 0; i < 3000; ++i)
            cache.put(at(0), "n" + std::to_string(i), base::Family::ipv4, {}, base::Duration::seconds(10 + i));
        int kept = 0;
        for (int i = 0; i < 3000; ++i)
            kept += cache.find(at(0), "n" + std::to_string(i), base::Family::ipv4) != nullptr;
        QCOMPARE(kept, int(transport::NameCache::kMaxEntries));
        QVERIFY(cache.find(at(0), "n2999", base::Family::ipv4)); // those that end first went first
    }
};

QTEST_APPLESS_MAIN(TestNames)
#include "tst_names.moc"
