// The docks against an engine without a network: what they ask it, when, and what they show.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/capture_dialog.h"
#include "app/gui/docks/captures_dock.h"
#include "app/gui/docks/consent_dialog.h"
#include "app/gui/docks/console_dock.h"
#include "app/gui/docks/line_console.h"
#include "app/gui/docks/lists_dock.h"
#include "app/gui/docks/log_dock.h"
#include "app/gui/docks/machine_screen.h"
#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/shell_console.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/docks/wireshark.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/models/lab_rows.h"
#include "tests/app/gui/client/running_engine.h"
#include "tests/support/named.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace hopyard;
using namespace hopyard::docks;
using hopyard::test::FakeEngine;

namespace {

/// A session attached to an engine whose lab runs.
using Running = test::RunningEngine;

using support::named;

/// Every widget that takes the keyboard says what it is.
void verifyNames(QWidget &root)
{
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_")
            || widget->window() != root.window()) // a combo box's own list
            continue;
        const auto *button = qobject_cast<QAbstractButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(QString("%1 in %2").arg(widget->metaObject()->className(), root.accessibleName())));
    }
}

/// Notes what it is told; of routers only.
class Probe final : public inspect::Inspector {
public:
    Probe() : Inspector("probe", "Probe", 1) {}
    bool shows(const QString &kind) const override { return kind == "router"; }
    void refresh() override
    {
        ++refreshed;
        emit marked({.nodes = {{.name = node()}}});
    }
    int refreshed = 0;

private:
    void nodeChanged() override { refreshed = 0; }
};

} // namespace

