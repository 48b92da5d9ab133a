// A lesson as a student works through it: the hand-out of a sample, opened in the assembled window, run by the real engine; the
// guide's steps one after the other, its commands inserted and run in the consoles, what its solutions say typed there, until
// every check is green and the progress says so. Before the work the checks are red, each with the sentence of its author.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/console_dock.h"
#include "app/gui/docks/guide_dock.h"
#include "app/gui/docks/guide_page.h"
#include "app/gui/docks/lesson.h"
#include "app/gui/docks/lesson_text.h"
#include "app/gui/docks/line_console.h"
#include "app/gui/docks/live.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/parts.h"
#include "app/gui/window/session.h"
#include "core/lab/hand_out.h"
#include "core/lab/read.h"
#include "places.h"
#include "tests/support/test_window.h"

#include <QAction>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace hopyard;
using client::Verdict;

namespace {

constexpr int kPatienceMs = 60'000; // of a loaded machine

QPushButton *button(const QWidget &widget, const QString &text)
{
    for (QPushButton *found : widget.findChildren<QPushButton *>())
        if (found->text().remove(QLatin1Char('&')) == text && found->isVisibleTo(&widget))
            return found;
    return nullptr;
}

QString textOf(const QWidget &widget)
{
    QStringList all;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        if (label->isVisibleTo(&widget))
            all += label->text();
    for (const docks::LessonText *text : widget.findChildren<docks::LessonText *>())
        if (text->isVisibleTo(&widget))
            all += text->toPlainText();
    return all.join(QLatin1Char('\n'));
}

} // namespace

class TestStudent : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toUtf8());
        support::prepareApplication("tst_student", m_folder);
        QSettings().clear();

        QFile sample(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/static-routes.yaml"));
        QVERIFY(sample.open(QIODevice::ReadOnly));
        const std::string lesson = sample.readAll().toStdString();
        m_teachers = *lab::read(lesson);
        const auto handOut = lab::handOut(lesson, "Ada");
        QVERIFY(handOut.has_value());
        m_file = m_folder.filePath("for ada.yaml");
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(*handOut));
        file.close();

        m_window = support::makeWindow(
            {[this](window::Workbench &workbench) { m_live = docks::installLive(workbench); }});
        m_session = m_window->workbench().findChild<window::Session *>();
        m_live->session().setHopProgram(QStringLiteral(HOPYARD_BINARY_DIR "/bin/hop"));
    }
    void cleanupTestCase()
    {
        if (m_window)
            m_live->session().shutdown();
        m_window.reset();
    }

    void theHandOutOpensAsALessonWithoutItsSolution()
    {
        QVERIFY(m_session->open(m_file));
        QVERIFY(!m_teachers.solution.nodes.empty());
        QVERIFY(m_window->workbench().document.lab().solution == lab::Solution());
        QVERIFY(m_window->dock("guide")->isVisible());
        QCOMPARE(model().checks().size(), m_teachers.teaching.checks.size());
        QCOMPARE(model().stepsDone(), 0);
        QVERIFY(button(guide(), "Run") && !button(guide(), "Check now")); // nothing runs that could be looked at
    }

    void beforeTheWorkItIsRed()
    {
        press("Run");
        QTRY_VERIFY_WITH_TIMEOUT(m_live->session().status().isAlive(), kPatienceMs);
        QTRY_VERIFY(button(guide(), "Check now"));
        lookAtChecks();
        QCOMPARE(model().earned(), 0);
        QVERIFY(!model().isAllPassed());
        for (const lab::Check &check : model().checks()) {
            QVERIFY2(model().stateOf(check.id).verdict == Verdict::failed, check.id.c_str());
            QCOMPARE(model().stateOf(check.id).sentence, check.failure);
        }
        // On its page, as it is read.
        for (int page = 0; page < model().pageCount(); ++page) {
            model().setPage(page);
            for (const lab::Check *check : model().checksOf(page))
                QTRY_VERIFY2(textOf(guide()).contains(QString::fromStdString(check->failure)), check->id.c_str());
        }
        model().setPage(0);
    }

    /// The introduction, "Next", and what each step asks for.
    void theStepsLeadToGreen()
    {
        QVERIFY(model().isIntroduction(0));
        next();
        QCOMPARE(title(), "How far do packets get?");
        insertedCommand("h1", "traceroute 10.0.3.10");
        QTRY_VERIFY_WITH_TIMEOUT(console("h1")->text().contains("10.0.1.1"), kPatienceMs); // r1 answers, nobody behind it
        type("r3", "show ip route");
        QTRY_VERIFY_WITH_TIMEOUT(console("r3")->text().contains("10.0.23.0/30"), kPatienceMs);
        QVERIFY(!console("r3")->text().contains("10.0.1.0/24"));

        next();
        QCOMPARE(title(), "The way there");
        QVERIFY(model().isDone(1)); // it has no check: it was read
        insertedCommand("r2", "configure ip route 10.0.3.0/24 10.0.23.2");
        lookUntilPassed("there");
        QVERIFY(model().isDone(model().page()));
        QCOMPARE(passed(), QStringList({"there"}));

        next();
        QCOMPARE(title(), "The way back");
        insertedCommand("r3", "show ip route");
        press("Show the solution");
        QTRY_VERIFY(textOf(guide()).contains("ip route 10.0.1.0/24 10.0.23.1"));
        type("r3", "configure ip route 10.0.1.0/24 10.0.23.1");
        type("r2", "configure ip route 10.0.1.0/24 10.0.12.1");
        lookUntilPassed("back");
        lookUntilPassed("answers");
        QVERIFY(model().isDone(model().page()));
        QVERIFY(!model().isAllPassed());

        next();
        QCOMPARE(title(), "Nobody there");
        QCOMPARE(model().page() + 1, model().pageCount());
        QVERIFY(!textOf(guide()).contains("Everything is green"));
        insertedCommand("h1", "ping 203.0.113.9 count 1");
        type("r2", "configure no ip route 0.0.0.0/0 10.0.12.1");
        type("r1", "configure no ip route 0.0.0.0/0 10.0.12.2");
        type("r1", "configure ip route 10.0.3.0/24 10.0.12.2");
        lookUntilPassed("no-loop");
        lookUntilPassed("refused");
    }

    void thenItSaysSo()
    {
        lookAtChecks();
        for (const lab::Check &check : model().checks())
            QVERIFY2(model().stateOf(check.id).verdict == Verdict::passed, check.id.c_str());
        QVERIFY(model().isAllPassed());
        QCOMPARE(model().stepsDone(), model().stepCount());
        QCOMPARE(model().earned(), model().possible());
        QCOMPARE(model().possible(), 7);
        QTRY_VERIFY(textOf(guide()).contains("Everything is green"));
        QTRY_VERIFY2(textOf(guide()).contains("4 of 4 done · 7 of 7 points"), qPrintable(textOf(guide())));
        const auto *bar = guide().findChild<QProgressBar *>();
        QCOMPARE(bar->value(), bar->maximum());
        for (const docks::CheckRow *row : guide().findChildren<docks::CheckRow *>())
            QVERIFY2(row->accessibleName().endsWith(": passed"), qPrintable(row->accessibleName()));
    }

    /// What was typed at the routers is of the run alone: the file is as it was handed out.
    void theFileIsAsItWas()
    {
        QVERIFY(!m_window->workbench().document.isModified());
        m_window->workbench().actions.action("run.stop")->trigger();
        QTRY_VERIFY(!m_live->control().isAlive());
        QTRY_VERIFY(button(guide(), "Run"));
    }

