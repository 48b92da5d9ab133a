// See plot_stack.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/plot_stack.h"

#include "app/gui/plot/plot_files.h"

#include <algorithm>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QSplitter>
#include <QVBoxLayout>
#include <utility>

namespace hopyard::plot {

namespace {
constexpr int kFrameMs = 33;
}

PlotStack::PlotStack(QWidget *parent) : QWidget(parent), m_splitter(new QSplitter(Qt::Vertical, this)), m_menu(new QMenu(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(3);
    m_menu->addAction(tr("Show &everything"), &m_axis, &TimeAxis::showAll);
    m_menu->addAction(tr("Follow the &newest"), &m_axis, &TimeAxis::follow);
    m_menu->addSeparator();
    m_menu->addAction(tr("Export as &CSV…"), this, [this] { exportAs(QStringLiteral("csv")); });
    m_menu->addAction(tr("Export as &PNG…"), this, [this] { exportAs(QStringLiteral("png")); });
    m_menu->addAction(tr("Export as &SVG…"), this, [this] { exportAs(QStringLiteral("svg")); });
    m_following.setSingleShot(true);
    m_following.setInterval(kFrameMs);
    connect(&m_following, &QTimer::timeout, this, &PlotStack::followData);
}

Plot *PlotStack::add(const QString &title, Unit unit)
{
    auto *plot = new Plot(title, unit, this);
    auto *view = new PlotView(*plot, m_axis, this);
    m_plots.push_back(plot);
    m_views.push_back(view);
    m_splitter->addWidget(view);
    connect(plot, &Plot::changed, this, [this] {
        if (!m_following.isActive())
            m_following.start();
    });
    placeTimes();
    return plot;
}

void PlotStack::remove(Plot *plot)
{
    const auto found = std::find(m_plots.begin(), m_plots.end(), plot);
    if (found == m_plots.end())
        return;
    const auto at = found - m_plots.begin();
    m_views[static_cast<std::size_t>(at)]->deleteLater();
    m_views[static_cast<std::size_t>(at)]->hide();
    m_views.erase(m_views.begin() + at);
    m_plots.erase(found);
    plot->deleteLater();
    placeTimes();
}

std::vector<const Plot *> PlotStack::plots() const
{
    std::vector<const Plot *> shown;
    for (std::size_t i = 0; i < m_plots.size(); ++i)
        if (!m_views[i]->isHidden())
            shown.push_back(m_plots[i]);
    return shown;
}

PlotView *PlotStack::viewOf(const Plot *plot) const
{
    const auto found = std::find(m_plots.begin(), m_plots.end(), plot);
    return found == m_plots.end() ? nullptr : m_views[static_cast<std::size_t>(found - m_plots.begin())];
}

Plot *PlotStack::current() const
{
    for (std::size_t i = 0; i < m_plots.size(); ++i)
        if (m_views[i]->hasFocus())
            return m_plots[i];
    return m_plots.empty() ? nullptr : m_plots.back();
}

void PlotStack::setVisible(Plot *plot, bool shown)
{
    if (PlotView *view = viewOf(plot)) {
        view->setVisible(shown);
        placeTimes();
    }
}

QList<int> PlotStack::heights() const { return m_splitter->sizes(); }

void PlotStack::setHeights(const QList<int> &heights)
{
    if (heights.size() == m_splitter->count())
        m_splitter->setSizes(heights);
}

/// The times stand below the last one that is shown.
void PlotStack::placeTimes()
{
    bool last = true;
    for (auto view = m_views.rbegin(); view != m_views.rend(); ++view)
        if (!(*view)->isHidden())
            (*view)->setShowsTimes(std::exchange(last, false));
}

void PlotStack::followData()
{
    std::optional<Span> all;
    for (const Plot *plot : m_plots)
        if (const auto extent = plot->extent())
            all = all ? Span{std::min(all->low, extent->low), std::max(all->high, extent->high)} : *extent;
    if (all)
        m_axis.setKnown(all->low, all->high);
}

void PlotStack::exportAs(const QString &ending)
{
    const QString filter = ending == QLatin1String("csv") ? tr("Values (*.csv)")
        : ending == QLatin1String("svg")                  ? tr("Vector pictures (*.svg)")
                                                          : tr("Pictures (*.png)");
    QString path = QFileDialog::getSaveFileName(window(), tr("Export Plots"), QStringLiteral("plots.") + ending, filter);
    if (path.isEmpty())
        return;
    if (!path.endsWith(QLatin1Char('.') + ending, Qt::CaseInsensitive))
        path += QLatin1Char('.') + ending;
    const QString wrong = writePlots(path, plots(), m_axis, size().expandedTo({640, 240}));
    if (!wrong.isEmpty())
        emit failed(wrong);
}

void PlotStack::contextMenuEvent(QContextMenuEvent *event) { m_menu->popup(event->globalPos()); }

void PlotStack::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete && current())
        emit removalAsked(current());
    else
        QWidget::keyPressEvent(event);
}

} // namespace hopyard::plot
