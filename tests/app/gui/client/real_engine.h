// A lab that runs in a real engine, `hop engine` as it was built, for tests of what looks into it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "places.h"

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
        return launch() && begin({{"text", lab}}, {{"history", true}});
    }
    /// The same in virtual time, which stands still until runUntil() moves it.
    bool runInVirtualTime(const std::string &lab, int seed)
    {
        return launch() && begin({{"text", lab}, {"time", "virtual"}, {"seed", seed}}, {{"history", true}, {"paused", true}});
    }
    /// Of a lab in virtual time: as fast as it goes, and waits there.
    bool runUntil(base::TimePoint time)
    {
        call("run.until", {{"time", time.ns()}});
        return QTest::qWaitFor([&] { return !error.isEmpty() || (session.status().now == time && session.status().phase == client::Phase::paused); }, kPatienceMs)
            && error.isEmpty();
    }
    /// Its answer is only looked at where it is an error.
    void call(std::string_view method, const rpc::Json &params)
    {
        session.call(method, params, &session, [this](const client::EngineSession::Result &result) {
            if (!result)
                error = client::messageOf(result.error());
        });
    }

    client::EngineSession session;
    QString error;

private:
    bool launch()
    {
        QObject::connect(&session, &client::EngineSession::failed, &session, [this](const QString &message) { error = message; });
        session.launch(QStringLiteral("test-%1").arg(QCoreApplication::applicationPid()));
        return QTest::qWaitFor([this] { return session.isConnected() || !error.isEmpty(); }, kPatienceMs) && error.isEmpty();
    }
    bool begin(const rpc::Json &lab, const rpc::Json &how)
    {
        call("lab.load", lab);
        call("run.start", how);
        session.refreshTopology();
        // The word that it runs may come before the answer that names its nodes.
        const auto isThere = [this] { return session.status().isAlive() && !session.topology().nodes.empty(); };
        return QTest::qWaitFor([&] { return isThere() || !error.isEmpty(); }, kPatienceMs) && error.isEmpty();
    }

    QTemporaryDir m_runtime;
};

} // namespace hopyard::test
