// See welcome.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/welcome.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace hopyard::window {

Welcome::Welcome(Workbench &workbench, QWidget *canvas) : QFrame(canvas), m_workbench(workbench)
{
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("Welcome"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(34, 28, 34, 28);
    column->setSpacing(8);
    auto *logo = new QLabel(this);
    logo->setPixmap(theme::iconPixmap(QStringLiteral("logo"), theme::colours().accent, 56, devicePixelRatioF()));
    logo->setAlignment(Qt::AlignHCenter);
    logo->setAccessibleName(tr("Hopyard"));
    column->addWidget(logo);
    const auto line = [&](const QString &text, const char *role, double points) {
        auto *label = new QLabel(text, this);
        label->setProperty("role", QLatin1String(role));
        label->setAlignment(Qt::AlignHCenter);
        label->setAccessibleName(text);
        QFont font = label->font();
        font.setPointSizeF(points);
        label->setFont(font);
        column->addWidget(label);
    };
    line(tr("Draw a network. Press Run. It is alive."), "heading", 15);
    line(tr("Drag a node from the palette, or double-click one."), "muted", 10);
    column->addSpacing(12);
    const auto button = [&](const char *id, bool first) {
        QAction *action = workbench.actions.action(QLatin1String(id));
        if (!action)
            return;
        auto *made = new QPushButton(action->icon(), action->text().remove(QLatin1Char('&')), this);
        made->setAccessibleName(made->text());
        made->setDefault(first);
        made->setMinimumHeight(34);
        connect(made, &QPushButton::clicked, action, &QAction::trigger);
        column->addWidget(made);
    };
    button("file.sample", false);
    button("file.open", false);
    column->addSpacing(10);
    auto *keys = new QGridLayout;
    keys->setHorizontalSpacing(16);
    keys->setVerticalSpacing(3);
    const std::pair<QString, QString> rows[] = {
        {tr("Ctrl+L"), tr("link two nodes, or drag from a node's edge")},
        {tr("Ctrl+K"), tr("find any action or node")},
        {tr("Wheel"), tr("zoom; drag with the right button to pan")},
    };
    for (int i = 0; i < 3; ++i) {
        for (int c = 0; c < 2; ++c) {
            auto *label = new QLabel(c == 0 ? rows[i].first : rows[i].second, this);
            label->setProperty("role", c == 0 ? QStringLiteral("heading") : QStringLiteral("muted"));
            label->setAccessibleName(label->text());
            keys->addWidget(label, i, c);
        }
    }
    keys->setColumnStretch(1, 1);
    column->addLayout(keys);
    connect(&workbench.document, &document::LabDocument::changed, this, &Welcome::follow);
    canvas->installEventFilter(this);
    follow();
}

void Welcome::follow()
{
    setVisible(m_workbench.document.lab().nodes.empty());
    if (isVisible())
        centre();
}

void Welcome::centre()
{
    adjustSize();
    move((parentWidget()->width() - width()) / 2, (parentWidget()->height() - height()) / 2);
}

bool Welcome::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show)
        centre();
    return QFrame::eventFilter(watched, event);
}

} // namespace hopyard::window
