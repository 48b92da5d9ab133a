// Session: back and forth in a run; see session.h and core/world/history.h.
//
// The present is m_world. While a moment of the past is shown, m_past holds a copy of the world as it was, and world() is
// that one: whoever looks into the network sees it. The present stands still meanwhile. A record that is opened has no
// present of its own: its run is done again, once in the background for checkpoints and marks, and whatever is shown of it
// is past.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/check_lab.h"
#include "emulation/engine/event_text.h"
#include "emulation/engine/namespace_tables.h"
#include "emulation/engine/session.h"
#include "emulation/record/read_run.h"
#include "emulation/engine/version.h"

#include <algorithm>
#include <utility>

#include <malloc.h>

namespace hopyard::engine {

using base::Duration;
using base::TimePoint;
namespace trace = base::trace;

namespace {

constexpr std::uint64_t kSliceEvents = 20'000;
constexpr std::size_t kMemory = 512 << 20; // for checkpoints, as far as that can be foreseen
constexpr std::size_t kFewest = 4, kMost = 64; // of them
constexpr std::int64_t kSnapshotsEvery = 1'000'000'000; // of a node's tables in Linux, of wall time
constexpr std::int64_t kSnapshotsWhenQuiet = 4 * kSnapshotsEvery;
constexpr std::int64_t kShare = 20; // one part in so many of the time goes into making them
/// Before a moment that is shown, packets are told of, so that those on their way can be drawn.
constexpr Duration kPreroll = Duration::milliseconds(400);

/// What a window is told of a moment that it has seen before: what moves, not what was said then.
constexpr trace::Kinds kMoving = trace::kindOf<trace::PacketSent>() | trace::kindOf<trace::PacketScheduled>()
    | trace::kindOf<trace::PacketDropped>() | trace::kindOf<trace::NodeChanged>() | trace::kindOf<trace::GuestChanged>()
    | trace::kindOf<trace::BufferStep>();

/// The last moment of which nothing more is to come in that world.
TimePoint doneUntil(const world::World &world)
{
    return world.nextDeadline() <= world.now() ? world.now() - Duration::nanoseconds(1) : world.now();
}

std::size_t bytesInUse() { return ::mallinfo2().uordblks; }

/// What of the inputs a person did: a mark on the time line.
std::string editText(const world::Input &input)
{
    if (std::holds_alternative<world::Input::LabApplied>(input.what))
        return "the lab was changed";
    if (std::holds_alternative<world::Input::ImpairmentSet>(input.what))
        return "a link was changed";
    if (const auto *said = std::get_if<world::Input::CommandRun>(&input.what))
        return said->line;
    return {};
}

base::NodeId nodeOfInput(const world::Input &input)
{
    const auto *said = std::get_if<world::Input::CommandRun>(&input.what);
    return said ? said->node : base::NodeId();
}

} // namespace

// --- what is kept ---

void Session::input(world::Input &&input)
{
    if (m_recorder)
        m_recorder->input(input);
    if (m_history.hasCheckpoints())
        if (std::string text = editText(input); !text.empty())
            m_marks.add(input.time, Mark::Kind::edit, nodeOfInput(input), {}, std::move(text));
    m_history.input(std::move(input));
}

void Session::beginHistory()
{
    const std::size_t before = bytesInUse();
    m_history.keep(*m_world);
    const std::size_t size = std::max<std::size_t>(1, bytesInUse() - std::min(before, bytesInUse()));
    m_history.setMostCheckpoints(std::clamp(kMemory / size, kFewest, kMost));
    m_line.from = m_world->now();
    m_nextCheckpoint = 0;
    listen(*m_world, false);
}

void Session::forgetHistory()
{
    m_past.reset();
    m_tape.reset();
    m_condition.reset();
    m_lines.clear();
    m_lastLine = 1;
    m_parted.clear();
    m_partedFromLast = {};
    m_line = {1, {}, {}, {}};
    m_history = world::History();
    m_marks.clear();
    m_snapshots.clear();
    m_daemonSnapshots.clear();
    m_lastLooked = {};
    m_quietLooks = 0;
    m_bookmarks.clear();
    m_why.clear();
}

void Session::keepCheckpoint()
{
    const std::int64_t begin = m_options.wallNs();
    if (!m_history.isDue(*m_world) || begin < m_nextCheckpoint)
        return;
    m_history.keep(*m_world);
    const std::int64_t end = m_options.wallNs();
    m_nextCheckpoint = end + (end - begin) * kShare;
}

// --- what Linux keeps ---

/// One node at a time, all of them about once a second, and not for more than a small part of the time.
void Session::writeSnapshots(std::int64_t wall)
{
    base::NodeId next, first;
    std::int64_t count = 0;
    for (const base::NodeId id : m_world->nodes()) {
        if (!m_outside.find(id))
            continue;
        ++count;
        if (!first.isValid())
            first = id;
        if (!next.isValid() && (!m_lastLooked.isValid() || m_lastLooked < id))
            next = id;
    }
    // Where nothing has changed for two rounds it is asked less often.
    const std::int64_t every = m_quietLooks < 2 * count ? kSnapshotsEvery : kSnapshotsWhenQuiet;
    m_nextSnapshot = wall + every / std::max<std::int64_t>(1, count);
    if (count == 0)
        return;
    m_lastLooked = next.isValid() ? next : first;
    const std::int64_t begin = m_options.wallNs();
    const auto keep = [this](const Snapshots::Row &row) {
        if (m_recorder)
            m_recorder->snapshot(row.time, row.node, row.what, row.data);
    };
    const base::NodeId id = m_lastLooked;
    nodes::NamespaceNode &node = *m_outside.find(id);
    const bool kept = m_snapshots.look(node, id, m_world->now(), m_history.hasCheckpoints(), keep);
    if (const lab::Node *planned = m_world->lab().findNode(m_world->name(id)))
        m_daemonSnapshots.look(
            node, id, *planned, kept, wall, [this, id, keep](const std::string &line, const std::string &text, const std::string &json) {
                if (m_world && wantsSnapshots())
                    m_snapshots.addAnswer(text, json, DaemonSnapshots::lasting(json.empty() ? text : json), id, line, m_world->now(),
                                          m_history.hasCheckpoints(), keep);
            });
    m_quietLooks = kept ? 0 : m_quietLooks + 1;
    const std::int64_t end = m_options.wallNs();
    m_nextSnapshot = std::max(m_nextSnapshot, end + (end - begin) * kShare);
}

std::optional<Table> Session::snapshot(base::NodeId node, std::string_view table) const
{
    if (!m_tape)
        return m_snapshots.at(node, table, now());
    const auto known = record::readSnapshot(m_tape->file, node, table, now());
    return known ? Snapshots::read(known->data, known->time) : std::nullopt;
}

// --- who listens ---

void Session::listen(world::World &world, bool past)
{
    using trace::Packets;
    world.trace().add(past ? &m_pastDrops : &m_drops, DropCounts::kinds());
    if (!past) {
        world.trace().add(&m_guestWatch, GuestWatch::kinds());
        if (m_history.hasCheckpoints())
            world.trace().add(&m_marks, Marks::kinds(), Packets::asCarried);
    }
    for (Subscription *s : m_subscriptions)
        world.trace().add(s, past ? s->kinds() & kMoving : s->kinds(), Packets::asCarried);
    if (m_packetLog && (!past || m_tape))
        world.trace().add(m_packetLog, PacketLog::kinds(), Packets::asCarried);
    for (TcpWatch *watch : m_tcpWatches) {
        watch->resolve(&world);
        world.trace().add(watch, watch->kinds(), Packets::asCarried);
    }
    if (m_condition)
        world.trace().add(m_condition.get(), m_condition->kinds(), Packets::asCarried);
}

void Session::ignore(world::World &world)
{
    for (trace::Sink *sink : std::initializer_list<trace::Sink *>{&m_drops, &m_pastDrops, &m_guestWatch, &m_marks, m_packetLog,
                                                                  m_condition.get()})
        world.trace().remove(sink);
    for (Subscription *s : m_subscriptions)
        world.trace().remove(s);
    for (TcpWatch *watch : m_tcpWatches)
        world.trace().remove(watch);
}

// --- connections that are watched ---

void Session::addTcpWatch(TcpWatch *watch)
{
    m_tcpWatches.push_back(watch);
    watch->setLinux([this](const TcpWatchOptions &options) -> std::optional<rpc::Json> {
        const nodes::NamespaceNode *node = m_world ? m_outside.find(m_world->findNode(options.node)) : nullptr;
        if (!node || isPast()) // Linux keeps no past; the world knows nothing of it either
            return std::nullopt;
        return readNamespaceConnection(*node, options.local, options.peer).value_or(nullptr);
    });
    watch->restart(now());
    if (!world())
        return;
    listen(*world(), isPast());
    watch->sample(*world());
}

void Session::removeTcpWatch(TcpWatch *watch)
{
    std::erase(m_tcpWatches, watch);
    if (world())
        world()->trace().remove(watch);
}

void Session::sampleConnections()
{
    for (TcpWatch *watch : m_tcpWatches)
        if (world())
            watch->sample(*world());
}

void Session::lookAtConnections(world::World &world)
{
    for (TcpWatch *watch : m_tcpWatches)
        watch->look(world);
}

bool Session::runWatched(world::World &world, TimePoint target, std::uint64_t most, const Run &run)
{
    if (m_tcpWatches.empty())
        return run(target, most);
    const std::uint64_t end = world.eventCount() + most;
    for (;;) {
        TimePoint stop = target;
        for (const TcpWatch *watch : m_tcpWatches)
            stop = std::min(stop, std::max(watch->nextLook(), world.now()));
        const bool done = run(stop, end - std::min(end, world.eventCount()));
        lookAtConnections(world);
        if (!done || stop >= target || world.now() < stop) // the past may not be known any further
            return done;
    }
}

// --- showing a moment ---

Answer<void> Session::mayChange() const
{
    if (!m_past)
        return {};
    return base::fail(wrongState("this moment has passed: nothing can be changed in it. Go back to the present, or branch here"));
}

Answer<void> Session::mayGoBack() const
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    if (!m_history.hasCheckpoints())
        return base::fail(wrongState("the past of this run is not kept; start it with \"history\" to go back in it"));
    return {};
}

