// Preferences: search over all pages, every setting counts at once; shortcuts are recorded, taken away, kept and reset.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/preferences.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/preferences/key_field.h"
#include "app/gui/preferences/shortcuts_page.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/settings.h"
#include "tests/support/test_window.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace hopyard;

class TstPreferences : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;
    std::unique_ptr<window::MainWindow> m_window;
    std::unique_ptr<dialogs::Preferences> m_dialog;

    actions::ActionRegistry &registry() { return m_window->workbench().actions; }
    QAction *action(const char *id) { return registry().action(QLatin1String(id)); }
    preferences::ShortcutsPage &page() { return m_dialog->shortcuts(); }
    QPushButton *button(const QString &text)
    {
        for (QPushButton *each : page().findChildren<QPushButton *>())
            if (each->text() == text)
                return each;
        return nullptr;
    }
    QPushButton *takeButton()
    {
        for (QPushButton *each : page().findChildren<QPushButton *>())
            if (each->text().startsWith("Take"))
                return each;
        return nullptr;
    }
    template <class T>
    T *control(const char *name)
    {
        for (T *each : m_dialog->findChildren<T *>())
            if (each->accessibleName() == QLatin1String(name))
                return each;
        return nullptr;
    }
    void build()
    {
        m_dialog.reset();
        m_window.reset();
        m_window = support::makeWindow();
        m_dialog = std::make_unique<dialogs::Preferences>(m_window->workbench(), m_window.get());
        m_dialog->show();
    }

