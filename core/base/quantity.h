// A number with a unit, as people write it: "5ms", "1.5 mbit", "64 kB", "0.1%".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef> // first: moc 6.4 stumbles over <compare> and <cstdint> where they come first

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace hopyard::base {

struct QuantityParts {
    double number;
    std::string_view digits; ///< the number as it was written
    std::string_view unit;   ///< what follows the number, without surrounding blanks; may be empty
};

/// Splits "1.5 mbit" into 1.5 and "mbit". Nothing where there is no finite decimal number in front.
std::optional<QuantityParts> splitQuantity(std::string_view text);
/// The decimal number `digits` (as splitQuantity() found it) times `scale`, rounded to the nearest whole number, exact
/// where a double would not be. Nothing beyond the range of std::int64_t's or std::uint64_t's magnitudes.
std::optional<__int128> scaledDecimal(std::string_view digits, std::uint64_t scale);
/// value / scale ("1.5" for 1500 and 1000; `scale` a power of ten) where that is at least 1 and needs no more than
/// three decimals, computed without a double, which cannot hold every value.
std::optional<std::string> dividedDecimal(std::uint64_t value, std::uint64_t scale);

/// Bits per second. Zero is no rate limit ("as fast as you like"), never a stopped link.
class BitRate {
public:
    constexpr BitRate() = default;
    static constexpr BitRate unlimited() { return BitRate(); }
    static constexpr BitRate bitsPerSecond(std::uint64_t n) { return BitRate(n); }

    constexpr std::uint64_t bps() const { return m_bps; }
    constexpr bool isUnlimited() const { return m_bps == 0; }
    constexpr auto operator<=>(const BitRate &) const = default;

    /// How long `bytes` occupy the line, rounded up to a whole nanosecond. Zero when unlimited.
    constexpr Duration transmissionTime(std::uint64_t bytes) const
    {
        if (m_bps == 0)
            return Duration();
        const auto bitNs = static_cast<unsigned __int128>(bytes) * 8u * 1'000'000'000u;
        return Duration::nanoseconds(static_cast<std::int64_t>((bitNs + m_bps - 1) / m_bps));
    }

private:
    explicit constexpr BitRate(std::uint64_t n) : m_bps(n) {}
    std::uint64_t m_bps = 0;
};

/// Reads "100mbit", "1.5 Gbit/s", "64kbps", "9600bit", "unlimited". Decimal prefixes, as in tc(8) and on data sheets.
std::optional<BitRate> parseBitRate(std::string_view text);
/// "100mbit", "unlimited": what parseBitRate() reads back to the same value.
std::string toString(BitRate rate);

/// Reads "0.1%" or "0.001" as a probability of 0 to 1.
std::optional<double> parseProbability(std::string_view text);
/// "0.1%": what parseProbability() reads back to the same value.
std::string probabilityToString(double p);

/// Reads "1500", "64kB", "64 KiB", "1MB" as a number of bytes.
std::optional<std::uint64_t> parseByteCount(std::string_view text);
/// "64kB", "1500B": what parseByteCount() reads back to the same value.
std::string byteCountToString(std::uint64_t bytes);

} // namespace hopyard::base
