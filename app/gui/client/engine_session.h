// The workbench's line to one engine: starts it or attaches to it, calls it, and hands out what it tells as typed
// signals. One socket in the window's event loop: no thread, nothing that waits.
//
// It keeps what the engine said last (status, topology) and decides nothing; run control does (run_control.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/check_protocol.h"
#include "app/gui/client/packet_protocol.h"
#include "app/gui/client/path_protocol.h"
#include "app/gui/client/protocol.h"
#include "core/base/result.h"
#include "emulation/rpc/client.h"

#include <functional>
#include <map>
#include <memory>
#include <QObject>
#include <QPointer>
#include <QString>
#include <vector>

class QProcess;
class QSocketNotifier;
class QTimer;

namespace hopyard::client {

class EngineSession : public QObject {
    Q_OBJECT

public:
    using Result = rpc::Client::Result;
    using Reply = std::function<void(const Result &)>;
    using Descriptors = std::vector<rpc::OwnedFd>;

    explicit EngineSession(QObject *parent = nullptr);
    ~EngineSession() override;

    // --- the engine ---
    /// Runs `hop engine --detach --exit-when-idle --run NAME` and attaches to what it starts; then connected() or failed().
    void launch(const QString &run);
    /// Connects to the socket of an engine that runs; then connected() or failed().
    void attach(const QString &socketPath);
    /// Lets go of the engine; it goes on. No signal but stateChanged().
    void detach();
    /// Asks the engine to stop its lab and end, then lets go of it.
    void shutdown();
    bool isConnected() const { return m_connected; }
    bool isStarting() const { return m_starting; }
    /// The `hop` to run: beside this program, else in PATH.
    static QString hopProgram();
    void setHopProgram(const QString &program) { m_hop = program; }

    const Status &status() const { return m_status; }
    const Topology &topology() const { return m_topology; }

    // --- calls; the reply comes once, later, and not at all where `context` has gone ---
    void call(std::string_view method, Json params, QObject *context, Reply reply, Descriptors descriptors = {});
    /// Replies with the problems and programs (docs/rpc.md); topology() is up to date then.
    /// `path`: the file that the text is of, for messages and for who attaches later; may be empty.
    /// `virtualSeed`: in virtual time, with that seed for what is random.
    void load(const std::string &text, const std::string &path, std::optional<std::uint64_t> virtualSeed, QObject *context, Reply reply);
    void apply(const std::string &text, QObject *context, Reply reply);
    /// `paused`: it stands before its first event.
    void start(bool allowPrograms, bool paused, QObject *context, Reply reply);
    void stop(QObject *context, Reply reply);
    void pause();
    void resume();
    void step(int events = 1);
    void setSpeed(double factor); ///< or kFastest, in virtual time
    void refreshTopology();
    /// Telemetry of one more topic ("buffers", "moves"), from now on or no longer. Counted: who asks for it takes it back.
    void watch(const std::string &topic, bool on);

signals:
    void connected();
    /// launch() or attach() came to nothing; a sentence for a person.
    void failed(const QString &message);
    /// The engine went away without being asked to; what it told is kept.
    void engineDied();
    void stateChanged(const hopyard::client::Status &status);
    void topologyChanged();
    void telemetry(const hopyard::client::Batch &batch);
    /// Of what packets.subscribe asked for.
    void packetsArrived(const hopyard::client::PacketBatch &batch);
    /// Of what checks.subscribe asked for.
    void checksArrived(const hopyard::client::CheckBatch &batch);
    /// How far path.whatIf is.
    void whatIfProgress(const hopyard::client::WhatIfProgress &progress);
    /// Something came up while running: a disk that is full, a TAP that vanished.
    void problemReported(const hopyard::lab::Problem &problem);
    void execExited(qint64 exec, int status);
    void captureEnded(qint64 capture, const QString &reason);
    /// A call without a reply of its own was refused.
    void callFailed(const QString &message);

private:
    void readHopLine();
    void hopEnded();
    void fail(const QString &message);
    void greet();
    void subscribe();
    void readable();
    void updateWriteNotifier();
    void notified(std::string_view method, const Json &params);
    void setStatus(const Status &status);
    void takeTopology(const Json &result);
    void simpleCall(std::string_view method, Json params = Json::object());
    void letGo();
    void died();

    QString m_hop;
    QString m_run;
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<rpc::Client> m_client;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    std::unique_ptr<QTimer> m_patience;
    bool m_starting = false;
    bool m_connected = false;
    Status m_status;
    Topology m_topology;
    std::map<std::string, int> m_watched;
};

/// What was refused, for a person: the engine's sentence.
QString messageOf(const rpc::RpcError &error);

} // namespace hopyard::client
