// A namespace node: a real Linux network namespace whose interfaces are TAPs, and the programs in it.
//
// The network needs no process: descriptors of the engine hold it, nothing is named or mounted, so however the engine
// ends, the kernel takes everything down. Programs run below an init of the node's own (init_process.h) in pid, mount,
// host name and IPC namespaces of the node, started when the first program is asked for; it dies with the engine, and
// with it every program.
//
// For the engine's event loop: watch tap(…)->fd() of each interface and, where it is not -1, eventFd(); call
// takeEvents() when that is readable. Nothing here has a thread, a callback or a timer; calls return at once, but for
// stop(), which waits for the kernel within a bound. All calls are made on one thread, the one that called create():
// the node's init dies with the thread that started it.
// Deliberately missing: limits of CPU and memory (rootless, the kernel has none to give).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"
#include "emulation/linux/netlink.h"
#include "emulation/nodes/events.h"
#include "emulation/nodes/namespace_spec.h"
#include "emulation/tap/tap.h"

#include <sys/types.h>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::nodes {

class InitProcess;
struct Daemon;

/// A program with descriptors of its own, for `hop exec` and consoles.
struct ExecRequest {
    std::vector<std::string> argv;          ///< argv[0] is looked up in PATH
    std::map<std::string, std::string> env; ///< over the node's own environment (environment.h)
    std::string cwd;                        ///< empty: the engine's
    bool tty = false;                       ///< stdin is a terminal and becomes the controlling one
    std::optional<uid_t> uid;               ///< run as this user; only as root
    std::optional<gid_t> gid;
};

class NamespaceNode {
public:
    /// Makes the namespace, its interfaces (up, with their addresses) and routes. About a millisecond. On an error
    /// nothing is left of it.
    static linux::Result<NamespaceNode> create(const NamespaceSpec &spec);
    NamespaceNode(NamespaceNode &&) noexcept;
    NamespaceNode &operator=(NamespaceNode &&) noexcept;
    ~NamespaceNode(); ///< stop()

    const NamespaceSpec &spec() const { return m_spec; }
    /// The interface's device; null where there is none of that name, or it vanished and was dropped. Valid until the
    /// interface is removed or dropped, or the node ends; also while the node is moved.
    tap::Tap *tap(std::string_view interface);
    /// For entering it (linux::NetworkScope), as a capture of one of its interfaces does.
    const linux::Fd &networkNamespace() const { return m_network; }

    // --- changing it while it runs ---
    struct Change {
        std::vector<std::string> removed; ///< their TAPs are closed, and so have left the event loop
        std::vector<std::string> added;   ///< their TAPs are new: watch them. One that had vanished is among them.
    };
    /// Makes the node as `target` says and touches nothing else: what is the same goes on undisturbed. The name cannot
    /// change (EINVAL). On an error the node keeps what was done so far, and spec() says what that is.
    linux::Result<Change> apply(NamespaceSpec target);
    /// Gives up a device that is gone (tap::Outcome::gone); apply(spec()) makes it anew.
    void dropTap(std::string_view interface);

    // --- programs ---
    /// Runs a program on the three descriptors, which are lent: close yours when this returned. Started or StartFailed
    /// follow as an event. Error: there is no way to start an init, or too many requests wait (EAGAIN).
    linux::Result<ExecId> exec(const ExecRequest &request, const std::array<int, 3> &stdio);
    /// Runs `commandLine` by /bin/sh with no input; what it writes comes as OutputLine events.
    linux::Result<ExecId> startProgram(std::string_view commandLine);
    /// Runs a program of the system confined (node_launch.h); its output comes as OutputLine events.
    linux::Result<ExecId> startDaemon(const Daemon &daemon);
    /// To the program and what it started, while they stayed in its process group.
    linux::Result<void> signal(ExecId exec, int signal);
    /// The first process of the node, below which all its programs are; 0 while no program was ever asked for.
    pid_t firstProcess() const;
    /// Readable when takeEvents() has something; -1 while no program was ever asked for.
    int eventFd() const;
    /// What happened, in order; at most about 250 events a call, so that a chatty program cannot hold up the loop.
    std::vector<Event> takeEvents();

    // --- the end ---
    /// Kills every program, without waiting. To stop many nodes call it on each, then stop() on each.
    void beginStop();
    /// Ends it: when this returns true no process of the node is alive, and nothing can reach its network, which the
    /// kernel clears away in the background. False where a process outlived `limit` (hanging in the kernel); it will
    /// die when the kernel lets it.
    bool stop(base::Duration limit = base::Duration::seconds(5));

private:
    struct Interface {
        std::string name;
        std::unique_ptr<tap::Tap> tap; ///< by pointer: others keep tap(); null once it vanished
        int index = 0;
    };
    NamespaceNode(NamespaceSpec spec, linux::Fd network);
    linux::Result<void> addInterface(linux::Netlink &netlink, const InterfaceSpec &spec);
    linux::Result<void> changeInterface(linux::Netlink &netlink, const InterfaceSpec &from, const InterfaceSpec &to);
    linux::Result<void> setVirtualAddresses(linux::Netlink &netlink, const NamespaceSpec &target);
    linux::Result<void> setRoutes(linux::Netlink &netlink, const NamespaceSpec &target);
    linux::Result<InitProcess *> init();
    linux::Result<ExecId> spawn(const ExecRequest &request, std::span<const int> stdio);
    linux::Result<void> writeFiles();
    Interface *findInterface(std::string_view name);

    NamespaceSpec m_spec;
    linux::Fd m_network;
    std::vector<Interface> m_interfaces;
    std::unique_ptr<InitProcess> m_init;
    std::uint32_t m_lastExec = 0;
};

} // namespace hopyard::nodes
