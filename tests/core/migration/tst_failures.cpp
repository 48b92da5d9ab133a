// What happens to moving connections when parts of a service fail, lie, or are full, in virtual time: lost classifiers and
// forwarders, paths that are too narrow, strangers' packets, and a host that is drained of ten thousand connections at work.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/control.h"
#include "core/migration/node.h"
#include "core/router/virtual_router.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"
#include "tests/support/worlds.h"

#include <map>
#include <set>

using namespace hopyard;
using base::Duration;
using base::TimePoint;
using support::seconds;
using transport::SocketId;

namespace {

constexpr std::uint16_t kPort = 7;
const base::Ipv4Address kService(10, 9, 9, 80);

/// Two forwarders of one address, each on a link of its own, two classifiers and two hosts behind a switch.
std::string labText(const char *encapsulation = "ports", const char *clientLink = "", const char *more = "")
{
    const std::string service = std::string("service: {address: 10.9.9.80, port: 7, classifiers: [c1, c2], hosts: [a, b], "
                                            "rules: 'default -> a', interval: 200ms, timeout: 100ms, encapsulation: ")
        + encapsulation + "}";
    return "hopyard: 1\nnodes:\n"
           "  client: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
           "  r1:\n    kind: router\n    config: |\n"
           "      interface eth0\n       ip address 10.0.1.1/24\n      interface eth1\n       ip address 10.0.0.1/24\n"
           "      interface eth2\n       ip address 10.0.2.1/24\n      interface eth3\n       ip address 10.0.3.1/24\n"
           "      ip route 10.9.9.80/32 10.0.2.5\n      ip route 10.9.9.80/32 10.0.3.5\n"
           "  sw: {kind: switch}\n"
           "  lb1: {kind: forwarder, interfaces: {eth0: {address: 10.0.2.5/24}}, gateway: 10.0.2.1, " + service + "}\n"
           "  lb2: {kind: forwarder, interfaces: {eth0: {address: 10.0.3.5/24}}, gateway: 10.0.3.1, " + service + "}\n"
           "  c1: {kind: classifier, interfaces: {eth0: {address: 10.0.0.21/24}}, gateway: 10.0.0.1}\n"
           "  c2: {kind: classifier, interfaces: {eth0: {address: 10.0.0.22/24}}, gateway: 10.0.0.1}\n"
           "  a: {kind: host, interfaces: {eth0: {address: 10.0.0.11/24}}, gateway: 10.0.0.1, start: [echo-server]}\n"
           "  b: {kind: host, interfaces: {eth0: {address: 10.0.0.12/24}}, gateway: 10.0.0.1, start: [echo-server]}\n" + more
        + "links:\n  - {ends: [client:eth0, r1:eth0], delay: 1ms, rate: 1gbit" + clientLink + "}\n"
          "  - {ends: [r1:eth1, sw:1], delay: 100us, rate: 10gbit}\n  - {ends: [r1:eth2, lb1:eth0], delay: 100us, rate: 10gbit}\n"
          "  - {ends: [r1:eth3, lb2:eth0], delay: 100us, rate: 10gbit}\n  - {ends: [a:eth0, sw:2], delay: 100us, rate: 10gbit}\n"
          "  - {ends: [b:eth0, sw:3], delay: 100us, rate: 10gbit}\n  - {ends: [c1:eth0, sw:4], delay: 100us, rate: 10gbit}\n"
          "  - {ends: [c2:eth0, sw:5], delay: 100us, rate: 10gbit}\n";
}

/// Clients that send texts and expect them back, each byte once and in order.
class Clients {
public:
    Clients(world::World &world, const char *node = "client") : m_world(world), m_node(world.findNode(node)) {}

