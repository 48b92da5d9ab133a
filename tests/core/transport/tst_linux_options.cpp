// Socket options as Linux's programs give and get them: one table of levels, names and bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"
#include "core/transport/linux_structures.h"
#include "tests/core/transport/socket_bench.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::transport;

namespace {

struct Row {
    const char *name;
    SocketKind kind;
    int level;
    int option;
    const char *set;   ///< bytes, or "" for not set
    const char *error; ///< of setting
    const char *get;   ///< bytes afterwards, or an error's name
    std::size_t size = 256;
};

constexpr SocketKind kTcp = SocketKind::tcp, kUdp = SocketKind::udp, kRaw = SocketKind::raw;

const std::vector<Row> kRows{
    // socket(7)
    {"SO_REUSEADDR", kTcp, 1, 2, "07 00 00 00", "ok", "01 00 00 00"},
    {"SO_REUSEADDR short", kTcp, 1, 2, "01", "EINVAL", "00 00 00 00"},
    {"SO_TYPE stream", kTcp, 1, 3, "", "", "01 00 00 00"},
    {"SO_TYPE datagram", kUdp, 1, 3, "", "", "02 00 00 00"},
    {"SO_TYPE raw", kRaw, 1, 3, "01 00 00 00", "ENOPROTOOPT", "03 00 00 00"},
    {"SO_ERROR", kUdp, 1, 4, "", "", "00 00 00 00"},
    {"SO_BROADCAST", kUdp, 1, 6, "01 00 00 00", "ok", "01 00 00 00"},
    {"SO_SNDBUF doubles", kUdp, 1, 7, "10 27 00 00", "ok", "20 4e 00 00"},
    {"SO_RCVBUF doubles", kUdp, 1, 8, "10 27 00 00", "ok", "20 4e 00 00"},
    {"SO_RCVBUF least", kUdp, 1, 8, "01 00 00 00", "ok", "00 09 00 00"},
    {"SO_RCVBUF most", kUdp, 1, 8, "ff ff ff 7f", "ok", "00 00 80 00"},
    {"SO_RCVBUF default", kUdp, 1, 8, "", "", "00 40 03 00"},
    {"SO_RCVBUF default of TCP", kTcp, 1, 8, "", "", "00 00 02 00"},
    {"SO_KEEPALIVE", kTcp, 1, 9, "01 00 00 00", "ok", "01 00 00 00"},
    {"SO_OOBINLINE", kTcp, 1, 10, "01 00 00 00", "ok", "01 00 00 00"},
    {"SO_LINGER", kTcp, 1, 13, "01 00 00 00 05 00 00 00", "ok", "01 00 00 00 05 00 00 00"},
    {"SO_LINGER off", kTcp, 1, 13, "00 00 00 00 05 00 00 00", "ok", "00 00 00 00 00 00 00 00"},
    {"SO_LINGER short", kTcp, 1, 13, "01 00 00 00", "EINVAL", "00 00 00 00 00 00 00 00"},
    {"SO_REUSEPORT", kUdp, 1, 15, "01 00 00 00", "ok", "01 00 00 00"},
    {"SO_RCVTIMEO", kUdp, 1, 20, "02 00 00 00 00 00 00 00 20 a1 07 00 00 00 00 00", "ok",
     "02 00 00 00 00 00 00 00 20 a1 07 00 00 00 00 00"},
    {"SO_RCVTIMEO of 1,000,000 us", kUdp, 1, 20, "02 00 00 00 00 00 00 00 40 42 0f 00 00 00 00 00", "EDOM",
     "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"},
    {"SO_BINDTODEVICE", kUdp, 1, 25, "65 74 68 31 00", "ok", "65 74 68 31 00"},
    {"SO_BINDTODEVICE none such", kUdp, 1, 25, "65 74 68 39 00", "ENODEV", ""},
    {"SO_ACCEPTCONN", kTcp, 1, 30, "", "", "00 00 00 00"},
    {"SO_PROTOCOL", kTcp, 1, 38, "", "", "06 00 00 00"},
    {"SO_DOMAIN", kTcp, 1, 39, "", "", "02 00 00 00"},
    {"unknown of level SOCKET", kTcp, 1, 999, "01 00 00 00", "ENOPROTOOPT", "ENOPROTOOPT"},
    // ip(7)
    {"IP_TOS", kUdp, 0, 1, "b8 00 00 00", "ok", "b8 00 00 00"},
    {"IP_TOS as a byte", kUdp, 0, 1, "b8", "ok", "b8", 1},
    {"IP_TTL", kUdp, 0, 2, "07 00 00 00", "ok", "07 00 00 00"},
    {"IP_TTL default", kUdp, 0, 2, "ff ff ff ff", "ok", "40 00 00 00"},
    {"IP_TTL 0", kUdp, 0, 2, "00 00 00 00", "EINVAL", "40 00 00 00"},
    {"IP_HDRINCL", kRaw, 0, 3, "01 00 00 00", "ok", "01 00 00 00"},
    {"IP_HDRINCL of UDP", kUdp, 0, 3, "01 00 00 00", "ENOPROTOOPT", "00 00 00 00"},
    {"IP_PKTINFO", kUdp, 0, 8, "01 00 00 00", "ok", "01 00 00 00"},
    {"IP_MTU_DISCOVER default", kUdp, 0, 10, "", "", "01 00 00 00"},
    {"IP_MTU_DISCOVER", kUdp, 0, 10, "02 00 00 00", "ok", "02 00 00 00"},
    {"IP_MTU_DISCOVER 6", kUdp, 0, 10, "06 00 00 00", "EINVAL", "01 00 00 00"},
    {"IP_RECVERR", kUdp, 0, 11, "01 00 00 00", "ok", "01 00 00 00"},
    {"IP_MTU not connected", kUdp, 0, 14, "", "", "ENOTCONN"},
    {"IP_MINTTL", kTcp, 0, 21, "ff 00 00 00", "ok", "ff 00 00 00"},
    {"IP_MULTICAST_IF", kUdp, 0, 32, "0a 00 03 0a", "ok", "0a 00 03 0a"},
    {"IP_MULTICAST_IF by index", kUdp, 0, 32, "00 00 00 00 00 00 00 00 03 00 00 00", "ok", "0a 00 03 0a"},
    {"IP_MULTICAST_IF of nobody", kUdp, 0, 32, "0a 00 09 0a", "EADDRNOTAVAIL", "00 00 00 00"},
    {"IP_MULTICAST_TTL as a byte", kUdp, 0, 33, "09", "ok", "09", 1},
    {"IP_MULTICAST_TTL default", kUdp, 0, 33, "ff ff ff ff", "ok", "01 00 00 00"},
    {"IP_MULTICAST_LOOP", kUdp, 0, 34, "00", "ok", "00 00 00 00"},
    {"IP_ADD_MEMBERSHIP", kUdp, 0, 35, "ef 01 02 03 00 00 00 00", "ok", "ENOPROTOOPT"},
    {"IP_ADD_MEMBERSHIP of a host", kUdp, 0, 35, "0a 01 02 03 00 00 00 00", "EINVAL", "ENOPROTOOPT"},
    {"IP_ADD_MEMBERSHIP on none such", kUdp, 0, 35, "ef 01 02 03 00 00 00 00 09 00 00 00", "ENODEV", "ENOPROTOOPT"},
    {"IP_ADD_MEMBERSHIP of a stream", kTcp, 0, 35, "ef 01 02 03 00 00 00 00", "EPROTO", "ENOPROTOOPT"},
    {"IP_DROP_MEMBERSHIP of none", kUdp, 0, 36, "ef 01 02 03 00 00 00 00", "EADDRNOTAVAIL", "ENOPROTOOPT"},
    {"IP_ADD_SOURCE_MEMBERSHIP", kUdp, 0, 39, "ef 01 02 03 00 00 00 00 0a 00 02 0a", "ok", "ENOPROTOOPT"},
    {"IP_BLOCK_SOURCE of none", kUdp, 0, 38, "ef 01 02 03 00 00 00 00 0a 00 02 0a", "EINVAL", "ENOPROTOOPT"},
    // tcp(7)
    {"TCP_NODELAY", kTcp, 6, 1, "01 00 00 00", "ok", "01 00 00 00"},
    {"TCP_NODELAY of UDP", kUdp, 6, 1, "01 00 00 00", "ENOPROTOOPT", "ENOPROTOOPT"},
    {"TCP_MAXSEG", kTcp, 6, 2, "00 02 00 00", "ok", "00 02 00 00"},
    {"TCP_MAXSEG too small", kTcp, 6, 2, "57 00 00 00", "EINVAL", "18 02 00 00"},
    {"TCP_CORK", kTcp, 6, 3, "01 00 00 00", "ok", "01 00 00 00"},
    {"TCP_KEEPIDLE", kTcp, 6, 4, "3c 00 00 00", "ok", "3c 00 00 00"},
    {"TCP_KEEPIDLE 0", kTcp, 6, 4, "00 00 00 00", "EINVAL", "20 1c 00 00"},
    {"TCP_KEEPINTVL", kTcp, 6, 5, "05 00 00 00", "ok", "05 00 00 00"},
    {"TCP_KEEPCNT", kTcp, 6, 6, "03 00 00 00", "ok", "03 00 00 00"},
    {"TCP_KEEPCNT 128", kTcp, 6, 6, "80 00 00 00", "EINVAL", "09 00 00 00"},
    {"TCP_SYNCNT", kTcp, 6, 7, "02 00 00 00", "ok", "02 00 00 00"},
    {"TCP_LINGER2", kTcp, 6, 8, "0a 00 00 00", "ok", "0a 00 00 00"},
    {"TCP_LINGER2 none", kTcp, 6, 8, "ff ff ff ff", "ok", "ff ff ff ff"},
    {"TCP_DEFER_ACCEPT rounds up", kTcp, 6, 9, "05 00 00 00", "ok", "07 00 00 00"},
    {"TCP_WINDOW_CLAMP", kTcp, 6, 10, "00 40 00 00", "ok", "00 40 00 00"},
    {"TCP_WINDOW_CLAMP least", kTcp, 6, 10, "01 00 00 00", "ok", "80 04 00 00"},
    {"TCP_QUICKACK", kTcp, 6, 12, "01 00 00 00", "ok", "01 00 00 00"},
    {"TCP_CONGESTION default", kTcp, 6, 13, "", "", "63 75 62 69 63 00 00 00 00 00 00 00 00 00 00 00"},
    {"TCP_CONGESTION", kTcp, 6, 13, "72 65 6e 6f", "ok", "72 65 6e 6f 00 00 00 00 00 00 00 00 00 00 00 00"},
    {"TCP_CONGESTION unknown", kTcp, 6, 13, "62 62 72", "ENOENT", "63 75 62 69 63", 5},
    {"TCP_USER_TIMEOUT", kTcp, 6, 18, "e8 03 00 00", "ok", "e8 03 00 00"},
    {"TCP_USER_TIMEOUT negative", kTcp, 6, 18, "ff ff ff ff", "EINVAL", "00 00 00 00"},
    {"TCP_FASTOPEN", kTcp, 6, 23, "05 00 00 00", "ok", "05 00 00 00"},
    {"TCP_NOTSENT_LOWAT", kTcp, 6, 25, "ff ff ff ff", "ok", "ff ff ff ff"},
    {"TCP_FASTOPEN_CONNECT", kTcp, 6, 30, "01 00 00 00", "ok", "01 00 00 00"},
    {"TCP_FASTOPEN_CONNECT 2", kTcp, 6, 30, "02 00 00 00", "EINVAL", "00 00 00 00"},
    {"ICMP_FILTER", kRaw, 255, 1, "fe ff ff ff", "ok", "fe ff ff ff"},
};

} // namespace

