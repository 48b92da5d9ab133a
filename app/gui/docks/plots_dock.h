// The Plots dock: plots of anything with a number over the time of the lab, one above the other with one time axis. What is
// plotted is remembered for each lab in the settings, not in the lab's file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/client/run_moment.h"
#include "app/gui/docks/plot_choices.h"
#include "app/gui/docks/plot_feeds.h"

#include <memory>
#include <QTimer>
#include <QWidget>
#include <vector>

class QLabel;
class QStackedLayout;
class QToolButton;

namespace hopyard::plot {
class PlotStack;
}

namespace hopyard::docks {

class PlotsDock : public QWidget {
    Q_OBJECT

public:
    static constexpr int kMostPlots = 24;

    explicit PlotsDock(client::EngineSession &session, QWidget *parent = nullptr);
    ~PlotsDock() override;

    /// The lab whose plots these are, by the path of its file; empty: one that is not saved, of which nothing is remembered.
    void setLab(const QString &path);
    /// What the picker offers besides connections.
    void setChoices(std::vector<PlotChoice> choices) { m_choices = std::move(choices); }
    /// False where it is plotted already, or there are too many.
    bool add(const PlotChoice &choice);
    void addConnection(const client::TcpPlace &place); ///< its window and its round trip
    void remove(const QString &key);
    QStringList keys() const; ///< from top to bottom
    plot::PlotStack &stack() { return *m_stack; }
    /// Asks what to plot.
    void pick();
    /// The plot with the keyboard goes.
    void removeCurrent();

signals:
    void failed(const QString &message);

private:
    struct Shown {
        PlotChoice choice;
        plot::Plot *plot = nullptr;
        std::unique_ptr<PlotFeed> feed;
    };
    void removeAt(std::size_t index);
    void remember();
    void recall();
    void poll();
    void forget();
    void showWhatThereIs();

    client::EngineSession &m_session;
    client::RunMoment m_moment;
    QString m_lab;
    std::vector<PlotChoice> m_choices;
    plot::PlotStack *m_stack;
    QToolButton *m_remove;
    QToolButton *m_export;
    QLabel *m_message;
    QStackedLayout *m_pages;
    std::vector<Shown> m_shown; ///< from top to bottom
    QTimer m_poll;
    bool m_recalling = false;
};

} // namespace hopyard::docks
