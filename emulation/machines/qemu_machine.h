// A machine of QEMU's, driven over QMP.
//
// Disks are opened with QEMU's own overlays in unlinked temporary files (`snapshot=on`), so an image is only read, and what
// the machine wrote is gone when its process is, however it ends. Snapshots of the running machine are kept in those
// overlays too and live as long as the process.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/machines/machine.h"
#include "emulation/machines/qmp_client.h"

namespace hopyard::machines {

class VhostPort;

class QemuMachine final : public Machine {
public:
    QemuMachine(MachineSpec spec, linux::Epoll epoll, SerialConsole::Made console)
        : Machine(std::move(spec), std::move(epoll), std::move(console))
    {}
    static std::string program(); ///< its path; empty where it is not installed

    linux::Result<void> launch(const MachineTools &tools) override;
    void order(MachineOrder order, const std::string &name, Answered answered) override;
    void setCarrier(const std::string &interface, bool up) override;

private:
    linux::Result<void> makePorts() override;
    linux::Result<void> addSystem(std::vector<std::string> &argv, const MachineTools &tools);
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
    bool m_kvm = false;
    std::string m_screen; ///< socket of its VNC server
};

/// The beginning of every command line: no default devices, no configuration of the user's, nothing it may start.
std::vector<std::string> qemuCommand(const std::string &program, bool kvm);

} // namespace hopyard::machines