world::Moment Session::present() const
{
    if (m_tape)
        return m_tape->end;
    return m_world ? world::momentOf(*m_world) : world::Moment();
}

TimePoint Session::readUntil() const
{
    return m_tape && m_tape->reader ? m_tape->reader->world().now() : present().time;
}

Session::Run Session::runPast()
{
    return [this](TimePoint to, std::uint64_t most) { return m_past->runUntil(to, most); };
}

/// `past` is a little before the moment, which is reached with those listening who draw what moves.
void Session::showPast(world::Replay past, TimePoint upTo)
{
    if (!m_past && m_world)
        ignore(*m_world);
    m_past.emplace(std::move(past));
    m_pastDrops.clear();
    if (m_packetLog && m_tape)
        m_packetLog->cutAfter(doneUntil(m_past->world())); // what is played now is logged anew
    toldOfAnotherMoment();
    listen(m_past->world(), true);
    if (upTo > m_past->world().now())
        (void)runWatched(m_past->world(), upTo, ~std::uint64_t(0) - m_past->world().eventCount(), runPast());
    sampleConnections();
    m_clock.moveTo(m_options.wallNs(), m_past->world().now());
    m_listener.stateChanged();
}

void Session::showPresent()
{
    if (!m_past || m_tape)
        return;
    m_past.reset();
    toldOfAnotherMoment();
    listen(*m_world, false);
    m_clock.moveTo(m_options.wallNs(), m_world->now());
    m_listener.stateChanged();
}

