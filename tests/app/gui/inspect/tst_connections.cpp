// Connections of a node: the list as a model, the plots of the one that is picked out of what the engine tells, its sequence
// graph, the past and another way of the run.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/connections.h"
#include "app/gui/models/table_model.h"
#include "app/gui/plot/plot_files.h"
#include "tests/app/gui/client/real_engine.h"
#include "tests/app/gui/client/running_engine.h"

#include <QAbstractItemModelTester>
#include <QAbstractButton>
#include <QComboBox>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace hopyard;
using namespace hopyard::inspect;
using client::TcpSegment;
using hopyard::test::FakeEngine;
using hopyard::test::RealEngine;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// A download over a line that loses three packets of a hundred.
constexpr const char *kLossyLab = "hopyard: 1\n"
                                  "title: A lossy line\n"
                                  "nodes:\n"
                                  "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}}\n"
                                  "  h2: {kind: host, interfaces: {eth0: {address: 10.0.1.20/24}}, start: [iperf3 server quiet]}\n"
                                  "links:\n"
                                  "  - {ends: [h1:eth0, h2:eth0], delay: 10ms, rate: 20mbit, loss: 3%}\n";

base::TimePoint seconds(double time) { return base::TimePoint::fromNs(std::llround(time * 1e9)); }

/// A session attached to an engine whose lab runs, with two connections and a listener on h1.
struct Running : test::RunningEngine {
    Running()
    {
        engine->answers["table.get"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"columns", {"state", "local", "peer", "bytesSent"}},
                                                {"rows", {{"LISTEN", "0.0.0.0:80", nullptr, nullptr},
                                                          {"ESTABLISHED", "10.0.1.10:80", "10.0.2.10:4001", 10},
                                                          {"ESTABLISHED", "10.0.1.10:80", "10.0.2.10:4000", 100}}}});
        };
        engine->answers["tcp.watch"] = [this](const rpc::Json &) { return FakeEngine::Answer(rpc::Json{{"watch", ++watches}}); };
    }
    /// A sample: time in seconds, phase, congestion window, smoothed round trip in ms.
    static rpc::Json sample(double time, const char *phase, int window, int rtt)
    {
        return {static_cast<std::int64_t>(time * 1e9), "ESTABLISHED", phase, window, nullptr, 65535, 65535, window / 2, rtt * 1'000'000,
                1'000'000, 1'000'000, 200'000'000, 0, 100, 0, 0, 0, 0, 1460, rtt * 1'000'000};
    }
    void tell(rpc::Json samples, rpc::Json segments = rpc::Json::array(), int watch = 0)
    {
        engine->notify("tcp", {{"watch", watch ? watch : watches}, {"now", 0}, {"there", true}, {"samples", std::move(samples)},
                               {"segments", std::move(segments)}});
    }
    void showMoment(std::int64_t now, bool past)
    {
        rpc::Json status = engine->status();
        status["now"] = now;
        status["past"] = past;
        status["history"] = true;
        engine->notify("state", status);
    }
    int watches = 0;
};

TcpSegment segment(double time, TcpSegment::Kind kind, std::uint32_t sequence, std::uint32_t length, std::uint32_t acknowledgement, bool again = false)
{
    TcpSegment s;
    s.time = base::TimePoint::fromNs(static_cast<std::int64_t>(time * 1e9));
    s.kind = kind;
    s.sequence = sequence;
    s.length = length;
    s.acknowledgement = acknowledgement;
    s.window = 10'000;
    s.flags = TcpSegment::kAck;
    s.again = again;
    return s;
}

const plot::Plot::Line &line(const plot::Plot &plot, const QString &name)
{
    for (const plot::Plot::Line &each : plot.lines())
        if (each.name == name)
            return each;
    qFatal("no line %s", qPrintable(name));
}

} // namespace

