// The parts of a machine without a machine: its network card's sockets, its console, QEMU's protocol, its process.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/frame_socket.h"
#include "emulation/machines/qmp_client.h"
#include "emulation/machines/serial_console.h"
#include "emulation/machines/spawn.h"

#include "emulation/linux/process.h"

#include <QtTest/QTest>

#include <sys/socket.h>
#include <sys/types.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <poll.h>

using namespace hopyard;
using machines::FrameSocket;
using machines::PortOutcome;
using machines::QmpClient;
using machines::SerialConsole;
using rpc::Json;

namespace {

std::string received(int fd)
{
    std::array<char, 4096> buffer;
    const ssize_t n = recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return n > 0 ? std::string(buffer.data(), static_cast<std::size_t>(n)) : std::string();
}

bool isReadable(int fd)
{
    pollfd wanted{fd, POLLIN, 0};
    return poll(&wanted, 1, 0) == 1;
}

std::pair<linux::Fd, linux::Fd> streams()
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        qFatal("no sockets");
    return {linux::Fd(ends[0]), linux::Fd(ends[1])};
}

} // namespace

class TestParts : public QObject {
    Q_OBJECT
private slots:
    void framesBothWays()
    {
        auto made = FrameSocket::create(1500);
        QVERIFY(made);
        packet::PacketPool pool;
        std::vector<packet::Packet> frames;
        QVERIFY(made->ours->read(pool, frames, 10, 1 << 20) == PortOutcome::wouldBlock);
        const std::string frame(1518, 'x');
        for (const std::size_t size : {60, 13, 1518, 1519}) // 13: no Ethernet header; 1,519: longer than MTU and tag allow
            QCOMPARE(send(made->machines.get(), std::string(size, 'x').data(), size, 0), ssize_t(size));
        QVERIFY(isReadable(made->ours->fd()));
        QVERIFY(made->ours->read(pool, frames, 10, 1 << 20) == PortOutcome::wouldBlock);
        QCOMPARE(frames.size(), std::size_t(2));
        QCOMPARE(frames[1].size(), std::size_t(1518));
        QCOMPARE(made->ours->counters().badIn, 2u);
        QCOMPARE(made->ours->counters().bytesIn, 60u + 1518u);
        QVERIFY(made->ours->write(frames[0], pool) == PortOutcome::done);
        QCOMPARE(received(made->machines.get()), std::string(60, 'x'));
    }

