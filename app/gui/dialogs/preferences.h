// The few things a person sets once: theme, grid, snapping.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace hopyard::window {
class Workbench;
}

namespace hopyard::dialogs {

class Preferences final : public QDialog {
    Q_OBJECT

public:
    explicit Preferences(window::Workbench &workbench, QWidget *parent = nullptr);
};

/// Registers the action.
void installPreferences(window::Workbench &workbench);

} // namespace hopyard::dialogs
