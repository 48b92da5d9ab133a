// Connections out of Linux sockets and into them, in a network namespace that the test makes: from Linux to Linux by way
// of our blob, and from Linux into our stack behind a TUN device and back, while the client goes on.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/segmentation.h"
#include "core/migration/blob.h"
#include "core/wire/ipv4.h"
#include "emulation/linux/namespaces.h"
#include "emulation/migration/repair.h"
#include "tests/support/tcp_bench.h"

#include <QTest>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

using namespace hopyard;
using namespace hopyard::test;
using linux::Fd;

namespace {

sockaddr_in at(const char *address, std::uint16_t port)
{
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    inet_pton(AF_INET, address, &to.sin_addr);
    return to;
}

/// Address, mask and "up" of an interface or alias; down where there is no address.
bool configure(const char *name, const char *address, const char *mask)
{
    const Fd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    qstrncpy(request.ifr_name, name, sizeof request.ifr_name);
    if (address) {
        sockaddr_in value = at(address, 0);
        std::memcpy(&request.ifr_addr, &value, sizeof value);
        if (::ioctl(fd.get(), SIOCSIFADDR, &request) != 0)
            return false;
        value = at(mask, 0);
        std::memcpy(&request.ifr_addr, &value, sizeof value);
        if (::ioctl(fd.get(), SIOCSIFNETMASK, &request) != 0)
            return false;
    }
    request.ifr_flags = address ? IFF_UP | IFF_RUNNING : 0;
    return ::ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0;
}

/// A namespace of its own for this thread; a server at 10.0.0.2 on loopback, a client at 10.0.0.1 on a TUN device.
struct Place {
    std::optional<Fd> space;
    std::optional<linux::NetworkScope> scope;
    Fd tun, client, server;

