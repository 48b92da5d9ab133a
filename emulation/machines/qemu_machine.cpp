// See qemu_machine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/qemu_machine.h"

#include "emulation/machines/frame_socket.h"
#include "emulation/machines/tap_card.h"
#include "emulation/machines/vhost_port.h"

#include <fmt/format.h>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <fstream>

namespace hopyard::machines {

using rpc::Json;

namespace {

constexpr int kQmpFd = 3, kSerialFd = 4; ///< as the process numbers them

/// As QEMU calls the network card.
std::string_view deviceOf(lab::MachineCard card)
{
    return card == lab::MachineCard::virtio ? "virtio-net-pci" : lab::toString(card);
}

/// A value of QEMU's option lists, in which a comma ends it.
std::string escaped(const std::string &text)
{
    std::string out;
    for (const char c : text)
        out += c == ',' ? std::string(",,") : std::string(1, c);
    return out;
}

bool isSnapshotName(const std::string &name)
{
    return !name.empty() && name.size() <= 64
        && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_' || c == '.'; });
}

bool isReadable(const std::string &path)
{
    return access(path.c_str(), R_OK) == 0;
}

} // namespace

std::string QemuMachine::program()
{
    return findProgram({"qemu-system-x86_64"});
}

std::vector<std::string> qemuCommand(const std::string &program, bool kvm)
{
    return {program, "-accel", kvm ? "kvm" : "tcg", "-cpu", kvm ? "host" : "max", "-nodefaults", "-no-user-config",
            "-display", "none", "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"};
}

linux::Result<void> QemuMachine::makePorts()
{
    for (const nodes::InterfaceSpec &interface : m_spec.setup.interfaces) {
        if (isVhostUser()) {
            auto server = vhost_user::Server::create();
            if (!server)
                return base::fail(server.error());
            if (auto watched = watch((*server)->controlFd(), Source::cards); !watched)
                return watched;
            auto port = std::make_unique<VhostPort>(std::move(*server), interface.mtu);
            m_vhostPorts.push_back(port.get());
            m_ports.emplace(interface.name, std::move(port));
            continue;
        }
        auto made = isTap() ? makeTapCard(interface.mtu) : FrameSocket::create(interface.mtu);
        if (!made)
            return base::fail(made.error());
        m_ports.emplace(interface.name, std::move(made->ours));
        m_cards.push_back(std::move(made->machines));
    }
    return {};
}

/// The front end stands still until it is answered.
void QemuMachine::cardsReadable()
{
    for (VhostPort *port : m_vhostPorts)
        for (std::string &line : port->server().processControl())
            tell({MachineEvent::Kind::news, std::move(line)});
}

linux::Result<void> QemuMachine::addSystem(std::vector<std::string> &argv, const MachineTools &tools)
{
    const lab::Machine &machine = m_spec.machine;
    for (const std::string &file : {machine.image, machine.kernel, machine.initrd})
        if (!file.empty() && !isReadable(m_spec.pathOf(file)))
            return linux::sysFail("read " + m_spec.pathOf(file));
    std::string kernel, initrd, append;
    if (machine.isTiny()) {
        if (!tools.kernel)
            return linux::sysFail("start " + m_spec.setup.hostName, "The tiny guest system has no kernel.", ENOENT);
        const auto made = writeInitrd(tools, tools.kernel->modules);
        if (!made)
            return base::fail(made.error());
        kernel = tools.kernel->image;
        initrd = *made;
        // A busy host makes an emulated timer late, which the kernel's check of it takes for a broken board.
        append = "console=ttyS0 quiet panic=1 no_timer_check";
    } else if (!machine.kernel.empty()) {
        kernel = m_spec.pathOf(machine.kernel);
        initrd = m_spec.pathOf(machine.initrd);
    }
    if (!kernel.empty())
        argv.insert(argv.end(), {"-kernel", kernel});
    if (!initrd.empty())
        argv.insert(argv.end(), {"-initrd", initrd});
    if (!machine.append.empty())
        append += (append.empty() ? "" : " ") + machine.append;
    if (!append.empty())
        argv.insert(argv.end(), {"-append", append});
    std::string empty;
    if (machine.image.empty()) {
        empty = tools.directory + "/empty";
        if (!std::ofstream(empty) || truncate(empty.c_str(), 1 << 20) < 0)
            return linux::sysFail("write " + empty);
    }
    addDisk(argv, tools, empty);
    return {};
}

/// Snapshots are kept in a disk's overlay, so a machine without a disk gets one that no device of it shows.
void QemuMachine::addDisk(std::vector<std::string> &argv, const MachineTools &tools, const std::string &empty)
{
    const lab::Machine &machine = m_spec.machine;
    const bool isHidden = machine.image.empty();
    // SATA's controller is not part of the board "pc": the disk is a device of its own there.
    const std::string how = isHidden || machine.disk == lab::MachineDisk::sata ? ",if=none,id=disk"
                                                                               : fmt::format(",if={},id=disk", lab::toString(machine.disk));
    if (!isHidden && machine.disk == lab::MachineDisk::sata)
        argv.insert(argv.end(), {"-device", "ahci,id=sata", "-device", "ide-hd,drive=disk,bus=sata.0"});
    std::string shape = fmt::format("machine of QEMU, {}, {} MiB, {} processors, network {}, card {}, disk {}, graphics {}, kernel {} {} {}", m_kvm ? "kvm" : "tcg",
                                    machine.memory, machine.processors, lab::toString(machine.network), lab::toString(machine.card), lab::toString(machine.disk), machine.graphics,
                                    machine.isTiny() ? tools.kernel->image : machine.kernel, machine.initrd, machine.append);
    for (const nodes::InterfaceSpec &interface : m_spec.setup.interfaces)
        shape += fmt::format("\ncard {}", toString(interface.mac));
    if (!tools.keptDirectory.empty()) {
        auto disk = SnapshotDisk::open({tools.keptDirectory, tools.keptName, shape, isHidden ? std::string() : m_spec.pathOf(machine.image)});
        if (disk) {
            m_disk.emplace(std::move(*disk));
            argv.insert(argv.end(), {"-drive", "file=" + escaped(m_disk->path()) + ",format=qcow2" + how});
            return;
        }
        tell({MachineEvent::Kind::news, "its snapshots will end with it: " + disk.error()});
    }
    const std::string file = isHidden ? escaped(empty) + ",format=raw" : escaped(m_spec.pathOf(machine.image));
    argv.insert(argv.end(), {"-drive", "file=" + file + how + ",snapshot=on"});
}

linux::Result<void> QemuMachine::addNetwork(SpawnRequest &request, const MachineTools &tools)
{
    const auto add = [&](std::size_t i, const std::string &netdev, const char *more) {
        const std::string id = "net" + std::to_string(i);
        request.argv.insert(request.argv.end(),
                            {"-netdev", netdev + ",id=" + id, "-device",
                             std::string(deviceOf(m_spec.machine.card)) + ",id=card" + std::to_string(i) + ",netdev=" + id + ",mac=" + toString(m_spec.setup.interfaces[i].mac)
                                 + ",romfile=" + more});
    };
    if (!isVhostUser()) {
        for (std::size_t i = 0; i < m_cards.size(); ++i) {
            const std::string number = std::to_string(request.descriptors.size());
            add(i, isTap() ? "tap,fd=" + number + ",vhost=off" : "dgram,local.type=fd,local.str=" + number, "");
            request.descriptors.push_back(m_cards[i].get());
        }
        return {};
    }
    // The memory is a file that we map too. Under TCG QEMU 7.2 does not survive vhost-user's interrupts by MSI-X.
    request.argv.insert(request.argv.end(), {"-object", "memory-backend-memfd,id=memory,share=on,size=" + std::to_string(m_spec.machine.memory) + 'M',
                                             "-machine", "memory-backend=memory"});
    for (std::size_t i = 0; i < m_vhostPorts.size(); ++i) {
        const std::string path = tools.directory + "/card" + std::to_string(i), chardev = "vhost" + std::to_string(i);
        if (auto listening = m_vhostPorts[i]->server().listen(path); !listening)
            return listening;
        request.argv.insert(request.argv.end(), {"-chardev", "socket,id=" + chardev + ",path=" + escaped(path) + ",reconnect=1"});
        add(i, "vhost-user,chardev=" + chardev, m_kvm ? "" : ",vectors=0");
    }
    return {};
}

linux::Result<void> QemuMachine::launch(const MachineTools &tools)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return linux::sysFail("start " + m_spec.setup.hostName);
    linux::Fd control(ends[0]);
    const linux::Fd theirs(ends[1]);

