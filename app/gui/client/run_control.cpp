// See run_control.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/run_control.h"

#include "app/gui/document/lab_document.h"

#include <QFileInfo>
#include <QRandomGenerator>

namespace hopyard::client {

namespace {
constexpr int kFrameMs = 16;
constexpr int kCosmeticsMs = 1000;

RunPhase phaseOf(Phase phase)
{
    switch (phase) {
    case Phase::running: return RunPhase::running;
    case Phase::paused: return RunPhase::paused;
    case Phase::empty: case Phase::loaded: case Phase::stopped: break;
    }
    return RunPhase::stopped;
}
} // namespace

RunControl::RunControl(EngineSession &session, document::LabDocument &document, Source source, QObject *parent) :
    QObject(parent), m_session(session), m_document(document), m_source(std::move(source))
{
    m_flush.setSingleShot(true);
    m_flush.setInterval(kFrameMs);
    m_flushCosmetics.setSingleShot(true);
    m_flushCosmetics.setInterval(kCosmeticsMs);
    connect(&m_flush, &QTimer::timeout, this, &RunControl::flush);
    connect(&m_flushCosmetics, &QTimer::timeout, this, &RunControl::sendAll);
    connect(&m_session, &EngineSession::stateChanged, this, &RunControl::takeStatus);
    connect(&m_session, &EngineSession::connected, this, [this] {
        if (!m_record.isEmpty())
            loadRecord();
        else if (m_adopt)
            adoptLab();
        else if (m_phase == RunPhase::starting)
            load();
    });
    connect(&m_session, &EngineSession::failed, this, [this](const QString &message) {
        giveUp();
        emit failed(message);
    });
    connect(&m_session, &EngineSession::engineDied, this, [this] {
        giveUp();
        emit engineDied();
    });
    connect(&m_session, &EngineSession::callFailed, this, &RunControl::failed);
    connect(&m_document, &document::LabDocument::changed, this, &RunControl::documentChanged);
}

QString RunControl::runName(const QString &title)
{
    QString name;
    for (const QChar c : title.toLower().normalized(QString::NormalizationForm_KD)) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))
            name += c;
        else if (c.isSpace() || c.isPunct())
            name += name.isEmpty() || name.endsWith(u'-') ? QString() : QStringLiteral("-");
    }
    name.truncate(40);
    while (name.endsWith(u'-'))
        name.chop(1);
    return QStringLiteral("%1-%2").arg(name.isEmpty() ? QStringLiteral("lab") : name)
        .arg(QRandomGenerator::global()->bounded(1000, 1'000'000));
}

void RunControl::setPhase(RunPhase phase)
{
    if (phase == m_phase)
        return;
    m_phase = phase;
    emit phaseChanged();
}

void RunControl::takeStatus(const Status &status)
{
    if (m_adopt || (m_phase == RunPhase::starting && !status.isAlive()))
        return; // on its way: connecting, loading, waiting for consent
    setPhase(phaseOf(status.phase));
}

void RunControl::run()
{
    switch (m_phase) {
    case RunPhase::starting: case RunPhase::running: return;
    case RunPhase::paused: m_session.resume(); return;
    case RunPhase::stopped: break;
    }
    m_virtual.reset();
    begin();
}

void RunControl::runInVirtualTime(VirtualTime how)
{
    if (m_phase != RunPhase::stopped)
        return;
    m_virtual = how;
    begin();
}

void RunControl::begin()
{
    emit problemsChanged({});
    setPhase(RunPhase::starting);
    if (m_session.isConnected())
        load();
    else
        m_session.launch(runName(m_source.title()));
}

void RunControl::load()
{
    m_sent = m_document.lab();
    const auto seed = m_virtual ? std::optional(m_virtual->seed) : std::nullopt;
    m_session.load(m_source.text(), m_source.path().toStdString(), seed, this, [this](const EngineSession::Result &result) {
        if (!result) {
            refused(result.error());
            return;
        }
        const Json *list = rpc::member(*result, "problems");
        const std::vector<lab::Problem> problems = list ? parseProblems(*list) : std::vector<lab::Problem>();
        emit problemsChanged(problems);
        for (const lab::Problem &problem : problems)
            if (problem.severity == lab::Problem::Severity::error) {
                giveUp();
                emit failed(tr("The lab cannot run: %1").arg(QString::fromStdString(toString(problem))));
                return;
            }
        const Json *programs = rpc::member(*result, "programs");
        m_programs = programs ? parsePrograms(*programs) : std::vector<Program>();
        start(!m_programs.empty() && m_consent.isAllowed(m_source.path(), m_programs));
    });
}

void RunControl::start(bool allowPrograms)
{
    m_session.start(allowPrograms, m_virtual && m_virtual->paused, this, [this](const EngineSession::Result &result) {
        if (!result) {
            refused(result.error());
            return;
        }
        setPhase(phaseOf(m_session.status().phase));
        if (m_speed != 1 || m_virtual) // virtual time begins as fast as it goes, which nobody could follow
            m_session.setSpeed(std::min(m_speed, highestSpeed()));
        documentChanged(); // what was edited while it started
    });
}

void RunControl::refused(const rpc::RpcError &error)
{
    if (error.code == rpc::disconnected)
        return; // the session tells of it
    if (error.code == rpc::needsConsent && m_phase == RunPhase::starting) {
        if (const Json *programs = rpc::member(error.data, "programs"))
            m_programs = parsePrograms(*programs);
        emit consentNeeded(m_programs, !m_source.path().isEmpty());
        return;
    }
    giveUp();
    if (const Json *problems = rpc::member(error.data, "problems"))
        emit problemsChanged(parseProblems(*problems));
    emit failed(messageOf(error));
}

