// Hub and learning switch: where a frame goes, what is learnt, what is forgotten, and what a loop may cost.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/hub.h"
#include "core/link/switch.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace hopyard;
using namespace base::literals;
using base::MacAddress;
using base::PortIndex;
using base::TimePoint;

namespace {

const MacAddress kA = MacAddress::local(1), kB = MacAddress::local(2), kC = MacAddress::local(3);

template <class Device>
struct Bench {
    Bench()
    {
        link::Context c = context();
        for (int i = 0; i < 3; ++i)
            device.carrierChanged(c, device.addPort(), true);
    }
    link::Context context() { return {now, base::NodeId(0), pool, out, trace}; }
    /// The ports on which a frame came out.
    std::vector<std::uint32_t> send(std::uint32_t in, MacAddress to, MacAddress from, std::uint16_t vlan = 0)
    {
        packet::Packet frame = pool.make(60);
        auto bytes = frame.writable();
        std::fill(bytes.begin(), bytes.end(), std::uint8_t(0));
        to.store(&bytes[0]);
        from.store(&bytes[6]);
        if (vlan) {
            base::storeU16(&bytes[12], 0x8100);
            base::storeU16(&bytes[14], vlan);
        }
        link::Context c = context();
        device.handle(c, PortIndex(in), std::move(frame));
        std::vector<std::uint32_t> ports;
        for (const auto &item : out.items())
            ports.push_back(item.port.value());
        out.items().clear();
        return ports;
    }
    void advance(base::Duration d)
    {
        now = now + d;
        link::Context c = context();
        if (device.nextDeadline() <= now)
            device.expire(c);
    }
    using Ports = std::vector<std::uint32_t>;
    Device device;
    TimePoint now;
    packet::PacketPool pool;
    link::Outbox out;
    base::trace::Hub trace;
};
using Ports = std::vector<std::uint32_t>;

struct NoticeSink : base::trace::Sink {
    void event(TimePoint, const base::trace::Event &event) override
    {
        texts.emplace_back(std::get<base::trace::Notice>(event).text);
    }
    std::vector<std::string> texts;
};

} // namespace

class SwitchTest : public QObject {
    Q_OBJECT
private slots:
    void aHubRepeatsToAllOthers()
    {
        Bench<link::Hub> b;
        QCOMPARE(b.send(1, kA, kB), (Ports{0, 2}));
        QCOMPARE(b.send(0, kB, kA), (Ports{1, 2}));
    }

    void unknownIsFloodedThenLearnt()
    {
        Bench<link::Switch> b;
        QCOMPARE(b.send(0, kB, kA), (Ports{1, 2}));
        QCOMPARE(b.send(1, kA, kB), (Ports{0}));
        QCOMPARE(b.send(0, kB, kA), (Ports{1}));
    }

    void broadcastAndMulticastAreFlooded()
    {
        Bench<link::Switch> b;
        QCOMPARE(b.send(2, MacAddress::broadcast(), kA), (Ports{0, 1}));
        QCOMPARE(b.send(2, *MacAddress::parse("01:00:5e:00:00:05"), kA), (Ports{0, 1}));
    }

    void aFrameForItsOwnSideStaysThere()
    {
        Bench<link::Switch> b;
        b.send(0, kC, kA);
        QCOMPARE(b.send(0, kA, kB), Ports{});
    }

    void aGroupSourceIsNotLearnt()
    {
        Bench<link::Switch> b;
        b.send(0, kA, MacAddress::broadcast());
        QVERIFY(b.device.table(b.now).empty());
    }

    void anAddressMovesWithItsFrames()
    {
        Bench<link::Switch> b;
        b.send(0, kB, kA);
        b.send(2, kB, kA);
        QCOMPARE(b.send(1, kA, kB), (Ports{2}));
    }

    void agesOut()
    {
        Bench<link::Switch> b;
        b.send(0, kC, kA);
        b.advance(299_s);
        b.send(1, kC, kB);
        QCOMPARE(b.device.table(b.now).size(), std::size_t(2));
        b.advance(1_s);
        QCOMPARE(b.device.table(b.now).size(), std::size_t(1));
        QCOMPARE(b.send(2, kA, kC), (Ports{0, 1}));
        b.advance(600_s);
        QVERIFY(b.device.table(b.now).empty());
        QVERIFY(b.device.nextDeadline().isNever());
    }

    void vlansAreLearntApart()
    {
        Bench<link::Switch> b;
        b.send(0, kC, kA, 10);
        b.send(1, kC, kA, 20);
        QCOMPARE(b.send(2, kA, kB, 10), (Ports{0}));
        QCOMPARE(b.send(2, kA, kB, 20), (Ports{1}));
        QCOMPARE(b.send(2, kA, kB), (Ports{0, 1}));
        QCOMPARE(b.device.table(b.now).front().vlan, std::uint16_t(0));
    }

    void losingCarrierForgetsThePort()
    {
        Bench<link::Switch> b;
        b.send(0, kC, kA);
        auto c = b.context();
        b.device.carrierChanged(c, PortIndex(0), false);
        QCOMPARE(b.send(2, kA, kB), (Ports{1}));
    }

    void aFullTableFloodsTheRest()
    {
        Bench<link::Switch> b;
        for (std::uint32_t n = 0; n < link::Switch::kMaxEntries + 5; ++n) {
            b.now = b.now + 100_us; // slower than the flood limit
            b.send(0, kC, MacAddress::local(100 + n));
        }
        QCOMPARE(b.device.table(b.now).size(), link::Switch::kMaxEntries);
    }

    void aStormIsStoppedAndSaidOnce()
    {
        Bench<link::Switch> b;
        NoticeSink notices;
        b.trace.add(&notices, base::trace::kindOf<base::trace::Notice>());
        int passed = 0;
        for (int n = 0; n < 5'000; ++n) // all at the same moment, as in a loop of links without delay
            passed += !b.send(0, MacAddress::broadcast(), kA).empty();
        QVERIFY(passed >= 1'000 && passed < 1'100);
        QCOMPARE(b.device.suppressedFrames(), std::uint64_t(5'000 - passed));
        QCOMPARE(notices.texts.size(), std::size_t(1));
        b.advance(1_s);
        QVERIFY(!b.send(0, MacAddress::broadcast(), kA).empty());
    }

    void aShortFrameIsDropped()
    {
        Bench<link::Switch> b;
        auto c = b.context();
        b.device.handle(c, PortIndex(0), b.pool.make(13));
        QVERIFY(b.out.items().empty());
    }
};

QTEST_APPLESS_MAIN(SwitchTest)
#include "tst_switch.moc"
