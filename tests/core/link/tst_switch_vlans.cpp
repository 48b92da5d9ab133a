// A switch that looks at VLANs and speaks spanning tree: which frame is taken where, how it leaves, what is learnt.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/switch.h"
#include "core/wire/bpdu.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <map>
#include <string>
#include <vector>

using namespace hopyard;
using namespace base::literals;
using base::MacAddress;
using base::PortIndex;
using base::TimePoint;

namespace {

const MacAddress kA = MacAddress::local(1), kB = MacAddress::local(2);

/// Ports: 0 and 1 access in VLAN 10, 2 access in VLAN 20, 3 trunk of all with native VLAN 1, 4 trunk of 10 alone without
/// a native VLAN.
link::SwitchSettings settings()
{
    link::SwitchSettings s;
    s.address = MacAddress::local(100);
    s.looksAtVlans = true;
    s.ports.resize(5);
    s.ports[0].vlans.vlan = s.ports[1].vlans.vlan = 10;
    s.ports[2].vlans.vlan = 20;
    s.ports[3].vlans = {true, 1, base::VlanSet::all()};
    s.ports[4].vlans = {true, 0, *base::VlanSet::parse("10")};
    return s;
}

struct Bench {
    explicit Bench(const link::SwitchSettings &s = settings())
    {
        link::Context c = context();
        for (std::size_t i = 0; i < s.ports.size(); ++i)
            device.carrierChanged(c, device.addPort(), true);
        device.configure(c, s);
        collect();
    }
    link::Context context() { return {now, base::NodeId(0), pool, out, trace}; }
    /// By port, the tag's two bytes of what came out: "" untagged.
    using Left = std::map<std::uint32_t, std::string>;
    Left collect()
    {
        Left left;
        for (const auto &item : out.items()) {
            last = item.packet;
            const base::Bytes bytes = item.packet.bytes();
            left[item.port.value()] = base::loadU16(&bytes[12]) == 0x8100 ? test::toHex(bytes.subspan(14, 2)) : "";
        }
        out.items().clear();
        return left;
    }
    Left send(std::uint32_t in, MacAddress to, MacAddress from, int tag = -1)
    {
        packet::Packet frame = pool.make(64);
        auto bytes = frame.writable();
        std::fill(bytes.begin(), bytes.end(), std::uint8_t(0));
        to.store(&bytes[0]);
        from.store(&bytes[6]);
        std::size_t at = 12;
        if (tag >= 0) {
            base::storeU16(&bytes[at], 0x8100);
            base::storeU16(&bytes[at + 2], static_cast<std::uint16_t>(tag));
            at += 4;
        }
        base::storeU16(&bytes[at], 0x0800);
        bytes[at + 2] = 0x5a;
        link::Context c = context();
        device.handle(c, PortIndex(in), std::move(frame));
        return collect();
    }
    void advance(base::Duration time)
    {
        const TimePoint end = now + time;
        while (device.nextDeadline() <= end) {
            now = device.nextDeadline();
            link::Context c = context();
            device.expire(c);
            collect();
        }
        now = end;
    }
    link::Switch device;
    TimePoint now;
    packet::PacketPool pool;
    link::Outbox out;
    base::trace::Hub trace;
    packet::Packet last;
};
using Left = Bench::Left;

struct ChangeSink : base::trace::Sink {
    void event(TimePoint, const base::trace::Event &event) override
    {
        const auto &change = std::get<base::trace::ProtocolChanged>(event);
        texts.push_back(std::string(change.subject) + " " + std::to_string(change.port.value()) + " " + std::string(change.to));
    }
    std::vector<std::string> texts;
};

} // namespace

class TestSwitchVlans : public QObject {
    Q_OBJECT
private slots:
    void anAccessPortsFrameStaysInItsVlan()
    {
        Bench b;
        QCOMPARE(b.send(0, MacAddress::broadcast(), kA), (Left{{1, ""}, {3, "00 0a"}, {4, "00 0a"}}));
        QCOMPARE(b.send(2, MacAddress::broadcast(), kA), (Left{{3, "00 14"}}));
    }

    void aTrunkTakesTags()
    {
        Bench b;
        QCOMPARE(b.send(3, MacAddress::broadcast(), kA, 10), (Left{{0, ""}, {1, ""}, {4, "00 0a"}}));
        QCOMPARE(b.send(3, MacAddress::broadcast(), kA, 20), (Left{{2, ""}}));
        QCOMPARE(b.send(3, MacAddress::broadcast(), kA, 30), Left{});
    }

    void theNativeVlanIsUntagged()
    {
        link::SwitchSettings s = settings();
        s.ports[2].vlans.vlan = 1;
        Bench b(s);
        QCOMPARE(b.send(2, MacAddress::broadcast(), kA), (Left{{3, ""}}));
        QCOMPARE(b.send(3, MacAddress::broadcast(), kA), (Left{{2, ""}}));
        QCOMPARE(b.send(3, MacAddress::broadcast(), kA, 1), (Left{{2, ""}}));
    }

