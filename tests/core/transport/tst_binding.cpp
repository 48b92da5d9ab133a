// Local addresses and ports: who may share one with whom, as on Linux, and how ports are chosen.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/transport/two_hosts.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <algorithm>
#include <numeric>
#include <set>

using namespace hopyard;
using namespace hopyard::transport;

namespace {

using Text = std::string;
const base::IpAddress kLoopback = base::Ipv4Address(127, 0, 0, 1);

struct Row {
    const char *name;
    const char *first;  ///< options: a(ddress), p(ort), l(istens), 0 or 1: the device
    base::IpAddress firstAddress;
    const char *second;
    base::IpAddress secondAddress;
    const char *udp;
    const char *tcp;
};

const std::vector<Row> kRows{
    {"same", "", kB, "", kB, "EADDRINUSE", "EADDRINUSE"},
    {"other address", "", kB, "", kLoopback, "ok", "ok"},
    {"any and one", "", kAnywhere, "", kB, "EADDRINUSE", "EADDRINUSE"},
    {"one and any", "", kB, "", kAnywhere, "EADDRINUSE", "EADDRINUSE"},
    {"reuse address, both", "a", kB, "a", kB, "ok", "ok"},
    {"reuse address, first", "a", kB, "", kB, "EADDRINUSE", "EADDRINUSE"},
    {"reuse address, second", "", kB, "a", kB, "EADDRINUSE", "EADDRINUSE"},
    {"reuse address, the first listens", "al", kB, "a", kB, "ok", "EADDRINUSE"},
    {"reuse port, both", "p", kB, "p", kB, "ok", "ok"},
    {"reuse port, the first listens", "pl", kB, "p", kB, "ok", "ok"},
    {"reuse port, first", "p", kB, "", kB, "EADDRINUSE", "EADDRINUSE"},
    {"address and port", "a", kB, "p", kB, "EADDRINUSE", "EADDRINUSE"},
    {"other devices", "0", kB, "1", kB, "ok", "ok"},
    {"a device and none", "0", kB, "", kB, "EADDRINUSE", "EADDRINUSE"},
};

QString text(const QList<int> &numbers)
{
    QStringList parts;
    for (const int n : numbers)
        parts << QString::number(n);
    return parts.join(' ');
}

SocketId make(Host &host, SocketKind kind, const char *options)
{
    const SocketId s = host.open(kind);
    for (const char *o = options; *o; ++o) {
        if (*o == 'a')
            host.set(s, SocketOption::reuseAddress, 1);
        else if (*o == 'p')
            host.set(s, SocketOption::reusePort, 1);
        else if (*o == '0' || *o == '1')
            host.set(s, SocketOption::device, *o - '0');
    }
    return s;
}

} // namespace

