// Session: which lab it is, and changing it; see session.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/lab/write.h"
#include "emulation/engine/objects.h"
#include "emulation/engine/session.h"

#include <algorithm>
#include <utility>

namespace hopyard::engine {

namespace {

bool isError(const lab::Problem &problem)
{
    return problem.severity == lab::Problem::Severity::error;
}

auto labErrors(std::vector<lab::Problem> problems)
{
    return base::fail(rpc::RpcError{rpc::labHasErrors, "the lab has errors", {{"problems", problemsJson(problems)}}});
}

/// Nothing of the outside takes part in virtual time.
std::vector<lab::Problem> outsideInVirtualTime(const lab::Lab &lab, const std::string &file)
{
    std::vector<lab::Problem> problems;
    for (const lab::Node &node : lab.nodes)
        if (lab::isOutside(node.kind))
            problems.push_back({lab::Problem::Severity::error, file, 0, 0,
                                "the namespace " + node.name + " needs real time; this is a run in virtual time",
                                node.name});
    return problems;
}

} // namespace

Answer<std::vector<lab::Problem>> Session::load(const LoadRequest &request)
{
    if (isActive())
        return base::fail(wrongState("a run is on; stop it first"));
    const std::string name = request.path.empty() ? request.name : request.path;
    auto lab = lab::read(request.text, name);
    if (!lab)
        return labErrors(std::move(lab.error()));
    if (request.time == TimeMode::virtual_)
        if (auto problems = outsideInVirtualTime(*lab, name); !problems.empty())
            return labErrors(std::move(problems));
    auto world = world::World::build(*lab, request.seed);
    if (!world) {
        for (lab::Problem &problem : world.error())
            if (problem.file.empty())
                problem.file = name;
        return labErrors(std::move(world.error()));
    }
    m_seed = request.seed;
    m_timeMode = request.time;
    m_labPath = name;
    m_consented.clear();
    m_clock = Clock();
    setWorld(std::move(*world));
    setState(State::loaded);
    return std::vector<lab::Problem>();
}

/// Replaces the world: a fresh one at time 0.
void Session::setWorld(world::World world)
{
    for (Subscription *s : m_subscriptions) {
        if (m_world)
            m_world->trace().remove(s);
        s->forgetLinks();
    }
    m_world.emplace(std::move(world));
    m_drops.clear();
    m_world->trace().add(&m_drops, DropCounts::kinds());
    for (Subscription *s : m_subscriptions)
        m_world->trace().add(s, s->kinds());
    m_until.reset();
    m_unfinished = false;
    m_behind = {};
    m_clock.moveTo(m_options.wallNs(), m_world->now());
}

Answer<std::vector<lab::Problem>> Session::apply(std::string_view text)
{
    if (!m_world)
        return base::fail(rpc::RpcError{rpc::noLab, "no lab is loaded", nullptr});
    auto lab = lab::read(text, m_labPath);
    if (!lab)
        return labErrors(std::move(lab.error()));
    if (m_timeMode == TimeMode::virtual_)
        if (auto problems = outsideInVirtualTime(*lab, m_labPath); !problems.empty())
            return labErrors(std::move(problems));
    advance(); // the change happens now, not when the world last had something to do
    std::vector<lab::Problem> problems = m_world->apply(*lab);
    if (std::any_of(problems.begin(), problems.end(), isError))
        return labErrors(std::move(problems));
    if (isActive()) {
        if (m_world->hasOutsidePorts() && m_clock.speed() > 1)
            m_clock.setSpeed(m_options.wallNs(), 1);
        if (auto done = synchroniseOutside(); !done)
            tellProblem(lab::Problem::Severity::error, done.error().message);
        m_captures->worldChanged();
        describeForRecord();
        m_outside.deliver(*m_world);
    }
    return problems;
}

std::vector<lab::Program> Session::programs() const
{
    return m_world ? lab::programs(m_world->lab()) : std::vector<lab::Program>();
}

std::string Session::labText() const
{
    return m_world ? lab::write(m_world->lab()) : std::string();
}

void Session::addSubscription(Subscription *subscription)
{
    m_subscriptions.push_back(subscription);
    if (m_world)
        m_world->trace().add(subscription, subscription->kinds());
}

void Session::removeSubscription(Subscription *subscription)
{
    std::erase(m_subscriptions, subscription);
    if (m_world)
        m_world->trace().remove(subscription);
}

} // namespace hopyard::engine
