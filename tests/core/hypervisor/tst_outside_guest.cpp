// A guest whose machine lies outside: its frames come and go at a port without a cable, and are carried like everybody's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/hypervisor/computer.h"

#include "core/wire/arp.h"

using namespace hopyard;
using namespace hopyard::hypervisor;

namespace {

GuestSpec machineAt(std::string name, const char *address)
{
    GuestSpec spec = guestAt(std::move(name), address);
    spec.kind = GuestKind::qemu;
    return spec;
}

/// What the machine's driver put into an output buffer.
void output(Computer &pc, GuestId guest, base::Bytes frame)
{
    link::Context c = pc.context();
    pc.hv.handle(c, outsidePort({guest, 0}), pc.pool.copyOf(frame));
    pc.check();
    pc.flush();
}

} // namespace

class OutsideGuestTest : public QObject {
    Q_OBJECT
private slots:
    void itsPortsAreItsAlone()
    {
        const NicId nic{GuestId(3), 2};
        QVERIFY(isOutsidePort(outsidePort(nic)));
        QVERIFY(nicAt(outsidePort(nic)) == nic);
        QVERIFY(!isOutsidePort(base::PortIndex(7)) && !isOutsidePort(base::PortIndex()));
    }

    void whatItSendsIsCarriedByAddress()
    {
        Computer pc;
        const GuestId m = pc.start(machineAt("m", "10.0.0.11/24")), other = pc.start(machineAt("o", "10.0.0.12/24"));
        const GuestId e = pc.start(guestAt("e", "10.0.0.13/24"));
        pc.run(1_s);
        pc.sent.clear();
        const base::MacAddress mac = pc.hv.guest(m)->nics[0].mac;
        // To the other machine: handed to its port, the destination address as it was; nothing leaves the computer.
        output(pc, m, udpFrame(kBaseMac, mac, "10.0.0.11", "10.0.0.12", 1, 2, 100));
        QCOMPARE(pc.handed.size(), std::size_t(1));
        QVERIFY(nicAt(pc.handed[0].port) == (NicId{other, 0}));
        QVERIFY(wire::loadMac(pc.handed[0].packet.bytes().data()) == pc.hv.guest(other)->nics[0].mac);
        QCOMPARE(datagrams({pc.handed[0].packet}), std::vector<std::string>{"10.0.0.11>10.0.0.12"});
        // To a guest of the engine: into its input buffers.
        const std::uint64_t before = pc.hv.guest(e)->nics[0].counters.input;
        output(pc, m, udpFrame(kBaseMac, mac, "10.0.0.11", "10.0.0.13", 1, 2, 5000));
        // And what it asked by ARP, to answer that nobody listens there.
        QCOMPARE(pc.hv.guest(e)->nics[0].counters.input, before + 2);
        pc.run(1_s);
        QVERIFY(datagrams(pc.sent).empty());
        // An address that is not its own is not sent for it.
        output(pc, m, udpFrame(kBaseMac, mac, "10.0.0.99", "10.0.0.12", 1, 2, 100));
        QCOMPARE(pc.hv.guest(m)->nics[0].counters.spoofed, std::uint64_t(1));
        // Nor is what is no frame.
        const std::vector<std::uint8_t> scrap(10);
        output(pc, m, scrap);
        QCOMPARE(pc.hv.guest(m)->nics[0].counters.badBuffers, std::uint64_t(1));
    }

    void arpIsTheBasePortionsAffair()
    {
        Computer pc;
        const GuestId m = pc.start(machineAt("m", "10.0.0.11/24"));
        pc.run(1_s);
        std::vector<std::uint8_t> frame(14 + 28);
        wire::EthernetRepr{base::MacAddress::broadcast(), pc.hv.guest(m)->nics[0].mac, wire::EtherType::arp}.emit(frame);
        wire::ArpRepr arp;
        arp.senderMac = pc.hv.guest(m)->nics[0].mac;
        arp.senderIp = base::Ipv4Address(10, 0, 0, 11);
        arp.targetIp = base::Ipv4Address(10, 0, 0, 100);
        arp.emit(base::MutableBytes(frame).subspan(14));
        output(pc, m, frame);
        QCOMPARE(pc.handed.size(), std::size_t(1));
        const auto reply = wire::ArpView::parse(pc.handed[0].packet.bytes().subspan(14));
        QVERIFY(reply && reply->senderMac() == kBaseMac && reply->senderIp() == base::Ipv4Address(10, 0, 0, 100));
    }

    void whatComesForItIsCopied()
    {
        HypervisorSpec spec = smallComputer();
        spec.receive = Receive::remap;
        Computer pc(spec);
        const GuestId m = pc.start(machineAt("m", "10.0.0.11/24"));
        pc.run(1_s);
        pc.inject(udpFrame(base::MacAddress::local(5), base::MacAddress::local(100), "10.0.0.100", "10.0.0.11", 1, 2, 100));
        QCOMPARE(pc.handed.size(), std::size_t(1));
        QCOMPARE(pc.hv.guest(m)->nics[0].counters.fellBack, std::uint64_t(1)); // its memory is another's: no page is lent
        QVERIFY(pc.hv.guest(m)->loans.empty());
    }

    void itsLifeIsToldAndItsPortFollows()
    {
        Computer pc;
        const GuestId m = pc.start(machineAt("m", "10.0.0.11/24"));
        link::Context c = pc.context();
        QVERIFY(!pc.hv.useGuest(c, m, [](router::VirtualRouter &, link::Context &) {}));
        QVERIFY(pc.hv.pauseGuest(c, m) && pc.hv.resumeGuest(c, m));
        pc.hv.setMode(c, Mode::bridged);
        QCOMPARE(pc.hv.guest(m)->replugs, 1u);
        QVERIFY(pc.hv.stopGuest(c, m));
        pc.flush();
        QVERIFY(pc.steps.states == (std::vector<std::string>{"m running", "m paused", "m running", "m plugged anew", "m stopped"}));
        pc.handed.clear();
        output(pc, m, udpFrame(kBaseMac, pc.hv.guest(m)->nics[0].mac, "10.0.0.11", "10.0.0.100", 1, 2, 100));
        pc.inject(udpFrame(pc.hv.guest(m)->nics[0].mac, base::MacAddress::local(100), "10.0.0.100", "10.0.0.11", 1, 2, 100));
        QVERIFY(pc.handed.empty());
        QVERIFY(holds(pc.steps.drops, std::string(toString(base::DropReason::nodeStopped))));
        // As another kind it is another machine.
        QVERIFY(!isSameMachine(machineAt("m", "10.0.0.11/24"), guestAt("m", "10.0.0.11/24")));
    }
};

QTEST_APPLESS_MAIN(OutsideGuestTest)
#include "tst_outside_guest.moc"
