// Sockets as a kernel tells of them over sock_diag: literal messages of a Linux 6.18, cut and bent, and the kernel that
// runs here.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/sock_diag.h"

#include <QtTest/QtTest>

#include <netinet/in.h>
#include <sys/socket.h>

using namespace hopyard;
using namespace hopyard::linux;

namespace {

constexpr std::uint32_t kSequence = 7;
/// 127.0.0.1:37816 to 127.0.0.1:56437, which has sent 5,000 bytes; bbr.
const QByteArray kConnection = QByteArray::fromHex(
    "a00100001400000007000000844300000201000093b8dc757f0000010000000000000000000000007f0000010000000000000000000000"
    "00000000009a1000000000000000000000000000000000000000000000562c3300050008000000000008000f00000000000c0015000100"
    "00000000000006001600520000001c010200010000000007aa01e01c03000000000000d200001802000000000000000000000000000000"
    "0000000000000030010000000000003001000030010000ffff0000d7ff00001b0000000f000000ffffff7f0b000000cbff000003000000"
    "00000000d7ff00000000000064190c4307000000ffffffffffffffff891300000000000000000000000000000300000002000000000000"
    "0006000000000000000100000000c00e160200000000000000000000000000000000000000000000000000000002000000000000008813"
    "000000000000000000000000000000000000000000000000000000a4010000000100000000000000000000000000000000000000000000"
    "00000000000000000000000000000000000000000000000800040062627200");
/// ENOENT
const QByteArray kNone = QByteArray::fromHex(
    "5c000000020000000700000084430000feffffff4800000014000100070000000000000002060a00ffffffff000100027f000001000000"
    "0000000000000000007f00000100000000000000000000000000000000ffffffffffffffff");

base::Bytes bytesOf(const QByteArray &data)
{
    return {reinterpret_cast<const std::uint8_t *>(data.constData()), static_cast<std::size_t>(data.size())};
}

SocketDump dumpOf(const QByteArray &data)
{
    SocketDump dump;
    readSocketDump(bytesOf(data), kSequence, dump);
    return dump;
}

base::IpAddress address(const char *text)
{
    return *base::IpAddress::parse(text);
}

} // namespace

class TestSocketDump : public QObject {
    Q_OBJECT

private slots:
    void aConnectionOfAKernel()
    {
        const SocketDump dump = dumpOf(kConnection);
        QVERIFY(!dump.isOver && dump.error == 0);
        QCOMPARE(dump.sockets.size(), std::size_t(1));
        const SocketEntry &socket = dump.sockets[0];
        QCOMPARE(tcpStateName(socket.state), std::string_view("ESTABLISHED"));
        QCOMPARE(toString(socket.local), std::string("127.0.0.1"));
        QCOMPARE(socket.localPort, 37816);
        QCOMPARE(socket.peerPort, 56437);
        QCOMPARE(socket.congestionControl, std::string("bbr"));
        QVERIFY(socket.tcp.has_value());
        const TcpFigures &f = *socket.tcp;
        QCOMPARE(f.rto, 204'000U);
        QCOMPARE(f.sendMss, 53'760U);
        QCOMPARE(f.receiveMss, 536U);
        QCOMPARE(f.rtt, 27U);
        QCOMPARE(f.rttVariation, 15U);
        QCOMPARE(f.slowStartThreshold, 0x7fffffffU);
        QCOMPARE(f.congestionWindow, 11U);
        QCOMPARE(f.sendScale, 10);
        QCOMPARE(f.receiveScale, 10);
        QCOMPARE(f.bytesAcked, std::optional<std::uint64_t>(5'001)); // and the SYN
        QCOMPARE(f.bytesSent, std::optional<std::uint64_t>(5'000));
        QCOMPARE(f.minimumRtt, std::optional<std::uint32_t>(6));
        QVERIFY(f.sendWindow.has_value() && f.receiveWindow.has_value());
    }

    void aRefusal()
    {
        const SocketDump dump = dumpOf(kNone);
        QVERIFY(dump.isOver && dump.sockets.empty());
        QCOMPARE(dump.error, ENOENT);
    }

    void another()
    {
        SocketDump dump;
        QVERIFY(readSocketDump(bytesOf(kConnection), kSequence + 1, dump)); // of a question before
        QVERIFY(dump.sockets.empty());
        QVERIFY(readSocketDump(bytesOf(kConnection + kConnection), kSequence, dump));
        QCOMPARE(dump.sockets.size(), std::size_t(2));
    }

    /// A kernel that knows less of a connection: what is missing is nothing.
    void anOlderKernel()
    {
        const qsizetype info = kConnection.indexOf(QByteArray::fromHex("1c010200")); // the attribute's head
        QVERIFY(info > 0);
        constexpr qsizetype kKept = 104, kHead = 4;
        QByteArray shorter = kConnection.left(info + kHead + kKept);
        shorter[info] = static_cast<char>(kHead + kKept);
        shorter[info + 1] = 0;
        shorter[0] = static_cast<char>(shorter.size() & 0xff);
        shorter[1] = static_cast<char>(shorter.size() >> 8);
        const SocketDump dump = dumpOf(shorter);
        QCOMPARE(dump.sockets.size(), std::size_t(1));
        QVERIFY(dump.sockets[0].tcp.has_value());
        QCOMPARE(dump.sockets[0].tcp->rtt, 27U);
        QVERIFY(!dump.sockets[0].tcp->bytesAcked && !dump.sockets[0].tcp->sendWindow);
        QVERIFY(dump.sockets[0].congestionControl.empty());
    }

    void cutOffAnywhere()
    {
        for (qsizetype size = 0; size < kConnection.size(); ++size) {
            SocketDump dump;
            QCOMPARE(readSocketDump(bytesOf(kConnection.left(size)), kSequence, dump), size == 0);
            QVERIFY(dump.sockets.empty());
        }
    }

    void ofTheKernelHere()
    {
        const Fd listener(socket(AF_INET, SOCK_STREAM, 0)), client(socket(AF_INET, SOCK_STREAM, 0));
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        QCOMPARE(bind(listener.get(), reinterpret_cast<sockaddr *>(&place), size), 0);
        QCOMPARE(listen(listener.get(), 1), 0);
        getsockname(listener.get(), reinterpret_cast<sockaddr *>(&place), &size);
        const std::uint16_t port = ntohs(place.sin_port);
        QCOMPARE(::connect(client.get(), reinterpret_cast<sockaddr *>(&place), size), 0);
        getsockname(client.get(), reinterpret_cast<sockaddr *>(&place), &size);
        const std::uint16_t own = ntohs(place.sin_port);

        auto kernel = SockDiag::open();
        QVERIFY(kernel);
        const auto all = kernel->tcp();
        if (!all)
            QSKIP(toString(all.error()).c_str());
        const auto count = [&all](std::uint16_t from, std::string_view state) {
            return std::ranges::count_if(
                *all, [&](const SocketEntry &s) { return s.localPort == from && tcpStateName(s.state) == state; });
        };
        QCOMPARE(count(port, "LISTEN"), 1);
        QCOMPARE(count(own, "ESTABLISHED"), 1);
        const auto one = kernel->tcp(address("127.0.0.1"), own, address("127.0.0.1"), port);
        QVERIFY(one && *one);
        QVERIFY((*one)->tcp.has_value() && (*one)->tcp->congestionWindow > 0);
        const auto none = kernel->tcp(address("127.0.0.1"), own, address("127.0.0.2"), port);
        QVERIFY(none && !*none);
        QVERIFY(kernel->udp());
    }
};

QTEST_APPLESS_MAIN(TestSocketDump)
#include "tst_socket_dump.moc"
