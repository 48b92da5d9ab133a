// Session: which lab it is, and changing it; see session.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/check_lab.h"
#include "core/world/manager_console.h"
#include "emulation/capture/frame_filter.h"
#include "emulation/engine/objects.h"
#include "emulation/engine/session.h"
#include "emulation/guest_memory/mapped_page_store.h"
#include "emulation/route_files/load.h"

#include <fmt/format.h>

#include <utility>

namespace hopyard::engine {

namespace {

struct ReadLab {
    lab::LabText lab;
    std::vector<lab::Problem> warnings;
};

Answer<ReadLab> labErrors(std::vector<lab::Problem> problems)
{
    return base::fail(rpc::RpcError{rpc::labHasErrors, "the lab has errors", {{"problems", problemsJson(problems)}}});
}

/// Nothing of the outside takes part in virtual time.
std::vector<lab::Problem> outsideInVirtualTime(const lab::LabText &text)
{
    std::vector<lab::Problem> problems;
    for (const lab::Node &node : text.lab().nodes) {
        for (const lab::Guest &guest : node.computer.guests)
            if (lab::needsRealTime(guest.kind))
                problems.push_back(text.places().problem(
                    lab::Problem::Severity::error, fmt::format("nodes/{}/guests/{}", node.name, guest.name),
                    fmt::format("guest {0}/{1} is a {3} of kind {2}, whose clock is this computer's: it needs real time, and this is a run in "
                                "virtual time. Run it in real time, or make the guest 'kind: engine'",
                                node.name, guest.name, lab::toString(guest.kind), lab::isRealGuest(guest.kind) ? "machine" : "virtual processor"),
                    node.name));
        if (lab::isOutside(node.kind))
            problems.push_back(text.places().problem(
                lab::Problem::Severity::error, "nodes/" + node.name,
                std::string(lab::isMachine(node.kind)                       ? "the machine "
                            : node.kind == lab::NodeKind::namespaceNode ? "the namespace "
                                                                        : "the real router ")
                    + node.name
                    + " needs real time; this is a run in virtual time", node.name));
    }
    return problems;
}

Answer<ReadLab> readLab(std::string_view text, const std::string &name, TimeMode time)
{
    world::CheckedText checked = world::checkText(text, name);
    if (!checked.lab || lab::hasErrors(checked.problems))
        return labErrors(std::move(checked.problems));
    if (time == TimeMode::virtual_)
        if (auto problems = outsideInVirtualTime(*checked.lab); !problems.empty())
            return labErrors(std::move(problems));
    return ReadLab{std::move(*checked.lab), std::move(checked.problems)};
}

} // namespace

Answer<std::vector<lab::Problem>> Session::load(const LoadRequest &request)
{
    if (isActive())
        return base::fail(wrongState("a run is on; stop it first"));
    const std::string name = request.path.empty() ? request.name : request.path;
    auto read = readLab(request.text, name, request.time);
    if (!read)
        return base::fail(std::move(read.error()));
    auto world = world::World::build(read->lab.lab(), request.seed, pageStores(request.time));
    if (!world)
        return base::fail(std::move(labErrors(std::move(world.error())).error()));
    loadRouteFiles(read->lab.lab(), name, read->warnings);
    m_seed = request.seed;
    m_timeMode = request.time;
    m_labPath = name;
    m_labText = std::move(read->lab);
    m_consented.clear();
    m_clock = Clock();
    m_fastest = request.time == TimeMode::virtual_;
    setWorld(std::move(*world));
    setState(State::loaded);
    return std::move(read->warnings);
}

/// In real time guests' memory is really mapped; where the kernel gives no memory file it is plain memory, and `show
/// memory` says which.
world::World::PageStoreMaker Session::pageStores(TimeMode time)
{
    if (time == TimeMode::virtual_)
        return nullptr;
    return [](std::size_t pages) -> std::unique_ptr<hypervisor::PageStore> {
        auto store = guest_memory::MappedPageStore::create(pages);
        return store ? std::move(*store) : nullptr;
    };
}

/// Replaces the world: a fresh one at time 0.
void Session::setWorld(world::World world)
{
    forgetHistory();
    if (m_world)
        ignore(*m_world);
    for (Subscription *s : m_subscriptions)
        s->forgetLinks();
    if (m_packetLog)
        m_packetLog->clear();
    if (m_remote)
        m_remote->dropAll();
    if (m_witness)
        m_witness->detach();
    m_world.emplace(std::move(world));
    for (TcpWatch *watch : m_tcpWatches)
        watch->restart(now());
    m_world->setRouteFiles(m_routeFiles);
    m_world->setLargePackets(m_timeMode == TimeMode::real);
    m_world->setInputSink(this);
    m_firstRouteFiles = m_routeFiles;
    m_firstLab = std::make_shared<const lab::Lab>(m_world->lab());
    m_drops.clear();
    listen(*m_world, false);
    watchForChecks();
    m_until.reset();
    m_unfinished = false;
    m_behind = {};
    m_clock.moveTo(m_options.wallNs(), m_world->now());
}

/// The checks are those of the lab as it is now; what was counted for others is forgotten.
void Session::watchForChecks()
{
    m_checks = m_labText.lab().teaching.checks;
    m_witness = std::make_unique<checks::Witness>(m_checks, capture::frameFilter);
    m_witness->attach(*m_world);
    ++m_checksVersion;
}

/// What the lab's speakers announce. A file that cannot be read is a warning: the speaker says so, too.
void Session::loadRouteFiles(const lab::Lab &lab, const std::string &labPath, std::vector<lab::Problem> &warnings)
{
    route_files::Loaded loaded = route_files::load(lab, labPath, m_routeFiles);
    m_routeFiles = std::move(loaded.files);
    warnings.insert(warnings.end(), loaded.problems.begin(), loaded.problems.end());
}

Answer<std::vector<lab::Problem>> Session::apply(std::string_view text)
{
    if (!m_world)
        return base::fail(rpc::RpcError{rpc::noLab, "no lab is loaded", nullptr});
    if (auto may = mayChange(); !may)
        return base::fail(std::move(may.error()));
    auto read = readLab(text, m_labPath, m_timeMode);
    if (!read)
        return base::fail(std::move(read.error()));
    loadRouteFiles(read->lab.lab(), m_labPath, read->warnings);
    advance(); // the change happens now, not when the world last had something to do
    m_world->setRouteFiles(m_routeFiles);
    if (std::vector<lab::Problem> problems = m_world->apply(read->lab.lab()); lab::hasErrors(problems))
        return base::fail(std::move(labErrors(std::move(problems)).error()));
    m_labText = std::move(read->lab);
    if (m_labText.lab().teaching.checks != m_checks)
        watchForChecks();
    followEdit();
    return std::move(read->warnings);
}

/// What lies outside the world follows an edit of it.
void Session::followEdit()
{
    if (m_remote)
        m_remote->nodesChanged(*m_world);
    if (!isActive())
        return;
    if (m_world->hasOutsidePorts() && m_clock.speed() > 1)
        m_clock.setSpeed(m_options.wallNs(), 1);
    if (auto done = synchroniseOutside(); !done)
        tellProblem(lab::Problem::Severity::error, done.error().message);
    m_captures->worldChanged();
    describeForRecord();
    m_outside.deliver(*m_world);
}

Answer<world::CommandAnswer> Session::managerCommand(std::string_view line)
{
    if (!m_world)
        return base::fail(rpc::RpcError{rpc::noLab, "no lab is loaded", nullptr});
    if (auto may = mayChange(); !may)
        return base::fail(std::move(may.error()));
    advance();
    world::CommandAnswer answer = world::managerCommand(*m_world, line);
    followEdit();
    return answer;
}

std::vector<lab::Program> Session::programs() const
{
    return m_world ? lab::programs(m_world->lab()) : std::vector<lab::Program>();
}

std::string Session::labText() const
{
    return world() ? m_labText.save(world()->lab()) : std::string();
}

void Session::addSubscription(Subscription *subscription)
{
    m_subscriptions.push_back(subscription);
    if (world())
        listen(*world(), isPast());
}

void Session::removeSubscription(Subscription *subscription)
{
    std::erase(m_subscriptions, subscription);
    if (world())
        world()->trace().remove(subscription);
}

void Session::setPacketLog(PacketLog *log)
{
    if (m_packetLog && world())
        world()->trace().remove(m_packetLog);
    m_packetLog = log;
    if (world())
        listen(*world(), isPast());
}

} // namespace hopyard::engine
