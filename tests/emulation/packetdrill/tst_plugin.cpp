// The plug-in's table, driven as packetdrill drives it: loaded by name, POSIX calls, packets in and out, virtual time.
//
// What TCP does is the business of the scripts in tests/tcp; here it is the face that counts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/packetdrill_interface.h"
#include "places.h"
#include "tests/tcp/packets.h"

#include <QtTest>

#include <array>
#include <cerrno>
#include <thread>

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

using namespace hopyard;

namespace {

void *library()
{
    static void *const handle = dlopen(HOPYARD_BINARY_DIR "/lib/libhopyard-packetdrill.so", RTLD_NOW | RTLD_LOCAL);
    return handle;
}
template <class F>
F symbol(const char *name)
{
    return reinterpret_cast<F>(dlsym(library(), name));
}

sockaddr_in address(base::Ipv4Address host, std::uint16_t port)
{
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    in.sin_addr.s_addr = htonl(host.value());
    return in;
}
const sockaddr *generic(const sockaddr_in &in) { return reinterpret_cast<const sockaddr *>(&in); }

/// A stack with Linux's defaults, freed at the end.
struct Stack {
    packetdrill_interface t{};
    explicit Stack(const char *flags = "sysctl=off")
    {
        symbol<packetdrill_interface_init_t>("packetdrill_interface_init")(flags, &t);
    }
    Stack(const Stack &) = delete;
    Stack &operator=(const Stack &) = delete;
    ~Stack()
    {
        if (t.userdata)
            t.free(t.userdata);
    }
    void *u() const { return t.userdata; }
    std::int64_t clock() const
    {
        timeval now{};
        t.gettimeofday(u(), &now, nullptr);
        return now.tv_sec * 1'000'000 + now.tv_usec;
    }
    int blocked(int thread = 0) const
    {
        return symbol<decltype(&hopyard_packetdrill_blocked)>("hopyard_packetdrill_blocked")(&t, thread);
    }
    bool inject(const script::Packet &packet, const script::Flow &flow) const
    {
        const auto bytes = script::build(packet, flow);
        return t.netdev_send(u(), bytes.data(), bytes.size()) == 0;
    }
    /// Nothing where the stack sends no more.
    std::optional<script::LivePacket> next(long long *when = nullptr) const
    {
        std::vector<std::uint8_t> room(70'000);
        std::size_t size = room.size();
        long long at = 0;
        if (t.netdev_receive(u(), room.data(), &size, &at) != 0 || size == 0)
            return std::nullopt;
        if (when)
            *when = at;
        return script::takeApart({room.data(), size});
    }
    int udp(std::uint16_t port) const
    {
        const int fd = t.socket(u(), AF_INET, SOCK_DGRAM, 0);
        const sockaddr_in local = address(script::kLocal, port);
        return t.bind(u(), fd, generic(local), sizeof local) == 0 ? fd : -1;
    }
};

script::Packet udpPacket(std::uint32_t length)
{
    script::Packet packet;
    packet.body = script::UdpPacket{length};
    return packet;
}

script::Packet tcpPacket(std::uint8_t flags, std::uint32_t sequence, std::uint32_t length,
                         std::optional<std::uint32_t> acknowledgement)
{
    script::TcpPacket tcp;
    tcp.flags = flags;
    tcp.sequence = sequence;
    tcp.length = length;
    tcp.acknowledgement = acknowledgement;
    tcp.window = 65'535;
    script::Packet packet;
    packet.body = tcp;
    return packet;
}

constexpr std::uint8_t kSyn = 0x02;
constexpr std::uint8_t kAck = 0x10;
constexpr std::uint8_t kPushAck = 0x18;

/// An accepted connection and how its numbers are.
struct Connection {
    int fd = -1;
    script::Flow flow{7, 50'001, {}, {}, {}};
};

Connection accepted(const Stack &stack)
{
    Connection c;
    const auto &t = stack.t;
    const int listener = t.socket(stack.u(), AF_INET, SOCK_STREAM, 0);
    const sockaddr_in local = address(script::kLocal, 7);
    if (t.bind(stack.u(), listener, generic(local), sizeof local) != 0 || t.listen(stack.u(), listener, 5) != 0)
        return c;
    stack.inject(tcpPacket(kSyn, 0, 0, {}), c.flow);
    const auto answer = stack.next();
    if (!answer || !answer->tcp)
        return c;
    c.flow.localOffset = answer->tcp->sequence;
    stack.inject(tcpPacket(kAck, 1, 0, 1), c.flow);
    c.fd = t.accept(stack.u(), listener, nullptr, nullptr);
    return c;
}

/// A call on a thread of its own, known to be blocked in the stack once begun.
class Blocked {
public:
    Blocked(const Stack &stack, std::function<long()> call)
        : m_thread([this, &stack, call = std::move(call)] {
              m_id = static_cast<int>(::syscall(SYS_gettid));
              m_result = call();
              m_error = errno;
              if (m_error != EINTR)
                  m_endedAt = stack.clock();
              m_done = true;
          })
    {
        while (!m_done && (m_id == 0 || stack.blocked(m_id) == 0))
            std::this_thread::yield();
        m_waited = !m_done;
    }
    bool waited() const { return m_waited; }
    long result()
    {
        m_thread.join();
        return m_result;
    }
    int error() const { return m_error; }
    std::int64_t endedAt() const { return m_endedAt; }

private:
    std::atomic<int> m_id = 0;
    std::atomic<bool> m_done = false;
    bool m_waited = false;
    long m_result = 0;
    int m_error = 0;
    std::int64_t m_endedAt = 0;
    std::thread m_thread; // last: it uses the others
};

} // namespace

class PluginTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY2(library(), dlerror()); }

