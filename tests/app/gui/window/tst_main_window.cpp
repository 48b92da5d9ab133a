// The assembled editor: every action can be reached, every widget has a name, edits through docks reach the document.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/command_palette.h"
#include "app/gui/dialogs/editors.h"
#include "app/gui/dialogs/fuzzy.h"
#include "app/gui/dialogs/help.h"
#include "app/gui/dialogs/preferences.h"
#include "app/gui/docks/live.h"
#include "app/gui/docks/palette_dock.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/options.h"
#include "tests/support/test_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTreeWidgetItemIterator>
#include <QToolBar>
#include <QtTest>

#include <memory>

using namespace hopyard;

class TstMainWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;
    std::unique_ptr<window::MainWindow> m_window;

    document::LabDocument &document() { return m_window->workbench().document; }
    scene::LabScene &picture() { return m_window->workbench().scene; }
    QAction *action(const char *id) { return m_window->workbench().actions.action(QLatin1String(id)); }
    template <class T>
    T *part(const char *name)
    {
        return m_window->findChild<T *>(QLatin1String(name));
    }
    /// Types a text into a field and leaves it.
    void enter(QLineEdit *field, const QString &text)
    {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }

private slots:
    void initTestCase()
    {
        support::prepareApplication("hopyard-test", m_state);
    }

    void init()
    {
        m_window = support::makeWindow();
        document::addNode(document(), lab::NodeKind::host, {-100, 0});
        document::addNode(document(), lab::NodeKind::router, {100, 0});
        document::addLink(document(), "h1", "r1");
        document().undoStack().clear();
    }
    void cleanup() { m_window.reset(); }

    void everyActionHasATextAndIsInAMenu()
    {
        QSet<QAction *> inMenus;
        for (QAction *menu : m_window->menuBar()->actions())
            for (QAction *entry : menu->menu()->actions())
                inMenus.insert(entry);
        for (const auto &entry : m_window->workbench().actions.entries()) {
            QVERIFY2(!entry.action->text().isEmpty(), qPrintable(entry.id));
            QVERIFY2(!entry.action->toolTip().isEmpty(), qPrintable(entry.id));
            QVERIFY2(inMenus.contains(entry.action), qPrintable(entry.id));
        }
    }

    void theGuideIsPartOfTheProgram()
    {
        action("help.guide")->trigger();
        auto *guide = m_window->findChild<dialogs::Guide *>();
        QVERIFY(guide && guide->isVisible());
        const QString text = guide->findChild<QTextBrowser *>()->toPlainText();
        QVERIFY(text.contains("rubber band"));
        QVERIFY(!text.contains("|---")); // tables are tables
        action("help.guide")->trigger();
        QCOMPARE(m_window->findChildren<dialogs::Guide *>().size(), 1);
    }

    void theLinkToolHasTheKeyboard()
    {
        m_window->activateWindow();
        m_window->dock("palette")->findChild<QLineEdit *>()->setFocus();
        picture().pick({});
        action("tool.link")->trigger();
        QWidget *canvas = m_window->focusWidget();
        QCOMPARE(canvas, static_cast<QWidget *>(&m_window->workbench().canvas));
        document::addNode(document(), lab::NodeKind::host, {0, 200});
        picture().pick({});
        const std::size_t links = document().lab().links.size();
        for (const int key : {Qt::Key_Tab, Qt::Key_Space, Qt::Key_Tab, Qt::Key_Space})
            QTest::keyClick(canvas, static_cast<Qt::Key>(key));
        QCOMPARE(document().lab().links.size(), links + 1);
    }

    void theFirstLayoutComesBack()
    {
        QDockWidget *properties = m_window->dock("properties");
        properties->setFloating(true);
        properties->close();
        m_window->addDockWidget(Qt::BottomDockWidgetArea, m_window->dock("palette"));
        action("view.resetLayout")->trigger();
        QVERIFY(properties->isVisible() && !properties->isFloating());
        QCOMPARE(m_window->dockWidgetArea(m_window->dock("palette")), Qt::LeftDockWidgetArea);
    }

    /// Whatever dock is in front: the window keeps its size, the canvas enough of it, and the palette's words are whole.
    void aSmallWindowStaysSmall()
    {
        const auto live = support::makeWindow({[](window::Workbench &workbench) { docks::installLive(workbench); }});
        for (const QSize size : {QSize(900, 600), QSize(1440, 900)}) {
            live->resize(size);
            for (const window::DockSpec &spec : live->workbench().docks()) {
                QDockWidget *dock = live->dock(spec.id);
                if (spec.area == Qt::BottomDockWidgetArea) {
                    dock->show();
                    dock->raise();
                    live->resizeDocks({dock}, {800}, Qt::Vertical); // as tall as it can be pulled
                }
                QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
                live->layout()->activate();
                QVERIFY2(live->size() == size && live->minimumSizeHint().width() <= size.width(),
                         qPrintable(QStringLiteral("%1: %2 × %3, at least %4").arg(spec.id).arg(live->width()).arg(live->height()).arg(live->minimumSizeHint().width())));
                QVERIFY2(live->workbench().canvas.height() >= 150, qPrintable(spec.id));
            }
            auto *list = live->findChild<docks::PaletteList *>();
            for (QTreeWidgetItemIterator item(list); *item; ++item)
                QVERIFY((*item)->isHidden() || !(*item)->parent()
                        || list->visualItemRect(*item).width() >= list->iconSize().width() + list->fontMetrics().horizontalAdvance((*item)->text(0)));
        }
    }

    void shortcutsCanBeSearched()
    {
        dialogs::Shortcuts dialog(m_window->workbench().actions, m_window.get());
        auto *table = dialog.findChild<QTableWidget *>();
        const auto shown = [table] {
            QStringList texts;
            for (int row = 0; row < table->rowCount(); ++row)
                if (!table->isRowHidden(row))
                    texts += table->item(row, 0)->text();
            return texts;
        };
        QVERIFY(shown().contains("Duplicate") && shown().contains("Undo"));
        QTest::keyClicks(dialog.findChild<QLineEdit *>(), "ctrl+d dupl");
        QCOMPARE(shown(), QStringList("Duplicate"));
    }

    void stepsOfAScreenshotHaveTheirMoments()
    {
        using Step = window::Options::Step;
        const Step at = window::parseStep(Step::What::pick, "r1:eth0@500");
        QCOMPARE(at.argument, QString("r1:eth0"));
        QCOMPARE(at.at, 500);
        const Step mail = window::parseStep(Step::What::type, "echo me@home");
        QCOMPARE(mail.argument, QString("echo me@home"));
        QCOMPARE(mail.at, 0);
    }

    void noTwoActionsShareAShortcut()
    {
        QMap<QKeySequence, QString> owners;
        for (const auto &entry : m_window->workbench().actions.entries())
            for (const QKeySequence &keys : entry.action->shortcuts()) {
                QVERIFY2(!owners.contains(keys),
                         qPrintable(entry.id + " and " + owners.value(keys) + ": " + keys.toString()));
                owners[keys] = entry.id;
            }
    }

    void everyIconExists()
    {
        for (const auto &entry : m_window->workbench().actions.entries()) {
            if (entry.action->icon().isNull())
                continue;
            const QImage picture = entry.action->icon().pixmap(20, 20).toImage();
            bool painted = false;
            for (int y = 0; y < picture.height() && !painted; ++y)
                for (int x = 0; x < picture.width() && !painted; ++x)
                    painted = qAlpha(picture.pixel(x, y)) > 0;
            QVERIFY2(painted, qPrintable(entry.id));
        }
    }

    void everyWidgetAPersonCanReachHasAName()
    {
        dialogs::Preferences preferences(m_window->workbench(), m_window.get());
        dialogs::Guide guide(m_window.get());
        dialogs::Shortcuts shortcuts(m_window->workbench().actions, m_window.get());
        dialogs::About about(m_window.get());
        action("view.commands")->trigger();
        for (const document::Picked &picked :
             {document::Picked{{"h1"}, {}}, document::Picked{{"r1"}, {}},
              document::Picked{{}, {document::endsOf(document().lab().links[0])}}, document::Picked{{"h1", "r1"}, {}},
              document::Picked{}}) {
            picture().pick(picked);
            for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
                // Qt's own inner parts (names start with "qt_") speak for the widget they belong to.
                if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QLatin1String("qt_"))
                    || qobject_cast<const QScrollBar *>(widget))
                    continue;
                const QWidget *parent = widget->parentWidget();
                const bool inner = parent
                    && (parent->inherits("QComboBox") || parent->inherits("QComboBoxPrivateContainer")
                        || parent->inherits("QAbstractScrollArea") || parent->inherits("QMenuBar")
                        || parent->inherits("QLineEdit") || parent->inherits("QTabBar")
                        || parent->inherits("QDockWidget") || parent->inherits("QToolBar"));
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
                QVERIFY2(
                    named || inner,
                    qPrintable(QStringLiteral("%1 %2 in %3")
                                   .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                                        parent ? QLatin1String(parent->metaObject()->className()) : QLatin1String())));
            }
        }
    }

    void theCanvasIsReachedByKeyFromEverywhere()
    {
        m_window->dock("palette")->widget()->setFocus();
        QVERIFY(m_window->focusWidget() != &m_window->workbench().canvas);
        action("view.canvas")->trigger();
        QCOMPARE(m_window->focusWidget(), static_cast<QWidget *>(&m_window->workbench().canvas));
    }

    void actionsFollowWhatIsPicked()
    {
        picture().pickNone();
        QVERIFY(!action("edit.delete")->isEnabled());
        QVERIFY(!action("arrange.left")->isEnabled());
        picture().pickAll();
        QVERIFY(action("edit.delete")->isEnabled());
        QVERIFY(action("arrange.left")->isEnabled());
        QVERIFY(!action("arrange.distributeX")->isEnabled()); // that takes three
        picture().pick({{}, {document::endsOf(document().lab().links[0])}});
        QVERIFY(action("edit.linkDown")->isEnabled());
    }

    void copyAndPasteThroughTheClipboard()
    {
        picture().pick({{"h1", "r1"}, {}});
        action("edit.copy")->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().contains("hopyard: 1"));
        action("edit.paste")->trigger();
        QCOMPARE(document().lab().nodes.size(), std::size_t(4));
        QCOMPARE(document().lab().links.size(), std::size_t(2));
        QCOMPARE(picture().picked().nodes, (std::vector<std::string>{"h2", "r2"}));
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Paste 2 nodes"));
        action("edit.cut")->trigger();
        QCOMPARE(document().lab().nodes.size(), std::size_t(2));
        QGuiApplication::clipboard()->setText("no lab");
        action("edit.paste")->trigger();
        QCOMPARE(document().lab().nodes.size(), std::size_t(2));
    }

    void alignsAndDistributes()
    {
        document::addNode(document(), lab::NodeKind::hub, {0, 90});
        picture().pickAll();
        action("arrange.top")->trigger();
        for (const lab::Node &node : document().lab().nodes)
            QCOMPARE(node.at.y, 0.0);
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Move 3 nodes"));
        document::movePlaces(document(), {.nodes = {{"hub1", {-60, 0}}}});
        action("arrange.distributeX")->trigger();
        QCOMPARE(document().lab().findNode("hub1")->at.x, 0.0);
    }

    void aLinkGoesDownAndUp()
    {
        picture().pick({{}, {document::endsOf(document().lab().links[0])}});
        action("edit.linkDown")->trigger();
        QVERIFY(document().lab().links[0].forward.down && document().lab().links[0].backward.down);
        QVERIFY(action("edit.linkDown")->isChecked());
        action("edit.linkDown")->trigger();
        QVERIFY(!document().lab().links[0].forward.down);
    }

    void thePaletteFindsAndPlaces()
    {
        auto *palette = qobject_cast<docks::PaletteDock *>(m_window->dock("palette")->widget());
        auto *search = palette->findChild<QLineEdit *>();
        search->setFocus();
        QTest::keyClicks(search, "repeater");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(document().lab().nodes.back().name, std::string("hub1"));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(document().lab().nodes.back().name, std::string("hub2"));
        const auto &nodes = document().lab().nodes;
        QVERIFY(nodes[nodes.size() - 1].at != nodes[nodes.size() - 2].at);
        search->clear();
        QTest::keyClicks(search, "zzz");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(document().lab().nodes.size(), std::size_t(4));
    }

    void nodePropertiesAreEdited()
    {
        picture().pickNode("h1");
        enter(part<QLineEdit>("gateway"), "10.0.1.1");
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Set gateway of h1"));
        QVERIFY(document().lab().findNode("h1")->gateway == base::IpAddress::parse("10.0.1.1"));
        enter(part<QLineEdit>("gateway"), "10.0.1"); // wrong: said at the field, not taken
        QVERIFY(part<QLineEdit>("gateway")->property("wrong").toBool());
        QVERIFY(document().lab().findNode("h1")->gateway == base::IpAddress::parse("10.0.1.1"));

        auto *table = part<QTableWidget>("interfaces");
        const std::string router = document::addNode(document(), lab::NodeKind::router, {400, 400});
        const auto ends = document::addLink(document(), router, "h1");
        picture().pickNode(router); // a cable in it, and no configuration yet
        QCOMPARE(table->rowCount(), 1);
        QCOMPARE(table->item(0, 0)->text(), QStringLiteral("eth0"));
        QCOMPARE(table->item(0, 2)->text(), QString::fromStdString(lab::toString(ends->b)));
        document().undoStack().undo();
        document().undoStack().undo();
        picture().pickNode("h1");
        QCOMPARE(table->rowCount(), 1);
        table->item(0, 1)->setText("10.0.1.10/24, 10.0.9.1/24");
        QCOMPARE(document().lab().findNode("h1")->interfaces[0].addresses.size(), std::size_t(2));
        table->item(0, 1)->setText("10.0.1.10");
        QCOMPARE(document().lab().findNode("h1")->interfaces[0].addresses.size(), std::size_t(2));
        table->item(0, 0)->setText("lan0");
        QCOMPARE(document().lab().links[0].a.interface, std::string("lan0"));

        enter(part<QLineEdit>("nodeName"), "client");
        QVERIFY(document().lab().findNode("client"));
        QCOMPARE(picture().picked().nodes, std::vector<std::string>{"client"});
        while (document().undoStack().canUndo())
            document().undoStack().undo();
        QCOMPARE(part<QLineEdit>("nodeName")->text(), QStringLiteral("h1"));
    }

    void guestsOfAHypervisorAreATable()
    {
        const std::string pc = document::addNode(document(), lab::NodeKind::hypervisor, {400, 300});
        picture().pickNode(pc);
        const auto computer = [&]() -> const lab::Computer & { return document().lab().findNode(pc)->computer; };
        enter(part<QLineEdit>("computerMemory"), "512MiB");
        QCOMPARE(computer().memory, std::uint64_t(512) << 20);
        part<QAbstractButton>("addGuest")->click();
        part<QAbstractButton>("addGuest")->click();
        auto *table = part<QTableWidget>("guests");
        QCOMPARE(table->rowCount(), 2);
        table->item(1, 1)->setText("qemu");
        QVERIFY(computer().guests[1].kind == lab::GuestKind::qemu);
        QCOMPARE(computer().guests[1].memory, std::uint64_t(128) << 20); // what is usual follows the kind
        table->item(1, 1)->setText("vmware"); // wrong: said below, not taken
        QCOMPARE(table->item(1, 1)->text(), QStringLiteral("qemu"));
        table->item(1, 2)->setText("10.0.0.12/24");
        QCOMPARE(computer().guests[1].interfaces[0].addresses.size(), std::size_t(1));
        table->item(1, 0)->setText("g1"); // taken
        QCOMPARE(computer().guests[1].name, std::string("g2"));
        table->item(1, 0)->setText("web");
        QCOMPARE(computer().guests[1].name, std::string("web"));
        table->setCurrentCell(0, 0);
        part<QAbstractButton>("removeGuest")->click();
        QCOMPARE(computer().guests.size(), std::size_t(1));
        document().undoStack().undo();
        QCOMPARE(computer().guests.size(), std::size_t(2));
        QCOMPARE(table->rowCount(), 2);
    }

    void aMachinesFieldsAreEdited()
    {
        const std::string vm = document::addNode(document(), lab::NodeKind::qemu, {400, 300});
        picture().pickNode(vm);
        const auto machine = [&] { return document().lab().findNode(vm)->machine; };
        enter(part<QLineEdit>("machineMemory"), "1GiB");
        QCOMPARE(machine().memory, 1024u);
        enter(part<QLineEdit>("machineMemory"), "much");
        QVERIFY(part<QLineEdit>("machineMemory")->property("wrong").toBool());
        QCOMPARE(machine().memory, 1024u);
        enter(part<QLineEdit>("machineImage"), "debian.qcow2");
        QCOMPARE(machine().image, std::string("debian.qcow2"));
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Set image of %1").arg(QString::fromStdString(vm)));
    }

    void aConfigurationIsOneStep()
    {
        picture().pickNode("r1");
        auto *config = part<dialogs::TextBlock>("config");
        config->setFocus();
        QTest::keyClicks(config, "hostname r1");
        QTRY_COMPARE(document().lab().findNode("r1")->config, std::string("hostname r1\n"));
        QCOMPARE(document().undoStack().count(), 1);
        document().undoStack().undo();
        QVERIFY(document().lab().findNode("r1")->config.empty());
        QVERIFY(config->toPlainText().isEmpty());
    }

    void linkPropertiesAreEditedBothWaysOrEachWay()
    {
        const document::LinkEnds ends = document::endsOf(document().lab().links[0]);
        picture().pick({{}, {ends}});
        const QList<dialogs::CheckedLine *> delays = m_window->findChildren<dialogs::CheckedLine *>("delay");
        QCOMPARE(delays.size(), 2);
        enter(delays[0], "5ms");
        QVERIFY(document().lab().links[0].forward.delay == base::Duration::milliseconds(5));
        QVERIFY(document().lab().links[0].isSymmetric());
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Set delay of h1:eth0 – r1:eth0"));
        enter(delays[0], "5 parsecs");
        QVERIFY(delays[0]->property("wrong").toBool());
        QTest::keyClick(delays[0], Qt::Key_Escape);
        QVERIFY(!delays[0]->property("wrong").toBool());

        // Steps in a row are one undo step.
        const int before = document().undoStack().count();
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(delays[0], Qt::Key_Up);
        QVERIFY(document().lab().links[0].forward.delay == base::Duration::milliseconds(50));
        QCOMPARE(document().undoStack().count(), before + 1);

        for (auto *box : m_window->findChildren<QCheckBox *>())
            if (box->text() == "Both directions the same")
                box->click();
        enter(delays[1], "80ms");
        QVERIFY(document().lab().links[0].forward.delay == base::Duration::milliseconds(50));
        QVERIFY(document().lab().links[0].backward.delay == base::Duration::milliseconds(80));
    }

    void theCommandPaletteRunsActionsAndFindsNodes()
    {
        action("view.commands")->trigger();
        auto *palette = m_window->findChild<dialogs::CommandPalette *>();
        QVERIFY(palette && palette->isVisible());
        auto *field = palette->findChild<QLineEdit *>();
        QTest::keyClicks(field, "r1");
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QCOMPARE(picture().picked().nodes, std::vector<std::string>{"r1"});
        action("view.commands")->trigger();
        QTest::keyClicks(field, "addahub");
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(document().lab().findNode("hub1"));
    }

    void fuzzyScores()
    {
        using dialogs::fuzzyScore;
        QVERIFY(fuzzyScore("zf", "Zoom to Fit"));
        QVERIFY(!fuzzyScore("fz", "Zoom to Fit"));
        QVERIFY(*fuzzyScore("zo", "Zoom Out") > *fuzzyScore("zo", "Horizontal ozone"));
        QVERIFY(*fuzzyScore("save", "Save") > *fuzzyScore("save", "Save As…"));
    }

    void doubleClickConfiguresOrOpensTheConsole()
    {
        QSignalSpy consoles(&m_window->workbench(), &window::Workbench::consoleRequested);
        m_window->dock("properties")->hide();
        emit m_window->workbench().canvas.nodeActivated("h1");
        QVERIFY(m_window->dock("properties")->isVisible());
        QCOMPARE(consoles.count(), 0);
        m_window->workbench().runState.setState(window::RunState::State::running);
        emit m_window->workbench().canvas.nodeActivated("h1");
        QCOMPARE(consoles.count(), 1);
    }

    void theThemeSwitchesAtRunTime()
    {
        const QColor before = qApp->palette().color(QPalette::Window);
        action("view.theme")->trigger();
        QVERIFY(qApp->palette().color(QPalette::Window) != before);
        action("view.theme")->trigger();
        QCOMPARE(qApp->palette().color(QPalette::Window), before);
    }
};

QTEST_MAIN(TstMainWindow)
#include "tst_main_window.moc"
