// Our TCP with Linux's as the peer: transfers both ways over impaired links, many short connections, and the ends that
// are no ordinary ends.
//
// Sizes are such that every row takes seconds. HOPYARD_TRANSFER=BYTES in the environment takes another size for all of
// the grid's rows (1000000000 for the whole gigabyte; rows with loss and long delays then take hours, as Linux itself
// does).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/linux_peer.h"

#include "core/base/random.h"
#include "tests/support/compare.h" // after the others: Qt's words would be in their way

#include <QtCore/QCryptographicHash>

#include <set>

using namespace hopyard;
using test::LinuxPeer;
using transport::Endpoint;
using transport::IpOutput;
using transport::SocketError;
using transport::SocketId;
using transport::SocketKind;
using transport::SocketLayer;
using transport::tcp::TcpState;

namespace {

constexpr std::uint16_t kPort = 5000;

std::vector<std::uint8_t> noise(std::size_t size)
{
    base::Random random(size);
    std::vector<std::uint8_t> bytes(size);
    for (std::uint8_t &byte : bytes)
        byte = static_cast<std::uint8_t>(random.next() >> 56);
    return bytes;
}

std::string digest(const QCryptographicHash &hash) { return hash.result().toHex().toStdString(); }

std::size_t transferSize(std::size_t usual)
{
    const qulonglong asked = qEnvironmentVariable("HOPYARD_TRANSFER").toULongLong();
    return asked > 0 ? static_cast<std::size_t>(asked) : usual;
}

} // namespace

class TcpLinuxTest : public QObject {
    Q_OBJECT
private:
    static constexpr qint64 kLong = 250'000;

