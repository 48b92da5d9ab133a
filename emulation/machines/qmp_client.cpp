// See qmp_client.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/qmp_client.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace hopyard::machines {

using rpc::Json;

void QmpClient::execute(std::string_view command, Json arguments, Answered answered)
{
    if (!isOpen()) {
        if (answered)
            answered(base::fail(std::string("QEMU does not listen")));
        return;
    }
    Json message{{"execute", std::string(command)}};
    if (!arguments.is_null())
        message["arguments"] = std::move(arguments);
    m_waiting.push_back(std::move(answered));
    const std::string text = rpc::printJson(message) + '\n';
    if (isGreeted())
        send(text);
    else
        m_held += text;
}

/// Commands are short and rare: what the socket has no room for means that QEMU hangs.
void QmpClient::send(const std::string &text)
{
    const ssize_t n = ::send(m_socket.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n != static_cast<ssize_t>(text.size()))
        close();
}

bool QmpClient::process()
{
    std::array<char, 16 * 1024> buffer;
    while (isOpen()) {
        const ssize_t n = recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0 || m_lines.feed({buffer.data(), static_cast<std::size_t>(n)}) != rpc::FramingError::none) {
            close();
            break;
        }
        while (auto line = m_lines.next())
            take(line->text);
    }
    return isOpen();
}

void QmpClient::take(const std::string &line)
{
    const auto message = rpc::parseJson(line);
    if (!message || !message->is_object())
        return;
    if (rpc::member(*message, "QMP")) {
        m_greeted = true;
        m_waiting.push_front({});
        send("{\"execute\": \"qmp_capabilities\"}\n");
        if (const std::string held = std::exchange(m_held, {}); !held.empty() && isOpen())
            send(held);
        return;
    }
    if (const auto event = rpc::stringMember(*message, "event")) {
        const Json *data = rpc::member(*message, "data");
        m_event(*event, data ? *data : Json());
        return;
    }
    if (m_waiting.empty())
        return;
    const Answered answered = std::move(m_waiting.front());
    m_waiting.pop_front();
    if (!answered)
        return;
    if (const Json *result = rpc::member(*message, "return"))
        answered(*result);
    else if (const Json *error = rpc::member(*message, "error"))
        answered(base::fail(rpc::stringMember(*error, "desc").value_or("QEMU refused without a reason")));
}

void QmpClient::close()
{
    m_socket.reset();
    for (const Answered &answered : std::exchange(m_waiting, {}))
        if (answered)
            answered(base::fail(std::string("QEMU has ended")));
}

} // namespace hopyard::machines
