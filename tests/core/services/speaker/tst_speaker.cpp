// bgp-speaker against a neighbour played by the test: over real stacks, byte by byte what goes over the session.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/services/command.h"
#include "core/wire/bgp.h"
#include "core/wire/bgp_attributes.h"
#include "core/world/route_files.h"
#include "core/world/world.h"

#include <QtTest>

using namespace hopyard;
using base::Duration;
using base::TimePoint;

namespace {

/// A lab of a speaker with that command line and a host on which the test plays the neighbour.
class Session {
public:
    explicit Session(const std::string &line, bool isListening = true)
        : m_lab(lab::read("hopyard: 1\nnodes:\n  s: {kind: host, at: [0, 0], interfaces: {eth0: {address: 10.0.0.2/30}}, start: ['" + line
                          + "']}\n  r: {kind: host, at: [9, 9], interfaces: {eth0: {address: 10.0.0.1/30}}}\n"
                            "links:\n  - {ends: [s:eth0, r:eth0], delay: 1ms}\n").value()),
          m_world(std::move(world::World::build(m_lab, 1).value()))
    {
        if (isListening)
            listen();
    }
    void listen()
    {
        use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            m_listener = sockets.socket(transport::SocketKind::tcp, base::Family::ipv4).value();
            (void)sockets.bind(ip, m_listener, {{}, wire::kBgpPort});
            (void)sockets.listen(ip, m_listener, 1);
        });
    }
    world::World &world() { return m_world; }
    void run(Duration time) { m_world.runUntil(m_world.now() + time); }
    bool accept()
    {
        bool found = false;
        use([&](transport::SocketLayer &sockets, transport::IpOutput &) {
            if (const auto accepted = sockets.accept(m_listener)) {
                m_socket = accepted->socket;
                m_in.clear();
                found = true;
            }
        });
        return found;
    }
    void say(const std::vector<std::uint8_t> &bytes)
    {
        use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) { (void)sockets.write(ip, m_socket, bytes); });
    }
    void open(wire::AsNumber as, bool fourOctets = true, std::uint16_t hold = 90)
    {
        wire::BgpOpen open;
        open.as = static_cast<std::uint16_t>(as > 0xffff ? wire::kAsTrans : as);
        open.holdTime = hold;
        open.identifier = base::Ipv4Address(10, 0, 0, 1);
        open.families = {wire::kBgpIpv4Unicast};
        if (fourOctets)
            open.fourOctetAs = as;
        std::vector<std::uint8_t> bytes;
        open.append(bytes);
        wire::appendKeepalive(bytes);
        say(bytes);
    }
    /// The messages that have come since this was asked last.
    struct Message {
        wire::BgpType type;
        std::vector<std::uint8_t> body;
    };
    std::vector<Message> hear()
    {
        bool ended = false;
        use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            std::array<std::uint8_t, 4096> piece;
            while (const auto count = sockets.read(ip, m_socket, piece)) {
                if (*count == 0) {
                    ended = true;
                    break;
                }
                m_in.insert(m_in.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*count));
            }
        });
        m_isEnded = ended;
        std::vector<Message> messages;
        for (;;) {
            const auto frame = wire::nextBgpMessage(m_in);
            if (!frame || frame->length == 0)
                return messages;
            messages.push_back({frame->type, {frame->body.begin(), frame->body.end()}});
            m_in.erase(m_in.begin(), m_in.begin() + static_cast<std::ptrdiff_t>(frame->length));
        }
    }
    bool isEnded() const { return m_isEnded; }

private:
    void use(const std::function<void(transport::SocketLayer &, transport::IpOutput &)> &user)
    {
        m_world.useSockets(m_world.findNode("r"), user);
    }
    lab::Lab m_lab;
    world::World m_world;
    transport::SocketId m_listener, m_socket;
    std::vector<std::uint8_t> m_in;
    bool m_isEnded = false;
};

/// "10.1.0.0/16 65001 via 10.0.0.2" for each prefix; "end" for an empty UPDATE.
QStringList textOf(const Session::Message &message, bool fourOctets = true)
{
    const auto view = wire::BgpUpdateView::parse(message.body);
    if (!view)
        return {"malformed"};
    if (view->announced.empty() && view->attributes.empty())
        return {"end"};
    wire::BgpAttributes attributes;
    const auto parsed = wire::parseBgpAttributes(view->attributes, {fourOctets, true, true}, attributes);
    QStringList found;
    wire::BgpPrefixReader reader(view->announced, base::Family::ipv4);
    base::IpPrefix prefix;
    while (reader.next(prefix))
        found << QString("%1 %2 via %3%4").arg(QString::fromStdString(toString(prefix)), QString::fromStdString(attributes.asPath.toString()),
                                               QString::fromStdString(toString(attributes.nextHop)),
                                               parsed.error == wire::BgpErrorClass::none ? "" : " with errors");
    return found;
}

