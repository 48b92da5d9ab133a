// See pcap_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/pcap_file.h"

#include <QtEndian>

namespace hopyard::docks {

namespace {

void add32(QByteArray &out, std::uint32_t value)
{
    value = qToBigEndian(value);
    out.append(reinterpret_cast<const char *>(&value), sizeof value);
}

} // namespace

QByteArray pcapOf(const std::vector<client::PacketFrame> &frames)
{
    constexpr std::uint32_t kMagic = 0xa1b23c4d; // nanoseconds, in the writer's byte order: here always big-endian
    constexpr std::uint32_t kVersion = 2u << 16 | 4;
    constexpr std::uint32_t kSnap = 262'144;
    constexpr std::uint32_t kEthernet = 1;
    constexpr std::int64_t kSecond = 1'000'000'000;
    QByteArray out;
    for (const std::uint32_t word : {kMagic, kVersion, 0u, 0u, kSnap, kEthernet})
        add32(out, word);
    for (const client::PacketFrame &frame : frames) {
        add32(out, static_cast<std::uint32_t>(frame.time.ns() / kSecond));
        add32(out, static_cast<std::uint32_t>(frame.time.ns() % kSecond));
        add32(out, static_cast<std::uint32_t>(frame.bytes.size()));
        add32(out, frame.length);
        out.append(reinterpret_cast<const char *>(frame.bytes.data()), static_cast<qsizetype>(frame.bytes.size()));
    }
    return out;
}

} // namespace hopyard::docks
