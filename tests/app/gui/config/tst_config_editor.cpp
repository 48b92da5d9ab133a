// The configuration editor: colours, mistakes and completion while one types, find, the difference before applying,
// against the lab and against the running router, drafts of several routers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/config/config_editor.h"
#include "app/gui/config/difference_view.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "tests/support/test_window.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QCompleter>
#include <QDockWidget>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTextLayout>
#include <QtTest>

#include <memory>

using namespace hopyard;
using config::ConfigText;
using config::DifferenceModel;
using config::DifferenceRow;
using Kind = config::DifferenceRow::Kind;

class TstConfigEditor : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;
    document::LabDocument m_document;
    std::unique_ptr<config::ConfigEditor> m_editor;

    static std::vector<DifferenceRow> difference(const char *before, const char *after)
    {
        return config::differenceOf(config::linesOf(QLatin1String(before)), config::linesOf(QLatin1String(after)));
    }
    void setConfig(const char *name, const char *text)
    {
        lab::Node node = *m_document.lab().findNode(name);
        node.config = text;
        document::setNode(m_document, name, node, "configuration");
    }
    std::string configOf(const char *name) const { return m_document.lab().findNode(name)->config; }
    ConfigText &text() { return m_editor->text(); }
    void type(const QString &typed)
    {
        text().selectAll();
        text().insertPlainText(typed);
        text().check();
    }

