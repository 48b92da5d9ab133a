// See scripted_hand.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/scripted_hand.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QTabBar>

#include <algorithm>

namespace hopyard::window {

namespace {

/// "r1", "r1,r2", or the link plugged at "r1:eth1".
bool pick(Workbench &workbench, const QString &what)
{
    const std::string name = document::fromQt(what);
    for (const lab::Link &link : workbench.document.lab().links)
        if (lab::toString(link.a) == name || lab::toString(link.b) == name) {
            workbench.scene.pick({{}, {document::endsOf(link)}});
            return true;
        }
    document::Picked nodes;
    for (const QString &each : what.split(QLatin1Char(',')))
        if (workbench.document.lab().findNode(document::fromQt(each)))
            nodes.nodes.push_back(document::fromQt(each));
    if (nodes.nodes.empty())
        return false;
    workbench.scene.pick(nodes);
    return true;
}

/// What a person has before them: the dialog that wants an answer, else the window.
QWidget &front(QWidget &window)
{
    QWidget *dialog = QApplication::activeModalWidget();
    return dialog ? *dialog : window;
}

bool typeText(QWidget &window, const QString &text)
{
    QWidget *widget = front(window).focusWidget();
    for (const QChar c : text + QLatin1Char('\r')) {
        const bool isReturn = c == QLatin1Char('\r');
        QKeyEvent press(QEvent::KeyPress, isReturn ? Qt::Key_Return : 0, Qt::NoModifier, QString(c));
        if (widget)
            QApplication::sendEvent(widget, &press);
    }
    return widget != nullptr;
}

bool isCalled(const QString &own, const QString &text)
{
    return QString(own).remove(QLatin1Char('&')).compare(text, Qt::CaseInsensitive) == 0;
}

bool clickTab(QTabBar &tabs, const QString &text)
{
    for (int tab = 0; tab < tabs.count(); ++tab)
        if (isCalled(tabs.tabText(tab), text)) {
            tabs.setCurrentIndex(tab);
            return true;
        }
    return false;
}

/// The first row, from the top, of which a cell says so; of a tree also what is unfolded below it.
bool clickRow(QAbstractItemView &view, const QString &text, const QModelIndex &parent = {})
{
    const QAbstractItemModel *model = view.model();
    for (int row = 0; model && row < model->rowCount(parent); ++row) {
        for (int column = 0; column < model->columnCount(parent); ++column)
            if (const QModelIndex cell = model->index(row, column, parent); isCalled(cell.data().toString(), text)) {
                view.setFocus();
                view.setCurrentIndex(cell);
                view.scrollTo(cell);
                return true;
            }
        if (clickRow(view, text, model->index(row, 0, parent)))
            return true;
    }
    return false;
}

} // namespace

bool click(QWidget &window, const QString &text)
{
    const QList<QWidget *> widgets = front(window).findChildren<QWidget *>();
    const auto seen = [](const QWidget *widget) { return widget->isVisible() && widget->isEnabled(); };
    for (QWidget *widget : widgets)
        if (auto *button = qobject_cast<QAbstractButton *>(widget);
            button && seen(button) && (isCalled(button->text(), text) || isCalled(button->accessibleName(), text))) {
            button->click();
            return true;
        }
    for (QWidget *widget : widgets)
        if (auto *tabs = qobject_cast<QTabBar *>(widget); tabs && seen(tabs) && clickTab(*tabs, text))
            return true;
    for (QWidget *widget : widgets)
        if (auto *view = qobject_cast<QAbstractItemView *>(widget); view && seen(view) && clickRow(*view, text))
            return true;
    for (QWidget *widget : widgets)
        if (seen(widget) && widget->focusPolicy() != Qt::NoFocus && isCalled(widget->accessibleName(), text)) {
            widget->setFocus();
            return true;
        }
    return false;
}

bool perform(Workbench &workbench, const Options::Step &step)
{
    QWidget &window = *workbench.canvas.window();
    switch (step.what) {
    case Options::Step::What::pick: return pick(workbench, step.argument);
    case Options::Step::What::type: return typeText(window, step.argument);
    case Options::Step::What::click: return click(window, step.argument);
    case Options::Step::What::action:
        if (QAction *action = workbench.actions.action(step.argument); action && action->isEnabled()) {
            action->trigger();
            return true;
        }
        return false;
    }
    return false;
}

QPixmap pictureOf(QWidget &window)
{
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    for (QWidget *above : QApplication::topLevelWidgets()) {
        if (above == &window || !above->isVisible() || above->windowType() == Qt::ToolTip)
            continue;
        const QRect place(above->mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), above->size());
        if (!place.intersects(window.rect()))
            continue;
        for (int edge = 1; edge <= 8; ++edge) { // the frame of a window manager, which the pictures are made without
            painter.setPen(QColor(0, 0, 0, 14 - edge));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(place).adjusted(-edge, 2 - edge, edge, 2 + edge), edge, edge);
        }
        painter.drawPixmap(place.topLeft(), above->grab());
        painter.setPen(theme::colours().border);
        painter.drawRect(QRectF(place).adjusted(-0.5, -0.5, 0.5, 0.5));
    }
    return picture;
}

} // namespace hopyard::window