    std::size_t open(base::Ipv4Address address = kService, std::uint16_t port = kPort)
    {
        use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            m_clients.emplace_back().socket = *sockets.socket(transport::SocketKind::tcp, base::Family::ipv4);
            static_cast<void>(sockets.connect(ip, m_clients.back().socket, {address, port}));
        });
        return m_clients.size() - 1;
    }
    void say(std::size_t i, const std::string &text)
    {
        use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) { write(sockets, ip, m_clients[i], text); });
    }
    /// From `first` on, `count` of them say something.
    void sayAll(std::size_t first, std::size_t count, const std::string &text)
    {
        use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            for (std::size_t i = first; i < first + count; ++i)
                write(sockets, ip, m_clients[i % m_clients.size()], text);
        });
    }
    /// Takes what came; of how many connections all has come back.
    std::size_t collect()
    {
        std::size_t whole = 0;
        use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            std::vector<std::uint8_t> into(65'536);
            for (Client &c : m_clients) {
                if (c.isOver)
                    continue;
                for (;;) {
                    const auto count = sockets.read(ip, c.socket, into);
                    if (count && *count > 0) {
                        c.right = c.right && c.said.compare(c.heard, *count, reinterpret_cast<const char *>(into.data()), *count) == 0;
                        c.heard += *count;
                        continue;
                    }
                    c.isOver = count ? true : count.error() != transport::SocketError::wouldBlock && count.error() != transport::SocketError::notConnected;
                    break;
                }
                whole += !c.isOver && c.right && c.heard == c.said.size() && c.unsaid.empty();
            }
        });
        return whole;
    }
    bool isOver(std::size_t i) const { return m_clients[i].isOver; }
    bool isWhole(std::size_t i) const { return m_clients[i].right && m_clients[i].heard == m_clients[i].said.size(); }
    std::uint16_t portOf(std::size_t i)
    {
        std::uint16_t port = 0;
        use([&](transport::SocketLayer &sockets, transport::IpOutput &) { port = sockets.localName(m_clients[i].socket)->port; });
        return port;
    }
    /// Time-outs and segments sent again at the client's TCP.
    std::pair<std::uint64_t, std::uint64_t> repeats()
    {
        std::pair<std::uint64_t, std::uint64_t> both;
        use([&](transport::SocketLayer &sockets, transport::IpOutput &) {
            both = {sockets.tcp().counters().timeouts, sockets.tcp().counters().retransmittedSegments};
        });
        return both;
    }
    /// Half a millisecond at a time, so that what a window did not take follows.
    void run(TimePoint until)
    {
        for (TimePoint at = m_world.now(); at < until;) {
            at = std::min(until, at + Duration::microseconds(500));
            m_world.runUntil(at);
            use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
                for (Client &c : m_clients)
                    if (!c.unsaid.empty() && !c.isOver)
                        write(sockets, ip, c, {});
            });
            if (m_clients.size() < 100)
                collect();
        }
    }

private:
    struct Client {
        SocketId socket;
        std::string said, unsaid;
        std::size_t heard = 0;
        bool right = true, isOver = false;
    };
    template <class User>
    void use(User &&user)
    {
        m_world.useSockets(m_node, user);
    }
    static void write(transport::SocketLayer &sockets, transport::IpOutput &ip, Client &c, const std::string &text)
    {
        c.unsaid += text;
        const auto taken = sockets.write(ip, c.socket, {reinterpret_cast<const std::uint8_t *>(c.unsaid.data()), c.unsaid.size()});
        c.said += c.unsaid.substr(0, taken.value_or(0));
        c.unsaid.erase(0, taken.value_or(0));
    }
    world::World &m_world;
    base::NodeId m_node;
    std::vector<Client> m_clients;
};

std::string text(std::size_t n)
{
    std::string all(n, ' ');
    for (std::size_t i = 0; i < n; ++i)
        all[i] = char('a' + (i * 7 + i / 251) % 26);
    return all;
}

std::string json(world::World &world, const std::string &node, const std::string &line)
{
    return world.command(world.findNode(node), line + " json").json;
}

std::uint64_t counter(world::World &world, const std::string &node, const std::string &name)
{
    const std::string all = json(world, node, "show service");
    const std::size_t at = all.find("\"" + name + "\":");
    if (at == std::string::npos)
        qFatal("no counter %s in %s", name.c_str(), all.c_str());
    return std::stoull(all.substr(at + name.size() + 3));
}

struct Steps final : base::trace::Sink {
    explicit Steps(world::World &world) { world.trace().add(this, base::trace::kindOf<base::trace::MigrationStep>()); }
    void event(base::TimePoint, const base::trace::Event &event) override { ++count[std::string(std::get<base::trace::MigrationStep>(event).phase)]; }
    std::map<std::string, int> count;
};

} // namespace

