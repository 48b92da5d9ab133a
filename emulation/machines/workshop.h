// What the machines of a run share: directories of their own, the parts of the tiny guest system, and whether KVM is
// worth having.
//
// For the event loop: watch fd(), call process() when it is readable. Fetching a part and probing KVM take seconds and
// happen beside everything else; machines that need them wait.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/machines/guest_fetch.h"
#include "emulation/machines/machine.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::machines {

class Workshop {
public:
    /// `helper` is a socket of startFetchHelper(), or -1.
    static linux::Result<Workshop> create(int helper);
    /// Where files that outlive the machines of the lab in that file are kept; empty: it is no file, so with the run they end.
    static std::string keptDirectory(const std::string &labPath);
    Workshop(Workshop &&) noexcept = default;
    Workshop &operator=(Workshop &&) noexcept = default;
    ~Workshop();

    int fd() const { return m_epoll.fd(); }
    /// Sentences for a person, as work goes on.
    std::vector<std::string> process();

    struct Answer {
        bool isReady = false;              ///< all is there: `tools`
        std::optional<std::string> refusal; ///< it cannot be had: why, and what to do
        MachineTools tools;
    };
    /// What a machine needs; begins to get it where it is not there. Ask again after each process(). With an answer that is
    /// ready comes a new, empty directory.
    Answer ask(const MachineSpec &spec);
    /// Removes a machine's directory once the machine has ended.
    void giveBack(const std::string &directory);

private:
    enum class Part : std::uint64_t { busybox, kernel, probe, probeTimer };
    explicit Workshop(linux::Epoll epoll, int helper) : m_epoll(std::move(epoll)), m_helper(helper) {}
    /// True when the part is there; else it is being fetched, or `refusal` says why it cannot be.
    bool have(GuestPart part, std::optional<std::string> &refusal);
    /// True when it is known; m_kvm says what.
    bool haveProbe();
    void startProbe();
    void probeReadable();
    void endProbe(bool works, const std::string &why);
    linux::Result<std::string> makeDirectory();

    struct Work {
        std::optional<GuestFetch> fetch;
        std::optional<std::string> failure; ///< it was tried
    };
    linux::Epoll m_epoll;
    int m_helper = -1;
    Work m_busybox, m_kernel;
    std::optional<bool> m_kvm; ///< once it is known
    Child m_probe;
    linux::Fd m_probeOutput, m_probeTimer;
    std::string m_probeText, m_probeDirectory;
    std::vector<std::string> m_news;
    std::string m_directory; ///< of all of the machines of this run
    linux::Fd m_lock;        ///< held while the directory is in use; one whose lock is free was left behind
    std::uint32_t m_lastDirectory = 0;
};

} // namespace hopyard::machines
