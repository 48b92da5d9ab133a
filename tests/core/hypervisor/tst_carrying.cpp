// How the base portion carries datagrams: direct, bridged, nat; among guests, and between them and the world outside.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/hypervisor/computer.h"

#include "core/wire/arp.h"
#include "core/wire/igmp.h"

using namespace hopyard;
using namespace hopyard::hypervisor;

class CarryingTest : public QObject {
    Q_OBJECT
private slots:
    void directStaysInsideTheComputer()
    {
        Computer pc;
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24")), b = pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        pc.steps.words.clear();
        pc.program(a, "ping 10.0.0.12 count 3");
        pc.run(5_s);
        QVERIFY2(Computer::allAnswered(pc.result(a), 3), pc.result(a).c_str());
        QVERIFY(datagrams(pc.sent).empty()); // nothing but announcements left it
        QVERIFY(datagrams(pc.arrived).empty());
        const Costs &costs = pc.hv.costs(Mode::direct, Receive::copy);
        QVERIFY(costs.copies >= 12); // three there and three back, each out of one guest and into the other
        QCOMPARE(costs.maps, 0u);
        QCOMPARE(pc.hv.guest(b)->nics[0].counters.spoofed, 0u);
        QVERIFY(holds(pc.steps.words, "output a"));
        QVERIFY(holds(pc.steps.words, "copied b"));
        QVERIFY(holds(pc.steps.words, "interrupt b"));
        QVERIFY(holds(pc.steps.words, "exit a"));
    }

    void directReachesTheOutsideUntranslated()
    {
        Computer pc;
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
        pc.run(1_s);
        pc.program(a, "ping 10.0.0.100 count 2");
        pc.run(5_s);
        QVERIFY2(Computer::allAnswered(pc.result(a), 2), pc.result(a).c_str());
        QVERIFY(holds(datagrams(pc.sent), "10.0.0.11>10.0.0.100"));
        QVERIFY(holds(datagrams(pc.arrived), "10.0.0.100>10.0.0.11"));
        pc.programOutside("ping 10.0.0.11 count 2");
        pc.run(5_s);
        QVERIFY2(Computer::allAnswered(pc.resultOutside(), 2), pc.resultOutside().c_str());
        QCOMPARE(pc.hv.adapters()[0].resolver.table().size(), 1u);
    }

    void theAdapterAnswersArpForGuestsAloneAndForItself()
    {
        Computer pc;
        pc.start(guestAt("a", "10.0.0.11/24"));
        pc.run(1_s);
        const auto ask = [&](const char *target) {
            pc.sent.clear();
            std::vector<std::uint8_t> frame(14 + 28);
            wire::EthernetRepr{base::MacAddress::broadcast(), base::MacAddress::local(100), wire::EtherType::arp}.emit(frame);
            wire::ArpRepr arp;
            arp.senderMac = base::MacAddress::local(100);
            arp.senderIp = base::Ipv4Address(10, 0, 0, 100);
            arp.targetIp = *base::Ipv4Address::parse(target);
            arp.emit(base::MutableBytes(frame).subspan(14));
            pc.inject(frame);
            return pc.sent.size();
        };
        QCOMPARE(ask("10.0.0.11"), 1u);
        const auto reply = wire::ArpView::parse(pc.sent[0].bytes().subspan(14));
        QVERIFY(reply->senderMac() == base::MacAddress::local(5));
        QVERIFY(reply->senderIp() == base::Ipv4Address(10, 0, 0, 11));
        QCOMPARE(ask("10.0.0.5"), 1u);
        QCOMPARE(ask("10.0.0.77"), 0u);
    }

    void aSpoofedSourceIsDroppedCountedAndNamed()
    {
        Computer pc;
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24")), b = pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        // The guest gives itself the other's address, of which the base portion's list knows nothing.
        link::Context c = pc.context();
        pc.hv.useGuest(c, a, [](router::VirtualRouter &router, link::Context &inside) {
            router::RouterConfig config = router.config();
            config.interfaces["eth0"].addresses = {*base::InterfaceAddress::parse("10.0.0.99/24")};
            router.configure(inside, config);
        });
        pc.program(a, "ping 10.0.0.12 count 2");
        pc.run(4_s);
        QVERIFY(Computer::allAnswered(pc.result(a), 0));
        QCOMPARE(pc.hv.guest(a)->nics[0].counters.spoofed, 2u);
        QCOMPARE(pc.hv.dropped(base::DropReason::spoofedSource), 2u);
        QVERIFY(holds(pc.steps.drops, "spoofed source"));
        QCOMPARE(pc.hv.guest(b)->nics[0].counters.input, 0u);
    }

