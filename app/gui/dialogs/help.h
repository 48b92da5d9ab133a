// The Help menu: the guide, the shortcuts of all actions with a search field, and what this program is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace hopyard::window {
class Workbench;
}
namespace hopyard::actions {
class ActionRegistry;
}

namespace hopyard::dialogs {

/// docs/workbench.md, which is part of the program.
class Guide final : public QDialog {
    Q_OBJECT
public:
    explicit Guide(QWidget *parent);
};

/// Every action with its keys, which can be changed here as in the preferences; typing narrows the list.
class Shortcuts final : public QDialog {
    Q_OBJECT
public:
    Shortcuts(actions::ActionRegistry &registry, QWidget *parent);
};

/// Version, licence, and the Qt it runs with.
class About final : public QDialog {
    Q_OBJECT
public:
    explicit About(QWidget *parent);
};

/// Registers the actions.
void installHelp(window::Workbench &workbench);

} // namespace hopyard::dialogs
