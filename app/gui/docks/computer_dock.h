// Inside a hypervisor: its guests and their rings, its host pages as a map, a page or a packet's page followed from the DMA
// table to the guest and through the clearing, and what was copied against what was mapped, over time.
//
// It asks twice a second, and watches each step, only while it can be seen and the lab runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/client/run_moment.h"
#include "app/gui/inspect/cells.h"
#include "app/gui/models/page_steps.h"
#include "app/gui/models/rate_history.h"
#include "app/gui/plot/plot_view.h"

#include <optional>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QStackedLayout;
class QToolButton;

namespace hopyard::models {
class BufferMapModel;
class TableModel;
} // namespace hopyard::models

namespace hopyard::docks {

class PageLegend;
class PageMap;
class PageStations;
class TableView;

class ComputerDock : public QWidget {
    Q_OBJECT

public:
    explicit ComputerDock(client::EngineSession &session, QWidget *parent = nullptr);

    /// The hypervisors of the lab.
    void setComputers(const QStringList &names);
    /// Follows the canvas: shows that one where it is one of them.
    void showNode(const QString &node);
    QString computer() const;
    /// Lists what happened to that page, or to that packet's, and keeps on doing so.
    void followPage(std::uint32_t page);
    void followPacket(std::uint64_t packet);

signals:
    /// A number of a guest is to be plotted over the time of the lab.
    void cellPlotAsked(const hopyard::inspect::CellPlace &place, bool perSecond);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildComputer();
    QWidget *buildHistory();
    void stateChanged();
    void computerChanged();
    void ask();
    void take(const client::Batch &batch);
    void showGuests(const client::Guests &guests);
    void showCosts(const client::CarryCosts &costs);
    void showLegend();
    void showHistory();
    void showMoment();
    void say(const QString &text);

    client::EngineSession &m_session;
    client::RunMoment m_moment;
    models::BufferMapModel *m_map;
    models::TableModel *m_guests;
    models::TableModel *m_history;
    models::PageSteps m_steps;
    models::RateHistory<3> m_rates; ///< copies, maps, clears
    QComboBox *m_computers;
    QLabel *m_mode;
    QToolButton *m_fold;
    QToolButton *m_latest;
    QLabel *m_message;
    QStackedLayout *m_stack;
    TableView *m_guestView;
    plot::Plot m_plot; ///< m_rates over the lab's time
    plot::TimeAxis m_axis;
    PageLegend *m_legend;
    PageMap *m_pages;
    QLabel *m_followed;
    PageStations *m_stations;
    TableView *m_historyView;
    QStringList m_guestNames;
    std::optional<std::uint32_t> m_page;    ///< that is followed
    std::optional<std::uint64_t> m_packet;  ///< or whose page is
    QTimer m_poll;
    QTimer m_refresh; ///< of the history, a few times a second
    bool m_watching = false;
    int m_waiting = 0; ///< answers that are still to come
};

} // namespace hopyard::docks