void Session::toldOfAnotherMoment()
{
    for (Subscription *s : m_subscriptions) {
        s->forgetLinks();
        s->skipBatch();
    }
    for (TcpWatch *watch : m_tcpWatches)
        watch->restart(now());
}

Answer<void> Session::seek(TimePoint time)
{
    if (auto may = mayGoBack(); !may)
        return may;
    if (auto paused = pause(); !paused)
        return paused;
    m_why.clear();
    if (!m_tape && time >= present().time) {
        showPresent();
        return {};
    }
    time = std::clamp(time, m_history.from()->time, present().time);
    while (m_tape && m_tape->reader && m_tape->reader->world().now() < time)
        readTape(kSliceEvents);
    const TimePoint first = std::max(m_history.from()->time, time - kPreroll);
    if (auto past = m_history.at(first))
        showPast(std::move(*past), time);
    return {};
}

Answer<void> Session::seekEvent(std::uint64_t event)
{
    if (auto may = mayGoBack(); !may)
        return may;
    if (auto paused = pause(); !paused)
        return paused;
    m_why.clear();
    if (!m_tape && event >= present().events) {
        showPresent();
        return {};
    }
    while (m_tape && m_tape->reader && m_tape->reader->world().eventCount() < event)
        readTape(kSliceEvents);
    event = std::clamp(event, m_history.from()->events, present().events);
    // A step on from what is shown needs no checkpoint.
    if (m_past && m_past->world().eventCount() <= event && event - m_past->world().eventCount() < kSliceEvents
        && !m_past->isBlocked()) {
        m_past->runUntilEvent(event);
        sampleConnections();
        m_clock.moveTo(m_options.wallNs(), now());
        m_listener.stateChanged();
        return {};
    }
    if (auto past = m_history.atEvent(event)) {
        const TimePoint at = past->world().now();
        showPast(std::move(*past), at);
    }
    return {};
}

