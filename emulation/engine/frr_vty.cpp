// See frr_vty.h; the protocol is that of FRR's lib/vty.c and vtysh/vtysh.c as installed by Debian (8.4).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/frr_vty.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace hopyard::engine {

namespace {

constexpr std::size_t kEnd = 4; ///< three zero bytes and a status

} // namespace

void FrrVty::ask(std::string directory, std::vector<Question> questions, Answered answered)
{
    m_directory = std::move(directory);
    m_questions = std::move(questions);
    m_replies.clear();
    m_wasTooLong = false;
    m_answered = std::move(answered);
    next();
}

void FrrVty::next()
{
    if (m_replies.size() == m_questions.size())
        return finish();
    const Question &question = m_questions[m_replies.size()];
    if (question.daemon != m_daemon && !reach(question.daemon))
        return finish();
    m_text.clear();
    const std::size_t size = question.line.size() + 1; // with its zero byte
    if (send(m_socket.get(), question.line.c_str(), size, MSG_NOSIGNAL) != static_cast<ssize_t>(size))
        finish();
}

bool FrrVty::reach(const std::string &daemon)
{
    end();
    const std::string path = m_directory + '/' + daemon + ".vty";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return false;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    m_socket = linux::Fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!m_socket || connect(m_socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
        return false;
    const auto watch = m_loop.watch(m_socket.get(), EPOLLIN, [this](std::uint32_t) { readable(); });
    if (!watch)
        return false;
    m_watch = *watch;
    m_daemon = daemon;
    return true;
}

void FrrVty::readable()
{
    std::array<char, 64 * 1024> buffer;
    const ssize_t n = read(m_socket.get(), buffer.data(), buffer.size());
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    m_wasTooLong = n > 0 && m_text.size() + static_cast<std::size_t>(n) > kLongest + kEnd;
    if (n <= 0 || m_wasTooLong)
        return finish();
    m_text.append(buffer.data(), static_cast<std::size_t>(n));
    if (m_text.size() < kEnd || std::string_view(m_text).substr(m_text.size() - kEnd, 3) != std::string_view("\0\0\0", 3))
        return;
    const bool ok = m_text.back() == 0;
    m_text.resize(m_text.size() - kEnd);
    m_replies.push_back({ok, std::move(m_text)});
    next();
}

void FrrVty::finish()
{
    end();
    if (const Answered answered = std::exchange(m_answered, nullptr))
        answered(std::exchange(m_replies, {}));
}

void FrrVty::end()
{
    m_loop.unwatch(std::exchange(m_watch, EventLoop::kNoWatch));
    m_socket = {};
    m_daemon.clear();
}

} // namespace hopyard::engine