class TestBinding : public QObject {
    Q_OBJECT
private slots:
    void theMatrix_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<bool>("stream");
        for (std::size_t i = 0; i < kRows.size(); ++i)
            for (const bool stream : {false, true})
                QTest::addRow("%s, %s", kRows[i].name, stream ? "tcp" : "udp") << int(i) << stream;
    }
    void theMatrix()
    {
        QFETCH(int, row);
        QFETCH(bool, stream);
        const Row &r = kRows[std::size_t(row)];
        TwoHosts t;
        const SocketKind kind = stream ? SocketKind::tcp : SocketKind::udp;
        const SocketId first = make(t.b, kind, r.first), second = make(t.b, kind, r.second);
        QCOMPARE(t.b.bind(first, {r.firstAddress, 80}), Text("ok"));
        if (stream && Text(r.first).find('l') != Text::npos)
            QCOMPARE(t.b.listen(first), Text("ok"));
        QCOMPARE(t.b.bind(second, {r.secondAddress, 80}), Text(stream ? r.tcp : r.udp));
    }

    void ofThoseWhoReuseOneListens()
    {
        TwoHosts t;
        const SocketId first = make(t.b, SocketKind::tcp, "a"), second = make(t.b, SocketKind::tcp, "a");
        QCOMPARE(t.b.bind(first, {kAnywhere, 80}), Text("ok"));
        QCOMPARE(t.b.bind(second, {kAnywhere, 80}), Text("ok"));
        QCOMPARE(t.b.listen(first), Text("ok"));
        QCOMPARE(t.b.listen(second), Text("EADDRINUSE"));
    }

    void aServerStartsAgainDuringTimeWait()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        const auto ends = t.connected(listener, 80);
        t.b.close(ends.server); // first: TIME-WAIT is here
        t.run(0.1);
        t.a.close(ends.client);
        t.b.close(listener);
        t.run(1);
        const SocketId strict = t.b.open(), reusing = make(t.b, SocketKind::tcp, "a");
        QCOMPARE(t.b.bind(strict, {kAnywhere, 80}), Text("EADDRINUSE"));
        QCOMPARE(t.b.bind(reusing, {kAnywhere, 80}), Text("ok"));
        QCOMPARE(t.b.listen(reusing), Text("ok"));
        t.b.close(reusing);
        t.run(61);
        QCOMPARE(t.b.bind(strict, {kAnywhere, 80}), Text("ok"));
    }

    void addressesThatAreNotOurs()
    {
        TwoHosts t;
        const SocketId s = t.a.open(SocketKind::udp);
        QCOMPARE(t.a.bind(s, {kB, 1}), Text("EADDRNOTAVAIL"));
        QCOMPARE(t.a.set(s, SocketOption::freeBind, 1), Text("ok"));
        QCOMPARE(t.a.bind(s, {kB, 1}), Text("ok"));
        const auto other = [&](const base::IpAddress &address) { return t.a.bind(t.a.open(SocketKind::udp), {address, 2}); };
        QCOMPARE(other(base::Ipv4Address(224, 0, 0, 9)), Text("ok"));
        QCOMPARE(other(base::Ipv4Address(10, 0, 0, 255)), Text("ok"));
        QCOMPARE(other(base::Ipv4Address(255, 255, 255, 255)), Text("ok"));
        QCOMPARE(other(base::Ipv4Address(127, 3, 4, 5)), Text("ok"));
        QCOMPARE(other(*base::IpAddress::parse("::1")), Text("EAFNOSUPPORT"));
    }

    void portsOfConnectAreOfTheRange()
    {
        TwoHosts t;
        t.listener(80, 1'000);
        std::set<std::uint16_t> ports;
        for (int i = 0; i < 300; ++i) {
            const SocketId s = t.a.open();
            QCOMPARE(t.a.connect(s, {kB, 80}), Text("EINPROGRESS"));
            const std::uint16_t port = t.a.use([&](SocketLayer &l, IpOutput &) { return l.localName(s)->port; });
            QVERIFY(port >= SocketLayer::kFirstEphemeralPort && port <= SocketLayer::kLastEphemeralPort);
            QVERIFY2(ports.insert(port).second, "one pair twice");
        }
    }

    void onePortForTwoDestinationsWhenTheyRunOut()
    {
        // Every port has a connection to one destination: there is none left for it, but all are for another.
        TwoHosts t;
        const base::IpAddress nobody = base::Ipv4Address(10, 0, 0, 99);
        const int count = SocketLayer::kLastEphemeralPort - SocketLayer::kFirstEphemeralPort + 1;
        Text last;
        t.world.useSockets(t.a.node(), [&](SocketLayer &l, IpOutput &ip) {
            for (int i = 0; i < count; ++i) {
                const SocketId s = *l.socket(SocketKind::tcp, base::Family::ipv4);
                last = errnoOf(l.connect(ip, s, {nobody, 80}));
                if (last != "EINPROGRESS")
                    break;
            }
        });
        QCOMPARE(last, Text("EINPROGRESS"));
        QCOMPARE(t.a.connect(t.a.open(), {nobody, 80}), Text("EADDRNOTAVAIL"));
        QCOMPARE(t.a.connect(t.a.open(), {nobody, 81}), Text("EINPROGRESS"));
        QCOMPARE(t.a.bind(t.a.open(), {kAnywhere, 0}), Text("EADDRINUSE"));
    }

    void bindNoPortLeavesItToConnect()
    {
        TwoHosts t;
        const SocketId s = t.a.open();
        t.a.set(s, SocketOption::bindNoPort, 1);
        QCOMPARE(t.a.bind(s, {kA, 0}), Text("ok"));
        QCOMPARE(t.a.local(s), Text("10.0.0.1:0"));
        QCOMPARE(t.a.connect(s, {kB, 80}), Text("EINPROGRESS"));
        QVERIFY(t.a.local(s) != "10.0.0.1:0");
    }

    void disconnectedDatagramsAreAsBefore()
    {
        TwoHosts t;
        const SocketId free = t.a.open(SocketKind::udp), fixed = t.a.open(SocketKind::udp);
        QCOMPARE(t.a.bind(fixed, {kAnywhere, 53}), Text("ok"));
        for (const SocketId s : {free, fixed})
            QCOMPARE(t.a.connect(s, {kB, 80}), Text("ok"));
        QCOMPARE(t.a.local(fixed), Text("10.0.0.1:53"));
        QCOMPARE(t.a.connect(fixed, {kLoopback, 80}), Text("ok")); // another peer, another source
        QCOMPARE(t.a.local(fixed), Text("127.0.0.1:53"));
        for (const SocketId s : {free, fixed})
            QCOMPARE(t.a.connect(s, {}), Text("ok"));
        QCOMPARE(t.a.local(free), Text("0.0.0.0:0"));
        QCOMPARE(t.a.local(fixed), Text("0.0.0.0:53"));
        QCOMPARE(t.a.peer(fixed), Text("ENOTCONN"));
    }

    void broadcastNeedsLeave()
    {
        TwoHosts t;
        const SocketId s = t.a.open(SocketKind::udp), hears = t.b.open(SocketKind::udp);
        QCOMPARE(t.b.bind(hears, {kAnywhere, 7}), Text("ok"));
        QCOMPARE(t.a.connect(s, {base::Ipv4Address(10, 0, 0, 255), 7}), Text("EACCES"));
        t.a.set(s, SocketOption::broadcast, 1);
        QCOMPARE(t.a.connect(s, {base::Ipv4Address(10, 0, 0, 255), 7}), Text("ok"));
        QCOMPARE(t.a.write(s, "all"), Text("3"));
        t.run(0.1);
        QCOMPARE(t.b.read(hears), Text("all"));
    }

    void flowsAreSharedAmongReusedPorts()
    {
        TwoHosts t;
        std::vector<SocketId> datagrams, listeners;
        for (int i = 0; i < 4; ++i) {
            datagrams.push_back(make(t.b, SocketKind::udp, "p"));
            listeners.push_back(make(t.b, SocketKind::tcp, "p"));
            QCOMPARE(t.b.bind(datagrams.back(), {kAnywhere, 80}), Text("ok"));
            QCOMPARE(t.b.bind(listeners.back(), {kAnywhere, 80}), Text("ok"));
            QCOMPARE(t.b.listen(listeners.back(), 100), Text("ok"));
        }
        t.a.connect(t.a.open(), {kB, 81}); // so that the neighbour is known, and nothing waits for its address
        t.run(1);
        for (int i = 0; i < 64; ++i) {
            const SocketId s = t.a.open(SocketKind::udp);
            QCOMPARE(t.a.connect(s, {kB, 80}), Text("ok"));
            t.a.write(s, "one");
            t.a.write(s, "two");
            t.a.connect(t.a.open(), {kB, 80});
        }
        t.run(1);
        QList<int> counts;
        for (const SocketId s : datagrams) {
            int count = 0;
            while (t.b.read(s) != "EAGAIN")
                ++count;
            counts << count;
        }
        // Each has its share, and both datagrams of a flow are with one.
        QVERIFY2(std::ranges::all_of(counts, [](int n) { return n >= 8 && n % 2 == 0; }), qPrintable(text(counts)));
        QCOMPARE(std::accumulate(counts.begin(), counts.end(), 0), 128);
        int accepted = 0;
        for (const SocketId s : listeners) {
            int count = 0;
            while (t.b.accept(s))
                ++count;
            QVERIFY(count >= 4);
            accepted += count;
        }
        QCOMPARE(accepted, 64);
    }
};

QTEST_APPLESS_MAIN(TestBinding)
#include "tst_binding.moc"
