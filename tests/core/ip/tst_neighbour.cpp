// The neighbour machine: the table of all its transitions, then a stack that walks it with real ARP.
//
// Times and retries are those of RFC 4861 section 10 and RFC 1122 section 2.3.2.1.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/neighbour.h"
#include "tests/support/compare.h"
#include "tests/support/frames.h"
#include "tests/support/network.h"

#include <QtTest>

#include <set>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::Frame;
using test::Network;

namespace {

using S = ip::NeighbourState;
using E = ip::NeighbourEvent;

/// What a step does besides going to its state, as words.
std::string actions(const ip::NeighbourStep &s)
{
    std::string text;
    const auto word = [&text](bool yes, const char *name) {
        if (yes)
            text += (text.empty() ? "" : " ") + std::string(name);
    };
    word(s.take, "take");
    word(s.request, "request");
    word(s.probe, "probe");
    word(s.restart, "restart");
    word(s.resetTries, "reset");
    word(s.queue, "queue");
    word(s.release, "release");
    word(s.giveUp, "give-up");
    word(s.remove, "remove");
    return text;
}

struct Row {
    S from;
    E event;
    S to;
    const char *actions;
};

constexpr Row kTable[] = {
    // asked, no answer yet
    {S::incomplete, E::use, S::incomplete, "queue"},
    {S::incomplete, E::timeout, S::incomplete, "request restart"},
    {S::incomplete, E::exhausted, S::failed, "restart give-up"},
    {S::incomplete, E::solicitedSame, S::reachable, "take restart reset release"},
    {S::incomplete, E::solicitedChanged, S::reachable, "take restart reset release"},
    {S::incomplete, E::unsolicitedSame, S::stale, "take restart reset release"},
    {S::incomplete, E::unsolicitedChanged, S::stale, "take restart reset release"},
    {S::incomplete, E::upperConfirmed, S::incomplete, ""},
    // answered lately
    {S::reachable, E::use, S::reachable, ""},
    {S::reachable, E::timeout, S::stale, "restart"},
    {S::reachable, E::exhausted, S::stale, "restart"},
    {S::reachable, E::solicitedSame, S::reachable, "restart"},
    {S::reachable, E::solicitedChanged, S::reachable, "take restart"},
    {S::reachable, E::unsolicitedSame, S::reachable, ""},
    {S::reachable, E::unsolicitedChanged, S::stale, "take restart"},
    {S::reachable, E::upperConfirmed, S::reachable, "restart"},
    // not confirmed lately
    {S::stale, E::use, S::delay, "restart"},
    {S::stale, E::timeout, S::stale, "remove"},
    {S::stale, E::exhausted, S::stale, "remove"},
    {S::stale, E::solicitedSame, S::reachable, "restart"},
    {S::stale, E::solicitedChanged, S::reachable, "take restart"},
    {S::stale, E::unsolicitedSame, S::stale, "restart"},
    {S::stale, E::unsolicitedChanged, S::stale, "take restart"},
    {S::stale, E::upperConfirmed, S::reachable, "restart"},
    // used while stale
    {S::delay, E::use, S::delay, ""},
    {S::delay, E::timeout, S::probe, "probe restart reset"},
    {S::delay, E::exhausted, S::probe, "probe restart reset"},
    {S::delay, E::solicitedSame, S::reachable, "restart"},
    {S::delay, E::solicitedChanged, S::reachable, "take restart"},
    {S::delay, E::unsolicitedSame, S::delay, ""},
    {S::delay, E::unsolicitedChanged, S::stale, "take restart"},
    {S::delay, E::upperConfirmed, S::reachable, "restart"},
    // asking it alone
    {S::probe, E::use, S::probe, ""},
    {S::probe, E::timeout, S::probe, "probe restart"},
    {S::probe, E::exhausted, S::failed, "restart give-up"},
    {S::probe, E::solicitedSame, S::reachable, "restart reset"},
    {S::probe, E::solicitedChanged, S::reachable, "take restart reset"},
    {S::probe, E::unsolicitedSame, S::probe, ""},
    {S::probe, E::unsolicitedChanged, S::stale, "take restart reset"},
    {S::probe, E::upperConfirmed, S::reachable, "restart reset"},
    // did not answer
    {S::failed, E::use, S::incomplete, "request restart reset queue"},
    {S::failed, E::timeout, S::failed, "remove"},
    {S::failed, E::exhausted, S::failed, "remove"},
    {S::failed, E::solicitedSame, S::reachable, "take restart reset"},
    {S::failed, E::solicitedChanged, S::reachable, "take restart reset"},
    {S::failed, E::unsolicitedSame, S::stale, "take restart reset"},
    {S::failed, E::unsolicitedChanged, S::stale, "take restart reset"},
    {S::failed, E::upperConfirmed, S::failed, ""},
    // configured: nothing that happens changes it
    {S::permanent, E::use, S::permanent, ""},
    {S::permanent, E::timeout, S::permanent, ""},
    {S::permanent, E::exhausted, S::permanent, ""},
    {S::permanent, E::solicitedSame, S::permanent, ""},
    {S::permanent, E::solicitedChanged, S::permanent, ""},
    {S::permanent, E::unsolicitedSame, S::permanent, ""},
    {S::permanent, E::unsolicitedChanged, S::permanent, ""},
    {S::permanent, E::upperConfirmed, S::permanent, ""},
};

const base::MacAddress kPeer = base::MacAddress::local(0x99);
const base::MacAddress kOther = base::MacAddress::local(0x98);

/// One host, 10.0.0.1/24, with the test as its only neighbour at 10.0.0.2.
struct Bench : Network {
    explicit Bench(ip::StackOptions options = {})
    {
        end = port(add("h", false, options), {"10.0.0.1/24"});
        setCarrier(end, true);
        runFor(5_s); // announcements are over
        forget();
    }
    void sendTo(const char *to, std::uint8_t mark = 1)
    {
        move(0, [&](link::Context &c, router::VirtualRouter &) {
            ip::Datagram d;
            d.destination = test::address(to);
            d.payload = c.pool.copyOf(Frame{0, 9, 0, 9, 0, 9, 0, 0, mark}); // a UDP datagram of sorts
            QVERIFY(const_cast<ip::Stack &>(stack(0)).send(c, std::move(d)));
        });
    }
    void arp(wire::ArpOperation operation, const base::MacAddress &to, const base::MacAddress &from, const char *sender,
             const char *target)
    {
        inject(end, test::ethernet(to, from, wire::EtherType::arp,
                                   test::arp({operation, from, test::v4(sender), mac(end), test::v4(target)})));
    }
    void reply(const base::MacAddress &from = kPeer) { arp(wire::ArpOperation::reply, mac(end), from, "10.0.0.2", "10.0.0.1"); }
    const ip::Neighbour *peer(const char *address = "10.0.0.2")
    {
        const ip::NeighbourTable &table = stack(0).interface(end.port)->neighbours;
        const std::uint32_t slot = table.find(test::address(address));
        return slot == ip::NeighbourTable::kNone ? nullptr : &table.at(slot);
    }
    std::string state()
    {
        return peer() ? std::string(toString(peer()->state)) : "none";
    }
    /// "request 10.0.0.2", "probe", "data 1": what was sent since forget(), in a word each.
    QStringList words() const
    {
        QStringList all;
        for (const Sent &s : sent) {
            const auto frame = wire::EthernetView::parse(s.bytes);
            if (frame->etherType() == wire::EtherType::arp) {
                const auto view = wire::ArpView::parse(frame->payload());
                const QString target = QString::fromStdString(toString(view->targetIp()));
                if (view->operation() == wire::ArpOperation::reply)
                    all << "reply";
                else if (view->targetIp() == view->senderIp())
                    all << "announce " + target;
                else
                    all << (frame->destination().isBroadcast() ? "request " : "probe ") + target;
            } else {
                all << "data " + QString::number(s.bytes.back());
            }
        }
        return all;
    }
    End end;
};

} // namespace

