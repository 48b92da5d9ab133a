// A lab's computers: what is read, what is said of mistakes, what a change does to the text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/computer_values.h"
#include "core/lab/lab_text.h"
#include "core/lab/programs.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"

#include <QtTest/QTest>

using namespace hopyard;

namespace {

const std::string kLab = "hopyard: 1\n"
                         "nodes:\n"
                         "  pc1:\n"
                         "    kind: hypervisor\n"
                         "    interfaces: {eth0: {address: 10.0.1.5/24}}\n"
                         "    gateway: 10.0.1.1\n"
                         "    computer: {memory: 64MiB, processors: 2, mode: nat, receive: remap, costs: {map: 5us}}  # small\n"
                         "    nat: [{protocol: tcp, port: 8080, to: \"g1:80\"}]\n"
                         "    guests:\n"
                         "      g1: {memory: 8MiB, share: 200, address: 10.0.9.11/24, gateway: 10.0.9.1, start: [http-server]}\n"
                         "      # the one that keeps everything\n"
                         "      g2:\n"
                         "        interfaces:\n"
                         "          eth0: {address: 10.0.9.12/24, vlan: 10, adapter: eth0}\n"
                         "        release: never\n"
                         "        state: stopped\n"
                         "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}}\n"
                         "links:\n"
                         "  - {ends: [pc1:eth0, h1:eth0]}\n";

std::string with(std::string text, const std::string &what, const std::string &instead)
{
    const std::size_t at = text.find(what);
    return at == std::string::npos ? std::string() : text.replace(at, what.size(), instead);
}

/// What is said of a lab, a line each.
QStringList saidOf(const std::string &text)
{
    QStringList said;
    const auto read = lab::LabText::read(text, "lab.yaml");
    for (const lab::Problem &p : read ? lab::validate(read->lab(), read->places()) : read.error())
        said << QString::fromStdString(lab::toString(p));
    return said;
}

} // namespace