    /// What the kernel's queue has no room for waits, and is sent in order when the guest has read.
    void burstWaits()
    {
        auto made = FrameSocket::create(1500);
        QVERIFY(made);
        packet::PacketPool pool;
        constexpr int kBurst = 600;
        for (int i = 0; i < kBurst; ++i) {
            const std::string text = std::to_string(i) + std::string(1400, '.');
            const auto bytes = base::Bytes(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
            QVERIFY(made->ours->write(pool.copyOf(bytes), pool) == PortOutcome::done);
        }
        std::vector<packet::Packet> frames;
        int got = 0;
        for (int turns = 0; got < kBurst && turns < 2 * kBurst; ++turns) {
            for (std::string text; !(text = received(made->machines.get())).empty(); ++got)
                QCOMPARE(std::stoi(text), got);
            QVERIFY(got == kBurst || isReadable(made->ours->fd())); // it can send again
            made->ours->read(pool, frames, 10, 1 << 20);
        }
        QCOMPARE(got, kBurst);
        QVERIFY(!isReadable(made->ours->fd()));
        QCOMPARE(made->ours->counters().droppedOut, 0u);
    }

    void tooManyAreDropped()
    {
        auto made = FrameSocket::create(1500);
        QVERIFY(made);
        packet::PacketPool pool;
        for (int i = 0; i < 4000; ++i)
            made->ours->write(pool.make(1500), pool);
        QVERIFY(made->ours->counters().droppedOut > 0);
        made->machines.reset();
        std::vector<packet::Packet> frames;
        made->ours->read(pool, frames, 1, 1);
        QVERIFY(made->ours->write(pool.make(60), pool) == PortOutcome::gone);
    }

    void consoleTellsLines()
    {
        auto made = SerialConsole::create();
        QVERIFY(made);
        const std::string said = "\x1b[1mBoot\x1b[0m\r\n\r\nlogin: \x1b]0;title\ax\n half";
        QCOMPARE(send(made->machines.get(), said.data(), said.size(), 0), ssize_t(said.size()));
        QVERIFY(isReadable(made->console.fd()));
        const auto happened = made->console.process();
        QCOMPARE(happened.lines, (std::vector<std::string>{"Boot", "login: x"}));
        QCOMPARE(made->console.text(), said);
        made->console.type("ls\n");
        QCOMPARE(received(made->machines.get()), std::string("ls\n"));
    }

    void peopleAtTheConsole()
    {
        auto made = SerialConsole::create();
        QVERIFY(made);
        send(made->machines.get(), "before\n", 7, 0);
        made->console.process();
        auto [one, oneFar] = streams();
        auto [two, twoFar] = streams();
        const auto first = made->console.attach(oneFar.get(), oneFar.get());
        const auto second = made->console.attach(twoFar.get(), twoFar.get());
        QVERIFY(first && second);
        oneFar.reset();
        twoFar.reset();
        QCOMPARE(received(one.get()), std::string("before\n"));
        received(two.get());
        send(one.get(), "a\x1d", 2, 0); // what leaves a terminal is a byte like others on a socket
        made->console.process();
        QCOMPARE(received(made->machines.get()), std::string("a\x1d"));
        send(made->machines.get(), "both", 4, 0);
        made->console.process();
        QCOMPARE(received(one.get()), std::string("both"));
        QCOMPARE(received(two.get()), std::string("both"));
        one.reset();
        QCOMPARE(made->console.process().left, std::vector<SerialConsole::ClientId>{*first});
        QCOMPARE(made->console.detachAll(), std::vector<SerialConsole::ClientId>{*second});
        QCOMPARE(received(two.get()), std::string());
    }

    /// Somebody who does not read loses output; the machine does not wait.
    void slowReaderHoldsUpNobody()
    {
        auto made = SerialConsole::create();
        QVERIFY(made);
        auto [one, far] = streams();
        QVERIFY(made->console.attach(far.get(), far.get()));
        const std::string much(64 * 1024, 'x');
        for (int i = 0; i < 64; ++i) {
            send(made->machines.get(), much.data(), much.size(), MSG_DONTWAIT);
            for (int turns = 0; turns < 8; ++turns)
                made->console.process();
        }
        QCOMPARE(made->console.text().size(), SerialConsole::kKept);
    }

    void qmp()
    {
        auto [ours, qemu] = streams();
        std::vector<std::string> events;
        QmpClient client(std::move(ours), [&](const std::string &name, const Json &) { events.push_back(name); });
        std::vector<std::string> answers;
        const auto noted = [&](const QmpClient::Answer &answer) { answers.push_back(answer ? answer->dump() : "refused: " + answer.error()); };
        client.execute("query-status", nullptr, noted);
        QCOMPARE(received(qemu.get()), std::string()); // nothing before the greeting
        const auto say = [&](const std::string &text) { send(qemu.get(), text.data(), text.size(), 0); };
        say("{\"QMP\": {\"version\": {}}}\r\n{\"ret");
        QVERIFY(client.process());
        QCOMPARE(received(qemu.get()), std::string("{\"execute\": \"qmp_capabilities\"}\n{\"execute\":\"query-status\"}\n"));
        say("urn\": {}}\r\nno json\r\n{\"event\": \"STOP\"}\r\n{\"return\": {\"running\": true}}\r\n");
        QVERIFY(client.process());
        QCOMPARE(answers, std::vector<std::string>{"{\"running\":true}"});
        QCOMPARE(events, std::vector<std::string>{"STOP"});
        client.execute("set_link", Json{{"up", false}}, noted);
        QCOMPARE(received(qemu.get()), std::string("{\"arguments\":{\"up\":false},\"execute\":\"set_link\"}\n"));
        say("{\"error\": {\"class\": \"GenericError\", \"desc\": \"no such card\"}}\n");
        QVERIFY(client.process());
        QCOMPARE(answers.back(), std::string("refused: no such card"));
        client.execute("stop", nullptr, noted);
        qemu.reset();
        QVERIFY(!client.process());
        QCOMPARE(answers.back(), std::string("refused: QEMU has ended"));
        client.execute("cont", nullptr, noted);
        QCOMPARE(answers.back(), std::string("refused: QEMU does not listen"));
    }

    void childHasItsDescriptorsAndNoOthers()
    {
        auto [ours, theirs] = streams();
        machines::SpawnRequest request;
        request.argv = {"/bin/sh", "-c", "echo $SAID >&3; ls /proc/self/fd | tr '\\n' ' ' >&3"};
        request.descriptors = {-1, -1, -1, theirs.get()};
        request.environment = {{"SAID", "hello"}};
        auto child = machines::Child::spawn(request);
        QVERIFY(child);
        theirs.reset();
        QVERIFY(linux::waitForEnd(linux::Fd(fcntl(child->fd(), F_DUPFD_CLOEXEC, 3)), base::Duration::seconds(10)));
        QCOMPARE(received(ours.get()), std::string("hello\n0 1 2 3 4 ")); // 4: ls reads the directory
        QCOMPARE(child->takeEnd(), std::string("ended with status 0"));
        QVERIFY(!child->isRunning());
    }

    void childsEndIsTold()
    {
        machines::SpawnRequest request;
        request.argv = {"/bin/sh", "-c", "sleep 1000"};
        auto child = machines::Child::spawn(request);
        QVERIFY(child);
        child->signal(SIGKILL);
        QVERIFY(linux::waitForEnd(linux::Fd(fcntl(child->fd(), F_DUPFD_CLOEXEC, 3)), base::Duration::seconds(10)));
        QVERIFY(child->takeEnd().starts_with("was ended by signal 9"));
        request.argv = {"/nowhere/program"};
        const auto none = machines::Child::spawn(request);
        QVERIFY(!none && none.error().code == ENOENT);
    }
};

QTEST_APPLESS_MAIN(TestParts)
#include "tst_parts.moc"
