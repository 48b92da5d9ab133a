// Session: moving the world through time; see session.h and docs/engine.md.
//
// Real time: each call brings the world to the present, takes frames from outside, lets the world deal with them at that
// same moment, and writes what came out. A slice is bounded, so that requests are answered however busy the world is.
// Where the world needs more processor than there is, what it is behind is given up beyond kMaxLag (world time then
// runs slower than the wall's), instead of being run after for ever.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/session.h"

#include "emulation/engine/daemon_nodes.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <utility>

namespace hopyard::engine {

using base::Duration;
using base::TimePoint;

namespace {

constexpr std::uint64_t kSliceEvents = 20'000; // some milliseconds of work
constexpr int kAnswerRounds = 64; // to and fro between hosts of a service in one turn
constexpr std::int64_t kMaxLag = 200'000'000;  // of wall time
constexpr std::int64_t kLagNoticeEvery = 5'000'000'000;
constexpr std::int64_t kFlushEvery = 10'000'000;

std::int64_t realTimeNs()
{
    timespec t{};
    ::clock_gettime(CLOCK_REALTIME, &t);
    return std::int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

} // namespace

std::string_view toString(State state)
{
    switch (state) {
    case State::empty: return "empty";
    case State::loaded: return "loaded";
    case State::running: return "running";
    case State::paused: return "paused";
    case State::stopped: return "stopped";
    }
    return "empty";
}

std::string_view toString(TimeMode mode)
{
    return mode == TimeMode::real ? "real" : "virtual";
}

Session::Session(EventLoop &loop, SessionOptions options, SessionListener &listener)
    : m_loop(loop), m_options(std::move(options)), m_listener(listener), m_outside(loop, *this), m_questions(loop), m_daemonSnapshots(loop, m_questions),
      m_interfaceCaptures(loop, [this](capture::CaptureId id, const std::string &reason) {
          followInterfaceCaptures();
          m_listener.captureEnded(id, reason);
      })
{
}

Session::~Session()
{
    if (isActive())
        (void)stop();
}

rpc::RpcError Session::wrongState(std::string_view sentence) const
{
    if (m_state == State::empty)
        return {rpc::noLab, "no lab is loaded", nullptr};
    return {rpc::wrongState, std::string(sentence), {{"state", toString(m_state)}}};
}

void Session::setState(State state)
{
    m_state = state;
    m_listener.stateChanged();
}

Answer<void> Session::start(bool allowPrograms, bool paused, bool history)
{
    if (m_state != State::loaded && m_state != State::stopped)
        return base::fail(wrongState("the run is on already"));
    if (m_tape)
        return base::fail(wrongState("this is a record; it is shown, and it goes on from a moment only as a branch"));
    const std::vector<lab::Program> wanted = programs();
    if (!wanted.empty() && !allowPrograms) {
        rpc::Json list = rpc::Json::array();
        for (const lab::Program &p : wanted)
            list.push_back({{"node", p.node}, {"command", p.command}});
        return base::fail(rpc::RpcError{rpc::needsConsent, "the lab wants to run programs on this computer",
                                        {{"programs", std::move(list)}}});
    }
    const auto &nodes = m_world->lab().nodes;
    const bool needsNamespaces = std::any_of(nodes.begin(), nodes.end(), [](const lab::Node &n) { return lab::isNamespace(n.kind); });
    if (needsNamespaces && m_options.namespacesBlocked) {
        const linux::SysError &why = *m_options.namespacesBlocked;
        return base::fail(rpc::RpcError{rpc::systemError, toString(why), {{"errno", why.code}}});
    }
    for (const lab::Node &node : m_world->lab().nodes)
        if (const auto missing = daemonMissing(node))
            return base::fail(rpc::RpcError{rpc::systemError, node.name + ": " + *missing, {{"errno", ENOENT}}});
    for (const lab::Node &node : m_world->lab().nodes) {
        if (const auto missing = machines::machineMissing(node.kind))
            return base::fail(rpc::RpcError{rpc::systemError, node.name + ": " + *missing, {{"errno", ENOENT}}});
        for (const lab::Guest &guest : node.computer.guests)
            if (const auto missing = lab::isRealGuest(guest.kind) ? machines::machineMissing(lab::machineKind(guest.kind)) : std::nullopt)
                return base::fail(rpc::RpcError{rpc::systemError, node.name + '/' + guest.name + ": " + *missing, {{"errno", ENOENT}}});
    }
    m_outside.machines().setOptions({m_options.fetchHelper, std::filesystem::path(m_labPath).parent_path().string(), machines::Workshop::keptDirectory(m_labPath)});
    m_allowPrograms = allowPrograms;
    for (const lab::Program &p : wanted)
        m_consented.emplace(p.node, p.command);
    if (m_world->hasOutsidePorts() && m_clock.speed() > 1)
        m_clock.setSpeed(m_options.wallNs(), 1);
    m_captures = std::make_unique<capture::Captures>(m_timeMode == TimeMode::real ? realTimeNs() : 0);
    m_captures->attach(*m_world);
    if (auto made = synchroniseOutside(); !made) {
        m_outside.stopAll();
        m_toBegin.clear();
        m_guestsToBegin.clear();
        m_captures.reset();
        return made;
    }
    if (history)
        beginHistory();
    m_clock.moveTo(m_options.wallNs(), m_world->now());
    m_state = State::paused;
    if (!paused)
        resumeNow();
    setState(m_state);
    return {};
}

Answer<void> Session::stop()
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    m_clock.pause(m_options.wallNs());
    m_outside.setReading(false);
    setCondition(nullptr);
    if (m_past)
        showPresent();
    if (m_recorder)
        (void)stopRecord();
    for (const capture::Info &info : m_captures->list()) {
        m_captures->stop(info.id);
        m_listener.captureEnded(info.id, "the run was stopped");
    }
    m_captures->detach();
    m_captures.reset();
    m_interfaceCaptures.stopAll("the run was stopped");
    m_outside.stopAll();
    m_execs.clear();
    m_toBegin.clear();
    m_guestsToBegin.clear();
    // The lab stays, as it was changed in the run; its world begins again at 0.
    if (auto world = world::World::build(m_world->lab(), m_seed, pageStores(m_timeMode)))
        setWorld(std::move(*world));
    setState(State::stopped);
    return {};
}

void Session::pauseNow()
{
    m_clock.pause(m_options.wallNs());
    m_clock.moveTo(m_options.wallNs(), now()); // what is not done yet is still to come
    m_outside.setReading(false);
    m_until.reset();
    setCondition(nullptr);
    m_unfinished = false;
    m_behind = {};
    m_state = State::paused;
}

void Session::resumeNow()
{
    m_clock.moveTo(m_options.wallNs(), now());
    m_clock.resume(m_options.wallNs());
    m_outside.setReading(!m_past);
    m_state = State::running;
    m_why.clear();
    if (!m_past)
        startPrograms();
}

Answer<void> Session::pause()
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    if (m_state == State::running) {
        advance();
        pauseNow();
        setState(m_state);
    }
    return {};
}

