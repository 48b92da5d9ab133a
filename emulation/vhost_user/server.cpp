// See server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/vhost_user/server.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace hopyard::vhost_user {

namespace {

constexpr std::uint64_t kListeningKey = 0, kConnectionKey = 1;
static_assert(sizeof(MessageHeader) == 12);

} // namespace

linux::Result<std::unique_ptr<Server>> Server::create()
{
    auto control = linux::Epoll::create();
    auto kicks = linux::Epoll::create();
    if (!control || !kicks)
        return base::fail((control ? kicks : control).error());
    return std::unique_ptr<Server>(new Server(std::move(*control), std::move(*kicks)));
}

Server::Server(linux::Epoll control, linux::Epoll kicks) : m_control(std::move(control)), m_kicks(std::move(kicks))
{
    m_backend.onKick = [this](Backend::Queue queue, int fd) {
        if (m_kickFds[queue] >= 0)
            m_kicks.remove(m_kickFds[queue]);
        m_kickFds[queue] = fd;
        if (fd >= 0)
            (void)m_kicks.add(fd, EPOLLIN, queue);
    };
}

linux::Result<void> Server::listen(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return linux::sysFail("listen at " + path, {}, ENAMETOOLONG);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    m_listening = linux::Fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!m_listening || bind(m_listening.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0
        || ::listen(m_listening.get(), 1) < 0)
        return linux::sysFail("listen at " + path);
    return m_control.add(m_listening.get(), EPOLLIN, kListeningKey);
}

std::vector<std::string> Server::processControl()
{
    std::vector<std::string> news;
    std::array<epoll_event, 4> ready;
    const auto count = m_control.wait(ready, base::Duration());
    for (std::size_t i = 0; count && i < *count; ++i) {
        if (ready[i].data.u64 == kListeningKey)
            accept(news);
        else
            while (m_connection && readMessage(news)) {
            }
    }
    return news;
}

void Server::accept(std::vector<std::string> &news)
{
    linux::Fd connection(accept4(m_listening.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!connection || m_connection)
        return; // there is one front end; another one is turned away
    if (!m_control.add(connection.get(), EPOLLIN, kConnectionKey))
        return;
    m_connection = std::move(connection);
    m_message.clear();
    m_descriptors.clear();
    news.push_back("its network card is connected");
}

/// No further than to the end of a message, so that what comes with the next one is not taken for this one's.
bool Server::readMessage(std::vector<std::string> &news)
{
    MessageHeader header;
    std::size_t wanted = sizeof header;
    if (m_message.size() >= sizeof header) {
        std::memcpy(&header, m_message.data(), sizeof header);
        wanted += header.size;
    }
    const std::size_t before = m_message.size();
    if (before < wanted) {
        m_message.resize(wanted);
        alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostDescriptors * sizeof(int))> control;
        iovec part{m_message.data() + before, wanted - before};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t n = recvmsg(m_connection.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        m_message.resize(before + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return false;
        if (n <= 0) {
            hangUp(news, "its network card has gone");
            return false;
        }
        for (cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
            if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
                continue;
            for (std::size_t at = CMSG_LEN(0); at + sizeof(int) <= c->cmsg_len; at += sizeof(int)) {
                int fd;
                std::memcpy(&fd, reinterpret_cast<const char *>(c) + at, sizeof fd);
                m_descriptors.emplace_back(fd);
            }
        }
        if ((message.msg_flags & MSG_CTRUNC) || m_descriptors.size() > kMostDescriptors) {
            hangUp(news, "too many descriptors came with a message");
            return false;
        }
    }
    if (m_message.size() < sizeof header)
        return true;
    std::memcpy(&header, m_message.data(), sizeof header);
    if ((header.flags & MessageHeader::kVersionMask) != MessageHeader::kVersion || header.size > kLongestPayload) {
        hangUp(news, "its network card speaks another protocol");
        return false;
    }
    if (m_message.size() < sizeof header + header.size)
        return true;
    const Answer answer = m_backend.handle(header, base::Bytes(m_message).subspan(sizeof header), std::exchange(m_descriptors, {}));
    m_message.clear();
    if (answer.hasReply && !send(header, answer)) {
        hangUp(news, "its network card does not read its answers");
        return false;
    }
    if (!answer.refusal.empty()) {
        hangUp(news, "its network card is refused: " + std::string(answer.refusal));
        return false;
    }
    return true;
}

bool Server::send(const MessageHeader &request, const Answer &answer)
{
    const MessageHeader header{request.request, MessageHeader::kVersion | MessageHeader::kReply, static_cast<std::uint32_t>(answer.payload.size())};
    std::vector<std::uint8_t> bytes(sizeof header + answer.payload.size());
    std::memcpy(bytes.data(), &header, sizeof header);
    std::copy(answer.payload.begin(), answer.payload.end(), bytes.begin() + sizeof header);
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    iovec part{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (answer.descriptor) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr *c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int));
        const int fd = answer.descriptor.get();
        std::memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    return sendmsg(m_connection.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

void Server::hangUp(std::vector<std::string> &news, const std::string &why)
{
    m_control.remove(m_connection.get());
    m_connection.reset();
    m_message.clear();
    m_descriptors.clear();
    m_backend.reset();
    news.push_back(why);
}

} // namespace hopyard::vhost_user