QStringList updatesOf(const std::vector<Session::Message> &messages, bool fourOctets = true)
{
    QStringList found;
    for (const Session::Message &message : messages)
        if (message.type == wire::BgpType::update)
            found << textOf(message, fourOctets);
    return found;
}

} // namespace

class SpeakerTest : public QObject {
    Q_OBJECT
private slots:
    void commandLine_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"bgp-speaker 10.0.0.1 as 1853 routes bview.gz peer 193.203.0.1 limit 1000",
                                 "bgp-speaker 10.0.0.1 as 4200000000 id 1.2.3.4 hold 30 network 10.1.0.0/16 network 10.2.0.0/16",
                                 "bgp-speaker router as 65001 routes \"a b.mrt\"", "bgp-speaker 10.0.0.1 as 65001 synthetic 1000 sets 10"})
            QTest::newRow(line) << line;
    }
    void commandLine()
    {
        QFETCH(QString, line);
        const auto application = services::parseCommand(line.toStdString());
        QVERIFY2(application.has_value(), application ? "" : application.error().message.c_str());
        QCOMPARE(QString::fromStdString((*application)->commandLine()), line);
    }

    void mistakes()
    {
        for (const char *line : {"bgp-speaker 10.0.0.1", "bgp-speaker 10.0.0.1 as 0", "bgp-speaker 10.0.0.1 as 1 network 10.0.0.1/8",
                                 "bgp-speaker 10.0.0.1 as 1 network 2001:db8::/32", "bgp-speaker 10.0.0.1 as 1 hold 2"})
            QVERIFY2(!services::parseCommand(line), line);
    }

    void announces()
    {
        Session session("bgp-speaker 10.0.0.1 as 65001 network 10.2.0.0/16 network 10.1.0.0/16");
        session.run(Duration::seconds(1));
        QVERIFY(session.accept());
        const auto first = session.hear();
        QCOMPARE(first.size(), 1u);
        const auto open = wire::BgpOpen::parse(first[0].body);
        QVERIFY(open && open->asNumber() == 65001 && open->identifier == base::Ipv4Address(10, 0, 0, 2));
        session.open(65000);
        session.run(Duration::seconds(1));
        const auto then = session.hear();
        QVERIFY(!then.empty() && then[0].type == wire::BgpType::keepalive);
        QCOMPARE(updatesOf(then), (QStringList{"10.1.0.0/16 65001 via 10.0.0.2", "10.2.0.0/16 65001 via 10.0.0.2", "end"}));
        // A third of the hold time later it is still there.
        session.run(Duration::seconds(31));
        const auto later = session.hear();
        QCOMPARE(later.size(), 1u);
        QVERIFY(later[0].type == wire::BgpType::keepalive);
    }

    void isRefreshed()
    {
        Session session("bgp-speaker 10.0.0.1 as 65001 network 10.1.0.0/16");
        session.run(Duration::seconds(1));
        QVERIFY(session.accept());
        session.open(65000);
        session.run(Duration::seconds(1));
        (void)session.hear();
        std::vector<std::uint8_t> refresh;
        wire::BgpRouteRefresh{wire::kBgpIpv4Unicast, {}}.append(refresh);
        session.say(refresh);
        session.run(Duration::seconds(1));
        QCOMPARE(updatesOf(session.hear()), (QStringList{"10.1.0.0/16 65001 via 10.0.0.2", "end"}));
    }

    void twoOctetsAndInternal()
    {
        Session old("bgp-speaker 10.0.0.1 as 4200000000 network 10.1.0.0/16");
        old.run(Duration::seconds(1));
        QVERIFY(old.accept());
        old.open(65000, false);
        old.run(Duration::seconds(1));
        QCOMPARE(updatesOf(old.hear(), false).at(0), "10.1.0.0/16 4200000000 via 10.0.0.2"); // by AS4_PATH

        Session internal("bgp-speaker 10.0.0.1 as 65000 network 10.1.0.0/16");
        internal.run(Duration::seconds(1));
        QVERIFY(internal.accept());
        internal.open(65000);
        internal.run(Duration::seconds(1));
        const auto messages = internal.hear();
        const auto view = wire::BgpUpdateView::parse(messages.at(2).body);
        wire::BgpAttributes attributes;
        wire::parseBgpAttributes(view->attributes, {true, false, true}, attributes);
        QCOMPARE(attributes.localPreference.value_or(0), 100u);
    }

    void manyRoutes()
    {
        Session session("bgp-speaker 10.0.0.1 as 65001 synthetic 20000 sets 3");
        session.run(Duration::seconds(1));
        QVERIFY(session.accept());
        session.open(65000);
        QStringList updates;
        for (int i = 0; i < 50; ++i) {
            session.run(Duration::milliseconds(100));
            updates += updatesOf(session.hear());
        }
        QCOMPARE(updates.size(), 20'001);
        QCOMPARE(updates.last(), "end");
        updates.sort();
        QCOMPARE(updates.removeDuplicates(), 0);
        QVERIFY(updates.contains("20.0.0.0/24 65001 100000 200000 via 10.0.0.2"));
    }

    void goesOnUntilSomebodyListens()
    {
        Session session("bgp-speaker 10.0.0.1 as 65001 network 10.1.0.0/16", false);
        session.run(Duration::seconds(30));
        session.listen();
        session.run(Duration::seconds(6));
        QVERIFY(session.accept());
        session.open(65000, true, 9);
        session.run(Duration::seconds(1));
        // Nothing is said any more: the hold time ends the session, and there is another.
        (void)session.hear();
        session.run(Duration::seconds(10));
        const auto last = session.hear();
        QVERIFY(!last.empty() && last.back().type == wire::BgpType::notification);
        QCOMPARE(wire::BgpNotification::parse(last.back().body).code, wire::BgpErrorCode::holdTimer);
        session.run(Duration::seconds(6));
        QVERIFY(session.accept());
    }

    void nonsenseIsAnswered()
    {
        Session session("bgp-speaker 10.0.0.1 as 65001 network 10.1.0.0/16");
        session.run(Duration::seconds(1));
        QVERIFY(session.accept());
        (void)session.hear();
        session.say(std::vector<std::uint8_t>(19, 0));
        session.run(Duration::seconds(1));
        const auto messages = session.hear();
        QCOMPARE(messages.size(), 1u);
        QVERIFY(messages[0].type == wire::BgpType::notification);
        QVERIFY(session.isEnded());
    }

    void routesOfAFile()
    {
        const std::string line = "bgp-speaker 10.0.0.1 as 65001 routes table.mrt peer 3 limit 7";
        Session session(line);
        const auto uses = world::routeFilesOf(session.world().lab());
        QCOMPARE(uses.size(), 1u);
        QVERIFY((uses[0].file == services::RouteFile{"table.mrt", "3", 7}));
        QCOMPARE(uses[0].node, "s");
        services::Announcements::Builder builder;
        wire::BgpAttributes attributes;
        attributes.asPath = wire::AsPath{65002, 65003};
        attributes.med = 5;
        attributes.addCommunity(0xfde90001);
        builder.add({base::Ipv4Address(10, 9, 0, 0).value(), 16}, attributes);
        world::RouteFiles files;
        files.files[uses[0].file] = std::make_shared<const services::Announcements>(std::move(builder).build());
        session.world().setRouteFiles(files);
        const world::World copy = session.world().copy();
        QCOMPARE(copy.routeFiles().files.size(), 1u);
        session.run(Duration::seconds(1));
        QVERIFY(session.accept());
        session.open(65000);
        session.run(Duration::seconds(1));
        // It speaks for another AS than the path begins with: it stands before it.
        QCOMPARE(updatesOf(session.hear()), (QStringList{"10.9.0.0/16 65001 65002 65003 via 10.0.0.2", "end"}));
    }

    void withoutItsFileItSaysSo()
    {
        Session session("bgp-speaker 10.0.0.1 as 65001 routes table.mrt");
        session.run(Duration::seconds(1));
        QVERIFY(!session.accept());
    }

    void theLastOfAPrefixCounts()
    {
        services::Announcements::Builder builder;
        wire::BgpAttributes one, two;
        one.asPath = wire::AsPath{1};
        two.asPath = wire::AsPath{2};
        builder.add({0x0a000000, 8}, one);
        builder.add({0x0b000000, 8}, two);
        builder.add({0x0a000000, 8}, two);
        const services::Announcements made = std::move(builder).build();
        QCOMPARE(made.size(), 2u);
        QCOMPARE(made.setCount(), 1u); // the other one has no prefix any more
        QCOMPARE(made.prefixesOf(0).size(), 2u);
    }
};

QTEST_APPLESS_MAIN(SpeakerTest)
#include "tst_speaker.moc"