class TestLinuxOptions : public QObject {
    Q_OBJECT
private slots:
    void theTable_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < kRows.size(); ++i)
            QTest::newRow(kRows[i].name) << int(i);
    }
    void theTable()
    {
        QFETCH(int, row);
        const Row &r = kRows[std::size_t(row)];
        Bench b;
        const SocketId s = *b.sockets.socket(r.kind, base::Family::ipv4);
        if (*r.error)
            QCOMPARE(errnoOf(setLinuxOption(b.sockets, b.ip, s, r.level, r.option, test::hex(r.set))), std::string(r.error));
        const auto got = getLinuxOption(b.sockets, b.ip, s, r.level, r.option, r.size);
        QCOMPARE(got ? test::toHex(*got) : std::string(errnoName(got.error())), std::string(r.get));
        QCOMPARE(errnoOf(getLinuxOption(b.sockets, b.ip, SocketId(99), r.level, r.option, 4)), std::string("EBADF"));
        QCOMPARE(errnoOf(setLinuxOption(b.sockets, b.ip, SocketId(99), 1, 999, {})), std::string("EBADF"));
    }

    void signingKeys()
    {
        Bench b;
        const SocketId s = *b.sockets.socket(SocketKind::tcp, base::Family::ipv4);
        std::vector<std::uint8_t> md5(216);
        const auto address = test::hex("02 00 00 00 0a 00 02 0a");
        std::copy(address.begin(), address.end(), md5.begin());
        md5[130] = 3; // the key's length
        md5[136] = 'k', md5[137] = 'e', md5[138] = 'y';
        QCOMPARE(errnoOf(setLinuxOption(b.sockets, b.ip, s, 6, 14, md5)), std::string("ok"));
        md5[128] = 1, md5[129] = 24; // TCP_MD5SIG_EXT: a prefix
        QCOMPARE(errnoOf(setLinuxOption(b.sockets, b.ip, s, 6, 32, md5)), std::string("ok"));
        md5[130] = 0; // away with it
        QCOMPARE(errnoOf(setLinuxOption(b.sockets, b.ip, s, 6, 32, md5)), std::string("ok"));
        QCOMPARE(errnoOf(setLinuxOption(b.sockets, b.ip, s, 6, 32, md5)), std::string("ENOENT"));
        md5[130] = 81;
        QCOMPARE(errnoOf(setLinuxOption(b.sockets, b.ip, s, 6, 14, md5)), std::string("EINVAL"));
        QCOMPARE(errnoOf(setLinuxOption(b.sockets, b.ip, s, 6, 14, test::hex("02 00"))), std::string("EINVAL"));
    }

    void groupsByInterfaceIndex()
    {
        Bench b;
        const SocketId s = *b.sockets.socket(SocketKind::udp, base::Family::ipv4);
        std::vector<std::uint8_t> request(264);
        request[0] = 3; // eth1: the loopback interface is 1, ports follow
        const auto group = test::hex("02 00 00 00 ef 01 02 03"), source = test::hex("02 00 00 00 0a 00 02 0a");
        std::copy(group.begin(), group.end(), request.begin() + 8);
        std::copy(source.begin(), source.end(), request.begin() + 136);
        const auto filter = [&] { return b.ip.filters[{base::PortIndex(1), base::Ipv4Address(239, 1, 2, 3)}]; };
        const auto set = [&](int name) { return errnoOf(setLinuxOption(b.sockets, b.ip, s, 0, name, request)); };
        QCOMPARE(set(42), std::string("ok"));
        QVERIFY(filter() == ip::GroupFilter::all());
        QCOMPARE(set(42), std::string("EADDRINUSE"));
        QCOMPARE(set(46), std::string("EINVAL")); // of a membership that excludes
        QCOMPARE(set(43), std::string("ok"));
        QVERIFY((filter() == ip::GroupFilter{true, {kPeer}}));
        QCOMPARE(set(44), std::string("ok"));
        QCOMPARE(set(45), std::string("ok"));
        QVERIFY(filter().isNothing());
        QCOMPARE(set(46), std::string("ok"));
        QVERIFY((filter() == ip::GroupFilter{false, {kPeer}}));
        QCOMPARE(set(47), std::string("ok"));
        QVERIFY(filter().isNothing());
        request[0] = 9;
        QCOMPARE(set(42), std::string("ENODEV"));
    }

    void tcpInfoHasLinuxsLayout()
    {
        tcp::TcpInfo info;
        info.state = tcp::TcpState::closeWait;
        info.timestamps = info.windowScaling = true;
        info.sendScale = 7;
        info.receiveScale = 9;
        info.rto = base::Duration::milliseconds(204);
        info.sendMss = 1448;
        info.rtt = base::Duration::microseconds(40'123);
        info.congestionWindow = 10;
        info.bytesAcked = 0x1122334455;
        info.minimumRtt = base::Duration::microseconds(39'000);
        info.deliveryRate = 77;
        info.bytesRetransmitted = 5;
        info.receiveWindow = 65'535;
        const auto bytes = linux_abi::tcpInfoBytes(info);
        QCOMPARE(bytes.size(), std::size_t(248));
        const auto u = [&](std::size_t at, std::size_t n) { return linux_abi::loadLittle(bytes, at, n); };
        QCOMPARE(u(0, 1), 8u);            // tcpi_state
        QCOMPARE(u(5, 1), 5u);            // tcpi_options
        QCOMPARE(u(6, 1), 0x97u);         // tcpi_snd_wscale, tcpi_rcv_wscale
        QCOMPARE(u(8, 4), 204'000u);      // tcpi_rto
        QCOMPARE(u(16, 4), 1448u);        // tcpi_snd_mss
        QCOMPARE(u(68, 4), 40'123u);      // tcpi_rtt
        QCOMPARE(u(80, 4), 10u);          // tcpi_snd_cwnd
        QCOMPARE(u(120, 8), 0x1122334455u); // tcpi_bytes_acked
        QCOMPARE(u(148, 4), 39'000u);     // tcpi_min_rtt
        QCOMPARE(u(160, 8), 77u);         // tcpi_delivery_rate
        QCOMPARE(u(208, 8), 5u);          // tcpi_bytes_retrans
        QCOMPARE(u(232, 4), 65'535u);     // tcpi_rcv_wnd
        Bench b;
        const SocketId s = *b.sockets.socket(SocketKind::tcp, base::Family::ipv4);
        const auto idle = getLinuxOption(b.sockets, b.ip, s, 6, 11, 104);
        QVERIFY(idle && idle->size() == 104 && idle->at(0) == 7);
    }

    void errorsHaveLinuxsNumbersAndComeBack()
    {
        for (int i = 0; i <= int(SocketError::protocolNotSupported); ++i)
            QCOMPARE(int(*errorOfNumber(errnoNumber(SocketError(i)))), i);
        QCOMPARE(errnoNumber(SocketError::wouldBlock), 11);
        QCOMPARE(errnoNumber(SocketError::connectionRefused), 111);
        QVERIFY(!errorOfNumber(0));
    }

    void anErrorsControlMessage()
    {
        ReceivedError error;
        error.error = SocketError::connectionRefused;
        error.report.type = 3;
        error.report.code = 3;
        error.report.reporter = kPeer;
        error.report.reporterTtl = 61;
        QCOMPARE(test::toHex(linuxExtendedError(error)),
                 std::string("6f 00 00 00 02 03 03 00 00 00 00 00 00 00 00 00 02 00 00 00 0a 00 02 0a 00 00 00 00 00 00 00 00"));
    }
};

QTEST_APPLESS_MAIN(TestLinuxOptions)
#include "tst_linux_options.moc"
