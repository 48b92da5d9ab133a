// A BPF filter in pcap-filter(7)'s language, compiled by libpcap and run on bytes in memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <memory>
#include <string>

struct bpf_program;

namespace hopyard::capture {

class Filter {
public:
    Filter(); ///< lets everything pass
    Filter(Filter &&) noexcept;
    Filter &operator=(Filter &&) noexcept;
    ~Filter();

    /// Compiles for Ethernet frames of which `snaplen` bytes are looked at. Empty text: everything passes. The error is
    /// a sentence that quotes the filter and says what libpcap dislikes.
    static base::Result<Filter, base::Error> compile(const std::string &text, unsigned snaplen);

    bool matches(base::Bytes frame) const;
    /// The compiled program for pcap_setfilter(), null where everything passes.
    bpf_program *program() const { return m_program.get(); }

private:
    struct Free {
        void operator()(bpf_program *program) const;
    };
    std::unique_ptr<bpf_program, Free> m_program;
};

} // namespace hopyard::capture
