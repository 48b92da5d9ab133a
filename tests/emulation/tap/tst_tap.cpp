// A TAP device by itself, in a network namespace of the test's own: what is sent inside is read outside and the other
// way round; what goes wrong is told apart.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/namespaces.h"
#include "emulation/linux/netlink.h"
#include "emulation/linux/privileges.h"
#include "emulation/tap/tap.h"
#include "emulation/tap/vnet_header.h"
#include "tests/support/large.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <sys/socket.h>

#include <QTest>

#include <algorithm>
#include <array>

using namespace hopyard;
using tap::Outcome;

namespace {
std::string gMissing;

/// A frame of an experimental EtherType that no kernel answers.
std::vector<std::uint8_t> frameOf(std::size_t size, std::uint8_t mark)
{
    std::vector<std::uint8_t> frame(size, mark);
    base::MacAddress::broadcast().store(frame.data());
    base::MacAddress::local(1).store(frame.data() + 6);
    base::storeU16(frame.data() + 12, 0x88b5);
    return frame;
}
} // namespace

class TestTap : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        if (!gMissing.empty())
            QSKIP(gMissing.c_str());
        auto made = linux::makeNetworkNamespace();
        QVERIFY(made);
        m_network = std::move(*made);
        m_inside.emplace(std::move(*linux::NetworkScope::enter(m_network)));
        m_netlink.emplace(std::move(*linux::Netlink::open()));
        auto tap = tap::Tap::create("eth0", 1500);
        QVERIFY2(tap, tap ? "" : toString(tap.error()).c_str());
        m_tap.emplace(std::move(*tap));
        m_index = m_netlink->findLink("eth0")->index;
        QVERIFY(m_netlink->changeLink(m_index, {.ipv6LinkLocal = false}));
        QVERIFY(m_netlink->changeLink(m_index, {.up = true}));
        m_socket.reset(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(0x88b5)));
        QVERIFY(m_socket.isValid());
        sockaddr_ll address{};
        address.sll_family = AF_PACKET;
        address.sll_protocol = htons(0x88b5);
        address.sll_ifindex = m_index;
        QVERIFY(bind(m_socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
    }
    void cleanup()
    {
        m_socket.reset();
        m_tap.reset();
        m_netlink.reset();
        m_inside.reset();
    }

    void framesFromInsideComeInOrderAndWithinTheBudget()
    {
        for (std::uint8_t i = 1; i <= 5; ++i)
            QVERIFY(sendInside(frameOf(60u + i, i)));
        packet::PacketPool pool;
        std::vector<packet::Packet> frames;
        QCOMPARE(m_tap->read(pool, frames, 2), Outcome::done);
        QCOMPARE(frames.size(), std::size_t(2));
        QCOMPARE(m_tap->read(pool, frames, 10), Outcome::wouldBlock);
        QCOMPARE(frames.size(), std::size_t(5));
        for (std::uint8_t i = 1; i <= 5; ++i) {
            const auto expected = frameOf(60u + i, i);
            const base::Bytes bytes = frames[i - 1u].bytes();
            QVERIFY(std::equal(bytes.begin(), bytes.end(), expected.begin(), expected.end()));
        }
        QCOMPARE(m_tap->counters().framesIn, std::uint64_t(5));
        QCOMPARE(m_tap->counters().bytesIn, std::uint64_t(61 + 62 + 63 + 64 + 65));
        frames.clear();
        QCOMPARE(pool.pagesInUse(), std::size_t(0)); // none is kept by a read that found nothing
    }

    void theLongestFrameFitsAndALongerOneIsCounted()
    {
        packet::PacketPool pool;
        std::vector<packet::Packet> frames;
        QVERIFY(sendInside(frameOf(1514, 1)));
        QVERIFY(m_netlink->changeLink(m_index, {.mtu = 4000})); // as somebody inside may
        QVERIFY(sendInside(frameOf(4014, 2)));
        QVERIFY(sendInside(frameOf(100, 3)));
        m_tap->read(pool, frames, 10);
        QCOMPARE(frames.size(), std::size_t(2));
        QCOMPARE(frames[0].size(), std::size_t(1514));
        QCOMPARE(frames[1].size(), std::size_t(100));
        QCOMPARE(m_tap->counters().tooLong, std::uint64_t(1));
        m_tap->setMtu(4000);
        QVERIFY(sendInside(frameOf(4014, 2)));
        m_tap->read(pool, frames, 10);
        QCOMPARE(frames.back().size(), std::size_t(4014));
    }

    void framesFromOutsideArriveInside()
    {
        const auto sent = frameOf(300, 9);
        QCOMPARE(m_tap->write(sent), Outcome::done);
        pollfd wanted{m_socket.get(), POLLIN, 0};
        QCOMPARE(poll(&wanted, 1, 10'000), 1);
        std::array<std::uint8_t, 2000> room;
        QCOMPARE(recv(m_socket.get(), room.data(), room.size(), 0), ssize_t(300));
        QVERIFY(std::equal(sent.begin(), sent.end(), room.begin()));
        QCOMPARE(m_tap->counters().framesOut, std::uint64_t(1));
        QCOMPARE(m_tap->counters().bytesOut, std::uint64_t(300));
    }

    // The namespace leaves the cutting to us, and takes what is not cut yet.
    void largeFramesGoThroughWhole()
    {
        if (!m_tap->hasOffloads())
            QSKIP("this kernel's TAP has no IFF_VNET_HDR");
        const linux::Fd inside = rawSocket();
        QVERIFY(inside.isValid());
        QVERIFY(sendLarge(inside));
        packet::PacketPool pool;
        std::vector<packet::Packet> frames;
        m_tap->read(pool, frames, 10);
        QCOMPARE(frames.size(), std::size_t(1));
        QCOMPARE(frames[0].offload(), (packet::Offload{1'000, true}));
        QVERIFY(std::ranges::equal(frames[0].bytes(), m_large));
        QCOMPARE(m_tap->counters().framesIn, std::uint64_t(13));
        QCOMPARE(m_tap->counters().bytesIn, std::uint64_t(12'500 + 13 * 54));

        QCOMPARE(m_tap->write(frames[0], pool), Outcome::done);
        const auto received = receive(inside);
        QCOMPARE(received.size(), m_large.size() + tap::VnetHeader::kLength);
        QCOMPARE(tap::VnetHeader::load(received.data()).gsoType, std::uint8_t(tap::VnetHeader::tcp4));
        QCOMPARE(tap::VnetHeader::load(received.data()).gsoSize, std::uint16_t(1'000));
        QCOMPARE(m_tap->counters().framesOut, std::uint64_t(13));

        // A single one whose checksum is missing, and one longer than a small page.
        frames[0] = test::unfinished(pool, largeFrame(1'400), 0);
        QCOMPARE(m_tap->write(frames[0], pool), Outcome::done);
        QCOMPARE(receive(inside).size(), 1'454 + tap::VnetHeader::kLength);
    }

    void aDeviceWithoutOffloadsGetsSingleFinishedFrames()
    {
        m_tap.reset();
        auto plain = tap::Tap::create("eth1", 1500, tap::Tap::Offloads::none);
        QVERIFY(plain && !plain->hasOffloads());
        m_index = m_netlink->findLink("eth1")->index;
        QVERIFY(m_netlink->changeLink(m_index, {.ipv6LinkLocal = false}));
        QVERIFY(m_netlink->changeLink(m_index, {.up = true}));
        const linux::Fd inside = rawSocket();
        QVERIFY(sendLarge(inside));
        packet::PacketPool pool;
        std::vector<packet::Packet> frames;
        plain->read(pool, frames, 100);
        QCOMPARE(frames.size(), std::size_t(13)); // cut by the kernel
        QVERIFY(test::isFinished(frames[12].bytes()));

        QCOMPARE(plain->write(test::unfinished(pool, m_large, 1'000), pool), Outcome::done);
        QCOMPARE(plain->counters().framesOut, std::uint64_t(13));
        for (int i = 0; i < 13; ++i) {
            const auto frame = receive(inside);
            QVERIFY(test::isFinished(base::Bytes(frame).subspan(tap::VnetHeader::kLength)));
        }
    }

    void whatCannotBeWrittenIsToldApart()
    {
        QCOMPARE(m_tap->write(std::array<std::uint8_t, 5>{}), Outcome::refused);
        QVERIFY(m_netlink->changeLink(m_index, {.up = false}));
        QCOMPARE(m_tap->write(frameOf(60, 1)), Outcome::down);
        QVERIFY(m_netlink->changeLink(m_index, {.up = true}));
        QCOMPARE(m_tap->write(frameOf(60, 1)), Outcome::done);
        QVERIFY(m_netlink->removeLink(m_index));
        QCOMPARE(m_tap->write(frameOf(60, 1)), Outcome::gone);
        QCOMPARE(m_tap->counters().droppedOut, std::uint64_t(3));
    }

    void aVanishedDeviceIsTold()
    {
        pollfd wanted{m_tap->fd(), POLLIN, 0};
        QCOMPARE(poll(&wanted, 1, 0), 0);
        QVERIFY(m_netlink->removeLink(m_index));
        QCOMPARE(poll(&wanted, 1, 10'000), 1);
        QVERIFY(wanted.revents & POLLERR);
        packet::PacketPool pool;
        std::vector<packet::Packet> frames;
        QCOMPARE(m_tap->read(pool, frames, 10), Outcome::gone);
    }

    void theDeviceGoesWithItsDescriptorUnlessPersistent()
    {
        m_tap.reset();
        QCOMPARE(m_netlink->findLink("eth0").error().code, ENODEV);
        auto second = tap::Tap::create("eth0", 1500);
        QVERIFY(second && second->setPersistent(true));
        second = linux::sysFail("forget it", {}, 0); // closes the descriptor
        QVERIFY(m_netlink->findLink("eth0"));
    }

    void namesAreChecked()
    {
        QCOMPARE(tap::Tap::create("", 1500).error().code, EINVAL);
        QCOMPARE(tap::Tap::create("sixteen-letters-", 1500).error().code, EINVAL);
        QVERIFY(tap::Tap::create("fifteen-letters", 1500));
        QVERIFY(!tap::Tap::create("eth0", 1500)); // there already
    }

private:
    static test::Frame largeFrame(std::size_t data)
    {
        return test::ethernet(base::MacAddress::broadcast(), base::MacAddress::local(1), wire::EtherType::ipv4,
                              test::unfinishedDatagram(test::header("10.0.0.1", "10.0.0.2", wire::IpProtocol::tcp), data));
    }
    /// A packet socket on the device for IPv4 frames with the kernel's headers in front.
    linux::Fd rawSocket()
    {
        linux::Fd fd(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_IP)));
        const int on = 1;
        sockaddr_ll address{};
        address.sll_family = AF_PACKET;
        address.sll_protocol = htons(ETH_P_IP);
        address.sll_ifindex = m_index;
        if (setsockopt(fd.get(), SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) < 0
            || bind(fd.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0)
            fd.reset();
        return fd;
    }
    bool sendLarge(const linux::Fd &inside)
    {
        std::vector<std::uint8_t> message(tap::VnetHeader::kLength);
        tap::VnetHeader{tap::VnetHeader::kNeedsChecksum, tap::VnetHeader::tcp4, 54, 1'000, 34, 16}.store(message.data());
        message.insert(message.end(), m_large.begin(), m_large.end());
        return send(inside.get(), message.data(), message.size(), 0) == ssize_t(message.size());
    }
    /// The next frame that came in from outside, not one that went out there.
    static std::vector<std::uint8_t> receive(const linux::Fd &inside)
    {
        std::vector<std::uint8_t> bytes(70'000);
        for (;;) {
            pollfd wanted{inside.get(), POLLIN, 0};
            if (poll(&wanted, 1, 10'000) != 1)
                return {};
            sockaddr_ll from{};
            socklen_t length = sizeof from;
            const ssize_t n = recvfrom(inside.get(), bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr *>(&from),
                                       &length);
            if (n < 0)
                return {};
            if (from.sll_pkttype == PACKET_OUTGOING)
                continue;
            bytes.resize(static_cast<std::size_t>(n));
            return bytes;
        }
    }
    bool sendInside(const std::vector<std::uint8_t> &frame)
    {
        return send(m_socket.get(), frame.data(), frame.size(), 0) == static_cast<ssize_t>(frame.size());
    }

    const test::Frame m_large = largeFrame(12'500);
    linux::Fd m_network, m_socket;
    std::optional<linux::NetworkScope> m_inside;
    std::optional<linux::Netlink> m_netlink;
    std::optional<tap::Tap> m_tap;
    int m_index = 0;
};

int main(int argc, char **argv)
{
    if (const auto rights = linux::enterPrivileges(); !rights)
        gMissing = toString(rights.error());
    TestTap test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_tap.moc"
