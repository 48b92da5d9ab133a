// See report.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/report.h"

#include <array>

#include <fmt/format.h>

namespace hopyard::services::iperf3 {

namespace {

std::string scaled(double value, double step, const char *unit)
{
    constexpr std::array<const char *, 5> kPrefixes{"", "K", "M", "G", "T"};
    std::size_t prefix = 0;
    while (value >= step && prefix + 1 < kPrefixes.size()) {
        value /= step;
        ++prefix;
    }
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return fmt::format("{:4.{}f} {}{}", value, decimals, kPrefixes[prefix], unit);
}

} // namespace

std::string bytesText(double bytes) { return scaled(bytes, 1024, "Bytes"); }
std::string rateText(double bitsPerSecond) { return scaled(bitsPerSecond, 1000, "bits/sec"); }

std::string lineText(const Line &line)
{
    const double seconds = line.to - line.from;
    const double bits = seconds > 0 ? static_cast<double>(line.bytes) * 8 / seconds : 0;
    std::string out = fmt::format("[{:>3}] {:6.2f}-{:<6.2f} sec  {}  {}", line.id, line.from, line.to,
                                  bytesText(static_cast<double>(line.bytes)), rateText(bits));
    if (line.retransmits)
        out += fmt::format("  {:3}", *line.retransmits);
    if (line.window)
        out += fmt::format("   {}", bytesText(static_cast<double>(*line.window)));
    if (line.jitterMs)
        out += fmt::format("  {:5.3f} ms", *line.jitterMs);
    if (line.lost && line.packets)
        out += fmt::format("  {}/{} ({:.2g}%)", *line.lost, *line.packets,
                           *line.packets ? 100.0 * static_cast<double>(*line.lost) / static_cast<double>(*line.packets) : 0.0);
    else if (line.packets)
        out += fmt::format("  {}", *line.packets);
    if (!line.tail.empty())
        out += fmt::format("{}{}", line.jitterMs || line.packets ? "  " : line.retransmits ? "             " : "                  ",
                           line.tail);
    return out;
}

std::string headingText(const Line &line)
{
    std::string out = "[ ID] Interval           Transfer     Bitrate";
    if (line.retransmits)
        out += line.window ? "         Retr  Cwnd" : "         Retr";
    else if (line.lost)
        out += "         Jitter    Lost/Total Datagrams";
    else if (line.packets)
        out += "         Total Datagrams";
    return out;
}

} // namespace hopyard::services::iperf3