    m_kvm = tools.kvm;
    SpawnRequest request;
    request.argv = qemuCommand(program(), m_kvm);
    request.argv.insert(request.argv.end(),
                        {"-name", escaped(m_spec.setup.hostName), "-machine", "pc", "-m", std::to_string(m_spec.machine.memory), "-smp",
                         std::to_string(m_spec.machine.processors), "-chardev", "socket,id=qmp,fd=" + std::to_string(kQmpFd), "-mon",
                         "chardev=qmp,mode=control", "-chardev", "socket,id=serial,fd=" + std::to_string(kSerialFd), "-serial", "chardev:serial"});
    request.descriptors = {-1, -1, -1, theirs.get(), m_consoleEnd.get()};
    if (m_spec.machine.graphics) {
        m_screen = tools.directory + "/vnc";
        request.argv.insert(request.argv.end(), {"-vga", "std", "-vnc", "unix:" + escaped(m_screen)});
    }
    if (auto added = addSystem(request.argv, tools); !added)
        return added;
    if (auto added = addNetwork(request, tools); !added)
        return added;
    request.environment = {{"TMPDIR", tools.directory}};
    if (auto started = start(std::move(request)); !started)
        return started;
    m_cards.clear();
    m_qmp = std::make_unique<QmpClient>(std::move(control), [this](const std::string &event, const Json &data) { happened(event, data); });
    if (auto watched = watch(m_qmp->fd(), Source::control); !watched)
        return watched;
    setState(MachineState::starting, "was started");
    m_qmp->execute("query-status", nullptr, [this](const QmpClient::Answer &answer) {
        if (answer && rpc::boolMember(*answer, "running").value_or(false))
            setState(MachineState::running, "runs");
    });
    return {};
}

