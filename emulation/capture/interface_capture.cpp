// A Linux interface into a pcap output; see interface_capture.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/capture/interface_capture.h"

#include <sched.h>

#include <cerrno>
#include <system_error>
#include <thread>

#include <pcap/pcap.h>

namespace hopyard::capture {
namespace {

constexpr int kKernelBuffer = 2 << 20;
constexpr int kAtOnce = 4096; // frames in one process(), so that a busy interface does not hold up the engine

/// Activates a capture on the calling thread's network namespace. Null with the reason in `failure`.
pcap *activate(const InterfaceCapture::Options &options, InterfaceCapture::OpenFailure &failure)
{
    std::string &error = failure.message;
    char text[PCAP_ERRBUF_SIZE] = "";
    pcap *handle = pcap_create(options.interface.c_str(), text);
    if (!handle) {
        error = text;
        return nullptr;
    }
    pcap_set_snaplen(handle, static_cast<int>(options.snaplen));
    pcap_set_promisc(handle, options.promiscuous ? 1 : 0);
    pcap_set_immediate_mode(handle, 1);
    pcap_set_timeout(handle, 10);
    pcap_set_buffer_size(handle, kKernelBuffer);
    pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO);
    const int result = pcap_activate(handle);
    if (result >= 0 && pcap_datalink(handle) == DLT_EN10MB && pcap_setnonblock(handle, 1, text) == 0)
        return handle;
    switch (result) {
    case PCAP_ERROR_NO_SUCH_DEVICE:
        failure.error = InterfaceCapture::OpenError::noSuchInterface;
        error = "there is no such interface";
        break;
    case PCAP_ERROR_PERM_DENIED: error = "not permitted (CAP_NET_RAW is needed)"; break;
    case PCAP_ERROR_IFACE_NOT_UP: error = "the interface is not up"; break;
    default:
        if (result >= 0)
            error = "its frames are no Ethernet frames";
        else if (const std::string detail = pcap_geterr(handle); !detail.empty())
            error = detail;
        else
            error = pcap_statustostr(result);
    }
    pcap_close(handle);
    return nullptr;
}

} // namespace

base::Result<std::unique_ptr<InterfaceCapture>, InterfaceCapture::OpenFailure>
InterfaceCapture::open(const Options &options)
{
    auto filter = Filter::compile(options.filter, options.snaplen);
    if (!filter)
        return base::fail(OpenFailure{OpenError::badFilter, filter.error().message});
    std::unique_ptr<InterfaceCapture> capture(new InterfaceCapture);
    OpenFailure failure{OpenError::cannotCapture, {}};
    if (options.namespaceDescriptor < 0) {
        capture->m_pcap = activate(options, failure);
    } else {
        // A thread of its own changes namespace and ends; going back might need rights that we have not.
        std::thread([&] {
            if (setns(options.namespaceDescriptor, CLONE_NEWNET) != 0)
                failure.message = "cannot enter the network namespace: " + std::generic_category().message(errno);
            else
                capture->m_pcap = activate(options, failure);
        }).join();
    }
    if (!capture->m_pcap) {
        failure.message.insert(0, "cannot capture on " + options.interface + ": ");
        return base::fail(std::move(failure));
    }
    if (filter->program() && pcap_setfilter(capture->m_pcap, filter->program()) != 0)
        return base::fail(OpenFailure{OpenError::cannotCapture,
                                      std::string("cannot set the capture filter: ") + pcap_geterr(capture->m_pcap)});
    return capture;
}

InterfaceCapture::~InterfaceCapture() { close(); }

int InterfaceCapture::descriptor() const { return m_pcap ? pcap_get_selectable_fd(m_pcap) : -1; }

void InterfaceCapture::process()
{
    if (!m_pcap || ended())
        return;
    const auto take = [](unsigned char *self, const pcap_pkthdr *header, const unsigned char *bytes) {
        const std::int64_t time = std::int64_t(header->ts.tv_sec) * 1'000'000'000 + header->ts.tv_usec;
        reinterpret_cast<InterfaceCapture *>(self)->m_output->write(time, base::Bytes(bytes, header->caplen),
                                                                    header->len);
    };
    if (pcap_dispatch(m_pcap, kAtOnce, take, reinterpret_cast<unsigned char *>(this)) == PCAP_ERROR)
        m_reason = std::string("the interface is gone or failed: ") + pcap_geterr(m_pcap);
    m_output->flush();
}

OutputCounters InterfaceCapture::counters() const
{
    OutputCounters counters = m_output->counters();
    std::uint64_t dropped = m_kernelDropped;
    if (pcap_stat stat{}; m_pcap && pcap_stats(m_pcap, &stat) == 0)
        dropped = stat.ps_drop;
    counters.dropped += dropped;
    return counters;
}

void InterfaceCapture::close()
{
    if (m_pcap) {
        if (pcap_stat stat{}; pcap_stats(m_pcap, &stat) == 0)
            m_kernelDropped = stat.ps_drop;
        pcap_close(m_pcap);
        m_pcap = nullptr;
    }
    if (m_output)
        m_output->close();
}

} // namespace hopyard::capture