Answer<void> Session::seekPresent()
{
    return seek(present().time);
}

// --- moving on ---

bool Session::moveTo(TimePoint target, std::uint64_t most)
{
    world::World &moved = *m_world;
    if (!m_condition)
        return runWatched(moved, target, most, [&moved](TimePoint to, std::uint64_t n) { return moved.runUntil(to, n); });
    for (; most > 0; --most) {
        if (m_condition->isMet())
            return true;
        if (moved.nextDeadline() > target || moved.nextDeadline().isNever())
            return moved.runUntil(target, 0);
        moved.step();
        lookAtConnections(moved);
    }
    return m_condition->isMet();
}

void Session::pauseAtCondition()
{
    std::string why = m_condition->why();
    pauseNow();
    m_why = std::move(why);
    setState(m_state);
}

void Session::setCondition(std::unique_ptr<StopCondition> condition)
{
    if (m_condition) {
        if (m_world)
            m_world->trace().remove(m_condition.get());
        if (m_past)
            m_past->world().trace().remove(m_condition.get());
    }
    m_condition = std::move(condition);
    if (m_condition)
        listen(*world(), isPast());
}

Answer<void> Session::runUntil(StopCondition::What what)
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    if (m_tape && present().time <= now())
        return base::fail(wrongState("the record ends here"));
    setCondition(std::make_unique<StopCondition>(
        std::move(what), [this]() -> const world::World & { return *world(); }));
    return resume();
}

void Session::followHistory()
{
    if (m_tape && m_tape->reader)
        readTape(kSliceEvents);
    if (m_past && m_state == State::running)
        playPast(m_options.wallNs());
    if (!m_past && !m_tape && m_history.hasCheckpoints())
        keepCheckpoint();
}