private slots:
    void initTestCase()
    {
        support::prepareApplication("hopyard-config-test", m_state);
    }

    void init()
    {
        m_document.startNew();
        document::addNode(m_document, lab::NodeKind::host, {-100, 0});
        document::addNode(m_document, lab::NodeKind::router, {100, 0});
        document::addNode(m_document, lab::NodeKind::router, {200, 0});
        document::addLink(m_document, "r1", "r2");
        setConfig("r1", "interface eth0\n ip address 10.0.1.1/24\n");
        setConfig("r2", "hostname second\n");
        m_editor = std::make_unique<config::ConfigEditor>(m_document);
        m_editor->resize(900, 600);
        m_editor->show();
        m_editor->difference().setLayout(DifferenceModel::Layout::unified);
        m_editor->difference().setLayout(DifferenceModel::Layout::sideBySide);
        m_editor->showNode("r1");
    }
    void cleanup() { m_editor.reset(); }

    // --- the difference ---
    void differencesAreTheShortest()
    {
        QCOMPARE(difference("a\nb\nc", "a\nb\nc").size(), std::size_t(3));
        QCOMPARE(difference("a\nb\nc", "a\nx\nc"),
                 (std::vector<DifferenceRow>{{Kind::same, 0, 0}, {Kind::changed, 1, 1}, {Kind::same, 2, 2}}));
        QCOMPARE(difference("a\nc", "a\nb\nc"),
                 (std::vector<DifferenceRow>{{Kind::same, 0, 0}, {Kind::added, -1, 1}, {Kind::same, 1, 2}}));
        QCOMPARE(difference("a\nb\nc", "c"),
                 (std::vector<DifferenceRow>{{Kind::removed, 0, -1}, {Kind::removed, 1, -1}, {Kind::same, 2, 0}}));
        QCOMPARE(difference("", "a"), (std::vector<DifferenceRow>{{Kind::added, -1, 0}}));
        QVERIFY(difference("", "").empty());
        QCOMPARE(difference("a  \nb\n\n\n", "a\nb").size(), std::size_t(2)); // blanks at ends
    }

    void differencesRebuildTheTexts()
    {
        // Every pair of texts of at most five lines of two kinds: the rows contain both texts, in order, and no longer
        // common part is possible than the one found (by the plain table of the longest common subsequence).
        for (int x = 0; x < 64; ++x)
            for (int y = 0; y < 64; ++y) {
                QStringList a, b;
                for (int i = 0; i < 1 + x % 5; ++i)
                    a += x >> i & 1 ? "u" : "v";
                for (int i = 0; i < 1 + y % 5; ++i)
                    b += y >> i & 1 ? "u" : "v";
                QStringList before, after;
                int common = 0;
                for (const DifferenceRow &row : config::differenceOf(a, b)) {
                    if (row.before >= 0)
                        before += a[row.before];
                    if (row.after >= 0)
                        after += b[row.after];
                    if (row.kind == Kind::same) {
                        QCOMPARE(a[row.before], b[row.after]);
                        ++common;
                    }
                }
                QCOMPARE(before, a);
                QCOMPARE(after, b);
                std::vector<std::vector<int>> longest(a.size() + 1, std::vector<int>(b.size() + 1, 0));
                for (qsizetype i = 1; i <= a.size(); ++i)
                    for (qsizetype j = 1; j <= b.size(); ++j)
                        longest[i][j] = a[i - 1] == b[j - 1] ? longest[i - 1][j - 1] + 1 : std::max(longest[i - 1][j], longest[i][j - 1]);
                QCOMPARE(common, longest[a.size()][b.size()]);
            }
    }

    void theModelIsAModel()
    {
        DifferenceModel model;
        QAbstractItemModelTester tester(&model);
        model.setTitles("old", "new");
        model.show("a\nb\nc\n", "a\nx\ny\nc\nd\n");
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.columnCount(), 4);
        QCOMPARE(model.index(1, 1).data().toString(), QString("~ b"));
        QCOMPARE(model.index(1, 3).data().toString(), QString("~ x"));
        QCOMPARE(model.index(2, 3).data().toString(), QString("+ y"));
        QCOMPARE(model.index(2, 1).data().toString(), QString());
        QVERIFY(model.index(2, 3).data(Qt::BackgroundRole).isValid());
        QVERIFY(!model.index(0, 1).data(Qt::BackgroundRole).isValid());
        QVERIFY(model.summary().contains("2") && model.summary().contains("1"));
        model.setLayout(DifferenceModel::Layout::unified);
        QCOMPARE(model.columnCount(), 3);
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row)
            lines += model.index(row, 2).data().toString();
        QCOMPARE(lines, (QStringList{"  a", QString(QChar(0x2212)) + " b", "+ x", "+ y", "  c", "+ d"}));
        QVERIFY(model.index(1, 2).data(Qt::AccessibleTextRole).toString().startsWith("removed"));
    }

    // --- the text ---
    void mistakesAreUnderlinedAsTheyAreTyped()
    {
        QVERIFY(text().mistakes().empty());
        type("interface eth0\n ip address 10.0.1.1/99\n");
        QCOMPARE(text().mistakes().size(), std::size_t(1));
        QCOMPARE(text().mistakes()[0].line, 1);
        QCOMPARE(text().mistakes()[0].column, 12);
        int waves = 0;
        for (const QTextEdit::ExtraSelection &s : text().extraSelections())
            if (s.format.underlineStyle() == QTextCharFormat::WaveUnderline) {
                ++waves;
                QCOMPARE(s.cursor.selectedText(), QString("10.0.1.1/99"));
            }
        QCOMPARE(waves, 1);
        auto *list = m_editor->findChild<QListWidget *>();
        QVERIFY(list->isVisible());
        QVERIFY(list->item(0)->text().contains("2") && list->item(0)->text().contains("10.0.1.1/99"));
        type("interface eth0\n ip address 10.0.1.1/24\n");
        QVERIFY(!list->isVisible());
    }

    void typingAloneFindsTheMistake()
    {
        text().moveCursor(QTextCursor::End);
        QTest::keyClicks(&text(), "nonsense");
        QTRY_COMPARE(text().mistakes().size(), std::size_t(1)); // nobody asked for it
        QTest::keyClick(&text(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(text().mistakes().empty());
    }

    void wordsHaveColours()
    {
        text().check();
        const auto formats = text().document()->findBlockByNumber(1).layout()->formats();
        QCOMPARE(formats.size(), 3);
        QCOMPARE(formats[0].format.foreground().color(), theme::colours().accent);
        QCOMPARE(formats[2].format.foreground().color(), theme::colours().router);
    }

    void columnsAreCharactersNotBytes()
    {
        type(QString::fromUtf8("interface eth0\n description Gerät für ü\n ip adress 10.0.0.1/24\n! ü\nfoo\n"));
        QCOMPARE(text().mistakes().size(), std::size_t(2));
        type(QString::fromUtf8("hostname für nonsense\n"));
        QCOMPARE(text().mistakes().size(), std::size_t(1));
        QCOMPARE(text().mistakes()[0].column, 13);
    }

    void completionComesFromTheGrammarAndTheNode()
    {
        type("interface eth0\n ip ad");
        text().moveCursor(QTextCursor::End);
        QVERIFY(text().completions().contains("address"));
        type("interface ");
        text().moveCursor(QTextCursor::End);
        QVERIFY(text().completions().contains("eth0")); // of the link
        // Through the list by keys.
        type("rou");
        text().moveCursor(QTextCursor::End);
        text().setFocus();
        QTest::keyClick(&text(), Qt::Key_Space, Qt::ControlModifier);
        auto *completer = text().findChild<QCompleter *>();
        QTRY_VERIFY(completer->popup()->isVisible());
        QStringList offered;
        for (int row = 0; row < completer->popup()->model()->rowCount(); ++row)
            offered += completer->popup()->model()->index(row, 0).data().toString();
        QVERIFY(offered.contains("router"));
        completer->popup()->setCurrentIndex(completer->popup()->model()->index(static_cast<int>(offered.indexOf("router")), 0));
        QTest::keyClick(completer->popup(), Qt::Key_Return);
        QCOMPARE(text().toPlainText(), QString("router "));
    }

    void findGoesRound()
    {
        m_editor->openFind();
        QLineEdit *field = nullptr;
        for (QLineEdit *each : m_editor->findChildren<QLineEdit *>())
            if (each->isVisible())
                field = each;
        QVERIFY(field);
        type("interface eth0\ninterface eth1\n");
        QTest::keyClicks(field, "eth");
        text().moveCursor(QTextCursor::Start);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(text().textCursor().blockNumber(), 0);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(text().textCursor().blockNumber(), 1);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(text().textCursor().blockNumber(), 0);
        QVERIFY(text().findNext("eth", true));
        QCOMPARE(text().textCursor().blockNumber(), 1);
        QVERIFY(!text().findNext("nowhere"));
    }

    void theNextMistakeCanBeReached()
    {
        type("foo\nhostname x\nbar\n");
        text().moveCursor(QTextCursor::Start);
        text().goToNextMistake();
        QCOMPARE(text().textCursor().blockNumber(), 2);
        text().goToNextMistake();
        QCOMPARE(text().textCursor().blockNumber(), 0);
    }

    void newLinesAreAsDeep()
    {
        type("interface eth0\n ip address 10.0.1.1/24");
        text().moveCursor(QTextCursor::End);
        QTest::keyClick(&text(), Qt::Key_Return);
        QVERIFY(text().toPlainText().endsWith("\n "));
    }

    // --- applying ---
    void nothingIsInTheLabBeforeItIsApplied()
    {
        QVERIFY(!m_editor->isChanged());
        type("interface eth0\n ip address 10.0.1.2/24\n");
        QVERIFY(m_editor->isChanged());
        QCOMPARE(configOf("r1"), std::string("interface eth0\n ip address 10.0.1.1/24\n"));
        m_editor->review();
        QVERIFY(m_editor->isReviewing());
        DifferenceModel &model = m_editor->difference().model();
        QVERIFY(model.isDifferent());
        QCOMPARE(model.index(1, 3).data().toString(), QString("~  ip address 10.0.1.2/24"));
        m_editor->keepEditing();
        QVERIFY(!m_editor->isReviewing() && m_editor->isChanged());
        m_editor->review();
        const int before = m_document.undoStack().index();
        m_editor->apply();
        QCOMPARE(configOf("r1"), std::string("interface eth0\n ip address 10.0.1.2/24\n"));
        QCOMPARE(m_document.undoStack().index(), before + 1); // one undo step
        QVERIFY(!m_editor->isChanged() && !m_editor->isReviewing());
        m_document.undoStack().undo();
        QCOMPARE(text().toPlainText(), QString("interface eth0\n ip address 10.0.1.1/24\n"));
    }

    void whatIsTypedForOneRouterStaysThere()
    {
        type("hostname draft\n");
        m_editor->showNode("r2");
        QCOMPARE(text().toPlainText(), QString("hostname second\n"));
        QVERIFY(!m_editor->isChanged());
        m_editor->showNode("h1"); // has no configuration
        QCOMPARE(m_editor->node(), std::string("r2"));
        m_editor->showNode("r1");
        QCOMPARE(text().toPlainText(), QString("hostname draft\n"));
        QVERIFY(m_editor->isChanged());
        m_editor->revert();
        QCOMPARE(text().toPlainText(), QString("interface eth0\n ip address 10.0.1.1/24\n"));
        text().undo();
        QCOMPARE(text().toPlainText(), QString("hostname draft\n"));
    }

    void anEditElsewhereDoesNotTakeWhatIsTyped()
    {
        type("hostname draft\n");
        setConfig("r1", "hostname elsewhere\n");
        QCOMPARE(text().toPlainText(), QString("hostname draft\n"));
        m_editor->review();
        QCOMPARE(m_editor->difference().model().index(0, 1).data().toString(), QString("~ hostname elsewhere"));
        m_editor->revert();
        m_editor->keepEditing();
        QCOMPARE(text().toPlainText(), QString("hostname elsewhere\n"));
        setConfig("r1", "hostname again\n");
        QCOMPARE(text().toPlainText(), QString("hostname again\n"));
    }

    void theRunningRouterIsComparedByMeaning()
    {
        QString asked;
        config::ConfigEditor::Answer answer;
        m_editor->setRunningConfig([&](const QString &node, config::ConfigEditor::Answer reply) {
            asked = node;
            answer = std::move(reply);
        });
        m_editor->setRunning(true);
        auto *against = [this] {
            for (QComboBox *box : m_editor->findChildren<QComboBox *>())
                if (box->accessibleName() == "Compared with")
                    return box;
            return static_cast<QComboBox *>(nullptr);
        }();
        QVERIFY(against && against->count() == 2);
        m_editor->review();
        against->setCurrentIndex(1);
        emit against->activated(1);
        QCOMPARE(asked, QString("r1"));
        answer("Building configuration...\n\nCurrent configuration:\n!\nhostname r1\n!\ninterface eth0\n ip address 10.0.1.1/24\nexit\n!\nend\n");
        QVERIFY2(!m_editor->difference().model().isDifferent(), qPrintable(m_editor->difference().model().summary()));
        type("interface eth0\n  ip address 10.0.9.9/24\n");
        m_editor->review();
        answer("Building configuration...\n\nCurrent configuration:\n!\nhostname r1\n!\ninterface eth0\n ip address 10.0.1.1/24\nexit\n!\nend\n");
        QVERIFY(m_editor->difference().model().isDifferent());
        m_editor->setRunning(false);
        QCOMPARE(against->count(), 1);
        QVERIFY(m_editor->difference().model().isDifferent()); // with the lab now
    }

    void aNodeThatGoesTakesItsDraftAlong()
    {
        type("hostname draft\n");
        document::removePicked(m_document, {{"r1"}, {}});
        QCOMPARE(m_editor->node(), std::string("r2"));
        m_document.undoStack().undo();
        m_editor->showNode("r1");
        QCOMPARE(text().toPlainText(), QString("interface eth0\n ip address 10.0.1.1/24\n"));
    }

    void theDockFollowsTheSelection()
    {
        const auto made = support::makeWindow();
        window::MainWindow &window = *made;
        window::Workbench &workbench = window.workbench();
        document::addNode(workbench.document, lab::NodeKind::router, {0, 0});
        document::addNode(workbench.document, lab::NodeKind::router, {100, 0});
        auto *editor = window.findChild<config::ConfigEditor *>();
        QVERIFY(editor && !window.dock("config")->isVisible());
        workbench.scene.pickNode("r2");
        workbench.actions.refresh();
        workbench.actions.action("edit.configuration")->trigger();
        QVERIFY(window.dock("config")->isVisible());
        QCOMPARE(editor->node(), std::string("r2"));
        workbench.scene.pickNode("r1");
        QCOMPARE(editor->node(), std::string("r1"));
    }
};

QTEST_MAIN(TstConfigEditor)
#include "tst_config_editor.moc"