class TestConnections : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::setOrganizationName("hopyard-test"); }

    void segmentsBecomeAGraph()
    {
        plot::Plot plot("s", plot::Unit::bytes);
        SequenceGraph graph(plot, SequenceGraph::Way::out);
        const std::uint32_t first = 0xffffff00; // numbers wrap in the middle of the second segment
        graph.take(segment(1, TcpSegment::Kind::sent, first, 200, 7));
        graph.take(segment(1.1, TcpSegment::Kind::sent, first + 200, 200, 7));
        graph.take(segment(1.2, TcpSegment::Kind::lostOut, first + 200, 200, 7));
        TcpSegment ack = segment(1.3, TcpSegment::Kind::received, 7, 0, first + 200);
        ack.sack = {{first + 400, first + 500}};
        graph.take(ack);
        graph.take(segment(1.4, TcpSegment::Kind::sent, first + 200, 200, 7, true));
        graph.take(segment(1.5, TcpSegment::Kind::received, 7, 0, first + 400));
        QCOMPARE(graph.bytes(), std::uint64_t(600));
        const auto points = [&plot](const char *name) { return line(plot, name).data.points(); };
        QCOMPARE(points("data").size(), std::size_t(6)); // two spans and their gaps
        QCOMPARE(points("data")[0], (plot::Point{1, 0}));
        QCOMPARE(points("data")[1], (plot::Point{1, 200}));
        QCOMPARE(points("data")[4], (plot::Point{1.1, 400}));
        QCOMPARE(points("sent again")[0], (plot::Point{1.4, 200}));
        QCOMPARE(points("acknowledged"), (std::vector<plot::Point>{{1.3, 200}, {1.5, 400}}));
        QCOMPARE(points("window's edge"), (std::vector<plot::Point>{{1.3, 10'200}, {1.5, 10'400}}));
        QCOMPARE(points("SACK")[0], (plot::Point{1.3, 400}));
        QCOMPARE(points("SACK")[1], (plot::Point{1.3, 500}));
        QCOMPARE(points("lost on the way"), (std::vector<plot::Point>{{1.2, 400}}));
        // The past is told again: nothing is drawn twice.
        graph.take(segment(1, TcpSegment::Kind::sent, first, 200, 7));
        QCOMPARE(points("data").size(), std::size_t(6));
        // The other end's data is another graph.
        plot::Plot other("o", plot::Unit::bytes);
        SequenceGraph back(other, SequenceGraph::Way::in);
        back.take(segment(1, TcpSegment::Kind::sent, first, 200, 7));
        back.take(segment(1.2, TcpSegment::Kind::received, 7, 50, first + 200));
        QCOMPARE(back.bytes(), std::uint64_t(50));
        QCOMPARE(line(other, "acknowledged").data.size(), std::size_t(1));
    }

    void theListIsAModelAndAPickIsPlotted()
    {
        Running r;
        QVERIFY(r.wait());
        Connections connections(r.session);
        QAbstractItemModelTester tester(&connections.connections(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(connections.shows("host") && connections.shows("router") && connections.shows("namespace") && !connections.shows("switch"));
        connections.setNode("h1");
        connections.refresh();
        QTRY_COMPARE(connections.connections().rowCount(), 3);
        QCOMPARE(r.engine->last("table.get")->params["table"], rpc::Json("tcp"));
        // Nobody has to pick to see something: the one that carried most is shown.
        QCOMPARE(connections.plots().place().peer, QString("10.0.2.10:4000"));
        QTRY_COMPARE(r.engine->count("tcp.watch"), 1);
        QCOMPARE(r.engine->last("tcp.watch")->params["peer"], rpc::Json("10.0.2.10:4000"));
        QTRY_VERIFY((r.tell({Running::sample(1, "slow start", 14'600, 40), Running::sample(1.05, "recovery", 7'300, 45)}),
                     line(connections.plots().windows(), "congestion window").data.size() == 2));
        QCOMPARE(connections.plots().windows().bands().size(), std::size_t(2));
        QCOMPARE(connections.plots().windows().bands()[1].name, QString("recovery"));
        QCOMPARE(line(connections.plots().roundTrips(), "smoothed").data.points()[1], (plot::Point{1.05, 0.045}));
        QVERIFY(line(connections.plots().windows(), "threshold").data.isEmpty()); // there is none yet
        QCOMPARE(connections.plots().stateText(), QString("ESTABLISHED, recovery"));
        // What belongs to another watch is not ours.
        r.tell({Running::sample(2, "loss", 1'460, 40)}, rpc::Json::array(), 77);
        r.tell({Running::sample(3, "avoidance", 9'000, 40)});
        QTRY_COMPARE(line(connections.plots().windows(), "congestion window").data.size(), std::size_t(3));
        QCOMPARE(line(connections.plots().windows(), "congestion window").data.points().back().x, 3.0);
        // Another pick lets go of the one before.
        connections.pick("10.0.1.10:80\t10.0.2.10:4001");
        QTRY_COMPARE(r.engine->count("tcp.unwatch"), 1);
        QTRY_COMPARE(r.engine->count("tcp.watch"), 2);
        QVERIFY(line(connections.plots().windows(), "congestion window").data.isEmpty());
        // And so does another node.
        connections.setNode("r1");
        QTRY_COMPARE(r.engine->count("tcp.unwatch"), 2);
        QVERIFY(connections.plots().place().isEmpty());
        for (QWidget *widget : connections.findChildren<QWidget *>())
            if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith("qt_") && widget->window() == &connections) {
                const auto *button = qobject_cast<QAbstractButton *>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()), widget->metaObject()->className());
            }
    }

    void thePastShowsUpToThatMoment()
    {
        Running r;
        QVERIFY(r.wait());
        TcpPlots plots(r.session);
        plots.watch({"h1", "10.0.1.10:80", "10.0.2.10:4000"});
        QTRY_COMPARE(r.engine->count("tcp.watch"), 1);
        r.showMoment(10 * kSecond, false);
        rpc::Json samples = rpc::Json::array();
        for (int i = 0; i <= 200; ++i)
            samples.push_back(Running::sample(i * 0.05, "avoidance", 10'000 + i, 40));
        QTRY_VERIFY((r.tell(samples), line(plots.windows(), "congestion window").data.size() == 201));
        r.showMoment(4 * kSecond, true);
        QTRY_COMPARE(plots.axis().shownUntil(), 4.0);
        QVERIFY(!plot::toCsv(plots.plots(), plots.axis()).contains("\n4.05"));
        // As it is told again, nothing is there twice; back in the present all of it is seen.
        r.tell({Running::sample(4, "avoidance", 10'080, 40)});
        r.showMoment(10 * kSecond, false);
        QTRY_VERIFY(!plots.axis().moment());
        QCOMPARE(line(plots.windows(), "congestion window").data.size(), std::size_t(201));
        // A branch at 6 s: what came after has not been.
        r.showMoment(6 * kSecond, false);
        QTRY_COMPARE(line(plots.windows(), "congestion window").data.points().back().x, 6.0);
        r.tell({Running::sample(6.05, "loss", 1'460, 40)});
        QTRY_COMPARE(line(plots.windows(), "congestion window").data.points().back().y, 1'460.0);
        // Before anything was seen: it begins anew there.
        r.showMoment(20 * kSecond, false);
        plots.watch({"h1", "10.0.1.10:80", "10.0.2.10:4009"});
        QTRY_COMPARE(r.engine->count("tcp.watch"), 2);
        QTRY_VERIFY((r.tell({Running::sample(20, "avoidance", 5, 40)}), !line(plots.windows(), "congestion window").data.isEmpty()));
        r.tell({Running::sample(3, "slow start", 9, 40)});
        QTRY_COMPARE(line(plots.windows(), "congestion window").data.points().back(), (plot::Point{3, 9}));
    }

    /// An engine as it was built, a download that really runs, four seconds of it.
    void aDownloadIsSeen()
    {
        RealEngine real;
        QVERIFY2(real.runInVirtualTime(kLossyLab, 3), qPrintable(real.error));
        QVERIFY2(real.runUntil(seconds(1)), qPrintable(real.error));
        real.call("console.run", {{"node", "h1"}, {"line", "iperf3 10.0.1.20 time 20 quiet"}});
        QVERIFY2(real.runUntil(seconds(2)), qPrintable(real.error));
        Connections connections(real.session);
        QAbstractItemModelTester tester(&connections.connections(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy failed(&connections, &Connections::failed);
        connections.resize(1200, 700);
        connections.show();
        connections.setNode("h1");
        connections.refresh();
        TcpPlots &plots = connections.plots();
        QTRY_COMPARE_WITH_TIMEOUT(plots.place().peer, QString("10.0.1.20:5201"), RealEngine::kPatienceMs);
        QCOMPARE(connections.connections().rowCount(), 2); // one for the data, one to agree on it
        QVERIFY2(real.runUntil(seconds(6)), qPrintable(real.error));
        const auto points = [](const plot::Plot &plot, const char *name) { return line(plot, name).data.points(); };
        // Twenty samples a second, and those just after a loss.
        QTRY_VERIFY_WITH_TIMEOUT(points(plots.windows(), "congestion window").size() > 80 && points(plots.windows(), "congestion window").back().x == 6,
                                 RealEngine::kPatienceMs);
        QVERIFY(points(plots.windows(), "congestion window").front().x >= 2);
        QVERIFY(points(plots.roundTrips(), "smoothed").back().y > 0.02);
        QStringList phases;
        for (const plot::Plot::Band &band : plots.windows().bands())
            phases += band.name;
        QVERIFY2(phases.contains("recovery") && phases.contains("avoidance"), qPrintable(phases.join(", ")));
        QCOMPARE(plots.shownWay(), SequenceGraph::Way::out);
        const plot::Plot &graph = plots.sequences(SequenceGraph::Way::out);
        QTRY_VERIFY_WITH_TIMEOUT(!points(graph, "acknowledged").empty() && points(graph, "acknowledged").back().x > 5.9, RealEngine::kPatienceMs);
        QVERIFY(points(graph, "acknowledged").back().y > 100'000);
        for (const char *name : {"data", "sent again", "SACK", "lost on the way", "window's edge"})
            QVERIFY2(!points(graph, name).empty(), name);
        QVERIFY(plots.stateText().startsWith("ESTABLISHED"));
        QVERIFY(failed.isEmpty());
    }
};

QTEST_MAIN(TestConnections)
#include "tst_connections.moc"
