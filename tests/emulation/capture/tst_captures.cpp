// The captures of a run: tied to ends of links, following them, ending by themselves; and a Linux interface's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/world/world.h"
#include "emulation/capture/captures.h"
#include "emulation/capture/interface_capture.h"

#include <QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hopyard;
using capture::Captures;
using capture::InterfaceCapture;
using capture::PcapOutput;
using capture::Request;
using capture::StartError;

namespace {

const std::string kNodes = R"(hopyard: 1
title: Captures
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.1/24}}, start: ["ping 10.0.1.2 interval 100ms"]}
  h2: {kind: host, interfaces: {eth0: {address: 10.0.1.2/24}}}
  h3: {kind: host, interfaces: {eth0: {address: 10.0.1.3/24}}}
links:
)";

lab::Lab labWith(const std::string &links)
{
    return *lab::read(kNodes + links);
}

world::World build(const lab::Lab &lab)
{
    auto world = world::World::build(lab, 1);
    if (!world)
        qFatal("%s", toString(world.error().front()).c_str());
    return std::move(*world);
}

/// In a network namespace of its own: 0 where everything went as it should, 77 where there can be none.
int captureOnLoopback(const std::string &file)
{
    if (unshare(geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return 77;
    const int udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(udp, SIOCSIFFLAGS, &request) != 0)
        return 77;

    InterfaceCapture::Options options;
    options.interface = "nothing0";
    if (const auto none = InterfaceCapture::open(options);
        none || none.error().error != InterfaceCapture::OpenError::noSuchInterface)
        return 1;
    options.interface = "lo";
    options.filter = "udp prot 9";
    if (const auto none = InterfaceCapture::open(options);
        none || none.error().error != InterfaceCapture::OpenError::badFilter)
        return 2;
    options.filter = "udp dst port 9999";
    options.namespaceDescriptor = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    auto capture = InterfaceCapture::open(options);
    if (!capture)
        return 3;
    (*capture)->writeTo(std::move(*PcapOutput::toFile(file, 262144)));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (const int port : {9998, 9999, 9998, 9999}) {
        to.sin_port = htons(static_cast<std::uint16_t>(port));
        if (sendto(udp, "hello", 5, 0, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 5)
            return 4;
    }
    while ((*capture)->counters().packets < 2) {
        pollfd readable{(*capture)->descriptor(), POLLIN, 0};
        if (poll(&readable, 1, 10'000) <= 0)
            return 5;
        (*capture)->process();
        if ((*capture)->ended())
            return 6;
    }
    (*capture)->close();
    return (*capture)->counters().packets == 2 && (*capture)->counters().bytes == 2 * (14 + 20 + 8 + 5) ? 0 : 7;
}

} // namespace

class TestCaptures : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::string path(const char *name) const { return m_folder.filePath(name).toStdString(); }

private slots:
    void atAGuestsInterface()
    {
        // A datagram from one guest to the other is seen at both, with the same destination, and never at the adapter.
        QTemporaryDir dir;
        world::World world = build(*lab::read(
            "hopyard: 1\n"
            "nodes:\n"
            "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
            "  pc1:\n"
            "    kind: hypervisor\n"
            "    interfaces: {eth0: {address: 10.0.0.2/24}}\n"
            "    computer: {memory: 16MiB, receive: remap}\n"
            "    guests: {g1: {memory: 2MiB, address: 10.0.0.11/24}, g2: {memory: 2MiB, address: 10.0.0.12/24}}\n"
            "links:\n"
            "  - {ends: [h1:eth0, pc1:eth0], delay: 1ms}\n"));
        Captures captures(0);
        captures.attach(world);
        const auto start = [&](const char *node, const char *filter) {
            Request request;
            request.at = {node, "eth0"};
            request.filter = filter;
            request.file = dir.filePath(QString(node).replace('/', '-') + ".pcap").toStdString();
            return captures.start(std::move(request));
        };
        const auto one = start("pc1/g1", "icmp and dst 10.0.0.12"), other = start("pc1/g2", "icmp and dst 10.0.0.12");
        const auto adapter = start("pc1", "icmp"), outside = start("h1", "icmp");
        QVERIFY(one && other && adapter && outside);
        QVERIFY(world.command("pc1/g1", "ping 10.0.0.12 count 3 interval 10ms").ok);
        world.runUntil(world.now() + base::Duration::seconds(2));
        QCOMPARE(captures.stop(*one)->packets, std::uint64_t(3));
        QCOMPARE(captures.stop(*other)->packets, std::uint64_t(3));
        QCOMPARE(captures.stop(*adapter)->packets, std::uint64_t(0));
        // From outside, by a page lent: seen at the adapter and at the guest.
        const auto lent = start("pc1/g2", "icmp");
        QVERIFY(world.command("h1", "ping 10.0.0.12 count 3 interval 10ms").ok);
        world.runUntil(world.now() + base::Duration::seconds(2));
        QCOMPARE(captures.stop(*lent)->packets, std::uint64_t(6));
        QCOMPARE(captures.stop(*outside)->packets, std::uint64_t(6));
        const auto none = start("pc1/g9", "");
        QVERIFY(!none && none.error().error == StartError::noSuchLink);
    }

    void followsItsEndToAnotherLink()
    {
        const lab::Lab first = labWith("  - {ends: [h1:eth0, h2:eth0]}\n");
        const lab::Lab none = labWith("  - {ends: [h2:eth0, h3:eth0]}\n");
        const lab::Lab second = labWith("  - {ends: [h3:eth0, h1:eth0]}\n"); // and the other way round
        world::World world = build(first);
        Captures captures(0);
        captures.attach(world);
        Request request;
        request.at = {"h1", "eth0"};
        request.filter = "arp or icmp";
        request.file = path("follows.pcap");
        const auto id = captures.start(request);
        QVERIFY2(id.has_value(), id ? "" : id.error().message.c_str());

        const auto packets = [&] { return captures.list().at(0).counters.packets; };
        const auto runOn = [&] { world.runUntil(world.now() + base::Duration::seconds(5)); };
        runOn();
        const std::uint64_t onFirst = packets();
        QVERIFY(onFirst >= 2 * 45);
        QVERIFY(!lab::hasErrors(world.apply(none)));
        captures.worldChanged();
        runOn();
        QCOMPARE(packets(), onFirst); // nothing is plugged there
        QVERIFY(!lab::hasErrors(world.apply(second)));
        captures.worldChanged();
        runOn();
        QVERIFY(packets() > onFirst);

        QVERIFY(captures.flush().empty());
        const auto counters = captures.stop(*id);
        QVERIFY(counters && counters->packets > onFirst);
        QVERIFY(!captures.stop(*id));
        QVERIFY(captures.isEmpty());
    }

    void severalAtOnceSeeBothSidesOfTheImpairment()
    {
        world::World world = build(labWith("  - {ends: [h1:eth0, h2:eth0], forward: {loss: 100%}}\n"));
        Captures captures(0);
        captures.attach(world);
        for (const capture::Where where : {capture::Where::before, capture::Where::after}) {
            Request request;
            request.at = {"h2", "eth0"};
            request.where = where;
            request.file = path(where == capture::Where::before ? "before.pcap" : "after.pcap");
            QVERIFY(captures.start(request).has_value());
        }
        world.runUntil(base::TimePoint() + base::Duration::seconds(2));
        const auto list = captures.list();
        QVERIFY(list.at(0).counters.packets > list.at(1).counters.packets);
        captures.stopAll();
    }

    void whatCannotStart()
    {
        world::World world = build(labWith("  - {ends: [h1:eth0, h2:eth0]}\n"));
        Captures captures(0);
        captures.attach(world);
        Request request;
        request.at = {"h3", "eth0"};
        request.file = path("x.pcap");
        QCOMPARE(captures.start(request).error().error, StartError::noSuchLink);
        request.at = {"h1", "eth0"};
        request.filter = "tcp prot 80";
        QCOMPARE(captures.start(request).error().error, StartError::badFilter);
        request.filter.clear();
        request.file = path("no/such/x.pcap");
        QCOMPARE(captures.start(request).error().error, StartError::cannotWrite);
        QVERIFY(captures.isEmpty());
    }

    void aReaderThatLeavesEndsOnlyItsCapture()
    {
        world::World world = build(labWith("  - {ends: [h1:eth0, h2:eth0]}\n"));
        Captures captures(0);
        captures.attach(world);
        int ends[2];
        QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
        std::signal(SIGPIPE, SIG_DFL); // QtTest reports it as a crash; a capture is to have it ignored by itself
        Request toPipe;
        toPipe.at = {"h1", "eth0"};
        toPipe.descriptor = ends[1];
        const auto pipe = captures.start(toPipe);
        Request toFile;
        toFile.at = {"h1", "eth0"};
        toFile.file = path("stays.pcap");
        QVERIFY(pipe.has_value() && captures.start(toFile).has_value());
        close(ends[0]);
        world.runUntil(base::TimePoint() + base::Duration::seconds(1));
        const auto ended = captures.flush();
        QCOMPARE(ended.size(), std::size_t(1));
        QVERIFY(ended[0].info.id == *pipe);
        QCOMPARE(ended[0].reason, std::string("the reader has gone"));
        QCOMPARE(captures.list().size(), std::size_t(1));
        QVERIFY(!captures.pending());
    }

    void aLinuxInterface()
    {
        const std::string file = path("lo.pcap");
        const pid_t child = fork();
        if (child == 0)
            _exit(captureOnLoopback(file));
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        if (WEXITSTATUS(status) == 77)
            QSKIP("neither root nor user namespaces are here, so there is no interface to capture on");
        QCOMPARE(WEXITSTATUS(status), 0);
    }
};

QTEST_APPLESS_MAIN(TestCaptures)
#include "tst_captures.moc"