class ComputerTest : public QObject {
    Q_OBJECT
private slots:
    void everyKeyIsRead()
    {
        const auto lab = lab::read(kLab);
        QVERIFY(lab);
        const lab::Computer &pc = lab->findNode("pc1")->computer;
        QCOMPARE(pc.memory, std::uint64_t(64) << 20);
        QCOMPARE(pc.processors, 2u);
        QCOMPARE(pc.shares, 1'000u);
        QVERIFY(pc.mode == lab::CarryMode::nat && pc.receive == lab::ReceiveMode::remap && !pc.headerSplit);
        QVERIFY(pc.costs[6] == base::Duration::microseconds(5) && !pc.costs[0]);
        QVERIFY((pc.nat == std::vector<lab::PortRow>{{false, 8080, "g1", 80}}));
        QCOMPARE(pc.guests.size(), 2u);
        QCOMPARE(pc.guests[0].share, 200u);
        QCOMPARE(pc.guests[0].interfaces.at(0).name, std::string("eth0"));
        QVERIFY(pc.guests[0].gateway == base::IpAddress::parse("10.0.9.1"));
        QCOMPARE(pc.guests[0].start, std::vector<std::string>{"http-server"});
        QVERIFY(pc.guests[1].release == lab::ReleaseMode::never && pc.guests[1].isStopped);
        QCOMPARE(pc.guests[1].interfaces.at(0).vlan, std::uint16_t(10));
        QCOMPARE(pc.guests[1].memory, std::uint64_t(16) << 20);
        QVERIFY(lab::read(with(kLab, "{map: 5us}", "free"))->findNode("pc1")->computer.isFree());
        QCOMPARE(saidOf(kLab), QStringList());
    }

    void aMistakeSaysWhatWouldBeRight_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("instead");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *what, const char *instead, const char *said) { QTest::newRow(instead) << what << instead << said; };
        row("mode: nat", "mode: natt", "'natt' is none of direct, bridged, nat; did you mean 'nat'?");
        row("memory: 64MiB", "memory: 64", "64 bytes are no whole number of pages of 4 KiB; the next that is one is 4KiB");
        row("share: 200", "share: 0", "'0' is not a share of the computer, a number from 1 to 1000000");
        row("share: 200", "shre: 200", "unknown key 'shre' in guest 'g1'; did you mean 'share'?");
        row("to: \"g1:80\"", "to: \"g1\"", "a guest or its address, and a port, such as g1:80");
        row("vlan: 10", "vlan: 5000", "'5000' is not a VLAN, a number from 1 to 4094");
        row("release: never", "release: sometimes", "'sometimes' is none of eager, when-asked, never");
        row("map: 5us", "map: 5", "'5' is not a time such as 200ns or 3us");
        // What has the right shape and cannot be run.
        row("memory: 8MiB", "memory: 1GiB", "guest 'g1' wants 1GiB and 'pc1' has 64432KiB left of its 64MiB; give the computer more, or the guest less");
        row("memory: 8MiB", "memory: 512KiB", "512KiB are too little for the buffers of 1 interface; guest 'g1' needs at least 1036KiB");
        row("share: 200", "share: 950", "guest 'g2' wants a share of 100 and 'pc1' has 50 left of its 1000");
        row("10.0.9.12/24", "10.0.9.11/24", "address 10.0.9.11 of pc1/g2:eth0 belongs to pc1/g1:eth0 on line");
        row("gateway: 10.0.9.1,", "gateway: 10.0.8.1,", "gateway 10.0.8.1 of guest 'g1' is in none of its networks (10.0.9.0/24)");
        row("adapter: eth0", "adapter: eth7", "'pc1' has no adapter 'eth7'; it has eth0");
        row("to: \"g1:80\"", "to: \"g9:80\"", "'pc1' has no guest 'g9'; write one of its guests or an address");
        row("mode: nat", "mode: direct", "10.0.9.11/24 of guest 'g1' is on no network of the adapters of 'pc1' (10.0.1.0/24): in mode direct "
                                         "those outside look for it elsewhere; give it an address there, or use mode nat");
        row("  h1: {", "  g1: {", "a node is called 'g1' too");
        row("kind: hypervisor", "kind: host", "'pc1' is a host and has no 'guests'; only a hypervisor has guests");
    }
    void aMistakeSaysWhatWouldBeRight()
    {
        QFETCH(QString, what);
        QFETCH(QString, instead);
        QFETCH(QString, said);
        const QString all = saidOf(with(kLab, what.toStdString(), instead.toStdString())).join('\n');
        QVERIFY2(all.contains(said), qPrintable(all));
    }

    void aMicroGuestIsOneProgramWithOneInterface()
    {
        const std::string good = "hopyard: 1\nnodes:\n  pc1:\n    kind: hypervisor\n    interfaces: {eth0: {address: 10.0.0.2/24}}\n    guests:\n"
                                 "      g1: {kind: micro, address: 10.0.0.11/24}\n";
        const auto lab = lab::read(good);
        QVERIFY(lab);
        const lab::Guest &guest = lab->findNode("pc1")->computer.guests.at(0);
        QVERIFY(guest.kind == lab::GuestKind::micro && guest.memory == 2u << 20);
        QVERIFY(lab::needsRealTime(guest.kind) && !lab::isRealGuest(guest.kind));
        QVERIFY(lab::programs(*lab).empty()); // nobody has to agree to it
        QCOMPARE(saidOf(good), QStringList());
        const auto said = [&](const char *more) { return saidOf(with(good, "kind: micro", std::string("kind: micro, ") + more)).join('\n'); };
        QVERIFY2(said("start: [ping]").contains("micro-guest 'g1' runs one program of Hopyard's own and no lines"), qPrintable(said("start: [ping]")));
        QVERIFY(said("release: never").contains("'forwarding' and 'release' do nothing there"));
        QVERIFY(said("memory: 1036KiB").contains("guest 'g1' needs at least 1040KiB"));
        QVERIFY(said("machine: {processors: 2}").contains("is of kind micro, which 'machine' does not describe"));
        const QString none = saidOf(with(good, "address: 10.0.0.11/24", "memory: 4MiB")).join('\n');
        QVERIFY2(none.contains("micro-guest 'g1' has 0 interfaces; its program reads the packets of exactly one"), qPrintable(none));
    }

    void insideATranslationAddressesAreItsOwn()
    {
        const std::string two = with(kLab, "  h1: {kind: host,", "  h1: {kind: hypervisor, computer: {mode: nat}, guests: {x: {address: 10.0.9.11/24}},");
        QVERIFY(lab::read(two));
        QCOMPARE(saidOf(two), QStringList());
        QVERIFY(saidOf(with(two, "computer: {mode: nat}", "computer: {mode: bridged}")).isEmpty()); // and one that is not translated
        const std::string both = with(with(two, "computer: {mode: nat}", "computer: {mode: bridged}"), "mode: nat", "mode: bridged");
        QVERIFY2(saidOf(both).join('\n').contains("address 10.0.9.11 of h1/x:eth0 belongs to pc1/g1:eth0"), qPrintable(saidOf(both).join('\n')));
    }

    void aChangeKeepsTheRestOfTheText()
    {
        const auto text = lab::LabText::read(kLab, {});
        QVERIFY(text);
        lab::Lab lab = text->lab();
        lab::Computer &pc = lab.findNode("pc1")->computer;
        pc.mode = lab::CarryMode::direct;
        pc.guests[0].share = 300;
        pc.guests[1].isStopped = false;
        QCOMPARE(QString::fromStdString(text->save(lab)),
                 QString::fromStdString(with(with(with(kLab, ", mode: nat", ""), "share: 200", "share: 300"), "        state: stopped\n", "")));
    }
};

QTEST_APPLESS_MAIN(ComputerTest)
#include "tst_computer.moc"
