// See client.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/client.h"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <optional>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

namespace hopyard::rpc {
namespace {

std::int64_t steadyNs()
{
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC, &t);
    return std::int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

/// Milliseconds for poll(2), rounded up; -1 is without end.
int pollTimeout(base::Duration left)
{
    if (left == base::Duration::max())
        return -1;
    const std::int64_t ms = left.ns() <= 0 ? 0 : (left.ns() + 999'999) / 1'000'000;
    return ms > 1'000'000'000 ? 1'000'000'000 : static_cast<int>(ms);
}

RpcError gone()
{
    return {disconnected, "the engine went away", nullptr};
}

} // namespace

base::Result<std::unique_ptr<Client>, base::Error> Client::connect(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return base::fail(base::Error{"a socket's path has at most 107 bytes: " + path});
    std::memcpy(address.sun_path, path.data(), path.size());
    OwnedFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval patience{2, 0}; // an engine that hangs accepts nobody once its backlog is full
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (!fd.isValid() || ::connect(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return base::fail(base::Error{"no engine answers at " + path + ": " + std::strerror(errno)});
    return std::make_unique<Client>(std::move(fd));
}

Client::Client(OwnedFd socket) : m_connection(std::move(socket)) {}

Client::CallId Client::callAsync(std::string_view method, Json params, Completion completion,
                                 std::vector<OwnedFd> descriptors)
{
    const CallId id = m_nextId++;
    m_pending.emplace(id, std::move(completion));
    m_connection.send(requestLine(id, method, params), std::move(descriptors));
    return id;
}

Client::Result Client::call(std::string_view method, Json params, std::vector<OwnedFd> descriptors,
                            base::Duration timeout)
{
    if (!isOpen())
        return base::fail(gone());
    std::optional<Result> answer;
    const CallId id = callAsync(method, std::move(params), [&answer](Result r) { answer = std::move(r); },
                                std::move(descriptors));
    const std::int64_t begun = steadyNs();
    while (!answer) {
        const base::Duration left = timeout == base::Duration::max()
            ? timeout
            : timeout - base::Duration::nanoseconds(steadyNs() - begun);
        if (!waitForEvents(left) && !answer) {
            forget(id);
            return base::fail(isOpen() ? RpcError{timedOut, "the engine did not answer in time", nullptr} : gone());
        }
    }
    return std::move(*answer);
}

base::Result<Client::Hello, RpcError> Client::hello(std::string_view clientName, base::Duration timeout)
{
    auto answer = call("engine.hello", {{"protocol", kProtocolVersion}, {"client", clientName}}, {}, timeout);
    if (!answer)
        return base::fail(std::move(answer.error()));
    if (const auto protocol = intMember(*answer, "protocol"); protocol != kProtocolVersion)
        return base::fail(RpcError{invalidRequest,
                                   "the engine speaks protocol " + (protocol ? std::to_string(*protocol) : "(none)")
                                       + ", this program " + std::to_string(kProtocolVersion)
                                       + "; use programs of one version",
                                   nullptr});
    return Hello{stringMember(*answer, "version").value_or(""), static_cast<int>(intMember(*answer, "pid").value_or(0)),
                 stringMember(*answer, "run").value_or(""), stringMember(*answer, "state").value_or("")};
}

void Client::onReadable()
{
    if (m_connection.isOpen())
        m_connection.onReadable();
    handleLines();
}

void Client::onWritable()
{
    m_connection.onWritable();
}

void Client::handleLines()
{
    while (std::optional<Line> line = m_connection.nextLine()) {
        const auto message = parseMessage(line->text);
        if (!message)
            continue; // an engine that sends what is no message is of a version we do not know; hello() said so
        if (const auto *answer = std::get_if<Answer>(&*message))
            handleAnswer(*answer);
        else if (const auto *request = std::get_if<Request>(&*message); onNotification && !request->wantsAnswer())
            onNotification(request->method, request->params);
    }
    if (m_connection.framingError() != FramingError::none)
        m_connection.close();
    if (!m_connection.isOpen() && !m_ended) {
        m_ended = true;
        failPending();
        if (onDisconnected)
            onDisconnected();
    }
}

void Client::handleAnswer(const Answer &answer)
{
    if (!answer.id.is_number_integer())
        return;
    const auto found = m_pending.find(answer.id.get<CallId>());
    if (found == m_pending.end())
        return;
    const Completion completion = std::move(found->second);
    m_pending.erase(found);
    if (completion)
        completion(answer.result);
}

void Client::failPending()
{
    for (auto &[id, completion] : std::exchange(m_pending, {}))
        if (completion)
            completion(base::fail(gone()));
}

bool Client::waitForEvents(base::Duration timeout)
{
    const std::int64_t begun = steadyNs();
    while (m_connection.isOpen()) {
        const base::Duration left = timeout == base::Duration::max()
            ? timeout
            : timeout - base::Duration::nanoseconds(steadyNs() - begun);
        pollfd watched{fd(), static_cast<short>(POLLIN | (wantsWrite() ? POLLOUT : 0)), 0};
        const int ready = ::poll(&watched, 1, pollTimeout(left));
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready == 0)
            return false;
        if (ready > 0 && watched.revents & POLLOUT)
            onWritable();
        if (ready > 0 && watched.revents & ~POLLOUT) {
            onReadable();
            return isOpen();
        }
        if (ready < 0 && left.ns() <= 0)
            return false;
    }
    handleLines();
    return false;
}

void Client::close()
{
    m_connection.close();
    m_ended = true;
    failPending();
}

} // namespace hopyard::rpc
