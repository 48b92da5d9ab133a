// The line between the engine and servers in namespaces: messages with descriptors, and what makes no sense; and the helper
// that hands descriptors to servers that know nothing of it, both its ways.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/namespaces.h"
#include "emulation/linux/unix_socket.h"
#include "emulation/migration/server_link.h"
#include "places.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

using namespace hopyard;
using linux::Fd;
using migration::ServerLink;
using migration::ServerMessage;
using migration::Skill;

namespace {

std::pair<Fd, Fd> streamPair()
{
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        qFatal("socketpair");
    return {Fd(ends[0]), Fd(ends[1])};
}

std::string readAll(const Fd &fd)
{
    std::string all;
    char buffer[1'000];
    pollfd wait{fd.get(), POLLIN, 0};
    while (::poll(&wait, 1, 20'000) == 1) {
        const ssize_t n = ::recv(fd.get(), buffer, sizeof buffer, 0);
        if (n <= 0)
            break;
        all.append(buffer, static_cast<std::size_t>(n));
    }
    return all;
}

/// A usher in a network namespace of the test's own, so that names are nobody else's.
class UsherTest {
public:
    explicit UsherTest(const QStringList &arguments)
    {
        if (auto made = linux::makeNetworkNamespace())
            m_space.emplace(std::move(*made));
        if (!m_space)
            return;
        auto entered = linux::NetworkScope::enter(*m_space);
        if (!entered)
            return;
        m_process.setProcessChannelMode(QProcess::ForwardedChannels);
        m_process.start(HOPYARD_BINARY_DIR "/bin/hopyard-usher", arguments);
        if (!m_process.waitForStarted())
            return;
        QElapsedTimer timer;
        timer.start();
        while (!link && timer.elapsed() < 20'000) {
            if (auto connected = ServerLink::connect(80, Skill::begins))
                link.emplace(std::move(*connected));
            else
                QTest::qWait(5);
        }
    }
    ~UsherTest()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    std::optional<ServerMessage> hear()
    {
        pollfd wait{link->fd(), POLLIN, 0};
        if (::poll(&wait, 1, 20'000) != 1)
            return std::nullopt;
        auto message = link->receive();
        return message ? std::move(*message) : std::nullopt;
    }
    std::optional<ServerLink> link;

private:
    std::optional<Fd> m_space;
    QProcess m_process;
};

QString whyNoUsher()
{
    if (!linux::makeNetworkNamespace())
        return "needs root or user namespaces";
    if (!QFile::exists(HOPYARD_BINARY_DIR "/bin/hopyard-usher"))
        return "needs hopyard-usher, which is built with the command line";
    return {};
}

} // namespace

class ServerLinkTest : public QObject {
    Q_OBJECT
private slots:
    void messages()
    {
        auto pair = linux::makeMessagePair();
        QVERIFY(pair);
        ServerLink engine(std::move(pair->first)), server(std::move(pair->second));
        auto [ours, theirs] = streamPair();
        const std::string packed("a\nb\0c", 5);
        QVERIFY(engine.send(ServerMessage::Kind::take, 7, "10.0.1.10:40000", packed, theirs.get()));
        theirs.reset();
        const auto got = server.receive();
        QVERIFY(got && *got);
        QVERIFY((*got)->kind == ServerMessage::Kind::take);
        QCOMPARE((*got)->number, std::uint64_t(7));
        QCOMPARE((*got)->peer, std::string("10.0.1.10:40000"));
        QCOMPARE((*got)->packed, packed);
        QCOMPARE(::send((*got)->socket.get(), "x", 1, 0), ssize_t(1)); // it is the other end
        char byte = 0;
        QCOMPARE(::recv(ours.get(), &byte, 1, 0), ssize_t(1));
        QCOMPARE(byte, 'x');
        QVERIFY(server.send(ServerMessage::Kind::over, 7));
        const auto over = engine.receive();
        QVERIFY(over && *over && (*over)->kind == ServerMessage::Kind::over && (*over)->packed.empty());
        QVERIFY(!engine.send(ServerMessage::Kind::take, 8, "p", std::string(ServerLink::kLongest, 'x'), ours.get()));
    }

    void nonsense()
    {
        const auto [theirs, unused] = streamPair();
        for (const std::string text : {"take 7", "take 7 peer\n", "sing 7\n", "leave x\n", "leave\n"}) { // no descriptor with the second
            auto pair = linux::makeMessagePair();
            QVERIFY(pair);
            QVERIFY(linux::sendMessage(pair->first.get(), {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()}));
            const auto got = ServerLink(std::move(pair->second)).receive();
            QVERIFY2(!got && got.error().code == EPROTO, text.c_str());
        }
        auto pair = linux::makeMessagePair();
        QVERIFY(pair);
        const std::string text = "gone 7\n"; // a descriptor where none belongs
        const int fd = theirs.get();
        QVERIFY(linux::sendMessage(pair->first.get(), {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()}, std::span(&fd, 1)));
        QVERIFY(!ServerLink(std::move(pair->second)).receive());
    }

    void oneProgramForEach()
    {
        if (const QString missing = whyNoUsher(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        UsherTest usher({"--", "/bin/sh", "-c", "[ $LISTEN_PID = $$ ] && echo $LISTEN_FDS $LISTEN_FDNAMES $REMOTE_ADDR $REMOTE_PORT >&3; head -c 3 <&3 >&3"});
        QVERIFY(usher.link);
        auto [ours, theirs] = streamPair();
        QVERIFY(usher.link->send(ServerMessage::Kind::take, 1, "10.0.1.10:40000", {}, theirs.get()));
        theirs.reset();
        char line[100] = "";
        const std::string expected = "1 connection 10.0.1.10 40000\n";
        QCOMPARE(::recv(ours.get(), line, expected.size(), MSG_WAITALL), ssize_t(expected.size()));
        QCOMPARE(std::string(line), expected);
        // It stands still while its connection leaves, with the descriptor in our hands; then it goes on and ends.
        QVERIFY(usher.link->send(ServerMessage::Kind::leave, 1));
        auto left = usher.hear();
        QVERIFY(left && left->kind == ServerMessage::Kind::left && left->socket.isValid());
        QCOMPARE(::send(left->socket.get(), "!", 1, 0), ssize_t(1)); // the same connection
        QCOMPARE(::recv(ours.get(), line, 1, MSG_WAITALL), ssize_t(1));
        left->socket.reset();
        QVERIFY(usher.link->send(ServerMessage::Kind::stay, 1));
        QCOMPARE(::send(ours.get(), "abc", 3, 0), ssize_t(3));
        QCOMPARE(readAll(ours), std::string("abc")); // and the end of it: nobody else holds it open
        const auto over = usher.hear();
        QVERIFY(over && over->kind == ServerMessage::Kind::over);
        QVERIFY(usher.link->send(ServerMessage::Kind::leave, 1));
        const auto gone = usher.hear();
        QVERIFY(gone && gone->kind == ServerMessage::Kind::over);
    }

    void toAServerThatRuns()
    {
        if (const QString missing = whyNoUsher(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        QTemporaryDir directory;
        const QByteArray path = directory.filePath("server").toLocal8Bit();
        const Fd listener(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0)); // which the helper finds out
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, path.constData(), sizeof address.sun_path);
        QVERIFY(::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 && ::listen(listener.get(), 1) == 0);
        UsherTest usher({"--to", QString::fromLocal8Bit(path)});
        QVERIFY(usher.link);
        auto [ours, theirs] = streamPair();
        QVERIFY(usher.link->send(ServerMessage::Kind::take, 1, "10.0.1.10:40000", {}, theirs.get()));
        theirs.reset();
        pollfd wait{listener.get(), POLLIN, 0};
        QCOMPARE(::poll(&wait, 1, 20'000), 1);
        const Fd accepted(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        auto message = linux::receiveMessage(accepted.get());
        QVERIFY(message && message->fds.size() == 1 && message->bytes.size() == 1 && message->bytes[0] == 'c');
        QCOMPARE(::send(message->fds[0].get(), "hi", 2, 0), ssize_t(2));
        message->fds.clear();
        QCOMPARE(readAll(ours), std::string("hi"));
    }
};

QTEST_GUILESS_MAIN(ServerLinkTest)
#include "tst_server_link.moc"
