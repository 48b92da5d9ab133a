// BPF filters by libpcap; see filter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/capture/filter.h"

#include <pcap/pcap.h>

namespace hopyard::capture {

void Filter::Free::operator()(bpf_program *program) const
{
    pcap_freecode(program);
    delete program;
}

Filter::Filter() = default;
Filter::Filter(Filter &&) noexcept = default;
Filter &Filter::operator=(Filter &&) noexcept = default;
Filter::~Filter() = default;

base::Result<Filter, base::Error> Filter::compile(const std::string &text, unsigned snaplen)
{
    Filter filter;
    if (text.find_first_not_of(" \t\n") == std::string::npos)
        return filter;
    const std::unique_ptr<pcap_t, decltype(&pcap_close)> dead(pcap_open_dead(DLT_EN10MB, static_cast<int>(snaplen)),
                                                              &pcap_close);
    if (!dead)
        return base::fail(base::Error{"no memory for a capture filter"});
    auto program = std::make_unique<bpf_program>();
    if (pcap_compile(dead.get(), program.get(), text.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) {
        return base::fail(base::Error{"bad capture filter \"" + text + "\": " + pcap_geterr(dead.get())
                                      + " (see pcap-filter(7); for example \"tcp port 80\" or \"icmp or arp\")"});
    }
    filter.m_program.reset(program.release());
    return filter;
}

bool Filter::matches(base::Bytes frame) const
{
    if (!m_program)
        return true;
    pcap_pkthdr header{};
    header.caplen = header.len = static_cast<bpf_u_int32>(frame.size());
    return pcap_offline_filter(m_program.get(), &header, frame.data()) != 0;
}

} // namespace hopyard::capture
