// The network of a node: interfaces, addresses, routes; changes as a diff; frames through its TAPs; 200 at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "node_fixture.h"

#include "emulation/linux/netlink.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <cstring>

using namespace hopyard;
using namespace hopyard::nodes;

namespace {
linux::Netlink netlinkOf(const NamespaceNode &node)
{
    const auto inside = linux::NetworkScope::enter(node.networkNamespace());
    return std::move(*linux::Netlink::open());
}

std::string addressesOf(NamespaceNode &node, const std::string &interface)
{
    linux::Netlink netlink = netlinkOf(node);
    std::string text;
    const auto link = netlink.findLink(interface);
    if (!link)
        return "no such interface";
    const auto addresses = netlink.addresses(link->index);
    for (const base::InterfaceAddress &address : *addresses)
        text += toString(address) + ' ';
    return text;
}

std::string defaultGateways(NamespaceNode &node)
{
    linux::Netlink netlink = netlinkOf(node);
    std::string text;
    for (const base::Family family : {base::Family::ipv4, base::Family::ipv6}) {
        const auto routes = netlink.routes(family);
        for (const linux::Route &route : *routes)
            if (route.destination.length() == 0)
                text += toString(route.gateway) + ' ';
    }
    return text;
}

/// Sends a datagram from inside, so that the node's kernel asks for the address by ARP.
void sendFromInside(const NamespaceNode &node, const char *to)
{
    linux::Fd socket;
    {
        const auto inside = linux::NetworkScope::enter(node.networkNamespace());
        socket.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(9);
    inet_pton(AF_INET, to, &address.sin_addr);
    [[maybe_unused]] const auto n =
        sendto(socket.get(), "x", 1, 0, reinterpret_cast<sockaddr *>(&address), sizeof address);
}

NamespaceNode make(const NamespaceSpec &spec)
{
    auto made = NamespaceNode::create(spec);
    if (!made)
        qFatal("%s", toString(made.error()).c_str());
    return std::move(*made);
}
} // namespace

class TestNamespaceNode : public QObject {
    Q_OBJECT

private slots:
    void init() { SKIP_WHERE_NOT_ALLOWED(); }

    void isWhatTheSpecSays()
    {
        NamespaceSpec spec = simpleSpec("n1", 7);
        spec.interfaces[0].addresses.push_back(interfaceAddress("2001:db8::10/64"));
        spec.interfaces.push_back({"lan-7", base::MacAddress::local(8), {}, 9000});
        NamespaceNode node = make(spec);
        linux::Netlink netlink = netlinkOf(node);
        const auto eth0 = netlink.findLink("eth0"), lan = netlink.findLink("lan-7"), lo = netlink.findLink("lo");
        QVERIFY(eth0 && lan && lo);
        QVERIFY(eth0->up && lan->up && lo->up);
        QVERIFY(eth0->mac == base::MacAddress::local(7));
        QVERIFY(lan->mac == base::MacAddress::local(8));
        QCOMPARE(eth0->mtu, 1500u);
        QCOMPARE(lan->mtu, 9000u);
        QCOMPARE(netlink.links()->size(), std::size_t(3));
        // Link-local of IPv6 only where the lab has IPv6, and usable at once.
        QCOMPARE(addressesOf(node, "eth0"), std::string("10.0.2.10/24 2001:db8::10/64 fe80::48:ff:fe00:7/64 "));
        QCOMPARE(addressesOf(node, "lan-7"), std::string());
        QCOMPARE(defaultGateways(node), std::string("10.0.2.1 "));
        QCOMPARE(node.eventFd(), -1); // no process until a program is asked for
    }

