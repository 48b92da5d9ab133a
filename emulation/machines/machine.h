// A real machine: a process of QEMU's or of User-mode Linux, its network cards, its console and its life.
//
// For the engine's event loop: watch fd() and each port's fd(); call process() when fd() is readable. Nothing here has a
// thread or a timer, and every call returns at once but for stop(), which waits for the kernel within a bound. All calls
// are made on one thread, the one that called launch(): the process ends with that thread, so also with the engine,
// however it ends.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "emulation/linux/event.h"
#include "emulation/machines/frame_port.h"
#include "emulation/machines/guest_files.h"
#include "emulation/machines/serial_console.h"
#include "emulation/machines/spawn.h"
#include "emulation/rpc/json.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::machines {

struct MachineSpec {
    lab::NodeKind kind = lab::NodeKind::qemu; ///< qemu or uml
    lab::Machine machine;
    std::string labDirectory; ///< what the files of `machine` are relative to
    GuestSetup setup;         ///< name, network cards; and what the tiny guest system is told

    /// A file of `machine` as a path.
    std::string pathOf(const std::string &file) const;
    bool needsKernel() const { return kind == lab::NodeKind::qemu && machine.isTiny(); }
    bool needsBusybox() const { return machine.isTiny() && machine.initrd.empty(); }
};

/// What a machine is started with.
struct MachineTools {
    std::string busybox;            ///< where the spec needs one
    std::optional<GuestKernel> kernel;
    bool kvm = false;
    std::string directory; ///< the machine's own, empty: sockets and files that end with it
    std::string keptDirectory; ///< of the lab's: files that outlive the machine; empty: none do
    std::string keptName;      ///< of the machine, good as a file's and no other machine's of the lab
};

enum class MachineState : std::uint8_t {
    waiting,  ///< not started yet: what it is made of is being fetched, or the run is paused
    starting, ///< the process is there, its control connection not yet
    running,
    paused, ///< its processors stand still
    off,    ///< it has ended; stopping and starting the node starts it again
};
std::string_view toString(MachineState state);

/// Something to be done with a running machine.
enum class MachineOrder : std::uint8_t { pause, resume, reset, powerdown, saveSnapshot, loadSnapshot, deleteSnapshot };

struct MachineEvent {
    enum class Kind : std::uint8_t {
        state,       ///< it is in another state now; text says why, as a sentence's predicate ("was powered off")
        consoleLine, ///< a line on the serial console
        notice,      ///< something that its program said
        news,        ///< something that is as it should be: a network card was connected
        problem,     ///< it ended and nobody asked it to
        consoleLeft, ///< `client` left the console
    };
    Kind kind = Kind::state;
    std::string text;
    SerialConsole::ClientId client = 0;
};

class Machine {
public:
    using Answered = std::function<void(bool ok, const std::string &text)>;

    /// Its ports and console are made, nothing runs.
    static linux::Result<std::unique_ptr<Machine>> create(MachineSpec spec);
    virtual ~Machine();
    Machine(const Machine &) = delete;
    Machine &operator=(const Machine &) = delete;

    const MachineSpec &spec() const { return m_spec; }
    MachineState state() const { return m_state; }
    pid_t pid() const { return m_child.pid(); } ///< 0 before it was started
    int fd() const { return m_epoll.fd(); }
    std::vector<MachineEvent> process();
    /// Null where the machine has no interface of that name.
    FramePort *port(const std::string &interface);
    SerialConsole &console() { return m_console; }

    /// Starts the process. On an error it stays waiting.
    virtual linux::Result<void> launch(const MachineTools &tools) = 0;
    /// Answers at once or later. `name` is of a snapshot.
    virtual void order(MachineOrder order, const std::string &name, Answered answered) = 0;
    using Listed = std::function<void(bool ok, const std::string &text, const rpc::Json &json)>;
    /// Its snapshots. Answers at once or later.
    virtual void listSnapshots(Listed answered) = 0;
    /// What the guest sees as the cable.
    virtual void setCarrier(const std::string &, bool) {}
    /// What is known about it: state, process, processor, memory, files, network.
    rpc::Json describe() const;
    void stop();

protected:
    explicit Machine(MachineSpec spec, linux::Epoll epoll, SerialConsole::Made console)
        : m_spec(std::move(spec)), m_epoll(std::move(epoll)), m_console(std::move(console.console)),
          m_consoleEnd(std::move(console.machines))
    {}
    enum class Source : std::uint64_t { console, child, errors, control, cards };
    virtual linux::Result<void> makePorts() = 0;
    /// The control connection has something.
    virtual void controlReadable() {}
    /// A network card's own control connection has something.
    virtual void cardsReadable() {}
    virtual void describeMore(rpc::Json &) const {}
    linux::Result<void> start(SpawnRequest request);
    linux::Result<void> watch(int fd, Source source);
    void setState(MachineState state, std::string text);
    void tell(MachineEvent event) { m_events.push_back(std::move(event)); }
    /// The initrd of the tiny guest system, written to the machine's own directory: its path.
    linux::Result<std::string> writeInitrd(const MachineTools &tools, const std::vector<std::string> &modules);

    MachineSpec m_spec;
    linux::Epoll m_epoll;
    SerialConsole m_console;
    linux::Fd m_consoleEnd; ///< the machine's, until it is started
    std::map<std::string, std::unique_ptr<FramePort>> m_ports;
    bool m_endExpected = false; ///< it powers off, or we stop it

private:
    void errorsReadable();
    void childEnded();

    MachineState m_state = MachineState::waiting;
    Child m_child;
    linux::Fd m_errors; ///< what its program says beside the console
    std::string m_errorLine, m_lastError;
    std::vector<MachineEvent> m_events;
};

/// Why machines of that kind cannot be started here, as a sentence with what mends it.
std::optional<std::string> machineMissing(lab::NodeKind kind);

} // namespace hopyard::machines
