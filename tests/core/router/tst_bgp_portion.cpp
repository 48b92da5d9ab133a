// Routes of BGP on their way to the RIB: a few at once, many in portions, each in its order.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/bgp_portion.h"
#include "tests/support/frames.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
namespace bgp = routing::bgp;

namespace {

struct Bench {
    router::BgpPortion portion;
    routing::Rib rib;
    bgp::Output out;
    base::TimePoint now;

    void say(std::uint32_t address, const char *gateway, bool removed = false)
    {
        bgp::RouteChange change;
        change.prefix = base::IpPrefix(base::Ipv4Address(address), 32);
        change.distance = 20;
        change.removed = removed;
        change.firstNextHop = static_cast<std::uint32_t>(out.nextHops.size());
        change.nextHopCount = removed ? 0 : 1;
        if (!removed)
            out.nextHops.push_back(test::address(gateway));
        out.routes.push_back(change);
    }
    void take()
    {
        portion.take(now, out, rib);
        QVERIFY(out.routes.empty() && out.nextHops.empty());
    }
    /// The gateway offered for it; empty: none.
    std::string gateway(std::uint32_t address) const
    {
        const auto found = rib.candidates(base::IpPrefix(base::Ipv4Address(address), 32));
        return found.empty() ? "" : toString(found.front().candidate.nextHops.front().gateway);
    }
};

} // namespace

class TestBgpPortion : public QObject {
    Q_OBJECT
private slots:
    void aFewGoAtOnce()
    {
        Bench b;
        b.say(1, "10.0.0.2");
        b.say(2, "10.0.0.3");
        b.take();
        QVERIFY(b.portion.due().isNever());
        QCOMPARE(b.gateway(1), std::string("10.0.0.2"));
        QCOMPARE(b.gateway(2), std::string("10.0.0.3"));
        b.say(1, "", true);
        b.take();
        QCOMPARE(b.gateway(1), std::string());
    }

    void manyWaitForMore()
    {
        Bench b;
        for (std::uint32_t n = 0; n < 1000; ++n)
            b.say(n, "10.0.0.2");
        b.take();
        QCOMPARE(b.portion.due().ns(), (b.now + 1_ms).ns());
        QCOMPARE(b.rib.prefixes(), std::size_t(0));
        b.now = b.now + 500_us;
        b.say(7, "10.0.0.3"); // behind the others, whatever it is
        b.say(8, "", true);
        b.take();
        QCOMPARE(b.rib.prefixes(), std::size_t(0));
        router::BgpPortion copy = b.portion; // a checkpoint
        routing::Rib copyRib = b.rib;
        b.portion.expire(b.now, b.rib);
        QCOMPARE(b.rib.prefixes(), std::size_t(0));
        b.now = b.now + 500_us;
        b.portion.expire(b.now, b.rib);
        QVERIFY(b.portion.due().isNever());
        QCOMPARE(b.gateway(6), std::string("10.0.0.2"));
        QCOMPARE(b.gateway(7), std::string("10.0.0.3"));
        QCOMPARE(b.gateway(8), std::string());
        QCOMPARE(b.gateway(999), std::string("10.0.0.2"));
        QCOMPARE(copyRib.prefixes(), std::size_t(0));
        copy.handOver(copyRib);
        QCOMPARE(copyRib.prefixes(), b.rib.prefixes());
    }

    void noPortionIsEverLarger()
    {
        Bench b;
        for (std::uint32_t n = 0; n < 50'000; ++n)
            b.say(n, n % 2 ? "10.0.0.2" : "10.0.0.3");
        b.take();
        QCOMPARE(b.rib.prefixes(), std::size_t(32'768));
        QVERIFY(!b.portion.due().isNever());
        b.portion.handOver(b.rib); // nobody waits any longer
        QVERIFY(b.portion.due().isNever());
        QCOMPARE(b.rib.prefixes(), std::size_t(50'000));
        QCOMPARE(b.gateway(49'998), std::string("10.0.0.3"));
        QCOMPARE(b.gateway(49'999), std::string("10.0.0.2"));
    }
};

QTEST_APPLESS_MAIN(TestBgpPortion)
#include "tst_bgp_portion.moc"
