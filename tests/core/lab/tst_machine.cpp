// Machines in a lab: reading, writing, what is refused, what a person is asked.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/programs.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"

#include <QtTest/QTest>

using namespace hopyard;

namespace {

const std::string kHead = "hopyard: 1\nnodes:\n";

QString said(const std::string &nodes)
{
    const auto read = lab::read(kHead + nodes);
    QStringList lines;
    for (const lab::Problem &p : read ? lab::validate(*read) : read.error())
        lines << QString::fromStdString(lab::toString(p));
    return lines.join('\n');
}

} // namespace

class TestMachine : public QObject {
    Q_OBJECT
private slots:
    void isReadAndWritten()
    {
        const std::string text = kHead
            + "  m1:\n    kind: qemu\n    at: [0, 0]\n    machine:\n      memory: 256MiB\n      processors: 2\n      image: disk.qcow2\n"
              "      kernel: vmlinuz\n      initrd: initrd.img\n      append: quiet splash\n      accel: tcg\n      network: vhost-user\n"
              "      graphics: true\n";
        const auto read = lab::read(text);
        QVERIFY(read);
        const lab::Machine &m = read->nodes.front().machine;
        QCOMPARE(m.memory, 256u);
        QCOMPARE(m.processors, 2u);
        QCOMPARE(m.image, std::string("disk.qcow2"));
        QCOMPARE(m.append, std::string("quiet splash"));
        QVERIFY(m.accel == lab::MachineAccel::tcg && m.network == lab::MachineNetwork::vhostUser && m.graphics && !m.isTiny());
        const auto again = lab::read(lab::write(*read));
        QVERIFY(again && *again == *read);
    }

    void oldSystemsHaveOldDevices()
    {
        const std::string text = kHead + "  m1: {kind: qemu, at: [0, 0], machine: {image: a.img, card: e1000, disk: sata}}\n";
        const auto read = lab::read(text);
        QVERIFY(read);
        QVERIFY(read->nodes.front().machine.card == lab::MachineCard::e1000);
        QVERIFY(read->nodes.front().machine.disk == lab::MachineDisk::sata);
        QCOMPARE(lab::write(*read), text);
        QVERIFY(said("  m: {kind: qemu, machine: {card: token-ring}}\n").contains("one of virtio, e1000"));
        QVERIFY(said("  m: {kind: qemu, machine: {disk: tape}}\n").contains("one of virtio, ide, sata"));
        QVERIFY(said("  m: {kind: qemu, machine: {card: e1000}}\n").contains("the tiny guest system knows virtio's card alone"));
        QVERIFY(said("  m: {kind: qemu, machine: {disk: ide}}\n").contains("a machine without an image has no disk"));
        QVERIFY(said("  m: {kind: qemu, machine: {image: a, card: e1000, network: vhost-user}}\n").contains("vhost-user is virtio's"));
    }

    void usualIsLeftOut()
    {
        const auto read = lab::read(kHead + "  m1: {kind: uml, machine: {memory: 128MiB, accel: auto, graphics: false}}\n");
        QVERIFY(read && read->nodes.front().machine == lab::Machine());
        QCOMPARE(lab::write(*read), kHead + "  m1: {kind: uml, at: [0, 0]}\n");
    }

    void wrongValues()
    {
        for (const char *bad : {"memory: 128", "memory: 8MiB", "memory: 100kB", "memory: 4TiB"})
            QVERIFY2(said(std::string("  m: {kind: qemu, machine: {") + bad + "}}\n").contains("is not a machine's memory"), bad);
        QVERIFY(said("  m: {kind: qemu, machine: {processors: 0}}\n").contains("a number of processors from 1 to 64"));
        QVERIFY(said("  m: {kind: qemu, machine: {accel: xen}}\n").contains("'xen' is not one of auto, kvm, tcg"));
        QVERIFY(said("  m: {kind: qemu, machine: {network: wifi}}\n").contains("socket, vhost-user"));
        QVERIFY(said("  m: {kind: qemu, machine: {graphics: maybe}}\n").contains("'maybe' is not true or false"));
        QVERIFY(said("  m: {kind: qemu, machine: {imag: x}}\n").contains("did you mean 'image'?"));
    }

    void uselessKeys()
    {
        QVERIFY(said("  h: {kind: host, machine: {memory: 1GiB}}\n").contains("has no 'machine'"));
        for (const char *key : {"kernel: x", "processors: 2", "accel: tcg", "graphics: true", "network: vhost-user", "card: e1000", "disk: ide"})
            QVERIFY2(said(std::string("  m: {kind: uml, machine: {") + key + "}}\n").contains("a User-mode Linux"), key);
        QVERIFY(said("  m: {kind: qemu, machine: {initrd: x}}\n").contains("an initrd needs a kernel"));
        QVERIFY(said("  m: {kind: qemu, machine: {image: x, append: y}}\n").contains("a kernel of its own"));
        QVERIFY(said("  m: {kind: qemu, machine: {image: x}, start: ls}\n").contains("are for the tiny guest system"));
        QCOMPARE(said("  m: {kind: qemu, machine: {append: y}, start: ls}\n"), QString());
        QVERIFY(said("  m: {kind: qemu, config: x}\n").contains("has no 'config'"));
    }

    /// A machine is a program of this computer; the lines of `start` run inside of it.
    void personIsAsked()
    {
        const auto read = lab::read(kHead + "  m: {kind: qemu, machine: {image: disk.qcow2}}\n  u: {kind: uml, start: reboot}\n");
        QVERIFY(read);
        const std::vector<lab::Program> expected{{"m", "qemu-system-x86_64 image disk.qcow2"}, {"u", "linux.uml"}};
        QVERIFY(lab::programs(*read) == expected);
    }

    void kinds()
    {
        QCOMPARE(lab::parseNodeKind("qemu"), std::optional(lab::NodeKind::qemu));
        QCOMPARE(lab::parseNodeKind("uml"), std::optional(lab::NodeKind::uml));
        for (const auto kind : {lab::NodeKind::qemu, lab::NodeKind::uml})
            QVERIFY(lab::isMachine(kind) && lab::isOutside(kind) && !lab::isNamespace(kind) && !lab::hasConfig(kind));
        QVERIFY(lab::isNamespace(lab::NodeKind::frr) && !lab::isMachine(lab::NodeKind::frr));
    }
};

QTEST_APPLESS_MAIN(TestMachine)
#include "tst_machine.moc"