    void aSecondAddressAndOneThatMoves()
    {
        Computer pc;
        GuestSpec two = guestAt("a", "10.0.0.11/24");
        two.nics[0].addresses.push_back(*base::InterfaceAddress::parse("10.0.0.21/24"));
        const GuestId a = pc.start(two), b = pc.start(guestAt("b", "10.0.0.12/24"));
        const GuestId asker = pc.start(guestAt("asker", "10.0.0.13/24"));
        pc.run(1_s);
        pc.programOutside("ping 10.0.0.21 count 1");
        pc.run(2_s);
        QVERIFY(Computer::allAnswered(pc.resultOutside(), 1));
        pc.program(asker, "ping 10.0.0.21 count 1");
        pc.run(2_s);
        QVERIFY(Computer::allAnswered(pc.result(asker), 1));
        const std::uint64_t inputOfB = pc.hv.guest(b)->nics[0].counters.input;

        link::Context c = pc.context();
        QVERIFY(pc.hv.moveAddress(c, *base::IpAddress::parse("10.0.0.21"), {b, 0}));
        QVERIFY(*pc.hv.addresses().find(0, base::Ipv4Address(10, 0, 0, 21)) == (NicId{b, 0}));
        QCOMPARE(pc.hv.guest(a)->nics[0].spec.addresses.size(), 1u);
        pc.program(asker, "ping 10.0.0.21 count 1");
        pc.run(2_s);
        QVERIFY(Computer::allAnswered(pc.result(asker), 1));
        pc.programOutside("ping 10.0.0.21 count 1");
        pc.run(2_s);
        QVERIFY(Computer::allAnswered(pc.resultOutside(), 1));
        QVERIFY(pc.hv.guest(b)->nics[0].counters.input >= inputOfB + 2);
    }

    void groupsGoToEveryGuestAndOut()
    {
        Computer pc;
        pc.start(guestAt("a", "10.0.0.11/24"));
        const GuestId b = pc.start(guestAt("b", "10.0.0.12/24")), c = pc.start(guestAt("c", "10.0.0.13/24"));
        pc.run(1_s);
        const std::uint64_t atB = pc.hv.guest(b)->nics[0].counters.input, atC = pc.hv.guest(c)->nics[0].counters.input;
        // From outside: a datagram to a group reaches them all.
        pc.inject(udpFrame(base::MacAddress({1, 0, 0x5e, 1, 2, 3}), base::MacAddress::local(100), "10.0.0.100", "239.1.2.3", 9, 9, 20));
        QCOMPARE(pc.hv.guest(b)->nics[0].counters.input, atB + 1);
        QCOMPARE(pc.hv.guest(c)->nics[0].counters.input, atC + 1);
        // From a guest: the others and the network outside, not itself.
        pc.sent.clear();
        link::Context here = pc.context();
        pc.hv.useGuest(here, b, [](router::VirtualRouter &router, link::Context &inside) {
            router.useSockets(inside, [](transport::SocketLayer &sockets, transport::IpOutput &ip) {
                const transport::SocketId socket = *sockets.socket(transport::SocketKind::udp, base::Family::ipv4);
                QVERIFY(sockets.setOption(ip, socket, transport::SocketOption::broadcast, 1));
                const std::array<std::uint8_t, 4> data{1, 2, 3, 4};
                QVERIFY(sockets.sendTo(ip, socket, data, {base::Ipv4Address(10, 0, 0, 255), 9}));
                QVERIFY(sockets.sendTo(ip, socket, data, {base::Ipv4Address(239, 9, 9, 9), 9}));
            });
        });
        pc.flush();
        QCOMPARE(pc.hv.guest(c)->nics[0].counters.input, atC + 3);
        QCOMPARE(pc.hv.guest(b)->nics[0].counters.input, atB + 1);
        QVERIFY(holds(datagrams(pc.sent), "10.0.0.12>239.9.9.9"));
        QVERIFY(holds(datagrams(pc.sent), "10.0.0.12>10.0.0.255"));
    }

    void bridgedCarriesByMacAndLearns()
    {
        HypervisorSpec spec = smallComputer();
        spec.mode = Mode::bridged;
        Computer pc(spec);
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
        pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        pc.sent.clear();
        pc.program(a, "ping 10.0.0.12 count 2");
        pc.run(4_s);
        QVERIFY2(Computer::allAnswered(pc.result(a), 2), pc.result(a).c_str());
        QVERIFY(datagrams(pc.sent).empty());
        pc.program(a, "ping 10.0.0.100 count 2");
        pc.run(4_s);
        QVERIFY2(Computer::allAnswered(pc.result(a), 2), pc.result(a).c_str());
        // Outside the guest's own hardware address is seen.
        const auto last = wire::EthernetView::parse(pc.sent.back().bytes());
        QVERIFY(last->source() == pc.hv.guest(a)->nics[0].mac);
        QCOMPARE(pc.hv.macTable(pc.now).size(), 3u); // two guests and the host outside
    }

