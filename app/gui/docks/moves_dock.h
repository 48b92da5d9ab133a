// Connections that move: which there are and where to move them, the moves that were made, each as a sequence chart with its
// real times, the client's sequence graph across it, its blob field by field, and what the forwarder's table had before and after.
//
// It asks the machines of the lab's services once a second, and hears of each phase, only while it can be seen and the lab
// runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/client/run_moment.h"
#include "app/gui/client/tcp_watch.h"
#include "app/gui/models/moves.h"

#include <map>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QWidget>
#include <vector>

class QLabel;
class QMenu;
class QPushButton;
class QStackedLayout;
class QTabWidget;
class QTreeView;

namespace hopyard::models {
class PacketDetailsModel;
class TableModel;
} // namespace hopyard::models

namespace hopyard::docks {

class BlobBar;
class BytesView;
class MoveChart;
class MoveSequence;
class TableView;

class MovesDock : public QWidget {
    Q_OBJECT

public:
    /// A service of the lab: who forwards, who decides, who serves.
    struct Service {
        QString forwarder;
        QStringList classifiers;
        QStringList hosts;
        QString end; ///< "10.0.0.80:80"
        bool operator==(const Service &) const = default;
    };

    explicit MovesDock(client::EngineSession &session, QWidget *parent = nullptr);

    void setServices(const std::vector<Service> &services);
    /// Where a connection of the list could go: the hosts of its service, but not where it is.
    QStringList targetsOf(const QString &connection) const;
    /// Moves a connection of the list, by its key ("NODE CLIENT>LOCAL").
    void moveConnection(const QString &connection, const QString &host);

signals:
    void failed(const QString &message);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *buildLists();
    QWidget *buildCharts();
    QWidget *buildDetails();
    void stateChanged();
    void ask();
    void askPast();
    void askBlob();
    void take(const client::Batch &batch);
    void addSteps(std::vector<client::MoveStep> steps);
    void movesChanged();
    void showConnections();
    void showFlows();
    void showSequence();
    client::TcpPlace clientOf(const std::string &client, const std::string &service) const;
    void fillMenu(QMenu &menu);
    void askMenu(const QPoint &position);
    void say(const QString &text);
    QStringList machines() const;
    QString forwarderOf(const models::Move &move) const;
    std::string nameOf(const std::string &address) const;
    const models::Move *picked() const;
    const models::Move *shownMove() const;
    const std::deque<models::Move> &known() const { return m_moment.moment() ? m_known : m_moves.all(); }
    void showMoment();
    void run(const QString &node, const QString &line, std::function<void(const client::Json &)> use);

    client::EngineSession &m_session;
    client::RunMoment m_moment;
    std::vector<Service> m_services;
    models::Moves m_moves;
    std::deque<models::Move> m_known; ///< of these, as far as they had come at the moment of the past that is shown
    models::FlowHistory m_flows;
    std::map<std::string, std::vector<client::Connection>> m_connections; ///< by machine
    models::TableModel *m_moveRows;
    models::TableModel *m_connectionRows;
    models::TableModel *m_flowRows;
    models::PacketDetailsModel *m_fields;
    QLabel *m_message;
    QStackedLayout *m_stack;
    QStackedLayout *m_connectionPages = nullptr; ///< a sentence, or the list
    QTabWidget *m_lists;
    QTabWidget *m_details;
    TableView *m_moveView;
    TableView *m_connectionView;
    TableView *m_flowView;
    QPushButton *m_moveTo;
    QMenu *m_menu;
    MoveChart *m_chart;
    MoveSequence *m_sequence;
    BlobBar *m_bar;
    QTreeView *m_fieldView;
    BytesView *m_bytes;
    QTimer m_poll;
    QTimer m_refresh;
    bool m_watching = false;
    bool m_pastAsked = false;
    int m_waiting = 0;
    QString m_picked;    ///< key of the move that is shown
    QString m_blobShown; ///< and of the one whose blob is, or was asked for
};

} // namespace hopyard::docks
