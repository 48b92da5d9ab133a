// One lab and its run: the world, its clock, its namespaces, captures, record. No socket and no protocol: the engine
// drives it from its loop, `hop run --time virtual` calls it directly.
//
// Life: load → start → (pause, resume, step, …) → stop → start again …; loading another lab takes stop first. Errors are
// rpc::RpcError because that is what they become: a code of docs/rpc.md, a sentence, and data.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/live.h"
#include "core/lab/lab_text.h"
#include "core/lab/programs.h"
#include "core/world/history.h"
#include "core/world/route_files.h"
#include "core/world/world.h"
#include "emulation/capture/captures.h"
#include "emulation/engine/clock.h"
#include "emulation/engine/drop_counts.h"
#include "emulation/engine/guest_watch.h"
#include "emulation/engine/interface_captures.h"
#include "emulation/engine/marks.h"
#include "emulation/engine/node_questions.h"
#include "emulation/engine/outside_nodes.h"
#include "emulation/engine/packet_log.h"
#include "emulation/engine/snapshots.h"
#include "emulation/engine/daemon_snapshots.h"
#include "emulation/engine/stop_condition.h"
#include "emulation/engine/tcp_watch.h"
#include "emulation/engine/telemetry.h"
#include "emulation/record/recorder.h"
#include "emulation/rpc/message.h"
#include "emulation/sockets/server.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::engine {

enum class State : std::uint8_t { empty, loaded, running, paused, stopped };
std::string_view toString(State state);
enum class TimeMode : std::uint8_t { real, virtual_ };
std::string_view toString(TimeMode mode);

template <class T>
using Answer = base::Result<T, rpc::RpcError>;

/// A program that asked to run somewhere; counts up over the life of the session.
using ExecHandle = base::Id<struct ExecHandleTag>;

struct LoadRequest {
    std::string text;
    std::string path; ///< where the text came from, for messages and the record; may be empty
    std::string name; ///< what messages call a text without path
    std::uint64_t seed = 1;
    TimeMode time = TimeMode::real;
};

/// What a session tells whoever owns it. Called while the session works: note it down, do not call back into it.
class SessionListener {
public:
    virtual ~SessionListener() = default;
    virtual void stateChanged() {}
    virtual void problem(const lab::Problem &) {}
    virtual void execStarted(ExecHandle, pid_t) {}
    virtual void execFailed(ExecHandle, const linux::SysError &) {}
    virtual void execExited(ExecHandle, const nodes::Exited &) {}
    virtual void captureEnded(capture::CaptureId, const std::string & /*reason*/) {}
};

struct SessionOptions {
    std::string run; ///< the run's name, for the record
    /// Why namespaces cannot be made here, where that is known (linux::enterPrivileges()).
    std::optional<linux::SysError> namespacesBlocked;
    int fetchHelper = -1; ///< machines::startFetchHelper(), lent: who fetches the tiny guest system from outside
    std::function<std::int64_t()> wallNs = linux::monotonicNs; ///< a steady clock
};

/// A place in the run that a person wants to find again.
struct Bookmark {
    std::int64_t id = 0;
    base::TimePoint time;
    std::string note;
};

class Session final : private OutsideNodes::Listener, private world::InputSink {
public:
    Session(EventLoop &loop, SessionOptions options, SessionListener &listener);
    ~Session() override;
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    // --- the lab (session_lab.cpp) ---
    /// Builds the world; nothing moves yet. Warnings on success. wrongState while a run is on; labHasErrors.
    Answer<std::vector<lab::Problem>> load(const LoadRequest &request);
    /// Makes the running network equal to the text.
    Answer<std::vector<lab::Problem>> apply(std::string_view text);
    /// Command lines of the lab's namespaces, which run only with consent.
    std::vector<lab::Program> programs() const;
    std::string labText() const; ///< as it is now, in its author's own layout
    const std::string &labPath() const { return m_labPath; }
    /// The lab's checks, and who has counted frames for them since the run began. Together until checksVersion() changes.
    const std::vector<lab::Check> &checks() const { return m_checks; }
    const checks::Witness &witness() const { return *m_witness; } ///< while a lab is loaded
    std::uint64_t checksVersion() const { return m_checksVersion; }