class FailuresTest : public QObject {
    Q_OBJECT
private slots:
    /// Ten thousand connections on one host, which say something all the time, while the host is drained of them.
    void tenThousandAreDrained()
    {
        constexpr std::size_t kMany = 10'000;
        world::World world = support::worldFrom(labText());
        Steps steps(world);
        world.runUntil(seconds(1));
        Clients clients(world);
        for (std::size_t i = 0; i < kMany; ++i) {
            clients.open();
            if (i % 10 == 9)
                world.runUntil(world.now() + Duration::milliseconds(1));
        }
        clients.run(seconds(3));
        const std::string words = text(300);
        for (std::size_t i = 0; i < kMany; i += 50) {
            clients.sayAll(i, 50, words);
            world.runUntil(world.now() + Duration::milliseconds(1));
        }
        clients.run(seconds(4));
        QCOMPARE(clients.collect(), kMany);
        const std::uint64_t before = clients.repeats().first; // SYNs that waited for ARP in vain
        QCOMPARE(steps.count["injected"], int(kMany)); // from the classifiers to a
        QCOMPARE(world.command(world.findNode("lb1"), "drain a").text, std::string("draining\n"));
        std::size_t first = 0;
        for (int i = 0; i < 2'000; ++i) { // fifty others each millisecond
            clients.sayAll(first, 50, words);
            first += 50;
            world.runUntil(world.now() + Duration::milliseconds(1));
            if (i % 100 == 99)
                clients.collect();
        }
        clients.run(seconds(8));
        QCOMPARE(clients.collect(), kMany);
        QCOMPARE(steps.count["injected"], int(2 * kMany));
        QCOMPARE(steps.count["taken back"] + steps.count["failed"] + steps.count["refused"], 0);
        QVERIFY(json(world, "a", "show connections").find("10.0.1.10") == std::string::npos);
        QCOMPARE(clients.repeats().first, before);
    }

