// The packet list: live, filtered while it is typed, with the fields and bytes of the row that is picked, and its way
// through the network. It subscribes while it can be seen and a lab runs; hidden it costs nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/client/run_moment.h"
#include "core/filter/packet_head.h"

#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QTimer>
#include <QWidget>
#include <cstdint>
#include <optional>
#include <vector>

class QLabel;
class QTableView;
class QTabWidget;
class QToolButton;
class QTreeView;
class QVBoxLayout;

namespace hopyard::models {
class PacketDetailsModel;
class PacketListModel;
} // namespace hopyard::models

namespace hopyard::docks {

class BytesView;
class FilterEdit;
class Sharkd;
class StreamView;
class WayView;

class PacketsDock : public QWidget {
    Q_OBJECT

public:
    static constexpr int kMostForWireshark = 1'000; ///< packets of a selection
    static constexpr int kWholePackets = 65'535;    ///< bytes kept of each, so that what was said can be read
    static constexpr int kStreamMs = 500;           ///< between two looks at a stream or a way that grows
    static constexpr int kMostBefore = 100;         ///< of its conversation that deep dissection is shown before a packet

    explicit PacketsDock(client::EngineSession &session, QWidget *parent = nullptr);

    /// Nodes ("r1") and ends of links ("r1:eth0"): the list shows packets of there alone. Empty: everywhere.
    void setWhere(const QStringList &where);
    void setFilterText(const QString &text);
    /// The program to open selections with; found in PATH unless set.
    void setWireshark(const QString &program) { m_wireshark = program; }
    Sharkd &sharkd() { return *m_sharkd; }

    void followPacket();
    void followStream();
    void openInWireshark();

signals:
    void failed(const QString &message);
    /// The links that the followed packet crossed; empty: nothing is followed any more.
    void wayFound(const std::vector<hopyard::base::LinkId> &links);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildHead(QVBoxLayout *column);
    void buildBody(QVBoxLayout *column);
    void stateChanged();
    void subscribe(bool wanted);
    void take(const client::PacketBatch &batch);
    void rowPicked();
    void showDetails(const client::PacketDetails &details);
    void askForWay();
    void fieldPicked();
    void updateCount();
    void updateButtons();
    void dissectDeeply(const filter::PacketHead &head);
    void sayWhoDissected(const QString &sentence);
    void askForStream();
    bool isOfStream(const filter::PacketHead &head) const;
    void streamGrows(const std::vector<filter::PacketHead> &heads);
    void wayGrows(const std::vector<filter::PacketHead> &heads);
    void cutAfter(base::TimePoint time);
    void pickPacket(std::uint64_t number);
    void goToEnd();
    void showMoment();
    void goToMoment();
    QString placeOf(const filter::PacketHead &head) const;
    std::optional<filter::PacketHead> picked() const;

    client::EngineSession &m_session;
    client::RunMoment m_moment;
    QString m_wireshark;
    QStringList m_where;
    models::PacketListModel *m_list;
    models::PacketDetailsModel *m_details;
    FilterEdit *m_filter;
    QLabel *m_error;
    QLabel *m_count;
    QLabel *m_dissector; ///< who made the fields that are shown; hidden where it is the engine
    QToolButton *m_pause;
    QToolButton *m_autoscroll;
    QToolButton *m_follow;
    QToolButton *m_stream;
    QToolButton *m_open;
    QToolButton *m_deep;
    QToolButton *m_clear;
    QTableView *m_view;
    QTabWidget *m_tabs;
    QTreeView *m_tree;
    BytesView *m_bytes;
    WayView *m_wayView;
    StreamView *m_streamView;
    QToolButton *m_later; ///< Way and Stream show what came after the moment shown too
    std::uint64_t m_wayOf = 0; ///< the id of the packet whose way is shown; 0: of none
    QTimer m_wayTimer;
    std::optional<filter::PacketHead> m_followed; ///< a packet of the stream that is shown; its number is 0 where none is known now
    bool m_streamIsWhole = false;                 ///< no more of it can be shown
    QTimer m_streamTimer;
    Sharkd *m_sharkd;
    QTemporaryDir m_files;
    int m_fileCount = 0;
    std::uint64_t m_seen = 0;
    std::uint64_t m_leftOut = 0;
    bool m_isArriving = false;       ///< the keyboard comes to the list: no row is picked by that
    std::uint64_t m_shownNumber = 0; ///< whose details are shown or asked for
    bool m_subscribed = false;
    std::uint64_t m_asked = 0;    ///< subscriptions; what arrives before the last one is answered was for the one before
    std::uint64_t m_answered = 0;
};

} // namespace hopyard::docks
