// A file descriptor that is closed by its owner. (emulation/linux has richer ones; the workbench sees only rpc.)
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include <unistd.h>

namespace hopyard::rpc {

class OwnedFd {
public:
    OwnedFd() = default;
    explicit OwnedFd(int fd) : m_fd(fd) {} ///< takes it over; negative is none
    OwnedFd(OwnedFd &&o) noexcept : m_fd(std::exchange(o.m_fd, -1)) {}
    OwnedFd &operator=(OwnedFd &&o) noexcept
    {
        if (this != &o)
            reset(std::exchange(o.m_fd, -1));
        return *this;
    }
    ~OwnedFd() { reset(); }

    bool isValid() const { return m_fd >= 0; }
    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }
    void reset(int fd = -1)
    {
        if (m_fd >= 0)
            ::close(m_fd);
        m_fd = fd;
    }

private:
    int m_fd = -1;
};

} // namespace hopyard::rpc
