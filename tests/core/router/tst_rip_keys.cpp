// Keys of RIP that begin and end to count (RFC 4822 section 5.1), in virtual time: a lab begins on 1 January 2026.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "core/world/world.h"
#include "tests/support/worlds.h"

#include <QtTest>

using namespace hopyard;
using support::seconds;
using world::World;

namespace {

/// r1 — r2, RIP with the keys that the lines say; r1 has 10.9.0.1/24 besides.
std::string pairLab(const std::string &first, const std::string &second)
{
    const auto router = [](const std::string &name, const std::string &own, const std::string &keys,
                           const std::string &more) {
        return "  " + name + ":\n    kind: router\n    config: |\n      key chain K\n" + keys
               + "      exit\n      interface eth0\n       ip address 10.0.12." + own
               + "/24\n       ip rip authentication mode md5 auth-length rfc\n       ip rip authentication key-chain "
                 "K\n      exit\n"
               + more + "      router rip\n       network 10.0.0.0/8\n       timers basic 5 15 10\n      exit\n";
    };
    return "hopyard: 1\nnodes:\n"
           + router("r1", "1", first, "      interface lo\n       ip address 10.9.0.1/24\n      exit\n")
           + router("r2", "2", second, "") + "links:\n  - {ends: [r1:eth0, r2:eth0], delay: 1ms}\n";
}

bool hasRoute(World &world)
{
    return world.command(world.findNode("r2"), "show ip route rip").text.find("10.9.0.0/24") != std::string::npos;
}

} // namespace

class TestRipKeys : public QObject {
    Q_OBJECT
private slots:
    void written()
    {
        const std::string text =
            "key chain K\n key 1\n  key-string old\n  accept-lifetime 00:00:00 Jan 01 2026 infinite\n"
            "  send-lifetime 08:30:00 Feb 28 2026 12:00:00 Mar 01 2027\n exit\n key 2\n  key-string new\n"
            "  send-lifetime 00:00:00 Jan 02 2026 duration 3600\n exit\nexit\n!\n";
        const auto read = console::parseConfig(text);
        QVERIFY(read.has_value());
        QVERIFY(console::writeConfig(*read).find(text) != std::string::npos);
        QVERIFY(console::parseConfig(console::writeConfig(*read)) == read);
        // Day and month in the other order, and the month in full.
        const auto other =
            console::parseConfig("key chain K\n key 1\n  accept-lifetime 00:00:00 1 january 2026 infinite\n");
        QVERIFY(other.has_value());
        QVERIFY(other->policies.keyChains.at("K").keys.at(1).accept
                == read->policies.keyChains.at("K").keys.at(1).accept);
    }
    void refused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no such day") << QByteArray("accept-lifetime 00:00:00 31 Feb 2026 infinite");
        QTest::newRow("no such month") << QByteArray("accept-lifetime 00:00:00 1 Foo 2026 infinite");
        QTest::newRow("no such time") << QByteArray("send-lifetime 25:00:00 1 Jan 2026 infinite");
        QTest::newRow("backwards") << QByteArray("send-lifetime 00:00:00 2 Jan 2026 00:00:00 1 Jan 2026");
        QTest::newRow("half") << QByteArray("send-lifetime 00:00:00 2 Jan 2026");
        QTest::newRow("a year beyond") << QByteArray("send-lifetime 00:00:00 2 Jan 2036 infinite");
    }
    void refused()
    {
        QFETCH(QByteArray, line);
        QVERIFY(!console::parseConfig("key chain K\n key 1\n  " + line.toStdString() + "\n").has_value());
    }
    /// From an old key to a new one, with a time in which both are accepted: routes never age.
    void rollOver()
    {
        const std::string keys =
            "       key 1\n        key-string old\n        accept-lifetime 00:00:00 Jan 1 2026 00:01:30 Jan 1 2026\n"
            "        send-lifetime 00:00:00 Jan 1 2026 duration 60\n       exit\n"
            "       key 2\n        key-string new\n        accept-lifetime 00:00:30 Jan 1 2026 infinite\n"
            "        send-lifetime 00:01:00 Jan 1 2026 infinite\n       exit\n";
        World world = support::worldFrom(pairLab(keys, keys));
        for (double at = 10; at <= 200; at += 1) {
            world.runUntil(seconds(at));
            QVERIFY2(hasRoute(world), qPrintable(QString::number(at)));
        }
    }
    /// One that no longer accepts what the other signs with loses the routes, and finds them when a key counts again.
    void expires()
    {
        const std::string sender = "       key 1\n        key-string a\n       exit\n";
        const std::string receiver = "       key 1\n        key-string a\n        accept-lifetime 00:00:00 Jan 1 2026 "
                                     "duration 30\n       exit\n";
        World world = support::worldFrom(pairLab(sender, receiver));
        world.runUntil(seconds(29));
        QVERIFY(hasRoute(world));
        world.runUntil(seconds(60)); // 15 s without a word that counts
        QVERIFY(!hasRoute(world));
    }
    void notYet()
    {
        const std::string sender = "       key 1\n        key-string a\n       exit\n";
        const std::string receiver =
            "       key 1\n        key-string a\n        accept-lifetime 00:00:40 Jan 1 2026 infinite\n       exit\n";
        World world = support::worldFrom(pairLab(sender, receiver));
        world.runUntil(seconds(39));
        QVERIFY(!hasRoute(world));
        world.runUntil(seconds(50));
        QVERIFY(hasRoute(world));
    }
};

QTEST_APPLESS_MAIN(TestRipKeys)
#include "tst_rip_keys.moc"
