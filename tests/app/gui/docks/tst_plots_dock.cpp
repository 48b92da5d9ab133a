// The Plots dock: what is offered and found while typing, what links, connections and the network say as points, what is
// remembered for a lab, and what goes when a plot is removed.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/move_sequence.h"
#include "app/gui/docks/plot_picker.h"
#include "app/gui/docks/plots_dock.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/plot/plot_files.h"
#include "app/gui/plot/plot_stack.h"
#include "tests/app/gui/client/running_engine.h"

#include <QAbstractButton>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hopyard;
using namespace hopyard::docks;
using hopyard::test::FakeEngine;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

struct Running : test::RunningEngine {
    Running()
    {
        engine->answers["link.counters"] = [](const rpc::Json &params) {
            rpc::Json answer{{"links", {{{"id", 0}, {"forward", counters(0, 0)}, {"backward", counters(0, 0)}}}}};
            if (!params.contains("link"))
                answer["drops"] = {{"loss", 0}};
            return FakeEngine::Answer(answer);
        };
        engine->answers["tcp.watch"] = [this](const rpc::Json &) { return FakeEngine::Answer(rpc::Json{{"watch", ++watches}}); };
    }
    static rpc::Json counters(int bytes, int dropped, int queued = 0)
    {
        return {{"packets", bytes / 1000}, {"bytes", bytes}, {"dropped", dropped}, {"queuedPackets", queued / 1000}, {"queuedBytes", queued}};
    }
    void batch(double now, rpc::Json links = rpc::Json::array())
    {
        engine->notify("telemetry", {{"now", static_cast<std::int64_t>(now * 1e9)}, {"state", "running"}, {"speed", 1.0}, {"links", std::move(links)}});
    }
    int watches = 0;
};

const std::vector<plot::Point> &pointsOf(PlotsDock &dock, std::size_t plot, std::size_t line)
{
    return dock.stack().plots()[plot]->lines()[line].data.points();
}

} // namespace

