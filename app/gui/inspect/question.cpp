// See question.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/question.h"

#include <QWidget>

#include <utility>

namespace hopyard::inspect {

namespace {

constexpr int kPollMs = 500;
constexpr qint64 kDearMs = 150; ///< an answer that took longer is asked for at most
constexpr qint64 kShare = 10;   ///< a tenth of the time

} // namespace

Question::Question(QWidget &asker, std::function<bool()> put, Pace pace) :
    m_asker(asker), m_put(std::move(put)), m_pace(pace)
{
    m_poll.setInterval(kPollMs);
    m_later.setSingleShot(true);
    connect(&m_poll, &QTimer::timeout, this, &Question::ask);
    connect(&m_later, &QTimer::timeout, this, [this] {
        if (m_asker.isVisible())
            ask();
    });
}

void Question::ask()
{
    m_again = m_asking;
    if (m_asking)
        return;
    if (m_pace == Pace::sparing && m_cost > kDearMs && m_since.elapsed() < kShare * m_cost) {
        if (!m_later.isActive())
            m_later.start(static_cast<int>(kShare * m_cost - m_since.elapsed()));
        return;
    }
    m_since.start();
    m_asking = m_put();
}

void Question::answered()
{
    m_asking = false;
    m_cost = m_since.elapsed();
    if (std::exchange(m_again, false))
        ask();
}

void Question::forget()
{
    m_asking = m_again = false;
    m_cost = 0;
    m_later.stop();
}

void Question::follow(bool goesOn)
{
    ask();
    if (goesOn)
        m_poll.start();
    else
        m_poll.stop();
}

} // namespace hopyard::inspect