    /// Losing a classifier loses what it alone knew: connections that it had not decided yet.
    void aClassifierIsLost()
    {
        world::World world = support::worldFrom(labText());
        Steps steps(world);
        world.runUntil(seconds(1));
        Clients clients(world);
        for (int i = 0; i < 40; ++i)
            clients.open();
        clients.run(seconds(4)); // SYNs that waited for ARP in vain are sent again
        world.command(world.findNode("c1"), "rules bytes \"a\" -> a; default -> b"); // waits for a byte
        world.command(world.findNode("c2"), "rules bytes \"a\" -> a; default -> b");
        for (int i = 0; i < 40; ++i)
            clients.open(); // these wait, with one or the other
        clients.run(seconds(4.5));
        const int moved = steps.count["injected"];
        QVERIFY(moved >= 40);
        QVERIFY(world.stopNode(world.findNode("c2")));
        clients.run(seconds(8)); // found to be gone
        for (int i = 0; i < 10; ++i)
            clients.open();
        for (std::size_t i = 0; i < 90; ++i)
            clients.say(i, text(2'000));
        clients.run(seconds(16));
        const std::size_t whole = clients.collect();
        for (std::size_t i = 0; i < 40; ++i)
            QVERIFY2(clients.isWhole(i) && !clients.isOver(i), "one that a host has");
        std::size_t lost = 0;
        for (std::size_t i = 40; i < 80; ++i)
            lost += !clients.isWhole(i);
        QVERIFY2(lost > 5 && lost < 35, "some had the classifier that is gone, some the other");
        for (std::size_t i = 80; i < 90; ++i)
            QVERIFY2(clients.isWhole(i), "one that began afterwards");
        QCOMPARE(whole, 90 - lost);
    }

    /// Losing a forwarder loses the flows that it alone knew; those of the other go on, also when they move.
    void aForwarderIsLost()
    {
        world::World world = support::worldFrom(labText());
        world.runUntil(seconds(1));
        Clients clients(world);
        for (int i = 0; i < 40; ++i)
            clients.open();
        clients.run(seconds(4)); // SYNs that waited for ARP in vain are sent again
        for (std::size_t i = 0; i < 40; ++i)
            clients.say(i, text(500));
        clients.run(seconds(5));
        QCOMPARE(clients.collect(), std::size_t(40));
        std::set<std::size_t> ofFirst;
        const std::string flows = json(world, "lb1", "show flows");
        for (std::size_t i = 0; i < 40; ++i)
            if (flows.find(std::to_string(clients.portOf(i))) != std::string::npos)
                ofFirst.insert(i);
        QVERIFY(ofFirst.size() > 5 && ofFirst.size() < 35);
        QVERIFY(world.stopNode(world.findNode("lb2")));
        world.command(world.findNode("lb1"), "drain a");
        for (std::size_t i = 0; i < 40; ++i)
            clients.say(i, text(700));
        clients.run(seconds(10));
        clients.collect();
        for (std::size_t i = 0; i < 40; ++i) {
            QCOMPARE(clients.isWhole(i), ofFirst.count(i) != 0);
            QCOMPARE(clients.isOver(i), ofFirst.count(i) == 0); // reset by the forwarder that does not know it
        }
        const std::size_t fresh = clients.open();
        clients.run(seconds(12)); // no host for it but a, which is drained
        QVERIFY(clients.isOver(fresh) || clients.isWhole(fresh));
    }

    /// What each encapsulation takes from the path: full segments with DF pass the one that adds nothing, and are answered
    /// with "fragmentation needed" by the others, after which the client sends shorter ones.
    void fullSegments_data()
    {
        QTest::addColumn<QString>("way");
        QTest::addColumn<int>("tooBig");
        QTest::newRow("ports") << "ports" << 0;
        QTest::newRow("shim") << "shim" << 1;
        QTest::newRow("ipip") << "ipip" << 1;
    }
    void fullSegments()
    {
        QFETCH(QString, way);
        QFETCH(int, tooBig);
        world::World world = support::worldFrom(labText(qPrintable(way)));
        world.runUntil(seconds(1));
        Clients clients(world);
        const std::size_t c = clients.open();
        clients.say(c, "hello");
        clients.run(seconds(1.5));
        clients.say(c, text(400'000));
        clients.run(seconds(4));
        QVERIFY(clients.isWhole(c) && !clients.isOver(c));
        const std::uint64_t told = counter(world, "lb1", "tooBig") + counter(world, "lb2", "tooBig");
        QCOMPARE(told > 0, tooBig != 0);
        QCOMPARE(clients.repeats().first, std::uint64_t(0)); // told, not timed out
    }

    /// A path to the client that is narrower than its MSS says: the error comes to the forwarder, whose address the packets
    /// have, and is passed on to the host that sent them.
    void errorsReachTheHost_data()
    {
        QTest::addColumn<QString>("way");
        for (const char *way : {"ports", "shim", "ipip"})
            QTest::newRow(way) << way;
    }
    void errorsReachTheHost()
    {
        QFETCH(QString, way);
        std::string narrow = labText(qPrintable(way));
        const std::string from = "    kind: router\n";
        narrow.replace(narrow.find(from), from.size(), from + "    interfaces: {eth0: {mtu: 1200}}\n");
        world::World world = support::worldFrom(narrow);
        world.runUntil(seconds(1));
        Clients clients(world);
        const std::size_t c = clients.open();
        clients.say(c, text(200'000)); // what comes back is as much
        clients.run(seconds(5));
        QVERIFY(clients.isWhole(c) && !clients.isOver(c));
        QVERIFY(counter(world, "lb1", "errorsPassed") + counter(world, "lb2", "errorsPassed") > 0);
    }

    /// At a host: encapsulated packets of strangers, for unknown flows, malformed ones, and control messages without the key.
    void strangersAreCounted_data()
    {
        QTest::addColumn<int>("way");
        for (int way = 0; way < 3; ++way)
            QTest::newRow(migration::toString(static_cast<migration::Encapsulation>(way)).data()) << way;
    }
    void strangersAreCounted()
    {
        QFETCH(int, way);
        const auto encapsulation = static_cast<migration::Encapsulation>(way);
        const base::Ipv4Address own(10, 0, 0, 11), forwarder(10, 0, 0, 5), stranger(10, 0, 0, 66);
        packet::PacketPool pool;
        link::Outbox out;
        base::trace::Hub trace;
        link::Context context{seconds(1), base::NodeId(0), pool, out, trace};
        router::VirtualRouter host("a", base::Random(1), ip::StackOptions());
        ip::InterfaceSpec spec;
        spec.name = "eth0";
        spec.mac = base::MacAddress::local(1);
        spec.addresses = {*base::InterfaceAddress::parse("10.0.0.11/24")};
        const base::PortIndex port = host.addInterface(context, spec);
        host.carrierChanged(context, port, true);
        migration::Service service;
        service.forwarder = {"lb", forwarder};
        service.address = kService;
        service.hosts = {{"a", own}};
        service.encapsulation = encapsulation;
        service.check.kind = migration::HealthCheck::Kind::none;
        migration::NodeConfig config;
        config.own = own;
        config.serves = {service};
        host.configureMigration(context, config);

        const migration::FourTuple flow{base::Ipv4Address(192, 0, 2, 1), 40'000, kService, 80};
        const migration::FlowId known(0x00410001), unknown(0x00410002);
        const auto deliver = [&](packet::Packet datagram) {
            const base::MutableBytes head = datagram.pushFront(wire::EthernetView::kHeaderLength);
            wire::EthernetRepr{spec.mac, base::MacAddress::local(2), wire::EtherType::ipv4}.emit(head);
            host.handle(context, port, std::move(datagram));
        };
        const auto wrapped = [&](base::Ipv4Address by, migration::FlowId id, const migration::FourTuple &of) {
            wire::TcpRepr tcp;
            tcp.sourcePort = of.sourcePort;
            tcp.destinationPort = of.destinationPort;
            tcp.flags.bits = wire::TcpFlags::ack;
            packet::Packet packet = pool.make(tcp.headerLength() + 10);
            std::fill(packet.writable().begin(), packet.writable().end(), std::uint8_t(0));
            tcp.emit(packet.writable(), of.source, of.destination);
            wire::Ipv4Repr ip;
            ip.protocol = wire::IpProtocol::tcp;
            ip.dontFragment = true;
            ip.source = of.source;
            ip.destination = of.destination;
            ip.payloadLength = static_cast<std::uint16_t>(packet.size());
            ip.emit(packet.pushFront(ip.headerLength()));
            if (!migration::encapsulate(encapsulation, packet, {by, own, id}))
                qFatal("encapsulate");
            return packet;
        };
        const auto control = [&](base::Ipv4Address from, const std::vector<std::uint8_t> &message) {
            packet::Packet packet = pool.make(wire::UdpRepr::headerLength() + message.size());
            std::copy(message.begin(), message.end(), packet.writable().begin() + wire::UdpRepr::headerLength());
            wire::UdpRepr{migration::kControlPort, migration::kControlPort}.emit(packet.writable(), from, own);
            wire::Ipv4Repr ip;
            ip.protocol = wire::IpProtocol::udp;
            ip.source = from;
            ip.destination = own;
            ip.payloadLength = static_cast<std::uint16_t>(packet.size());
            ip.emit(packet.pushFront(ip.headerLength()));
            deliver(std::move(packet));
        };
        const auto counters = [&]() -> const migration::Migrator::Counters & { return host.migration()->migrator().counters(); };
        migration::ControlMessage announced;
        announced.id = known;
        announced.flow = flow;
        announced.way = encapsulation;

        control(forwarder, announced.write(migration::keyOf("another key")));
        control(stranger, announced.write(migration::keyOf(config.key)));
        QCOMPARE(counters().badControl, std::uint64_t(2));
        QCOMPARE(host.migration()->migrator().flows().size(), std::size_t(0));
        deliver(wrapped(forwarder, known, flow)); // nobody told of it
        QCOMPARE(counters().unknownFlow, std::uint64_t(1));

        control(forwarder, announced.write(migration::keyOf(config.key)));
        QCOMPARE(host.migration()->migrator().flows().size(), std::size_t(1));
        deliver(wrapped(stranger, known, flow));
        QCOMPARE(counters().wrongForwarder, std::uint64_t(1));
        migration::FourTuple other = flow;
        other.sourcePort = 40'001;
        deliver(wrapped(forwarder, unknown, other));
        QCOMPARE(counters().unknownFlow, std::uint64_t(2));
        QCOMPARE(counters().restored, std::uint64_t(0));
        if (encapsulation == migration::Encapsulation::shim) {
            packet::Packet broken = wrapped(forwarder, known, flow);
            broken.writable()[22] ^= 1; // the shim's checksum
            deliver(std::move(broken));
            QCOMPARE(counters().malformed, std::uint64_t(1));
        }
        deliver(wrapped(forwarder, known, flow));
        QCOMPARE(counters().restored, std::uint64_t(1));
        QCOMPARE(host.migration()->mover().counters().passedOn, std::uint64_t(0));
    }

    /// Bytes of a TLS connection, decided by the server name in its hello, moved to and fro: not one is touched.
    void tlsPassesThrough()
    {
        std::string text1 = labText();
        const std::string rules = "\"tls *.example.org -> b\\ndefault -> a\"";
        for (std::size_t at = text1.find("'default -> a'"); at != std::string::npos; at = text1.find("'default -> a'", at))
            text1.replace(at, 14, rules);
        world::World world = support::worldFrom(text1);
        Steps steps(world);
        world.runUntil(seconds(1));
        Clients clients(world);
        const std::size_t c = clients.open();
        // A ClientHello with the name www.example.org (RFC 8446 section 4.1.2, RFC 6066 section 3).
        const std::string name = "www.example.org";
        const auto u16 = [](std::size_t n) { return std::string{char(n >> 8), char(n & 255)}; };
        const std::string sni = u16(name.size() + 3) + std::string(1, '\0') + u16(name.size()) + name;
        const std::string extensions = u16(0) + u16(sni.size()) + sni;
        const std::string hello = std::string("\x03\x03", 2) + std::string(32, 'r') + std::string(1, '\0') + u16(2) + "\x13\x01"
            + std::string("\x01\x00", 2) + u16(extensions.size()) + extensions;
        const std::string handshake = std::string("\x01\x00", 2) + u16(hello.size()) + hello;
        clients.say(c, std::string("\x16\x03\x01", 3) + u16(handshake.size()) + handshake);
        clients.run(seconds(1.2));
        const std::string peer = "10.0.1.10:" + std::to_string(clients.portOf(c));
        QVERIFY(json(world, "b", "show connections").find(peer) != std::string::npos);
        std::string at = "b", to = "a";
        base::Random random(3);
        for (int i = 0; i < 8; ++i) {
            std::string record(30'000, ' ');
            for (char &byte : record)
                byte = char(random.below(256));
            clients.say(c, record);
            clients.run(world.now() + Duration::microseconds(1'300 + 400 * i));
            QCOMPARE(world.command(world.findNode(at), "migrate " + peer + " to " + to).text, std::string("moving\n"));
            clients.run(world.now() + Duration::milliseconds(200));
            std::swap(at, to);
        }
        QCOMPARE(clients.collect(), std::size_t(1));
        QCOMPARE(steps.count["injected"], 9);
        QCOMPARE(clients.repeats().first, std::uint64_t(0));
    }

    /// Several requests on one connection, which moves between them and in the midst of answers, there and back.
    void keepAliveMoves()
    {
        std::string served = labText();
        for (const char *host : {"a", "b"}) {
            static_cast<void>(host);
            served.replace(served.find("[echo-server]"), 13, "[http-server port 7]");
        }
        world::World world = support::worldFrom(served);
        support::Lines lines(world);
        Steps steps(world);
        world.runUntil(seconds(1));
        world.command(world.findNode("client"), "http http://10.9.9.80:7/bytes/300000 check keep-alive count 12");
        std::string at = "a", to = "b";
        int moves = 0;
        for (int i = 0; i < 200 && moves < 9; ++i) {
            world.runUntil(world.now() + Duration::microseconds(1'700));
            const std::string known = json(world, at, "show connections");
            const std::size_t place = known.find("10.0.1.10:");
            if (place == std::string::npos)
                continue;
            const std::string peer = known.substr(place, known.find_first_not_of("0123456789.:", place) - place);
            moves += world.command(world.findNode(at), "migrate " + peer + " to " + to).text == "moving\n";
            world.runUntil(world.now() + Duration::milliseconds(3));
            std::swap(at, to);
        }
        world.runUntil(seconds(30));
        int good = 0;
        for (const std::string &line : lines.lines)
            good += line.find("200 OK") != std::string::npos && line.find("differ") == std::string::npos;
        QCOMPARE(good, 12);
        QVERIFY2(moves >= 5, qPrintable(QString::number(moves)));
        QCOMPARE(steps.count["injected"], moves + 1);
    }
};

QTEST_APPLESS_MAIN(FailuresTest)
#include "tst_failures.moc"