    void natTranslatesAndAServerInsideNeedsARow()
    {
        HypervisorSpec spec = smallComputer();
        spec.mode = Mode::nat;
        Computer pc(spec);
        const auto inside = [](const char *name, const char *address) {
            GuestSpec guest = guestAt(name, address);
            guest.gateway = base::IpAddress::parse("192.168.1.1");
            return guest;
        };
        const GuestId a = pc.start(inside("a", "192.168.1.11/24"));
        const GuestId b = pc.start(inside("b", "192.168.1.12/24"));
        pc.run(1_s);
        pc.program(a, "ping 10.0.0.100 count 2");
        pc.run(4_s);
        QVERIFY2(Computer::allAnswered(pc.result(a), 2), pc.result(a).c_str());
        QVERIFY(holds(datagrams(pc.sent), "10.0.0.5>10.0.0.100")); // never the inner address
        QVERIFY(!holds(datagrams(pc.sent), "192.168.1.11>10.0.0.100"));
        QCOMPARE(pc.hv.nat().rows(pc.now).size(), 1u);
        pc.program(a, "ping 192.168.1.12 count 2"); // inside nothing is translated
        pc.run(4_s);
        QVERIFY2(Computer::allAnswered(pc.result(a), 2), pc.result(a).c_str());

        // A server inside cannot be reached until a row says where it is.
        pc.program(b, "udp-sink port 5001");
        pc.run(1_s);
        const std::uint64_t before = pc.hv.guest(b)->nics[0].counters.input;
        pc.programOutside("udp-source 10.0.0.5 port 8000 size 64 count 3 rate 1mbit");
        pc.run(2_s);
        QCOMPARE(pc.hv.guest(b)->nics[0].counters.input, before);
        QVERIFY(pc.hv.dropped(base::DropReason::noTranslation) >= 3);
        QVERIFY(pc.hv.nat().addStatic(wire::IpProtocol::udp, 8000, base::Ipv4Address(192, 168, 1, 12), 5001));
        pc.programOutside("udp-source 10.0.0.5 port 8000 size 64 count 3 rate 1mbit");
        pc.run(2_s);
        QVERIFY(pc.hv.guest(b)->nics[0].counters.input >= before + 3);
    }

    void modesCanBeSwitchedWhileItRuns()
    {
        Computer pc;
        GuestSpec guest = guestAt("a", "10.0.0.11/24");
        const GuestId a = pc.start(guest);
        pc.start(guestAt("b", "10.0.0.12/24"));
        for (const Mode mode : {Mode::direct, Mode::bridged, Mode::nat, Mode::direct, Mode::bridged}) {
            link::Context c = pc.context();
            pc.hv.setMode(c, mode);
            pc.run(3_s);
            for (const char *to : {"10.0.0.12", "10.0.0.100"}) {
                pc.program(a, std::string("ping ") + to + " count 2");
                pc.run(5_s);
                QVERIFY2(Computer::allAnswered(pc.result(a), 2), (std::string(toString(mode)) + " " + to + pc.result(a)).c_str());
            }
        }
    }

    void vlansAreWorldsOfTheirOwn()
    {
        Computer pc;
        GuestSpec ten = guestAt("ten", "10.0.0.11/24"), twenty = guestAt("twenty", "10.0.0.11/24"); // the same address
        ten.nics[0].vlan = 10;
        twenty.nics[0].vlan = 20;
        const GuestId a = pc.start(ten), b = pc.start(twenty);
        pc.run(1_s);
        const auto frame = udpFrame(base::MacAddress::local(5), base::MacAddress::local(100), "10.0.0.100", "10.0.0.11", 9, 9, 20);
        const auto tagged = [&](std::uint16_t vlan) {
            const std::array<std::uint8_t, 4> tag{0x81, 0x00, static_cast<std::uint8_t>(vlan >> 8), static_cast<std::uint8_t>(vlan)};
            std::vector<std::uint8_t> bytes(frame.begin(), frame.end());
            bytes.insert(bytes.begin() + 12, tag.begin(), tag.end());
            return bytes;
        };
        const auto got = [&](GuestId guest) { return pc.hv.guest(guest)->router->stack().counters().received; };
        pc.inject(tagged(10));
        QCOMPARE(got(a), 1u);
        QCOMPARE(got(b), 0u);
        pc.inject(tagged(20));
        QCOMPARE(got(a), 1u);
        QCOMPARE(got(b), 1u);
        pc.inject(frame); // untagged: for nobody
        QCOMPARE(got(a), 1u);
        QCOMPARE(got(b), 1u);
        QVERIFY(holds(pc.steps.drops, "not for us"));
    }