class TestDocks : public QObject {
    Q_OBJECT

private slots:
    /// A table that Linux keeps, back in the run: it says from when it is.
    void aTableOfThePastSaysFromWhen()
    {
        Running r;
        QVERIFY(r.wait());
        rpc::Json table{{"columns", {"prefix"}}, {"rows", {{"10.0.1.0/24"}}}, {"from", 12'300'000'000}};
        r.engine->answers["table.get"] = [&table](const rpc::Json &) { return FakeEngine::Answer(table); };
        TablesDock dock(r.session);
        dock.setNodes({{"a", "namespace"}, {"b", "namespace"}});
        dock.showNode("a");
        dock.show();
        const auto from = [&dock]() -> QLabel * {
            for (QLabel *each : dock.findChildren<QLabel *>())
                if (each->accessibleName() == "When the table was written down")
                    return each;
            return nullptr;
        };
        QVERIFY(from());
        QTRY_VERIFY(from()->isVisible());
        QVERIFY2(from()->text().startsWith("As it was at 0:12.300: Linux keeps this table"),
                 qPrintable(from()->text()));
        QVERIFY(!from()->text().contains("first"));
        table["cut"] = true;
        dock.showNode("b");
        QTRY_VERIFY(from()->isVisible() && from()->text().endsWith("Of its rows the first 1 were."));
        table.erase("from"); // the present
        dock.showNode("a");
        QVERIFY(!from()->isVisible());
        QTRY_COMPARE(dock.findChild<TableView *>()->model()->rowCount(), 1);
        QVERIFY(!from()->isVisible());
        verifyNames(dock);
    }

    void tablesFollowTheNode()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["table.get"] = [](const rpc::Json &params) {
            const auto row = rpc::Json::array({params["node"].get<std::string>() + " " + params["table"].get<std::string>(), "x"});
            return FakeEngine::Answer(rpc::Json{{"columns", {"prefix", "via"}}, {"rows", rpc::Json::array({row})}});
        };
        TablesDock dock(r.session);
        dock.setNodes({{"h1", "host"}, {"s1", "switch"}});
        dock.showNode("h1");
        QCOMPARE(r.engine->count("table.get"), 0); // nobody sees it
        dock.show();
        auto *view = dock.findChild<TableView *>();
        QTRY_COMPARE(view->model()->rowCount(), 1);
        QCOMPARE(view->model()->index(0, 0).data().toString(), "h1 route");
        dock.showNode("s1");
        QTRY_COMPARE(view->model()->index(0, 0).data().toString(), "s1 mac");
        dock.findChild<QTabBar *>()->setCurrentIndex(1);
        QTRY_COMPARE(view->model()->index(0, 0).data().toString(), "s1 interface");
        // Whatever was asked before this has come to the engine.
        const auto fence = [&] {
            bool answered = false;
            r.session.call("engine.status", rpc::Json::object(), &dock, [&](const auto &) { answered = true; });
            return QTest::qWaitFor([&] { return answered; });
        };
        dock.hide();
        QVERIFY(fence());
        const int asked = r.engine->count("table.get");
        dock.showNode("h1");
        QVERIFY(fence());
        QCOMPARE(r.engine->count("table.get"), asked);
        verifyNames(dock);
    }

    /// What has no room beside the tabs goes below them; they scroll only where the dock is narrower than they are.
    void allTabsCanBeSeen()
    {
        Running r;
        QVERIFY(r.wait());
        TablesDock dock(r.session);
        dock.setNodes({{"r1", "router"}});
        dock.showNode("r1");
        auto *tabs = dock.findChild<QTabBar *>();
        QLineEdit *lookup = nullptr;
        for (QLineEdit *field : dock.findChildren<QLineEdit *>())
            if (field->accessibleName() == TablesDock::tr("Address to look up"))
                lookup = field;
        QVERIFY(lookup);
        const int whole = tabs->sizeHint().width(), nodes = dock.findChild<QComboBox *>()->sizeHint().width();
        dock.show();
        const auto at = [&](int width) {
            dock.resize(width, 300);
            dock.layout()->activate();
            return tabs->width() >= whole;
        };
        dock.resize(whole, 300); // the tabs below: the nodes stand at the left above them
        dock.layout()->activate();
        auto *box = dock.findChild<QComboBox *>();
        QVERIFY2(box->x() < 20 && box->y() < tabs->y(), qPrintable(QString::number(box->x())));
        QVERIFY(at(whole + nodes + 500));
        QVERIFY(lookup->geometry().center().y() < tabs->geometry().bottom()); // beside them
        QVERIFY(lookup->x() > tabs->geometry().right());
        QVERIFY(at(whole + nodes + 40));
        QVERIFY(lookup->y() >= tabs->geometry().bottom());
        QVERIFY(at(whole + 20));
        QVERIFY(tabs->y() >= lookup->geometry().bottom());
        QVERIFY(at(whole + nodes + 500)); // and back again, in their old order
        QVERIFY(lookup->x() > tabs->geometry().right());
    }

    void anInspectorIsATabOfTheNodesItShows()
    {
        Running r;
        QVERIFY(r.wait());
        TablesDock dock(r.session);
        auto *probe = new Probe;
        dock.addInspector(probe);
        dock.setNodes({{"h1", "host"}, {"r1", "router"}});
        QVERIFY(!dock.showTable("h1", "probe"));
        dock.show();
        QSignalSpy marks(&dock, &TablesDock::marked);
        QVERIFY(dock.showTable("r1", "probe"));
        QVERIFY(probe->isVisible());
        QCOMPARE(probe->node(), "r1");
        QVERIFY(probe->refreshed > 0);
        QCOMPARE(marks.last().first().value<inspect::CanvasMarks>().nodes.front().name, "r1");
        QVERIFY(dock.showTable("r1", "route")); // what it lit goes with it
        QVERIFY(!probe->isVisible());
        QVERIFY(marks.last().first().value<inspect::CanvasMarks>().isEmpty());
        QVERIFY(dock.showTable("r1", "probe"));
        r.engine->state = "stopped"; // another run is another network
        r.engine->notify("state", r.engine->status());
        QTRY_VERIFY(probe->node().isEmpty());
        QVERIFY(!probe->isVisible());
    }

    void aScreenIsShownByWhicheverViewerThereIs()
    {
        const QString screen = QStringLiteral("vnc+unix:///run/m/1/vnc");
        const auto with = [](QStringList installed) {
            return [installed](const QString &name) { return installed.contains(name) ? "/usr/bin/" + name : QString(); };
        };
        const ViewerCommand tiger = viewerCommand(screen, with({"remote-viewer", "vncviewer"}));
        QCOMPARE(tiger.program, QStringLiteral("/usr/bin/vncviewer"));
        QCOMPARE(tiger.arguments, QStringList{"/run/m/1/vnc"});
        const ViewerCommand remote = viewerCommand(screen, with({"remote-viewer"}));
        QCOMPARE(remote.program, QStringLiteral("/usr/bin/remote-viewer"));
        QCOMPARE(remote.arguments, QStringList{screen});
        QVERIFY(viewerCommand(screen, with({})).program.isEmpty());
        QVERIFY(viewerCommand(QStringLiteral("spice://x"), with({"vncviewer"})).program.isEmpty());
    }

    void tablesSayWhyThereIsNone()
    {
        client::EngineSession session;
        TablesDock dock(session);
        dock.show();
        auto *message = named<QLabel>(dock, "Why there is no table");
        QVERIFY(message->text().contains("Draw a lab"));
        dock.setNodes({{"h1", "host"}});
        QVERIFY(message->text().contains("Run the lab"));
    }

    void tablesSayWhatToDoWhileNothingIsPicked()
    {
        Running r;
        QVERIFY(r.wait());
        TablesDock dock(r.session);
        dock.setNodes({{"h1", "host"}});
        dock.show();
        QCOMPARE(dock.node(), QString());
        QVERIFY(named<QLabel>(dock, "Why there is no table")->text().contains("Click a node"));
        QCOMPARE(r.engine->count("table.get"), 0);
        dock.showNode("h1");
        QTRY_COMPARE(r.engine->count("table.get"), 1);
    }

    void lookupAsksTheRouter()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["console.run"] = [](const rpc::Json &params) {
            return FakeEngine::Answer(rpc::Json{{"ok", true}, {"text", "asked: " + params["line"].get<std::string>()}});
        };
        TablesDock dock(r.session);
        dock.setNodes({{"r1", "router"}});
        dock.showNode("r1");
        dock.show();
        auto *lookup = named<QLineEdit>(dock, "Address to look up");
        QTest::keyClicks(lookup, "10.0.2.10\r");
        auto *answer = named<QLabel>(dock, "Route of the address");
        QTRY_COMPARE(answer->text(), "asked: explain 10.0.2.10");
    }