Answer<void> Session::resume()
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    if (m_tape && present().time <= now())
        return base::fail(wrongState("the record ends here"));
    if (m_state == State::paused) {
        resumeNow();
        setState(m_state);
    }
    return {};
}

Answer<void> Session::step(std::int64_t count)
{
    if (auto paused = pause(); !paused)
        return paused;
    count = std::clamp<std::int64_t>(count, -kMaxSteps, kMaxSteps);
    const std::uint64_t here = world()->eventCount();
    if (count < 0)
        return seekEvent(here - std::min(here, static_cast<std::uint64_t>(-count)));
    if (m_past)
        return seekEvent(here + static_cast<std::uint64_t>(count));
    m_why.clear();
    for (std::int64_t i = 0; i < count && m_world->step(); ++i) {
        m_outside.deliver(*m_world);
        lookAtConnections(*m_world);
    }
    m_clock.moveTo(m_options.wallNs(), m_world->now());
    flushFiles(m_options.wallNs());
    return {};
}

Answer<void> Session::setSpeed(double factor)
{
    if (!m_world)
        return base::fail(wrongState("no lab is loaded"));
    if (std::isnan(factor) || factor < Clock::kMinSpeed || factor > Clock::kMaxSpeed)
        return base::fail(rpc::RpcError{rpc::invalidParams, "factor is from 0.01 to 1000", nullptr});
    if (factor > 1 && m_world->hasOutsidePorts())
        return base::fail(rpc::RpcError{
            rpc::wrongState, "programs outside cannot be made faster: with namespaces the speed is at most 1",
            {{"state", toString(m_state)}}});
    if (std::exchange(m_fastest, false))
        m_clock.moveTo(m_options.wallNs(), now());
    m_clock.setSpeed(m_options.wallNs(), factor);
    return {};
}