    // --- the run (session_run.cpp) ---
    /// `history`: keeps what it takes to go back (session_time.cpp).
    Answer<void> start(bool allowPrograms, bool paused, bool history = false);
    Answer<void> stop();
    Answer<void> pause();
    Answer<void> resume();
    static constexpr std::int64_t kMaxSteps = 20'000; ///< at once, so that it stays short
    /// Pauses, then does so many events, at most kMaxSteps; goes back by so many where it is negative.
    Answer<void> step(std::int64_t count);
    Answer<void> setSpeed(double factor);
    /// Virtual time only, and what it begins with: time passes as fast as the processor goes, until setSpeed().
    Answer<void> goFastest();
    /// Pauses by itself when world time reaches `time`; goes on until then where it is paused.
    Answer<void> runUntil(base::TimePoint time);

    /// Brings the world to the present, in real time; or a slice further, in virtual time. Bounded work.
    void advance();
    /// How long nothing has to be done: nothing at all, or the time after which to call advance().
    std::optional<base::Duration> idleTime() const;
    /// Virtual time only: moves on until `time` and comes back then, as fast as it goes.
    Answer<void> runToTheEnd(base::TimePoint time);
    /// To be called after advance(), and never while somebody holds on to world(): moves what is shown of the past, reads a
    /// record on, and keeps a checkpoint where one is due. Bounded work.
    void followHistory();

    // --- back and forth (session_time.cpp): a moment of the past is shown, by everything that looks into the world; what
    // would change something is refused meanwhile ---
    /// Pauses and shows that moment, or the present where it has not come yet. wrongState where the past is not kept.
    Answer<void> seek(base::TimePoint time);
    Answer<void> seekEvent(std::uint64_t event);
    Answer<void> seekPresent();
    /// What is shown becomes the present, and the run goes on from there; what came after becomes a line of its own, to which
    /// showLine() goes back. Not where something outside takes part.
    Answer<void> branch(std::string name);
    Answer<void> showLine(std::int64_t line);
    /// Goes on and pauses as soon as that happens.
    Answer<void> runUntil(StopCondition::What what);
    /// Loads a record instead of a lab: its run is there from beginning to end, and nothing lives outside.
    Answer<std::vector<lab::Problem>> openRecord(const std::string &file);
    Answer<std::int64_t> setBookmark(std::optional<std::int64_t> id, base::TimePoint time, std::string note);
    Answer<void> removeBookmark(std::int64_t id);
    void addMark(base::TimePoint time, Mark::Kind kind, base::NodeId node, std::string text);

    /// A way that the run took.
    struct LineInfo {
        std::int64_t id = 0;
        std::string name;
        base::TimePoint from, to;
    };
    std::vector<LineInfo> lines() const; ///< by id; the one that is the present now among them
    std::int64_t line() const { return m_line.id; }
    /// Since when the line that is the present differs from the one that was before it; 0 of the first.
    base::TimePoint parted() const { return m_partedFromLast; }
    bool keepsHistory() const { return m_history.hasCheckpoints(); }
    const world::History &history() const { return m_history; }
    const Marks &marks() const { return m_marks; }
    const std::vector<Bookmark> &bookmarks() const { return m_bookmarks; }
    /// Something else than the present is shown.
    bool isPast() const { return m_past.has_value(); }
    /// What Linux had in a node's table at the moment of the past that is shown, as far as it was written down.
    std::optional<Table> snapshot(base::NodeId node, std::string_view table) const;
    bool isReplay() const { return m_tape.has_value(); } ///< of a record
    world::Moment present() const; ///< the run's end as far as it has come
    base::TimePoint readUntil() const; ///< of a record, how far it has been read
    const std::string &stoppedBecause() const { return m_why; } ///< why a condition paused it; empty otherwise

