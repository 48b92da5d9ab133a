// A file descriptor with one owner. The only place in the project that calls close().
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>

#include <utility>

namespace hopyard::linux {

class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : m_fd(fd) {} ///< takes the descriptor over; -1 is none
    Fd(Fd &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Fd &operator=(Fd &&other) noexcept
    {
        if (this != &other)
            reset(std::exchange(other.m_fd, -1));
        return *this;
    }
    ~Fd() { reset(); }

    bool isValid() const { return m_fd >= 0; }
    explicit operator bool() const { return isValid(); }
    int get() const { return m_fd; }
    /// Gives it up without closing it.
    int release() { return std::exchange(m_fd, -1); }
    /// Closes what it has (errors of close() tell nothing that could be mended) and takes `fd` over.
    void reset(int fd = -1)
    {
        if (m_fd >= 0)
            ::close(m_fd);
        m_fd = fd;
    }

private:
    int m_fd = -1;
};

} // namespace hopyard::linux
