// A scanner for numbers with units and for carriers' names; see link_speed.h.
//
// Rates of the hierarchies: ITU-T G.702 (DS and E), G.707 (STM), ANSI T1.105 (OC and STS); line rates, as maps mean them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/link_speed.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace hopyard::topology {

namespace {

struct Found {
    double speed = 0;       ///< bit/s; 0: none
    bool isCounted = false; ///< "2 x" stood before it
};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return c >= 'a' && c <= 'z'; }

/// Reads lower-case ASCII, one thing after the other, and keeps the fastest.
class Scanner {
public:
    explicit Scanner(std::string_view text)
    {
        for (std::size_t i = 0; i < std::min<std::size_t>(text.size(), 1000); ++i) {
            const char c = text[i];
            if (text.substr(i).starts_with("\xc3\x97")) { // the multiplication sign
                m_text += 'x';
                ++i;
            } else {
                m_text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            }
        }
    }

    Found run()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            const bool startsWord = m_at == 0 || !(isLetter(m_text[m_at - 1]) || isDigit(m_text[m_at - 1]));
            if (isDigit(c) && (m_at == 0 || !isDigit(m_text[m_at - 1])))
                takeNumber();
            else if (isLetter(c) && (startsWord || (m_count > 0 && m_at == m_countEnd)))
                takeWord();
            else
                ++m_at;
        }
        return m_best;
    }