class TestNeighbour : public QObject {
    Q_OBJECT
private slots:
    void everyPairOfStateAndEvent()
    {
        QCOMPARE(std::size(kTable), std::size_t(7 * 8)); // none is missing
        std::set<std::pair<int, int>> seen;
        for (const Row &row : kTable) {
            const ip::NeighbourStep step = ip::next(row.from, row.event);
            const QByteArray pair = QByteArray::fromStdString(std::string(toString(row.from)) + " + " + std::string(toString(row.event)));
            QVERIFY2(step.state == row.to, pair);
            QVERIFY2(actions(step) == row.actions, pair + ": " + QByteArray::fromStdString(actions(step)));
            seen.insert({int(row.from), int(row.event)});
        }
        QCOMPARE(seen.size(), std::size(kTable));
    }

    void packetsWaitForTheAnswer()
    {
        Bench b;
        b.sendTo("10.0.0.2", 1);
        b.sendTo("10.0.0.2", 2);
        QCOMPARE(b.words(), QStringList{"request 10.0.0.2"}); // one question for both
        QCOMPARE(b.state(), "incomplete");
        b.reply();
        QCOMPARE(b.state(), "reachable");
        QCOMPARE(b.words(), (QStringList{"request 10.0.0.2", "data 1", "data 2"}));
        QCOMPARE(test::toHex(base::Bytes(b.sent.back().bytes).first(14)), "02 48 00 00 00 99 02 48 00 00 01 01 08 00");
    }

