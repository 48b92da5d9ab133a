// See impairment_editor.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/impairment_editor.h"

#include "app/gui/dialogs/editors.h"
#include "app/gui/document/strings.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QLabel>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace hopyard::dialogs {

namespace {

using document::fromQt;
using document::toQt;

QString text(const char *words) { return QCoreApplication::translate("ImpairmentEditor", words); }

/// The next of 1, 2, 5, 10, 20, 50, … above or below.
double ladder(double value, int steps)
{
    static constexpr std::array<double, 3> kRungs{1, 2, 5};
    if (value <= 0)
        return 0;
    const double decade = std::pow(10, std::floor(std::log10(value) + 1e-9));
    std::vector<double> rungs;
    for (const double scale : {0.1, 1.0, 10.0})
        for (const double rung : kRungs)
            rungs.push_back(decade * scale * rung);
    if (steps > 0)
        return *std::find_if(rungs.begin(), rungs.end(), [&](double r) { return r > value * 1.0001; });
    return *std::find_if(rungs.rbegin(), rungs.rend(), [&](double r) { return r < value * 0.9999; });
}

std::optional<base::Duration> durationOf(const QString &t)
{
    return t.trimmed().isEmpty() ? base::Duration() : base::parseDuration(fromQt(t));
}

QString stepDuration(const QString &t, int steps)
{
    const auto now = durationOf(t);
    if (!now)
        return {};
    if (now->ns() == 0)
        return steps > 0 ? QStringLiteral("1ms") : QString();
    const auto next = static_cast<std::int64_t>(ladder(static_cast<double>(now->ns()), steps) + 0.5);
    return next < 1000 ? QStringLiteral("0") : toQt(base::toString(base::Duration::nanoseconds(next)));
}

QString stepRate(const QString &t, int steps)
{
    const auto now = base::parseBitRate(fromQt(t));
    if (!now)
        return {};
    if (now->isUnlimited())
        return steps < 0 ? QStringLiteral("1Gbit") : QString();
    const double next = ladder(static_cast<double>(now->bps()), steps);
    return next < 1000 ? QString()
                       : toQt(base::toString(base::BitRate::bitsPerSecond(static_cast<std::uint64_t>(next + 0.5))));
}

std::optional<double> probabilityOf(const QString &t)
{
    const auto p = t.trimmed().isEmpty() ? std::optional<double>(0) : base::parseProbability(fromQt(t));
    return p && *p >= 0 && *p <= 1 ? p : std::nullopt;
}

QString stepProbability(const QString &t, int steps)
{
    const auto now = probabilityOf(t);
    if (!now)
        return {};
    if (*now <= 0)
        return steps > 0 ? QStringLiteral("0.1%") : QString();
    const double next = ladder(*now, steps);
    return next > 1 ? QString() : next < 1e-6 ? QStringLiteral("0%") : toQt(base::probabilityToString(next));
}

QString durationProblem() { return text("A time such as 5ms, 250us or 1.5s."); }
QString probabilityProblem() { return text("A share such as 0.1% or 0.001, at most 100%."); }

} // namespace

