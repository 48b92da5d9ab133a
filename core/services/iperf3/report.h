// Lines as iperf 3 prints them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hopyard::services::iperf3 {

/// "1.25 MBytes": powers of 1,024, three digits that matter.
std::string bytesText(double bytes);
/// "9.59 Gbits/sec": powers of 1,000.
std::string rateText(double bitsPerSecond);

/// What stands behind the rate: of TCP senders, of UDP senders, of UDP receivers, of nobody.
struct Line {
    std::string id; ///< "1", "SUM"
    double from = 0, to = 0; ///< seconds
    std::uint64_t bytes = 0;
    std::optional<std::int64_t> retransmits;
    std::optional<std::uint64_t> window; ///< bytes of the congestion window
    std::optional<double> jitterMs;
    std::optional<std::uint64_t> lost;   ///< with `packets` behind it
    std::optional<std::uint64_t> packets;
    std::string tail;                    ///< "sender", "receiver"
};
std::string lineText(const Line &line);
/// The heading of such lines.
std::string headingText(const Line &line);

} // namespace hopyard::services::iperf3