    // --- nodes and links (session_nodes.cpp; machines: session_machines.cpp) ---
    Answer<void> startNode(std::string_view name);
    Answer<void> stopNode(std::string_view name);
    /// A line of a node's console, at the present moment.
    world::CommandAnswer command(base::NodeId node, std::string_view line);
    /// The same of any node, also of one that lives in Linux: `answered` is called at once or later.
    void ask(base::NodeId node, std::string_view line, NodeQuestions::Answered answered);
    /// The same of a guest of a hypervisor.
    void ask(const MachineId &guest, std::string_view line, NodeQuestions::Answered answered);
    /// A router's configuration into the lab's file.
    world::CommandAnswer writeMemory(base::NodeId node);
    /// One line of the router manager's console, which may edit the lab.
    Answer<world::CommandAnswer> managerCommand(std::string_view line);
    Answer<void> setImpairment(base::LinkId link, base::Direction direction, const base::Impairment &impairment);
    /// execStarted or execFailed follows, then execExited. The descriptors are lent. On a machine, also one that is a guest
    /// ("pc1/g1"), the only program is "console", its serial console.
    Answer<ExecHandle> exec(std::string_view node, const nodes::ExecRequest &request, const std::array<int, 3> &stdio);
    Answer<void> signal(ExecHandle exec, int signal);

    // --- captures and record (session_files.cpp) ---
    Answer<capture::CaptureId> startCapture(capture::Request request);
    /// Of a Linux interface: a namespace node's own, or one of the network that the engine stands in.
    Answer<capture::CaptureId> startCapture(InterfaceRequest request);
    Answer<capture::OutputCounters> stopCapture(capture::CaptureId id);
    std::vector<capture::Info> captures() const;
    std::vector<InterfaceInfo> interfaceCaptures() const { return m_interfaceCaptures.list(); }
    /// `limit`: bytes of the file (docs/record.md), 0 for none.
    Answer<void> startRecord(const std::string &file, bool replace = false,
                             std::uint64_t limit = record::kDefaultLimit);
    Answer<record::Totals> stopRecord();
    const std::string &recordFile() const { return m_recordFile; } ///< that is being written; empty: none

    // --- sockets of programs outside (docs/remote-sockets.md) ---
    /// Lent, for as long as the session lives; it is served whenever the session advances. Null: there are none.
    void setRemoteSockets(remote::Server *sockets) { m_remote = sockets; }
    const remote::Server *remoteSockets() const { return m_remote; }

    // --- telemetry: sinks that stay when the world is another ---
    void addSubscription(Subscription *subscription);
    void removeSubscription(Subscription *subscription);
    /// Lent; it hears of packets from now on, of the worlds to come as well. Null: nobody wants to know any more.
    void setPacketLog(PacketLog *log);
    /// Lent, until it is removed: it is shown the world when it wants to see it, and hears of packets.
    void addTcpWatch(TcpWatch *watch);
    void removeTcpWatch(TcpWatch *watch);
    /// A sample of this very moment, for who stands, steps or goes slowly.
    void sampleConnections();

    // --- as it is ---
    State state() const { return m_state; }
    TimeMode timeMode() const { return m_timeMode; }
    base::TimePoint now() const;
    double speed() const { return m_clock.speed(); }
    bool isFastest() const { return m_fastest; }
    std::uint64_t seed() const { return m_seed; }
    const std::string &run() const { return m_options.run; }
    base::Duration behind() const { return m_behind; }
    /// Of the world since it began.
    const DropCounts &drops() const { return m_past ? m_pastDrops : m_drops; }
    /// As it is shown: the present, or a moment of the past. Null while empty.
    world::World *world() { return m_past ? &m_past->world() : m_world ? &*m_world : nullptr; }
    const world::World *world() const { return m_past ? &m_past->world() : m_world ? &*m_world : nullptr; }
    nodes::NamespaceNode *namespaceNode(base::NodeId node) { return m_outside.find(node); }
    machines::Machine *machine(const MachineId &id) { return m_outside.machines().find(id); }
    bool isActive() const { return m_state == State::running || m_state == State::paused; }

private:
    struct Exec {
        base::NodeId node;
        nodes::ExecId id;
        std::string program; ///< the command line of the lab, or the daemon's name; empty for what exec() started
        bool isDaemon = false;
        machines::SerialConsole::ClientId console = 0; ///< at a machine's console; then there is no `id`
        std::string guest = {}; ///< the machine is this guest of the node
    };

