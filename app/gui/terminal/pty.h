// The two sides of a pseudo-terminal: the workbench keeps the master, a program in a node gets the slave.
//
// Reading and writing never block; the event loop's notifiers say when there is something to do.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>
#include <QByteArray>
#include <QObject>

class QSocketNotifier;

namespace hopyard::terminal {

class Pty : public QObject {
    Q_OBJECT

public:
    /// A fresh pair in UTF-8 mode with a window of that size, or the reason why there is none.
    static base::Result<std::unique_ptr<Pty>, base::Error> open(int rows, int columns);
    ~Pty() override;

    /// The side that a program takes as its terminal. Ours until releaseSlave(): while it is open here, the end of
    /// the program is not seen.
    int slave() const { return m_slave; }
    void releaseSlave();
    /// TIOCSWINSZ: the program gets SIGWINCH.
    void resize(int rows, int columns);
    /// Queues bytes for the program.
    void write(QByteArrayView bytes);

signals:
    void received(const QByteArray &bytes);
    /// Nobody holds the slave any more.
    void closed();

private:
    Pty(int master, int slave);
    void readSome();
    void writeSome();

    int m_master;
    int m_slave;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    QByteArray m_pending;
};

} // namespace hopyard::terminal
