// Large packets end to end: two Linux kernels talk TCP through virtual routers with offloads on, checksummed; a capture
// that begins and ends meanwhile shows single, finished packets; captures of the namespace's own interface too.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/large.h" // before Qt, whose `emit` is no word for it
#include "emulation/linux/privileges.h"
#include "tests/emulation/engine/engine_process.h"

#include <QtCore/QStandardPaths>
#include <QtTest/QtTest>

#include <pcap/pcap.h>

using namespace hopyard;
using engine::EngineProcess;
using rpc::Json;

namespace {

const char *const kLab = R"LAB(hopyard: 1
title: Large packets
nodes:
  a: {kind: namespace, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.12.1/24
      ip route 10.0.2.0/24 10.0.12.2
  s: {kind: switch}
  r2:
    kind: router
    config: |
      interface eth0
       ip address 10.0.12.2/24
      interface eth1
       ip address 10.0.2.1/24
      ip route 10.0.1.0/24 10.0.12.1
  b: {kind: namespace, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}
links:
  - {ends: [a:eth0, r1:eth0]}
  - {ends: [r1:eth1, s:p1]}
  - {ends: [s:p2, r2:eth0], delay: 1ms}
  - {ends: [r2:eth1, b:eth0]}
)LAB";

/// Tells the client how much it got and its digest.
const char *const kServer = "import socket, hashlib\n"
                            "c = socket.create_server(('', 5000)).accept()[0]\n"
                            "h, n = hashlib.sha256(), 0\n"
                            "while True:\n"
                            "    d = c.recv(1 << 18)\n"
                            "    if not d: break\n"
                            "    h.update(d); n += len(d)\n"
                            "c.sendall(('%d %s' % (n, h.hexdigest())).encode())\n";
/// Sends three times as much, and between asks the test to go on.
const char *const kClient = "import socket, hashlib, random, sys, time\n"
                            "for i in range(200):\n"
                            "    try: c = socket.create_connection(('10.0.2.10', 5000)); break\n"
                            "    except OSError: time.sleep(0.1)\n"
                            "r, h, n = random.Random(1), hashlib.sha256(), 0\n"
                            "for part in range(3):\n"
                            "    for i in range(16):\n"
                            "        d = r.randbytes(1 << 20)\n"
                            "        c.sendall(d); h.update(d); n += len(d)\n"
                            "    print(part, flush=True)\n"
                            "    if part < 2: sys.stdin.readline()\n"
                            "c.shutdown(socket.SHUT_WR)\n"
                            "told = c.makefile().read()\n"
                            "print('same' if told == '%d %s' % (n, h.hexdigest()) else told)\n";

struct Captured {
    std::size_t tcp = 0, unfinished = 0, longest = 0;
};
Captured read(const QString &path)
{
    Captured captured;
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *file = pcap_open_offline(qPrintable(path), error);
    if (!file)
        return captured;
    pcap_pkthdr *header = nullptr;
    const u_char *bytes = nullptr;
    while (pcap_next_ex(file, &header, &bytes) == 1) {
        const base::Bytes frame(bytes, header->caplen);
        if (!wire::findTransport(frame))
            continue; // ARP
        ++captured.tcp;
        captured.unfinished += !test::isFinished(frame);
        captured.longest = std::max(captured.longest, frame.size());
    }
    pcap_close(file);
    return captured;
}

} // namespace

class TestLargePackets : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        for (const linux::Check &check : linux::checkSystem())
            if (!check.ok)
                QSKIP(qPrintable(QString::fromStdString("needs " + check.name + ": " + check.found)));
        if (QStandardPaths::findExecutable("python3").isEmpty())
            QSKIP("needs python3, which makes and checks the data");
    }

    void aTransferIsTheSameWhoeverLooksOn_data()
    {
        QTest::addColumn<bool>("ofLinuxInterface");
        QTest::newRow("capture at a link") << false;
        QTest::newRow("capture of the namespace's interface") << true;
    }
    void aTransferIsTheSameWhoeverLooksOn()
    {
        QFETCH(bool, ofLinuxInterface);
        EngineProcess engine;
        QVERIFY2(engine.start(), engine.error.constData());
        QCOMPARE(engine.code("lab.load", {{"text", kLab}}), 0);
        QVERIFY2(engine.code("run.start") == 0, engine.lastError.message.c_str());

        int output[2], input[2];
        QVERIFY(::pipe2(output, O_CLOEXEC) == 0 && ::pipe2(input, O_CLOEXEC) == 0);
        const rpc::OwnedFd told(output[0]), goOn(input[1]);
        const auto start = [&](const char *node, const char *program, rpc::OwnedFd in, rpc::OwnedFd out) {
            std::vector<rpc::OwnedFd> fds;
            fds.push_back(std::move(in));
            fds.push_back(std::move(out));
            fds.emplace_back(::open("/dev/null", O_WRONLY | O_CLOEXEC));
            return engine.ask("node.exec", {{"node", node}, {"argv", {"python3", "-c", program}}}, std::move(fds)).has_value();
        };
        QVERIFY(start("b", kServer, rpc::OwnedFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)),
                      rpc::OwnedFd(::open("/dev/null", O_WRONLY | O_CLOEXEC))));
        QVERIFY(start("a", kClient, rpc::OwnedFd(input[0]), rpc::OwnedFd(output[1])));
        const auto line = [&] {
            std::string text;
            for (char c; ::read(told.get(), &c, 1) == 1 && c != '\n';)
                text += c;
            return text;
        };

        const QString file = engine.directory() + "/middle.pcap";
        QCOMPARE(line(), std::string("0"));
        Json where = ofLinuxInterface ? Json{{"interface", "eth0"}, {"node", "a"}} : Json{{"at", "r1:eth1"}};
        where["file"] = file.toStdString();
        const auto capture = engine.ask("capture.start", where);
        QVERIFY2(capture, capture ? "" : capture.error().message.c_str());
        QCOMPARE(::write(goOn.get(), "\n", 1), ssize_t(1));
        QCOMPARE(line(), std::string("1"));
        QVERIFY(engine.ask("capture.stop", {{"capture", (*capture)["capture"]}}));
        QCOMPARE(::write(goOn.get(), "\n", 1), ssize_t(1));
        QCOMPARE(line(), std::string("2"));
        QCOMPARE(line(), std::string("same"));

        const Captured captured = read(file);
        QVERIFY2(captured.tcp > 100, std::to_string(captured.tcp).c_str());
        QCOMPARE(captured.unfinished, std::size_t(0));
        QCOMPARE(captured.longest, std::size_t(1'514));

        // Counted as what they stand for, whether they travelled as one or not.
        const auto counters = engine.ask("link.counters", {{"link", "a:eth0"}});
        QVERIFY(counters);
        const Json &forward = (*counters)["links"][0]["forward"];
        QVERIFY2(forward["bytes"] > (48 << 20), forward.dump().c_str());
        QVERIFY2(forward["packets"].get<double>() * 1'514 >= forward["bytes"].get<double>(), forward.dump().c_str());
    }
};

int main(int argc, char **argv)
{
    return engine::mainOfEngineTest<TestLargePackets>(argc, argv);
}
#include "tst_large_packets.moc"