void QemuMachine::controlReadable()
{
    const int fd = m_qmp->fd();
    if (!m_qmp->process())
        m_epoll.remove(fd);
}

void QemuMachine::happened(const std::string &event, const Json &data)
{
    if (event == "STOP")
        setState(MachineState::paused, "was paused");
    else if (event == "RESUME")
        setState(MachineState::running, "goes on");
    else if (event == "SHUTDOWN")
        m_endExpected = true; // the guest powered off, or was told to
    else if (event == "GUEST_PANICKED")
        tell({MachineEvent::Kind::notice, "the guest's kernel panicked: " + rpc::printJson(data)});
}

void QemuMachine::listSnapshots(Listed answered)
{
    const auto listed = [answered](const std::vector<Snapshot> &all) { answered(true, snapshotsText(all), snapshotsJson(all)); };
    if (state() == MachineState::off && m_disk) {
        const auto kept = m_disk->list();
        return kept ? listed(*kept) : answered(false, kept.error(), nullptr);
    }
    if (state() == MachineState::waiting || state() == MachineState::off || !m_qmp)
        return answered(false, "the machine is " + std::string(toString(state())), nullptr);
    m_qmp->execute("query-block", nullptr, [answered = std::move(answered), listed](const QmpClient::Answer &answer) {
        if (!answer)
            return answered(false, answer.error(), nullptr);
        std::vector<Snapshot> all;
        if (answer->is_array())
            for (const Json &drive : *answer)
                if (const Json *inserted = rpc::member(drive, "inserted"))
                    if (const Json *image = rpc::member(*inserted, "image"))
                        if (const Json *snapshots = rpc::member(*image, "snapshots"))
                            all = snapshotsOf(*snapshots);
        listed(all);
    });
}

