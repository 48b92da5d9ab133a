// See impairment_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/impairment_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <cmath>

namespace hopyard::scene {

namespace {

/// At most four significant digits: enough to read, short enough to draw.
QString number(double value) { return QLocale().toString(value, 'g', 4); }

QString scaled(double value, std::initializer_list<std::pair<double, const char *>> units)
{
    for (const auto &[size, name] : units)
        if (std::abs(value) >= size)
            return number(value / size) + QLatin1Char(' ') + QString::fromUtf8(name);
    return number(value) + QLatin1Char(' ') + QString::fromUtf8(std::rbegin(units)->second);
}

} // namespace

QString durationText(base::Duration duration)
{
    return scaled(static_cast<double>(duration.ns()), {{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}, {1, "ns"}});
}

QString rateText(base::BitRate rate)
{
    if (rate.isUnlimited())
        return {};
    return scaled(static_cast<double>(rate.bps()), {{1e9, "Gbit/s"}, {1e6, "Mbit/s"}, {1e3, "kbit/s"}, {1, "bit/s"}});
}

QString percentText(double probability) { return number(probability * 100) + QStringLiteral(" %"); }

QString impairmentText(const base::Impairment &impairment)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Impairment", text); };
    QStringList parts;
    if (impairment.delay != base::Duration() || impairment.jitter != base::Duration()) {
        QString delay = durationText(impairment.delay);
        if (impairment.jitter != base::Duration())
            delay += QStringLiteral(" ± ") + durationText(impairment.jitter);
        parts += delay;
    }
    if (!impairment.rate.isUnlimited())
        parts += rateText(impairment.rate);
    if (impairment.loss > 0)
        parts += percentText(impairment.loss);
    if (impairment.burst)
        parts += tr("bursts");
    if (impairment.duplicate > 0)
        parts += tr("%1 twice").arg(percentText(impairment.duplicate));
    if (impairment.reorder > 0)
        parts += tr("%1 reordered").arg(percentText(impairment.reorder));
    if (impairment.corrupt > 0)
        parts += tr("%1 corrupt").arg(percentText(impairment.corrupt));
    if (impairment.down)
        parts.prepend(tr("down"));
    return parts.join(QStringLiteral(" · "));
}

QString impairmentText(const lab::Link &link)
{
    if (link.isSymmetric())
        return impairmentText(link.forward);
    const auto line = [](const QString &arrow, const base::Impairment &impairment) {
        const QString text = impairmentText(impairment);
        return arrow + QLatin1Char(' ') + (text.isEmpty() ? QStringLiteral("–") : text);
    };
    return line(QStringLiteral("→"), link.forward) + QLatin1Char('\n') + line(QStringLiteral("←"), link.backward);
}

} // namespace hopyard::scene