    QString enter()
    {
        auto made = linux::makeNetworkNamespace();
        if (!made)
            return "needs root or user namespaces";
        space.emplace(std::move(*made));
        auto entered = linux::NetworkScope::enter(*space);
        if (!entered)
            return "cannot enter a network namespace";
        scope.emplace(std::move(*entered));
        tun.reset(::open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK));
        ifreq request{};
        request.ifr_flags = IFF_TUN | IFF_NO_PI;
        if (!tun || ::ioctl(tun.get(), TUNSETIFF, &request) != 0)
            return "needs /dev/net/tun";
        if (!configure("lo", "127.0.0.1", "255.0.0.0") || !configure(request.ifr_name, "10.0.0.1", "255.255.255.0")
            || !serverIsLocal(true))
            return "cannot configure the namespace";
        return {};
    }
    bool serverIsLocal(bool yes) { return configure("lo:0", yes ? "10.0.0.2" : nullptr, "255.255.255.255"); }
    bool connect()
    {
        const Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const sockaddr_in service = at("10.0.0.2", 5'000), own = at("10.0.0.1", 0);
        const auto *to = reinterpret_cast<const sockaddr *>(&service);
        client.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::bind(listener.get(), to, sizeof service) != 0 || ::listen(listener.get(), 1) != 0
            || ::bind(client.get(), reinterpret_cast<const sockaddr *>(&own), sizeof own) != 0
            || ::connect(client.get(), to, sizeof service) != 0)
            return false;
        server.reset(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        ::fcntl(client.get(), F_SETFL, O_NONBLOCK);
        return server.isValid();
    }
    static bool write(const Fd &fd, const std::string &text)
    {
        return ::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
    }
    /// What comes within a second, up to so many bytes.
    static std::string read(const Fd &fd, std::size_t count)
    {
        std::string all(count, '\0');
        std::size_t got = 0;
        pollfd wait{fd.get(), POLLIN, 0};
        while (got < count && ::poll(&wait, 1, 1'000) == 1) {
            const ssize_t n = ::recv(fd.get(), all.data() + got, count - got, MSG_DONTWAIT);
            if (n <= 0)
                break;
            got += static_cast<std::size_t>(n);
        }
        all.resize(got);
        return all;
    }
};

base::TimePoint realTime()
{
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC, &t);
    return base::TimePoint::fromNs(t.tv_sec * 1'000'000'000 + t.tv_nsec);
}

/// Our stack at 10.0.0.2 behind the TUN device, in real time.
struct OurHost {
    explicit OurHost(const Fd &device) : tun(device), ip(pool, base::Ipv4Address(10, 0, 0, 2)) { ip.setNow(realTime()); }
    const Fd &tun;
    std::shared_ptr<packet::PacketPool> pool = std::make_shared<packet::PacketPool>();
    FakeIp ip;
    tcp::Tcp stack{base::Random(3)};

    void turn()
    {
        ip.setNow(realTime());
        stack.expire(ip);
        std::uint8_t buffer[2'000];
        for (ssize_t n; (n = ::read(tun.get(), buffer, sizeof buffer)) > 0;) {
            const auto view = wire::Ipv4View::parse({buffer, static_cast<std::size_t>(n)});
            if (!view || view->protocol() != wire::IpProtocol::tcp)
                continue;
            ip::Delivered d;
            d.source = view->source();
            d.destination = view->destination();
            d.protocol = wire::IpProtocol::tcp;
            d.ttl = view->ttl();
            d.datagram = pool->copyOf({buffer, static_cast<std::size_t>(n)});
            d.payloadOffset = static_cast<std::uint16_t>(view->headerLength());
            stack.deliver(ip, d);
        }
        while (!ip.sent.empty()) {
            ip::Datagram d = std::move(ip.sent.front());
            ip.sent.pop_front();
            wire::Ipv4Repr header;
            header.source = d.source.v4();
            header.destination = d.destination.v4();
            header.protocol = wire::IpProtocol::tcp;
            header.ttl = 64;
            header.payloadLength = static_cast<std::uint16_t>(d.payload.size());
            packet::Packet packet = std::move(d.payload);
            header.emit(packet.pushFront(20));
            link::splitIntoSegments(
                std::move(packet), *pool,
                [this](packet::Packet &&piece) {
                    if (::write(tun.get(), piece.bytes().data(), piece.size()) < 0)
                        qWarning("the TUN device takes nothing");
                },
                link::Layer::ip, link::Checksums::complete);
        }
    }
    bool until(const std::function<bool()> &done)
    {
        const base::TimePoint end = realTime() + base::Duration::seconds(5);
        while (!done()) {
            if (realTime() > end)
                return false;
            pollfd wait{tun.get(), POLLIN, 0};
            ::poll(&wait, 1, 1);
            turn();
        }
        return true;
    }
};

/// Through the blob, as between machines whose clocks differ.
base::Result<tcp::ConnectionState, migration::BlobRefusal> asBlob(const tcp::ConnectionState &state, base::TimePoint then,
                                                                  base::TimePoint now, packet::PacketPool &pool)
{
    auto blob = migration::decodeBlob(migration::encodeBlob({}, state, then), now, pool);
    if (!blob)
        return base::fail(blob.error());
    return std::move(blob->state);
}

} // namespace

class RepairTest : public QObject {
    Q_OBJECT
private slots:
    void fromLinuxToLinux()
    {
        Place place;
        if (const QString missing = place.enter(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        QVERIFY(place.connect());
        const std::string unread(70'000, 'u');
        QVERIFY(Place::write(place.client, unread));
        QVERIFY(Place::write(place.server, "not read yet"));
        for (int i = 0; i < 3; ++i) {
            auto out = migration::takeOut(place.server);
            if (!out)
                QFAIL(toString(out.error()).c_str());
            QVERIFY(!place.server);
            QCOMPARE(out->received.size(), unread.size());
            packet::PacketPool pool;
            const base::TimePoint now = realTime(), there = base::TimePoint::fromNs(5'000'000'000);
            auto state = asBlob(migration::toState(*out, now, pool), now, there, pool);
            if (!state)
                QFAIL(std::string(state.error().what).c_str());
            const auto in = migration::fromState(*state, there);
            QVERIFY(in);
            migration::LinuxConnection same = *in;
            QCOMPARE(same.timestamp, out->timestamp);
            QCOMPARE(same.sendEnd, out->sendEnd);
            QVERIFY(same.received == out->received && same.sent == out->sent && same.unsent == out->unsent);
            QCOMPARE(same.receiveWindow, out->receiveWindow);
            auto back = migration::putBack(*in);
            if (!back)
                QFAIL(toString(back.error()).c_str());
            place.server = std::move(*back);
        }
        QVERIFY(Place::read(place.server, unread.size()) == unread);
        QVERIFY(Place::write(place.server, ", and more"));
        QCOMPARE(Place::read(place.client, 22), std::string("not read yet, and more"));
        QVERIFY(Place::write(place.client, "bye"));
        QCOMPARE(Place::read(place.server, 3), std::string("bye"));
        place.client.reset();
        QCOMPARE(Place::read(place.server, 1), std::string()); // an end, not a reset
    }

    /// In two steps: what was begun can be taken back without anybody noticing.
    void frozenAndPrepared()
    {
        Place place;
        if (const QString missing = place.enter(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        QVERIFY(place.connect());
        QVERIFY(Place::write(place.client, "asked"));
        const std::string answer(300'000, 'a'); // more than the client takes at once: some of it is under way, some not sent
        ::fcntl(place.server.get(), F_SETFL, O_NONBLOCK);
        const ssize_t queued = ::send(place.server.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
        QVERIFY(queued > 0);

        const Fd program(::fcntl(place.server.get(), F_DUPFD_CLOEXEC, 3)); // a program has the descriptor as well
        QVERIFY(migration::freeze(place.server));
        char none;
        QVERIFY(::recv(program.get(), &none, 1, MSG_DONTWAIT) < 0); // it has to wait
        QCOMPARE(errno, EPERM);
        QVERIFY(migration::thaw(place.server));
        QCOMPARE(Place::read(place.server, 5), std::string("asked"));

        const auto frozen = migration::freeze(place.server);
        QVERIFY(frozen);
        QCOMPARE(frozen->received.size(), std::size_t(0));
        migration::dissolve(place.server);
        QVERIFY(!place.server);
        char byte;
        QVERIFY(::recv(program.get(), &byte, 1, MSG_DONTWAIT) < 0);
        QCOMPARE(errno, ECONNABORTED);

        {
            const auto dropped = migration::prepare(*frozen); // nobody hears of it
            if (!dropped)
                QFAIL(toString(dropped.error()).c_str());
        }
        auto socket = migration::prepare(*frozen);
        if (!socket)
            QFAIL(toString(socket.error()).c_str());
        QVERIFY(migration::begin(*socket, *frozen));
        place.server = std::move(*socket);
        QCOMPARE(Place::read(place.client, static_cast<std::size_t>(queued)), answer.substr(0, static_cast<std::size_t>(queued)));
        QVERIFY(Place::write(place.client, "and more"));
        QCOMPARE(Place::read(place.server, 8), std::string("and more"));
        place.server.reset();
        QCOMPARE(Place::read(place.client, 1), std::string()); // an end, not a reset
    }

    void intoOurStackAndBack()
    {
        Place place;
        if (const QString missing = place.enter(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        QVERIFY(place.connect());
        QVERIFY(Place::write(place.client, "GET /"));
        OurHost host(place.tun);
        for (int round = 0; round < 2; ++round) {
            auto out = migration::takeOut(place.server);
            if (!out)
                QFAIL(toString(out.error()).c_str());
            QVERIFY(place.serverIsLocal(false)); // its address is now behind the TUN device
            QVERIFY(Place::write(place.client, "index")); // comes while nobody is there
            auto state = asBlob(migration::toState(*out, realTime(), *host.pool), realTime(), host.ip.context().now, *host.pool);
            if (!state)
                QFAIL(std::string(state.error().what).c_str());
            const auto id = host.stack.insert(host.ip, std::move(*state));
            QVERIFY(id);
            std::string text;
            const std::string wanted = round == 0 ? "GET /index" : "moreindex";
            QVERIFY(host.until([&] {
                std::uint8_t buffer[100];
                if (const auto n = host.stack.receive(host.ip, *id, buffer))
                    text.append(buffer, buffer + *n);
                return text.size() >= wanted.size();
            }));
            QCOMPARE(text, wanted);
            const std::vector<std::uint8_t> answer(50'000, 'a');
            QCOMPARE(host.stack.send(host.ip, *id, answer).value_or(0), answer.size());
            std::string got;
            QVERIFY(host.until([&] {
                char buffer[4'000];
                for (ssize_t n; (n = ::recv(place.client.get(), buffer, sizeof buffer, 0)) > 0;)
                    got.append(buffer, static_cast<std::size_t>(n));
                return got.size() == answer.size();
            }));

            // Back into a socket, with something unread.
            QVERIFY(Place::write(place.client, "more"));
            QVERIFY(host.until([&] { return host.stack.receiveQueueSize(*id) == 4; }));
            const auto ours = host.stack.extract(*id);
            const auto in = migration::fromState(*ours, host.ip.context().now);
            QVERIFY(in);
            QVERIFY(place.serverIsLocal(true));
            auto back = migration::putBack(*in);
            if (!back)
                QFAIL(toString(back.error()).c_str());
            place.server = std::move(*back);
        }
        QCOMPARE(Place::read(place.server, 4), std::string("more"));
        QVERIFY(Place::write(place.server, "done"));
        QCOMPARE(Place::read(place.client, 4), std::string("done"));
    }

    void whatLinuxHasNoPlaceFor()
    {
        TcpBench bench;
        bench.accept();
        bench.inject("FA 1 ack 1");
        QVERIFY(!migration::fromState(*bench.stack.state(bench.connection), bench.now));
        Fd none(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        QVERIFY(!migration::takeOut(none));
        QVERIFY(none);
    }
};

QTEST_APPLESS_MAIN(RepairTest)
#include "tst_repair.moc"