    // RFC 1122 section 2.3.2.1: not more than one request a second; section 2.3.2.2: the latest packet is kept.
    void askedThreeTimesThenGivenUp()
    {
        ip::StackOptions options;
        options.neighbours.queueLimit = 2;
        Bench b(options);
        for (std::uint8_t i = 1; i <= 4; ++i)
            b.sendTo("10.0.0.2", i);
        QCOMPARE(b.stack(0).counters().dropped(base::DropReason::neighbourQueueFull), 2u);
        b.runFor(2999_ms);
        QCOMPARE(b.words(), (QStringList{"request 10.0.0.2", "request 10.0.0.2", "request 10.0.0.2"}));
        QCOMPARE(b.sent[1].when - b.sent[0].when, 1_s);
        QCOMPARE(b.state(), "incomplete");
        b.runFor(2_ms);
        QCOMPARE(b.state(), "failed");
        QCOMPARE(b.stack(0).counters().dropped(base::DropReason::neighbourUnreachable), 2u);
        b.runFor(19_s);
        QCOMPARE(b.state(), "failed");
        b.runFor(2_s);
        QCOMPARE(b.state(), "none");
        QVERIFY(b.happened("neighbour 10.0.0.2 removed"));
    }

    void aFailedOneIsAskedForAgainOnUse()
    {
        Bench b;
        b.sendTo("10.0.0.2", 1);
        b.runFor(4_s);
        QCOMPARE(b.state(), "failed");
        b.forget();
        b.sendTo("10.0.0.2", 2);
        QCOMPARE(b.words(), QStringList{"request 10.0.0.2"});
        b.reply();
        QCOMPARE(b.words(), (QStringList{"request 10.0.0.2", "data 2"}));
    }

    // REACHABLE_TIME is 15 to 45 s, DELAY_FIRST_PROBE_TIME 5 s, RETRANS_TIMER 1 s.
    void reachableStaleDelayProbeAndBack()
    {
        Bench b;
        b.sendTo("10.0.0.2");
        b.reply();
        b.runFor(14_s);
        QCOMPARE(b.state(), "reachable");
        b.runFor(32_s);
        QCOMPARE(b.state(), "stale");
        b.forget();
        b.sendTo("10.0.0.2", 7);
        QCOMPARE(b.state(), "delay");
        QCOMPARE(b.words(), QStringList{"data 7"}); // it goes out at once, to the address that is known
        b.runFor(5_s);
        QCOMPARE(b.state(), "probe");
        QCOMPARE(b.words(), (QStringList{"data 7", "probe 10.0.0.2"}));
        b.reply();
        QCOMPARE(b.state(), "reachable");
    }

    void probedThreeTimesThenFailed()
    {
        Bench b;
        b.sendTo("10.0.0.2");
        b.reply();
        b.runFor(46_s);
        b.forget();
        b.sendTo("10.0.0.2", 7);
        b.runFor(9_s); // 5 s delay, probes at 5, 6 and 7 s, failed at 8
        QCOMPARE(b.words(), (QStringList{"data 7", "probe 10.0.0.2", "probe 10.0.0.2", "probe 10.0.0.2"}));
        QCOMPARE(b.state(), "failed");
    }

    void anUpperLayerKeepsItReachable()
    {
        Bench b;
        b.sendTo("10.0.0.2");
        b.reply();
        for (int i = 0; i < 10; ++i) {
            b.runFor(14_s);
            b.move(0, [&](link::Context &c, router::VirtualRouter &) {
                const_cast<ip::Stack &>(b.stack(0)).confirmReachable(c, test::address("10.0.0.2"));
            });
        }
        QCOMPARE(b.state(), "reachable");
    }

    void staleOnesAreForgottenAfterTwentyMinutes()
    {
        Bench b;
        b.sendTo("10.0.0.2");
        b.reply();
        b.runFor(46_s);
        b.runFor(1150_s);
        QCOMPARE(b.state(), "stale");
        b.runFor(60_s);
        QCOMPARE(b.state(), "none");
    }

