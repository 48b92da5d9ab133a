// Server and client over a real socket, driven step by step in one thread: calls, descriptors, hostile peers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/client.h"
#include "emulation/rpc/run_directory.h"
#include "emulation/rpc/server.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <array>
#include <cstring>
#include <memory>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace hopyard;
using namespace hopyard::rpc;

namespace {

/// Answers every request with its params; keeps what it saw.
struct Echo : Server::Handler {
    Server *server = nullptr;
    std::vector<std::string> methods;
    std::vector<std::vector<OwnedFd>> descriptors;
    int connections = 0, disconnections = 0;
    ClientId last;

    void connected(ClientId client) override
    {
        ++connections;
        last = client;
    }
    void disconnected(ClientId) override { ++disconnections; }
    void request(ClientId client, Request request, std::vector<OwnedFd> fds) override
    {
        methods.push_back(request.method);
        descriptors.push_back(std::move(fds));
        if (request.method == "fail")
            server->refuse(client, request.id, {wrongState, "not now", {{"state", "empty"}}});
        else if (request.method != "silence")
            server->answer(client, request.id, request.params);
    }
};

bool isReadable(int fd, int milliseconds)
{
    pollfd p{fd, POLLIN, 0};
    return ::poll(&p, 1, milliseconds) > 0;
}

} // namespace

