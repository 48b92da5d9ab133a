// See run_widgets.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/run_widgets.h"

#include "app/gui/client/protocol.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <QHBoxLayout>

namespace hopyard::docks {

namespace {
constexpr int kStepsPerDecade = 100;
constexpr int kSnap = 8; ///< steps around real time that are real time
constexpr int kFastestPlace = 4 * kStepsPerDecade; ///< beyond ×1000, which is at three decades
} // namespace

int sliderPosition(double factor)
{
    if (factor == client::kFastest)
        return kFastestPlace;
    return static_cast<int>(std::lround(std::log10(std::max(factor, 0.001)) * kStepsPerDecade));
}

double speedFactor(int position)
{
    if (std::abs(position) <= kSnap)
        return 1;
    if (position > (kFastestPlace + 3 * kStepsPerDecade) / 2)
        return client::kFastest;
    position = std::min(position, 3 * kStepsPerDecade);
    const double factor = std::pow(10.0, static_cast<double>(position) / kStepsPerDecade);
    // Two significant figures: what the label says is what the engine is told.
    const double unit = std::pow(10.0, std::floor(std::log10(factor)) - 1);
    return std::round(factor / unit) * unit;
}

QString speedText(double factor)
{
    return factor == client::kFastest ? SpeedSlider::tr("fastest") : QStringLiteral("×%1").arg(factor, 0, 'g', factor < 1000 ? 3 : 4);
}

QString clockText(base::TimePoint time)
{
    if (time.isNever())
        return {};
    const qint64 ms = time.ns() / 1'000'000;
    const QString seconds = QStringLiteral("%1.%2").arg(ms / 1000 % 60, 2, 10, QLatin1Char('0')).arg(ms % 1000, 3, 10, QLatin1Char('0'));
    const qint64 minutes = ms / 60'000;
    if (minutes < 60)
        return QStringLiteral("%1:%2").arg(minutes).arg(seconds);
    return QStringLiteral("%1:%2:%3").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0')).arg(seconds);
}

SpeedSlider::SpeedSlider(QWidget *parent) :
    QWidget(parent), m_slider(new QSlider(Qt::Horizontal, this)), m_label(new QLabel(this))
{
    setAccessibleName(tr("Speed of time"));
    m_slider->setAccessibleName(tr("Speed of time"));
    m_slider->setToolTip(tr("Speed of time: slow motion to the left, real time at ×1, faster to the right where no Linux "
                            "node takes part; in virtual time, at the end, as fast as the processor goes"));
    m_slider->setRange(sliderPosition(0.01), sliderPosition(1000));
    m_slider->setPageStep(kStepsPerDecade);
    m_slider->setSingleStep(kStepsPerDecade / 10 + kSnap);
    m_slider->setFixedWidth(130);
    m_label->setFont(theme::Theme::monospaceFont());
    m_label->setMinimumWidth(m_label->fontMetrics().horizontalAdvance(QStringLiteral("×0.0156")));
    m_label->setAccessibleName(tr("Speed"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(6, 0, 6, 0);
    row->addWidget(m_slider);
    row->addWidget(m_label);
    setSpeed(1);
    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        m_label->setText(speedText(speedFactor(position)));
        emit speedChosen(speedFactor(position));
    });
}

void SpeedSlider::setSpeed(double factor)
{
    if (m_slider->isSliderDown() || speedFactor(m_slider->value()) == factor) {
        m_label->setText(speedText(speedFactor(m_slider->value())));
        return;
    }
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(sliderPosition(factor));
    m_label->setText(speedText(factor));
}

void SpeedSlider::setHighest(double factor)
{
    if (m_slider->maximum() != sliderPosition(factor))
        m_slider->setMaximum(sliderPosition(factor));
}

ClockLabel::ClockLabel(QWidget *parent) : QLabel(parent)
{
    setAccessibleName(tr("Time in the lab"));
    setToolTip(tr("Time in the lab since it was started"));
    setFont(theme::Theme::monospaceFont());
    setContentsMargins(8, 0, 10, 0);
    showNothing();
}

void ClockLabel::show(base::TimePoint now, double speed, bool paused, std::optional<std::uint64_t> seed)
{
    const QString pace = paused ? tr("paused") : speedText(speed);
    setText(seed ? tr("%1  %2  virtual time, seed %3").arg(clockText(now), pace).arg(*seed) : QStringLiteral("%1  %2").arg(clockText(now), pace));
    setVisible(true);
}

void ClockLabel::showNothing() { setVisible(false); }

} // namespace hopyard::docks
