// See guide_page.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/guide_page.h"

#include "app/gui/models/guide_model.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QCoreApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace hopyard::docks {

namespace {

constexpr int kDot = 12, kDotStep = 22, kGap = 6, kLight = 16;

struct Light {
    const char *icon;
    QColor colour;
    QString word;
};

Light lightOf(client::Verdict verdict)
{
    const theme::Colours &c = theme::colours();
    switch (verdict) {
    case client::Verdict::passed: return {"ok", c.ok, QCoreApplication::translate("CheckRow", "passed")};
    case client::Verdict::failed: return {"error", c.danger, QCoreApplication::translate("CheckRow", "not yet")};
    case client::Verdict::error: return {"warning", c.warning, QCoreApplication::translate("CheckRow", "cannot be checked here")};
    case client::Verdict::waiting: return {"clock", c.muted, QCoreApplication::translate("CheckRow", "waits for its time")};
    case client::Verdict::unknown: return {"clock", c.muted, QCoreApplication::translate("CheckRow", "not looked at yet")};
    }
    return {"clock", c.muted, {}};
}

} // namespace

StepDots::StepDots(models::GuideModel &model, QWidget *parent) : QWidget(parent), m_model(model)
{
    setAccessibleName(tr("Steps"));
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(kDot + 8);
    connect(&m_model, &models::GuideModel::pageChanged, this, [this] { update(); });
}

QSize StepDots::sizeHint() const { return {m_model.pageCount() * kDotStep, kDot + 8}; }

QRectF StepDots::dotOf(int page) const
{
    // Many steps move closer together.
    const double step = std::min<double>(kDotStep, (width() - kDot - 4.0) / std::max(1, m_model.pageCount() - 1));
    return {2 + page * step, (height() - kDot) / 2.0, kDot, kDot};
}

int StepDots::pageAt(const QPoint &at) const
{
    for (int page = 0; page < m_model.pageCount(); ++page)
        if (dotOf(page).adjusted(-3, -4, 3, 4).contains(at))
            return page;
    return -1;
}

void StepDots::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Colours &c = theme::colours();
    for (int page = 0; page < m_model.pageCount(); ++page) {
        const bool isDone = m_model.isDone(page), isHere = page == m_model.page();
        const QRectF dot = dotOf(page);
        painter.setPen(QPen(isHere ? c.accent : isDone ? c.ok : c.border, isHere ? 2.5 : 1.5));
        painter.setBrush(isDone ? c.ok : c.base);
        painter.drawEllipse(dot.adjusted(1.5, 1.5, -1.5, -1.5));
        if (!isDone)
            continue;
        painter.setPen(QPen(c.base, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF tick[] = {dot.topLeft() + QPointF(3.6, 6.3), dot.topLeft() + QPointF(5.4, 8.1), dot.topLeft() + QPointF(8.6, 4.3)};
        painter.drawPolyline(tick, 3);
    }
}

void StepDots::mousePressEvent(QMouseEvent *event)
{
    if (const int page = pageAt(event->pos()); page >= 0)
        m_model.setPage(page);
}

void StepDots::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        m_model.setPage(m_model.page() + (event->key() == Qt::Key_Left ? -1 : 1));
    else
        QWidget::keyPressEvent(event);
}

