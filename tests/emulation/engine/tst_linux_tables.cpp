// What a kernel says of its sockets and of what it counted, as the tables that virtual nodes have: literal values and
// lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/linux_sockets.h"
#include "emulation/engine/proc_counters.h"

#include <QtTest/QtTest>

using namespace hopyard;
using namespace hopyard::engine;
using linux::SocketEntry;
using linux::TcpFigures;
using rpc::Json;

namespace {

SocketEntry connection()
{
    SocketEntry socket;
    socket.state = 1;
    socket.local = *base::IpAddress::parse("10.0.1.10");
    socket.peer = *base::IpAddress::parse("10.0.2.10");
    socket.localPort = 5001;
    socket.peerPort = 40000;
    socket.receiveQueue = 3;
    socket.sendQueue = 2'920;
    socket.congestionControl = "cubic";
    TcpFigures f;
    f.rtt = 20'500;
    f.rto = 220'000;
    f.sendMss = 1'460;
    f.congestionWindow = 10;
    f.slowStartThreshold = 0x7fffffff;
    f.unacknowledged = 6;
    f.selectivelyAcknowledged = 2;
    f.lost = 1;
    f.retransmitted = 1;
    f.totalRetransmissions = 4;
    f.sendWindow = 65'535;
    socket.tcp = f;
    return socket;
}

const Json &member(const Json &row, const char *name)
{
    static const Json none;
    const Json *found = rpc::member(row, name);
    return found ? *found : none;
}

} // namespace

class TestLinuxTables : public QObject {
    Q_OBJECT

private slots:
    void aConnectionAsShowTcpHasIt()
    {
        const Json row = tcpRowOf(connection());
        const Json wanted = Json::parse(
            R"({"state": "ESTABLISHED", "local": "10.0.1.10:5001", "peer": "10.0.2.10:40000", "receiveQueue": 3,
            "sendQueue": 2920, "rttMs": 20.5, "rtoMs": 220.0, "congestionWindow": 10, "congestionWindowBytes": 14600, "inFlight": 5840,
            "retransmissions": 4, "sendWindow": 65535, "phase": "slow start", "congestionControl": "cubic"})");
        for (const auto &[name, value] : wanted.items())
            QVERIFY2(member(row, name.c_str()) == value, (name + ": " + row.dump()).c_str());
        QVERIFY(!row.contains("slowStartThresholdBytes") && !row.contains("receiveWindow")
                && !row.contains("minimumRttMs"));
    }

    void phases_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("congestion");
        QTest::addColumn<int>("threshold");
        QTest::addColumn<QString>("phase");
        QTest::newRow("below the threshold") << 1 << 0 << 20 << "slow start";
        QTest::newRow("above") << 1 << 0 << 5 << "avoidance";
        QTest::newRow("disorder goes on") << 1 << 1 << 5 << "avoidance";
        QTest::newRow("a mark") << 1 << 2 << 5 << "reduced";
        QTest::newRow("recovery") << 1 << 3 << 5 << "recovery";
        QTest::newRow("a time-out") << 1 << 4 << 5 << "loss";
        QTest::newRow("handshake") << 2 << 0 << 20 << "handshake";
        QTest::newRow("over") << 6 << 0 << 20 << "over";
    }
    void phases()
    {
        QFETCH(int, state);
        QFETCH(int, congestion);
        QFETCH(int, threshold);
        SocketEntry socket = connection();
        socket.state = static_cast<std::uint8_t>(state);
        socket.tcp->congestionState = static_cast<std::uint8_t>(congestion);
        socket.tcp->slowStartThreshold = static_cast<std::uint32_t>(threshold);
        QTEST(QString::fromStdString(member(tcpRowOf(socket), "phase").get<std::string>()), "phase");
    }

    void tables()
    {
        SocketEntry listener;
        listener.state = 10;
        listener.local = *base::IpAddress::parse("::");
        listener.localPort = 80;
        listener.sendQueue = 128;
        const Table tcp = tcpTableOf({listener, connection()});
        QCOMPARE(tcp.rows.size(), std::size_t(2));
        QCOMPARE(tcp.rows[0].size(), tcp.columns.size());
        QCOMPARE(tcp.rows[0].dump(), std::string("[\"LISTEN\",\"[::]:80\",null,0,0,null,null,null,null,null,null,null,"
                                                 "null,null,null,null,null,null,null]"));
        SocketEntry datagrams = listener;
        datagrams.state = 7;
        const Table sockets = socketTableOf({connection()}, {datagrams});
        QCOMPARE(
            sockets.rows[0].dump(),
            std::string("[\"tcp\",\"10.0.1.10:5001\",\"10.0.2.10:40000\",\"ESTABLISHED\",3,2920,20.5,10,4,\"cubic\"]"));
        QCOMPARE(sockets.rows[1].dump(), std::string("[\"udp\",\"[::]:80\",null,null,0,128,null,null,null,null]"));
    }

    void counters()
    {
        const Table table =
            linuxCounterTable("Ip: Forwarding DefaultTTL InReceives\nIp: 1 64 17\nTcp: MaxConn ActiveOpens\nTcp: -1 "
                              "3\nUdp: InDatagrams\n",
                              "TcpExt: SyncookiesSent TCPTimeouts\nTcpExt: 0 5\nbroken\nTcpExt: a b\nIpExt: 1\n",
                              "Ip6InReceives                   \t9\nIp6InHdrErrors 0\nnothing\nIcmp6InMsgs x\n");
        QCOMPARE(
            table.rows.dump(),
            std::string("[[\"Ip Forwarding\",1],[\"Ip DefaultTTL\",64],[\"Ip InReceives\",17],[\"Tcp MaxConn\",-1],"
                        "[\"Tcp ActiveOpens\",3],[\"Ip6InReceives\",9],[\"TcpExt TCPTimeouts\",5]]"));
        QVERIFY(linuxCounterTable("", "\n\n:\n:\n", " ").rows.empty());
    }
};

QTEST_APPLESS_MAIN(TestLinuxTables)
#include "tst_linux_tables.moc"