void RunControl::answerConsent(Consent consent)
{
    if (m_phase != RunPhase::starting)
        return;
    if (consent == Consent::cancel) {
        giveUp();
        return;
    }
    if (consent == Consent::always)
        m_consent.allow(m_source.path(), m_programs);
    start(true);
}

/// Back to a lab that does not run; the engine, where there is one, is not needed any more.
void RunControl::giveUp()
{
    m_flush.stop();
    m_flushCosmetics.stop();
    m_applying = false;
    m_editRefused = false;
    m_adopt = nullptr;
    m_record.clear();
    if (m_session.isConnected())
        m_session.shutdown();
    setPhase(RunPhase::stopped);
    emit editRefused({});
}

void RunControl::pause()
{
    if (m_phase == RunPhase::running)
        m_session.pause();
}

void RunControl::step()
{
    if (isAlive())
        m_session.step();
}

void RunControl::stop()
{
    if (m_phase == RunPhase::stopped)
        return;
    if (m_phase == RunPhase::starting && !m_session.isConnected())
        m_session.detach(); // given up while the engine starts; without a client and a lab it has nothing to do
    giveUp();
}

double RunControl::highestSpeed() const
{
    if (!isAlive())
        return 1000;
    return m_session.status().outside ? 1 : m_session.status().virtualTime && !m_session.status().replay ? kFastest : 1000;
}

void RunControl::setSpeed(double factor)
{
    constexpr double kMost = 1000;
    m_speed = factor > kMost && highestSpeed() == kFastest ? kFastest : std::clamp(factor, 0.01, std::min(highestSpeed(), kMost));
    if (isAlive())
        m_session.setSpeed(m_speed);
}

void RunControl::attach(const QString &socketPath, Adopt adopt)
{
    m_adopt = std::move(adopt);
    setPhase(RunPhase::starting);
    m_session.attach(socketPath);
}

void RunControl::adoptLab()
{
    m_session.call("lab.text", Json::object(), this, [this](const EngineSession::Result &result) {
        const Adopt adopt = std::exchange(m_adopt, nullptr);
        if (!result || !adopt) {
            if (!result && result.error().code != rpc::disconnected)
                emit failed(messageOf(result.error()));
            m_session.detach();
            setPhase(RunPhase::stopped);
            return;
        }
        const bool taken = adopt(rpc::stringMember(*result, "text").value_or(""),
                                 QString::fromStdString(m_session.status().labPath));
        if (!taken)
            m_session.detach();
        m_sent = m_document.lab();
        m_speed = taken ? m_session.status().speed : m_speed;
        setPhase(phaseOf(m_session.status().phase));
    });
}

void RunControl::openRecord(const QString &file, Adopt adopt)
{
    m_adopt = std::move(adopt);
    m_record = file;
    emit problemsChanged({});
    setPhase(RunPhase::starting);
    m_session.launch(runName(QFileInfo(file).completeBaseName()));
}

void RunControl::loadRecord()
{
    m_session.call("record.open", {{"file", std::exchange(m_record, {}).toStdString()}}, this,
                   [this](const EngineSession::Result &result) {
                       const Adopt adopt = std::exchange(m_adopt, nullptr);
                       if (!result) {
                           refused(result.error());
                           return;
                       }
                       if (!adopt || !adopt(rpc::stringMember(*result, "text").value_or(""), {})) {
                           giveUp();
                           return;
                       }
                       const Json *list = rpc::member(*result, "problems");
                       emit problemsChanged(list ? parseProblems(*list) : std::vector<lab::Problem>());
                       m_session.refreshTopology();
                       m_sent = m_document.lab();
                       setPhase(phaseOf(m_session.status().phase));
                   });
}

void RunControl::sendDocument()
{
    if (isAlive() && !m_applying)
        sendAll();
}

void RunControl::leaveRunning()
{
    flush();
    m_session.detach();
    giveUp();
}

void RunControl::documentChanged()
{
    if (isAlive() && !m_flush.isActive())
        m_flush.start();
}

void RunControl::flush()
{
    m_flush.stop();
    if (!isAlive() || m_applying)
        return; // the reply to what is under way flushes again
    const LabChange change = compare(m_sent, m_document.lab());
    switch (change.kind) {
    case ChangeKind::nothing: break;
    case ChangeKind::cosmetic: m_flushCosmetics.start(); break;
    case ChangeKind::impairments:
        // After a refused edit the engine has another lab than m_sent says: only the whole document mends that.
        m_editRefused ? sendAll() : sendLinks(change);
        break;
    case ChangeKind::network: sendAll(); break;
    }
}

void RunControl::sendLinks(const LabChange &change)
{
    m_sent = m_document.lab();
    for (const Json &params : change.linkSets)
        m_session.call("link.set", params, this, [this](const EngineSession::Result &result) {
            if (result || result.error().code == rpc::disconnected)
                return;
            m_editRefused = true;
            emit editRefused(messageOf(result.error()));
        });
}

void RunControl::sendAll()
{
    if (!isAlive())
        return;
    m_flushCosmetics.stop();
    m_applying = true;
    m_sent = m_document.lab();
    m_session.apply(m_source.text(), this, [this](const EngineSession::Result &result) {
        m_applying = false;
        if (!result && result.error().code == rpc::disconnected)
            return;
        const Json *list = rpc::member(result ? *result : result.error().data, "problems");
        const std::vector<lab::Problem> problems = list ? parseProblems(*list) : std::vector<lab::Problem>();
        emit problemsChanged(problems);
        const bool was = std::exchange(m_editRefused, !result);
        if (!result)
            emit editRefused(problems.empty() ? messageOf(result.error()) : QString::fromStdString(toString(problems[0])));
        else if (was)
            emit editRefused({});
        flush();
    });
}

} // namespace hopyard::client