Answer<void> Session::goFastest()
{
    if (!m_world)
        return base::fail(wrongState("no lab is loaded"));
    if (m_timeMode == TimeMode::real)
        return base::fail(wrongState("real time has the speed of a clock: give a factor, or load the lab with \"time\": \"virtual\""));
    m_fastest = true;
    return {};
}

Answer<void> Session::runUntil(TimePoint time)
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    if (time <= now())
        return base::fail(rpc::RpcError{rpc::invalidParams, "that time has passed", {{"now", now().ns()}}});
    m_until = time;
    return resume();
}

TimePoint Session::now() const
{
    return world() ? world()->now() : TimePoint();
}

void Session::advance()
{
    for (const ExecHandle handle : std::exchange(m_attached, {}))
        if (const auto exec = m_execs.find(handle); exec != m_execs.end()) {
            const machines::Machine *machine = m_outside.machines().find({exec->second.node, exec->second.guest});
            m_listener.execStarted(handle, machine ? machine->pid() : 0);
        }
    const std::int64_t wall = m_options.wallNs();
    if (m_past) {
        if (m_remote)
            m_remote->exchange(nullptr, false);
    } else if (m_state == State::running) {
        if (m_fastest)
            advanceFastest();
        else
            advanceByClock(wall);
    } else if (m_remote) {
        m_remote->exchange(worldForSockets(), false);
    }
    if (m_guestWatch.takeChanged() && isActive())
        followGuests();
    if (isActive() && wall >= m_nextFlush)
        flushFiles(wall);
    if (wantsSnapshots() && wall >= m_nextSnapshot)
        writeSnapshots(wall);
}

/// Programs outside live in real time.
world::World *Session::worldForSockets()
{
    return isActive() && m_timeMode == TimeMode::real && !m_past ? &*m_world : nullptr;
}

void Session::advanceByClock(std::int64_t wall)
{
    const auto present = [this](std::int64_t at) {
        const TimePoint t = m_clock.worldAt(at);
        return m_until ? std::min(t, *m_until) : t;
    };
    TimePoint target = present(wall);
    bool done = moveTo(target, kSliceEvents);
    if (done && m_outside.hasFrames()) {
        m_outside.takeFrames(*m_world);
        target = present(m_options.wallNs());
        done = moveTo(target, kSliceEvents);
    }
    if (m_remote && m_remote->exchange(worldForSockets(), m_timeMode == TimeMode::real) && done)
        done = moveTo(target, kSliceEvents);
    m_outside.deliver(*m_world);
    if (m_condition && m_condition->isMet())
        return pauseAtCondition();
    m_outside.expireMigration(*m_world);
    // A connection that moves to a Linux host or from it waits for these.
    for (int i = 0; done && i < kAnswerRounds && m_outside.hasAnswers(); ++i) {
        m_outside.takeAnswers(*m_world);
        target = present(m_options.wallNs());
        done = moveTo(target, kSliceEvents);
        m_outside.deliver(*m_world);
    }
    m_unfinished = !done;
    if (done && m_until && target >= *m_until) {
        pauseNow();
        setState(m_state);
        return;
    }
    m_behind = done ? Duration() : target - m_world->now();
    if (!done)
        noteLag(wall, target);
}