    void theComputerRefusesWhatItHasNot()
    {
        HypervisorSpec spec = smallComputer();
        spec.shares = 5;
        Computer pc(spec);
        const auto refusal = [&](const GuestSpec &guest) {
            const auto id = pc.hv.addGuest(guest);
            return id ? std::string("none") : std::string(toString(id.error()));
        };
        QCOMPARE(refusal(guestAt("a", "10.0.0.11/24", 3)), std::string("none"));
        QCOMPARE(refusal(guestAt("a", "10.0.0.12/24")), std::string("another guest has that name"));
        QCOMPARE(refusal(guestAt("b", "10.0.0.11/24")), std::string("another guest has that address"));
        QCOMPARE(refusal(guestAt("b", "10.0.0.12/24", 3)), std::string("the computer has not that many shares left"));
        GuestSpec big = guestAt("b", "10.0.0.12/24");
        big.memory = 15u << 20;
        QCOMPARE(refusal(big), std::string("the computer has not that much memory left"));
        big.memory = 4096;
        QCOMPARE(refusal(big), std::string("that is not enough memory for its buffers"));
        GuestSpec far = guestAt("b", "10.0.0.12/24");
        far.nics[0].adapter = 3;
        QCOMPARE(refusal(far), std::string("the computer has no such adapter"));
        QCOMPARE(refusal(guestAt("b", "10.0.0.12/24", 2)), std::string("none"));
        QVERIFY(!pc.hv.setShare(pc.hv.findGuest("b"), 3));
        pc.check();
    }

    void aGuestIsPausedResumedStoppedAndTakenAway()
    {
        Computer pc;
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24")), b = pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        link::Context c = pc.context();
        QVERIFY(pc.hv.pauseGuest(c, b));
        pc.program(a, "ping 10.0.0.12 count 2");
        pc.run(3_s);
        QVERIFY(Computer::allAnswered(pc.result(a), 0));
        link::Context d = pc.context();
        QVERIFY(pc.hv.resumeGuest(d, b));
        QVERIFY(!pc.hv.resumeGuest(d, b));
        pc.program(a, "ping 10.0.0.12 count 2");
        pc.run(3_s);
        QVERIFY(Computer::allAnswered(pc.result(a), 2));
        link::Context e = pc.context();
        const std::size_t free = pc.hv.pages().freePages();
        QVERIFY(pc.hv.stopGuest(e, b));
        pc.check();
        QVERIFY(pc.hv.startGuest(e, b)); // and again, from nothing
        pc.run(1_s);
        pc.program(a, "ping 10.0.0.12 count 1");
        pc.run(3_s);
        QVERIFY(Computer::allAnswered(pc.result(a), 1));
        link::Context f = pc.context();
        QVERIFY(pc.hv.removeGuest(f, b));
        QCOMPARE(pc.hv.pages().freePages(), free + (2u << 20) / kPageSize);
        pc.check();
        QVERIFY(!pc.hv.guest(b));
        const GuestId again = pc.start(guestAt("b", "10.0.0.12/24")); // while the others run
        pc.run(1_s);
        pc.program(a, "ping 10.0.0.12 count 1");
        pc.run(3_s);
        QVERIFY(Computer::allAnswered(pc.result(a), 1));
        QVERIFY(again != b);
        QVERIFY(holds(pc.steps.states, "b paused") && holds(pc.steps.states, "b stopped") && holds(pc.steps.states, "b removed"));
    }

    void aFaultIsCaughtCountedAndSaid()
    {
        Computer pc;
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
        link::Context c = pc.context();
        QVERIFY(pc.hv.touch(c, a, 0));
        QVERIFY(!pc.hv.touch(c, a, 2u << 20)); // one byte beyond: another's, if anybody's
        QCOMPARE(pc.hv.guest(a)->faults, 1u);
        QVERIFY(holds(pc.steps.states, "a fault: outside its memory at 0x200000"));
    }

    /// A copy is a checkpoint: both go on from there, and to the same end.
    void aCopyGoesItsOwnWay()
    {
        Computer pc;
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
        pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        pc.program(a, "ping 10.0.0.12 count 5 interval 100ms");
        pc.run(250_ms);
        const Hypervisor checkpoint = pc.hv;
        const base::TimePoint then = pc.now;
        pc.run(5_s);
        const std::string first = pc.result(a);
        QVERIFY(Computer::allAnswered(first, 5));
        pc.hv = checkpoint;
        pc.now = then;
        pc.cable.clear();
        pc.run(5_s);
        QCOMPARE(pc.result(a), first);
    }
};

QTEST_APPLESS_MAIN(CarryingTest)
#include "tst_carrying.moc"
