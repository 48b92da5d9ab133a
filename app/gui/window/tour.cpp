// See tour.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/tour.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::window {

namespace {
const char *const kSeen = "tour/seen";
constexpr int kCardWidth = 360;
constexpr int kApart = 16; ///< between the card and what it speaks of
} // namespace

bool Tour::wasSeen() { return QSettings().value(QLatin1String(kSeen), false).toBool(); }

Tour *Tour::start(QWidget &window)
{
    if (auto *running = window.findChild<Tour *>())
        return running;
    auto *tour = new Tour(window);
    tour->show();
    tour->raise();
    tour->go(0);
    return tour;
}

Tour::Tour(QWidget &window)
    : QWidget(&window), m_card(new QFrame(this)), m_title(new QLabel(m_card)), m_text(new QLabel(m_card)), m_count(new QLabel(m_card)),
      m_back(new QPushButton(tr("Back"), m_card)), m_next(new QPushButton(tr("Next"), m_card)), m_focusBefore(QApplication::focusWidget())
{
    setObjectName(QStringLiteral("tour"));
    setAccessibleName(tr("Tour"));
    m_steps = {
        {QStringLiteral("dock.palette"), tr("What there is"),
         tr("Drag a host or a router from the palette onto the canvas, or double-click it. Shift while dropping asks how many.")},
        {QStringLiteral("canvas"), tr("Draw"),
         tr("Press on the edge of a node and release on another: they are linked. Drag to move, turn the wheel to zoom. Ctrl+Z undoes "
            "everything.")},
        {QStringLiteral("dock.properties"), tr("Say how it is"),
         tr("Addresses, delays, configurations: of what is picked. What is wrong is said while you type, and most problems have a fix.")},
        {QStringLiteral("toolbar"), tr("Press Run"),
         tr("Real packets flow along the links. Pause, step, slow down; double-click a node for its console.")},
        {QStringLiteral("menubar"), tr("Find anything"),
         tr("Ctrl+K finds every action, dock and node by a few letters. Help has the guide, and this tour again.")},
    };
    m_card->setObjectName(QStringLiteral("tourCard"));
    m_card->setProperty("role", QStringLiteral("card"));
    m_card->setAccessibleName(tr("Tour"));
    m_card->setFixedWidth(kCardWidth);
    m_card->setAutoFillBackground(true);
    auto *column = new QVBoxLayout(m_card);
    column->setContentsMargins(22, 18, 22, 16);
    column->setSpacing(8);
    m_title->setProperty("role", QStringLiteral("heading"));
    QFont font = m_title->font();
    font.setPointSizeF(13);
    m_title->setFont(font);
    m_text->setWordWrap(true);
    m_count->setProperty("role", QStringLiteral("muted"));
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(4);
    auto *row = new QHBoxLayout;
    auto *skipButton = new QPushButton(tr("Skip"), m_card);
    skipButton->setFlat(true);
    for (QPushButton *button : {skipButton, m_back, m_next})
        button->setAccessibleName(button->text());
    row->addWidget(m_count);
    row->addStretch();
    row->addWidget(skipButton);
    row->addWidget(m_back);
    row->addWidget(m_next);
    column->addLayout(row);
    m_next->setDefault(true);
    connect(skipButton, &QPushButton::clicked, this, &Tour::skip);
    connect(m_back, &QPushButton::clicked, this, [this] { go(m_step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { go(m_step + 1); });
    window.installEventFilter(this);
    setGeometry(window.rect());
    QSettings().setValue(QLatin1String(kSeen), true);
}

void Tour::skip()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus();
    deleteLater();
}

void Tour::go(int step)
{
    if (step >= steps()) {
        skip();
        return;
    }
    m_step = std::max(step, 0);
    const Step &now = m_steps[static_cast<std::size_t>(m_step)];
    m_title->setText(now.title);
    m_title->setAccessibleName(now.title);
    m_text->setText(now.text);
    m_text->setAccessibleName(now.text);
    m_count->setText(tr("%1 of %2").arg(m_step + 1).arg(steps()));
    m_count->setAccessibleName(m_count->text());
    m_back->setEnabled(m_step > 0);
    m_next->setText(m_step + 1 == steps() ? tr("Done") : tr("Next"));
    m_next->setAccessibleName(m_next->text());
    place();
    m_next->setFocus();
    update();
}

QRect Tour::targetRect() const
{
    const QString &name = m_steps[static_cast<std::size_t>(m_step)].target;
    const QWidget *target = parentWidget()->findChild<QWidget *>(name);
    if (name == QLatin1String("menubar"))
        for (const QWidget *child : parentWidget()->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
            if (child->inherits("QMenuBar"))
                target = child;
    if (!target || !target->isVisible())
        return {};
    return QRect(mapFromGlobal(target->mapToGlobal(QPoint())), target->size());
}

void Tour::place()
{
    m_card->adjustSize();
    m_card->resize(kCardWidth, m_card->heightForWidth(kCardWidth) > 0 ? m_card->heightForWidth(kCardWidth) : m_card->height());
    const QRect target = targetRect();
    const QSize card = m_card->size();
    QPoint at = rect().center() - QPoint(card.width() / 2, card.height() / 2);
    if (!target.isNull()) {
        // Beside it where there is room, else below, else in the middle of it.
        const int middle = std::clamp(target.center().y() - card.height() / 2, kApart, std::max(kApart, height() - card.height() - kApart));
        if (target.right() + kApart + card.width() < width() && target.width() < width() / 2)
            at = QPoint(target.right() + kApart, middle);
        else if (target.left() - kApart - card.width() > 0 && target.width() < width() / 2)
            at = QPoint(target.left() - kApart - card.width(), middle);
        else if (target.bottom() + kApart + card.height() < height())
            at = QPoint(std::clamp(target.left() + 40, kApart, std::max(kApart, width() - card.width() - kApart)), target.bottom() + kApart);
        else
            at = target.center() - QPoint(card.width() / 2, card.height() / 2);
    }
    m_card->move(at);
}

void Tour::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath veil;
    veil.addRect(QRectF(rect()));
    const QRect target = targetRect();
    QPainterPath hole;
    if (!target.isNull())
        hole.addRoundedRect(QRectF(target).adjusted(2, 2, -2, -2), 8, 8);
    painter.fillPath(veil.subtracted(hole), QColor(10, 14, 20, theme::Theme::instance().scheme() == theme::Scheme::dark ? 150 : 110));
    if (!target.isNull()) {
        painter.setPen(QPen(theme::colours().accent, 2));
        painter.drawPath(hole);
    }
}

void Tour::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape: skip(); return;
    case Qt::Key_Right: go(m_step + 1); return;
    case Qt::Key_Left: go(m_step - 1); return;
    default: QWidget::keyPressEvent(event);
    }
}

void Tour::mousePressEvent(QMouseEvent *event) { event->accept(); } // what is beneath waits

bool Tour::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize) {
        setGeometry(parentWidget()->rect());
        place();
    }
    return QWidget::eventFilter(watched, event);
}

void installTour(Workbench &workbench)
{
    workbench.actions.add({ .id = "help.tour",
                            .text = Tour::tr("Take the &Tour"),
                            .icon = "info",
                            .tip = Tour::tr("Five steps through the window"),
                            .menu = actions::Menu::help,
                            .group = 0,
                            .run = [&workbench] { Tour::start(*workbench.canvas.window()); } });
}

} // namespace hopyard::window