void Session::playPast(std::int64_t wall)
{
    const TimePoint end = present().time;
    TimePoint target = std::min(m_clock.worldAt(wall), end);
    if (m_until)
        target = std::min(target, *m_until);
    bool done = true;
    if (m_condition) {
        for (std::uint64_t i = 0; i < kSliceEvents && !m_condition->isMet(); ++i) {
            const TimePoint next = m_past->world().nextDeadline();
            done = next > target || m_past->isBlocked();
            if (done)
                break;
            m_past->runUntilEvent(m_past->world().eventCount() + 1);
            lookAtConnections(m_past->world());
        }
        if (m_condition->isMet())
            return pauseAtCondition();
    }
    if (done)
        done = runWatched(m_past->world(), target, kSliceEvents, runPast());
    if (m_past->isBlocked()) {
        // What came in then is not known: on at the next checkpoint, as a picture that jumps.
        const auto next = m_history.nextCheckpoint(world::momentOf(m_past->world()));
        if (next && next->time <= target) {
            if (auto past = m_history.at(next->time))
                showPast(std::move(*past), next->time);
            m_clock.moveTo(wall, now());
            return;
        }
        done = true;
    }
    if (done && target >= end) {
        pauseNow();
        showPresent();
        setState(m_state);
    } else if (done && m_until && target >= *m_until) {
        pauseNow();
        setState(m_state);
    } else if (!done) {
        m_clock.moveTo(wall, now()); // as fast as it goes
    }
}

// --- another future ---

/// What was written down was another run.
void Session::endFilesBeforeBranch()
{
    if (m_recorder) {
        (void)stopRecord();
        tellProblem(lab::Problem::Severity::warning, "the record ends where the run was left; what follows is another run");
    }
    for (const capture::Info &info : m_captures->list()) {
        m_captures->stop(info.id);
        m_listener.captureEnded(info.id, "the run went on from another moment");
    }
    m_captures->detach();
    if (m_witness)
        m_witness->detach();
}

Answer<void> Session::branch(std::string name)
{
    if (auto may = mayGoBack(); !may)
        return may;
    if (!m_past)
        return base::fail(wrongState("this is the present: it goes on by itself"));
    if (m_past->world().hasOutsidePorts())
        return base::fail(wrongState("programs and machines outside cannot be taken back, so a run with them has one future only"));
    if (auto paused = pause(); !paused)
        return paused;
    endFilesBeforeBranch();
    const world::Moment here = world::momentOf(m_past->world());
    world::History history = m_history;
    history.cutAfter(here);
    ignore(m_past->world());
    world::World on = m_past->takeWorld();
    m_past.reset();
    m_partedFromLast = doneUntil(on);
    if (m_packetLog)
        m_packetLog->cutAfter(m_partedFromLast); // packets of the other way have the numbers of those to come
    const std::int64_t left = m_line.id, taken = ++m_lastLine;
    for (const auto &[other, line] : m_lines)
        m_parted[{other, taken}] = std::min(m_partedFromLast, m_parted[std::minmax(left, other)]);
    m_parted[{left, taken}] = m_partedFromLast;
    if (m_tape) {
        m_tape.reset(); // the record's own future is in the record
        m_world.emplace(std::move(on));
    } else {
        m_line.to = m_world->now();
        m_lines.emplace(m_line.id, Line{m_line, std::move(m_history), std::move(*m_world), m_marks, m_drops});
        m_world.emplace(std::move(on));
    }
    m_history = std::move(history);
    m_history.keep(*m_world);
    m_marks.cutAfter(here.time);
    m_drops = m_pastDrops;
    m_line = {taken, std::move(name), here.time, here.time};
    m_world->setInputSink(this);
    m_captures->attach(*m_world);
    watchForChecks();
    if (m_remote)
        m_remote->dropAll();
    toldOfAnotherMoment();
    listen(*m_world, false);
    m_clock.moveTo(m_options.wallNs(), m_world->now());
    setState(State::paused);
    return {};
}

