// The host of applications: who is told what and when, and what is left of a finished one.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/application_host.h"
#include "core/wire/udp.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using namespace hopyard::transport;

namespace {

class NoIp final : public IpOutput {
public:
    base::Result<void, ip::SendError> send(ip::Datagram) override { return {}; }
    base::IpAddress sourceFor(const base::IpAddress &, base::PortIndex) const override
    {
        return base::Ipv4Address(10, 0, 0, 1);
    }
    bool isOwnAddress(const base::IpAddress &) const override { return true; }
    std::uint32_t mtuTo(const base::IpAddress &) const override { return 1500; }
    link::Context &context() override { return m_context; }

private:
    packet::PacketPool m_pool;
    link::Outbox m_outbox;
    base::trace::Hub m_trace;
    link::Context m_context{base::TimePoint(), base::NodeId(0), m_pool, m_outbox, m_trace};
};

/// Counts down once a second and listens on two ports; what arrives on one empties the other.
class Countdown final : public Application {
public:
    Countdown(int left, std::uint16_t port) : m_left(left), m_port(port) {}
    void start(AppContext &c) override
    {
        for (std::uint16_t i = 0; i < 2; ++i) {
            m_sockets.push_back(*c.socket(SocketKind::udp, base::Family::ipv4));
            if (!c.bind(m_sockets.back(), {{}, static_cast<std::uint16_t>(m_port + i)}))
                qFatal("cannot bind");
        }
        m_next = c.now() + 1_s;
        c.print("started with " + std::to_string(m_left));
    }
    void ready(AppContext &c, SocketId socket) override
    {
        c.print("ready " + std::to_string(socket == m_sockets[0] ? 0 : 1));
        for (const SocketId s : m_sockets)
            while (c.sockets().receiveFrom(s)) {
            }
    }
    void expire(AppContext &c) override
    {
        c.print(std::to_string(--m_left));
        m_next = m_left > 0 ? c.now() + 1_s : base::TimePoint::never();
    }
    base::TimePoint nextDeadline() const override { return m_next; }
    void stop(AppContext &c) override
    {
        c.print("stopped at " + std::to_string(m_left));
        m_left = 0;
    }
    bool isFinished() const override { return m_left <= 0; }
    std::unique_ptr<Application> clone() const override { return std::make_unique<Countdown>(*this); }
    std::string_view name() const override { return "countdown"; }
    std::string commandLine() const override { return "countdown " + std::to_string(m_port); }
    std::string resultJson() const override { return "{\"left\":" + std::to_string(m_left) + "}"; }

private:
    int m_left;
    std::uint16_t m_port;
    std::vector<SocketId> m_sockets;
    base::TimePoint m_next = base::TimePoint::never();
};

struct Node : base::trace::Sink {
    NoIp ip;
    link::Outbox out;
    base::trace::Hub hub;
    QStringList lines;
    SocketLayer sockets{base::Random(1)};
    transport::Names names;
    ApplicationHost host{base::Random(2)};
    link::Context context{base::TimePoint(), base::NodeId(4), ip.pool(), out, hub};
    ApplicationHost::Surroundings around{context, sockets, ip, names};

    Node() { hub.add(this, base::trace::kindOf<base::trace::ApplicationOutput>()); }
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        const auto &output = std::get<base::trace::ApplicationOutput>(event);
        lines << QString("%1 %2: %3").arg(output.node.value()).arg(
            QString::fromStdString(std::string(output.application)), QString::fromStdString(std::string(output.line)));
    }
    ApplicationId launch(int left, std::uint16_t port, std::vector<std::string> *first = nullptr)
    {
        return host.launch(around, std::make_unique<Countdown>(left, port), first);
    }
    void at(base::Duration time)
    {
        context.now = base::TimePoint() + time;
        host.expire(around);
    }
    void datagramTo(std::uint16_t port)
    {
        const base::IpAddress a = base::Ipv4Address(10, 0, 0, 2), b = base::Ipv4Address(10, 0, 0, 1);
        ip::Delivered d;
        d.source = a;
        d.destination = b;
        d.payloadOffset = 0;
        d.datagram = ip.pool().make(8);
        wire::UdpRepr{1, port}.emit(d.datagram.writable(), a, b);
        sockets.deliver(ip, d);
    }
};

} // namespace

