// The whole window with everything of a running lab in it, and every dialog: each action is reached by keyboard (keys, menu,
// or command palette), each widget a person can reach has a name, none is hidden behind the mouse.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/address_dialog.h"
#include "app/gui/dialogs/command_palette.h"
#include "app/gui/dialogs/generate_dialog.h"
#include "app/gui/dialogs/help.h"
#include "app/gui/dialogs/place_many.h"
#include "app/gui/dialogs/preferences.h"
#include "app/gui/docks/capture_dialog.h"
#include "app/gui/docks/consent_dialog.h"
#include "app/gui/docks/live.h"
#include "app/gui/docks/plot_picker.h"
#include "app/gui/docks/virtual_time_dialog.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/window/language.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/tour.h"
#include "places.h"
#include "tests/support/test_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QDirIterator>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest>

#include <functional>
#include <memory>

using namespace hopyard;

class TstAccessible : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;
    std::unique_ptr<window::MainWindow> m_window;

    window::Workbench &workbench() { return m_window->workbench(); }

    /// What a screen reader would read out as nothing.
    static QStringList nameless(const QWidget &root)
    {
        QStringList found;
        for (const QWidget *widget : root.findChildren<QWidget *>()) {
            // Qt's own inner parts (names start with "qt_") speak for the widget they belong to.
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QLatin1String("qt_")) || qobject_cast<const QScrollBar *>(widget))
                continue;
            const QWidget *parent = widget->parentWidget();
            bool inner = false;
            for (const char *of : {"QComboBox", "QComboBoxPrivateContainer", "QAbstractScrollArea", "QMenuBar", "QLineEdit", "QTabBar", "QDockWidget", "QToolBar",
                                   "QAbstractSpinBox", "QKeySequenceEdit"})
                inner = inner || (parent && parent->inherits(of));
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            if (!named && !inner)
                found += QStringLiteral("%1 %2 in %3").arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                                                          parent ? QLatin1String(parent->metaObject()->className()) : QString());
        }
        return found;
    }

