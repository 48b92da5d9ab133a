// A machine of QEMU's, driven over QMP.
//
// A disk is an overlay, so an image is only read, and what the machine wrote is gone when it begins anew. Snapshots of the
// running machine are kept in that overlay, a file of the lab's, which outlives the machine (snapshot_disk.h); where there
// can be none it is one of QEMU's own in an unlinked temporary file (`snapshot=on`), and they live as long as the process.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/machines/machine.h"
#include "emulation/machines/qmp_client.h"
#include "emulation/machines/snapshot_disk.h"

namespace hopyard::machines {

class VhostPort;

class QemuMachine final : public Machine {
public:
    QemuMachine(MachineSpec spec, linux::Epoll epoll, SerialConsole::Made console)
        : Machine(std::move(spec), std::move(epoll), std::move(console))
    {}
    ~QemuMachine() override { stop(); } // before its disk is looked at
    static std::string program(); ///< its path; empty where it is not installed

    linux::Result<void> launch(const MachineTools &tools) override;
    void order(MachineOrder order, const std::string &name, Answered answered) override;
    void listSnapshots(Listed answered) override;
    void setCarrier(const std::string &interface, bool up) override;

private:
    linux::Result<void> makePorts() override;
    linux::Result<void> addSystem(std::vector<std::string> &argv, const MachineTools &tools);
    void addDisk(std::vector<std::string> &argv, const MachineTools &tools, const std::string &empty);
    linux::Result<void> addNetwork(SpawnRequest &request, const MachineTools &tools);
    void controlReadable() override;
    void cardsReadable() override;
    bool isVhostUser() const { return m_spec.machine.network == lab::MachineNetwork::vhostUser; }
    bool isTap() const { return m_spec.machine.network == lab::MachineNetwork::tap; }
    void describeMore(rpc::Json &json) const override;
    void happened(const std::string &event, const rpc::Json &data);
    void snapshot(MachineOrder order, const std::string &name, Answered answered);

    std::vector<linux::Fd> m_cards; ///< the guest's ends, until it is started
    std::vector<VhostPort *> m_vhostPorts; ///< those of m_ports that are such, in the order of the interfaces
    std::unique_ptr<QmpClient> m_qmp;
    std::map<std::string, bool> m_carriers; ///< as QEMU was told
    std::optional<SnapshotDisk> m_disk; ///< none: what is written ends with the process
    bool m_kvm = false;
    std::string m_screen; ///< socket of its VNC server
};

/// The beginning of every command line: no default devices, no configuration of the user's, nothing it may start.
std::vector<std::string> qemuCommand(const std::string &program, bool kvm);

} // namespace hopyard::machines