    void changesAreADiff()
    {
        NamespaceNode node = make(simpleSpec("n1"));
        tap::Tap *const eth0 = node.tap("eth0");
        const int eth0Fd = eth0->fd();
        NamespaceSpec target = node.spec();
        target.interfaces[0].addresses = {interfaceAddress("10.0.3.10/24"), interfaceAddress("2001:db8:3::10/64")};
        target.interfaces[0].mtu = 1400;
        target.interfaces.push_back({"eth1", base::MacAddress::local(2), {interfaceAddress("10.0.4.1/24")}, 1500});
        target.gateway = base::IpAddress::parse("10.0.3.1");
        target.routes = {{*base::IpPrefix::parse("10.8.0.0/16"), *base::IpAddress::parse("10.0.3.2")}};
        auto change = node.apply(target);
        QVERIFY2(change, change ? "" : toString(change.error()).c_str());
        QCOMPARE(change->added, std::vector<std::string>{"eth1"});
        QVERIFY(change->removed.empty());
        QCOMPARE(node.tap("eth0"), eth0); // went on undisturbed
        QCOMPARE(eth0->fd(), eth0Fd);
        QCOMPARE(node.tap("eth0")->mtu(), 1400u);
        QCOMPARE(addressesOf(node, "eth0"), std::string("10.0.3.10/24 2001:db8:3::10/64 fe80::48:ff:fe00:1/64 "));
        QCOMPARE(addressesOf(node, "eth1"), std::string("10.0.4.1/24 "));
        QCOMPARE(defaultGateways(node), std::string("10.0.3.1 "));

        target.gateway = base::IpAddress::parse("2001:db8:3::1");
        target.interfaces.erase(target.interfaces.begin() + 1);
        change = node.apply(target);
        QVERIFY2(change, change ? "" : toString(change.error()).c_str());
        QCOMPARE(change->removed, std::vector<std::string>{"eth1"});
        QCOMPARE(addressesOf(node, "eth1"), std::string("no such interface"));
        QCOMPARE(defaultGateways(node), std::string("2001:db8:3::1 "));
        QCOMPARE(node.spec(), target);

        NamespaceNode moved = std::move(node);
        QCOMPARE(moved.tap("eth0"), eth0);
        node = std::move(moved);
        change = node.apply(target);
        QVERIFY(change && change->added.empty() && change->removed.empty());
        target.name = "other";
        QVERIFY(!node.apply(target));
    }

    void replacingTheFirstAddressOfANetworkKeepsTheOthers()
    {
        NamespaceSpec spec = simpleSpec("n1");
        spec.interfaces[0].addresses.push_back(interfaceAddress("10.0.2.11/24"));
        NamespaceNode node = make(spec);
        // The kernel removes the second with the first, and with both the way to the gateway.
        spec.interfaces[0].addresses.erase(spec.interfaces[0].addresses.begin());
        const auto change = node.apply(spec);
        QVERIFY2(change, change ? "" : toString(change.error()).c_str());
        QCOMPARE(addressesOf(node, "eth0"), std::string("10.0.2.11/24 "));
        QCOMPARE(defaultGateways(node), std::string("10.0.2.1 "));
    }

