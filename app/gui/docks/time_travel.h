// Back and forth in a run, put together: the history that the engine keeps, the strip below the canvas, the table of events,
// the actions, records that are opened and made. It knows the rest of the workbench by what it is handed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/history.h"
#include "app/gui/client/run_control.h"

#include <functional>
#include <QObject>
#include <QPointer>
#include <QString>
#include <utility>

namespace hopyard::window {
class Workbench;
}

namespace hopyard::docks {

class EventsDock;
class TimeStrip;

class TimeTravel : public QObject {
    Q_OBJECT

public:
    struct Here {
        std::function<QString()> place;                     ///< the picked node or end of a link; empty: anywhere
        std::function<std::pair<QString, QString>()> table; ///< node and table that are looked at; empty: none
        client::RunControl::Adopt adopt;                    ///< makes the lab of a record the document
        std::function<bool()> mayReplace;                   ///< asks about unsaved changes
    };
    /// Registers strip, dock and actions.
    TimeTravel(window::Workbench &workbench, client::RunControl &control, Here here, QObject *parent = nullptr);

    client::History &history() { return m_history; }
    TimeStrip *strip() const;
    EventsDock *events() const;
    /// Starts an engine and shows the run that is in the file.
    void openRecord(const QString &file);

private:
    void addActions();
    void branch();
    void makeRecord();

    window::Workbench &m_workbench;
    client::RunControl &m_control;
    client::History m_history;
    Here m_here;
    QPointer<TimeStrip> m_strip;
    QPointer<EventsDock> m_events;
    bool m_recording = false;
};

} // namespace hopyard::docks
