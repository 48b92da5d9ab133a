// A whole conversation of two routers on a point-to-point link, packet by packet, as RFC 2328 section 10.10 draws it; and
// a neighbour that restarts gracefully (RFC 3623).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/routing/ospf/simulator.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
namespace ospf = routing::ospf;
using test::Simulator;

namespace {

/// "2.2.2.2 Database Description IMS seq+0 0": what matters of a packet in one line.
QString describe(const std::vector<std::uint8_t> &bytes)
{
    const auto view = wire::OspfView::parse(bytes);
    QString text = QString::fromStdString(base::toString(view->router())) + ' ' + QString::fromStdString(std::string(toString(view->type())));
    const base::Bytes payload = view->payload();
    switch (view->type()) {
    case wire::OspfType::hello: return text + QString(" sees %1").arg(wire::OspfHello::parse(payload)->neighbours.size());
    case wire::OspfType::description: {
        const auto d = *wire::OspfDescription::parse(payload);
        text += ' ';
        text += d.flags & wire::OspfDescription::kInit ? 'I' : '-';
        text += d.flags & wire::OspfDescription::kMore ? 'M' : '-';
        text += d.flags & wire::OspfDescription::kMaster ? 'S' : '-';
        return text + QString(" %1 headers").arg((payload.size() - wire::OspfDescription::kLength) / wire::LsaHeader::kLength);
    }
    case wire::OspfType::request: return text + QString(" %1").arg(payload.size() / wire::kOspfRequestLength);
    case wire::OspfType::update: {
        wire::OspfUpdateReader reader(payload);
        for (base::Bytes lsa = reader.next(); !lsa.empty(); lsa = reader.next()) {
            const wire::LsaHeader h = wire::LsaHeader::load(lsa.data());
            text += QString(" %1#%2").arg(QString::fromStdString(base::toString(h.key.advertisingRouter))).arg(h.sequence - wire::LsaHeader::kInitialSequence + 1);
        }
        return text;
    }
    case wire::OspfType::acknowledgment: return text + QString(" %1").arg(payload.size() / wire::LsaHeader::kLength);
    }
    return text;
}

/// A grace advertisement as 2.2.2.2 sends it to 1.1.1.1 before it restarts.
std::vector<std::uint8_t> grace(std::uint32_t seconds, std::int32_t sequence, std::uint16_t age = 0)
{
    wire::LsaHeader header;
    header.key = {wire::LsaType::opaqueLink, base::Ipv4Address(3, 0, 0, 0), test::ip4("2.2.2.2")};
    header.sequence = sequence;
    header.age = age;
    const auto lsa = wire::emitLsa(header, wire::GraceLsa{seconds, 1, {}}.body());
    std::vector<std::uint8_t> packet(wire::OspfView::kHeaderLength + 4);
    base::storeU32(&packet[wire::OspfView::kHeaderLength], 1);
    packet.insert(packet.end(), lsa.begin(), lsa.end());
    wire::OspfHeader{wire::OspfType::update, test::ip4("2.2.2.2"), {}}.emit(packet);
    return packet;
}

/// r1 - r2 - r3: r2 restarts, r1 and r3 may help.
struct Restart {
    Simulator net;
    explicit Restart(bool helps)
    {
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3"}) {
            const std::size_t r = net.router(id);
            net.config(r).opaque = true;
            net.config(r).gracefulHelper.enabled = helps;
        }
        net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        net.connect({{1, "10.0.23.2/24"}, {2, "10.0.23.3/24"}}, {});
        net.loopback(0, "1.1.1.1/32");
        net.start();
        net.runSeconds(60);
    }
    void tell(const std::vector<std::uint8_t> &packet)
    {
        for (const auto &[router, source] : {std::pair{0, "10.0.12.2"}, std::pair{2, "10.0.23.2"}})
            net.move(static_cast<std::size_t>(router), [&, s = source](ospf::Ospf &o, ospf::Output &out) {
                o.receive(net.now(), {base::PortIndex(0), test::ip4(s), wire::kAllSpfRouters, packet}, out);
            });
    }
    bool hasRoute() const { return net.route(2, "1.1.1.1/32") == "O 20 10.0.23.2"; }
};

} // namespace

