// See plots_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/plots_dock.h"

#include "app/gui/docks/plot_picker.h"
#include "app/gui/plot/plot_stack.h"
#include "app/gui/theme/icon.h"

#include <algorithm>
#include <QCryptographicHash>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {

constexpr int kPollMs = 500;

/// A path has characters that a settings key must not have.
QString settingOf(const QString &lab)
{
    return QStringLiteral("plots/") + QString::fromLatin1(QCryptographicHash::hash(lab.toUtf8(), QCryptographicHash::Sha1).toHex().left(16));
}

} // namespace

PlotsDock::PlotsDock(client::EngineSession &session, QWidget *parent) :
    QWidget(parent), m_session(session), m_moment(session), m_stack(new plot::PlotStack(this)), m_remove(new QToolButton(this)),
    m_export(new QToolButton(this)), m_message(new QLabel(this))
{
    setAccessibleName(tr("Plots"));
    setFocusPolicy(Qt::StrongFocus);
    auto *addButton = new QToolButton(this);
    addButton->setText(tr("Add Plot…"));
    addButton->setToolTip(tr("Plot a link, a node, a connection, a number of a table or the whole network"));
    m_remove->setText(tr("Remove"));
    m_remove->setToolTip(tr("Remove the plot that has the keyboard (Del)"));
    m_export->setText(tr("Export"));
    m_export->setAccessibleName(tr("Range and export of the plots"));
    m_export->setMenu(m_stack->menu());
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_message->setAccessibleName(tr("Why nothing is plotted"));
    m_message->setText(tr("Nothing is plotted yet. “Add Plot…” offers everything with a number: rates, losses and "
                          "queues of links, windows and "
                          "round trips of connections, counters of interfaces, how long routes have stood, processor "
                          "time. Any other number: "
                          "“Plot” in its menu, in the table where it stands."));
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setProperty("role", QStringLiteral("muted"));
    m_message->setContentsMargins(24, 16, 24, 16);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 4, 6, 2);
    head->addWidget(addButton);
    head->addWidget(m_remove);
    head->addStretch(1);
    head->addWidget(m_export);
    auto *body = new QWidget(this);
    m_pages = new QStackedLayout(body);
    m_pages->addWidget(m_message);
    m_pages->addWidget(m_stack);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(body, 1);

    connect(addButton, &QToolButton::clicked, this, &PlotsDock::pick);
    connect(m_remove, &QToolButton::clicked, this, &PlotsDock::removeCurrent);
    connect(m_stack, &plot::PlotStack::failed, this, &PlotsDock::failed);
    connect(m_stack, &plot::PlotStack::removalAsked, this, [this](plot::Plot *plot) {
        const auto found = std::find_if(m_shown.begin(), m_shown.end(), [plot](const Shown &shown) { return shown.plot == plot; });
        if (found != m_shown.end())
            removeAt(static_cast<std::size_t>(found - m_shown.begin()));
    });
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &PlotsDock::poll);
    connect(&m_moment, &client::RunMoment::began, this, [this] {
        for (Shown &shown : m_shown)
            shown.plot->clear();
        m_stack->axis().setMoment({});
        m_stack->axis().follow();
        forget();
        m_poll.start();
        poll();
    });
    connect(&m_moment, &client::RunMoment::ended, &m_poll, &QTimer::stop); // what was plotted stays to be read
    connect(&m_moment, &client::RunMoment::cutAfter, this, [this](double seconds) {
        for (Shown &shown : m_shown)
            shown.plot->cutAfter(seconds);
        forget();
    });
    connect(&m_moment, &client::RunMoment::momentShown, this, [this](std::optional<double> moment) {
        m_stack->axis().setMoment(moment);
        if (!moment)
            forget();
    });
    showWhatThereIs();
}

PlotsDock::~PlotsDock() = default;

void PlotsDock::setLab(const QString &path)
{
    if (path == m_lab)
        return;
    const bool named = m_lab.isEmpty() && !path.isEmpty() && !m_shown.empty(); // saved for the first time: its plots are its own
    m_lab = path;
    if (named)
        remember();
    else
        recall();
}

bool PlotsDock::add(const PlotChoice &choice)
{
    const QString key = choice.key();
    if (keys().contains(key))
        return false;
    if (m_shown.size() >= kMostPlots) {
        emit failed(tr("There are %1 plots already; remove one first.").arg(kMostPlots));
        return false;
    }
    plot::Plot *plot = m_stack->add(choice.title(), choice.unit());
    m_shown.push_back({choice, plot, makeFeed(choice, m_session, *plot)});
    if (m_session.status().isAlive()) {
        m_shown.back().feed->poll();
        m_poll.start();
    }
    remember();
    showWhatThereIs();
    return true;
}

void PlotsDock::addConnection(const client::TcpPlace &place)
{
    for (const PlotChoice &choice : choicesOf(place))
        if (choice.quantity == QLatin1String("congestion") || choice.quantity == QLatin1String("rtt"))
            add(choice);
}

void PlotsDock::removeAt(std::size_t index)
{
    m_shown[index].feed.reset();
    m_stack->remove(m_shown[index].plot);
    m_shown.erase(m_shown.begin() + static_cast<std::ptrdiff_t>(index));
    remember();
    showWhatThereIs();
}

void PlotsDock::remove(const QString &key)
{
    for (std::size_t i = 0; i < m_shown.size(); ++i)
        if (m_shown[i].choice.key() == key)
            return removeAt(i);
}

void PlotsDock::removeCurrent()
{
    if (plot::Plot *current = m_stack->current())
        emit m_stack->removalAsked(current);
}

QStringList PlotsDock::keys() const
{
    QStringList all;
    for (const Shown &shown : m_shown)
        all += shown.choice.key();
    return all;
}

void PlotsDock::remember()
{
    if (m_recalling || m_lab.isEmpty())
        return;
    QSettings settings;
    if (m_shown.empty())
        settings.remove(settingOf(m_lab));
    else
        settings.setValue(settingOf(m_lab), keys());
}

void PlotsDock::recall()
{
    m_recalling = true;
    while (!m_shown.empty())
        removeAt(m_shown.size() - 1);
    if (!m_lab.isEmpty())
        for (const QString &key : QSettings().value(settingOf(m_lab)).toStringList())
            if (const auto choice = PlotChoice::fromKey(key))
                add(*choice);
    m_recalling = false;
}

void PlotsDock::poll()
{
    for (Shown &shown : m_shown)
        shown.feed->poll();
}

void PlotsDock::forget()
{
    for (Shown &shown : m_shown)
        shown.feed->forget();
}

void PlotsDock::showWhatThereIs()
{
    m_remove->setEnabled(!m_shown.empty());
    m_export->setEnabled(!m_shown.empty());
    m_pages->setCurrentIndex(m_shown.empty() ? 0 : 1);
}

void PlotsDock::pick()
{
    auto *picker = new PlotPicker(m_session, m_choices, keys(), window());
    picker->setAttribute(Qt::WA_DeleteOnClose);
    connect(picker, &PlotPicker::chosen, this, [this](const std::vector<PlotChoice> &choices) {
        for (const PlotChoice &choice : choices)
            add(choice);
    });
    picker->open();
}

} // namespace hopyard::docks