    // world::InputSink
    void input(world::Input &&input) override;
    bool wantsFrames() const override { return (m_history.hasCheckpoints() && m_history.wantsFrames()) || m_recorder; }

    /// One way of the run that is not the present one.
    struct Line {
        LineInfo info;
        world::History history;
        world::World world;
        Marks marks;
        DropCounts drops;
    };
    /// Of a record that is read.
    struct Tape {
        std::string file;
        world::Moment end;
        std::optional<world::Replay> reader; ///< none once it has been read
        Marks marks; ///< of what the reader passes
    };
    Answer<void> mayChange() const;
    Answer<void> mayGoBack() const;
    void listen(world::World &world, bool past);
    void ignore(world::World &world);
    void showPast(world::Replay past, base::TimePoint upTo);
    void showPresent();
    void toldOfAnotherMoment();
    /// Moves `world` by `run(target, most)`, stopping wherever a watch wants to see it. What the last call answered.
    using Run = std::function<bool(base::TimePoint target, std::uint64_t most)>;
    bool runWatched(world::World &world, base::TimePoint target, std::uint64_t most, const Run &run);
    void lookAtConnections(world::World &world);
    Run runPast();
    void playPast(std::int64_t wall);
    void readTape(std::uint64_t most);
    void keepCheckpoint();
    void beginHistory();
    void forgetHistory();
    void endFilesBeforeBranch();
    void keepBookmark(std::int64_t id);
    bool moveTo(base::TimePoint target, std::uint64_t most);
    void pauseAtCondition();
    void setCondition(std::unique_ptr<StopCondition> condition);

    // OutsideNodes::Listener
    void programEvent(base::NodeId node, const nodes::Event &event) override;
    void tapVanished(base::NodeId node, const std::string &interface) override;
    void machineEvent(const MachineId &id, const machines::MachineEvent &event) override;
    void machineRefused(const MachineId &id, const std::string &why) override;
    void machineNews(const std::string &text) override;
    void microGuestOver(const MachineId &id, const std::string &why) override;

    Answer<ExecHandle> attachConsole(const MachineId &id, machines::Machine &machine, const nodes::ExecRequest &request,
                                     const std::array<int, 3> &stdio);
    world::CommandAnswer askMicroGuest(const MachineId &id, std::string_view line);
    void beginMachine(const MachineId &id);
    std::string nameOf(const MachineId &id) const;
    Answer<ExecHandle> execInGuest(const MachineId &id, const nodes::ExecRequest &request, const std::array<int, 3> &stdio);
    void followGuests();
    std::string followShare(base::NodeId node, std::string_view line);
    rpc::RpcError wrongState(std::string_view wanted) const;
    void setState(State state);
    static world::World::PageStoreMaker pageStores(TimeMode time);
    void setWorld(world::World world);
    void watchForChecks();
    void loadRouteFiles(const lab::Lab &lab, const std::string &labPath, std::vector<lab::Problem> &warnings);
    Answer<void> synchroniseOutside();
    void startPrograms();
    void forgetPrograms(base::NodeId node);
    void followEdit();
    void startPrograms(base::NodeId node);
    void startDaemons(nodes::NamespaceNode &node, const lab::Node &planned, base::NodeId id);
    void daemonSaid(const Exec &exec, const std::string &line);
    void daemonEnded(const Exec &exec, const nodes::Exited &exited);
    void programEnded(const Exec &exec, const nodes::Exited &exited);
    std::optional<ExecHandle> handleOf(base::NodeId node, nodes::ExecId id) const;
    void advanceByClock(std::int64_t wall);
    void advanceFastest();
    world::World *worldForSockets();
    void noteLag(std::int64_t wall, base::TimePoint target);
    void pauseNow();
    void resumeNow();
    void describeForRecord();
    void endCapturesOfStoppedNodes();
    void followInterfaceCaptures();
    void flushFiles(std::int64_t wall);
    void writeSnapshots(std::int64_t wall);
    bool wantsSnapshots() const
    {
        return m_state == State::running && !m_past && (m_recorder || m_history.hasCheckpoints());
    }
    void notice(base::trace::Notice::Level level, base::NodeId node, const std::string &text);
    void tellProblem(lab::Problem::Severity severity, const std::string &message, const std::string &node = {});

