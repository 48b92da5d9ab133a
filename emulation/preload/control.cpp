// See control.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/control.h"

#include "emulation/preload/descriptor.h"
#include "emulation/preload/real.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace hopyard::preload {

namespace {

constexpr int kPatienceMs = 30'000; // an engine answers in microseconds; one that does not is gone or hangs

pthread_mutex_t g_lock = PTHREAD_MUTEX_INITIALIZER;
int g_fd = -1;
std::uint64_t g_cookie = 0; // the kernel's number of that very socket
pid_t g_pid = 0;
std::uint32_t g_serial = 0;
char g_path[sizeof(sockaddr_un::sun_path)];

/// While it lives all signals wait, and the thread cannot be cancelled.
class SignalsWait {
public:
    SignalsWait()
    {
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &m_cancels);
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &m_before);
    }
    ~SignalsWait()
    {
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
        pthread_setcancelstate(m_cancels, nullptr);
    }

private:
    int m_cancels = 0;
    sigset_t m_before;
};

std::uint64_t cookieOf(int fd)
{
    std::uint64_t cookie = 0;
    socklen_t size = sizeof cookie;
    return real().getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size) == 0 ? cookie : 0;
}

/// Out of the program's way: poll sets and select masks are small, and the lowest free number is what it expects.
int moveUp(int fd)
{
    rlimit limit{};
    const int most = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 100'000 ? int(limit.rlim_cur) : 100'000;
    for (int low = most - 64; low > 64; low /= 2) {
        const int high = real().fcntl(fd, F_DUPFD_CLOEXEC, low);
        if (high >= 0) {
            ::close(fd);
            return high;
        }
    }
    return fd;
}

void forget()
{
    if (g_fd >= 0 && cookieOf(g_fd) == g_cookie)
        ::close(g_fd);
    g_fd = -1;
}

bool sendRequest(const remote::RequestHead &head, Part first, Part second)
{
    iovec parts[3] = {{const_cast<remote::RequestHead *>(&head), sizeof head},
                      {const_cast<void *>(first.data), first.size},
                      {const_cast<void *>(second.data), second.size}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 3;
    return real().sendmsg(g_fd, &message, MSG_NOSIGNAL) >= 0;
}

/// 0, or an errno.
int receiveAnswer(std::uint32_t serial, Answer &answer, void *body, std::size_t room)
{
    for (;;) {
        pollfd waiting{g_fd, POLLIN, 0};
        const int ready = real().poll(&waiting, 1, kPatienceMs);
        if (ready <= 0)
            return ready < 0 && errno == EINTR ? EINTR : ETIMEDOUT;
        remote::AnswerHead head{};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
        iovec parts[2] = {{&head, sizeof head}, {body, room}};
        msghdr message{};
        message.msg_iov = parts;
        message.msg_iovlen = 2;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        const ssize_t got = real().recvmsg(g_fd, &message, MSG_CMSG_CLOEXEC);
        if (got < static_cast<ssize_t>(sizeof head))
            return EPIPE;
        int descriptor = -1;
        if (const cmsghdr *part = CMSG_FIRSTHDR(&message);
            part && part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS && part->cmsg_len >= CMSG_LEN(sizeof(int)))
            std::memcpy(&descriptor, CMSG_DATA(part), sizeof descriptor);
        if (head.serial != serial) { // of a request that was given up
            if (descriptor >= 0)
                ::close(descriptor);
            continue;
        }
        answer.error = head.error;
        answer.value = head.value;
        answer.size = static_cast<std::size_t>(got) - sizeof head;
        answer.descriptor = descriptor;
        if (head.error == 0 && (message.msg_flags & MSG_CTRUNC) != 0)
            answer.error = EMFILE; // the descriptor came and there was no room for it
        return 0;
    }
}

bool connectToEngine()
{
    forget();
    if (g_path[0] == '\0')
        return false;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, g_path, sizeof g_path);
    const int fd = real().socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    if (real().connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0) {
        ::close(fd);
        return false;
    }
    g_fd = moveUp(fd);
    g_cookie = cookieOf(g_fd);
    g_pid = getpid();
    const remote::Hello hello{remote::kHelloMagic, remote::kVersion};
    remote::RequestHead head{};
    head.op = static_cast<std::uint16_t>(remote::Op::hello);
    head.serial = ++g_serial;
    Answer answer;
    if (sendRequest(head, {&hello, sizeof hello}, {}) && receiveAnswer(head.serial, answer, nullptr, 0) == 0
        && answer.error == 0)
        return true;
    forget();
    return false;
}

/// A connection of this very process: one that was inherited by fork is the parent's.
bool isConnected()
{
    if (g_fd < 0)
        return false;
    if (g_pid == getpid())
        return cookieOf(g_fd) == g_cookie;
    forget(); // in this process only
    return false;
}

} // namespace

Answer ask(remote::Op op, const remote::SocketName *socket, std::uint64_t value, Part first, Part second, void *body,
           std::size_t room)
{
    const SavedErrno saved;
    const SignalsWait wait;
    Answer answer;
    remote::RequestHead head{};
    head.op = static_cast<std::uint16_t>(op);
    head.socket = socket ? socket->socket : 0;
    head.token = socket ? socket->token : 0;
    head.value = value;
    pthread_mutex_lock(&g_lock);
    for (int attempt = 0; attempt < 2; ++attempt) { // the second where the engine had ended the connection
        answer = {};
        answer.error = ENETDOWN;
        if (!isConnected() && !connectToEngine())
            break;
        head.serial = ++g_serial;
        if (sendRequest(head, first, second) && receiveAnswer(head.serial, answer, body, room) == 0)
            break;
        forget();
    }
    pthread_mutex_unlock(&g_lock);
    return answer;
}

void tell(remote::Op op, const remote::SocketName &socket, Part first, Part second)
{
    const SavedErrno saved;
    const SignalsWait wait;
    remote::RequestHead head{};
    head.op = static_cast<std::uint16_t>(op);
    head.flags = remote::kNoAnswer;
    head.socket = socket.socket;
    head.token = socket.token;
    pthread_mutex_lock(&g_lock);
    if (isConnected() || connectToEngine())
        sendRequest(head, first, second);
    pthread_mutex_unlock(&g_lock);
}

const char *enginePath() { return g_path; }

void setEnginePath(const char *path)
{
    const SignalsWait wait;
    pthread_mutex_lock(&g_lock);
    forget();
    std::strncpy(g_path, path, sizeof g_path - 1);
    pthread_mutex_unlock(&g_lock);
}

void prepareForks()
{
    pthread_atfork([] { pthread_mutex_lock(&g_lock); }, [] { pthread_mutex_unlock(&g_lock); },
                   [] {
                       pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
                       std::memcpy(&g_lock, &fresh, sizeof fresh);
                       ownTable();
                   });
}

} // namespace hopyard::preload
