// Captures a Linux network interface by libpcap, in this network namespace or in another.
//
// For what no link of the world shows: a namespace's loopback, an interface of the host. Needs CAP_NET_RAW in the user
// namespace that owns the network namespace; inside an engine's own user namespace that is always so.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/capture/filter.h"
#include "emulation/capture/pcap_output.h"

#include <memory>
#include <string>

struct pcap;

namespace hopyard::capture {

class InterfaceCapture {
public:
    struct Options {
        std::string interface;          ///< "lo", "eth0", "any" is not supported (its frames are no Ethernet frames)
        int namespaceDescriptor = -1;   ///< of the network namespace; negative: this one. Stays the caller's
        std::string filter;
        unsigned snaplen = 262'144;
        bool promiscuous = false;
    };

    enum class OpenError : std::uint8_t { noSuchInterface, badFilter, cannotCapture };
    struct OpenFailure {
        OpenError error;
        std::string message; ///< a sentence: no such interface, not permitted, not Ethernet, bad filter
    };
    /// Opens the interface; frames from now on are kept by the kernel (2 MiB) until process() takes them.
    static base::Result<std::unique_ptr<InterfaceCapture>, OpenFailure> open(const Options &options);
    /// Where the frames go, once it is known that there is something to capture: before process().
    void writeTo(std::unique_ptr<PcapOutput> output) { m_output = std::move(output); }
    InterfaceCapture(const InterfaceCapture &) = delete;
    InterfaceCapture &operator=(const InterfaceCapture &) = delete;
    ~InterfaceCapture();

    /// Readable when process() has something to do. Stays the same until close().
    int descriptor() const;
    /// Takes what has come, without waiting, and hands it on. To be called now and then also when nothing is readable:
    /// what a slow reader has not taken is offered again, and an interface that went away is noticed.
    void process();
    /// The interface is gone or the output has ended; `reason()` says which.
    bool ended() const { return !m_reason.empty() || m_output->ended(); }
    const std::string &reason() const { return m_reason.empty() ? m_output->reason() : m_reason; }
    /// Counters of the output; `dropped` includes what the kernel had to drop.
    OutputCounters counters() const;
    void close();

private:
    InterfaceCapture() = default;
    pcap *m_pcap = nullptr;
    std::unique_ptr<PcapOutput> m_output;
    std::string m_reason;
    std::uint64_t m_kernelDropped = 0;
};

} // namespace hopyard::capture
