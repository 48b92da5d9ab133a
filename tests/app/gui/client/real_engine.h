// A lab that runs in a real engine, `hop engine` as it was built, for tests of what looks into it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace hopyard::test {

class RealEngine {
public:
    static constexpr int kPatienceMs = 60'000; ///< of a loaded machine

    RealEngine()
    {
        qputenv("XDG_RUNTIME_DIR", m_runtime.path().toUtf8());
        session.setHopProgram(QStringLiteral(HOPYARD_BINARY_DIR "/bin/hop"));
    }
    ~RealEngine() { session.shutdown(); }

    /// Starts the engine and runs the lab of that text. False: it did not come to that; `error` says why.
    bool run(const std::string &lab)
    {
        QObject::connect(&session, &client::EngineSession::failed, &session, [this](const QString &message) { error = message; });
        session.launch(QStringLiteral("test-%1").arg(QCoreApplication::applicationPid()));
        if (!QTest::qWaitFor([this] { return session.isConnected() || !error.isEmpty(); }, kPatienceMs) || !error.isEmpty())
            return false;
        const auto noted = [this](const client::EngineSession::Result &result) {
            if (!result)
                error = client::messageOf(result.error());
        };
        session.load(lab, {}, &session, [this, noted](const client::EngineSession::Result &result) {
            noted(result);
            if (result)
                session.start(false, &session, noted);
        });
        return QTest::qWaitFor([this] { return session.status().isAlive() || !error.isEmpty(); }, kPatienceMs) && error.isEmpty();
    }

    client::EngineSession session;
    QString error;

private:
    QTemporaryDir m_runtime;
};

} // namespace hopyard::test