private slots:
    void initTestCase()
    {
        support::prepareApplication("hopyard-preferences-test", m_state);
    }
    void init()
    {
        QSettings().clear();
        build();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_window.reset();
        QSettings().clear();
    }

    void typingNarrowsPagesAndRows()
    {
        const QStringList allPages = m_dialog->shownPages();
        QVERIFY(allPages.size() >= 4);
        QVERIFY(m_dialog->shownRows().contains("Theme") && m_dialog->shownRows().contains("Grid"));
        QTest::keyClicks(control<QLineEdit>("Search in the preferences"), "langu");
        QCOMPARE(m_dialog->shownRows(), QStringList("Language"));
        QVERIFY(m_dialog->shownPages().contains("Appearance") && !m_dialog->shownPages().contains("Canvas"));
        // The hit is marked.
        bool marked = false;
        for (const QLabel *label : m_dialog->findChildren<QLabel *>())
            marked = marked || (label->text().contains("<span") && label->text().contains(">Langu<"));
        QVERIFY(marked);
        m_dialog->filter("duplic");
        QCOMPARE(m_dialog->shownPages(), QStringList("Keyboard"));
        QVERIFY(page().isVisible());
        m_dialog->filter("no such words");
        QVERIFY(m_dialog->shownPages().isEmpty());
        m_dialog->filter("");
        QCOMPARE(m_dialog->shownPages(), allPages);
        for (const QLabel *label : m_dialog->findChildren<QLabel *>())
            QVERIFY(!label->text().contains("<span"));
    }

    void everySettingCountsAtOnce()
    {
        auto *grid = control<QCheckBox>("Grid");
        QVERIFY(grid && grid->isChecked());
        grid->click();
        QVERIFY(!m_window->workbench().canvas.isGridShown());
        QVERIFY(!window::settings::gridShown());
        m_window->workbench().canvas.setGridShown(true);
        registry().refresh();
        QVERIFY(grid->isChecked()); // follows what is changed elsewhere
        auto *language = control<QComboBox>("Language");
        language->setCurrentIndex(language->findText("Deutsch"));
        emit language->activated(language->currentIndex());
        QCOMPARE(window::settings::language(), QString("de"));
        auto *theme = control<QComboBox>("Theme");
        theme->setCurrentIndex(2);
        emit theme->activated(2);
        QCOMPARE(theme::Theme::instance().scheme(), theme::Scheme::dark);
        theme->setCurrentIndex(1);
        emit theme->activated(1);
        auto *size = control<QComboBox>("Size of a record");
        QCOMPARE(size->currentText(), QString("4 GB"));
        QCOMPARE(window::settings::recordLimit(), qint64(4'000'000'000));
        size->setCurrentIndex(size->findText("No limit"));
        emit size->activated(size->currentIndex());
        QCOMPARE(window::settings::recordLimit(), qint64(0));
        window::settings::addRecentFile("/tmp/lab.yaml");
        control<QPushButton>("Recent labs")->click();
        QVERIFY(window::settings::recentFiles().isEmpty());
        for (const char *label : {"Addresses", "Costs", "Interfaces", "Names", "Impairments", "Map", "Snap to Grid"})
            QVERIFY2(m_dialog->shownRows().contains(label), label);
    }

    void keysAreRecordedAndCountAtOnce()
    {
        page().choose("edit.duplicate");
        QTest::keyClick(&page().field(), Qt::Key_J, Qt::ControlModifier | Qt::AltModifier);
        const QKeySequence keys(Qt::CTRL | Qt::ALT | Qt::Key_J);
        QCOMPARE(page().field().keys(), keys);
        QVERIFY(button("Use These Keys")->isEnabled());
        button("Use These Keys")->click();
        QCOMPARE(action("edit.duplicate")->shortcuts(), QList{keys});
        QVERIFY(action("edit.duplicate")->toolTip().contains(keys.toString(QKeySequence::NativeText)));
        QCOMPARE(QSettings().value("keys/edit.duplicate").toStringList(), QStringList("Ctrl+Alt+J"));
        // At the next start too.
        build();
        QCOMPARE(action("edit.duplicate")->shortcuts(), QList{keys});
        page().choose("edit.duplicate");
        QVERIFY(button("Standard Keys")->isEnabled());
        button("Standard Keys")->click();
        QCOMPARE(action("edit.duplicate")->shortcuts(), QList{QKeySequence(Qt::CTRL | Qt::Key_D)});
        QVERIFY(!QSettings().contains("keys/edit.duplicate"));
    }

    void keysCanBeTakenAway()
    {
        page().choose("edit.duplicate");
        QTest::keyClick(&page().field(), Qt::Key_L, Qt::ControlModifier); // the link tool's
        QVERIFY(!button("Use These Keys")->isEnabled());
        QVERIFY(!takeButton()->isHidden());
        QVERIFY(takeButton()->text().contains("Link Tool"));
        QVERIFY(action("tool.link")->shortcuts().contains(QKeySequence(Qt::CTRL | Qt::Key_L)));
        takeButton()->click();
        QVERIFY(action("tool.link")->shortcuts().isEmpty());
        QCOMPARE(action("edit.duplicate")->shortcuts(), QList{QKeySequence(Qt::CTRL | Qt::Key_L)});
        build(); // also the one that has none any more
        QVERIFY(action("tool.link")->shortcuts().isEmpty());
        button("All Standard")->click();
        QCOMPARE(action("tool.link")->shortcuts(), QList{QKeySequence(Qt::CTRL | Qt::Key_L)});
        QCOMPARE(action("edit.duplicate")->shortcuts(), QList{QKeySequence(Qt::CTRL | Qt::Key_D)});
    }

    void keysCanBeAddedAndRemoved()
    {
        page().choose("edit.duplicate");
        QTest::keyClick(&page().field(), Qt::Key_J, Qt::ControlModifier | Qt::AltModifier);
        button("Add These Keys")->click();
        QCOMPARE(action("edit.duplicate")->shortcuts().size(), 2);
        button("No Keys")->click();
        QVERIFY(action("edit.duplicate")->shortcuts().isEmpty());
        QVERIFY(!action("edit.duplicate")->toolTip().contains("Ctrl"));
    }

    void lettersAloneAreForWriting()
    {
        page().choose("edit.duplicate");
        QTest::keyClick(&page().field(), Qt::Key_J);
        QVERIFY(!button("Use These Keys")->isEnabled());
        QVERIFY(!preferences::whyNotKeys(QKeySequence(Qt::SHIFT | Qt::Key_J)).isEmpty());
        QVERIFY(preferences::whyNotKeys(QKeySequence(Qt::Key_F12)).isEmpty());
        QVERIFY(preferences::whyNotKeys(QKeySequence(Qt::CTRL | Qt::Key_J)).isEmpty());
        QTest::keyClick(&page().field(), Qt::Key_Escape);
        QVERIFY(page().field().keys().isEmpty());
    }

    void everyActionIsListed()
    {
        auto *table = page().findChild<QTableWidget *>();
        QStringList ids;
        for (int row = 0; row < table->rowCount(); ++row)
            ids += table->item(row, 0)->data(Qt::UserRole).toString();
        for (const auto &entry : registry().entries())
            QVERIFY2(ids.contains(entry.id) || entry.action->menu(), qPrintable(entry.id));
    }
};

QTEST_MAIN(TstPreferences)
#include "tst_preferences.moc"
