// See pty.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/terminal/pty.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <QSocketNotifier>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace hopyard::terminal {

namespace {

base::Error errorOf(const char *what)
{
    return base::Error{std::string("Cannot open a terminal: ") + what + ": " + std::strerror(errno)};
}

winsize sizeOf(int rows, int columns)
{
    winsize size{};
    size.ws_row = static_cast<unsigned short>(rows);
    size.ws_col = static_cast<unsigned short>(columns);
    return size;
}

} // namespace

base::Result<std::unique_ptr<Pty>, base::Error> Pty::open(int rows, int columns)
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0)
        return base::fail(errorOf("posix_openpt"));
    std::array<char, 128> name{};
    if (grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name.data(), name.size()) != 0) {
        const base::Error error = errorOf("grantpt");
        ::close(master);
        return base::fail(error);
    }
    const int slave = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0) {
        const base::Error error = errorOf(name.data());
        ::close(master);
        return base::fail(error);
    }
    termios settings{};
    if (tcgetattr(slave, &settings) == 0) {
        settings.c_iflag |= IUTF8; // so that the line discipline erases whole characters
        tcsetattr(slave, TCSANOW, &settings);
    }
    std::unique_ptr<Pty> pty(new Pty(master, slave));
    pty->resize(rows, columns);
    return pty;
}

Pty::Pty(int master, int slave) :
    m_master(master), m_slave(slave),
    m_readable(std::make_unique<QSocketNotifier>(master, QSocketNotifier::Read)),
    m_writable(std::make_unique<QSocketNotifier>(master, QSocketNotifier::Write))
{
    m_writable->setEnabled(false);
    connect(m_readable.get(), &QSocketNotifier::activated, this, [this] { readSome(); });
    connect(m_writable.get(), &QSocketNotifier::activated, this, [this] { writeSome(); });
}

Pty::~Pty()
{
    m_readable.reset();
    m_writable.reset();
    releaseSlave();
    ::close(m_master);
}

void Pty::releaseSlave()
{
    if (m_slave >= 0)
        ::close(m_slave);
    m_slave = -1;
}

void Pty::resize(int rows, int columns)
{
    const winsize size = sizeOf(rows, columns);
    ioctl(m_master, TIOCSWINSZ, &size);
}

void Pty::write(QByteArrayView bytes)
{
    m_pending.append(bytes);
    writeSome();
}

void Pty::readSome()
{
    // One chunk for each turn of the event loop: a program that prints without end cannot keep the window from painting.
    std::array<char, 65536> buffer;
    const ssize_t n = ::read(m_master, buffer.data(), buffer.size());
    if (n > 0) {
        emit received(QByteArray(buffer.data(), n));
        return;
    }
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    m_readable->setEnabled(false); // EIO: the last slave was closed
    m_writable->setEnabled(false);
    emit closed();
}

void Pty::writeSome()
{
    while (!m_pending.isEmpty()) {
        const ssize_t n = ::write(m_master, m_pending.constData(), static_cast<size_t>(m_pending.size()));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            break;
        if (n < 0) {
            m_pending.clear(); // nobody is there to read; readSome() reports it
            break;
        }
        m_pending.remove(0, n);
    }
    m_writable->setEnabled(!m_pending.isEmpty());
}

} // namespace hopyard::terminal
