// The guide: pages and progress, what is hidden until asked for, checks that turn green, and the dock's way to canvas, consoles and engine.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/console_dock.h"
#include "app/gui/docks/guide_dock.h"
#include "app/gui/docks/guide_page.h"
#include "app/gui/docks/line_console.h"
#include "app/gui/models/guide_model.h"
#include "core/lab/read.h"
#include "tests/app/gui/client/fake_engine.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hopyard;
using namespace hopyard::docks;
using client::Verdict;
using models::GuideModel;

namespace {

const char *const kLab = "hopyard: 1\nguide:\n  title: Two hosts\n  text: Read this first.\n  steps:\n"
                         "    - title: Look\n      text: Where is **h2**?\n      nodes: [h1, h2]\n      view: tables\n      command: \"h1: ping h2 count 1\"\n"
                         "      hints: [Here., There.]\n      solution: In the same network.\n"
                         "    - {title: Mend, text: Do it., checks: [near, far]}\n"
                         "nodes:\n  h1: {kind: host}\n  h2: {kind: host}\nlinks:\n  - {ends: [h1:eth0, h2:eth0]}\nchecks:\n"
                         "  near: {title: It is near, points: 2, failure: Not near yet., ping: {from: h1, to: h2}}\n"
                         "  far: {title: It is far, ping: {from: h2, to: h1}}\n"
                         "  extra: {title: One more, ping: {from: h2, to: h1}}\n";

void teach(GuideModel &model)
{
    const auto lab = lab::read(kLab);
    QVERIFY(lab.has_value());
    model.setLesson(lab->teaching.guide, lab->teaching.checks);
}

client::CheckBatch verdict(const char *id, Verdict verdict, std::int64_t earned = 0)
{
    client::CheckBatch batch;
    batch.checks.push_back({.id = id, .verdict = verdict, .earned = earned, .sentence = "Not near yet.", .seen = "0 of 3", .nodes = {"h1"}});
    return batch;
}

QString textOf(const QWidget &widget)
{
    QStringList all;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        if (label->isVisibleTo(&widget))
            all += label->text();
    for (const LessonText *text : widget.findChildren<LessonText *>())
        all += text->toPlainText();
    return all.join('\n');
}

QPushButton *button(const QWidget &widget, const QString &text)
{
    for (QPushButton *found : widget.findChildren<QPushButton *>())
        if (found->text().remove('&') == text)
            return found;
    return nullptr;
}

} // namespace

class TestGuide : public QObject {
    Q_OBJECT

private slots:
    void pagesAndProgress()
    {
        GuideModel model;
        QVERIFY(model.isEmpty());
        teach(model);
        QCOMPARE(model.pageCount(), 4); // introduction, two steps, the check that no step names
        QVERIFY(model.isIntroduction(0));
        QCOMPARE(model.stepCount(), 3);
        QCOMPARE(model.stepsDone(), 0);
        QCOMPARE(model.possible(), 4);
        model.setPage(1);
        QVERIFY(!model.isDone(1));
        model.setPage(2);
        QVERIFY(model.isDone(1)); // read
        QVERIFY(!model.isDone(2));
        QSignalSpy green(&model, &GuideModel::passed);
        model.take(verdict("near", Verdict::passed, 2));
        QCOMPARE(green.size(), 1);
        model.take(verdict("near", Verdict::passed, 2));
        QCOMPARE(green.size(), 1);
        QVERIFY(!model.isDone(2));
        model.take(verdict("far", Verdict::passed, 1));
        QVERIFY(model.isDone(2));
        QCOMPARE(model.earned(), 3);
        QVERIFY(!model.isAllPassed());
        model.take(verdict("extra", Verdict::passed, 1));
        QVERIFY(model.isAllPassed());
        model.take(verdict("near", Verdict::failed));
        QVERIFY(!model.isDone(2));
        model.take(verdict("unheard-of", Verdict::passed, 9));
        QCOMPARE(model.earned(), 2);
    }

    void anEditKeepsTheReader()
    {
        GuideModel model;
        teach(model);
        model.setPage(2);
        model.showSolution(1);
        model.take(verdict("near", Verdict::passed, 2));
        model.take(verdict("far", Verdict::passed, 1));
        auto lab = *lab::read(kLab);
        lab.teaching.checks[1].points = 5;
        model.setLesson(lab.teaching.guide, lab.teaching.checks);
        QCOMPARE(model.page(), 2);
        QVERIFY(model.isSolutionShown(1));
        QVERIFY(model.stateOf("near").verdict == Verdict::passed);
        QVERIFY(model.stateOf("far").verdict == Verdict::unknown); // another check than it was
        lab.teaching.guide.title = "Another";
        model.setLesson(lab.teaching.guide, lab.teaching.checks);
        QCOMPARE(model.page(), 0);
        QVERIFY(!model.isSolutionShown(1));
    }

    void hintsAndSolutionComeWhenAskedFor()
    {
        GuideModel model;
        teach(model);
        model.setPage(1);
        GuideDock dock(model);
        dock.show();
        QVERIFY(!textOf(dock).contains("Here."));
        QVERIFY(!textOf(dock).contains("same network"));
        button(dock, "Show hint 1 of 2")->click();
        QTRY_VERIFY(textOf(dock).contains("Here."));
        QVERIFY(!textOf(dock).contains("There."));
        QTRY_VERIFY(button(dock, "Show hint 2 of 2"));
        button(dock, "Show hint 2 of 2")->click();
        QTRY_VERIFY(textOf(dock).contains("There."));
        button(dock, "Show the solution")->click();
        QTRY_VERIFY(textOf(dock).contains("In the same network."));
    }