    void whatAPortDoesNotTakeIsCounted()
    {
        Bench b;
        QCOMPARE(b.send(0, MacAddress::broadcast(), kA, 10), Left{}); // a tag at an access port
        QCOMPARE(b.send(4, MacAddress::broadcast(), kA, 20), Left{}); // a VLAN that it does not carry
        QCOMPARE(b.send(4, MacAddress::broadcast(), kA), Left{});     // no tag and no native VLAN
        QCOMPARE(b.device.filteredFrames(), std::uint64_t(3));
        QVERIFY(b.device.table(b.now).empty());
    }

    void aPriorityIsKeptOnTrunksAndDroppedAtAccess()
    {
        Bench b;
        QCOMPARE(b.send(0, MacAddress::broadcast(), kA, 5 << 13), (Left{{1, ""}, {3, "a0 0a"}, {4, "a0 0a"}}));
        QCOMPARE(b.send(3, MacAddress::broadcast(), kB, 5 << 13 | 10), (Left{{0, ""}, {1, ""}, {4, "a0 0a"}}));
    }

    void theRestOfTheFrameIsUntouched()
    {
        Bench b;
        b.send(0, kB, kA);
        b.send(3, kA, kB, 10);
        QCOMPARE(test::toHex(b.last.bytes().first(16)), std::string("02 48 00 00 00 01 02 48 00 00 00 02 08 00 5a 00"));
        QCOMPARE(b.last.size(), std::size_t(60));
        b.send(0, kB, kA);
        QCOMPARE(test::toHex(b.last.bytes().first(20)),
                 std::string("02 48 00 00 00 02 02 48 00 00 00 01 81 00 00 0a 08 00 5a 00"));
        QCOMPARE(b.last.size(), std::size_t(68));
    }

    void itLearnsByVlan()
    {
        Bench b;
        b.send(0, kB, kA);
        b.send(2, kB, kA);
        QCOMPARE(b.send(1, kA, kB), (Left{{0, ""}}));
        QCOMPARE(b.send(3, kA, kB, 20), (Left{{2, ""}}));
        const auto table = b.device.table(b.now);
        QCOMPARE(table.size(), std::size_t(4));
        QCOMPARE(table[0].vlan, std::uint16_t(10));
        QCOMPARE(table[3].vlan, std::uint16_t(20));
    }

    void anotherVlanForAPortForgetsWhatWasBehindIt()
    {
        Bench b;
        b.send(0, kB, kA);
        b.send(2, kA, kB);
        link::SwitchSettings s = settings();
        s.ports[0].vlans.vlan = 20;
        auto c = b.context();
        b.device.configure(c, s);
        QCOMPARE(b.device.table(b.now).size(), std::size_t(1));
        QCOMPARE(b.send(2, MacAddress::broadcast(), kB), (Left{{0, ""}, {3, "00 14"}}));
    }

    void withASpanningTreeNothingPassesBeforeItMay()
    {
        link::SwitchSettings s = settings();
        s.looksAtVlans = false;
        s.spanningTree.emplace();
        ChangeSink changes;
        Bench b(s);
        b.trace.add(&changes, base::trace::kindOf<base::trace::ProtocolChanged>());
        QCOMPARE(b.send(0, MacAddress::broadcast(), kA), Left{});
        QVERIFY(b.device.table(b.now).empty());
        b.advance(5_s); // nobody answers: edges
        QCOMPARE(b.send(0, MacAddress::broadcast(), kA).size(), std::size_t(4));
        QVERIFY(std::find(changes.texts.begin(), changes.texts.end(), "spanning tree port 0 forwarding") != changes.texts.end());
        QVERIFY(b.device.spanningTree()->isRoot());
    }

    void messagesForBridgesEndHereWithATreeAndPassWithoutOne()
    {
        Bench without;
        QVERIFY(!without.send(0, wire::kBridgeGroup, kA).empty());
        link::SwitchSettings s = settings();
        s.spanningTree.emplace();
        Bench with(s);
        with.advance(5_s);
        QCOMPARE(with.send(0, wire::kBridgeGroup, kA), Left{});
        QCOMPARE(with.send(0, *MacAddress::parse("01:80:c2:00:00:0e"), kA), Left{});
    }

    void itsMessagesAreFramesOfTheBridge()
    {
        link::SwitchSettings s = settings();
        s.spanningTree.emplace();
        Bench b;
        auto c = b.context();
        b.device.configure(c, s);
        QCOMPARE(b.out.items().size(), std::size_t(5));
        const packet::Packet frame = b.out.items().front().packet;
        QCOMPARE(frame.size(), std::size_t(60));
        const auto view = wire::BpduView::parseFrame(frame.bytes());
        QVERIFY(view.has_value());
        QVERIFY(view->bridge().address == MacAddress::local(100));
        QCOMPARE(view->port(), std::uint16_t(0x8001));
    }

    void aTreeSwitchedOffLetsEverythingPass()
    {
        link::SwitchSettings s = settings();
        s.spanningTree.emplace();
        Bench b(s);
        auto c = b.context();
        b.device.configure(c, settings());
        QVERIFY(!b.device.spanningTree());
        QVERIFY(!b.send(0, MacAddress::broadcast(), kA).empty());
    }
};

QTEST_APPLESS_MAIN(TestSwitchVlans)
#include "tst_switch_vlans.moc"
