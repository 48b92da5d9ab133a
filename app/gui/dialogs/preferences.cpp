// See preferences.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/preferences.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace hopyard::dialogs {

namespace settings = window::settings;

Preferences::Preferences(window::Workbench &workbench, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Preferences"));
    setAccessibleName(tr("Preferences"));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(20, 20, 20, 16);
    form->setVerticalSpacing(12);
    auto *theme = new QComboBox(this);
    theme->setAccessibleName(tr("Theme"));
    theme->addItems({tr("As the desktop"), tr("Light"), tr("Dark")});
    theme->setCurrentIndex(static_cast<int>(settings::themeChoice()));
    connect(theme, &QComboBox::activated, this, [](int index) {
        const auto choice = static_cast<settings::ThemeChoice>(index);
        settings::setThemeChoice(choice);
        theme::Theme::instance().setScheme(settings::schemeFor(choice));
    });
    auto *label = new QLabel(tr("Theme"), this);
    label->setAccessibleName(label->text());
    label->setBuddy(theme);
    form->addRow(label, theme);
    // Grid and snapping are actions already: the same switches stand here.
    for (const char *const id : {"view.grid", "view.snap"}) {
        QAction *action = workbench.actions.action(QLatin1String(id));
        if (!action)
            continue;
        auto *box = new QCheckBox(action->statusTip(), this);
        box->setAccessibleName(action->statusTip());
        box->setChecked(action->isChecked());
        connect(box, &QCheckBox::clicked, action, &QAction::trigger);
        form->addRow(box);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->setAccessibleName(tr("Buttons"));
    buttons->button(QDialogButtonBox::Close)->setAccessibleName(tr("Close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
}

void installPreferences(window::Workbench &workbench)
{
    workbench.actions.add({ .id = "tools.preferences",
                            .text = Preferences::tr("Pre&ferences"),
                            .icon = "settings",
                            .shortcuts = { QKeySequence(Qt::CTRL | Qt::Key_Comma) },
                            .menu = actions::Menu::tools,
                            .group = 9,
                            .run = [&workbench] {
                                Preferences dialog(workbench, workbench.canvas.window());
                                dialog.exec();
                            } });
}

} // namespace hopyard::dialogs