Answer<void> Session::showLine(std::int64_t id)
{
    if (auto may = mayGoBack(); !may)
        return may;
    if (id == m_line.id)
        return seekPresent();
    auto found = m_lines.extract(id);
    if (found.empty())
        return base::fail(rpc::RpcError{rpc::noSuchId, "the run took no such line", nullptr});
    if (auto paused = pause(); !paused)
        return paused;
    showPresent();
    endFilesBeforeBranch();
    ignore(*m_world);
    m_line.to = m_world->now();
    m_lines.emplace(m_line.id, Line{m_line, std::move(m_history), std::move(*m_world), m_marks, m_drops});
    m_partedFromLast = m_parted[std::minmax(m_line.id, id)];
    if (m_packetLog)
        m_packetLog->cutAfter(m_partedFromLast);
    Line &line = found.mapped();
    m_line = line.info;
    m_history = std::move(line.history);
    m_marks = std::move(line.marks);
    m_drops = line.drops;
    m_world.emplace(std::move(line.world));
    m_world->setInputSink(this);
    m_captures->attach(*m_world);
    watchForChecks();
    toldOfAnotherMoment();
    listen(*m_world, false);
    m_clock.moveTo(m_options.wallNs(), m_world->now());
    setState(State::paused);
    return {};
}

std::vector<Session::LineInfo> Session::lines() const
{
    std::vector<LineInfo> all;
    for (const auto &[id, line] : m_lines)
        all.push_back(line.info);
    LineInfo here = m_line;
    here.to = present().time;
    all.push_back(std::move(here));
    std::sort(all.begin(), all.end(), [](const LineInfo &a, const LineInfo &b) { return a.id < b.id; });
    return all;
}

// --- a record ---

Answer<std::vector<lab::Problem>> Session::openRecord(const std::string &file)
{
    if (isActive())
        return base::fail(wrongState("a run is on; stop it first"));
    auto run = record::readRun(file);
    if (!run)
        return base::fail(rpc::RpcError{rpc::systemError, run.error().message, nullptr});
    world::CheckedText checked = world::checkText(run->labText, run->labPath.empty() ? file : run->labPath);
    const auto refuse = [&](const std::vector<lab::Problem> &problems) {
        return base::fail(rpc::RpcError{rpc::labHasErrors,
                                        file + ": the lab in this record cannot be read any more: "
                                            + (problems.empty() ? std::string("no lab") : problems.front().message),
                                        nullptr});
    };
    if (!checked.lab || lab::hasErrors(checked.problems))
        return refuse(checked.problems);
    auto world = world::World::build(checked.lab->lab(), run->seed);
    if (!world)
        return refuse(world.error());
    if (run->hasRouteFiles)
        m_routeFiles = run->routeFiles;
    else // an older record: as far as the files are here
        loadRouteFiles(checked.lab->lab(), run->labPath, checked.problems);
    m_seed = run->seed;
    m_timeMode = run->virtualTime ? TimeMode::virtual_ : TimeMode::real;
    m_labPath = run->labPath;
    m_labText = std::move(*checked.lab);
    m_consented.clear();
    m_clock = Clock();
    m_fastest = false; // a record is looked at, at its own speed
    setWorld(std::move(*world));
    m_world->setInputSink(nullptr);
    world::History::Limits limits;
    limits.frameBytes = ~std::size_t(0); // the record has its own limit
    m_history = world::History(limits);
    const std::size_t before = bytesInUse();
    m_history.keep(*m_world);
    m_history.setMostCheckpoints(std::clamp(kMemory / std::max<std::size_t>(1, bytesInUse() - std::min(before, bytesInUse())),
                                            kFewest, kMost));
    for (world::Input &known : run->inputs)
        m_history.input(std::move(known));
    m_bookmarks.clear();
    for (record::RecordedBookmark &known : run->bookmarks) {
        m_lastBookmark = std::max(m_lastBookmark, known.id);
        m_bookmarks.push_back({known.id, known.time, std::move(known.note)});
    }
    m_captures = std::make_unique<capture::Captures>(0);
    m_tape.emplace();
    m_tape->file = file;
    m_tape->end = {run->end, ~std::uint64_t(0)};
    m_tape->reader = m_history.at(TimePoint());
    m_tape->reader->world().trace().add(&m_marks, Marks::kinds(), trace::Packets::asCarried);
    ignore(*m_world);
    m_state = State::paused;
    if (auto past = m_history.at(TimePoint()))
        showPast(std::move(*past), TimePoint());
    setState(State::paused);
    if (run->version != kVersion)
        checked.problems.push_back({lab::Problem::Severity::warning, file, 0, 0,
                                    "the record was written by Hopyard " + run->version + ", and this is " + std::string(kVersion)
                                        + ": what is shown is computed anew and may differ from what was seen then", {}});
    if (run->state == "recording")
        checked.problems.push_back({lab::Problem::Severity::warning, file, 0, 0,
                                    "the record has no end: whoever made it was stopped, or is at it still", {}});
    return std::move(checked.problems);
}

