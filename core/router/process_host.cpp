// See process_host.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/process_host.h"

#include "core/router/rib_debug.h"

#include <algorithm>
#include <string>

namespace hopyard::router {

namespace {

/// More rounds of settling than this, at one moment, is protocols that chase each other.
constexpr int kMostRounds = 64;
/// So many changes are made into values at once.
constexpr std::size_t kChangesAtOnce = 1024;

void warn(const link::Context &context, std::string_view text)
{
    context.trace.emit(context.now, base::trace::Notice{base::trace::Notice::Level::warning, context.self, text});
}

} // namespace

ProcessHost::ProcessHost(const ProcessHost &other)
    : debug(other.debug), speeds(other.speeds), m_random(other.m_random), m_makers(other.m_makers),
      m_nextDeadline(other.m_nextDeadline)
{
    for (const auto &process : other.m_processes)
        m_processes.push_back(process->clone());
}

ProcessHost &ProcessHost::operator=(const ProcessHost &other)
{
    if (this != &other)
        *this = ProcessHost(other);
    return *this;
}

RoutingProcess *ProcessHost::find(routing::Protocol protocol)
{
    for (const auto &process : m_processes)
        if (process->protocol() == protocol)
            return process.get();
    return nullptr;
}

ProcessContext ProcessHost::contextFor(const Surroundings &around, const RoutingProcess &process) const
{
    const auto owner = kFirstOwner + static_cast<std::uint32_t>(process.protocol());
    return {around.link, around.config, around.stack, around.sockets, around.ip, around.rib,
            transport::ApplicationId(owner), debug, speeds};
}

void ProcessHost::refreshDeadline()
{
    m_nextDeadline = base::TimePoint::never();
    for (const auto &process : m_processes)
        m_nextDeadline = std::min(m_nextDeadline, process->nextDeadline());
}

void ProcessHost::stop(const Surroundings &around, RoutingProcess &process)
{
    ProcessContext context = contextFor(around, process);
    process.stop(context);
    around.sockets.closeAllOf(around.ip, context.self);
    around.rib.withdrawAll(process.protocol());
    around.rib.untrackAll(process.protocol());
}

void ProcessHost::configure(const Surroundings &around)
{
    for (const ProcessMaker &maker : m_makers) {
        RoutingProcess *process = find(maker.protocol);
        if (!maker.isWanted(around.config)) {
            if (process) {
                stop(around, *process);
                std::erase_if(m_processes, [&](const auto &each) { return each.get() == process; });
            }
            continue;
        }
        if (!process) {
            process = m_processes.emplace_back(maker.make(base::Random(m_random.next()))).get();
            std::sort(m_processes.begin(), m_processes.end(),
                      [](const auto &a, const auto &b) { return a->protocol() < b->protocol(); });
        }
        ProcessContext context = contextFor(around, *process);
        process->configure(context);
    }
    refreshDeadline();
}

void ProcessHost::interfacesChanged(const Surroundings &around)
{
    for (const auto &process : m_processes) {
        ProcessContext context = contextFor(around, *process);
        process->interfacesChanged(context);
    }
    refreshDeadline();
}

void ProcessHost::ready(const Surroundings &around, std::span<const transport::SocketLayer::Ready> ready)
{
    for (const auto &[socket, owner] : ready) {
        RoutingProcess *process = find(static_cast<routing::Protocol>(owner.value() - kFirstOwner));
        if (!process || !around.sockets.isReady(socket)) // moved for another socket, it closed or emptied this one
            continue;
        ProcessContext context = contextFor(around, *process);
        process->ready(context, socket);
    }
    refreshDeadline();
}

void ProcessHost::expire(const Surroundings &around)
{
    if (m_nextDeadline > around.link.now)
        return;
    for (const auto &process : m_processes) {
        if (process->nextDeadline() > around.link.now)
            continue;
        ProcessContext context = contextFor(around, *process);
        process->expire(context);
    }
    refreshDeadline();
}

void ProcessHost::settle(const Surroundings &around)
{
    for (int round = 0; around.rib.isUnsettled(around.stack) || around.rib.hasChanges(); ++round) {
        if (round == kMostRounds) {
            warn(around.link, "routing does not settle: protocols answer each other's changes without end");
            around.rib.dropChanges();
            return;
        }
        if (!around.rib.settle(around.link, around.stack))
            warn(around.link, "next hops lean on each other in a circle; some count as unreachable");
        std::uint32_t heard = 0; // protocols whose changes somebody listens to
        for (const auto &process : m_processes)
            for (std::uint32_t i = 0; i <= static_cast<std::uint32_t>(routing::Protocol::bgp); ++i)
                if (process->listensTo(static_cast<routing::Protocol>(i)))
                    heard |= 1u << i;
        const bool tellsOfRib = debug.wantsRib() || debug.wantsFib();
        if (tellsOfRib)
            heard = ~std::uint32_t(0);
        bool moved = false;
        const auto tell = [&](std::span<const routing::RibChange> changes) {
            if (tellsOfRib)
                for (const routing::RibChange &change : changes)
                    debugRibChange(around.link, around.stack, debug, change);
            for (const auto &process : m_processes) {
                std::vector<routing::RibChange> theirs;
                for (const routing::RibChange &change : changes)
                    if ((change.before && process->listensTo(change.before->protocol)) ||
                        (change.after && process->listensTo(change.after->protocol)))
                        theirs.push_back(change);
                if (theirs.empty() && !around.rib.hasTracked(process->protocol()))
                    continue;
                ProcessContext context = contextFor(around, *process);
                process->ribChanged(context, theirs);
                moved = true;
            }
        };
        if ((around.rib.changedProtocols() & heard) == 0) {
            around.rib.dropChanges();
            tell({});
        }
        while (around.rib.hasChanges())
            tell(around.rib.takeChanges(kChangesAtOnce));
        if (moved)
            refreshDeadline();
    }
}

} // namespace hopyard::router
