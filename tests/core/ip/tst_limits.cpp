// The ICMP rate limiter and the path MTU cache: figures and their sources.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/icmp_limiter.h"
#include "core/ip/path_mtu.h"
#include "core/ip/redirects.h"
#include "tests/support/frames.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::address;

namespace {
const base::TimePoint kStart = base::TimePoint::fromNs(5'000'000'000);
}

class TestLimits : public QObject {
    Q_OBJECT
private slots:
    // icmp(7): icmp_ratelimit 1000 ms with bursts of 6
    void oneReceiverGetsSixThenOneASecond()
    {
        ip::IcmpLimiter limiter({});
        int allowed = 0;
        for (int i = 0; i < 20; ++i)
            allowed += limiter.allow(kStart + 100_ms * i, address("10.0.0.1"));
        QCOMPARE(allowed, 7); // within two seconds: six at once and one for the second that passed
        QVERIFY(limiter.allow(kStart + 1900_ms, address("10.0.0.2"))); // another one has its own
        QVERIFY(limiter.allow(kStart + 60_s, address("10.0.0.1")));
    }

    // icmp_msgs_per_sec 1000, icmp_msgs_burst 50
    void allTogetherGetFiftyThenAThousandASecond()
    {
        ip::IcmpLimiter limiter({});
        const auto receiver = [](int i) { return base::IpAddress(base::Ipv4Address(0x0a000000u + std::uint32_t(i))); };
        int allowed = 0;
        for (int i = 0; i < 200; ++i)
            allowed += limiter.allow(kStart, receiver(i));
        QCOMPARE(allowed, 50);
        allowed = 0;
        for (int i = 0; i < 200; ++i)
            allowed += limiter.allow(kStart + 10_ms, receiver(1000 + i));
        QCOMPARE(allowed, 10);
    }

    void aRefusalForAllCostsTheReceiverNothing()
    {
        ip::IcmpLimiter limiter({1_s, 1, 1_s, 1});
        QVERIFY(limiter.allow(kStart, address("10.0.0.1")));
        QVERIFY(!limiter.allow(kStart, address("10.0.0.2")));
        QVERIFY(limiter.allow(kStart + 1_s, address("10.0.0.2")));
    }

    // RFC 1191 sections 3, 6.3 and 7.1
    void pathMtu()
    {
        ip::PathMtuCache cache;
        QCOMPARE(cache.lookup(kStart, address("10.0.0.1"), 1500), 1500u);
        QCOMPARE(cache.report(kStart, address("10.0.0.1"), 1400, 1500), 1400u);
        QCOMPARE(cache.lookup(kStart, address("10.0.0.1"), 1500), 1400u);
        QCOMPARE(cache.lookup(kStart, address("10.0.0.1"), 1300), 1300u);
        QCOMPARE(cache.lookup(kStart, address("10.0.0.2"), 1500), 1500u);
        QCOMPARE(cache.report(kStart, address("10.0.0.1"), 1450, 1500), 1400u); // never grows by a report
        QCOMPARE(cache.report(kStart, address("10.0.0.1"), 1500, 1500), 0u);    // nonsense: it would have fitted
        QCOMPARE(cache.report(kStart, address("10.0.0.1"), 20, 1500), 68u);     // below what every link carries
        QCOMPARE(cache.report(kStart, address("10.0.0.3"), 0, 1500), 1492u);    // an old router: the next plateau
        QCOMPARE(cache.report(kStart, address("10.0.0.3"), 0, 1492), 1006u);
        QCOMPARE(cache.lookup(kStart + 599_s, address("10.0.0.1"), 1500), 68u);
        QCOMPARE(cache.lookup(kStart + 600_s, address("10.0.0.1"), 1500), 1500u);
        for (std::uint32_t i = 0; i < 1000; ++i)
            cache.report(kStart + 700_s, base::Ipv4Address(0x0b000000u + i), 1400, 1500);
        QCOMPARE(cache.entries().size(), ip::PathMtuCache::kLimit);
    }

    void redirectsAreForgotten()
    {
        ip::RedirectCache cache;
        const base::PortIndex eth0(0);
        cache.set(kStart, address("10.9.0.1"), address("10.0.0.2"), eth0);
        cache.set(kStart, address("10.9.0.1"), address("10.0.0.3"), eth0);
        QVERIFY(cache.lookup(kStart, address("10.9.0.1"))->gateway == address("10.0.0.3"));
        QVERIFY(!cache.lookup(kStart + 300_s, address("10.9.0.1")));
        cache.forget(address("10.0.0.3"));
        QVERIFY(!cache.lookup(kStart, address("10.9.0.1")));
        cache.set(kStart, address("10.9.0.1"), address("10.0.0.2"), eth0);
        cache.forget(eth0);
        QVERIFY(!cache.lookup(kStart, address("10.9.0.1")));
    }
};

QTEST_APPLESS_MAIN(TestLimits)
#include "tst_limits.moc"
