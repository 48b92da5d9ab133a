// See tcp_watch.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/tcp_watch.h"

namespace hopyard::client {

TcpChannel &TcpChannel::of(EngineSession &session)
{
    auto *channel = session.findChild<TcpChannel *>(QString(), Qt::FindDirectChildrenOnly);
    return channel ? *channel : *new TcpChannel(&session);
}

TcpWatch::TcpWatch(EngineSession &session, int segments, QObject *parent) : QObject(parent), m_session(session), m_moment(session), m_segments(segments)
{
    connect(&TcpChannel::of(session), &TcpChannel::arrived, this, [this](const TcpBatch &batch) {
        if (batch.watch != m_watch)
            return;
        m_there = batch.there;
        emit arrived(batch);
    });
    connect(&m_moment, &RunMoment::began, this, &TcpWatch::begin);
    connect(&m_moment, &RunMoment::ended, this, &TcpWatch::end);
}

TcpWatch::~TcpWatch() { end(); }

void TcpWatch::watch(const TcpPlace &place)
{
    if (place == m_place)
        return;
    end();
    m_place = place;
    emit restarted();
    begin();
}

void TcpWatch::begin()
{
    if (m_state != State::idle || m_place.isEmpty() || !m_moment.isAlive())
        return;
    m_state = State::asked;
    emit restarted();
    m_session.call("tcp.watch",
                   {{"node", m_place.node.toStdString()}, {"local", m_place.local.toStdString()}, {"peer", m_place.peer.toStdString()},
                    {"budget", m_segments}},
                   &m_session, [this, session = &m_session, self = QPointer(this), turn = m_turn](const EngineSession::Result &result) {
                       const std::int64_t number = result ? rpc::intMember(*result, "watch").value_or(-1) : -1;
                       if (!self || turn != m_turn) { // nobody wants it any more
                           if (number >= 0)
                               session->call("tcp.unwatch", {{"watch", number}}, nullptr, {});
                           return;
                       }
                       if (result) {
                           m_watch = number;
                           m_state = State::watching;
                       } else if (result.error().code != rpc::disconnected) {
                           emit failed(messageOf(result.error()));
                       }
                   });
}

void TcpWatch::end()
{
    ++m_turn;
    if (m_state == State::watching && m_session.isConnected())
        m_session.call("tcp.unwatch", {{"watch", m_watch}}, nullptr, {});
    m_state = State::idle;
    m_watch = -1;
    m_there = false;
}

} // namespace hopyard::client
