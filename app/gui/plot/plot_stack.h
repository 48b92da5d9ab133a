// Several plots one above the other, with one time axis: each can be made higher or lower, all zoom and pan together. What
// they show can be written into a file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/plot/plot.h"
#include "app/gui/plot/plot_view.h"
#include "app/gui/plot/time_axis.h"

#include <QTimer>
#include <QWidget>
#include <vector>

class QMenu;
class QSplitter;

namespace hopyard::plot {

class PlotStack : public QWidget {
    Q_OBJECT

public:
    explicit PlotStack(QWidget *parent = nullptr);

    TimeAxis &axis() { return m_axis; }
    /// A new plot at the bottom; the stack owns it.
    Plot *add(const QString &title, Unit unit);
    void remove(Plot *plot);
    std::vector<const Plot *> plots() const;
    PlotView *viewOf(const Plot *plot) const;
    /// The plot with the keyboard, else the last one; null where there is none.
    Plot *current() const;
    void setVisible(Plot *plot, bool shown);
    /// How high they are, and back; nothing where the number of plots differs.
    QList<int> heights() const;
    void setHeights(const QList<int> &heights);

    /// All, newest, and what can be exported, for a menu button; owned by the stack.
    QMenu *menu() const { return m_menu; }
    /// Asks where to and writes; `ending` without the dot.
    void exportAs(const QString &ending);

    using QWidget::setVisible;

signals:
    void failed(const QString &message);
    /// Delete was pressed in this one.
    void removalAsked(hopyard::plot::Plot *plot);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void followData();
    void placeTimes();

    TimeAxis m_axis;
    QSplitter *m_splitter;
    QMenu *m_menu;
    QTimer m_following; ///< the axis learns of new data once a frame
    std::vector<Plot *> m_plots;
    std::vector<PlotView *> m_views;
};

} // namespace hopyard::plot
