// See health_checker.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/health_checker.h"

#include "core/migration/owner.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hopyard::migration {

using transport::SocketOption;

void HealthChecker::configure(const Around &around, std::vector<Target> targets)
{
    std::erase_if(targets, [](const Target &target) { return target.check.kind == HealthCheck::Kind::none; });
    std::vector<One> next;
    for (Target &target : targets) {
        const auto same = [&](const One &one) { return one.target.address == target.address && one.target.port == target.port; };
        if (std::any_of(next.begin(), next.end(), same))
            continue; // of two services, asked once
        const auto known = std::find_if(m_targets.begin(), m_targets.end(), same);
        if (known != m_targets.end()) {
            known->target = std::move(target);
            next.push_back(std::exchange(*known, One()));
        } else {
            // Not all at the same moment.
            next.push_back({std::move(target), {}, {}, false, {}, around.now() + base::Duration::milliseconds(10) * static_cast<std::int64_t>(next.size() + 1)});
        }
    }
    for (const One &one : m_targets)
        if (one.socket.isValid())
            static_cast<void>(around.sockets.close(around.ip, one.socket));
    m_targets = std::move(next);
    refresh();
}

bool HealthChecker::isUp(base::Ipv4Address address, std::uint16_t port) const
{
    for (const One &one : m_targets)
        if (one.target.address == address && one.target.port == port)
            return one.health.isUp();
    return true;
}

void HealthChecker::begin(const Around &around, One &one)
{
    one.hasAsked = false;
    one.answer.clear();
    one.due = around.now() + one.target.check.timeout;
    const auto socket = around.sockets.socket(transport::SocketKind::tcp, base::Family::ipv4, kSocketOwner);
    if (!socket)
        return finish(around, one, false);
    one.socket = *socket;
    // The end is an RST: nothing waits in TIME-WAIT for a question that was answered.
    static_cast<void>(around.sockets.setOption(around.ip, *socket, SocketOption::linger, 0));
    const auto connected = around.sockets.connect(around.ip, *socket, {one.target.address, one.target.port});
    if (!connected && connected.error() != transport::SocketError::inProgress)
        finish(around, one, false);
}

void HealthChecker::finish(const Around &around, One &one, bool wasGood)
{
    if (one.socket.isValid())
        static_cast<void>(around.sockets.close(around.ip, one.socket));
    one.socket = {};
    one.due = around.now() + one.target.check.interval;
    if (one.health.checked(wasGood, one.target.check.limits))
        m_changes.push_back({one.target.address, one.target.port, one.health.isUp()});
}

bool HealthChecker::ready(const Around &around, transport::SocketId socket)
{
    bool found = false;
    for (One &one : m_targets) {
        if (one.socket != socket)
            continue;
        found = true;
        if (const auto error = around.sockets.takeError(socket)) {
            finish(around, one, one.target.refusedIsGood && *error == transport::SocketError::connectionRefused);
            break;
        }
        if (!one.hasAsked) {
            if (!around.sockets.readiness(socket).writable)
                break;
            if (one.target.check.kind == HealthCheck::Kind::tcp) {
                finish(around, one, true);
                break;
            }
            const std::string request = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", one.target.check.path,
                                                    base::toString(one.target.address));
            static_cast<void>(around.sockets.write(around.ip, socket, {reinterpret_cast<const std::uint8_t *>(request.data()), request.size()}));
            one.hasAsked = true;
        }
        // "HTTP/1.1 200"
        std::array<std::uint8_t, 64> bytes;
        const auto came = around.sockets.read(around.ip, socket, bytes);
        if (came)
            one.answer.append(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(*came));
        const bool isOver = came && *came == 0;
        if (one.answer.size() >= 10)
            finish(around, one, one.answer.starts_with("HTTP/1.") && one.answer[9] >= '1' && one.answer[9] < '5');
        else if (isOver || (!came && came.error() != transport::SocketError::wouldBlock))
            finish(around, one, false);
        break;
    }
    if (found)
        refresh();
    return found;
}

void HealthChecker::expire(const Around &around)
{
    for (One &one : m_targets) {
        if (one.due > around.now())
            continue;
        if (one.socket.isValid())
            finish(around, one, false); // no answer
        else
            begin(around, one);
    }
    refresh();
}

void HealthChecker::refresh()
{
    m_next = base::TimePoint::never();
    for (const One &one : m_targets)
        m_next = std::min(m_next, one.due);
}

} // namespace hopyard::migration
