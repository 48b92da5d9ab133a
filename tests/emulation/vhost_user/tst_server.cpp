// The back end's socket: messages in pieces with their descriptors, refusals, and a front end that goes and comes back.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/vhost_user/server.h"
#include "tests/emulation/vhost_user/front_end.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <poll.h>

using namespace hopyard;
using namespace vhost_user;

namespace {

/// The other end of the socket.
class Client {
public:
    explicit Client(const std::string &path) : m_socket(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        isConnected = connect(m_socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    }
    static std::vector<std::uint8_t> message(Request request, const std::vector<std::uint8_t> &payload, std::uint32_t flags = 1)
    {
        std::vector<std::uint8_t> bytes = FrontEnd::asBytes(MessageHeader{static_cast<std::uint32_t>(request), flags, static_cast<std::uint32_t>(payload.size())});
        bytes.insert(bytes.end(), payload.begin(), payload.end());
        return bytes;
    }
    bool send(base::Bytes bytes, int fd = -1)
    {
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof fd)> control{};
        iovec part{const_cast<std::uint8_t *>(bytes.data()), bytes.size()};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        if (fd >= 0) {
            message.msg_control = control.data();
            message.msg_controllen = control.size();
            cmsghdr *c = CMSG_FIRSTHDR(&message);
            c->cmsg_level = SOL_SOCKET;
            c->cmsg_type = SCM_RIGHTS;
            c->cmsg_len = CMSG_LEN(sizeof fd);
            std::memcpy(CMSG_DATA(c), &fd, sizeof fd);
        }
        return sendmsg(m_socket.get(), &message, MSG_NOSIGNAL) == ssize_t(bytes.size());
    }
    /// What has come: empty also where the other side has hung up.
    std::vector<std::uint8_t> received()
    {
        std::vector<std::uint8_t> bytes(4096);
        bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(0, recv(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT))));
        return bytes;
    }
    bool isConnected = false;

private:
    linux::Fd m_socket;
};

} // namespace

class TestServer : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_directory;
    int m_number = 0;

    std::unique_ptr<Server> made(std::string &path)
    {
        path = m_directory.filePath(QString::number(++m_number)).toStdString();
        auto server = Server::create();
        if (!server || !(*server)->listen(path))
            qFatal("no server");
        return std::move(*server);
    }
    static std::string served(Server &server)
    {
        std::string all;
        for (const std::string &line : server.processControl())
            all += line + '\n';
        return all;
    }

private slots:
    void messagesInPieces()
    {
        std::string path;
        const auto server = made(path);
        Client client(path);
        QVERIFY(client.isConnected);
        QCOMPARE(served(*server), std::string("its network card is connected\n"));
        const auto question = Client::message(Request::getFeatures, {});
        for (const std::uint8_t byte : question) {
            QVERIFY(client.received().empty());
            QVERIFY(client.send(base::Bytes(&byte, 1)));
            QCOMPARE(served(*server), std::string());
        }
        QCOMPARE(client.received(), Client::message(Request::getFeatures, FrontEnd::words({feature::offered}), MessageHeader::kVersion | MessageHeader::kReply));
        // Two at once, the second with a descriptor that belongs to it.
        FrontEnd guest;
        QVERIFY(client.send(Client::message(Request::setFeatures, FrontEnd::words({feature::version1}))));
        QVERIFY(client.send(Client::message(Request::setMemoryTable, FrontEnd::words({1, FrontEnd::kGuest, FrontEnd::kBytes, FrontEnd::kUser, 0})), guest.file.get()));
        QCOMPARE(served(*server), std::string());
        QVERIFY(server->isConnected());
        QCOMPARE(server->backend().features(), feature::version1);
    }

    void refusedAndBack()
    {
        std::string path;
        const auto server = made(path);
        {
            Client client(path);
            served(*server);
            Client second(path); // there is one front end
            served(*server);
            QVERIFY(second.received().empty() && server->isConnected());
            QVERIFY(client.send(Client::message(Request::setVringNumber, FrontEnd::state(9, 8))));
            QCOMPARE(served(*server), std::string("its network card is refused: there is no such queue\n"));
            QVERIFY(!server->isConnected());
        }
        Client again(path);
        QCOMPARE(served(*server), std::string("its network card is connected\n"));
        QVERIFY(again.send(Client::message(Request::getFeatures, {}, 2))); // another version of the protocol
        QCOMPARE(served(*server), std::string("its network card speaks another protocol\n"));
        Client last(path);
        served(*server);
        QVERIFY(last.send(FrontEnd::asBytes(MessageHeader{1, 1, 1u << 20})));
        QCOMPARE(served(*server), std::string("its network card speaks another protocol\n"));
    }

    /// A front end that is gone leaves nothing of its guest behind, and the next one brings its own.
    void guestIsLetGo()
    {
        std::string path;
        const auto server = made(path);
        FrontEnd guest;
        for (int round = 0; round < 2; ++round) {
            auto client = std::make_unique<Client>(path);
            served(*server);
            QCOMPARE(guest.setUp(server->backend(), feature::version1 | feature::protocol), std::string());
            QVERIFY(server->backend().isReady(Backend::transmit));
            guest.sendFrame(1, std::string(60, 'a'));
            const std::uint64_t one = 1;
            QVERIFY(write(guest.kick[1].get(), &one, sizeof one) == sizeof one);
            pollfd kicked{server->kickFd(), POLLIN, 0};
            QCOMPARE(poll(&kicked, 1, 0), 1);
            QCOMPARE(FrontEnd::take(server->backend()), std::string(60, 'a'));
            client.reset();
            QCOMPARE(served(*server), std::string("its network card has gone\n"));
            QVERIFY(!server->backend().isReady(Backend::transmit));
            QCOMPARE(poll(&kicked, 1, 0), 0);
        }
    }
};

QTEST_APPLESS_MAIN(TestServer)
#include "tst_server.moc"