    static SocketId listenOn(LinuxPeer &peer, std::uint16_t port, std::uint32_t backlog = 4096)
    {
        SocketId id;
        peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
            id = *sockets.socket(SocketKind::tcp, base::Family::ipv4);
            QVERIFY(sockets.bind(ip, id, {{}, port}));
            QVERIFY(sockets.listen(ip, id, backlog));
        });
        return id;
    }
    static SocketId connectTo(LinuxPeer &peer, std::uint16_t port)
    {
        SocketId id;
        peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
            id = *sockets.socket(SocketKind::tcp, base::Family::ipv4);
            const auto connected = sockets.connect(ip, id, {LinuxPeer::linuxAddress(), port});
            QVERIFY(connected || connected.error() == SocketError::inProgress);
        });
        return id;
    }
    static SocketId accepted(LinuxPeer &peer, SocketId listener)
    {
        SocketId id;
        peer.until([&] {
            peer.sockets([&](SocketLayer &sockets, IpOutput &) {
                if (const auto accepted = sockets.accept(listener))
                    id = accepted->socket;
            });
            return id.isValid();
        });
        return id;
    }
    static TcpState stateOf(LinuxPeer &peer, SocketId id)
    {
        TcpState state = TcpState::closed;
        peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
            if (const auto info = sockets.tcpInfo(id, ip.context().now))
                state = info->state;
        });
        return state;
    }
    /// Writes all of `data`, then ends sending; true when it is all handed over.
    static bool sendAll(LinuxPeer &peer, SocketId id, base::Bytes data, std::optional<SocketError> *failed = nullptr)
    {
        std::size_t sent = 0;
        bool over = false;
        const bool done = peer.until(
            [&] {
                peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
                    while (sent < data.size() && !over) {
                        const auto taken = sockets.write(ip, id, data.subspan(sent));
                        if (taken) {
                            sent += *taken;
                            continue;
                        }
                        if (taken.error() == SocketError::wouldBlock || taken.error() == SocketError::notConnected)
                            return;
                        if (failed)
                            *failed = taken.error();
                        over = true;
                    }
                    if (!over && sent == data.size()) {
                        (void)sockets.shutdown(ip, id, transport::tcp::Direction::send);
                        over = true;
                    }
                });
                return over;
            },
            kLong);
        return done && sent == data.size();
    }
    /// Reads to the end of file; how it ended.
    static std::optional<SocketError> receiveAll(LinuxPeer &peer, SocketId id, QCryptographicHash &hash, std::size_t &count)
    {
        std::optional<SocketError> error;
        bool over = false;
        std::vector<std::uint8_t> buffer(1 << 18);
        const bool done = peer.until(
            [&] {
                peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
                    while (!over) {
                        const auto got = sockets.read(ip, id, buffer);
                        if (!got && got.error() == SocketError::wouldBlock)
                            return;
                        if (!got)
                            error = got.error();
                        over = !got || *got == 0;
                        if (got) {
                            hash.addData(QByteArrayView(reinterpret_cast<const char *>(buffer.data()), qsizetype(*got)));
                            count += *got;
                        }
                    }
                });
                return over;
            },
            kLong);
        return done ? error : SocketError::timedOut;
    }
    static void closeSocket(LinuxPeer &peer, SocketId id)
    {
        peer.sockets([&](SocketLayer &sockets, IpOutput &ip) { (void)sockets.close(ip, id); });
    }

    static void grid()
    {
        QTest::addColumn<QString>("impairment");
        QTest::addColumn<int>("size");
        const struct { const char *delay; const char *loss; int kilobytes; } rows[] = {
            {"0", "0", 64'000},    {"0", "0.1%", 32'000},    {"0", "1%", 16'000},    {"0", "5%", 2'000},
            {"20ms", "0", 16'000}, {"20ms", "0.1%", 4'000},  {"20ms", "1%", 1'000},  {"20ms", "5%", 200},
            {"200ms", "0", 4'000}, {"200ms", "0.1%", 1'000}, {"200ms", "1%", 300},   {"200ms", "5%", 60},
        };
        for (const auto &row : rows)
            QTest::addRow("delay %s loss %s", row.delay, row.loss)
                << QString("delay: %1, loss: %2").arg(row.delay, row.loss) << row.kilobytes * 1000;
        QTest::addRow("reordering") << "delay: 5ms, reorder: 5%" << 4'000'000;
        QTest::addRow("duplication") << "delay: 5ms, duplicate: 5%" << 4'000'000;
        QTest::addRow("corruption") << "delay: 5ms, corrupt: 1%" << 2'000'000;
        QTest::addRow("jitter") << "delay: 10ms, jitter: 8ms" << 2'000'000;
        QTest::addRow("everything") << "delay: 5ms, jitter: 2ms, reorder: 2%, duplicate: 2%, corrupt: 0.5%, loss: 1%"
                                    << 500'000;
        QTest::addRow("slow line, short queue") << "rate: 20mbit, delay: 10ms, queue: 20" << 4'000'000;
    }

private slots:
    void initTestCase()
    {
        if (const QString missing = LinuxPeer::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void hopyardSends_data() { grid(); }
    void hopyardSends()
    {
        QFETCH(QString, impairment);
        QFETCH(int, size);
        LinuxPeer peer(impairment.toStdString());
        const auto data = noise(transferSize(static_cast<std::size_t>(size)));
        auto &server = peer.python("s = socket.create_server(('', 5000))\nprint('listening')\nc, a = s.accept()\n"
                                   "h = hashlib.sha256(); n = 0\n"
                                   "while True:\n b = c.recv(1 << 18)\n if not b: break\n h.update(b); n += len(b)\n"
                                   "print('got', n, h.hexdigest())\n");
        QVERIFY2(peer.says(server, "listening"), server.output.c_str());
        const SocketId id = connectTo(peer, kPort);
        QVERIFY(sendAll(peer, id, data));
        QVERIFY2(peer.until([&] { return server.fd < 0; }, kLong), server.output.c_str());
        QCryptographicHash hash(QCryptographicHash::Sha256);
        hash.addData(QByteArrayView(reinterpret_cast<const char *>(data.data()), qsizetype(data.size())));
        QCOMPARE(server.output, "listening\ngot " + std::to_string(data.size()) + " " + digest(hash) + "\n");
    }

    void linuxSends_data() { grid(); }
    void linuxSends()
    {
        QFETCH(QString, impairment);
        QFETCH(int, size);
        LinuxPeer peer(impairment.toStdString());
        const std::size_t bytes = transferSize(static_cast<std::size_t>(size));
        const SocketId listener = listenOn(peer, kPort);
        auto &client = peer.python("import os\nn = " + std::to_string(bytes) + "\nh = hashlib.sha256()\n"
                                   "c = socket.create_connection(('10.0.0.2', 5000))\n"
                                   "while n:\n b = os.urandom(min(n, 1 << 18)); c.sendall(b); h.update(b); n -= len(b)\n"
                                   "c.shutdown(socket.SHUT_WR)\nprint(h.hexdigest())\nassert c.recv(1) == b''\n");
        const SocketId id = accepted(peer, listener);
        QVERIFY2(id.isValid(), client.output.c_str());
        QCryptographicHash hash(QCryptographicHash::Sha256);
        std::size_t count = 0;
        const auto error = receiveAll(peer, id, hash, count);
        QVERIFY2(!error, error ? std::string(transport::toString(*error)).c_str() : "");
        QCOMPARE(count, bytes);
        closeSocket(peer, id);
        QVERIFY(peer.until([&] { return client.status && client.fd < 0; }));
        QCOMPARE(client.output, digest(hash) + "\n");
        QCOMPARE(*client.status, 0);
    }

    void stormOfLinuxClients()
    {
        LinuxPeer peer;
        const SocketId listener = listenOn(peer, kPort);
        // Twenty at a time; each says its number and wants it back.
        auto &client = peer.python(
            "import threading\nfails = []\n"
            "def work(first):\n"
            " for i in range(first, 10000, 20):\n"
            "  try:\n"
            "   with socket.create_connection(('10.0.0.2', 5000), timeout=60) as c:\n"
            "    c.sendall(struct.pack('!I', i))\n"
            "    b = b''\n"
            "    while len(b) < 4:\n"
            "     d = c.recv(4 - len(b))\n"
            "     if not d: break\n"
            "     b += d\n"
            "    if b != struct.pack('!I', i): fails.append(i)\n"
            "  except OSError as e: fails.append((i, e))\n"
            "t = [threading.Thread(target=work, args=(n,)) for n in range(20)]\n"
            "[x.start() for x in t]; [x.join() for x in t]\nprint('failed', len(fails), fails[:3])\n");
        std::set<SocketId> open;
        const bool ended = peer.until(
            [&] {
                peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
                    while (const auto next = sockets.accept(listener))
                        open.insert(next->socket);
                    std::uint8_t buffer[64];
                    for (auto at = open.begin(); at != open.end();) {
                        const auto got = sockets.read(ip, *at, buffer);
                        bool over = false;
                        if (got && *got > 0)
                            (void)sockets.write(ip, *at, base::Bytes(buffer, *got));
                        else
                            over = got || got.error() != SocketError::wouldBlock;
                        if (over)
                            (void)sockets.close(ip, *at);
                        at = over ? open.erase(at) : std::next(at);
                    }
                });
                return client.fd < 0;
            },
            kLong);
        QVERIFY(ended);
        QCOMPARE(client.output, std::string("failed 0 []\n"));
    }

    void stormOfHopyardClients()
    {
        LinuxPeer peer;
        auto &server = peer.python("s = socket.create_server(('', 5000), backlog=4096)\nprint('listening')\n"
                                   "for i in range(10000):\n c, a = s.accept()\n b = c.recv(64)\n c.sendall(b)\n c.close()\n"
                                   "print('done')\n");
        QVERIFY2(peer.says(server, "listening"), server.output.c_str());
        struct Client { std::uint32_t number; bool asked = false; };
        std::map<SocketId, Client> open;
        std::uint32_t begun = 0, good = 0, bad = 0;
        const bool ended = peer.until(
            [&] {
                peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
                    while (begun < 10'000 && open.size() < 50) {
                        const auto id = sockets.socket(SocketKind::tcp, base::Family::ipv4);
                        const auto connected = sockets.connect(ip, *id, {LinuxPeer::linuxAddress(), kPort});
                        if (!connected && connected.error() != SocketError::inProgress) {
                            ++bad;
                            (void)sockets.close(ip, *id);
                        } else {
                            open[*id] = {begun};
                        }
                        ++begun;
                    }
                    for (auto at = open.begin(); at != open.end();) {
                        const SocketId id = at->first;
                        std::uint8_t buffer[8];
                        base::storeU32(buffer, at->second.number);
                        if (!at->second.asked)
                            at->second.asked = sockets.write(ip, id, base::Bytes(buffer, 4)).has_value();
                        const auto got = sockets.read(ip, id, buffer);
                        if (!got && (got.error() == SocketError::wouldBlock || got.error() == SocketError::notConnected)) {
                            ++at;
                            continue;
                        }
                        ++(got && *got == 4 && base::loadU32(buffer) == at->second.number ? good : bad);
                        (void)sockets.close(ip, id);
                        at = open.erase(at);
                    }
                });
                return begun == 10'000 && open.empty();
            },
            kLong);
        QVERIFY(ended);
        QCOMPARE(bad, 0u);
        QCOMPARE(good, 10'000u);
    }

    void nobodyListens()
    {
        LinuxPeer peer;
        const SocketId id = connectTo(peer, 4999);
        std::optional<SocketError> error;
        QVERIFY(peer.until([&] {
            peer.sockets([&](SocketLayer &sockets, IpOutput &) { error = sockets.takeError(id); });
            return error.has_value();
        }));
        QCOMPARE(*error, SocketError::connectionRefused);
        auto &client = peer.python("try: socket.create_connection(('10.0.0.2', 4999))\nexcept OSError as e: print(e.errno)\n");
        QVERIFY(peer.until([&] { return client.fd < 0; }));
        QCOMPARE(client.output, std::string("111\n")); // ECONNREFUSED
    }

    void linuxAborts()
    {
        LinuxPeer peer;
        const SocketId listener = listenOn(peer, kPort);
        peer.python("c = socket.create_connection(('10.0.0.2', 5000))\nc.sendall(b'x')\n"
                    "c.setsockopt(L, socket.SO_LINGER, struct.pack('ii', 1, 0))\ntime.sleep(0.2)\nc.close()\n");
        const SocketId id = accepted(peer, listener);
        QVERIFY(id.isValid());
        QCryptographicHash hash(QCryptographicHash::Sha256);
        std::size_t count = 0;
        const auto error = receiveAll(peer, id, hash, count);
        QVERIFY(error.has_value());
        QCOMPARE(*error, SocketError::connectionReset);
        QCOMPARE(count, std::size_t(1));
    }

    void hopyardAborts()
    {
        LinuxPeer peer;
        const SocketId listener = listenOn(peer, kPort);
        auto &client = peer.python("c = socket.create_connection(('10.0.0.2', 5000))\nc.sendall(b'x')\n"
                                   "try: print(c.recv(1))\nexcept OSError as e: print(e.errno)\n");
        const SocketId id = accepted(peer, listener);
        QVERIFY(id.isValid());
        QVERIFY(peer.until([&] {
            bool waits = false;
            peer.sockets([&](SocketLayer &sockets, IpOutput &) { waits = !sockets.peek(id).empty(); });
            return waits;
        }));
        closeSocket(peer, id); // with data that was not read
        QVERIFY(peer.until([&] { return client.fd < 0; }));
        QCOMPARE(client.output, std::string("104\n")); // ECONNRESET
    }

    /// The Linux side forgets its connection without a word (TCP_REPAIR), we write: it answers with a reset.
    void halfOpenAtLinux()
    {
        if (::geteuid() != 0)
            QSKIP("needs root: TCP_REPAIR makes Linux forget a connection");
        LinuxPeer peer;
        const SocketId listener = listenOn(peer, kPort);
        auto &client = peer.python("c = socket.create_connection(('10.0.0.2', 5000))\n"
                                   "c.setsockopt(socket.IPPROTO_TCP, 19, 1)\nc.close()\nprint('gone')\ntime.sleep(60)\n");
        const SocketId id = accepted(peer, listener);
        QVERIFY(id.isValid());
        QVERIFY2(peer.says(client, "gone"), client.output.c_str());
        QCOMPARE(stateOf(peer, id), TcpState::established);
        peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
            const std::uint8_t byte = 1;
            QVERIFY(sockets.write(ip, id, base::Bytes(&byte, 1)));
        });
        QCryptographicHash hash(QCryptographicHash::Sha256);
        std::size_t count = 0;
        const auto error = receiveAll(peer, id, hash, count);
        QVERIFY(error.has_value());
        QCOMPARE(*error, SocketError::connectionReset);
    }

    /// We lose everything (power off and on), Linux writes: it is reset.
    void halfOpenAtHopyard()
    {
        LinuxPeer peer;
        const SocketId listener = listenOn(peer, kPort);
        auto &client = peer.python("c = socket.create_connection(('10.0.0.2', 5000))\nprint('connected')\nsys.stdin = None\n"
                                   "time.sleep(1)\n"
                                   "try:\n c.sendall(b'x'); print(c.recv(1))\nexcept OSError as e: print(e.errno)\n");
        QVERIFY(accepted(peer, listener).isValid());
        QVERIFY2(peer.says(client, "connected"), client.output.c_str());
        QVERIFY(peer.session().stopNode("hop"));
        QVERIFY(peer.session().startNode("hop"));
        QVERIFY(peer.until([&] { return client.fd < 0; }));
        QCOMPARE(client.output, std::string("connected\n104\n"));
    }

    /// Linux does not read: the window closes, stays closed while we probe, opens, and everything arrives.
    void zeroWindowAtLinux()
    {
        LinuxPeer peer;
        const auto data = noise(2'000'000);
        auto &server = peer.python("s = socket.socket()\ns.setsockopt(L, socket.SO_REUSEADDR, 1)\n"
                                   "s.setsockopt(L, socket.SO_RCVBUF, 8192)\ns.bind(('', 5000))\ns.listen()\n"
                                   "print('listening')\nc, a = s.accept()\nsys.stdin = None\ntime.sleep(3)\n"
                                   "h = hashlib.sha256(); n = 0\n"
                                   "while True:\n b = c.recv(1 << 16)\n if not b: break\n h.update(b); n += len(b)\n"
                                   "print('got', n, h.hexdigest())\n");
        QVERIFY2(peer.says(server, "listening"), server.output.c_str());
        const SocketId id = connectTo(peer, kPort);
        bool closed = false;
        std::size_t sent = 0;
        QVERIFY(peer.until([&] {
            peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
                if (const auto taken = sockets.write(ip, id, base::Bytes(data).subspan(sent)))
                    sent += *taken;
                const auto info = sockets.tcpInfo(id, ip.context().now);
                closed = info && info->state == TcpState::established && info->sendWindow < 1000;
            });
            return closed;
        }));
        QVERIFY(sendAll(peer, id, base::Bytes(data).subspan(sent)));
        QVERIFY2(peer.until([&] { return server.fd < 0; }), server.output.c_str());
        QCryptographicHash hash(QCryptographicHash::Sha256);
        hash.addData(QByteArrayView(reinterpret_cast<const char *>(data.data()), qsizetype(data.size())));
        QVERIFY2(server.output.find(digest(hash)) != std::string::npos, server.output.c_str());
    }

    /// We do not read: Linux's probes are answered until we do.
    void zeroWindowAtHopyard()
    {
        LinuxPeer peer;
        const SocketId listener = listenOn(peer, kPort);
        auto &client = peer.python("import os\nd = os.urandom(8000000)\nc = socket.create_connection(('10.0.0.2', 5000))\n"
                                   "c.setblocking(False)\nn = 0; still = 0\n"
                                   "while still < 20 and n < len(d):\n"
                                   " try: n += c.send(d[n:]); still = 0\n"
                                   " except BlockingIOError: still += 1; time.sleep(0.05)\n"
                                   "print('stuck', n < len(d))\n"
                                   "c.setblocking(True)\nc.sendall(d[n:])\nc.shutdown(socket.SHUT_WR)\n"
                                   "print(hashlib.sha256(d).hexdigest())\nc.recv(1)\n");
        const SocketId id = accepted(peer, listener);
        QVERIFY(id.isValid());
        QVERIFY2(peer.says(client, "stuck"), client.output.c_str());
        QCryptographicHash hash(QCryptographicHash::Sha256);
        std::size_t count = 0;
        QVERIFY(!receiveAll(peer, id, hash, count));
        QCOMPARE(count, std::size_t(8'000'000));
        closeSocket(peer, id);
        QVERIFY(peer.until([&] { return client.fd < 0; }));
        QCOMPARE(client.output, "stuck True\n" + digest(hash) + "\n");
    }

    /// Keep-alive: an idle Linux answers our probes; once it is cut off the connection ends with ETIMEDOUT.
    void keepAlive()
    {
        LinuxPeer peer;
        const SocketId listener = listenOn(peer, kPort);
        peer.python("c = socket.create_connection(('10.0.0.2', 5000))\ntime.sleep(60)\n");
        const SocketId id = accepted(peer, listener);
        QVERIFY(id.isValid());
        peer.sockets([&](SocketLayer &sockets, IpOutput &ip) {
            using transport::SocketOption;
            QVERIFY(sockets.setOption(ip, id, SocketOption::keepIdle, 1));
            QVERIFY(sockets.setOption(ip, id, SocketOption::keepInterval, 1));
            QVERIFY(sockets.setOption(ip, id, SocketOption::keepCount, 2));
            QVERIFY(sockets.setOption(ip, id, SocketOption::keepAlive, 1));
        });
        QElapsedTimer timer;
        timer.start();
        QVERIFY(peer.until([&] { return timer.elapsed() > 3'500; }));
        QCOMPARE(stateOf(peer, id), TcpState::established);
        peer.impair("loss: 100%");
        std::optional<SocketError> error;
        QVERIFY(peer.until([&] {
            peer.sockets([&](SocketLayer &sockets, IpOutput &) { error = sockets.takeError(id); });
            return error.has_value();
        }));
        QCOMPARE(*error, SocketError::timedOut);
    }

    /// Both directions end separately; what comes after our end still arrives.
    void halfClose()
    {
        LinuxPeer peer;
        auto &server = peer.python("s = socket.create_server(('', 5000))\nprint('listening')\nc, a = s.accept()\nn = 0\n"
                                   "while True:\n b = c.recv(1000)\n if not b: break\n n += len(b)\n"
                                   "c.sendall(b'y' * 100000)\nc.close()\nprint('got', n)\n");
        QVERIFY2(peer.says(server, "listening"), server.output.c_str());
        const SocketId id = connectTo(peer, kPort);
        QVERIFY(sendAll(peer, id, noise(50'000)));
        QCryptographicHash hash(QCryptographicHash::Sha256);
        std::size_t count = 0;
        QVERIFY(!receiveAll(peer, id, hash, count));
        QCOMPARE(count, std::size_t(100'000));
        QVERIFY2(peer.until([&] { return server.fd < 0; }), server.output.c_str());
        QCOMPARE(server.output, std::string("listening\ngot 50000\n"));
    }
};

QTEST_GUILESS_MAIN(TcpLinuxTest)
#include "tst_tcp_linux.moc"
