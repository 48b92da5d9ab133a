// Runs the lab that is drawn: starts an engine, loads the document, asks for consent where the lab names programs, keeps
// the running network equal to the document, and says what went wrong. Knows no widget; who shows it listens.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/consent_store.h"
#include "app/gui/client/engine_session.h"
#include "app/gui/client/lab_change.h"
#include "core/lab/lab.h"

#include <functional>
#include <QObject>
#include <QString>
#include <QTimer>

namespace hopyard::document {
class LabDocument;
}

namespace hopyard::client {

enum class RunPhase { stopped, starting, running, paused };
enum class Consent { once, always, cancel };

class RunControl : public QObject {
    Q_OBJECT

public:
    /// How the document becomes text, and what it is called: kept apart from files.
    struct Source {
        std::function<std::string()> text;
        std::function<QString()> path;  ///< empty for a lab without a file
        std::function<QString()> title; ///< for the run's name
    };
    RunControl(EngineSession &session, document::LabDocument &document, Source source, QObject *parent = nullptr);

    RunPhase phase() const { return m_phase; }
    bool isAlive() const { return m_phase == RunPhase::running || m_phase == RunPhase::paused; }
    EngineSession &session() { return m_session; }

    void run(); ///< starts in real time; resumes where paused
    /// How a run in virtual time begins: the same seed gives the same packets to the last bit.
    struct VirtualTime {
        std::uint64_t seed = 1;
        bool paused = false; ///< stands before its first event
    };
    void runInVirtualTime(VirtualTime how);
    void pause();
    void step();
    void stop();
    void setSpeed(double factor); ///< kept for the next start too
    double speed() const { return m_speed; }
    /// Above 1 only where no port leads outside (docs/rpc.md), kFastest in virtual time.
    double highestSpeed() const;
    void answerConsent(Consent consent);
    /// Attaches to an engine that runs already. `adopt` is handed its lab's text and path, makes it the document and
    /// says whether it could; where it could not, the lab is left alone.
    using Adopt = std::function<bool(const std::string &text, const QString &path)>;
    void attach(const QString &socketPath, Adopt adopt);
    /// Starts an engine that shows the run in a record, and makes its lab the document.
    void openRecord(const QString &file, Adopt adopt);
    /// Makes the running network what the drawing says, whatever it was: after the run took another way.
    void sendDocument();
    /// Lets the lab go on without the window.
    void leaveRunning();

    /// A name no other run of this user has: "first-hops-4711".
    static QString runName(const QString &title);

signals:
    void phaseChanged();
    void consentNeeded(const std::vector<hopyard::client::Program> &programs, bool canRemember);
    /// What the engine found wrong with the lab; empty when it is fine again.
    void problemsChanged(const std::vector<hopyard::lab::Problem> &problems);
    /// It could not be done; a sentence.
    void failed(const QString &message);
    void engineDied();
    /// An edit is drawn but not in the running network (the reason), or all edits are again (empty).
    void editRefused(const QString &message);

private:
    void setPhase(RunPhase phase);
    void takeStatus(const Status &status);
    void load();
    void adoptLab();
    void loadRecord();
    void begin();
    void start(bool allowPrograms);
    void refused(const rpc::RpcError &error);
    void documentChanged();
    void flush();
    void sendLinks(const LabChange &change);
    void sendAll();
    void giveUp();

    EngineSession &m_session;
    document::LabDocument &m_document;
    Source m_source;
    ConsentStore m_consent;
    RunPhase m_phase = RunPhase::stopped;
    double m_speed = 1;
    std::optional<VirtualTime> m_virtual; ///< of the run that is on, or starts
    std::vector<Program> m_programs; ///< waiting for consent
    lab::Lab m_sent;                 ///< the lab as the engine knows it
    bool m_applying = false;         ///< one lab.apply at a time
    bool m_editRefused = false;
    Adopt m_adopt; ///< while attaching, or opening a record
    QString m_record; ///< the file, while it is opened
    QTimer m_flush;
    QTimer m_flushCosmetics;
};

} // namespace hopyard::client
