// All actions of the workbench by id. Menus, toolbar, context menus and the command palette are made from here, so an
// action registered once can be reached everywhere. Its shortcuts can be changed; those that differ from what it was
// registered with are kept in the settings (keys/ID), and count at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <vector>

class QAction;
class QWidget;

namespace hopyard::actions {

/// The menus of the menu bar, in order.
enum class Menu { none, file, edit, view, arrange, run, tools, help };

struct ActionSpec {
    QString id = {};   ///< "edit.duplicate"
    QString text = {}; ///< with a mnemonic: "&Duplicate"
    QString icon = {}; ///< name of an icon of the theme; may be empty
    QList<QKeySequence> shortcuts = {}; ///< the first one is shown
    QString tip = {};  ///< a sentence; the text where empty
    Menu menu = Menu::none;
    int group = 0; ///< within the menu; a line is drawn between groups, groups in ascending order
    std::function<void()> run = {};
    std::function<bool()> enabledWhen = {}; ///< always enabled where empty
    bool checkable = false;
    std::function<bool()> checkedWhen = {}; ///< for checkable ones whose state is held elsewhere
    QWidget *scope = nullptr; ///< the shortcut works only while the focus is in it; everywhere where null
};

class ActionRegistry final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Registers an action; the id must be new. For a checkable action `run` is called when a person toggles it.
    QAction *add(const ActionSpec &spec);
    /// Registers an action made elsewhere (a dock's toggle action).
    void adopt(const QString &id, QAction *action, Menu menu, int group);
    QAction *action(const QString &id) const; ///< nullptr where there is none
    /// Every registered action with its id, in order of registration.
    struct Entry {
        QString id;
        QAction *action;
        Menu menu;
        int group;
        bool everywhere = true; ///< its shortcut works in the whole window
        QList<QKeySequence> standard = {}; ///< as registered
        QString tip = {};                  ///< tooltip without the keys
    };
    const std::vector<Entry> &entries() const { return m_entries; }
    // --- shortcuts ---
    /// Gives an action other shortcuts, now and at the next start. Nothing for an unknown id.
    void setShortcuts(const QString &id, const QList<QKeySequence> &keys);
    void resetShortcuts(const QString &id); ///< as registered
    void resetAllShortcuts();
    /// The ids of those that have these keys already, `except` left out.
    QStringList ownersOf(const QKeySequence &keys, const QString &except = {}) const;

    /// Asks every `enabledWhen` and `checkedWhen` again: after the selection, the document or the run state changed.
    void refresh();

signals:
    void shortcutsChanged(const QString &id);

private:
    struct Conditions {
        std::function<bool()> enabled;
        std::function<bool()> checked;
    };
    void enter(Entry entry);
    static void showKeys(const Entry &entry);
    std::vector<Entry> m_entries;
    std::map<QString, Conditions> m_conditions;
};

} // namespace hopyard::actions
