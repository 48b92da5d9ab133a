// See welcome.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/welcome.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/lab_preview.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/samples.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/workbench.h"
#include "core/lab/read.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::window {

namespace {

constexpr int kRecent = 5;
constexpr int kColumns = 3; // at most
constexpr int kGap = 8;     // between pictures, and around the card
constexpr QSize kPicture(150, 88);
constexpr int kLeftWidth = 220;
constexpr int kBetween = 24; // the columns
constexpr QMargins kInside(28, 24, 28, 24);

} // namespace

Welcome::Welcome(Workbench &workbench, view::CanvasView &canvas)
    : QFrame(&canvas), m_workbench(workbench), m_recent(new QVBoxLayout), m_samples(new QWidget(this)),
      m_area(new QScrollArea(this)), m_grid(new QGridLayout(m_samples))
{
    setObjectName(QStringLiteral("welcome"));
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("Welcome"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(kInside);
    all->setSpacing(18);
    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    auto *logo = new QLabel(this);
    logo->setPixmap(theme::iconPixmap(QStringLiteral("logo"), theme::colours().accent, 52, devicePixelRatio()));
    logo->setAccessibleName(tr("Hopyard"));
    head->addWidget(logo);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    const auto line = [&](const QString &text, const char *role, double points) {
        auto *label = new QLabel(text, this);
        label->setProperty("role", QLatin1String(role));
        label->setAccessibleName(text);
        QFont font = label->font();
        font.setPointSizeF(points);
        label->setFont(font);
        words->addWidget(label);
    };
    line(tr("Draw a network. Press Run. It is alive."), "heading", 15);
    line(tr("Drag a node from the palette, or begin with one of these."), "muted", 10);
    head->addLayout(words, 1);
    all->addLayout(head);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(kBetween);
    auto *left = new QVBoxLayout;
    left->setSpacing(7);
    addStart(*left);
    left->addSpacing(8);
    left->addLayout(m_recent);
    m_recent->setSpacing(2);
    left->addStretch();
    columns->addLayout(left);
    auto *right = new QVBoxLayout;
    right->setSpacing(7);
    addSamples(*right);
    right->addStretch();
    columns->addLayout(right, 1);
    all->addLayout(columns);
    connect(&workbench.document, &document::LabDocument::changed, this, &Welcome::follow);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &Welcome::paintSamples);
    canvas.installEventFilter(this);
    canvas.viewport()->installEventFilter(this);
    setAcceptDrops(true);
    follow();
}

void Welcome::addHeading(QBoxLayout &column, const QString &text)
{
    auto *label = new QLabel(text, this);
    label->setProperty("role", QStringLiteral("heading"));
    label->setAccessibleName(text);
    column.addWidget(label);
}

void Welcome::addStart(QVBoxLayout &column)
{
    addHeading(column, tr("Start"));
    for (const char *id : {"file.generate", "file.open", "file.import", "help.tour"}) {
        QAction *action = m_workbench.actions.action(QLatin1String(id));
        if (!action)
            continue;
        auto *made = new QPushButton(action->icon(), action->text().remove(QLatin1Char('&')), this);
        made->setAccessibleName(made->text());
        made->setMinimumHeight(34);
        made->setFixedWidth(kLeftWidth);
        connect(made, &QPushButton::clicked, action, &QAction::trigger);
        column.addWidget(made);
    }
}

void Welcome::choose(const char *id, const QString &choice)
{
    const QAction *action = m_workbench.actions.action(QLatin1String(id));
    if (!action || !action->menu())
        return;
    emit action->menu()->aboutToShow(); // which fills it
    for (QAction *entry : action->menu()->actions())
        if (entry->data().toString() == choice) {
            entry->trigger();
            return;
        }
}

void Welcome::fillRecent()
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QStringList paths;
    for (const QString &path : settings::recentFiles())
        if (paths.size() < kRecent && QFileInfo::exists(path))
            paths += path;
    if (paths.isEmpty() || !m_workbench.actions.action(QStringLiteral("file.recent")))
        return;
    addHeading(*m_recent, tr("Recent labs"));
    for (const QString &path : paths) {
        auto *made = new QToolButton(this);
        made->setIcon(theme::icon(QStringLiteral("recent")));
        made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        made->setAutoRaise(true);
        made->setText(fontMetrics().elidedText(QFileInfo(path).fileName(), Qt::ElideMiddle, kLeftWidth - 40));
        made->setToolTip(path);
        made->setAccessibleName(tr("Open %1").arg(QFileInfo(path).fileName()));
        made->setFixedWidth(kLeftWidth);
        connect(made, &QToolButton::clicked, this, [this, path] { choose("file.recent", path); });
        m_recent->addWidget(made);
    }
}

