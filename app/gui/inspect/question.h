// A question that is put to the engine over and over while somebody looks at the answer: one at a time, and once more
// after the answer where it was asked for meanwhile, as what is under way may be of another moment.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

class QWidget;

namespace hopyard::inspect {

class Question final : public QObject {
public:
    /// Sparing: an answer that took long is asked for a tenth of the time at most, as a table of hundreds of thousands
    /// of routes takes the router's time.
    enum class Pace { steady, sparing };

    /// `put` sends it; who gets the answer calls answered(). False: there is nothing to ask now. What was put off is not
    /// asked where `asker` can no longer be seen; it outlives this.
    Question(QWidget &asker, std::function<bool()> put, Pace pace = Pace::steady);

    void ask();
    void answered();
    /// It is about something else from now on: nothing is waited for.
    void forget();
    /// Asks now, and twice a second until stop() where `goesOn`. A lab that stands does not change by itself.
    void follow(bool goesOn);
    void stop() { m_poll.stop(); }

private:
    QWidget &m_asker;
    std::function<bool()> m_put;
    Pace m_pace;
    QTimer m_poll;
    QTimer m_later;        ///< asks once the last answer has been paid for
    QElapsedTimer m_since; ///< it was put
    qint64 m_cost = 0;     ///< milliseconds until it was answered
    bool m_asking = false;
    bool m_again = false; ///< asked for again meanwhile
};

} // namespace hopyard::inspect
