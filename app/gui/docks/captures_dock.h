// The captures that run, with their counters; starts them, stops them, opens what they wrote.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/docks/capture_dialog.h"

#include <QTimer>
#include <QWidget>
#include <vector>

class QLabel;
class QPushButton;
class QStackedLayout;

namespace hopyard::models {
class TableModel;
}

namespace hopyard::docks {

class TableView;

class CapturesDock : public QWidget {
    Q_OBJECT

public:
    explicit CapturesDock(client::EngineSession &session, QWidget *parent = nullptr);

    /// Opens the dialog with that link end chosen (none where empty).
    void askAndStart(const QString &end);
    /// Without a dialog: what this end sends and receives, live.
    void openLive(const QString &end);
    /// The program to open live captures with; found in PATH unless set.
    void setWireshark(const QString &program) { m_wireshark = program; }
    bool hasWireshark() const { return !m_wireshark.isEmpty(); }

signals:
    void failed(const QString &message);
    /// A capture began: show the dock.
    void started();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    using Done = std::function<void(const QString &error)>; ///< empty where it runs
    void start(const CaptureRequest &request, const Done &done);
    void stopSelected();
    void openSelected();
    void stateChanged();
    void ask();
    void take(const std::vector<client::CaptureInfo> &captures);
    void update();
    QStringList ends() const;

    client::EngineSession &m_session;
    QString m_wireshark;
    models::TableModel *m_model;
    TableView *m_view;
    QLabel *m_empty;
    QStackedLayout *m_stack;
    QPushButton *m_start;
    QPushButton *m_stop;
    QPushButton *m_open;
    QTimer m_poll;
    std::vector<client::CaptureInfo> m_captures;
};

} // namespace hopyard::docks