void Session::noteLag(std::int64_t wall, TimePoint target)
{
    const auto lag = static_cast<std::int64_t>(static_cast<double>((target - m_world->now()).ns()) / m_clock.speed());
    if (lag <= kMaxLag)
        return;
    m_clock.moveTo(wall, m_world->now());
    if (m_timeMode == TimeMode::real && m_clock.speed() <= 1 && wall >= m_nextLagNotice) {
        m_nextLagNotice = wall + kLagNoticeEvery;
        tellProblem(lab::Problem::Severity::warning,
                    "the network needs more processor time than there is: its time runs slower than the clock's");
    }
}

void Session::advanceFastest()
{
    if (m_remote)
        m_remote->exchange(nullptr, false);
    if (m_condition) {
        (void)moveTo(m_until.value_or(TimePoint::never()), kSliceEvents);
        if (m_condition->isMet())
            return pauseAtCondition();
    }
    if (m_until) {
        if (!runWatched(*m_world, *m_until, m_condition ? 0 : kSliceEvents,
                        [this](TimePoint to, std::uint64_t most) { return m_world->runUntil(to, most); }))
            return;
        pauseNow();
        setState(m_state);
        return;
    }
    for (std::uint64_t i = 0; !m_condition && i < kSliceEvents && m_world->step(); ++i)
        lookAtConnections(*m_world);
}

std::optional<Duration> Session::idleTime() const
{
    if (m_remote && m_remote->hasWork(m_state == State::running && m_timeMode == TimeMode::real))
        return Duration();
    if (!m_attached.empty())
        return Duration();
    if (!isActive())
        return std::nullopt;
    if (m_guestWatch.hasChanged())
        return Duration();
    std::int64_t wake = Clock::kNoWall;
    if (m_recorder || m_captures->pending() || !m_interfaceCaptures.isEmpty())
        wake = m_nextFlush;
    if (wantsSnapshots())
        wake = std::min(wake, m_nextSnapshot);
    if (m_tape && m_tape->reader)
        return Duration();
    const std::int64_t wall = m_options.wallNs();
    if (m_state == State::running && m_past) {
        wake = std::min(wake, m_clock.wallFor(std::min(m_past->world().nextDeadline(), present().time)));
    } else if (m_state == State::running) {
        TimePoint next = std::min(m_world->nextDeadline(), m_outside.nextMigration());
        if (m_until)
            next = std::min(next, *m_until);
        if (m_fastest)
            wake = next.isNever() ? wake : wall;
        else if (m_unfinished || m_outside.hasFrames())
            wake = wall;
        else
            wake = std::min(wake, m_clock.wallFor(next));
    }
    if (wake == Clock::kNoWall)
        return std::nullopt;
    return Duration::nanoseconds(std::max<std::int64_t>(0, wake - wall));
}

Answer<void> Session::runToTheEnd(TimePoint time)
{
    if (!isActive() || m_timeMode != TimeMode::virtual_ || m_past)
        return base::fail(wrongState("no run in virtual time is on"));
    while (!m_world->runUntil(time, kSliceEvents)) {
        followHistory();
        flushFiles(m_options.wallNs());
    }
    flushFiles(m_options.wallNs());
    return {};
}

void Session::flushFiles(std::int64_t wall)
{
    m_nextFlush = wall + kFlushEvery;
    for (const capture::Ended &ended : m_captures->flush())
        m_listener.captureEnded(ended.info.id, ended.reason);
    m_interfaceCaptures.process();
    if (!m_recorder)
        return;
    m_recorder->flush();
    if (const auto notice = m_recorder->takeNotice())
        tellProblem(lab::Problem::Severity::warning, *notice);
    if (const auto failure = m_recorder->takeFailure()) {
        tellProblem(lab::Problem::Severity::error, failure->message);
        (void)stopRecord();
    }
}

} // namespace hopyard::engine