private slots:
    void initTestCase()
    {
        qputenv("XDG_RUNTIME_DIR", m_state.path().toUtf8());
        support::prepareApplication("hopyard-accessible-test", m_state);
    }

    void init()
    {
        m_window = support::makeWindow({[](window::Workbench &workbench) { docks::installLive(workbench); }});
        document::addNode(workbench().document, lab::NodeKind::host, {-100, 0});
        document::addNode(workbench().document, lab::NodeKind::router, {100, 0});
        document::addNode(workbench().document, lab::NodeKind::hypervisor, {100, 200});
        document::addLink(workbench().document, "h1", "r1");
    }
    void cleanup() { m_window.reset(); }

    void everyDockCanBeShownByKey()
    {
        for (const window::DockSpec &spec : workbench().docks()) {
            const QAction *action = workbench().actions.action(QStringLiteral("dock.") + spec.id);
            QVERIFY2(action, qPrintable(spec.id));
            QVERIFY2(!spec.title.isEmpty() && !spec.widget->accessibleName().isEmpty(), qPrintable(spec.id));
        }
    }

    void everyDockHasItsPicture()
    {
        QFile script(QStringLiteral(HOPYARD_SOURCE_DIR "/docs/screenshots/make.sh"));
        QVERIFY(script.open(QIODevice::ReadOnly));
        const QString views = QString::fromUtf8(script.readAll());
        // What brings a dock to the front, where that is not its own action.
        const QMap<QString, QString> others{{"console", "node.console@"}, {"tables", "inspect."}, {"path", "node.path@"}, {"plots", "link.plotRate@"},
                                            {"config", "edit.configuration@"}, {"guide", "guide.next@"}, {"events", "\"Events@"},
                                            {"palette", "view drawing "}, {"properties", "view folded "}, {"problems", "view fixes "}};
        for (const window::DockSpec &spec : workbench().docks()) {
            const QString id = spec.id;
            QVERIFY2(views.contains("--action go." + id + '@') || views.contains("--action dock." + id + '@')
                         || (others.contains(id) && views.contains(others.value(id))), qPrintable(id));
        }
    }

    void everyActionIsReachedByKeyboard()
    {
        QSet<QAction *> inMenus;
        const std::function<void(const QMenu *)> collect = [&](const QMenu *menu) {
            for (QAction *entry : menu->actions()) {
                inMenus.insert(entry);
                if (entry->menu())
                    collect(entry->menu());
            }
        };
        for (const QAction *menu : m_window->menuBar()->actions()) {
            QVERIFY2(menu->text().contains(QLatin1Char('&')), qPrintable(menu->text())); // Alt and a letter opens it
            collect(menu->menu());
        }
        for (const auto &entry : workbench().actions.entries()) {
            QVERIFY2(!entry.action->text().isEmpty(), qPrintable(entry.id));
            QVERIFY2(!entry.action->toolTip().isEmpty(), qPrintable(entry.id));
            // What is in no menu and has no keys is in the command palette, which takes whatever opens no menu of its own.
            QVERIFY2(inMenus.contains(entry.action) || !entry.action->shortcuts().isEmpty() || !entry.action->menu(), qPrintable(entry.id));
        }
    }

    void thePaletteHasEveryAction()
    {
        workbench().actions.action("view.commands")->trigger();
        auto *palette = m_window->findChild<dialogs::CommandPalette *>();
        QVERIFY(palette);
        auto *field = palette->findChild<QLineEdit *>();
        auto *list = palette->findChild<QListWidget *>();
        for (const auto &entry : workbench().actions.entries()) {
            if (!entry.action->isEnabled() || entry.action->menu())
                continue;
            const QString text = entry.action->text().remove(QLatin1Char('&'));
            field->setText(text);
            bool found = false;
            for (int row = 0; row < list->count(); ++row)
                found = found || list->item(row)->text() == text;
            QVERIFY2(found, qPrintable(entry.id));
        }
    }

    void noTwoActionsShareTheirKeys()
    {
        QMap<QKeySequence, QString> owners;
        for (const auto &entry : workbench().actions.entries())
            for (const QKeySequence &keys : entry.action->shortcuts()) {
                QVERIFY2(!owners.contains(keys), qPrintable(entry.id + " and " + owners.value(keys) + ": " + keys.toString()));
                owners[keys] = entry.id;
            }
    }

    void everyWidgetOfEveryDockHasAName()
    {
        for (const window::DockSpec &spec : workbench().docks())
            workbench().showDock(spec.id);
        QStringList wrong;
        for (const document::Picked &picked :
             {document::Picked{{"h1"}, {}}, document::Picked{{"r1"}, {}}, document::Picked{{workbench().document.lab().nodes.back().name}, {}},
              document::Picked{{}, {document::endsOf(workbench().document.lab().links[0])}}, document::Picked{{"h1", "r1"}, {}}, document::Picked{}}) {
            workbench().scene.pick(picked);
            wrong += nameless(*m_window);
        }
        wrong.removeDuplicates();
        QVERIFY2(wrong.isEmpty(), qPrintable("\n" + wrong.join("\n")));
    }

    void everyWidgetOfEveryDialogHasAName()
    {
        dialogs::Preferences preferences(workbench(), m_window.get());
        dialogs::Guide guide(m_window.get());
        dialogs::Shortcuts shortcuts(workbench().actions, m_window.get());
        dialogs::About about(m_window.get());
        dialogs::AddressDialog addresses(workbench().document.lab(), m_window.get());
        dialogs::GenerateDialog generate(m_window.get());
        dialogs::PlaceMany many(dialogs::modelOf(lab::NodeKind::host), m_window.get());
        docks::CaptureDialog capture({"h1:eth0", "r1:eth0"}, "h1:eth0", true, m_window.get());
        docks::ConsentDialog consent({{"h1", "true"}}, true, m_window.get());
        client::EngineSession session;
        docks::PlotPicker plots(session, {}, {}, m_window.get());
        docks::VirtualTimeDialog virtualTime(workbench().document.lab(), m_window.get());
        QSet<QString> looked;
        for (const QDialog *dialog : std::initializer_list<const QDialog *>{&preferences, &guide, &shortcuts, &about, &addresses, &generate, &many, &capture,
                                                                            &consent, &plots, &virtualTime}) {
            const auto name = QLatin1String(dialog->metaObject()->className());
            looked.insert(QString(name).section(QStringLiteral("::"), -1));
            QVERIFY2(!dialog->windowTitle().isEmpty(), name.data());
            const QStringList wrong = nameless(*dialog);
            QVERIFY2(wrong.isEmpty(), qPrintable(name + ":\n" + wrong.join("\n")));
        }
        // That these are all dialogs there are, the headers say.
        static const QRegularExpression dialogClass(QStringLiteral("class (\\w+)(?: final)? : public QDialog"));
        QDirIterator headers(QStringLiteral(HOPYARD_SOURCE_DIR "/app/gui"), {"*.h"}, QDir::Files, QDirIterator::Subdirectories);
        while (headers.hasNext()) {
            QFile header(headers.next());
            QVERIFY(header.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(header.readAll());
            for (auto at = dialogClass.globalMatch(text); at.hasNext();)
                if (const QString name = at.next().captured(1); !looked.contains(name))
                    QFAIL(qPrintable(QStringLiteral("%1 in %2 is not looked at here").arg(name, header.fileName())));
        }
    }

    void theTourAndThePaletteHaveNames()
    {
        auto *tour = window::Tour::start(*m_window);
        for (int step = 0; step < tour->steps(); ++step) {
            tour->go(step);
            QCOMPARE(nameless(*tour), QStringList());
        }
        tour->skip();
        workbench().actions.action("view.commands")->trigger();
        auto *palette = m_window->findChild<dialogs::CommandPalette *>();
        QVERIFY(palette);
        QVERIFY(!palette->accessibleName().isEmpty());
        QCOMPARE(nameless(*palette), QStringList());
    }

    void whatTakesTheMouseTakesTheKeyboard()
    {
        // A button that cannot have the focus must be some action's, which has its own way.
        QStringList wrong;
        for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
            const QWidget *parent = button->parentWidget();
            const bool qts = button->objectName().startsWith(QLatin1String("qt_")) || (parent && (parent->inherits("QDockWidget") || parent->inherits("QTabBar")
                || parent->inherits("QLineEdit") || parent->inherits("QToolBar") || parent->inherits("QTableView")));
            if (!qts && button->focusPolicy() == Qt::NoFocus && button->actions().isEmpty())
                wrong += button->accessibleName() + QLatin1Char(' ') + button->text();
        }
        QVERIFY2(wrong.isEmpty(), qPrintable("\n" + wrong.join("\n")));
    }

    void inOtherLanguagesTheMenusStillOpenByKey_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("German") << "de";
        QTest::newRow("Spanish") << "es";
    }
    void inOtherLanguagesTheMenusStillOpenByKey()
    {
        QFETCH(QString, language);
        window::Catalogue catalogue;
        QVERIFY(catalogue.load(QStringLiteral(":/hopyard/translations/hopyard_%1.qm").arg(language)));
        m_window.reset();
        QCoreApplication::installTranslator(&catalogue);
        init();
        QSet<QChar> letters;
        for (const QAction *menu : m_window->menuBar()->actions()) {
            const auto at = menu->text().indexOf(QLatin1Char('&'));
            QVERIFY2(at >= 0, qPrintable(menu->text()));
            const QChar letter = menu->text().at(at + 1).toLower();
            QVERIFY2(!letters.contains(letter), qPrintable(menu->text())); // each opens one
            letters.insert(letter);
        }
        m_window.reset();
        QCoreApplication::removeTranslator(&catalogue);
    }
};

QTEST_MAIN(TstAccessible)
#include "tst_accessible.moc"