private:
    std::string_view rest() const { return std::string_view(m_text).substr(m_at); }
    void skipBlanks()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }

    /// A decimal number with '.' or ',' before its fraction; "10,000" has groups of three.
    double number()
    {
        std::string digits;
        bool hasPoint = false;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            const bool another = m_at + 1 < m_text.size() && isDigit(m_text[m_at + 1]);
            if (isDigit(c)) {
                digits += c;
            } else if ((c == '.' || c == ',') && another && !hasPoint) {
                std::size_t group = 1;
                while (m_at + group < m_text.size() && isDigit(m_text[m_at + group]))
                    ++group;
                if (c == '.' || group != 4) {
                    hasPoint = true;
                    digits += '.';
                }
            } else {
                break;
            }
            ++m_at;
        }
        double value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }

    /// The unit at this place as a factor, and passes over it; 0 where there is none.
    double unit()
    {
        const std::size_t before = m_at;
        skipBlanks();
        double factor = 1;
        switch (m_at < m_text.size() ? m_text[m_at] : '\0') {
        case 'k': factor = 1e3; break;
        case 'm': factor = 1e6; break;
        case 'g': factor = 1e9; break;
        case 't': factor = 1e12; break;
        case 'b': break;
        default: m_at = before; return 0;
        }
        std::size_t end = m_at;
        while (end < m_text.size() && isLetter(m_text[end]))
            ++end;
        const std::string_view word = std::string_view(m_text).substr(m_at, end - m_at);
        const std::string_view afterPrefix = factor == 1 ? word : word.substr(1);
        // "10G", "155 Mbps", "1 Gbs", "2 Mbit/s", "10 GigE", "10 GbE", "64 kbaud", "10Ge"
        constexpr std::string_view kUnits[]{"", "b", "bp", "bs", "bps", "bit", "bits", "bitps", "bitsps", "ps", "bd", "baud",
                                            "be", "e", "ige", "ig", "iga", "igabit", "igabits", "egabit", "egabits",
                                            "ilobit", "ilobits", "erabit", "erabits", "bpsec", "ethernet", "byte", "bytes"};
        if (std::ranges::find(kUnits, afterPrefix) == std::end(kUnits) || (factor == 1 && afterPrefix.size() < 2)
            || (factor == 1 && (afterPrefix == "be" || afterPrefix == "bd"))
            || (end < m_text.size() && isDigit(m_text[end]))) { // "Route 66 M25"
            m_at = before;
            return 0;
        }
        m_at = end;
        return afterPrefix.starts_with("byte") ? factor * 8 : factor;
    }

    void found(double speed)
    {
        const bool isCounted = m_count > 0 && m_countEnd == m_thing;
        if (isCounted)
            speed *= m_count;
        if (speed < kLeastSpeed || speed > kMostSpeed || speed <= m_best.speed)
            return;
        m_best = {speed, isCounted && m_count > 1};
    }

    void takeNumber()
    {
        m_thing = m_at;
        const double value = number();
        const std::size_t afterNumber = m_at;
        if (const double factor = unit(); factor > 0) {
            if (m_pending > 0) // "34-155 Mbps": the first number has the same unit
                found(m_pending * factor);
            m_pending = 0;
            found(value * factor);
            return;
        }
        skipBlanks();
        const char next = m_at < m_text.size() ? m_text[m_at] : '\0';
        if (next == 'x' || next == '*') { // "2 x 10 Gbps", "2xOC-3"
            ++m_at;
            skipBlanks();
            m_count = value >= 1 && value <= 1000 ? value : 0;
            m_countEnd = m_at;
            return;
        }
        m_pending = next == '-' || next == '/' ? value : 0;
        m_at = afterNumber;
    }

    void takeWord()
    {
        m_thing = m_at;
        const std::size_t start = m_at;
        while (m_at < m_text.size() && isLetter(m_text[m_at]))
            ++m_at;
        const std::string_view word = std::string_view(m_text).substr(start, m_at - start);
        if (word == "x" || word == "n" || word == "nx") { // "n x 10G": how many is not said
            skipBlanks();
            return;
        }
        if (word == "fe" || word == "fastethernet")
            return found(100e6);
        if (word == "ge" || word == "gbe" || word == "gige" || word == "gigabitethernet")
            return found(1e9);
        if (word == "gigabit" || word == "gig") {
            skipBlanks();
            return found(1e9);
        }
        if (word == "fast") {
            skipBlanks();
            if (rest().starts_with("ethernet"))
                found(100e6);
            return;
        }
        if (word == "ethernet")
            return found(10e6);
        if (word == "isdn")
            return found(128e3);
        takeCarrier(word);
    }

    /// "OC-192c", "stm 16", "E1": a word and a number close behind it.
    void takeCarrier(std::string_view word)
    {
        constexpr std::string_view kCarriers[]{"oc", "stm", "sts", "ds", "t", "e"};
        if (std::ranges::find(kCarriers, word) == std::end(kCarriers))
            return;
        const std::size_t before = m_at;
        if (m_at < m_text.size() && (m_text[m_at] == '-' || m_text[m_at] == ' '))
            ++m_at;
        std::size_t end = m_at;
        unsigned n = 0;
        while (end < m_text.size() && isDigit(m_text[end]) && n < 10'000)
            n = n * 10 + static_cast<unsigned>(m_text[end++] - '0');
        if (end == m_at) {
            m_at = before;
            return;
        }
        m_at = end;
        if (n < 10'000)
            found(carrier(word, n));
    }

    static double carrier(std::string_view word, unsigned n)
    {
        constexpr double kDs[]{64e3, 1.544e6, 6.312e6, 44.736e6, 274.176e6};
        constexpr double kE[]{64e3, 2.048e6, 8.448e6, 34.368e6, 139.264e6, 565.148e6};
        if (word == "oc" || word == "sts")
            return n * 51.84e6;
        if (word == "stm")
            return n == 0 ? 51.84e6 : n * 155.52e6;
        if (word == "e")
            return n < std::size(kE) ? kE[n] : 0;
        return n < std::size(kDs) ? kDs[n] : 0;
    }

    std::string m_text;
    std::size_t m_at = 0;
    std::size_t m_thing = 0;    ///< where what is being read begins
    double m_count = 0;         ///< of "2 x"; 0: none
    std::size_t m_countEnd = 0; ///< what it counts begins here
    double m_pending = 0;       ///< of "34-" in "34-155 Mbps"
    Found m_best;
};

std::optional<base::BitRate> rate(double speed)
{
    if (!(speed >= kLeastSpeed && speed <= kMostSpeed))
        return std::nullopt;
    return base::BitRate::bitsPerSecond(static_cast<std::uint64_t>(std::llround(speed)));
}

} // namespace

std::optional<base::BitRate> parseLinkSpeed(std::string_view text)
{
    return rate(Scanner(text).run().speed);
}

std::optional<base::BitRate> linkSpeed(const LinkSpeedKeys &keys)
{
    const Found label = Scanner(keys.label).run();
    if (label.isCounted)
        return rate(label.speed);
    double raw = 0;
    const auto read = std::from_chars(keys.raw.data(), keys.raw.data() + keys.raw.size(), raw);
    if (read.ec == std::errc() && rate(raw))
        return rate(raw);
    if (!keys.speed.empty()) {
        const std::string text = std::string(keys.speed) + std::string(keys.units);
        if (const auto speed = parseLinkSpeed(text))
            return speed;
        if (const auto speed = parseLinkSpeed(keys.speed))
            return speed;
    }
    if (label.speed > 0)
        return rate(label.speed);
    if (const auto speed = parseLinkSpeed(keys.type))
        return speed;
    return parseLinkSpeed(keys.note);
}

} // namespace hopyard::topology