bool StepDots::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const lab::GuideStep *step = m_model.step(pageAt(help->pos()));
        QToolTip::showText(help->globalPos(), step ? QString::fromStdString(step->title).toHtmlEscaped() : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

CheckRow::CheckRow(const lab::Check &check, const client::CheckState &state, QWidget *parent) : QWidget(parent)
{
    const Light light = lightOf(state.verdict);
    const QString title = QString::fromStdString(check.title.empty() ? check.id : check.title);
    setAccessibleName(QStringLiteral("%1: %2").arg(title, light.word));
    auto *lamp = new QLabel(this);
    lamp->setPixmap(theme::iconPixmap(QLatin1String(light.icon), light.colour, kLight, devicePixelRatioF()));
    lamp->setToolTip(light.word);
    auto *name = new QLabel(title, this);
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    auto *points = new QLabel(state.verdict == client::Verdict::passed ? QStringLiteral("%1/%1").arg(check.points)
                                                                       : QStringLiteral("0/%1").arg(check.points),
                              this);
    points->setForegroundRole(QPalette::PlaceholderText);
    points->setToolTip(tr("Points"));
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(lamp, 0, Qt::AlignTop);
    line->addWidget(name, 1);
    line->addWidget(points, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(line);
    if (state.sentence.empty() || state.verdict == client::Verdict::passed)
        return;
    auto *why = new QLabel(QString::fromStdString(state.sentence), this);
    why->setTextFormat(Qt::PlainText);
    why->setWordWrap(true);
    why->setForegroundRole(QPalette::PlaceholderText);
    why->setContentsMargins(kLight + 8, 0, 0, 0);
    if (state.seen != state.sentence && !state.seen.empty())
        why->setToolTip(tr("Seen: %1").arg(QString::fromStdString(state.seen)).toHtmlEscaped());
    column->addWidget(why);
}

void CheckRow::mousePressEvent(QMouseEvent *) { emit clicked(); }

FlowRow::FlowRow(QWidget *parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FlowRow::add(QWidget *widget)
{
    widget->setParent(this);
    m_widgets += widget;
    updateGeometry();
}

int FlowRow::place(int width, bool isReal) const
{
    int x = 0, y = 0, high = 0;
    for (QWidget *widget : m_widgets) {
        const QSize size = widget->sizeHint();
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += high + kGap;
            high = 0;
        }
        if (isReal)
            widget->setGeometry(x, y, std::min(size.width(), width), size.height());
        x += size.width() + kGap;
        high = std::max(high, size.height());
    }
    return m_widgets.isEmpty() ? 0 : y + high;
}

int FlowRow::heightForWidth(int width) const { return place(width, false); }
QSize FlowRow::sizeHint() const { return {200, place(std::max(width(), 200), false)}; }
QSize FlowRow::minimumSizeHint() const { return {80, place(std::max(width(), 80), false)}; }
void FlowRow::resizeEvent(QResizeEvent *) { place(width(), true); }

QPushButton *chip(const QString &text, const QString &icon)
{
    auto *button = new QPushButton(theme::icon(icon), text);
    button->setIconSize(QSize(14, 14));
    return button;
}

QFrame *roundedBox()
{
    auto *box = new QFrame;
    box->setObjectName(QStringLiteral("box"));
    box->setStyleSheet(QStringLiteral("QFrame#box { border: 1px solid palette(mid); border-radius: 6px; background: palette(base); }"));
    return box;
}

QWidget *commandBox(const QString &node, const QString &line, QPushButton *button)
{
    QFrame *box = roundedBox();
    auto *text = new QLabel(node + QStringLiteral("# ") + line, box);
    text->setTextFormat(Qt::PlainText);
    text->setFont(theme::Theme::monospaceFont());
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(QCoreApplication::translate("GuideDock", "A command to try"));
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(10, 6, 6, 6);
    row->addWidget(text, 1);
    row->addWidget(button, 0, Qt::AlignTop);
    return box;
}

QString viewTitle(const QString &view)
{
    static const std::map<QString, const char *> kTitles{
        {"canvas", QT_TRANSLATE_NOOP("GuideDock", "the canvas")},     {"console", QT_TRANSLATE_NOOP("GuideDock", "the consoles")},
        {"lists", QT_TRANSLATE_NOOP("GuideDock", "the lists")},       {"log", QT_TRANSLATE_NOOP("GuideDock", "the log")},
        {"packets", QT_TRANSLATE_NOOP("GuideDock", "the packets")},   {"problems", QT_TRANSLATE_NOOP("GuideDock", "the problems")},
        {"tables", QT_TRANSLATE_NOOP("GuideDock", "the tables")},     {"time-line", QT_TRANSLATE_NOOP("GuideDock", "the time line")}};
    const auto found = kTitles.find(view);
    return found == kTitles.end() ? view : QCoreApplication::translate("GuideDock", found->second);
}

QString viewIcon(const QString &view)
{
    static const std::map<QString, QString> kIcons{{"canvas", "zoom-fit"}, {"console", "terminal"}, {"lists", "book"},   {"log", "log"},
                                                   {"packets", "packet"},  {"problems", "problems"}, {"tables", "table"}, {"time-line", "clock"}};
    const auto found = kIcons.find(view);
    return found == kIcons.end() ? QStringLiteral("info") : found->second;
}

void emptyWidget(QWidget *widget)
{
    delete widget->layout();
    for (QWidget *child : widget->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        child->hide();
        child->setParent(nullptr);
        child->deleteLater();
    }
}

} // namespace hopyard::docks
