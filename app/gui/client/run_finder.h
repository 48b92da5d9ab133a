// Looks for labs that are running already, without making the window wait: each socket in the run directory is asked for
// its status.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"

#include <memory>
#include <QObject>
#include <QString>
#include <vector>

namespace hopyard::client {

class EngineSession;

struct RunningLab {
    QString socket;
    Status status;
};

class RunFinder : public QObject {
    Q_OBJECT

public:
    /// Directory of sockets; empty: the user's (emulation/rpc/run_directory.h).
    explicit RunFinder(QString directory = {}, QObject *parent = nullptr);
    ~RunFinder() override;
    /// Emits found() once: what answered within `patienceMs`, only labs that are alive.
    void start(int patienceMs = 2000);

signals:
    void found(const std::vector<hopyard::client::RunningLab> &labs);

private:
    void answered();
    void finish();

    QString m_directory;
    std::vector<std::unique_ptr<EngineSession>> m_sessions;
    std::vector<RunningLab> m_labs;
    std::size_t m_waiting = 0;
    bool m_done = false;
};

} // namespace hopyard::client