void QemuMachine::order(MachineOrder order, const std::string &name, Answered answered)
{
    if (order == MachineOrder::deleteSnapshot && state() == MachineState::off && m_disk && isSnapshotName(name)) {
        const auto done = m_disk->remove(name);
        return answered(done.has_value(), done ? std::string() : done.error());
    }
    if (state() == MachineState::waiting || state() == MachineState::off || !m_qmp)
        return answered(false, "the machine is " + std::string(toString(state())));
    const auto simple = [&](const char *command) {
        m_qmp->execute(command, nullptr, [answered = std::move(answered)](const QmpClient::Answer &answer) {
            answered(answer.has_value(), answer ? std::string() : answer.error());
        });
    };
    switch (order) {
    case MachineOrder::pause: return simple("stop");
    case MachineOrder::resume: return simple("cont");
    case MachineOrder::reset: return simple("system_reset");
    case MachineOrder::powerdown: return simple("system_powerdown");
    case MachineOrder::saveSnapshot:
    case MachineOrder::loadSnapshot:
    case MachineOrder::deleteSnapshot:
        if (!isSnapshotName(name))
            return answered(false, "a snapshot's name has letters, digits, '-', '_' and '.', at most 64");
        if (name == kFreshSnapshot)
            return answered(false, "that name is the machine's own; choose another");
        if (isVhostUser() && order == MachineOrder::saveSnapshot)
            return answered(false, "no snapshot can be taken of a machine whose cards are served in its own memory (network vhost-user): "
                                   "write 'network: socket'; guests of a hypervisor have no snapshots");
        return snapshot(order, name, std::move(answered));
    }
}

/// By the commands of QEMU's own console: they choose the disk, and answer with nothing, or with what is wrong.
void QemuMachine::snapshot(MachineOrder order, const std::string &name, Answered answered)
{
    const std::string line = order == MachineOrder::saveSnapshot ? "savevm " + name
        : order == MachineOrder::loadSnapshot                    ? "loadvm " + name
                                                                 : "delvm " + name;
    const bool wasRunning = state() == MachineState::running;
    m_qmp->execute("human-monitor-command", Json{{"command-line", line}},
                   [this, wasRunning, isLoad = order == MachineOrder::loadSnapshot, answered = std::move(answered)](const QmpClient::Answer &answer) {
        if (!answer)
            return answered(false, answer.error());
        std::string said = answer->is_string() ? answer->get<std::string>() : std::string();
        while (!said.empty() && std::isspace(static_cast<unsigned char>(said.back())))
            said.pop_back();
        if (isLoad && !said.empty() && wasRunning) // it stops the machine first, and leaves it so where it finds nothing
            m_qmp->execute("cont");
        answered(said.empty(), said);
    });
}

void QemuMachine::setCarrier(const std::string &interface, bool up)
{
    if (!m_qmp)
        return;
    const auto known = m_carriers.find(interface);
    if (known != m_carriers.end() ? known->second == up : up)
        return; // a card begins with its cable plugged
    for (std::size_t i = 0; i < m_spec.setup.interfaces.size(); ++i)
        if (m_spec.setup.interfaces[i].name == interface)
            m_qmp->execute("set_link", Json{{"name", "card" + std::to_string(i)}, {"up", up}});
    m_carriers[interface] = up;
}

void QemuMachine::describeMore(Json &json) const
{
    json["accelerator"] = m_kvm ? "kvm" : "tcg";
    json["network"] = std::string(lab::toString(m_spec.machine.network));
    if (m_disk)
        json["snapshotsIn"] = m_disk->path();
    if (!m_screen.empty())
        json["screen"] = "vnc+unix://" + m_screen;
}

} // namespace hopyard::machines
