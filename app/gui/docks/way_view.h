// A packet's whole way ("follow this packet"): a row for each thing that happened to it, and the links that it crossed. Of a
// moment of the past it is the way that it had gone by then.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/packet_protocol.h"

#include <optional>
#include <QWidget>
#include <vector>

class QLabel;

namespace hopyard::models {
class TableModel;
}

namespace hopyard::docks {

class TableView;

class WayView : public QWidget {
    Q_OBJECT

public:
    explicit WayView(QWidget *parent = nullptr);

    void showSteps(std::vector<client::PacketStep> steps);
    void clear() { showSteps({}); }
    bool isEmpty() const { return m_steps.empty(); }
    /// A moment of the past is shown: what happened later is left out or, with `later`, pale. Nothing: the present.
    void setMoment(std::optional<base::TimePoint> moment, bool later);
    /// What happened after that time has not.
    void cutAfter(base::TimePoint time);

signals:
    /// The links that it had crossed at the moment that is shown; empty: none, or no packet is followed.
    void linksChanged(const std::vector<hopyard::base::LinkId> &links);

private:
    void write();

    std::vector<client::PacketStep> m_steps; ///< in the order of time
    std::optional<base::TimePoint> m_moment;
    bool m_later = false;
    std::vector<base::LinkId> m_links;
    models::TableModel *m_rows;
    TableView *m_view;
    QLabel *m_note; ///< up to which moment; hidden in the present
};

} // namespace hopyard::docks
