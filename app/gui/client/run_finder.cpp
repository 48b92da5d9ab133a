// See run_finder.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/run_finder.h"

#include "app/gui/client/engine_session.h"
#include "emulation/rpc/run_directory.h"

#include <algorithm>
#include <QDir>
#include <QTimer>

namespace hopyard::client {

RunFinder::RunFinder(QString directory, QObject *parent) : QObject(parent), m_directory(std::move(directory))
{
    if (m_directory.isEmpty())
        m_directory = QString::fromStdString(rpc::runDirectory());
}

RunFinder::~RunFinder() = default;

void RunFinder::start(int patienceMs)
{
    const QStringList sockets =
        QDir(m_directory).entryList({QStringLiteral("*.sock")}, QDir::System | QDir::Files, QDir::Name);
    m_waiting = static_cast<std::size_t>(sockets.size());
    QTimer::singleShot(m_waiting == 0 ? 0 : patienceMs, this, &RunFinder::finish);
    for (const QString &name : sockets) {
        const QString socket = m_directory + QLatin1Char('/') + name;
        auto *session = m_sessions.emplace_back(std::make_unique<EngineSession>()).get();
        connect(session, &EngineSession::connected, this, [this, session, socket] {
            if (session->status().isAlive())
                m_labs.push_back({socket, session->status()});
            answered();
        });
        connect(session, &EngineSession::failed, this, &RunFinder::answered);
        session->attach(socket);
    }
}

void RunFinder::answered()
{
    if (--m_waiting == 0)
        QMetaObject::invokeMethod(this, &RunFinder::finish, Qt::QueuedConnection);
}

void RunFinder::finish()
{
    if (std::exchange(m_done, true))
        return;
    for (const auto &session : m_sessions)
        session->disconnect(this);
    m_sessions.clear();
    std::sort(m_labs.begin(), m_labs.end(), [](const RunningLab &a, const RunningLab &b) { return a.socket < b.socket; });
    emit found(m_labs);
}

} // namespace hopyard::client
