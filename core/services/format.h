// Numbers as network tools print them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace hopyard::services {

/// A round trip as ping writes it, three digits that matter: "0.045", "1.23", "10.2", "104".
inline std::string roundTripText(base::Duration d)
{
    const std::int64_t us = (d.ns() + 500) / 1000;
    if (us >= 99'950)
        return fmt::format("{}", (us + 500) / 1000);
    if (us >= 9'995) {
        const std::int64_t tenths = (us + 50) / 100;
        return fmt::format("{}.{}", tenths / 10, tenths % 10);
    }
    if (us >= 1'000) {
        const std::int64_t hundredths = (us + 5) / 10;
        return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
    }
    return fmt::format("0.{:03}", us);
}

/// A number of bytes with a decimal prefix: "999 B", "12.5 MB".
inline std::string byteText(std::uint64_t bytes)
{
    const auto scaled = [bytes](double unit, const char *name) {
        return fmt::format("{:.3g} {}", static_cast<double>(bytes) / unit, name);
    };
    if (bytes >= 999'500'000)
        return scaled(1e9, "GB");
    if (bytes >= 999'500)
        return scaled(1e6, "MB");
    if (bytes >= 1'000)
        return scaled(1e3, "kB");
    return fmt::format("{} B", bytes);
}

/// A percentage with at most four digits that matter: "0", "0.1", "33.33".
inline std::string percentText(double percent) { return fmt::format("{:.4g}", percent); }

/// A text as JSON has it, in quotes; bytes that are no printable ASCII become '?'.
inline std::string jsonText(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c >= 0x20 && c < 0x7f ? c : '?';
    }
    return out + '"';
}

} // namespace hopyard::services
