// A TCP connection that is watched, as the engine tells of it while this lives: begins with the run, again where the engine is
// another, and says when what was gathered is void.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/client/run_moment.h"
#include "app/gui/client/tcp_protocol.h"

#include <QObject>
#include <QString>

namespace hopyard::client {

/// A connection by its ends, as its node sees it: "10.0.1.10:5001".
struct TcpPlace {
    QString node; ///< or a guest, "pc1/g1"
    QString local, peer;
    bool isEmpty() const { return node.isEmpty(); }
    bool operator==(const TcpPlace &) const = default;
};

/// Where the session's `tcp` notifications come out: one for each session, made when it is first asked for. Few want them, so
/// the session's own header knows nothing of them.
class TcpChannel : public QObject {
    Q_OBJECT

public:
    static TcpChannel &of(EngineSession &session);

signals:
    void arrived(const hopyard::client::TcpBatch &batch);

private:
    using QObject::QObject;
};

class TcpWatch : public QObject {
    Q_OBJECT

public:
    /// `segments`: a batch, at most; 0: the state alone.
    TcpWatch(EngineSession &session, int segments, QObject *parent = nullptr);
    ~TcpWatch() override;

    /// Another connection; an empty place: none.
    void watch(const TcpPlace &place);
    const TcpPlace &place() const { return m_place; }
    bool isThere() const { return m_there; } ///< the node tells of its state

    /// Where the run is, for what is gathered.
    const RunMoment &moment() const { return m_moment; }

signals:
    void arrived(const hopyard::client::TcpBatch &batch);
    /// What was gathered is void: of another connection or another run.
    void restarted();
    void failed(const QString &message);

private:
    void begin();
    void end();

    EngineSession &m_session;
    RunMoment m_moment;
    int m_segments;
    TcpPlace m_place;
    enum class State { idle, asked, watching } m_state = State::idle; ///< one that was refused stays `asked`
    std::int64_t m_watch = -1;
    int m_turn = 0; ///< an answer of another turn is of another place
    bool m_there = false;
};

} // namespace hopyard::client
