// See engine_session.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/engine_session.h"

#include "app/gui/client/tcp_watch.h"
#include "emulation/rpc/run_directory.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QSocketNotifier>
#include <QStandardPaths>
#include <QTimer>

namespace hopyard::client {

namespace {
constexpr int kPatienceMs = 10'000; ///< for an engine to start and to say hello
constexpr int kBatchesPerSecond = 30;
constexpr int kPacketsPerBatch = 400; ///< enough to fill every link with dots; packetsSeen tells of the others
} // namespace

QString messageOf(const rpc::RpcError &error)
{
    const QString message = QString::fromStdString(error.message);
    return message.isEmpty() ? QCoreApplication::translate("EngineSession", "The engine refused (error %1).").arg(error.code)
                             : message;
}

EngineSession::EngineSession(QObject *parent) : QObject(parent), m_hop(hopProgram()) {}

EngineSession::~EngineSession() { letGo(); }

QString EngineSession::hopProgram()
{
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/hop");
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(QStringLiteral("hop"));
}

void EngineSession::launch(const QString &run)
{
    letGo();
    m_run = run;
    if (m_hop.isEmpty()) {
        fail(tr("The program “hop” was not found, neither beside the workbench nor in PATH. It runs the lab's engine."));
        return;
    }
    m_starting = true;
    m_process = std::make_unique<QProcess>();
    m_process->setProgram(m_hop);
    m_process->setArguments({QStringLiteral("engine"), QStringLiteral("--detach"),
                             QStringLiteral("--exit-when-idle"), QStringLiteral("--run"), run});
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &EngineSession::readHopLine);
    connect(m_process.get(), &QProcess::finished, this, &EngineSession::hopEnded);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(tr("Cannot run %1: %2").arg(m_hop, m_process->errorString()));
    });
    m_patience = std::make_unique<QTimer>();
    m_patience->setSingleShot(true);
    connect(m_patience.get(), &QTimer::timeout, this, [this] { fail(tr("The engine did not start in time.")); });
    m_patience->start(kPatienceMs);
    m_process->start();
}

void EngineSession::readHopLine()
{
    if (!m_starting || m_client || !m_process || !m_process->canReadLine())
        return;
    const auto json = rpc::parseJson(m_process->readLine().toStdString());
    std::string socket = json ? rpc::stringMember(*json, "socket").value_or("") : "";
    if (socket.empty())
        socket = rpc::socketPath(m_run.toStdString());
    attach(QString::fromStdString(socket));
}

void EngineSession::hopEnded()
{
    if (!m_starting || m_client)
        return;
    readHopLine();
    if (m_client || !m_starting)
        return;
    const QString said = QString::fromLocal8Bit(m_process->readAllStandardError()).trimmed();
    fail(said.isEmpty() ? tr("The engine ended at once (exit code %1).").arg(m_process->exitCode()) : said);
}

void EngineSession::fail(const QString &message)
{
    letGo();
    setStatus(Status());
    emit failed(message);
}

