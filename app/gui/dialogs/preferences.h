// Everything a person sets once, on pages with one search field: typing leaves the rows that have the words and marks
// them, whichever page they are on. Each row counts at once; what has to wait for the next start says so.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>
#include <vector>

class QBoxLayout;
class QFrame;
class QLabel;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace hopyard::preferences {
class ShortcutsPage;
}
namespace hopyard::window {
class Workbench;
}

namespace hopyard::dialogs {

class Preferences final : public QDialog {
    Q_OBJECT

public:
    explicit Preferences(window::Workbench &workbench, QWidget *parent = nullptr);

    /// Narrows pages and rows to those with each of the words.
    void filter(const QString &words);
    QStringList shownPages() const; ///< titles, in order
    QStringList shownRows() const;  ///< titles of rows, of all pages
    preferences::ShortcutsPage &shortcuts() { return *m_shortcuts; }

private:
    struct Row {
        int page = 0;
        QFrame *frame = nullptr;
        QLabel *title = nullptr;
        QLabel *detail = nullptr;
        QString titleText, detailText;
    };
    int addPage(const QString &title, const QString &icon);
    void addRow(int page, const QString &title, const QString &detail, QWidget *control);
    /// A check box for a checkable action: the same switch as in its menu.
    void addSwitch(int page, const QString &action);
    void addButton(int page, const QString &title, const QString &detail, const QString &button, std::function<void()> run);
    void addAppearance();
    void addCanvas();
    void addLabs();
    void addKeyboard();

    window::Workbench &m_workbench;
    QLineEdit *m_search;
    QListWidget *m_pages;
    QStackedWidget *m_stack;
    QLabel *m_nothing;
    std::vector<QBoxLayout *> m_columns;
    std::vector<Row> m_rows;
    preferences::ShortcutsPage *m_shortcuts = nullptr;
    int m_keyboardPage = 0;
};

/// Registers the action.
void installPreferences(window::Workbench &workbench);

} // namespace hopyard::dialogs
