// See welcome.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/welcome.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/lab_preview.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/window/samples.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/workbench.h"
#include "core/lab/read.h"

#include <QAction>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::window {

namespace {

constexpr int kRecent = 5;
constexpr int kColumns = 3;
constexpr QSize kPicture(158, 92);
constexpr int kLeftWidth = 250;

} // namespace

Welcome::Welcome(Workbench &workbench, QWidget *canvas)
    : QFrame(canvas), m_workbench(workbench), m_recent(new QVBoxLayout), m_samples(new QWidget(this))
{
    setObjectName(QStringLiteral("welcome"));
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("Welcome"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(32, 26, 32, 26);
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
    columns->setSpacing(30);
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
    canvas->installEventFilter(this);
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
    auto *grid = new QGridLayout(m_samples);
    m_samples->setAccessibleName(tr("Sample labs"));
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    int place = 0;
    for (const Sample &sample : samples()) {
        auto *made = new QToolButton(m_samples);
        made->setProperty("sample", sample.id);
        made->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        made->setIconSize(kPicture);
        made->setText(sample.title);
        made->setToolTip(sample.about);
        made->setAccessibleName(sample.title);
        made->setAccessibleDescription(sample.about);
        made->setAutoRaise(true);
        connect(made, &QToolButton::clicked, this, [this, id = sample.id] { choose("file.sample", id); });
        grid->addWidget(made, place / kColumns, place % kColumns);
        ++place;
    }
    column.addWidget(m_samples);
    paintSamples();
}

void Welcome::paintSamples()
{
    for (QToolButton *button : m_samples->findChildren<QToolButton *>()) {
        const auto lab = lab::read(sampleLab(button->property("sample").toString()));
        if (lab)
            button->setIcon(dialogs::previewOf(*lab, kPicture, devicePixelRatio()));
    }
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
    adjustSize();
    move((parentWidget()->width() - width()) / 2, std::max(0, (parentWidget()->height() - height()) / 2));
}

bool Welcome::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show)
        centre();
    return QFrame::eventFilter(watched, event);
}

} // namespace hopyard::window