ImpairmentEditor::ImpairmentEditor(const QString &title, QWidget *parent)
    : QWidget(parent), m_form(new QFormLayout(this)), m_title(title), m_down(new QCheckBox(tr("Down"), this))
{
    setAccessibleName(title);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(6);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    using base::Impairment;
    const auto duration = [](base::Duration Impairment::*member) {
        return [member](Impairment &i, const QString &t) {
            const auto d = durationOf(t);
            if (!d || d->ns() < 0)
                return durationProblem();
            i.*member = *d;
            return QString();
        };
    };
    const auto showDuration = [](base::Duration Impairment::*member) {
        return [member](const Impairment &i) { return toQt(base::toString(i.*member)); };
    };
    const auto probability = [](double Impairment::*member) {
        return [member](Impairment &i, const QString &t) {
            const auto p = probabilityOf(t);
            if (!p)
                return probabilityProblem();
            i.*member = *p;
            return QString();
        };
    };
    const auto showProbability = [](double Impairment::*member) {
        return [member](const Impairment &i) { return toQt(base::probabilityToString(i.*member)); };
    };
    addField(tr("Delay"), tr("delay"), tr("How long a packet is under way"), showDuration(&Impairment::delay),
             duration(&Impairment::delay), stepDuration);
    addField(tr("Jitter"), tr("jitter"), tr("The delay varies by up to this much, up and down"),
             showDuration(&Impairment::jitter), duration(&Impairment::jitter), stepDuration);
    addField(tr("Rate"), tr("rate"), tr("Bits a second; “unlimited” for as fast as it goes"),
             [](const Impairment &i) { return toQt(base::toString(i.rate)); },
             [](Impairment &i, const QString &t) {
                 const auto rate = t.trimmed().isEmpty() ? base::BitRate::unlimited() : base::parseBitRate(fromQt(t));
                 if (!rate)
                     return text("A rate such as 100mbit, 64kbit or unlimited.");
                 i.rate = *rate;
                 return QString();
             },
             stepRate);
    addField(
        tr("Queue"), tr("queue"),
        tr("How much may wait for a line with a rate: packets (a bare number) or bytes (64kB)"),
        [](const Impairment &i) {
            return i.queue.unit == base::QueueLimit::Unit::packets ? tr("%1 packets").arg(i.queue.amount)
                                                                   : toQt(base::byteCountToString(i.queue.amount));
        },
        [](Impairment &i, const QString &t) {
            const auto parts = base::splitQuantity(fromQt(t));
            const QString unit = parts ? toQt(parts->unit) : QString();
            const bool packets = unit.isEmpty() || unit.startsWith(QLatin1Char('p'), Qt::CaseInsensitive);
            const auto bytes = packets ? std::nullopt : base::parseByteCount(fromQt(t));
            if (!parts || parts->number < 1 || (!packets && !bytes))
                return text("A number of packets such as 1000, or bytes such as 64kB.");
            i.queue = packets
                ? base::QueueLimit{ static_cast<std::uint64_t>(parts->number), base::QueueLimit::Unit::packets }
                : base::QueueLimit{ *bytes, base::QueueLimit::Unit::bytes };
            return QString();
        });
    addField(tr("Loss"), tr("loss"), tr("Each packet is lost with this probability"),
             showProbability(&Impairment::loss), probability(&Impairment::loss), stepProbability);
    addField(tr("Duplicate"), tr("duplication"), tr("Each packet arrives twice with this probability"),
             showProbability(&Impairment::duplicate), probability(&Impairment::duplicate), stepProbability);
    addField(tr("Reorder"), tr("reordering"), tr("Each packet skips the delay with this probability, and so overtakes"),
             showProbability(&Impairment::reorder), probability(&Impairment::reorder), stepProbability);
    addField(tr("Corrupt"), tr("corruption"), tr("One bit of a packet is flipped with this probability"),
             showProbability(&Impairment::corrupt), probability(&Impairment::corrupt), stepProbability);
    addField(
        tr("Bursts"), tr("burst loss"),
        tr("Gilbert-Elliott loss: probability of entering a burst, then of leaving it, for each packet. Empty: none"),
        [](const Impairment &i) {
            return i.burst ? toQt(base::probabilityToString(i.burst->enterBad) + " "
                                  + base::probabilityToString(i.burst->leaveBad))
                           : QString();
        },
        [](Impairment &i, const QString &t) {
            const QStringList words = t.split(QLatin1Char(' '), Qt::SkipEmptyParts);
            if (words.isEmpty()) {
                i.burst.reset();
                return QString();
            }
            const auto enter = probabilityOf(words[0]);
            const auto leave = words.size() == 2 ? probabilityOf(words[1]) : std::nullopt;
            if (!enter || !leave)
                return text("Two shares such as “1% 25%”: into a burst, out of it.");
            base::BurstLoss burst = i.burst.value_or(base::BurstLoss{});
            burst.enterBad = *enter;
            burst.leaveBad = *leave;
            i.burst = burst;
            return QString();
        });
    m_down->setAccessibleName(tr("Down, %1").arg(title));
    m_down->setToolTip(tr("Nothing passes in this direction"));
    m_form->addRow(QString(), m_down);
    connect(m_down, &QCheckBox::clicked, this, [this](bool down) {
        m_value.down = down;
        emit edited(m_value, down ? tr("down") : tr("up"), false);
    });
    showValue(m_value);
}

void ImpairmentEditor::addField(const QString &label, const QString &what, const QString &tip,
                                std::function<QString(const base::Impairment &)> get,
                                std::function<QString(base::Impairment &, const QString &)> set,
                                std::function<QString(const QString &, int)> step)
{
    auto *line = new CheckedLine([set](const QString &t) {
        base::Impairment scratch;
        return set(scratch, t);
    }, this);
    line->setObjectName(what);
    line->setAccessibleName(tr("%1, %2").arg(label, m_title));
    auto *name = new QLabel(label, this);
    name->setAccessibleName(label);
    name->setToolTip(tip);
    name->setBuddy(line);
    auto *problem = new QLabel(this);
    line->setProblemLabel(problem);
    if (step)
        line->setStep(std::move(step));
    m_form->addRow(name, line);
    m_form->addRow(problem);
    connect(line, &CheckedLine::entered, this, [this, set, what](const QString &t, bool stepping) {
        base::Impairment changed = m_value;
        set(changed, t);
        m_value = changed;
        emit edited(changed, what, stepping);
    });
    m_fields.push_back({line, std::move(get)});
}

void ImpairmentEditor::showValue(const base::Impairment &impairment)
{
    m_value = impairment;
    for (const Field &field : m_fields)
        field.line->showValue(field.get(impairment));
    m_down->setChecked(impairment.down);
}

} // namespace hopyard::dialogs
