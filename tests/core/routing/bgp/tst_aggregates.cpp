// Aggregates: what they say follows their members one by one, and equals what they would say had all come at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/core/routing/bgp/simulator.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::routing::bgp;
using namespace hopyard::routing::bgp::test;

namespace {

/// 0 (AS 65001) hears from 1 and 2 (65002, 65003), aggregates, and tells 3 (65004).
struct Net : Simulator {
    Net()
    {
        Config a = config(65001, "10.0.0.1");
        for (std::uint32_t n = 2; n <= 4; ++n)
            neighbour(a, "10.0.0." + std::to_string(n), 65000 + n);
        add("10.0.0.1", a);
        for (std::uint32_t n = 2; n <= 4; ++n) {
            Config other = config(65000 + n, "10.0.0." + std::to_string(n));
            neighbour(other, "10.0.0.1", 65001);
            add("10.0.0." + std::to_string(n), other);
        }
    }
    Config lines(std::size_t n) { return speakers[n].bgp.config(); }
    void configure(std::size_t n, const Config &c)
    {
        call(n, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.configure(t, c, out); });
    }
    void aggregate(const std::string &prefix, const Aggregate &aggregate)
    {
        Config a = lines(0);
        a.families[0].aggregates[net(prefix)] = aggregate;
        configure(0, a);
    }
    void announce(std::size_t n, const std::string &prefix, bool on = true)
    {
        Config c = lines(n);
        if (on)
            c.families[0].networks[net(prefix)] = {};
        else
            c.families[0].networks.erase(net(prefix));
        configure(n, c);
    }
    /// All that 3 was told, with paths: "20.0.0.0/8 65001, …".
    std::string told()
    {
        std::string text;
        for (const auto &[prefix, hops] : speakers[3].rib)
            text += (text.empty() ? "" : ", ") + toString(prefix) + " " + asPath(3, toString(prefix));
        return text;
    }
};

Aggregate kind(bool asSet, bool summaryOnly)
{
    Aggregate a;
    a.asSet = asSet;
    a.summaryOnly = summaryOnly;
    return a;
}

} // namespace

class TestBgpAggregates : public QObject {
    Q_OBJECT
private slots:
    void followsItsMembers()
    {
        Net net;
        net.aggregate("20.0.0.0/8", kind(true, true));
        net.start();
        net.run(Duration::seconds(10));
        QCOMPARE(net.told(), std::string());
        net.announce(1, "20.1.0.0/16");
        net.run(Duration::seconds(40));
        QCOMPARE(net.told(), std::string("20.0.0.0/8 65001 65002"));
        net.announce(2, "20.2.0.0/16");
        net.run(Duration::seconds(40));
        QCOMPARE(net.told(), std::string("20.0.0.0/8 65001 {65002,65003}"));
        net.announce(1, "20.1.0.0/16", false);
        net.run(Duration::seconds(40));
        QCOMPARE(net.told(), std::string("20.0.0.0/8 65001 65003"));
        Config a = net.lines(0);
        a.families[0].aggregates.clear(); // what it hid comes back
        net.configure(0, a);
        net.run(Duration::seconds(40));
        QCOMPARE(net.told(), std::string("20.2.0.0/16 65001 65003"));
        net.aggregate("20.0.0.0/8", kind(false, false));
        net.run(Duration::seconds(40));
        QCOMPARE(net.told(), std::string("20.0.0.0/8 65001, 20.2.0.0/16 65001 65003"));
        net.announce(2, "20.2.0.0/16", false);
        net.run(Duration::seconds(40));
        QCOMPARE(net.told(), std::string());
    }

    void oneByOneOrAtOnce()
    {
        base::Random random(7);
        for (int round = 0; round < 10; ++round) {
            Net net;
            const char *kAggregates[] = {"20.0.0.0/8", "20.16.0.0/12", "20.17.0.0/16"};
            for (const char *prefix : kAggregates)
                if (random.below(4) > 0)
                    net.aggregate(prefix, kind(random.below(2), random.below(2)));
            net.start();
            net.run(Duration::seconds(10));
            for (int step = 0; step < 40; ++step) {
                // Each its own: between two that announce the same the older counts, which is another one afterwards.
                const std::size_t who = 1 + random.below(2);
                const std::string prefix = "20." + std::to_string(15 + random.below(4)) + "." + std::to_string(10 * who + random.below(3)) + ".0/24";
                net.announce(who, prefix, random.below(3) > 0);
                if (random.below(8) == 0)
                    net.aggregate(kAggregates[random.below(3)], kind(random.below(2), random.below(2)));
                net.run(Duration::milliseconds(100 * static_cast<std::int64_t>(random.below(3))));
            }
            net.run(Duration::seconds(60));
            Net anew;
            for (std::size_t n = 0; n < 4; ++n)
                anew.configure(n, net.lines(n));
            anew.start();
            anew.run(Duration::seconds(120));
            QCOMPARE(QString::fromStdString(net.told()), QString::fromStdString(anew.told()));
        }
    }
};

QTEST_APPLESS_MAIN(TestBgpAggregates)
#include "tst_aggregates.moc"