class TestApplicationHost : public QObject {
    Q_OBJECT
private slots:
    void deadlinesAndTheEnd()
    {
        Node n;
        QVERIFY(n.host.nextDeadline().isNever());
        const ApplicationId slow = n.launch(2, 100);
        n.context.now = base::TimePoint() + 500_ms;
        const ApplicationId fast = n.launch(1, 200);
        QCOMPARE(n.host.nextDeadline(), base::TimePoint() + 1_s);
        n.at(999_ms);
        QCOMPARE(n.lines.size(), 2); // too early: nobody moved
        n.at(1_s);
        QCOMPARE(n.host.nextDeadline(), base::TimePoint() + 1500_ms);
        n.at(1500_ms);
        QVERIFY(!n.host.isRunning(fast) && n.host.isRunning(slow));
        QCOMPARE(n.sockets.sockets().size(), std::size_t(2)); // those of the finished one are closed
        n.at(2_s);
        QVERIFY(n.host.nextDeadline().isNever() && !n.host.hasRunning());
        QCOMPARE(n.lines, (QStringList{"4 countdown: started with 2", "4 countdown: started with 1", "4 countdown: 1",
                                       "4 countdown: 0", "4 countdown: 0"}));
        const auto infos = n.host.applications();
        QCOMPARE(infos.size(), std::size_t(2));
        QCOMPARE(infos[0].id, slow);
        QCOMPARE(infos[0].resultJson, std::string("{\"left\":0}"));
        QVERIFY(infos[0].isFinished);
    }

    void firstLinesCanGoToWhoAsked()
    {
        Node n;
        std::vector<std::string> first;
        n.launch(2, 100, &first);
        QVERIFY(first == std::vector<std::string>{"started with 2"});
        QVERIFY(n.lines.isEmpty());
        n.at(1_s);
        QCOMPARE(n.lines, QStringList{"4 countdown: 1"});
    }

    void stopping()
    {
        Node n;
        const ApplicationId one = n.launch(5, 100);
        n.launch(5, 200);
        n.lines.clear();
        QVERIFY(n.host.stop(n.around, one));
        QVERIFY(!n.host.stop(n.around, one));
        QVERIFY(!n.host.stop(n.around, ApplicationId(77)));
        n.host.stopAll(n.around);
        QCOMPARE(n.lines, (QStringList{"4 countdown: stopped at 5", "4 countdown: stopped at 5"}));
        QVERIFY(n.sockets.sockets().empty() && n.host.nextDeadline().isNever());
    }

    void readyGoesToTheOwnerOnceAndOnlyWhereSomethingIsLeft()
    {
        Node n;
        n.launch(5, 100);
        n.launch(5, 200);
        n.lines.clear();
        n.datagramTo(100);
        n.datagramTo(101); // emptied with the first: not told
        n.datagramTo(201);
        n.host.dispatch(n.around);
        QCOMPARE(n.lines, (QStringList{"4 countdown: ready 0", "4 countdown: ready 1"}));
    }

    void socketsOfNobodyAreLeftForWhoeverAsks()
    {
        Node n;
        const SocketId outside = *n.sockets.socket(SocketKind::udp, base::Family::ipv4);
        QVERIFY(n.sockets.bind(n.ip, outside, {{}, 520}).has_value());
        n.datagramTo(520);
        n.host.dispatch(n.around);
        QVERIFY(n.sockets.takeOutsideReady() == std::vector{outside} && n.sockets.takeOutsideReady().empty());
    }

    void copiesGoTheirOwnWay()
    {
        Node n;
        const ApplicationId id = n.launch(2, 100);
        ApplicationHost copy = n.host;
        n.at(1_s);
        n.at(2_s);
        QVERIFY(!n.host.isRunning(id));
        QVERIFY(copy.isRunning(id));
        QCOMPARE(copy.nextDeadline(), base::TimePoint() + 1_s);
        QCOMPARE(copy.applications()[0].resultJson, std::string("{\"left\":2}"));
    }

    void onlyTheLastResultsAreKept()
    {
        Node n;
        for (std::size_t i = 0; i < ApplicationHost::kFinishedKept + 3; ++i)
            n.host.stop(n.around, n.launch(1, 100));
        const auto infos = n.host.applications();
        QCOMPARE(infos.size(), ApplicationHost::kFinishedKept);
        QCOMPARE(infos.front().id, ApplicationId(3));
    }
};

QTEST_APPLESS_MAIN(TestApplicationHost)
#include "tst_application_host.moc"
