// See serial_console.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/serial_console.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace hopyard::machines {

namespace {

constexpr std::uint64_t kMachineKey = 0; // clients count from 1
constexpr std::size_t kPortion = 16 * 1024;
constexpr std::size_t kLongestLine = 4096;
constexpr std::size_t kMostTyped = 1 << 20;

bool isSocket(int fd)
{
    struct stat about {};
    return fstat(fd, &about) == 0 && S_ISSOCK(about.st_mode);
}

/// A descriptor of our own of the same file: its flags are not those of whoever brought it. A socket cannot be opened
/// again and is written with MSG_DONTWAIT.
linux::Fd openAgain(int fd, int flags)
{
    if (!isSocket(fd))
        if (linux::Fd own(open(("/proc/self/fd/" + std::to_string(fd)).c_str(), flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)); own)
            return own;
    return linux::Fd(fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

/// What fits now; the rest is lost.
void writeSome(int fd, std::string_view bytes)
{
    if (send(fd, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0 || errno != ENOTSOCK)
        return;
    while (!bytes.empty()) {
        pollfd wanted{fd, POLLOUT, 0};
        if (poll(&wanted, 1, 0) <= 0 || !(wanted.revents & POLLOUT))
            return;
        const ssize_t n = write(fd, bytes.data(), bytes.size());
        if (n <= 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

} // namespace

linux::Result<SerialConsole::Made> SerialConsole::create()
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return linux::sysFail("make a serial console");
    linux::Fd ours(ends[0]), theirs(ends[1]);
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(epoll.error());
    if (auto added = epoll->add(ours.get(), EPOLLIN, kMachineKey); !added)
        return base::fail(added.error());
    return Made{SerialConsole(std::move(*epoll), std::move(ours)), std::move(theirs)};
}

SerialConsole::Happened SerialConsole::process()
{
    Happened happened;
    std::array<epoll_event, 16> ready;
    const auto count = m_epoll.wait(ready, base::Duration());
    for (std::size_t i = 0; count && i < *count; ++i) {
        if (ready[i].data.u64 == kMachineKey) {
            if (ready[i].events & EPOLLOUT)
                flushTyped();
            if (ready[i].events & ~std::uint32_t(EPOLLOUT))
                fromMachine(happened);
            continue;
        }
        const auto id = static_cast<ClientId>(ready[i].data.u64);
        const auto client = m_clients.find(id);
        if (client != m_clients.end() && !fromClient(client->second)) {
            detach(id);
            happened.left.push_back(id);
        }
    }
    return happened;
}

void SerialConsole::fromMachine(Happened &happened)
{
    std::array<char, kPortion> buffer;
    const ssize_t n = recv(m_machine.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n <= 0) {
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            m_epoll.remove(m_machine.get()); // its process has ended, which it is asked about elsewhere
        return;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(n));
    m_text += bytes;
    if (m_text.size() > kKept)
        m_text.erase(0, m_text.size() - kKept);
    for (auto &[id, client] : m_clients)
        writeSome(client.output.get(), bytes);
    takeLines(bytes, happened);
}

/// Text without escape sequences (ECMA-48: ESC [ … final, ESC ] … BEL, ESC x) and control characters.
void SerialConsole::takeLines(std::string_view bytes, Happened &happened)
{
    enum { text, escape, sequence, title };
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (m_escape == escape)
            m_escape = c == '[' ? sequence : c == ']' ? title : text;
        else if (m_escape == sequence)
            m_escape = byte >= 0x40 && byte <= 0x7e ? text : sequence;
        else if (m_escape == title)
            m_escape = c == '\a' || c == 0x1b ? text : title;
        else if (c == 0x1b)
            m_escape = escape;
        else if (c == '\n') {
            if (!m_line.empty())
                happened.lines.push_back(std::move(m_line));
            m_line.clear();
        } else if ((byte >= 0x20 && byte != 0x7f) || c == '\t') {
            m_line += c;
            if (m_line.size() >= kLongestLine) {
                happened.lines.push_back(std::move(m_line));
                m_line.clear();
            }
        }
    }
}

bool SerialConsole::fromClient(Client &client)
{
    std::array<char, kPortion> buffer;
    const ssize_t n = read(client.input.get(), buffer.data(), buffer.size());
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(n));
    const std::size_t leave = client.before ? bytes.find(kLeave) : std::string_view::npos;
    type(bytes.substr(0, leave));
    return n > 0 && leave == std::string_view::npos;
}

void SerialConsole::type(std::string_view text)
{
    if (m_typed.size() + text.size() > kMostTyped)
        return; // a machine that reads nothing: as keys pressed on a computer that hangs
    m_typed += text;
    flushTyped();
}

void SerialConsole::flushTyped()
{
    while (!m_typed.empty()) {
        const ssize_t n = send(m_machine.get(), m_typed.data(), m_typed.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN)
            break;
        if (n <= 0) {
            m_typed.clear();
            break;
        }
        m_typed.erase(0, static_cast<std::size_t>(n));
    }
    if (std::exchange(m_waits, !m_typed.empty()) != m_waits)
        (void)m_epoll.change(m_machine.get(), EPOLLIN | (m_waits ? std::uint32_t(EPOLLOUT) : 0u), kMachineKey);
}

linux::Result<SerialConsole::ClientId> SerialConsole::attach(int input, int output)
{
    Client client{openAgain(input, O_RDONLY), openAgain(output, O_WRONLY), {}};
    if (!client.input || !client.output)
        return linux::sysFail("attach to the console");
    const ClientId id = ++m_last;
    if (auto added = m_epoll.add(client.input.get(), EPOLLIN, id); !added)
        return base::fail(linux::SysError{added.error().code, "attach to the console", "Its input must be a terminal, a pipe or a socket."});
    termios settings{};
    if (tcgetattr(client.input.get(), &settings) == 0) {
        client.before = settings;
        cfmakeraw(&settings);
        tcsetattr(client.input.get(), TCSANOW, &settings);
    }
    writeSome(client.output.get(), std::string_view(m_text).substr(m_text.size() - std::min(m_text.size(), kPortion / 4)));
    m_clients.emplace(id, std::move(client));
    return id;
}

void SerialConsole::detach(ClientId id)
{
    const auto client = m_clients.find(id);
    if (client == m_clients.end())
        return;
    m_epoll.remove(client->second.input.get());
    if (client->second.before)
        tcsetattr(client->second.input.get(), TCSANOW, &*client->second.before);
    m_clients.erase(client);
}

std::vector<SerialConsole::ClientId> SerialConsole::detachAll()
{
    std::vector<ClientId> all;
    for (const auto &[id, client] : m_clients)
        all.push_back(id);
    for (const ClientId id : all)
        detach(id);
    return all;
}

} // namespace hopyard::machines