    void everyFunctionIsThere()
    {
        const Stack stack;
        const void *pointers[sizeof stack.t / sizeof(void *)];
        std::memcpy(pointers, &stack.t, sizeof stack.t);
        QCOMPARE(std::size(pointers), std::size_t(33)); // userdata and 32 functions, in packetdrill's order
        for (const void *pointer : pointers)
            QVERIFY(pointer);
    }

    void flagsThatCannotBeReadLeaveNoStack()
    {
        for (const char *flags : {"colour=red", "mtu=12", "local=fd00::1", "local", "segments=some", "sysctl=maybe"})
            QVERIFY2(!Stack(flags).t.userdata, flags);
        QVERIFY(Stack("").t.userdata);
        QVERIFY(Stack("local=10.0.0.1/24,local=10.0.0.2/24,remote=10.0.0.9,mtu=9000,segments=whole,sysctl=off,seed=7")
                    .t.userdata);
    }

    void theClockMovesAtEveryLookAndWithSleep()
    {
        const Stack stack;
        const std::int64_t first = stack.clock();
        QCOMPARE(stack.clock(), first + 1);
        QCOMPARE(stack.t.usleep(stack.u(), 250'000), 0);
        QCOMPARE(stack.clock(), first + 250'002);
    }

    void aQuietStackSendsNothing()
    {
        const Stack stack;
        char room[100];
        std::size_t size = sizeof room;
        long long at = 0;
        QCOMPARE(stack.t.netdev_receive(stack.u(), room, &size, &at), 0);
        QCOMPARE(size, std::size_t(0));
    }

    void ipv6IsRefused()
    {
        const Stack stack;
        errno = 0;
        QCOMPARE(stack.t.socket(stack.u(), AF_INET6, SOCK_STREAM, IPPROTO_TCP), -1);
        QCOMPARE(errno, EAFNOSUPPORT);
        const int fd = stack.t.socket(stack.u(), AF_INET, SOCK_STREAM, IPPROTO_TCP);
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        QCOMPARE(stack.t.connect(stack.u(), fd, reinterpret_cast<sockaddr *>(&in), sizeof in), -1);
        QCOMPARE(errno, EAFNOSUPPORT);
    }

    void descriptorsCollideWithNoneOfTheKernels()
    {
        const Stack stack;
        const int ours = stack.t.socket(stack.u(), AF_INET, SOCK_DGRAM, 0);
        const int kernels = ::open("/dev/null", O_RDONLY);
        QVERIFY(ours >= 0 && kernels >= 0 && ours != kernels);
        ::close(ours); // past the stack, as packetdrill does at its end; the number is the kernel's to give again
        QVERIFY(stack.udp(7) >= 0);
        ::close(kernels);
        errno = 0;
        QCOMPARE(stack.t.close(stack.u(), 777), -1);
        QCOMPARE(errno, EBADF);
    }

    void preloadedCallsKnowOurDescriptors()
    {
        const Stack stack;
        const auto closeIt = symbol<int (*)(int)>("close");
        const auto option = symbol<int (*)(int, int, int, void *, socklen_t *)>("getsockopt");
        const int fd = stack.t.socket(stack.u(), AF_INET, SOCK_DGRAM, 0);
        int type = 0;
        socklen_t length = sizeof type;
        QCOMPARE(option(fd, SOL_SOCKET, SO_TYPE, &type, &length), 0);
        QCOMPARE(type, int(SOCK_DGRAM));
        QCOMPARE(closeIt(fd), 0);
        QCOMPARE(stack.t.close(stack.u(), fd), -1);
        // The kernel's own go to the kernel.
        const int kernels = ::socket(AF_UNIX, SOCK_STREAM, 0);
        QCOMPARE(option(kernels, SOL_SOCKET, SO_TYPE, &type, &length), 0);
        QCOMPARE(type, int(SOCK_STREAM));
        QCOMPARE(closeIt(kernels), 0);
        QCOMPARE(::fcntl(kernels, F_GETFD), -1);
    }

    void datagramsGoInAndOut()
    {
        const Stack stack;
        const int fd = stack.udp(7);
        const script::Flow flow{7, 50'001, {}, {}, {}};
        QVERIFY(stack.inject(udpPacket(5), flow));
        int waiting = 0;
        QCOMPARE(stack.t.ioctl(stack.u(), fd, SIOCINQ, &waiting), 0);
        QCOMPARE(waiting, 5);
        char room[100];
        sockaddr_in from{};
        socklen_t length = sizeof from;
        const auto into = reinterpret_cast<sockaddr *>(&from);
        QCOMPARE(stack.t.recvfrom(stack.u(), fd, room, sizeof room, 0, into, &length), 5);
        QCOMPARE(ntohs(from.sin_port), std::uint16_t(50'001));
        QCOMPARE(stack.t.sendto(stack.u(), fd, "hello", 5, 0, generic(from), sizeof from), 5);
        const auto answer = stack.next();
        QVERIFY(answer && answer->checksumsGood);
        QCOMPARE(answer->udpLength, 5u);
        QCOMPARE(answer->destinationPort, std::uint16_t(50'001));
        errno = 0;
        QCOMPARE(stack.t.recv(stack.u(), fd, room, sizeof room, MSG_DONTWAIT), -1);
        QCOMPARE(errno, EAGAIN);
    }

    void aBlockedCallEndsWhenItsPacketComes()
    {
        const Stack stack;
        const int fd = stack.udp(7);
        std::array<char, 100> room{};
        Blocked call(stack, [&] { return stack.t.recv(stack.u(), fd, room.data(), room.size(), 0); });
        QVERIFY(call.waited());
        const std::int64_t begun = stack.clock();
        stack.t.usleep(stack.u(), 300'000);
        QVERIFY(stack.inject(udpPacket(5), {7, 50'001, {}, {}, {}}));
        stack.t.usleep(stack.u(), 700'000); // time goes on at once; the call ended when the packet came
        QCOMPARE(call.result(), 5);
        QCOMPARE(call.endedAt(), begun + 300'000);
    }

    void aBlockedCallEndsAtItsTimeOut()
    {
        const Stack stack;
        const int fd = stack.udp(7);
        const timeval timeout{0, 500'000};
        QCOMPARE(stack.t.setsockopt(stack.u(), fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout), 0);
        std::array<char, 100> room{};
        const std::int64_t begun = stack.clock();
        Blocked call(stack, [&] { return stack.t.recv(stack.u(), fd, room.data(), room.size(), 0); });
        stack.t.usleep(stack.u(), 2'000'000);
        QCOMPARE(call.result(), -1);
        QCOMPARE(call.error(), EAGAIN);
        QCOMPARE(call.endedAt(), begun + 500'000);
    }

    void freeSendsBlockedCallsHome()
    {
        auto stack = std::make_unique<Stack>();
        const int fd = stack->udp(7);
        std::array<char, 100> room{};
        Blocked call(*stack, [&, t = stack->t] { return t.recv(t.userdata, fd, room.data(), room.size(), 0); });
        QVERIFY(call.waited());
        stack.reset();
        QCOMPARE(call.result(), -1);
        QCOMPARE(call.error(), EINTR);
    }

    void pollWaitsForItsTime()
    {
        const Stack stack;
        const int fd = stack.udp(7);
        pollfd polled{fd, POLLIN, 0};
        QCOMPARE(stack.t.poll(stack.u(), &polled, 1, 0), 0);
        polled.events = POLLIN | POLLOUT;
        QCOMPARE(stack.t.poll(stack.u(), &polled, 1, -1), 1);
        QCOMPARE(polled.revents, short(POLLOUT));
        polled.fd = 777;
        QCOMPARE(stack.t.poll(stack.u(), &polled, 1, 0), 1);
        QCOMPARE(polled.revents, short(POLLNVAL));
        polled = {fd, POLLIN, 0};
        const std::int64_t begun = stack.clock();
        Blocked call(stack, [&] { return stack.t.poll(stack.u(), &polled, 1, 40); });
        stack.t.usleep(stack.u(), 100'000);
        QCOMPARE(call.result(), 0);
        QCOMPARE(call.endedAt(), begun + 40'000);
    }

    void nonBlockingIsAFlagOfTheDescriptor()
    {
        const Stack stack;
        const int fd = stack.udp(7);
        QCOMPARE(stack.t.fcntl(stack.u(), fd, F_GETFL), int(O_RDWR));
        QCOMPARE(stack.t.fcntl(stack.u(), fd, F_SETFL, O_RDWR | O_NONBLOCK), 0);
        QCOMPARE(stack.t.fcntl(stack.u(), fd, F_GETFL), int(O_RDWR | O_NONBLOCK));
        char room[10];
        errno = 0;
        QCOMPARE(stack.t.read(stack.u(), fd, room, sizeof room), -1);
        QCOMPARE(errno, EAGAIN);
        int off = 0;
        QCOMPARE(stack.t.ioctl(stack.u(), fd, FIONBIO, &off), 0);
        QCOMPARE(stack.t.fcntl(stack.u(), fd, F_GETFL), int(O_RDWR));
        const int other = stack.t.socket(stack.u(), AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        QCOMPARE(stack.t.fcntl(stack.u(), other, F_GETFL), int(O_RDWR | O_NONBLOCK));
    }

    void pipesCarryBytes()
    {
        const Stack stack;
        int ends[2];
        QCOMPARE(stack.t.pipe(stack.u(), ends), 0);
        QCOMPARE(stack.t.write(stack.u(), ends[1], "abc", 3), 3);
        char room[10];
        QCOMPARE(stack.t.read(stack.u(), ends[0], room, sizeof room), 3);
        QCOMPARE(QByteArray(room, 3), QByteArray("abc"));
        QCOMPARE(stack.t.read(stack.u(), ends[1], room, sizeof room), -1); // the wrong end
        Blocked call(stack, [&] { return stack.t.read(stack.u(), ends[0], room, sizeof room); });
        QVERIFY(call.waited());
        QCOMPARE(stack.t.close(stack.u(), ends[1]), 0);
        QCOMPARE(call.result(), 0); // nobody will write any more
    }

    void epollTellsLevelsEdgesAndOnce()
    {
        const Stack stack;
        const int fd = stack.udp(7);
        const int set = stack.t.epoll_create(stack.u(), 1);
        epoll_event event{EPOLLIN, {}};
        event.data.u64 = 42;
        QCOMPARE(stack.t.epoll_ctl(stack.u(), set, EPOLL_CTL_ADD, fd, &event), 0);
        QCOMPARE(stack.t.epoll_ctl(stack.u(), set, EPOLL_CTL_ADD, fd, &event), -1);
        QCOMPARE(errno, EEXIST);
        epoll_event told{};
        QCOMPARE(stack.t.epoll_wait(stack.u(), set, &told, 1, 0), 0);
        const script::Flow flow{7, 50'001, {}, {}, {}};
        QVERIFY(stack.inject(udpPacket(1), flow));
        for (int i = 0; i < 2; ++i) { // level: as often as asked
            QCOMPARE(stack.t.epoll_wait(stack.u(), set, &told, 1, 0), 1);
            QCOMPARE(told.data.u64, std::uint64_t(42));
            QCOMPARE(told.events, std::uint32_t(EPOLLIN));
        }
        event.events = EPOLLIN | EPOLLET;
        QCOMPARE(stack.t.epoll_ctl(stack.u(), set, EPOLL_CTL_MOD, fd, &event), 0);
        QCOMPARE(stack.t.epoll_wait(stack.u(), set, &told, 1, 0), 1);
        QCOMPARE(stack.t.epoll_wait(stack.u(), set, &told, 1, 0), 0); // nothing new
        event.events = EPOLLIN | EPOLLONESHOT;
        QCOMPARE(stack.t.epoll_ctl(stack.u(), set, EPOLL_CTL_MOD, fd, &event), 0);
        QCOMPARE(stack.t.epoll_wait(stack.u(), set, &told, 1, 0), 1);
        QVERIFY(stack.inject(udpPacket(1), flow));
        QCOMPARE(stack.t.epoll_wait(stack.u(), set, &told, 1, 0), 0); // only once
        QCOMPARE(stack.t.epoll_ctl(stack.u(), set, EPOLL_CTL_DEL, fd, nullptr), 0);
        QCOMPARE(stack.t.epoll_ctl(stack.u(), set, EPOLL_CTL_DEL, fd, nullptr), -1);
        QCOMPARE(errno, ENOENT);
    }

    // --- streams ---

    void aConnectionIsAcceptedAndRead()
    {
        const Stack stack;
        const Connection c = accepted(stack);
        QVERIFY(c.fd >= 0);
        QVERIFY(stack.inject(tcpPacket(kPushAck, 1, 1'000, 1), c.flow));
        int waiting = 0;
        QCOMPARE(stack.t.ioctl(stack.u(), c.fd, SIOCINQ, &waiting), 0);
        QCOMPARE(waiting, 1'000);
        char first[400];
        char second[1'000];
        const iovec pieces[] = {{first, sizeof first}, {second, sizeof second}};
        QCOMPARE(stack.t.readv(stack.u(), c.fd, pieces, 2), 1'000);
    }

    void aBlockingReadForAllWaitsForAll()
    {
        const Stack stack;
        const Connection c = accepted(stack);
        std::array<char, 1'500> room{};
        Blocked call(stack, [&] { return stack.t.recv(stack.u(), c.fd, room.data(), room.size(), MSG_WAITALL); });
        QVERIFY(stack.inject(tcpPacket(kPushAck, 1, 1'000, 1), c.flow));
        QCOMPARE(stack.blocked(), 1);
        QVERIFY(stack.inject(tcpPacket(kPushAck, 1'001, 1'000, 1), c.flow));
        QCOMPARE(call.result(), 1'500);
    }

    void queuesAndTcpInfoTellWhatIsUnderWay()
    {
        const Stack stack;
        const Connection c = accepted(stack);
        const std::vector<char> data(3'000);
        QCOMPARE(stack.t.write(stack.u(), c.fd, data.data(), data.size()), 3'000);
        int queued = 0;
        QCOMPARE(stack.t.ioctl(stack.u(), c.fd, SIOCOUTQ, &queued), 0);
        QCOMPARE(queued, 3'000);
        QCOMPARE(stack.t.ioctl(stack.u(), c.fd, SIOCOUTQNSD, &queued), 0);
        QCOMPARE(queued, 0);
        tcp_info info{};
        socklen_t length = sizeof info;
        QCOMPARE(stack.t.getsockopt(stack.u(), c.fd, IPPROTO_TCP, TCP_INFO, &info, &length), 0);
        QCOMPARE(length, socklen_t(sizeof info));
        QCOMPARE(int(info.tcpi_state), int(TCP_ESTABLISHED));
        QVERIFY(info.tcpi_unacked > 0);
        QVERIFY(stack.inject(tcpPacket(kAck, 1, 0, 3'001), c.flow));
        QCOMPARE(stack.t.ioctl(stack.u(), c.fd, SIOCOUTQ, &queued), 0);
        QCOMPARE(queued, 0);
    }

    void largeSegmentsAreHandedOutSingleOrWhole_data()
    {
        QTest::addColumn<QString>("flags");
        QTest::addColumn<int>("packets");
        QTest::newRow("single") << "sysctl=off,segments=single" << 4;
        QTest::newRow("whole") << "sysctl=off,segments=whole" << 1;
    }
    void largeSegmentsAreHandedOutSingleOrWhole()
    {
        QFETCH(QString, flags);
        QFETCH(int, packets);
        const Stack stack(qPrintable(flags));
        const Connection c = accepted(stack); // without MSS option: 536 bytes a segment
        const std::vector<char> data(4 * 536);
        QCOMPARE(stack.t.write(stack.u(), c.fd, data.data(), data.size()), ssize_t(data.size()));
        std::uint32_t bytes = 0;
        for (int i = 0; i < packets; ++i) {
            const auto sent = stack.next();
            QVERIFY(sent && sent->tcp && sent->checksumsGood);
            bytes += sent->tcp->length;
        }
        QCOMPARE(bytes, std::uint32_t(data.size()));
    }

    void aBlockingWriteTakesEverything()
    {
        const Stack stack;
        const Connection c = accepted(stack);
        const int small = 4'096;
        QCOMPARE(stack.t.setsockopt(stack.u(), c.fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
        const std::vector<char> data(30'000);
        Blocked call(stack, [&] { return stack.t.write(stack.u(), c.fd, data.data(), data.size()); });
        QVERIFY(call.waited());
        std::uint32_t received = 0;
        while (received < data.size()) {
            const auto sent = stack.next();
            QVERIFY(sent && sent->tcp);
            received = std::max(received, sent->tcp->sequence - *c.flow.localOffset - 1 + sent->tcp->length);
            QVERIFY(stack.inject(tcpPacket(kAck, 1, 0, received + 1), c.flow));
        }
        QCOMPARE(call.result(), 30'000);
    }

    void zeroCopyIsToldWhenAcknowledged()
    {
        const Stack stack;
        const Connection c = accepted(stack);
        const int on = 1;
        QCOMPARE(stack.t.setsockopt(stack.u(), c.fd, SOL_SOCKET, SO_ZEROCOPY, &on, sizeof on), 0);
        QCOMPARE(stack.t.setsockopt(stack.u(), c.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), 0);
        const std::vector<char> data(500);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(stack.t.send(stack.u(), c.fd, data.data(), data.size(), MSG_ZEROCOPY), 500);
        char room[200];
        msghdr message{};
        message.msg_control = room;
        message.msg_controllen = sizeof room;
        errno = 0;
        QCOMPARE(stack.t.recvmsg(stack.u(), c.fd, &message, MSG_ERRQUEUE), -1);
        QCOMPARE(errno, EAGAIN);
        QVERIFY(stack.inject(tcpPacket(kAck, 1, 0, 1'001), c.flow));
        pollfd polled{c.fd, POLLERR, 0};
        QCOMPARE(stack.t.poll(stack.u(), &polled, 1, 0), 1);
        message.msg_controllen = sizeof room;
        QCOMPARE(stack.t.recvmsg(stack.u(), c.fd, &message, MSG_ERRQUEUE), 0);
        const cmsghdr *const control = CMSG_FIRSTHDR(&message);
        QVERIFY(control && control->cmsg_type == IP_RECVERR);
        sock_extended_err told{};
        std::memcpy(&told, CMSG_DATA(control), sizeof told);
        QCOMPARE(int(told.ee_origin), int(SO_EE_ORIGIN_ZEROCOPY));
        QCOMPARE(told.ee_info, 0u);
        QCOMPARE(told.ee_data, 1u);
    }

    void spliceMovesBetweenPipeAndSocket()
    {
        const Stack stack;
        const Connection c = accepted(stack);
        int ends[2];
        QCOMPARE(stack.t.pipe(stack.u(), ends), 0);
        QVERIFY(stack.inject(tcpPacket(kPushAck, 1, 300, 1), c.flow));
        QCOMPARE(stack.t.splice(stack.u(), c.fd, nullptr, ends[1], nullptr, 1'000, 0), 300);
        QCOMPARE(stack.t.splice(stack.u(), ends[0], nullptr, c.fd, nullptr, 1'000, 0), 300);
        std::optional<script::LivePacket> sent;
        do
            sent = stack.next();
        while (sent && sent->tcp && sent->tcp->length == 0); // the acknowledgement
        QVERIFY(sent && sent->tcp);
        QCOMPARE(sent->tcp->length, 300u);
    }

    void aBlockingConnectEndsWithItsAnswer()
    {
        const Stack stack;
        const int fd = stack.t.socket(stack.u(), AF_INET, SOCK_STREAM, 0);
        const sockaddr_in peer = address(script::kRemote, 80);
        Blocked call(stack, [&] { return stack.t.connect(stack.u(), fd, generic(peer), sizeof peer); });
        QVERIFY(call.waited());
        const auto syn = stack.next();
        QVERIFY(syn && syn->tcp);
        script::Flow flow{syn->sourcePort, syn->destinationPort, syn->tcp->sequence, {}, {}};
        QVERIFY(stack.inject(tcpPacket(kSyn | kAck, 0, 0, 1), flow));
        QCOMPARE(call.result(), 0);
    }

    void aNonBlockingConnectIsAskedAgain()
    {
        const Stack stack;
        const int fd = stack.t.socket(stack.u(), AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        const sockaddr_in peer = address(script::kRemote, 80);
        const auto connectAgain = [&] {
            return stack.t.connect(stack.u(), fd, generic(peer), sizeof peer) == 0 ? 0 : errno;
        };
        QCOMPARE(connectAgain(), EINPROGRESS);
        QCOMPARE(connectAgain(), EALREADY);
        const auto syn = stack.next();
        QVERIFY(syn && syn->tcp);
        script::Flow flow{syn->sourcePort, syn->destinationPort, syn->tcp->sequence, {}, {}};
        QVERIFY(stack.inject(tcpPacket(kSyn | kAck, 0, 0, 1), flow));
        QCOMPARE(connectAgain(), 0);
        QCOMPARE(connectAgain(), EISCONN);
    }
};

QTEST_GUILESS_MAIN(PluginTest)
#include "tst_plugin.moc"