void EngineSession::attach(const QString &socketPath)
{
    auto client = rpc::Client::connect(socketPath.toStdString());
    if (!client) {
        fail(QString::fromStdString(client.error().message));
        return;
    }
    m_starting = true;
    m_client = std::move(*client);
    m_client->onNotification = [this](std::string_view method, const Json &params) { notified(method, params); };
    m_client->onDisconnected = [this] { QMetaObject::invokeMethod(this, &EngineSession::died, Qt::QueuedConnection); };
    m_readable = std::make_unique<QSocketNotifier>(m_client->fd(), QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(m_client->fd(), QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &EngineSession::readable);
    connect(m_writable.get(), &QSocketNotifier::activated, this, [this] {
        if (m_client)
            m_client->onWritable();
        updateWriteNotifier();
    });
    greet();
}

void EngineSession::greet()
{
    call("engine.hello", {{"protocol", rpc::kProtocolVersion}, {"client", "hopyard"}}, this, [this](const Result &hello) {
        // Not from inside the client's own call: fail() and letGo() delete it.
        if (!hello || rpc::intMember(*hello, "protocol") != rpc::kProtocolVersion) {
            const QString why = hello ? tr("The engine speaks another version of the protocol. Use a workbench and a "
                                           "hop of the same version.")
                                      : messageOf(hello.error());
            QMetaObject::invokeMethod(this, [this, why] { fail(why); }, Qt::QueuedConnection);
            return;
        }
        call("engine.status", Json::object(), this, [this](const Result &status) {
            if (!status)
                return;
            m_starting = false;
            m_connected = true;
            if (m_patience)
                m_patience->stop();
            subscribe();
            if (parsePhase(rpc::stringMember(*status, "state").value_or("")) != Phase::empty)
                refreshTopology();
            setStatus(parseStatus(*status));
            emit connected();
        });
    });
}

void EngineSession::subscribe()
{
    Json topics{"packets", "links", "nodes", "log", "time", "flows", "drops"};
    for (const auto &[topic, count] : m_watched)
        if (count > 0)
            topics.push_back(topic);
    simpleCall("telemetry.subscribe", {{"topics", std::move(topics)},
                                       {"rate", kBatchesPerSecond},
                                       {"packetBudget", kPacketsPerBatch}});
}

void EngineSession::watch(const std::string &topic, bool on)
{
    int &count = m_watched[topic];
    const bool before = count > 0;
    count += on ? 1 : -1;
    if (m_connected && before != (count > 0))
        subscribe();
}

void EngineSession::readable()
{
    if (m_client)
        m_client->onReadable();
    if (m_client && !m_client->isOpen() && m_readable)
        m_readable->setEnabled(false); // died() follows
    updateWriteNotifier();
}

void EngineSession::updateWriteNotifier()
{
    if (m_writable && m_client)
        m_writable->setEnabled(m_client->isOpen() && m_client->wantsWrite());
}

void EngineSession::died()
{
    if (!m_client)
        return;
    const bool wasConnected = m_connected;
    letGo();
    setStatus(Status());
    if (wasConnected)
        emit engineDied();
    else
        emit failed(tr("The engine closed the connection."));
}

void EngineSession::letGo()
{
    // All of these may be at work further up the stack: they are silenced now and deleted from the event loop.
    for (auto *notifier : {&m_readable, &m_writable})
        if (*notifier) {
            (*notifier)->setEnabled(false);
            notifier->release()->deleteLater();
        }
    if (m_patience) {
        m_patience->stop();
        m_patience.release()->deleteLater();
    }
    if (m_process) {
        // The engine itself is detached from this process long since; only what is left of its starter ends here.
        m_process->disconnect(this);
        QProcess *process = m_process.release();
        if (process->state() == QProcess::NotRunning) {
            process->deleteLater();
        } else {
            connect(process, &QProcess::finished, process, &QObject::deleteLater);
            process->kill();
        }
    }
    m_starting = false;
    m_connected = false;
    if (std::unique_ptr<rpc::Client> client = std::move(m_client)) {
        client->onDisconnected = nullptr;
        client->close(); // calls what waits for answers back with `disconnected`
        auto *grave = new QObject;
        connect(grave, &QObject::destroyed, [dead = client.release()] { delete dead; });
        grave->deleteLater();
    }
}

void EngineSession::detach()
{
    letGo();
    setStatus(Status());
}

void EngineSession::shutdown()
{
    if (m_client) {
        m_client->onDisconnected = nullptr;
        m_client->callAsync("engine.shutdown", Json::object(), {}); // written at once; the answer is not waited for
    }
    detach();
}

void EngineSession::call(std::string_view method, Json params, QObject *context, Reply reply, Descriptors descriptors)
{
    if (!m_client) {
        if (reply)
            reply(base::fail(rpc::RpcError{rpc::disconnected, tr("No engine is running.").toStdString(), nullptr}));
        return;
    }
    m_client->callAsync(method, std::move(params),
                        [guard = QPointer<QObject>(context), reply = std::move(reply)](const Result &result) {
                            if (guard && reply)
                                reply(result);
                        },
                        std::move(descriptors));
    updateWriteNotifier();
}

void EngineSession::simpleCall(std::string_view method, Json params)
{
    call(method, std::move(params), this, [this](const Result &result) {
        if (!result && result.error().code != rpc::disconnected)
            emit callFailed(messageOf(result.error()));
        else if (result && rpc::member(*result, "state"))
            setStatus(parseStatus(*result));
    });
}

void EngineSession::load(const std::string &text, const std::string &path, std::optional<std::uint64_t> virtualSeed, QObject *context, Reply reply)
{
    Json params{{"text", text}};
    if (virtualSeed) {
        params["time"] = "virtual";
        params["seed"] = *virtualSeed;
    }
    if (!path.empty())
        params["path"] = path;
    call("lab.load", std::move(params), context, [this, reply = std::move(reply)](const Result &result) {
        if (result)
            takeTopology(*result);
        reply(result);
    });
}

void EngineSession::apply(const std::string &text, QObject *context, Reply reply)
{
    call("lab.apply", {{"text", text}}, context, [this, reply = std::move(reply)](const Result &result) {
        if (result)
            takeTopology(*result);
        reply(result);
    });
}

void EngineSession::start(bool allowPrograms, bool paused, QObject *context, Reply reply)
{
    call("run.start", {{"allowPrograms", allowPrograms}, {"history", true}, {"paused", paused}}, context, [this, reply = std::move(reply)](const Result &result) {
        if (result) {
            setStatus(parseStatus(*result));
            refreshTopology();
        }
        reply(result);
    });
}

void EngineSession::stop(QObject *context, Reply reply)
{
    call("run.stop", Json::object(), context, [this, reply = std::move(reply)](const Result &result) {
        if (result)
            setStatus(parseStatus(*result));
        reply(result);
    });
}

void EngineSession::pause() { simpleCall("run.pause"); }
void EngineSession::resume() { simpleCall("run.resume"); }
void EngineSession::step(int events) { simpleCall("run.step", {{"count", events}}); }
void EngineSession::setSpeed(double factor)
{
    simpleCall("run.speed", factor == kFastest ? Json{{"fastest", true}} : Json{{"factor", factor}});
}

void EngineSession::refreshTopology()
{
    call("lab.topology", Json::object(), this, [this](const Result &result) {
        if (result)
            takeTopology(*result);
    });
}

void EngineSession::takeTopology(const Json &result)
{
    const Json *topology = rpc::member(result, "topology");
    m_topology = parseTopology(topology ? *topology : result);
    emit topologyChanged();
}

void EngineSession::setStatus(const Status &status)
{
    m_status = status;
    emit stateChanged(m_status);
}

void EngineSession::notified(std::string_view method, const Json &params)
{
    if (method == "telemetry") {
        const Batch batch = parseBatch(params);
        m_status.now = batch.now;
        const double speed = batch.fastest ? kFastest : batch.speed;
        if (batch.phase != m_status.phase || speed != m_status.speed) {
            m_status.phase = batch.phase;
            m_status.speed = speed;
            emit stateChanged(m_status);
        }
        emit telemetry(batch);
    } else if (method == "packets") {
        emit packetsArrived(parsePacketBatch(params));
    } else if (method == "tcp") {
        emit TcpChannel::of(*this).arrived(parseTcpBatch(params));
    } else if (method == "checks") {
        emit checksArrived(parseCheckBatch(params));
    } else if (method == "whatIf") {
        emit whatIfProgress(parseWhatIfProgress(params));
    } else if (method == "state") {
        setStatus(parseStatus(params));
    } else if (method == "problem") {
        emit problemReported(parseProblem(params));
    } else if (method == "exec.exited") {
        const auto status = rpc::intMember(params, "status");
        const int code = static_cast<int>(status ? *status : 128 + rpc::intMember(params, "signal").value_or(0));
        emit execExited(rpc::intMember(params, "exec").value_or(-1), code);
    } else if (method == "capture.ended") {
        emit captureEnded(rpc::intMember(params, "capture").value_or(-1),
                          QString::fromStdString(rpc::stringMember(params, "reason").value_or("")));
    }
}

} // namespace hopyard::client
