// See style.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/theme/style.h"

#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

namespace hopyard::theme {

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: drawCheckBox(*option, *painter); return;
    case PE_IndicatorRadioButton: drawRadioButton(*option, *painter); return;
    case PE_FrameFocusRect: {
        // Of a tab Fusion would have it frame the letters.
        const QRectF around = qobject_cast<const QTabBar *>(widget) ? QRectF(option->rect).adjusted(-6, -5, 6, 5) : QRectF(option->rect);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(colours().accent, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(around.adjusted(1, 1, -1, -1), 4, 4);
        painter->restore();
        return;
    }
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_MessageBoxWarning: return icon(QStringLiteral("warning"), [] { return colours().warning; });
    case SP_MessageBoxCritical: return icon(QStringLiteral("error"), [] { return colours().danger; });
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion: return icon(QStringLiteral("info"), [] { return colours().accent; });
    default: return QProxyStyle::standardIcon(which, option, widget);
    }
}

void Style::drawCheckBox(const QStyleOption &option, QPainter &painter) const
{
    const Colours &c = colours();
    const bool enabled = option.state & State_Enabled;
    const bool on = option.state & (State_On | State_NoChange);
    QRectF box(0, 0, 15, 15);
    box.moveCenter(QRectF(option.rect).center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(enabled ? 1 : 0.5);
    const bool lit = option.state & (State_MouseOver | State_HasFocus);
    painter.setPen(QPen(on || lit ? c.accent : c.muted, 1.2));
    painter.setBrush(on ? c.accent : c.base);
    painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 3.5, 3.5);
    painter.setPen(QPen(c.onAccent, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    if (option.state & State_NoChange) {
        painter.drawLine(box.center() - QPointF(3.5, 0), box.center() + QPointF(3.5, 0));
    } else if (option.state & State_On) {
        const QPointF o = box.topLeft();
        painter.drawPolyline(QPolygonF{o + QPointF(4, 7.7), o + QPointF(6.6, 10.3), o + QPointF(11.2, 4.9)});
    }
    painter.restore();
}

void Style::drawRadioButton(const QStyleOption &option, QPainter &painter) const
{
    const Colours &c = colours();
    const bool on = option.state & State_On;
    QRectF box(0, 0, 15, 15);
    box.moveCenter(QRectF(option.rect).center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(option.state & State_Enabled ? 1 : 0.5);
    painter.setPen(QPen(on || (option.state & State_HasFocus) ? c.accent : c.muted, 1.2));
    painter.setBrush(on ? c.accent : c.base);
    painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6));
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.onAccent);
        painter.drawEllipse(box.center(), 2.8, 2.8);
    }
    painter.restore();
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 17;
    case PM_FocusFrameHMargin: return 5; // before the text of a cell, in each of its states; a padding would be of some only
    case PM_SmallIconSize: return 18;
    case PM_ToolBarIconSize: return 20;
    case PM_DockWidgetSeparatorExtent: return 5;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin: return 10;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return 8;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_DialogButtonBox_ButtonsHaveIcons: // words are enough
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_ToolButton_PopupDelay: return 300;
    default: return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QString styleSheet(const Colours &c)
{
    QString sheet = QStringLiteral(R"(
QMainWindow::separator { background: @window; width: 5px; height: 5px; }
QMainWindow::separator:hover { background: @accent; }
QToolBar { background: @window; border: 0; border-bottom: 1px solid @border; padding: 4px 8px; spacing: 2px; }
QToolBar::separator { background: @border; width: 1px; margin: 5px 7px; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px; color: @text; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @accentSoft; }
QToolButton:focus { border-color: @accent; }
QToolBar QToolButton { padding: 5px 6px; }
QToolButton[popupMode="1"], QToolButton[popupMode="2"] { padding-right: 19px; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: url(:/hopyard/themes/chevron-@scheme.svg); width: 11px; height: 11px;
    subcontrol-origin: border; subcontrol-position: center right; right: 5px; }
QToolButton::menu-button { border: 0; border-radius: 4px; width: 18px; }
QToolButton::menu-button:hover { background: @hover; }
QToolButton::menu-arrow { image: url(:/hopyard/themes/chevron-@scheme.svg); width: 11px; height: 11px; }
QMenuBar { background: @window; border: 0; padding: 2px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; color: @text; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @base; border: 1px solid @border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 10px; border-radius: 5px; color: @text; }
QMenu::icon { padding-left: 6px; }
QMenu::item:selected { background: @accentSoft; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @border; margin: 5px 8px; }
QStatusBar { background: @window; border-top: 1px solid @border; color: @muted; }
QStatusBar::item { border: 0; }
QDockWidget { color: @muted; titlebar-close-icon: url(:/hopyard/themes/dock-close-@scheme.svg);
    titlebar-normal-icon: url(:/hopyard/themes/dock-float-@scheme.svg); }
QDockWidget::title { padding: 7px 12px; text-align: left; }
QDockWidget::close-button, QDockWidget::float-button { border: 0; border-radius: 4px; padding: 0; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: @hover; }
QDockWidget > QWidget { background: @window; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: @base; color: @text; border: 1px solid @border;
    border-radius: 6px; padding: 3px 7px; min-height: 20px; selection-background-color: @accent;
    selection-color: @onAccent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit:disabled, QComboBox:disabled { color: @faint; background: @window; }
QLineEdit[wrong="true"] { border-color: @danger; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 18px; border: 0; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 18px; border: 0; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/hopyard/themes/chevron-up-@scheme.svg); width: 11px; height: 11px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/hopyard/themes/chevron-@scheme.svg); width: 11px; height: 11px; }
QComboBox::drop-down { border: 0; width: 18px; }
QComboBox::down-arrow { image: url(:/hopyard/themes/chevron-@scheme.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @base; border: 1px solid @border; selection-background-color: @accentSoft;
    selection-color: @text; outline: 0; }
QPlainTextEdit, QTextEdit, QTextBrowser { background: @base; color: @text; border: 1px solid @border;
    border-radius: 6px; }
QPlainTextEdit:focus, QTextEdit:focus { border-color: @accent; }
QListView, QTreeView, QTableView { background: @base; alternate-background-color: @window; border: 1px solid @border;
    border-radius: 6px; outline: 0; gridline-color: @border; selection-background-color: @accentSoft;
    selection-color: @text; }
QTreeView[role="plain"], QListView[role="plain"] { background: transparent; border: 0; }
QListView::item { border-radius: 5px; padding: 3px; }
QListView::item:hover, QTreeView::item:hover { background: @hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: @accentSoft; color: @text; }
QHeaderView::section { background: @window; color: @muted; border: 0; border-bottom: 1px solid @border;
    padding: 4px 6px; }
QTableView QTableCornerButton::section { background: @window; border: 0; }
QPushButton { background: @base; color: @text; border: 1px solid @border; border-radius: 6px; padding: 5px 14px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @accentSoft; }
QPushButton:focus { border-color: @accent; }
QPushButton:default { background: @accent; border-color: @accent; color: @onAccent; }
QPushButton:disabled, QToolButton:disabled { color: @faint; }
QPushButton:default:disabled { background: transparent; border-color: @border; color: @faint; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @border; }
QSlider::sub-page:horizontal { border-radius: 2px; background: @accent; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 7px; background: @base;
    border: 1px solid @accent; }
QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled { border-color: @border; }
QTabBar { qproperty-drawBase: 0; }
QTabWidget::pane { border: 0; }
QTabBar::tab { background: transparent; color: @muted; padding: 6px 12px; border: 0;
    border-bottom: 2px solid transparent; }
QMainWindow > QTabBar::tab { padding: 6px 6px; margin-right: 1px; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: @text; color: @base; border: 0; padding: 4px 7px; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="wrong"] { color: @danger; }
QLabel[role="warn"] { color: @warning; }
QFrame[role="card"] { background: @base; border: 1px solid @border; border-radius: 10px; }
QFrame[role="line"] { background: @border; max-height: 1px; border: 0; }
)");
    const auto blend = [](const QColor &a, const QColor &b, double t) {
        return QColor::fromRgbF(float(a.redF() * (1 - t) + b.redF() * t), float(a.greenF() * (1 - t) + b.greenF() * t),
                                float(a.blueF() * (1 - t) + b.blueF() * t));
    };
    const bool dark = c.base.lightness() < 128;
    const std::pair<const char *, QString> values[] = {
        {"@accentSoft", blend(c.base, c.accent, dark ? 0.32 : 0.16).name()},
        {"@accent", c.accent.name()},
        {"@onAccent", c.onAccent.name()},
        {"@window", c.window.name()},
        {"@base", c.base.name()},
        {"@border", c.border.name()},
        {"@hover", c.hover.name()},
        {"@text", c.text.name()},
        {"@muted", c.muted.name()},
        {"@faint", blend(c.window, c.muted, 0.6).name()},
        {"@danger", c.danger.name()},
        {"@warning", c.warning.name()},
        {"@scheme", dark ? QStringLiteral("dark") : QStringLiteral("light")},
    };
    for (const auto &[name, value] : values)
        sheet.replace(QLatin1String(name), value);
    return sheet;
}

} // namespace hopyard::theme
