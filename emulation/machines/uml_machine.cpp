// See uml_machine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/uml_machine.h"

#include "emulation/machines/frame_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace hopyard::machines {

namespace {

constexpr char kNoSnapshots[] = "a User-mode Linux has no snapshots; kind qemu has";

/// As arch/um/drivers/mconsole.h has them, in the machine's own byte order.
struct Request {
    std::uint32_t magic = 0xcafebabe;
    std::uint32_t version = 2;
    std::uint32_t length = 0;
    char data[512] = {};
};
struct Reply {
    std::uint32_t error;
    std::uint32_t more;
    std::uint32_t length;
    char data[512];
};

constexpr char kId[] = "machine";

} // namespace

std::string UmlMachine::program()
{
    return findProgram({"linux.uml", "linux"});
}

linux::Result<void> UmlMachine::makePorts()
{
    for (const nodes::InterfaceSpec &interface : m_spec.setup.interfaces) {
        auto made = FrameSocket::create(interface.mtu);
        if (!made)
            return base::fail(made.error());
        m_ports.emplace(interface.name, std::move(made->ours));
        m_cards.push_back(std::move(made->machines));
    }
    return {};
}

linux::Result<void> UmlMachine::launch(const MachineTools &tools)
{
    SpawnRequest request;
    request.argv = {program(),       "mem=" + std::to_string(m_spec.machine.memory) + 'M',
                    "umid=" + std::string(kId), "uml_dir=" + tools.directory + '/',
                    "con0=fd:0,fd:1", "con=null",
                    "ssl=null",       "panic=1"};
    if (m_spec.needsBusybox()) {
        const auto initrd = writeInitrd(tools, {});
        if (!initrd)
            return base::fail(initrd.error());
        request.argv.insert(request.argv.end(), {"initrd=" + *initrd, "quiet"});
    } else if (!m_spec.machine.initrd.empty()) {
        request.argv.push_back("initrd=" + m_spec.pathOf(m_spec.machine.initrd));
    }
    if (!m_spec.machine.image.empty()) // copy-on-write: what is written goes to the file in front
        request.argv.insert(request.argv.end(), {"ubd0=" + tools.directory + "/overlay," + m_spec.pathOf(m_spec.machine.image), "root=/dev/ubda"});
    request.descriptors = {m_consoleEnd.get(), m_consoleEnd.get(), -1};
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        request.argv.push_back("vec" + std::to_string(i) + ":transport=fd,fd=" + std::to_string(request.descriptors.size()) + ",mac="
                               + toString(m_spec.setup.interfaces[i].mac) + ",mtu=" + std::to_string(m_spec.setup.interfaces[i].mtu));
        request.descriptors.push_back(m_cards[i].get());
    }
    if (!m_spec.machine.append.empty()) // one argument; the kernel joins them all with blanks
        request.argv.push_back(m_spec.machine.append);
    request.environment = {{"TMPDIR", "/dev/shm"}}; // its memory is a file that it unlinks at once
    if (access("/dev/shm", W_OK) != 0)
        request.environment.clear();
    request.ownPids = true;
    if (auto started = start(std::move(request)); !started)
        return started;
    m_cards.clear();
    m_controlPath = tools.directory + '/' + kId + "/mconsole";
    setState(MachineState::running, "was started");
    return {};
}

/// The socket is there some milliseconds after the process.
bool UmlMachine::say(const std::string &command)
{
    if (!m_control) {
        sockaddr_un own{};
        own.sun_family = AF_UNIX;
        m_control = linux::Fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        // Bound to a name of the kernel's choice, for the answers to come to.
        if (!m_control || bind(m_control.get(), reinterpret_cast<sockaddr *>(&own), sizeof own.sun_family) < 0
            || !watch(m_control.get(), Source::control)) {
            m_control.reset();
            return false;
        }
    }
    sockaddr_un path{};
    path.sun_family = AF_UNIX;
    if (m_controlPath.size() >= sizeof path.sun_path)
        return false;
    std::memcpy(path.sun_path, m_controlPath.c_str(), m_controlPath.size() + 1);
    Request request;
    request.length = static_cast<std::uint32_t>(std::min(command.size(), sizeof request.data - 1));
    std::memcpy(request.data, command.data(), request.length);
    return sendto(m_control.get(), &request, sizeof request, MSG_NOSIGNAL, reinterpret_cast<sockaddr *>(&path), sizeof path) >= 0;
}

void UmlMachine::listSnapshots(Listed answered) { answered(false, kNoSnapshots, nullptr); }

void UmlMachine::order(MachineOrder order, const std::string &, Answered answered)
{
    if (state() != MachineState::running && state() != MachineState::paused)
        return answered(false, "the machine is " + std::string(toString(state())));
    const char *command = nullptr;
    switch (order) {
    case MachineOrder::pause: command = "stop"; break;
    case MachineOrder::resume: command = "go"; break;
    case MachineOrder::reset: command = "reboot"; break;
    case MachineOrder::powerdown: command = "cad"; break; // Control-Alt-Delete: its init powers off
    case MachineOrder::saveSnapshot:
    case MachineOrder::loadSnapshot:
    case MachineOrder::deleteSnapshot: return answered(false, kNoSnapshots);
    }
    if (state() == MachineState::paused && order != MachineOrder::resume)
        return answered(false, "the machine is paused; resume it first");
    if (state() == MachineState::running && order == MachineOrder::resume)
        return answered(false, "the machine is not paused");
    if (!say(command))
        return answered(false, "its kernel does not listen yet; try again in a moment");
    if (order == MachineOrder::powerdown)
        m_endExpected = true;
    m_waiting.emplace_back(order, std::move(answered));
}

void UmlMachine::controlReadable()
{
    Reply reply{};
    const ssize_t n = recv(m_control.get(), &reply, sizeof reply, MSG_DONTWAIT);
    if (n < static_cast<ssize_t>(offsetof(Reply, data)) || reply.more || m_waiting.empty())
        return;
    const auto [order, answered] = std::move(m_waiting.front());
    m_waiting.pop_front();
    const std::string text(reply.data, std::min<std::size_t>({reply.length, sizeof reply.data, std::size_t(n) - offsetof(Reply, data)}));
    if (reply.error)
        return answered(false, text);
    if (order == MachineOrder::pause)
        setState(MachineState::paused, "was paused");
    else if (order == MachineOrder::resume)
        setState(MachineState::running, "goes on");
    answered(true, {});
}

} // namespace hopyard::machines
