// What all machines have in common; see machine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/machine.h"

#include "emulation/linux/unix_socket.h"
#include "emulation/machines/qemu_machine.h"
#include "emulation/machines/uml_machine.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>

namespace hopyard::machines {

std::string MachineSpec::pathOf(const std::string &file) const
{
    return file.empty() || file.front() == '/' || labDirectory.empty() ? file : labDirectory + '/' + file;
}

std::string_view toString(MachineState state)
{
    switch (state) {
    case MachineState::waiting: return "waiting";
    case MachineState::starting: return "starting";
    case MachineState::running: return "running";
    case MachineState::paused: return "paused";
    case MachineState::off: return "off";
    }
    return "off";
}

linux::Result<std::unique_ptr<Machine>> Machine::create(MachineSpec spec)
{
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(epoll.error());
    auto console = SerialConsole::create();
    if (!console)
        return base::fail(console.error());
    std::unique_ptr<Machine> machine;
    if (spec.kind == lab::NodeKind::uml)
        machine = std::make_unique<UmlMachine>(std::move(spec), std::move(*epoll), std::move(*console));
    else
        machine = std::make_unique<QemuMachine>(std::move(spec), std::move(*epoll), std::move(*console));
    if (auto watched = machine->watch(machine->m_console.fd(), Source::console); !watched)
        return base::fail(watched.error());
    if (auto made = machine->makePorts(); !made)
        return base::fail(made.error());
    return machine;
}

Machine::~Machine()
{
    stop();
}

linux::Result<void> Machine::watch(int fd, Source source)
{
    return m_epoll.add(fd, EPOLLIN, static_cast<std::uint64_t>(source));
}

void Machine::setState(MachineState state, std::string text)
{
    if (m_state == state)
        return;
    m_state = state;
    tell({MachineEvent::Kind::state, std::move(text)});
}

linux::Result<void> Machine::start(SpawnRequest request)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return linux::sysFail("start " + m_spec.setup.hostName);
    m_errors = linux::Fd(ends[0]);
    const linux::Fd theirs(ends[1]);
    request.descriptors.resize(std::max<std::size_t>(request.descriptors.size(), 3), -1);
    request.descriptors[2] = theirs.get();
    if (auto done = linux::setNonBlocking(m_errors); !done)
        return done;
    auto child = Child::spawn(request);
    if (!child)
        return base::fail(child.error());
    m_child = std::move(*child);
    m_consoleEnd.reset();
    if (auto done = watch(m_errors.get(), Source::errors); !done)
        return done;
    return watch(m_child.fd(), Source::child);
}

std::vector<MachineEvent> Machine::process()
{
    std::array<epoll_event, 8> ready;
    const auto count = m_epoll.wait(ready, base::Duration());
    bool hasEnded = false;
    for (std::size_t i = 0; count && i < *count; ++i) {
        switch (static_cast<Source>(ready[i].data.u64)) {
        case Source::console: {
            SerialConsole::Happened happened = m_console.process();
            for (std::string &line : happened.lines)
                tell({MachineEvent::Kind::consoleLine, std::move(line)});
            for (const SerialConsole::ClientId client : happened.left)
                tell({MachineEvent::Kind::consoleLeft, {}, client});
            break;
        }
        case Source::child: hasEnded = true; break;
        case Source::errors: errorsReadable(); break;
        case Source::control: controlReadable(); break;
        case Source::cards: cardsReadable(); break;
        }
    }
    if (hasEnded) // after what it said last
        childEnded();
    return std::exchange(m_events, {});
}

void Machine::errorsReadable()
{
    std::array<char, 4096> buffer;
    const ssize_t n = read(m_errors.get(), buffer.data(), buffer.size());
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        m_epoll.remove(m_errors.get());
        m_errors.reset();
        return;
    }
    m_errorLine.append(buffer.data(), static_cast<std::size_t>(n));
    for (std::size_t end; (end = m_errorLine.find('\n')) != std::string::npos; m_errorLine.erase(0, end + 1)) {
        m_lastError = m_errorLine.substr(0, std::min<std::size_t>(end, 1000));
        if (!m_lastError.empty())
            tell({MachineEvent::Kind::notice, m_lastError});
    }
    if (m_errorLine.size() > 64 * 1024)
        m_errorLine.clear();
}

void Machine::childEnded()
{
    while (m_errors)
        errorsReadable();
    m_epoll.remove(m_child.fd());
    const std::string how = m_child.takeEnd();
    const bool isClean = m_endExpected || how == "ended with status 0";
    const bool wasUp = m_state == MachineState::running || m_state == MachineState::paused;
    std::string text = isClean && wasUp ? "was powered off" : how + (m_lastError.empty() ? "" : ": " + m_lastError);
    if (!isClean || !wasUp)
        tell({MachineEvent::Kind::problem, text});
    setState(MachineState::off, std::move(text));
    for (const SerialConsole::ClientId client : m_console.detachAll())
        tell({MachineEvent::Kind::consoleLeft, {}, client});
}

FramePort *Machine::port(const std::string &interface)
{
    const auto found = m_ports.find(interface);
    return found == m_ports.end() ? nullptr : found->second.get();
}

void Machine::stop()
{
    m_endExpected = true;
    m_child.end();
    m_state = MachineState::off;
}

rpc::Json Machine::describe() const
{
    rpc::Json json{{"kind", std::string(lab::toString(m_spec.kind))},
                   {"state", std::string(toString(m_state))},
                   {"pid", m_child.isRunning() ? m_child.pid() : 0},
                   {"memoryMiB", m_spec.machine.memory},
                   {"processors", m_spec.machine.processors},
                   {"system", m_spec.machine.isTiny() ? "tiny guest system" : m_spec.machine.image.empty() ? m_spec.machine.kernel : m_spec.machine.image}};
    rpc::Json interfaces = rpc::Json::object();
    for (const nodes::InterfaceSpec &interface : m_spec.setup.interfaces) {
        rpc::Json entry{{"mac", toString(interface.mac)}, {"mtu", interface.mtu}};
        if (const auto port = m_ports.find(interface.name); port != m_ports.end()) {
            const PortCounters &c = port->second->counters();
            entry["framesFromGuest"] = c.framesIn;
            entry["bytesFromGuest"] = c.bytesIn;
            entry["framesToGuest"] = c.framesOut;
            entry["bytesToGuest"] = c.bytesOut;
            entry["badFromGuest"] = c.badIn;
            entry["droppedToGuest"] = c.droppedOut;
        }
        interfaces[interface.name] = std::move(entry);
    }
    json["interfaces"] = std::move(interfaces);
    describeMore(json);
    return json;
}

linux::Result<std::string> Machine::writeInitrd(const MachineTools &tools, const std::vector<std::string> &modules)
{
    const auto bytes = makeInitrd(tools.busybox, modules, m_spec.setup);
    if (!bytes)
        return linux::sysFail("read the files of the tiny guest system", "Remove " + guestDirectory() + ", and they are fetched again.", ENOENT);
    const std::string path = tools.directory + "/initrd";
    std::ofstream file(path, std::ios::binary);
    file.write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
    file.close();
    if (!file)
        return linux::sysFail("write " + path);
    return path;
}

std::optional<std::string> machineMissing(lab::NodeKind kind)
{
    if (kind == lab::NodeKind::uml && UmlMachine::program().empty())
        return "User-mode Linux is not installed: sudo apt install user-mode-linux";
    if (kind == lab::NodeKind::qemu && QemuMachine::program().empty())
        return "QEMU is not installed: sudo apt install qemu-system-x86";
    return std::nullopt;
}

} // namespace hopyard::machines
