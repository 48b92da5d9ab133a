// Moving the applications of one node. Whatever moves one ends in settle().
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/application_host.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport {

ApplicationHost::ApplicationHost(const ApplicationHost &other)
    : m_finished(other.m_finished), m_random(other.m_random), m_nextId(other.m_nextId),
      m_nextDeadline(other.m_nextDeadline)
{
    m_running.reserve(other.m_running.size());
    for (const Running &r : other.m_running)
        m_running.push_back({r.id, r.random, r.application->clone()});
}

ApplicationHost &ApplicationHost::operator=(const ApplicationHost &other)
{
    if (this != &other)
        *this = ApplicationHost(other);
    return *this;
}

ApplicationHost::Running *ApplicationHost::find(ApplicationId id)
{
    const auto at = std::ranges::lower_bound(m_running, id, {}, &Running::id);
    return at != m_running.end() && at->id == id ? &*at : nullptr;
}

std::optional<std::string> ApplicationHost::pack(SocketId socket) const
{
    for (const Running &r : m_running)
        if (auto packed = r.application->pack(socket))
            return packed;
    return std::nullopt;
}

ApplicationId ApplicationHost::unpacksAt(std::uint16_t port) const
{
    for (const Running &r : m_running)
        if (!r.application->isFinished() && r.application->unpacksAt(port))
            return r.id;
    return {};
}

bool ApplicationHost::unpack(const Surroundings &around, ApplicationId id, SocketId socket, std::string_view packed)
{
    Running *r = find(id);
    if (!r)
        return false;
    AppContext context(around.link, around.sockets, around.ip, around.names, r->random, id, r->application->name());
    const bool taken = r->application->unpack(context, socket, packed);
    settle(around);
    return taken;
}

bool ApplicationHost::isRunning(ApplicationId id) const { return const_cast<ApplicationHost *>(this)->find(id); }

ApplicationId ApplicationHost::launch(const Surroundings &around, std::unique_ptr<Application> application,
                                      std::vector<std::string> *firstLines)
{
    const ApplicationId id(m_nextId++);
    Running &r = m_running.emplace_back(Running{id, base::Random(m_random.next()), std::move(application)});
    AppContext context(around.link, around.sockets, around.ip, around.names, r.random, id, r.application->name(),
                       firstLines);
    r.application->start(context);
    settle(around);
    return id;
}

bool ApplicationHost::stop(const Surroundings &around, ApplicationId id)
{
    Running *r = find(id);
    if (!r)
        return false;
    AppContext context(around.link, around.sockets, around.ip, around.names, r->random, id, r->application->name());
    r->application->stop(context);
    settle(around);
    return true;
}

void ApplicationHost::stopAll(const Surroundings &around)
{
    for (const ApplicationInfo &info : applications())
        stop(around, info.id);
}

void ApplicationHost::dispatch(const Surroundings &around, std::span<const SocketLayer::Ready> ready)
{
    bool moved = false;
    for (const auto &[socket, owner] : ready) {
        if (!around.sockets.isReady(socket)) // its owner, moved for another socket, closed or emptied it
            continue;
        Running *r = find(owner);
        if (!r)
            continue;
        AppContext context(around.link, around.sockets, around.ip, around.names, r->random, r->id,
                           r->application->name());
        r->application->ready(context, socket);
        moved = true;
    }
    if (moved)
        settle(around);
}

void ApplicationHost::expire(const Surroundings &around)
{
    if (m_nextDeadline > around.link.now)
        return;
    for (Running &r : m_running) {
        if (r.application->nextDeadline() > around.link.now)
            continue;
        AppContext context(around.link, around.sockets, around.ip, around.names, r.random, r.id, r.application->name());
        r.application->expire(context);
    }
    settle(around);
}

void ApplicationHost::settle(const Surroundings &around)
{
    m_nextDeadline = base::TimePoint::never();
    for (const Running &r : m_running) {
        if (!r.application->isFinished()) {
            m_nextDeadline = std::min(m_nextDeadline, r.application->nextDeadline());
            continue;
        }
        around.sockets.closeAllOf(around.ip, r.id);
        m_finished.push_back({r.id, std::string(r.application->name()), r.application->commandLine(), true,
                              r.application->resultJson()});
        if (m_finished.size() > kFinishedKept)
            m_finished.pop_front();
    }
    std::erase_if(m_running, [](const Running &r) { return r.application->isFinished(); });
}

std::vector<ApplicationInfo> ApplicationHost::applications() const
{
    std::vector<ApplicationInfo> infos(m_finished.begin(), m_finished.end());
    for (const Running &r : m_running)
        infos.push_back({r.id, std::string(r.application->name()), r.application->commandLine(), false,
                         r.application->resultJson()});
    std::ranges::sort(infos, {}, &ApplicationInfo::id);
    return infos;
}

} // namespace hopyard::transport