class TestConversation : public QObject {
    Q_OBJECT
private slots:
    void twoRoutersOnALink()
    {
        Simulator net;
        net.router("1.1.1.1");
        net.router("2.2.2.2");
        net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        QStringList said;
        net.onSent = [&](std::size_t, const Simulator::Packet &packet) { said << describe(packet.bytes); };
        net.startRouter(0);
        net.runSeconds(5);
        net.startRouter(1);
        net.runSeconds(4);
        const QStringList expected{
            "1.1.1.1 Hello sees 0",                       // nobody is there yet
            "2.2.2.2 Hello sees 0",                       // 5 s later
        };
        QCOMPARE(said, expected);
        said.clear();
        net.runSeconds(3); // 1.1.1.1's next hello, at 10 s, sees it
        QCOMPARE(said, (QStringList{
            "1.1.1.1 Hello sees 1",
            "2.2.2.2 Database Description IMS 0 headers", // becomes adjacent: claims to be master
            "1.1.1.1 Database Description IMS 0 headers", // by that it knows that it is seen; claims, too
            "1.1.1.1 Database Description --- 1 headers", // 2.2.2.2 has the higher id
            "2.2.2.2 Database Description --S 1 headers",
            "2.2.2.2 Link State Request 1",
            "1.1.1.1 Database Description --- 0 headers",
            "1.1.1.1 Link State Request 1",
            "1.1.1.1 Link State Update 1.1.1.1#1",
            "2.2.2.2 Link State Update 2.2.2.2#1",
            "2.2.2.2 Link State Update 2.2.2.2#2",        // full: now with the link
            "1.1.1.1 Link State Update 1.1.1.1#2",        // both come within MinLSArrival: not taken, not acknowledged
            "2.2.2.2 Link State Acknowledgment 1",        // a second later, of the first instances
            "1.1.1.1 Link State Acknowledgment 1",
        }));
        said.clear();
        net.runSeconds(5); // what was not acknowledged comes again
        QCOMPARE(said.filter("Update"), (QStringList{"2.2.2.2 Link State Update 2.2.2.2#2", "1.1.1.1 Link State Update 1.1.1.1#2"}));
        QCOMPARE(said.filter("Acknowledgment").size(), 2);
    }

    void gracefulRestartIsHelped()
    {
        for (const bool helps : {true, false}) {
            Restart r(helps);
            QVERIFY(r.hasRoute());
            r.tell(grace(120, 1));
            r.net.kill(1);
            r.net.runSeconds(60); // longer than the dead interval
            QCOMPARE(r.hasRoute(), helps);
            r.net.startRouter(1);
            r.net.runSeconds(60);
            QVERIFY(r.hasRoute());
            QVERIFY(!r.net.process(0).neighbours(r.net.now()).front().helped);
        }
    }

    void helpEndsWithTheGracePeriod()
    {
        Restart r(true);
        r.tell(grace(60, 1));
        r.net.kill(1);
        r.net.runSeconds(55);
        QVERIFY(r.hasRoute());
        r.net.runSeconds(60);
        QVERIFY(!r.hasRoute());
    }

    void helpEndsWhenTheRestartIsSaidToBeOver()
    {
        Restart r(true);
        r.tell(grace(600, 1));
        r.net.kill(1);
        r.net.runSeconds(50);
        QVERIFY(r.hasRoute());
        r.tell(grace(600, 2, wire::LsaHeader::kMaxAge)); // but it does not come back
        r.net.runSeconds(60);
        QVERIFY(!r.hasRoute());
    }
};

QTEST_APPLESS_MAIN(TestConversation)
#include "tst_conversation.moc"