void Welcome::addSamples(QVBoxLayout &column)
{
    addHeading(column, tr("Sample labs"));
    m_samples->setAccessibleName(tr("Sample labs"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(kGap);
    for (const Sample &sample : samples()) {
        auto *made = new QToolButton(m_samples);
        made->setProperty("sample", sample.id);
        made->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        made->setIconSize(kPicture);
        // The pictures come later: the size is theirs from the beginning.
        made->setFixedSize(kPicture.width() + 12, kPicture.height() + made->fontMetrics().height() + 16);
        const QString title = made->fontMetrics().elidedText(sample.title, Qt::ElideRight, kPicture.width() + 4);
        made->setText(title);
        made->setToolTip(title == sample.title ? sample.about : sample.title + QStringLiteral("\n\n") + sample.about);
        made->setAccessibleName(sample.title);
        made->setAccessibleDescription(sample.about);
        made->setAutoRaise(true);
        connect(made, &QToolButton::clicked, this, [this, id = sample.id] { choose("file.sample", id); });
        m_tiles += made;
    }
    m_area->setAccessibleName(tr("Sample labs"));
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setWidget(m_samples);
    m_area->viewport()->setAutoFillBackground(false);
    m_samples->setAutoFillBackground(false);
    column.addWidget(m_area);
    paintSamples();
}

/// As many columns of pictures as the canvas is wide enough for, as many rows as it is high enough for.
void Welcome::arrangeSamples(const QSize &room)
{
    if (m_tiles.isEmpty())
        return;
    const QSize tile = m_tiles.first()->size() + QSize(kGap, kGap);
    const int bar = m_area->style()->pixelMetric(QStyle::PM_ScrollBarExtent) + 4;
    const int wide = room.width() - kLeftWidth - kBetween - kInside.left() - kInside.right() - bar;
    const int columns = std::clamp(wide / tile.width(), 1, kColumns);
    const int rows = (int(m_tiles.size()) + columns - 1) / columns;
    if (columns != m_columns) {
        m_columns = columns;
        for (int i = 0; i < m_tiles.size(); ++i)
            m_grid->addWidget(m_tiles[i], i / columns, i % columns);
        m_samples->setFixedSize(columns * tile.width() - kGap, rows * tile.height() - kGap);
    }
    constexpr int kRowsInSight = 3; // and a third of the next, which says that there are more
    const int wanted = std::min(m_samples->height(), tile.height() * kRowsInSight + tile.height() / 3);
    m_area->setFixedSize(m_samples->width() + bar, wanted);
    layout()->activate(); // its parts do not know of the new size otherwise
    const int over = sizeHint().height() - room.height();
    if (over > 0)
        m_area->setFixedHeight(std::max(tile.height(), wanted - over));
}

void Welcome::paintSamples()
{
    constexpr int kAtOnce = 6; // those in sight
    m_toPaint = m_tiles;
    for (int i = 0; i < kAtOnce; ++i)
        paintNextSample();
    paintRest();
}

/// The others one at a time, so that the window is there before all of them are.
void Welcome::paintRest()
{
    if (m_toPaint.isEmpty())
        return;
    QTimer::singleShot(0, this, [this] {
        paintNextSample();
        paintRest();
    });
}

void Welcome::paintNextSample()
{
    if (m_toPaint.isEmpty())
        return;
    QToolButton *button = m_toPaint.takeFirst();
    if (const auto lab = lab::read(sampleLab(button->property("sample").toString())))
        button->setIcon(dialogs::previewOf(*lab, kPicture, devicePixelRatio()));
}

void Welcome::follow()
{
    const bool empty = m_workbench.document.lab().nodes.empty() && m_workbench.document.drawing().shapes.empty();
    if (empty && !isVisibleTo(parentWidget()))
        fillRecent();
    setVisible(empty);
    if (isVisible())
        centre();
}

void Welcome::centre()
{
    arrangeSamples(parentWidget()->size() - QSize(2 * kGap, 2 * kGap));
    layout()->activate();
    adjustSize();
    move(std::max(0, (parentWidget()->width() - width()) / 2), std::max(0, (parentWidget()->height() - height()) / 2));
}

bool Welcome::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        centre();
    if (event->type() == QEvent::DragLeave) // nothing was dropped
        follow();
    return QFrame::eventFilter(watched, event);
}

void Welcome::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->ignore(); // a file is for the window
    else
        hide(); // the next movement is the canvas's
}

} // namespace hopyard::window