class TestPlotsDock : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("hopyard-test");
        QCoreApplication::setApplicationName(QStringLiteral("plots-%1").arg(QCoreApplication::applicationPid()));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void choicesHaveKeysAndWords()
    {
        lab::Lab lab;
        lab::Node host, computer, bridge;
        host.name = "h1";
        host.kind = lab::NodeKind::host;
        computer.name = "pc1";
        computer.kind = lab::NodeKind::hypervisor;
        bridge.name = "s1";
        bridge.kind = lab::NodeKind::switch_;
        lab::Guest real, simulated;
        real.name = "g1";
        real.kind = lab::GuestKind::qemu;
        simulated.name = "g2";
        computer.computer.guests = {real, simulated};
        lab::Node plain;
        plain.name = "n1";
        plain.kind = lab::NodeKind::namespaceNode;
        lab.nodes = {host, computer, bridge, plain};
        lab::Link link;
        link.a = client::parseEnd("h1:eth0");
        link.b = client::parseEnd("s1:p1");
        lab.links = {link};
        QStringList keys;
        for (const PlotChoice &choice : choicesOf(lab)) {
            keys += choice.key();
            QCOMPARE(PlotChoice::fromKey(choice.key()), std::optional(choice));
            QVERIFY(!choice.what().isEmpty() && !choice.where().isEmpty());
        }
        for (const char *key :
             {"link|h1:eth0|rate", "link|h1:eth0|queue", "node|h1|convergence", "node|pc1|cpu", "network||drops",
              "node|n1|load", "node|pc1/g1|load", "node|pc1|pages", "node|pc1|carrying"})
            QVERIFY2(keys.contains(key), key);
        for (const char *key : {"node|h1|cpu", "node|s1|convergence", "node|pc1|convergence", "node|h1|load",
                                "node|pc1|load", "node|pc1/g2|load", "node|n1|pages"})
            QVERIFY2(!keys.contains(key), key);
        for (const PlotChoice &choice : choicesOf(client::TcpPlace{"h1", "10.0.0.1:1", "10.0.0.2:2"}))
            QCOMPARE(PlotChoice::fromKey(choice.key()), std::optional(choice));
        for (const char *wrong : {"", "link", "link|x", "link|x|colour", "tcp|h1|rtt", "planet||rate"})
            QVERIFY2(!PlotChoice::fromKey(wrong), wrong);
    }

    void aLinksCountersBecomeRates()
    {
        Running r;
        QVERIFY(r.wait());
        PlotsDock dock(r.session);
        QVERIFY(dock.add(*PlotChoice::fromKey("link|h1:eth0|rate")));
        QVERIFY(dock.add(*PlotChoice::fromKey("link|h1:eth0|loss")));
        QVERIFY(dock.add(*PlotChoice::fromKey("link|h1:eth0|queue")));
        QVERIFY(!dock.add(*PlotChoice::fromKey("link|h1:eth0|rate"))); // it is there
        QTRY_COMPARE(r.engine->count("link.counters"), 3);
        r.batch(1);
        r.batch(2, {{{"id", 0}, {"forward", Running::counters(125'000, 125, 3'000)}, {"backward", Running::counters(0, 0)}}});
        r.batch(2.01); // too soon for a rate
        r.batch(3);    // nothing came: nothing changed
        QTRY_COMPARE(pointsOf(dock, 0, 0), (std::vector<plot::Point>{{2, 1e6}, {3, 0}}));
        QCOMPARE(pointsOf(dock, 0, 1), (std::vector<plot::Point>{{2, 0}, {3, 0}}));
        QCOMPARE(pointsOf(dock, 1, 0), (std::vector<plot::Point>{{2, 50}, {3, 0}}));
        QCOMPARE(pointsOf(dock, 2, 0).back(), (plot::Point{3, 3'000}));
        QCOMPARE(dock.stack().plots()[0]->lines()[0].name, QString("h1 to r1"));
        QVERIFY(plot::toCsv(dock.stack().plots(), dock.stack().axis()).contains("Rate"));
    }

    void aConnectionIsWatchedUntilItsPlotGoes()
    {
        Running r;
        QVERIFY(r.wait());
        PlotsDock dock(r.session);
        dock.addConnection({"h1", "10.0.1.10:1", "10.0.2.10:2"});
        QCOMPARE(dock.keys(), (QStringList{"tcp|h1|10.0.1.10:1|10.0.2.10:2|congestion", "tcp|h1|10.0.1.10:1|10.0.2.10:2|rtt"}));
        QTRY_COMPARE(r.engine->count("tcp.watch"), 2);
        QCOMPARE(r.engine->last("tcp.watch")->params["budget"], rpc::Json(0));
        const rpc::Json sample = rpc::Json::array({kSecond, "ESTABLISHED", "slow start", 14'600, nullptr, 1, 1, 1, 40'000'000});
        QTRY_VERIFY((r.engine->notify("tcp", {{"watch", 1}, {"there", true}, {"samples", {sample}}}), !pointsOf(dock, 0, 1).empty()));
        QCOMPARE(pointsOf(dock, 0, 1), (std::vector<plot::Point>{{1, 14'600}}));
        QCOMPARE(dock.stack().plots()[0]->bands().size(), std::size_t(1));
        dock.remove("tcp|h1|10.0.1.10:1|10.0.2.10:2|congestion");
        QTRY_COMPARE(r.engine->count("tcp.unwatch"), 1);
        QCOMPARE(dock.keys().size(), 1);
    }

    void routesThatStand()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->now = 5 * kSecond;
        r.engine->answers["history.get"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"revision", 0}, {"marks", {{2 * kSecond, "route", "r1", "text", 3, 3 * kSecond},
                                                                            {3 * kSecond, "route", "r2", "text", 1, 3 * kSecond},
                                                                            {4 * kSecond, "drop", "r1", "text", 1, 4 * kSecond}}}});
        };
        r.batch(5);
        QTRY_COMPARE(r.session.status().now.ns(), 5 * kSecond);
        PlotsDock dock(r.session);
        dock.add(*PlotChoice::fromKey("node|r1|convergence"));
        // The last change was at 3 s; at 5 s routes have stood for 2.
        QTRY_VERIFY(!pointsOf(dock, 0, 0).empty());
        QCOMPARE(pointsOf(dock, 0, 0).back(), (plot::Point{5, 2}));
        QCOMPARE(pointsOf(dock, 0, 0).front(), (plot::Point{2, 0}));
    }

    /// A cell of any table, as it is and as it grows; what is under way when time goes back is not of the moment that is shown.
    void aCellOfATable()
    {
        Running r;
        QVERIFY(r.wait());
        double now = 1;
        std::int64_t packets = 100;
        r.engine->answers["table.get"] = [&](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"columns", {"interface", "receivedPackets"}},
                                                {"rows", rpc::Json::array({rpc::Json::array({"eth0", packets})})},
                                                {"now", static_cast<std::int64_t>(now * 1e9)}});
        };
        PlotsDock dock(r.session);
        const inspect::CellPlace place{"h1", "interface", {"eth0"}, "receivedPackets"};
        for (const bool perSecond : {true, false}) {
            const PlotChoice choice = choiceOf(place, perSecond);
            QCOMPARE(PlotChoice::fromKey(choice.key()), std::optional(choice));
            QVERIFY(dock.add(choice));
        }
        QCOMPARE(dock.stack().plots()[0]->title(), QString("Received packets per second · h1, Interfaces: eth0"));
        QTRY_COMPARE(pointsOf(dock, 1, 0), (std::vector<plot::Point>{{1, 100}}));
        now = 3;
        packets = 300;
        QTRY_COMPARE(pointsOf(dock, 0, 0), (std::vector<plot::Point>{{3, 100}})); // 200 in two seconds
        // Another way is taken from 2 s on.
        r.batch(3);
        QTRY_COMPARE(r.session.status().now.ns(), 3 * kSecond);
        now = 2.5;
        packets = 120;
        r.batch(2);
        QTRY_COMPARE(pointsOf(dock, 1, 0).back(), (plot::Point{2.5, 120}));
        QCOMPARE(pointsOf(dock, 0, 0).size(), std::size_t(0)); // there is nothing yet that it could have grown from
        now = 3.5;
        packets = 130;
        QTRY_COMPARE(pointsOf(dock, 0, 0), (std::vector<plot::Point>{{3.5, 10}}));
        const PlotChoice strange = choiceOf({"h1", "tcp", {"[fe80::1]:80\t[fe80::2]:4|000 %"}, "rttMs"}, false);
        QCOMPARE(PlotChoice::fromKey(strange.key()), std::optional(strange));
        for (const char *wrong : {"cell|h1|tcp|rttMs|value", "cell|h1|tcp|rttMs|speed|x", "cell||tcp|rttMs|value|x"})
            QVERIFY2(!PlotChoice::fromKey(wrong), wrong);
    }

    /// By this computer's clock, over the lab's time.
    void processorTimeOfANode()
    {
        Running r;
        QVERIFY(r.wait());
        std::int64_t at = 0;
        r.engine->answers["node.load"] = [&](const rpc::Json &) {
            at += kSecond;
            return FakeEngine::Answer(
                rpc::Json{{"usedNs", at / 4}, {"atNs", at}, {"now", at / 2}, {"source", "processes"}});
        };
        PlotsDock dock(r.session);
        QVERIFY(dock.add(*PlotChoice::fromKey("node|h1|load")));
        QTRY_VERIFY(!pointsOf(dock, 0, 0).empty());
        QCOMPARE(pointsOf(dock, 0, 0).front(), (plot::Point{1, 25}));
        QCOMPARE(r.engine->last("node.load")->params["node"], rpc::Json("h1"));
    }

    void pagesAndCopies()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["hypervisor.buffers"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"counts", {{"free", 1000}, {"mapped", 3}, {"filled", 2}}}});
        };
        std::int64_t copies = 0;
        r.engine->answers["hypervisor.costs"] = [&](const rpc::Json &) {
            r.batch(static_cast<double>(++copies));
            return FakeEngine::Answer(rpc::Json::array({{{"mode", "direct"}, {"copies", 10 * copies}, {"maps", 0}}}));
        };
        PlotsDock dock(r.session);
        QVERIFY(dock.add(*PlotChoice::fromKey("node|pc1|pages")));
        QVERIFY(dock.add(*PlotChoice::fromKey("node|pc1|carrying")));
        QTRY_COMPARE(dock.stack().plots()[0]->lines().size(), std::size_t(2)); // free ones are not shown
        QCOMPARE(pointsOf(dock, 0, 1).back().y, 3.0);
        QTRY_VERIFY(!dock.stack().plots()[1]->lines().empty());
        QCOMPARE(dock.stack().plots()[1]->lines()[0].name, QString("copies"));
        QTRY_COMPARE(pointsOf(dock, 1, 0).back().y, 10.0);
    }

    void aLabsPlotsAreRemembered()
    {
        Running r;
        QVERIFY(r.wait());
        {
            PlotsDock dock(r.session);
            dock.setLab("/labs/a, b.yaml");
            dock.add(*PlotChoice::fromKey("link|h1:eth0|rate"));
            dock.add(*PlotChoice::fromKey("network||drops"));
            dock.setLab("/labs/other.yaml");
            QVERIFY(dock.keys().isEmpty());
            dock.add(*PlotChoice::fromKey("node|h1|convergence"));
        }
        PlotsDock dock(r.session);
        dock.setLab("/labs/a, b.yaml");
        QCOMPARE(dock.keys(), (QStringList{"link|h1:eth0|rate", "network||drops"}));
        dock.remove("link|h1:eth0|rate");
        dock.remove("network||drops");
        PlotsDock again(r.session);
        again.setLab("/labs/a, b.yaml");
        QVERIFY(again.keys().isEmpty());
        again.setLab("/labs/other.yaml");
        QCOMPARE(again.keys(), QStringList{"node|h1|convergence"});
        // What was plotted before a lab is saved for the first time is its own.
        PlotsDock unsaved(r.session);
        unsaved.add(*PlotChoice::fromKey("network||drops"));
        unsaved.setLab("/labs/new.yaml");
        QCOMPARE(unsaved.keys(), QStringList{"network||drops"});
    }

    void thePickerFindsWhileOneTypes()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["table.get"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"columns", {"state", "local", "peer"}},
                                                {"rows", {{"LISTEN", "0.0.0.0:80", nullptr}, {"ESTABLISHED", "10.0.1.10:80", "10.0.2.10:4000"}}}});
        };
        std::vector<PlotChoice> choices;
        for (const char *key : {"link|h1:eth0|rate", "link|r1:eth1|rate", "link|r1:eth1|queue", "network||drops"})
            choices.push_back(*PlotChoice::fromKey(key));
        PlotPicker picker(r.session, choices, {"link|h1:eth0|rate"});
        auto *view = picker.findChild<TableView *>();
        auto *field = picker.findChild<QLineEdit *>();
        QTRY_COMPARE(view->model()->rowCount(), 3 + 7); // the connection's quantities are asked for
        field->setText("rate r1");
        QCOMPARE(view->model()->rowCount(), 1);
        field->setText("ROUND 4000");
        QCOMPARE(view->model()->rowCount(), 1);
        QSignalSpy chosen(&picker, &PlotPicker::chosen);
        QTest::keyClick(field, Qt::Key_Return);
        picker.accept();
        QCOMPARE(chosen.count(), 1);
        const auto all = chosen.first().first().value<std::vector<PlotChoice>>();
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(all.front().key(), QString("tcp|h1|10.0.1.10:80|10.0.2.10:4000|rtt"));
    }

    /// Every number of a node's interfaces and of what its stack counts.
    void thePickerOffersNumbersOfTables()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["table.get"] = [](const rpc::Json &params) {
            if (params["table"] == "interface")
                return FakeEngine::Answer(rpc::Json::parse(
                    R"({"columns": ["interface", "mac", "sentErrors"], "rows": [["eth0", "02:00", 0]]})"));
            if (params["table"] == "counter")
                return FakeEngine::Answer(
                    rpc::Json::parse(R"({"columns": ["counter", "count"], "rows": [["received", 4]]})"));
            return FakeEngine::Answer(rpc::Json{{"columns", {"state"}}, {"rows", rpc::Json::array()}});
        };
        PlotPicker picker(r.session, {}, {});
        auto *view = picker.findChild<TableView *>();
        QTRY_COMPARE(view->model()->rowCount(), 4);
        picker.findChild<QLineEdit *>()->setText("interfaces errors eth0 second");
        QCOMPARE(view->model()->rowCount(), 1);
        QCOMPARE(view->selectedKeys(), QStringList{"cell|h1|interface|sentErrors|growth|eth0"});
    }

    void everythingIsNamed()
    {
        Running r;
        QVERIFY(r.wait());
        PlotsDock dock(r.session);
        dock.add(*PlotChoice::fromKey("network||drops"));
        for (QWidget *widget : dock.findChildren<QWidget *>())
            if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith("qt_") && widget->window() == &dock) {
                const auto *button = qobject_cast<QAbstractButton *>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()), widget->metaObject()->className());
            }
        dock.removeCurrent();
        QVERIFY(dock.keys().isEmpty());
    }

    void theClientsGraphAcrossAMove()
    {
        Running r;
        QVERIFY(r.wait());
        MoveSequence sequence(r.session);
        const client::TcpPlace place{"h1", "10.0.1.10:4000", "10.0.0.80:80"};
        models::Move move;
        for (const auto &[at, phase] : {std::pair{1.0, "decided"}, {1.1, "frozen"}, {1.3, "injected"}, {1.35, "first packet"}})
            move.steps.push_back({base::TimePoint::fromNs(static_cast<std::int64_t>(at * 1e9)), "c1", phase, "f1", 1, "", "", "", ""});
        sequence.show(place, &move);
        QTRY_COMPARE(r.engine->count("tcp.watch"), 1);
        const auto segment = [](double time, int kind, int sequenceNumber, int length) {
            return rpc::Json::array({static_cast<std::int64_t>(time * 1e9), kind, sequenceNumber, length, 0, 1000, 16, 0, rpc::Json::array()});
        };
        const auto tell = [&r](rpc::Json segments) { r.engine->notify("tcp", {{"watch", 1}, {"there", true}, {"segments", std::move(segments)}}); };
        // Until the answer has come that it is watched, nothing of it is taken.
        QTRY_VERIFY((tell({segment(0.5, 1, 0, 1)}), sequence.shown() && sequence.shown()->extent()));
        const plot::Plot &shown = *sequence.shown();
        tell({segment(0.9, 1, 1, 999), segment(1.2, 0, 0, 0), segment(1.4, 1, 1000, 500)});
        QTRY_COMPARE(shown.extent()->high, 1.4);
        QVERIFY(shown.title().contains("received"));
        QCOMPARE(shown.marks().size(), std::size_t(4));
        QCOMPARE(shown.bands().size(), std::size_t(1));
        QCOMPARE(shown.bands()[0].from, 1.1);
        QCOMPARE(shown.bands()[0].to, std::optional(1.3));
        const QByteArray svg = plot::toSvg(sequence.plots(), sequence.axis(), {900, 300});
        QVERIFY(svg.contains("decided") && svg.contains("nobody has it"));
        // Told again, nothing counts twice.
        const std::size_t before = shown.lines()[1].data.size();
        tell({segment(0.9, 1, 1, 999)});
        r.batch(9);
        QTRY_COMPARE(r.session.status().now.ns(), 9 * kSecond);
        QCOMPARE(shown.lines()[1].data.size(), before);
        for (int i = 0; i < 12; ++i)
            sequence.watch({"h1", QStringLiteral("10.0.1.10:%1").arg(5000 + i), "10.0.0.80:80"});
        QTRY_COMPARE(r.engine->count("tcp.watch") - r.engine->count("tcp.unwatch"), static_cast<int>(MoveSequence::kMost));
        QVERIFY(sequence.shown() == &shown);
        sequence.stop();
        QTRY_COMPARE(r.engine->count("tcp.watch"), r.engine->count("tcp.unwatch"));
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(TestPlotsDock)
#include "tst_plots_dock.moc"
