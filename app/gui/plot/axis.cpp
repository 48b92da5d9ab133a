// See axis.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/axis.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace hopyard::plot {

namespace {

struct Prefix {
    double factor;
    const char *text;
};

/// By which values as large as this one are divided.
Prefix prefixOf(Unit unit, double largest)
{
    static constexpr std::array<Prefix, 4> kLarge{{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}}};
    static constexpr std::array<Prefix, 4> kSmall{{{1, ""}, {1e-3, "m"}, {1e-6, "\u00b5"}, {1e-9, "n"}}};
    const double size = std::abs(largest);
    if (unit == Unit::percent)
        return {1, ""};
    if (unit == Unit::seconds) {
        for (const Prefix &prefix : kSmall)
            if (size >= prefix.factor)
                return prefix;
        return size == 0 ? kSmall[1] : kSmall[3];
    }
    for (const Prefix &prefix : kLarge)
        if (size >= prefix.factor && (unit != Unit::count || prefix.factor != 1e3 || size >= 1e4))
            return prefix;
    return {1, ""};
}

const char *plainUnit(Unit unit)
{
    switch (unit) {
    case Unit::count: return "";
    case Unit::seconds: return "s";
    case Unit::bytes: return "B";
    case Unit::bitsPerSecond: return "bit/s";
    case Unit::perSecond: return "/s";
    case Unit::percent: return "%";
    }
    return "";
}

/// Digits behind the point that tell steps of this size apart.
int digitsFor(double step)
{
    if (!(step > 0))
        return 0;
    return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
}

double roundStep(double wanted)
{
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double times : {1.0, 2.0, 5.0})
        if (wanted <= times * power * (1 + 1e-9))
            return times * power;
    return 10 * power;
}

} // namespace

Ticks ticksOf(double low, double high, int most)
{
    Ticks ticks;
    if (!(high > low) || most < 1 || !std::isfinite(low) || !std::isfinite(high))
        return ticks;
    ticks.step = roundStep((high - low) / most);
    for (double k = std::ceil(low / ticks.step - 1e-9); k * ticks.step <= high + ticks.step * 1e-9; k += 1)
        ticks.values.push_back(k == 0 ? 0 : k * ticks.step);
    if (ticks.values.size() > static_cast<std::size_t>(most) + 1)
        ticks.values.resize(static_cast<std::size_t>(most) + 1);
    return ticks;
}

Span roundedSpan(double low, double high, int most)
{
    if (!std::isfinite(low) || !std::isfinite(high) || high < low)
        return {};
    if (low > 0 && low < 0.6 * high)
        low = 0; // a rate is seen against nothing
    if (high == 0 && low == 0)
        return {0, 1};
    if (high == low)
        high = low + std::max(1e-9, std::abs(low) * 0.1);
    const double step = roundStep((high - low) / std::max(1, most));
    return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step};
}

QString valueText(Unit unit, double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const Prefix prefix = prefixOf(unit, value);
    const double shown = value / prefix.factor;
    const bool whole = shown == std::floor(shown) && std::abs(shown) < 1e6;
    const int digits = whole ? 0 : std::abs(shown) >= 100 ? 0 : std::abs(shown) >= 10 ? 1 : 2;
    const QString suffix = QString::fromUtf8(prefix.text) + QString::fromLatin1(plainUnit(unit));
    const QString number = QLocale().toString(shown, 'f', digits);
    return suffix.isEmpty() ? number : number + QChar(0xa0) + suffix;
}

QString tickText(Unit unit, double value, double step, double largest)
{
    const double factor = prefixOf(unit, largest).factor;
    return QLocale().toString(value / factor, 'f', digitsFor(step / factor));
}

QString unitText(Unit unit, double largest)
{
    return QString::fromUtf8(prefixOf(unit, largest).text) + QString::fromLatin1(plainUnit(unit));
}

QString timeText(double seconds, double step)
{
    const int digits = digitsFor(step);
    if (seconds < 120)
        return QLocale().toString(seconds, 'f', digits) + QStringLiteral(" s");
    const double minutes = std::floor(seconds / 60);
    const QString rest = QLocale().toString(seconds - minutes * 60, 'f', digits);
    return QStringLiteral("%1:%2").arg(minutes, 0, 'f', 0).arg(rest, digits > 0 ? digits + 3 : 2, QLatin1Char('0'));
}

QString unitName(Unit unit)
{
    switch (unit) {
    case Unit::bytes: return QStringLiteral("bytes");
    case Unit::perSecond: return QStringLiteral("1/s");
    default: return QString::fromLatin1(plainUnit(unit));
    }
}

} // namespace hopyard::plot