    void pointsAtNodesAndOpensViews()
    {
        GuideModel model;
        teach(model);
        GuideDock dock(model);
        dock.show();
        QSignalSpy nodes(&dock, &GuideDock::nodesPointedAt), views(&dock, &GuideDock::viewRequested);
        button(dock, "Next ›")->click();
        QCOMPARE(nodes.last().first().toStringList(), QStringList({"h1", "h2"}));
        button(dock, "h2")->click();
        QCOMPARE(nodes.last().first().toStringList(), QStringList("h2"));
        button(dock, "Open the tables")->click();
        QCOMPARE(views.last().first().toString(), "tables");
        button(dock, "‹ Back")->click();
        QCOMPARE(nodes.last().first().toStringList(), QStringList());
    }

    void commandsAreForALabThatRuns()
    {
        GuideModel model;
        teach(model);
        model.setPage(1);
        GuideDock dock(model);
        dock.show();
        QSignalSpy offered(&dock, &GuideDock::commandOffered), run(&dock, &GuideDock::runRequested), check(&dock, &GuideDock::checkRequested);
        QVERIFY(!button(dock, "Insert")->isEnabled());
        button(dock, "Run")->click();
        QCOMPARE(run.size(), 1);
        dock.setRunning(true);
        button(dock, "Insert")->click();
        QCOMPARE(offered.size(), 1);
        QCOMPARE(offered.first().at(0).toString(), "h1");
        QCOMPARE(offered.first().at(1).toString(), "ping h2 count 1");
        button(dock, "Check now")->click();
        QCOMPARE(check.size(), 1);
    }

    void checksTurnGreen()
    {
        GuideModel model;
        teach(model);
        model.setPage(2);
        GuideDock dock(model);
        dock.show();
        const auto rows = [&] { return dock.findChildren<CheckRow *>(); };
        QCOMPARE(rows().size(), 2);
        QCOMPARE(rows()[0]->accessibleName(), "It is near: not looked at yet");
        model.take(verdict("near", Verdict::failed));
        QCOMPARE(rows()[0]->accessibleName(), "It is near: not yet");
        QTRY_VERIFY(textOf(dock).contains("Not near yet.")); // a layout shows what is new when the loop comes round
        model.take(verdict("near", Verdict::passed, 2));
        QCOMPARE(rows()[0]->accessibleName(), "It is near: passed");
        QTRY_VERIFY(!textOf(dock).contains("Not near yet."));
        QTRY_VERIFY(textOf(dock).contains("2 of 4 points"));
    }

    void aStrangersTextLoadsNothing()
    {
        LessonText text;
        text.resize(300, 100);
        QTemporaryDir directory;
        QFile file(directory.filePath("a.png"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QImage picture(400, 400, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QVERIFY(picture.save(&file, "PNG"));
        file.close();
        text.setLesson(QStringLiteral("One line ![x](%1)").arg(file.fileName()));
        QVERIFY(text.document()->size().height() < 100);
        text.setLesson("<b>not</b> HTML <script>");
        QVERIFY(text.toPlainText().contains("<b>not</b>"));
    }

    void insertedLinesWaitForReturn()
    {
        QTemporaryDir directory;
        test::FakeEngine engine(directory.filePath("fake.sock"));
        engine.state = "running";
        client::EngineSession session;
        session.attach(directory.filePath("fake.sock"));
        QVERIFY(QTest::qWaitFor([&] { return session.isConnected(); }));
        ConsoleDock consoles(session);
        consoles.insert("h1", "host", "ping h2\r\ncount 1");
        auto *console = qobject_cast<LineConsole *>(consoles.current());
        QVERIFY(console);
        QCOMPARE(console->line(), "ping h2count 1");
        QTest::qWait(0);
        QCOMPARE(engine.count("console.run"), 0);
        consoles.insert("h1", "host", "show arp");
        QCOMPARE(consoles.count(), 1);
        QCOMPARE(console->line(), "show arp");
    }

    void resultsOfTheEngine()
    {
        const auto json = rpc::parseJson("{\"now\": 1, \"results\": [{\"id\": \"near\", \"verdict\": \"failed\", \"earned\": 0, \"sentence\": \"No.\","
                                         " \"seen\": \"x\", \"nodes\": [\"h1\", 5]}, {\"id\": \"far\", \"verdict\": \"waiting\"}]}");
        const client::CheckBatch batch = client::parseCheckBatch(*json);
        QCOMPARE(batch.checks.size(), std::size_t(2));
        QVERIFY(batch.checks[0].verdict == Verdict::failed);
        QVERIFY(batch.checks[0].nodes == std::vector<std::string>{"h1"});
        QVERIFY(batch.checks[1].verdict == Verdict::waiting);
        QVERIFY(client::parseCheckBatch(*rpc::parseJson("{\"error\": \"too long\", \"results\": 3}")).error == "too long");
    }
};

QTEST_MAIN(TestGuide)
#include "tst_guide.moc"