    void smallAndLargeMtus()
    {
        NamespaceSpec spec = simpleSpec("n1");
        for (const std::uint32_t mtu : {68u, 576u, 1279u, 1280u, 9000u, 65'521u}) { // IPv6 ends below 1,280
            spec.interfaces[0].mtu = mtu;
            NamespaceNode node = make(spec);
            QCOMPARE(netlinkOf(node).findLink("eth0")->mtu, mtu);
            QCOMPARE(addressesOf(node, "eth0"), std::string("10.0.2.10/24 "));
            NamespaceSpec usual = simpleSpec("n1");
            const auto change = node.apply(usual);
            QVERIFY2(change, change ? "" : toString(change.error()).c_str());
            QCOMPARE(addressesOf(node, "eth0"), std::string("10.0.2.10/24 "));
        }
    }

    void errorsSayWhatIsWrong()
    {
        NamespaceSpec spec = simpleSpec("n1");
        spec.gateway = base::IpAddress::parse("192.0.2.1");
        auto made = NamespaceNode::create(spec);
        QVERIFY(!made);
        const std::string text = toString(made.error());
        QVERIFY2(text.find("route to 0.0.0.0/0 in node n1") != std::string::npos, text.c_str());
        QVERIFY2(text.find("gateway 192.0.2.1 must be an address in a network") != std::string::npos, text.c_str());
        QVERIFY2(text.find("The kernel says") != std::string::npos, text.c_str());
        spec = simpleSpec("n1");
        spec.interfaces.push_back(spec.interfaces[0]);
        spec.interfaces[0].name = "a-name-that-is-too-long";
        made = NamespaceNode::create(spec);
        QVERIFY(!made && made.error().code == EINVAL);
    }

    void aChangeThatFailedCanBeMended()
    {
        NamespaceNode node = make(simpleSpec("n1"));
        NamespaceSpec target = node.spec();
        target.interfaces.push_back({"eth1", base::MacAddress::local(2), {interfaceAddress("2001:db8::1/64")}, 576});
        const auto refused = node.apply(target); // no IPv6 below an MTU of 1,280
        QVERIFY(!refused);
        QVERIFY(toString(refused.error()).find("in node n1 on eth1") != std::string::npos);
        QVERIFY(!node.tap("eth1"));
        QCOMPARE(addressesOf(node, "eth1"), std::string("no such interface"));
        QCOMPARE(node.spec(), simpleSpec("n1"));
        target.interfaces[1].mtu = 1500;
        const auto change = node.apply(target);
        QVERIFY2(change, change ? "" : toString(change.error()).c_str());
        QCOMPARE(addressesOf(node, "eth1"), std::string("2001:db8::1/64 fe80::48:ff:fe00:2/64 "));
    }

    void framesGoBothWays()
    {
        NamespaceNode node = make(simpleSpec("n1", 7));
        tap::Tap *tap = node.tap("eth0");
        packet::PacketPool pool;
        std::vector<packet::Packet> frames;
        QCOMPARE(tap->read(pool, frames, 10), tap::Outcome::wouldBlock); // an idle node is silent
        QVERIFY(frames.empty());
        sendFromInside(node, "10.0.2.77");
        QVERIFY(waitReadable(tap->fd()));
        QCOMPARE(tap->read(pool, frames, 10), tap::Outcome::wouldBlock);
        QCOMPARE(frames.size(), std::size_t(1));
        const base::Bytes request = frames[0].bytes();
        QCOMPARE(request.size(), std::size_t(42));
        QVERIFY(base::MacAddress::load(request.data() + 6) == base::MacAddress::local(7));
        QCOMPARE(base::loadU16(request.data() + 12), std::uint16_t(0x0806)); // ARP
        QVERIFY(base::Ipv4Address::load(request.data() + 38) == base::Ipv4Address(10, 0, 2, 77));
        // The answer, and the datagram comes out.
        std::array<std::uint8_t, 42> answer{};
        std::memcpy(answer.data(), request.data(), answer.size());
        base::MacAddress::local(7).store(answer.data());
        base::MacAddress::local(77).store(answer.data() + 6);
        answer[21] = 2;
        base::MacAddress::local(77).store(answer.data() + 22);
        std::memcpy(answer.data() + 28, request.data() + 38, 4);
        base::MacAddress::local(7).store(answer.data() + 32);
        std::memcpy(answer.data() + 38, request.data() + 28, 4);
        QCOMPARE(tap->write(answer), tap::Outcome::done);
        frames.clear();
        QVERIFY(waitReadable(tap->fd()));
        tap->read(pool, frames, 10);
        QCOMPARE(frames.size(), std::size_t(1));
        QVERIFY(base::MacAddress::load(frames[0].bytes().data()) == base::MacAddress::local(77));
        QVERIFY(frames[0].headroom() >= 64);
        QCOMPARE(tap->counters().framesIn, std::uint64_t(2));
        QCOMPARE(tap->counters().framesOut, std::uint64_t(1));
    }

    void twoNodesTalkThroughTheirTaps()
    {
        NamespaceSpec other = simpleSpec("n2", 2);
        other.interfaces[0].addresses = {interfaceAddress("10.0.2.20/24")};
        NamespaceNode a = make(simpleSpec("n1", 1)), b = make(other);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(8080);
        inet_pton(AF_INET, "10.0.2.20", &address.sin_addr);
        linux::Fd listener, client;
        {
            const auto inside = linux::NetworkScope::enter(b.networkNamespace());
            listener.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
            QVERIFY(::bind(listener.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
            QVERIFY(listen(listener.get(), 1) == 0);
        }
        {
            const auto inside = linux::NetworkScope::enter(a.networkNamespace());
            client.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            QVERIFY(::connect(client.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0);
        }
        // The cable between them: what comes out of one goes into the other, until `ready` is.
        packet::PacketPool pool;
        const auto carryUntil = [&](int ready, short events) {
            std::vector<packet::Packet> frames;
            for (;;) {
                std::array<pollfd, 3> wanted{
                    {{a.tap("eth0")->fd(), POLLIN, 0}, {b.tap("eth0")->fd(), POLLIN, 0}, {ready, events, 0}}};
                if (poll(wanted.data(), wanted.size(), 30'000) <= 0)
                    return false;
                if (wanted[2].revents)
                    return true;
                for (const auto &[from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
                    frames.clear();
                    from->tap("eth0")->read(pool, frames, 64);
                    for (const packet::Packet &frame : frames)
                        to->tap("eth0")->write(frame, pool);
                }
            }
        };
        QVERIFY(carryUntil(listener.get(), POLLIN));
        linux::Fd server(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        const std::string sent(100'000, 'x');
        std::size_t written = 0, received = 0;
        std::array<char, 16'384> buffer;
        while (received < sent.size()) {
            const ssize_t n = send(client.get(), sent.data() + written, sent.size() - written, MSG_NOSIGNAL);
            written += n > 0 ? static_cast<std::size_t>(n) : 0;
            QVERIFY(carryUntil(server.get(), POLLIN));
            const ssize_t got = recv(server.get(), buffer.data(), buffer.size(), 0);
            QVERIFY(got > 0);
            received += static_cast<std::size_t>(got);
        }
        QCOMPARE(received, sent.size());
        QCOMPARE(a.tap("eth0")->counters().tooLong, std::uint64_t(0)); // the kernel cuts to the MTU for us
    }

    void theMachinesSettingsAreNotTheNodes()
    {
        NamespaceNode node = make(simpleSpec("n1"));
        if (access("/proc/sys/net/ipv4/ip_forward", W_OK) != 0)
            QSKIP("/proc/sys cannot be written here, so nodes keep the machine's settings.");
        const auto inside = linux::NetworkScope::enter(node.networkNamespace());
        for (const char *setting : {"ip_forward", "conf/all/rp_filter", "conf/eth0/rp_filter", "conf/eth0/forwarding"})
            QCOMPARE(readFile(std::string("/proc/sys/net/ipv4/") + setting), std::string("0\n"));
    }

    void aVanishedInterfaceIsNoticedAndMadeAnew()
    {
        NamespaceNode node = make(simpleSpec("n1"));
        linux::Netlink netlink = netlinkOf(node);
        QVERIFY(netlink.removeLink(netlink.findLink("eth0")->index));
        tap::Tap *tap = node.tap("eth0");
        pollfd wanted{tap->fd(), POLLIN, 0};
        QCOMPARE(poll(&wanted, 1, 10'000), 1); // the event loop is told
        QVERIFY(wanted.revents & POLLERR);
        packet::PacketPool pool;
        std::vector<packet::Packet> frames;
        QCOMPARE(tap->read(pool, frames, 10), tap::Outcome::gone);
        QCOMPARE(tap->write(std::array<std::uint8_t, 60>{}), tap::Outcome::gone);
        node.dropTap("eth0");
        QVERIFY(!node.tap("eth0"));
        const auto change = node.apply(node.spec());
        QVERIFY2(change, change ? "" : toString(change.error()).c_str());
        QCOMPARE(change->added, std::vector<std::string>{"eth0"});
        QCOMPARE(addressesOf(node, "eth0"), std::string("10.0.2.10/24 "));
        QCOMPARE(defaultGateways(node), std::string("10.0.2.1 "));
    }

    void theLabsCableIsTheCarrierInside()
    {
        NamespaceNode node = make(simpleSpec("n1"));
        linux::Netlink netlink = netlinkOf(node);
        QVERIFY(netlink.findLink("eth0")->carrier);
        QVERIFY(node.tap("eth0")->setCarrier(false));
        QTRY_VERIFY(!netlink.findLink("eth0")->carrier);
        QVERIFY(netlink.findLink("eth0")->up);
        QVERIFY(node.tap("eth0")->setCarrier(true));
        QTRY_VERIFY(netlink.findLink("eth0")->carrier);
        QCOMPARE(defaultGateways(node), std::string("10.0.2.1 "));
    }

    void theEngineStaysWhereItIs()
    {
        const std::string before = readlinkText("/proc/self/ns/net");
        NamespaceNode node = make(simpleSpec("n1"));
        QVERIFY(node.apply(node.spec()));
        QVERIFY(node.startProgram("true"));
        QCOMPARE(readlinkText("/proc/self/ns/net"), before);
        const auto network = linux::NetworkScope::enter(node.networkNamespace());
        QVERIFY(readlinkText("/proc/thread-self/ns/net") != before);
    }

    void twoHundredNodes()
    {
        constexpr std::uint32_t kCount = 200;
        std::vector<NamespaceNode> nodes;
        const std::int64_t begin = linux::monotonicNs();
        for (std::uint32_t i = 0; i < kCount; ++i)
            nodes.push_back(make(simpleSpec("n" + std::to_string(i), i)));
        const std::int64_t made = linux::monotonicNs();
        for (std::uint32_t i = 0; i < kCount; ++i)
            QCOMPARE(addressesOf(nodes[i], "eth0"), std::string("10.0.2.10/24 "));
        const std::int64_t asked = linux::monotonicNs();
        std::vector<ExecId> execs;
        for (NamespaceNode &node : nodes)
            execs.push_back(*node.startProgram("hostname; exec sleep 1000"));
        const std::int64_t requested = linux::monotonicNs();
        for (std::uint32_t i = 0; i < kCount; ++i) {
            const Story story = follow(nodes[i], execs[i], [](const Story &s) { return !s.lines.empty() || s.failed; });
            QCOMPARE(story.text(), "n" + std::to_string(i) + "\n");
        }
        const std::int64_t running = linux::monotonicNs();
        for (NamespaceNode &node : nodes)
            node.beginStop();
        for (NamespaceNode &node : nodes)
            QVERIFY(node.stop());
        const std::int64_t stopped = linux::monotonicNs();
        const auto ms = [](std::int64_t from, std::int64_t to) { return double(to - from) / 1e6; };
        qInfo("200 nodes: made in %.0f ms; an init asked for in each %.0f ms, a program in each runs after %.0f ms; "
              "all stopped in %.0f ms",
              ms(begin, made), ms(asked, requested), ms(asked, running), ms(running, stopped));
    }

private:
    static std::string readlinkText(const char *path)
    {
        std::array<char, 64> text{};
        const ssize_t n = readlink(path, text.data(), text.size());
        return std::string(text.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    }
};

int main(int argc, char **argv)
{
    takeRights();
    TestNamespaceNode test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_namespace_node.moc"