private:
    models::GuideModel &model() { return m_live->lesson().model(); }
    docks::GuideDock &guide() { return *m_live->lesson().dock(); }
    QString title() { return QString::fromStdString(model().step(model().page())->title); }

    /// As soon as it is there: a page shows what is new when the loop comes round.
    void press(const char *text)
    {
        QPushButton *found = nullptr;
        QTRY_VERIFY2((found = button(guide(), QString::fromUtf8(text))) && found->isEnabled(), text);
        found->click();
    }
    void next()
    {
        const int before = model().page();
        press("Next ›");
        QCOMPARE(model().page(), before + 1);
    }
    docks::LineConsole *console(const QString &node)
    {
        for (auto *found : m_window->findChildren<docks::LineConsole *>())
            if (found->node() == node)
                return found;
        return nullptr;
    }
    static QLineEdit *lineOf(docks::LineConsole *console) { return console->findChild<QLineEdit *>(); }

    /// The button beside the offered command puts it on the line of the console, Return runs it.
    void insertedCommand(const QString &node, const QString &line)
    {
        press("Insert");
        QVERIFY(console(node));
        QCOMPARE(console(node)->line(), line);
        returned(node);
    }
    void type(const QString &node, const QString &line)
    {
        m_live->consoles()->open(node, node.startsWith(QLatin1Char('r')) ? "router" : "host");
        QVERIFY(console(node));
        QTest::keyClicks(lineOf(console(node)), line);
        QCOMPARE(console(node)->line(), line);
        returned(node);
    }
    void returned(const QString &node)
    {
        const QString line = console(node)->line();
        QTest::keyClick(lineOf(console(node)), Qt::Key_Return);
        QVERIFY(console(node)->line().isEmpty());
        QVERIFY(console(node)->text().contains(node + "# " + line));
    }
    /// As the button does, and until the answer of that look is there.
    void lookAtChecks()
    {
        bool answered = false;
        const auto watch = connect(&model(), &models::GuideModel::changed, this, [&answered] { answered = true; });
        press("Check now");
        QTRY_VERIFY_WITH_TIMEOUT(answered && std::ranges::all_of(model().checks(), [this](const lab::Check &check) {
            const Verdict verdict = model().stateOf(check.id).verdict;
            return verdict == Verdict::passed || verdict == Verdict::failed;
        }), kPatienceMs);
        disconnect(watch);
        QVERIFY2(model().error().empty(), model().error().c_str());
    }
    void lookUntilPassed(const std::string &check)
    {
        lookAtChecks();
        QTRY_VERIFY2_WITH_TIMEOUT(model().stateOf(check).verdict == Verdict::passed, model().stateOf(check).seen.c_str(), kPatienceMs);
    }
    QStringList passed()
    {
        QStringList ids;
        for (const lab::Check &check : model().checks())
            if (model().stateOf(check.id).verdict == Verdict::passed)
                ids += QString::fromStdString(check.id);
        return ids;
    }

    QTemporaryDir m_folder;
    QString m_file;
    lab::Lab m_teachers;
    window::Session *m_session = nullptr;
    docks::Live *m_live = nullptr;
    std::unique_ptr<window::MainWindow> m_window;
};

QTEST_MAIN(TestStudent)
#include "tst_student.moc"