    // RFC 826: who asks for us is entered, who asks for others is not; what is known is mended by every packet.
    void learningFromRequests()
    {
        Bench b;
        b.arp(wire::ArpOperation::request, base::MacAddress::broadcast(), kPeer, "10.0.0.2", "10.0.0.77");
        QCOMPARE(b.state(), "none");
        QCOMPARE(b.words(), QStringList());
        b.arp(wire::ArpOperation::request, base::MacAddress::broadcast(), kPeer, "10.0.0.2", "10.0.0.1");
        QCOMPARE(b.state(), "stale");
        QCOMPARE(b.words(), QStringList{"reply"});
        QCOMPARE(test::toHex(b.sent[0].bytes), "02 48 00 00 00 99 02 48 00 00 01 01 08 06 00 01 08 00 06 04 00 02 02 48 00 00 01 01 "
                                               "0a 00 00 01 02 48 00 00 00 99 0a 00 00 02");
        b.arp(wire::ArpOperation::request, base::MacAddress::broadcast(), kOther, "10.0.0.2", "10.0.0.2"); // moved
        QVERIFY(b.peer()->mac == kOther);
        b.arp(wire::ArpOperation::request, base::MacAddress::broadcast(), kPeer, "192.0.2.1", "10.0.0.1");
        QVERIFY(!b.peer("192.0.2.1")); // not on our network: an answer, but no entry
        QCOMPARE(b.words(), (QStringList{"reply", "reply"}));
    }

    void aRepliesFromNowhereMakesNoEntry()
    {
        Bench b;
        b.reply();
        QCOMPARE(b.state(), "none");
    }

    // RFC 5227 section 1.1: two announcements, two seconds apart.
    void addressesAreAnnounced()
    {
        Bench b;
        b.move(0, [&](link::Context &c, router::VirtualRouter &r) { r.carrierChanged(c, b.end.port, false); });
        b.runFor(1_s);
        QCOMPARE(b.words(), QStringList());
        b.move(0, [&](link::Context &c, router::VirtualRouter &r) { r.carrierChanged(c, b.end.port, true); });
        b.runFor(60_s);
        QCOMPARE(b.words(), (QStringList{"announce 10.0.0.1", "announce 10.0.0.1"}));
        QCOMPARE(b.sent[1].when - b.sent[0].when, 2_s);
    }

    // RFC 5227 section 2.4: defended, at most once in ten seconds.
    void aConflictIsToldAndTheAddressDefended()
    {
        Bench b;
        const auto conflict = [&] { b.arp(wire::ArpOperation::request, base::MacAddress::broadcast(), kPeer, "10.0.0.1", "10.0.0.9"); };
        conflict();
        conflict();
        b.runFor(9_s);
        conflict();
        QCOMPARE(b.words(), QStringList{"announce 10.0.0.1"});
        QVERIFY(b.happened("notice address conflict on eth0: 10.0.0.1 is also used by 02:48:00:00:00:99"));
        b.runFor(2_s);
        conflict();
        QCOMPARE(b.words().size(), 2);
        b.arp(wire::ArpOperation::request, base::MacAddress::broadcast(), kPeer, "0.0.0.0", "10.0.0.1"); // a probe
        QCOMPARE(b.words().last(), "reply");
        QVERIFY(!b.peer("0.0.0.0"));
    }

    void aPermanentEntryNeedsNoArpAndStays()
    {
        Bench b;
        b.move(0, [&](link::Context &c, router::VirtualRouter &r) {
            r.addPermanentNeighbour(c, b.end.port, test::address("10.0.0.2"), kPeer);
        });
        b.sendTo("10.0.0.2", 5);
        b.reply(kOther);
        b.runFor(3600_s);
        b.sendTo("10.0.0.2", 6);
        QCOMPARE(b.words(), (QStringList{"data 5", "data 6"}));
        QVERIFY(b.peer()->mac == kPeer);
        b.setCarrier(b.end, false);
        QVERIFY(b.peer());
        b.move(0, [&](link::Context &c, router::VirtualRouter &r) { QVERIFY(r.removeNeighbour(c, b.end.port, test::address("10.0.0.2"))); });
        QVERIFY(!b.peer());
    }

    void carrierLossForgetsWhatWasLearnt()
    {
        Bench b;
        b.sendTo("10.0.0.2");
        b.reply();
        b.sendTo("10.0.0.3");
        b.setCarrier(b.end, false);
        QVERIFY(!b.peer());
        QVERIFY(!b.peer("10.0.0.3"));
        QCOMPARE(b.stack(0).counters().dropped(base::DropReason::neighbourUnreachable), 1u);
        b.runFor(10_s); // no timer fires into the void
    }

    void aFullTableMakesRoomAmongTheUnused()
    {
        ip::StackOptions options;
        options.neighbours.tableLimit = 2;
        Bench b(options);
        b.sendTo("10.0.0.2");
        b.sendTo("10.0.0.3");
        b.sendTo("10.0.0.4"); // both are being asked for
        QCOMPARE(b.stack(0).counters().dropped(base::DropReason::neighbourQueueFull), 1u);
        b.runFor(4_s); // both failed
        b.sendTo("10.0.0.4");
        QVERIFY(b.peer("10.0.0.4"));
        QCOMPARE(b.stack(0).interface(b.end.port)->neighbours.size(), std::size_t(2));
    }
};

QTEST_APPLESS_MAIN(TestNeighbour)
#include "tst_neighbour.moc"