    EventLoop &m_loop;
    SessionOptions m_options;
    SessionListener &m_listener;

    State m_state = State::empty;
    TimeMode m_timeMode = TimeMode::real;
    std::uint64_t m_seed = 1;
    std::string m_labPath;
    world::RouteFiles m_routeFiles; ///< what the lab's speakers announce
    world::RouteFiles m_firstRouteFiles; ///< the same as the run began
    lab::LabText m_labText; ///< as it was loaded or last applied
    DropCounts m_drops; // before the world, which tells it
    GuestWatch m_guestWatch;
    std::optional<world::World> m_world;
    std::vector<lab::Check> m_checks;
    std::unique_ptr<checks::Witness> m_witness; // after the world, which knows it as a sink
    std::uint64_t m_checksVersion = 0;
    // The past. What it is made of goes before what stands on it.
    std::shared_ptr<const lab::Lab> m_firstLab; ///< as the run began
    world::History m_history;
    std::optional<Tape> m_tape;
    std::optional<world::Replay> m_past; ///< while a moment of the past is shown
    DropCounts m_pastDrops;
    Marks m_marks;
    Snapshots m_snapshots; ///< of tables that Linux keeps
    std::int64_t m_nextSnapshot = 0; ///< wall time
    base::NodeId m_lastLooked;
    std::int64_t m_quietLooks = 0; ///< in a row that found nothing new
    std::vector<Bookmark> m_bookmarks;
    std::int64_t m_lastBookmark = 0;
    LineInfo m_line{1, {}, {}, {}};
    std::map<std::int64_t, Line> m_lines; ///< the others
    std::int64_t m_lastLine = 1;
    /// The last moment that two lines have in common; the lower id comes first.
    std::map<std::pair<std::int64_t, std::int64_t>, base::TimePoint> m_parted;
    base::TimePoint m_partedFromLast;
    std::int64_t m_nextCheckpoint = 0; ///< wall time: so that copying takes a small part of it
    std::unique_ptr<StopCondition> m_condition;
    std::string m_why;

    Clock m_clock;
    bool m_fastest = false; ///< in virtual time: the clock on the wall is not looked at
    std::optional<base::TimePoint> m_until;
    bool m_unfinished = false; ///< the last slice ended before the present
    base::Duration m_behind;
    std::int64_t m_nextLagNotice = 0;

    OutsideNodes m_outside;
    NodeQuestions m_questions;
    DaemonSnapshots m_daemonSnapshots;
    remote::Server *m_remote = nullptr;
    InterfaceCaptures m_interfaceCaptures; ///< while a run is on; after the nodes, whose namespaces they look into
    bool m_allowPrograms = false;
    std::vector<MachineId> m_guestsToBegin; ///< the same of machines that are guests
    std::vector<base::NodeId> m_toBegin; ///< nodes whose programs begin when time passes
    std::set<std::pair<std::string, std::string>> m_consented; ///< node, command line
    std::map<ExecHandle, Exec> m_execs;
    std::uint32_t m_lastExec = 0;
    std::vector<ExecHandle> m_attached; ///< to consoles, of which the listener has not been told yet

    std::unique_ptr<capture::Captures> m_captures; ///< while a run is on
    std::unique_ptr<record::Recorder> m_recorder;
    std::string m_recordFile;
    std::int64_t m_nextFlush = 0;
    std::vector<Subscription *> m_subscriptions;
    PacketLog *m_packetLog = nullptr;
    std::vector<TcpWatch *> m_tcpWatches;
};

} // namespace hopyard::engine