void Session::readTape(std::uint64_t most)
{
    world::Replay &reader = *m_tape->reader;
    const bool done = reader.runUntil(m_tape->end.time, most);
    if (m_history.isDue(reader.world()))
        m_history.keep(reader);
    if (!done)
        return;
    // Beyond what is known the run cannot be followed; what is shown ends there.
    if (reader.isBlocked()) {
        m_tape->end.time = std::min(m_tape->end.time, reader.world().now());
        tellProblem(lab::Problem::Severity::warning,
                    "the record cannot be shown beyond " + toString(m_tape->end.time)
                        + ": what came in from outside then is not in it; its packets and events are");
    }
    m_tape->end.events = reader.world().eventCount();
    m_history.keep(reader);
    m_tape->reader.reset();
    m_listener.stateChanged();
}

// --- what people note down ---

Answer<std::int64_t> Session::setBookmark(std::optional<std::int64_t> id, TimePoint time, std::string note)
{
    if (auto may = mayGoBack(); !may)
        return base::fail(std::move(may.error()));
    if (id) {
        const auto found = std::find_if(m_bookmarks.begin(), m_bookmarks.end(), [&](const Bookmark &b) { return b.id == *id; });
        if (found == m_bookmarks.end())
            return base::fail(rpc::RpcError{rpc::noSuchId, "there is no such bookmark", nullptr});
        found->time = time;
        found->note = std::move(note);
    } else {
        id = ++m_lastBookmark;
        m_bookmarks.push_back({*id, time, std::move(note)});
    }
    keepBookmark(*id);
    std::stable_sort(m_bookmarks.begin(), m_bookmarks.end(), [](const Bookmark &a, const Bookmark &b) { return a.time < b.time; });
    return *id;
}

Answer<void> Session::removeBookmark(std::int64_t id)
{
    if (std::erase_if(m_bookmarks, [id](const Bookmark &b) { return b.id == id; }) == 0)
        return base::fail(rpc::RpcError{rpc::noSuchId, "there is no such bookmark", nullptr});
    keepBookmark(id);
    return {};
}

/// Into the record that is written or shown; one that may only be read goes without.
void Session::keepBookmark(std::int64_t id)
{
    const auto found = std::find_if(m_bookmarks.begin(), m_bookmarks.end(), [id](const Bookmark &b) { return b.id == id; });
    const TimePoint time = found == m_bookmarks.end() ? TimePoint() : found->time;
    const std::optional<std::string> note = found == m_bookmarks.end() ? std::nullopt : std::optional(found->note);
    if (m_recorder)
        m_recorder->bookmark(id, time, note);
    else if (m_tape)
        (void)record::writeBookmark(m_tape->file, id, time, note);
}

void Session::addMark(TimePoint time, Mark::Kind kind, base::NodeId node, std::string text)
{
    m_marks.add(time, kind, node, {}, std::move(text));
}

} // namespace hopyard::engine
