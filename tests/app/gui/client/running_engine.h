// A session with an engine whose lab runs: where most tests of docks and inspectors begin. What the engine is asked is
// answered as its `answers` say.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "tests/app/gui/client/fake_engine.h"

#include <QTemporaryDir>
#include <QTest>

#include <optional>

namespace hopyard::test {

struct RunningEngine {
    RunningEngine()
    {
        socket = directory.filePath("fake.sock");
        engine.emplace(socket);
        engine->state = "running";
        session.attach(socket);
    }
    /// Until the session knows the network.
    bool wait()
    {
        return QTest::qWaitFor([this] { return session.isConnected() && !session.topology().nodes.empty(); });
    }

    QTemporaryDir directory;
    QString socket;
    std::optional<FakeEngine> engine; ///< gone once it is reset
    client::EngineSession session;
};

} // namespace hopyard::test