    void listsAndCanvasSelectTheSame()
    {
        client::EngineSession session;
        document::LabDocument document;
        document::addNode(document, lab::NodeKind::host, {0, 0});
        document::addNode(document, lab::NodeKind::router, {100, 0});
        document::addLink(document, document.lab().nodes[0].name, document.lab().nodes[1].name);
        ListsDock dock(session, document);
        dock.show();
        QSignalSpy requested(&dock, &ListsDock::selectionRequested);
        dock.devices()->selectRow(1);
        QCOMPARE(requested.size(), 1);
        QCOMPARE(requested[0][0].toStringList(), QStringList(QString::fromStdString(document.lab().nodes[1].name)));
        const lab::Link &link = document.lab().links[0];
        dock.setSelected({}, {models::linkKey(link.a, link.b)}, {});
        QCOMPARE(requested.size(), 1); // what the canvas says is not said back
        QVERIFY(dock.devices()->selectedKeys().isEmpty());
        QCOMPARE(dock.links()->selectedKeys().size(), 1);
        QSignalSpy activated(&dock, &ListsDock::nodeActivated);
        dock.devices()->setCurrentIndex(dock.devices()->model()->index(0, 0));
        QTest::keyClick(dock.devices(), Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        document::addNode(document, lab::NodeKind::hub, {0, 100});
        QTRY_COMPARE(dock.devices()->model()->rowCount(), 3);
        // What is drawn around the network, too.
        lab::Shape note;
        note.size = {100, 50};
        const QString id = QString::fromStdString(document::addShape(document, note));
        QTRY_COMPARE(dock.shapes()->model()->rowCount(), 1);
        dock.shapes()->selectRow(0);
        QCOMPARE(requested.last()[2].toStringList(), QStringList(id));
        dock.setSelected({}, {}, {});
        QVERIFY(dock.shapes()->selectedKeys().isEmpty());
        verifyNames(dock);
    }

    void tableCopiesAsText()
    {
        models::TableModel model;
        model.setColumns({"a", "b"});
        model.setRows({{"1", {"x", "y"}, {}}, {"2", {"p", "q"}, {}}});
        TableView view("Test");
        view.showTable(&model);
        view.selectAll();
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), "x\ty\np\tq");
    }

    void logShowsSelectedNodes()
    {
        models::LogModel model;
        LogDock dock(model);
        model.append({{{}, "h1", "output", "one"}, {{}, "r1", "output", "two"}});
        auto *view = dock.findChild<QTableView *>();
        QCOMPARE(view->model()->rowCount(), 2);
        dock.setSelected({"r1"});
        QCOMPARE(view->model()->rowCount(), 2);
        dock.findChild<QComboBox *>()->setCurrentIndex(1);
        QCOMPARE(view->model()->rowCount(), 1);
        verifyNames(dock);
    }

    void lineConsoleRunsAndRemembers()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["console.run"] = [](const rpc::Json &params) {
            const auto line = params["line"].get<std::string>();
            return FakeEngine::Answer(rpc::Json{{"ok", line != "bad"}, {"text", "answer to " + line + "\n"}});
        };
        ConsoleDock dock(r.session);
        dock.show();
        dock.open("r1", "router");
        dock.open("r1", "router");
        QCOMPARE(dock.count(), 1);
        auto *console = qobject_cast<LineConsole *>(dock.current());
        QVERIFY(console);
        auto *input = console->findChild<QLineEdit *>();
        QTest::keyClicks(input, "show ip route\r");
        QTRY_COMPARE(console->text(), "r1# show ip route\nanswer to show ip route");
        QTest::keyClicks(input, "bad\r");
        QTRY_VERIFY(console->text().endsWith("answer to bad"));
        QTest::keyClicks(input, "half");
        QTest::keyClick(input, Qt::Key_Up);
        QCOMPARE(input->text(), "bad");
        QTest::keyClick(input, Qt::Key_Up);
        QTest::keyClick(input, Qt::Key_Up);
        QCOMPARE(input->text(), "show ip route");
        QTest::keyClick(input, Qt::Key_Down);
        QTest::keyClick(input, Qt::Key_Down);
        QCOMPARE(input->text(), "half");
        r.engine->notify("telemetry", {{"now", 1}, {"state", "running"}, {"speed", 1},
                                       {"log", {{{"time", 1}, {"node", "r1"}, {"level", "output"}, {"text", "64 bytes"}},
                                                {{"time", 1}, {"node", "r2"}, {"level", "output"}, {"text", "not mine"}}}}});
        QTRY_VERIFY(console->text().endsWith("64 bytes"));
        verifyNames(dock);
    }

    void lineConsoleCompletesAndHelps()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["console.complete"] = [](const rpc::Json &params) {
            const auto line = params["line"].get<std::string>();
            rpc::Json words = line == "sh" ? rpc::Json::array({"show"}) : line == "show i" ? rpc::Json::array({"interface", "ip"}) : rpc::Json::array();
            return FakeEngine::Answer(rpc::Json{{"words", words}, {"help", "  interface\n  ip\n"}});
        };
        ConsoleDock dock(r.session);
        dock.show();
        dock.open("r1", "router");
        auto *console = qobject_cast<LineConsole *>(dock.current());
        QVERIFY(console);
        auto *input = console->findChild<QLineEdit *>();
        QTest::keyClicks(input, "sh\t");
        QTRY_COMPARE(input->text(), "show ");
        QTest::keyClicks(input, "i");
        QTest::keyClick(input, Qt::Key_Tab);
        QTRY_VERIFY(console->text().endsWith("interface  ip")); // they agree no further
        QCOMPARE(input->text(), "show i");
        QTest::keyClick(input, Qt::Key_Question);
        QTRY_VERIFY(console->text().endsWith("r1# show i?\n  interface\n  ip"));
        QCOMPARE(input->text(), "show i");
    }

    void historyEdges()
    {
        History history;
        QCOMPARE(history.up("x"), "x");
        QCOMPARE(history.down("x"), "x");
        history.add("  ");
        history.add("a");
        history.add("a");
        QCOMPARE(history.up("x"), "a");
        QCOMPARE(history.up("a"), "a");
        QCOMPARE(history.down("a"), "x");
    }

    void shellConsoleHandsOverItsTerminal()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["node.exec"] = [](const rpc::Json &) { return FakeEngine::Answer(rpc::Json{{"exec", 7}, {"pid", 1}}); };
        ConsoleDock dock(r.session);
        dock.resize(700, 300);
        dock.show();
        dock.open("web", "namespace");
        QTRY_COMPARE(r.engine->count("node.exec"), 1);
        const auto *exec = r.engine->last("node.exec");
        QCOMPARE(exec->params["tty"], true);
        QCOMPARE(exec->params["argv"][0], "/bin/bash");
        QCOMPARE(exec->descriptors.size(), 3u);
        QVERIFY(isatty(exec->descriptors[0].get()));
        QCOMPARE(::write(exec->descriptors[1].get(), "hello", 5), 5);
        auto *console = qobject_cast<ShellConsole *>(dock.current());
        QTRY_COMPARE(console->terminal()->screen().text(0), "hello");
        r.engine->notify("exec.exited", {{"exec", 7}, {"status", 3}});
        QTRY_VERIFY(!console->isRunning());
        QVERIFY(console->terminal()->screen().text(0, 0, 5, 60).contains("status 3"));
        QTest::keyClick(console->terminal(), Qt::Key_Return);
        QTRY_COMPARE(r.engine->count("node.exec"), 2);
    }

    void capturesStartListAndStop()
    {
        Running r;
        QVERIFY(r.wait());
        bool refuse = true;
        r.engine->answers["capture.start"] = [&](const rpc::Json &) {
            return refuse ? FakeEngine::Answer(base::fail(rpc::RpcError{rpc::invalidParams, "syntax error in filter", nullptr}))
                          : FakeEngine::Answer(rpc::Json{{"capture", 4}});
        };
        r.engine->answers["capture.list"] = [&](const rpc::Json &) {
            rpc::Json list = rpc::Json::array();
            if (!refuse)
                list.push_back({{"capture", 4}, {"at", "r1:eth0"}, {"where", "after"}, {"filter", "icmp"},
                                {"file", "/tmp/x.pcap"}, {"packets", 3}, {"bytes", 1500}});
            return FakeEngine::Answer(rpc::Json{{"captures", list}});
        };
        CapturesDock dock(r.session);
        dock.setWireshark({});
        dock.show();
        dock.askAndStart("r1:eth0");
        auto *dialog = dock.findChild<CaptureDialog *>();
        QVERIFY(dialog);
        verifyNames(*dialog);
        QCOMPARE(dialog->request().at, "r1:eth0");
        QVERIFY(!dialog->request().file.isEmpty()); // no Wireshark: a file
        QTest::keyClicks(named<QLineEdit>(*dialog, "Filter, in the language of libpcap"), "icmpp");
        auto *ok = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        ok->click();
        auto *why = named<QLabel>(*dialog, "Why the capture did not start");
        QTRY_COMPARE(why->text(), "syntax error in filter");
        QVERIFY(dialog->isVisible() && ok->isEnabled());
        refuse = false;
        QSignalSpy closed(dialog, &QDialog::finished);
        ok->click();
        QTRY_COMPARE(closed.size(), 1);
        auto *view = dock.findChild<TableView *>();
        QTRY_COMPARE(view->model()->rowCount(), 1);
        QCOMPARE(view->model()->index(0, 5).data().toString(), "1.5 kB");
        view->selectRow(0);
        named<QPushButton>(dock, "Stop the selected captures")->click();
        QTRY_COMPARE(r.engine->count("capture.stop"), 1);
        QCOMPARE(r.engine->last("capture.stop")->params["capture"], 4);
        QSignalSpy failed(&dock, &CapturesDock::failed);
        r.engine->notify("capture.ended", {{"capture", 4}, {"reason", "disk full"}});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("disk full"));
        verifyNames(dock);
    }

    void wiresharkReadsThePipe()
    {
        QTemporaryDir directory;
        const QString out = directory.filePath("out");
        QFile program(directory.filePath("wireshark"));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write(QStringLiteral("#!/bin/sh\necho \"$@\" > %1.part; cat >> %1.part; mv %1.part %1\n").arg(out).toUtf8());
        program.close();
        program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        {
            auto pipe = openInWireshark(program.fileName());
            QVERIFY(pipe);
            QCOMPARE(::write(pipe->get(), "packets", 7), 7);
        }
        QTRY_VERIFY(QFile::exists(out));
        QFile result(out);
        QVERIFY(result.open(QIODevice::ReadOnly));
        QCOMPARE(result.readAll(), "-k -i -\npackets");
        QVERIFY(!openInWireshark(directory.filePath("missing")));
    }

    void consentDialogAnswers()
    {
        const std::vector<client::Program> programs{{"web", "nginx -g 'daemon off;'"}};
        ConsentDialog dialog(programs, false);
        QCOMPARE(dialog.answer(), client::Consent::cancel);
        QPushButton *always = nullptr;
        QPushButton *once = nullptr;
        for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
            if (button->text().contains("always"))
                always = button;
            if (button->text().contains("once"))
                once = button;
        }
        QVERIFY(!always->isEnabled()); // no file to remember it for
        once->click();
        QCOMPARE(dialog.answer(), client::Consent::once);
        ConsentDialog accident(programs, true);
        accident.show();
        QTest::keyClick(&accident, Qt::Key_Return);
        QCOMPARE(accident.answer(), client::Consent::cancel);
        verifyNames(accident);
    }

    void speeds_data()
    {
        QTest::addColumn<double>("factor");
        QTest::addColumn<QString>("text");
        QTest::newRow("slowest") << 0.01 << QString::fromUtf8("×0.01");
        QTest::newRow("tenth") << 0.1 << QString::fromUtf8("×0.1");
        QTest::newRow("real") << 1.0 << QString::fromUtf8("×1");
        QTest::newRow("fast") << 250.0 << QString::fromUtf8("×250");
        QTest::newRow("most") << 1000.0 << QString::fromUtf8("×1000");
        QTest::newRow("fastest") << client::kFastest << QString("fastest");
    }
    void speeds()
    {
        QFETCH(double, factor);
        QFETCH(QString, text);
        QCOMPARE(speedFactor(sliderPosition(factor)), factor);
        QCOMPARE(speedText(factor), text);
    }

    void sliderSpeaksOfWhatItWasMovedTo()
    {
        SpeedSlider slider;
        QSignalSpy chosen(&slider, &SpeedSlider::speedChosen);
        slider.setSpeed(0.1);
        QCOMPARE(chosen.size(), 0);
        auto *bar = slider.findChild<QSlider *>();
        bar->setValue(3); // near real time is real time
        QCOMPARE(chosen.last()[0].toDouble(), 1.0);
        slider.setHighest(1);
        bar->setValue(999);
        QCOMPARE(chosen.last()[0].toDouble(), 1.0);
        verifyNames(slider);
    }

    void clockTexts()
    {
        using base::TimePoint;
        QCOMPARE(clockText(TimePoint::fromNs(0)), "0:00.000");
        QCOMPARE(clockText(TimePoint::fromNs(62'345'999'999)), "1:02.345");
        QCOMPARE(clockText(TimePoint::fromNs(7'205'000'000'000)), "2:00:05.000");
    }
};

QTEST_MAIN(TestDocks)
#include "tst_docks.moc"