class TestServer : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    std::string m_path;
    Echo m_echo;
    std::unique_ptr<Server> m_server;

    void start(ServerLimits limits = {})
    {
        m_echo = Echo();
        m_path = m_dir.path().toStdString() + "/run.sock";
        auto listening = listenAt(m_path);
        QVERIFY(listening);
        m_server = std::make_unique<Server>(std::move(*listening), m_echo, limits);
        m_echo.server = m_server.get();
    }
    /// A connected plain socket, for saying what no client of ours would.
    OwnedFd raw()
    {
        OwnedFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, m_path.data(), m_path.size());
        if (::connect(fd.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            return OwnedFd();
        m_server->process();
        return fd;
    }
    /// Moves server and client until the client's pending call is answered.
    Client::Result ask(Client &client, std::string_view method, Json params, std::vector<OwnedFd> fds = {})
    {
        std::optional<Client::Result> answer;
        client.callAsync(method, std::move(params), [&](Client::Result r) { answer = std::move(r); }, std::move(fds));
        while (!answer) {
            if (client.wantsWrite())
                client.onWritable();
            m_server->process();
            if (isReadable(client.fd(), 0))
                client.onReadable();
        }
        return *answer;
    }
    /// What the server sent to a plain socket.
    std::string received(int fd)
    {
        m_server->process();
        std::string text;
        std::array<char, 65536> buffer;
        for (;;) {
            const ssize_t n = ::recv(fd, buffer.data(), buffer.size(), 0);
            if (n <= 0)
                return n == 0 || errno != EAGAIN ? text + "<end>" : text;
            text.append(buffer.data(), static_cast<std::size_t>(n));
        }
    }

private slots:
    void init() { start(); }
    void cleanup() { m_server.reset(); }

    void callAndAnswer()
    {
        auto client = Client::connect(m_path);
        QVERIFY(client);
        const auto answer = ask(**client, "x", {{"a", 1}});
        QVERIFY(answer);
        QVERIFY(*answer == Json({{"a", 1}}));
        const auto refused = ask(**client, "fail", Json::object());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, int(wrongState));
        QCOMPARE(stringMember(refused.error().data, "state").value(), std::string("empty"));
    }

    void blockingCallTimesOutAndTheLateAnswerIsForgotten()
    {
        auto client = Client::connect(m_path);
        const auto late = (*client)->call("x", Json::object(), {}, base::Duration::milliseconds(1));
        QCOMPARE(late.error().code, int(timedOut));
        const auto second = ask(**client, "y", {{"b", 2}});
        QVERIFY(*second == Json({{"b", 2}}));
    }

    void aLargeLineGoesBothWays()
    {
        auto client = Client::connect(m_path);
        const std::string text(3'000'000, 'a');
        const auto answer = ask(**client, "x", {{"text", text}});
        QVERIFY(answer);
        QCOMPARE(stringMember(*answer, "text")->size(), text.size());
    }

    void descriptorsArriveWithTheirLine()
    {
        auto client = Client::connect(m_path);
        std::array<int, 2> pipe;
        QCOMPARE(::pipe2(pipe.data(), O_CLOEXEC), 0);
        const OwnedFd readEnd(pipe[0]);
        std::vector<OwnedFd> fds;
        fds.emplace_back(pipe[1]);
        (*client)->callAsync("before", Json::object(), {});
        (*client)->callAsync("with", Json::object(), {}, std::move(fds));
        ask(**client, "after", Json::object());
        QCOMPARE(m_echo.methods, std::vector<std::string>({"before", "with", "after"}));
        QCOMPARE(m_echo.descriptors[0].size(), std::size_t(0));
        QCOMPARE(m_echo.descriptors[1].size(), std::size_t(1));
        QCOMPARE(m_echo.descriptors[2].size(), std::size_t(0));
        QCOMPARE(::write(m_echo.descriptors[1][0].get(), "hi", 2), ssize_t(2));
        QVERIFY(isReadable(readEnd.get(), 0));
        QVERIFY(::fcntl(m_echo.descriptors[1][0].get(), F_GETFD) & FD_CLOEXEC);
    }

    void notificationsReachAllClients()
    {
        auto a = Client::connect(m_path);
        auto b = Client::connect(m_path);
        m_server->process();
        QStringList heard;
        for (auto *client : {a->get(), b->get()})
            client->onNotification = [&](std::string_view method, const Json &) {
                heard << QString::fromStdString(std::string(method));
            };
        m_server->notifyAll("state", {{"state", "running"}});
        (*a)->onReadable();
        (*b)->onReadable();
        QCOMPARE(heard, QStringList({"state", "state"}));
    }

    void whenTheEngineGoesEveryCallEnds()
    {
        auto client = Client::connect(m_path);
        int ended = 0;
        bool told = false;
        (*client)->callAsync("silence", Json::object(), [&](Client::Result r) { ended += r ? 0 : r.error().code == disconnected; });
        (*client)->callAsync("silence", Json::object(), [&](Client::Result r) { ended += r ? 0 : r.error().code == disconnected; });
        (*client)->onDisconnected = [&] { told = true; };
        m_server->process();
        m_server.reset();
        QVERIFY(!(*client)->waitForEvents());
        QCOMPARE(ended, 2);
        QVERIFY(told);
        QVERIFY(!(*client)->isOpen());
        QCOMPARE((*client)->call("x").error().code, int(disconnected));
    }

    void aClientThatGoesIsForgotten()
    {
        auto fd = raw();
        QCOMPARE(m_echo.connections, 1);
        fd.reset();
        m_server->process();
        QCOMPARE(m_echo.disconnections, 1);
        QCOMPARE(m_server->clientCount(), std::size_t(0));
        m_server->answer(m_echo.last, 1, Json::object()); // harmless
    }

    void garbageIsAnsweredAndTheConnectionGoesOn()
    {
        auto fd = raw();
        const std::string bad = "\x01\x02 garbage\n[]\n{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":1}\n";
        ::send(fd.get(), bad.data(), bad.size(), 0);
        const std::string answer = received(fd.get());
        QCOMPARE(std::count(answer.begin(), answer.end(), '\n'), std::ptrdiff_t(3));
        QVERIFY(answer.find("-32700") != std::string::npos);
        QVERIFY(answer.find("-32600") != std::string::npos);
        const std::string good = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"x\"}\n";
        ::send(fd.get(), good.data(), good.size(), 0);
        QVERIFY(received(fd.get()).find("\"id\":5") != std::string::npos);
    }

    void halfALineAtTheEndIsNotObeyed()
    {
        auto fd = raw();
        const std::string half = requestLine(5, "x", Json::object());
        ::send(fd.get(), half.data(), half.size(), 0);
        fd.reset();
        m_server->process();
        m_server->process();
        QVERIFY(m_echo.methods.empty());
        QCOMPARE(m_server->clientCount(), std::size_t(0));
    }

    void aLineWithoutEndIsCutOff()
    {
        m_server.reset();
        start({.maxLine = 1000});
        auto fd = raw();
        const std::string endless(5000, 'x');
        ::send(fd.get(), endless.data(), endless.size(), MSG_NOSIGNAL);
        const std::string answer = received(fd.get());
        QVERIFY2(answer.find("longer") != std::string::npos, answer.c_str());
        QVERIFY(answer.ends_with("<end>"));
        QCOMPARE(m_server->clientCount(), std::size_t(0));
    }

    void descriptorsWithoutLineAndFloodsOfThem_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("midLine");
        QTest::newRow("in the middle of a line") << 1 << true;
        QTest::newRow("nine") << 9 << false;
        QTest::newRow("two hundred") << 200 << false;
    }
    void descriptorsWithoutLineAndFloodsOfThem()
    {
        QFETCH(int, count);
        QFETCH(bool, midLine);
        auto fd = raw();
        const auto openDescriptors = [] { return QDir("/proc/self/fd").count(); };
        if (midLine) {
            ::send(fd.get(), "{", 1, 0);
            m_server->process();
        }
        const auto before = openDescriptors();
        std::string line = midLine ? "}\n" : "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"x\"}\n";
        std::vector<char> control(CMSG_SPACE(sizeof(int) * static_cast<std::size_t>(count)));
        iovec piece{line.data(), line.size()};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr *c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int) * static_cast<std::size_t>(count));
        const std::vector<int> same(static_cast<std::size_t>(count), fd.get());
        std::memcpy(CMSG_DATA(c), same.data(), same.size() * sizeof(int));
        QVERIFY(::sendmsg(fd.get(), &message, 0) > 0);
        const std::string answer = received(fd.get());
        QVERIFY2(answer.find("descriptors") != std::string::npos, answer.c_str());
        QVERIFY(answer.ends_with("<end>"));
        QVERIFY(m_echo.methods.empty());
        QCOMPARE(m_server->clientCount(), std::size_t(0));
        QVERIFY(openDescriptors() <= before);
    }

    void telemetryForAClientThatDoesNotReadIsDroppedAndCounted()
    {
        m_server.reset();
        start({.telemetryQueue = 100'000});
        auto fd = raw();
        const std::string batch(50'000, ' ');
        int dropped = 0;
        for (int i = 0; i < 100; ++i)
            dropped += !m_server->offer(m_echo.last, batch);
        QVERIFY(dropped > 80);
        QCOMPARE(m_server->takeDropped(m_echo.last), std::uint64_t(dropped));
        QCOMPARE(m_server->takeDropped(m_echo.last), std::uint64_t(0));
        QVERIFY(m_server->clientCount() == 1);
        received(fd.get()); // it reads again
        received(fd.get());
        QVERIFY(m_server->offer(m_echo.last, batch));
    }

    void whoAsksWithoutReadingIsReadNoMore()
    {
        m_server.reset();
        start({.answerQueue = 100'000});
        auto fd = raw();
        const std::string request = requestLine(5, "x", {{"t", std::string(10'000, 'x')}}) + '\n';
        std::size_t sent = 0;
        for (int i = 0; i < 2000; ++i) {
            const ssize_t n = ::send(fd.get(), request.data() + sent % request.size(), request.size() - sent % request.size(), 0);
            if (n > 0)
                sent += static_cast<std::size_t>(n);
            m_server->process();
        }
        // The kernel's buffers, 256 KiB read at once and the limit are all that it can make us hold.
        QVERIFY2(sent < 2'000'000, std::to_string(sent).c_str());
        const std::size_t answered = m_echo.methods.size();
        for (int i = 0; i < 50 && m_echo.methods.size() == answered; ++i)
            received(fd.get());
        QVERIFY(m_echo.methods.size() > answered);
    }

    void aClientTooFarBehindIsCutOff()
    {
        m_server.reset();
        start({.maxQueue = 1'000'000});
        auto fd = raw();
        for (int i = 0; i < 30; ++i)
            m_server->notify(m_echo.last, "state", {{"x", std::string(100'000, 'x')}});
        m_server->process();
        QCOMPARE(m_server->clientCount(), std::size_t(0));
        QCOMPARE(m_echo.disconnections, 1);
    }

    void tooManyClientsAreTold()
    {
        m_server.reset();
        start({.clients = 1});
        auto first = raw();
        auto second = raw();
        QVERIFY(received(second.get()).find("too many clients") != std::string::npos);
        QCOMPARE(m_server->clientCount(), std::size_t(1));
    }

    void socketIsOursAlone()
    {
        struct stat st;
        QCOMPARE(::stat(m_path.c_str(), &st), 0);
        QCOMPARE(int(st.st_mode & 0777), 0600);
    }

    void aLeftSocketIsReplacedALiveOneIsNot()
    {
        QVERIFY(!listenAt(m_path));
        m_server.reset(); // the file stays behind, as after kill -9
        QVERIFY(QFile::exists(QString::fromStdString(m_path)));
        QVERIFY(listenAt(m_path));
        QCOMPARE(removeStaleSockets(m_dir.path().toStdString()), 1);
        QVERIFY(!QFile::exists(QString::fromStdString(m_path)));
    }

    void pathsThatDoNotFitAreRefused()
    {
        QVERIFY(!listenAt("/tmp/" + std::string(200, 'x')));
        QVERIFY(!Client::connect("/tmp/" + std::string(200, 'x')));
        QVERIFY(!Client::connect(m_dir.path().toStdString() + "/none.sock"));
    }

    void runDirectoryIsMadePrivateOrRefused()
    {
        const std::string dir = m_dir.path().toStdString() + "/hopyard";
        QVERIFY(makeRunDirectory(dir));
        ::chmod(dir.c_str(), 0777);
        QVERIFY(makeRunDirectory(dir));
        struct stat st;
        ::stat(dir.c_str(), &st);
        QCOMPARE(int(st.st_mode & 0777), 0700);
        const std::string link = m_dir.path().toStdString() + "/link";
        QCOMPARE(::symlink(dir.c_str(), link.c_str()), 0);
        QVERIFY(!makeRunDirectory(link));
    }

    void runNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("usual") << "first-hops-4711" << true;
        QTest::newRow("empty") << "" << false;
        QTest::newRow("path") << "../x" << false;
        QTest::newRow("slash") << "a/b" << false;
        QTest::newRow("hidden") << ".lock" << false;
        QTest::newRow("long") << QString(65, 'x') << false;
    }
    void runNames()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        QCOMPARE(isRunName(name.toStdString()), good);
    }

    void runDirectoryFollowsXdg()
    {
        const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
        qputenv("XDG_RUNTIME_DIR", m_dir.path().toUtf8());
        QCOMPARE(runDirectory(), m_dir.path().toStdString() + "/hopyard");
        QCOMPARE(socketPath("r"), m_dir.path().toStdString() + "/hopyard/r.sock");
        qputenv("XDG_RUNTIME_DIR", "relative");
        QVERIFY(runDirectory().front() == '/');
        if (before.isEmpty())
            qunsetenv("XDG_RUNTIME_DIR");
        else
            qputenv("XDG_RUNTIME_DIR", before);
    }

    void deadRunsAreNotListedAndMuteOnesAre()
    {
        const std::string dir = m_dir.path().toStdString();
        // Nobody moves the server while listRuns() waits: a live engine that hangs.
        const auto hanging = listRuns(dir, base::Duration::milliseconds(1));
        QCOMPARE(hanging.size(), std::size_t(1));
        QCOMPARE(hanging[0].run, std::string("run"));
        QVERIFY(hanging[0].status.is_null());
        m_server.reset();
        QVERIFY(listRuns(dir, base::Duration::milliseconds(1)).empty());
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
