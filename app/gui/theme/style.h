// Fusion with what it lacks: check boxes that can be seen on a dark ground, and flat quiet bars.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace hopyard::theme {

struct Colours;

class Style final : public QProxyStyle {
    Q_OBJECT

public:
    Style();
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override;
    /// Ours for message boxes.
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const override;

private:
    void drawCheckBox(const QStyleOption &option, QPainter &painter) const;
    void drawRadioButton(const QStyleOption &option, QPainter &painter) const;
};

/// The few rules that are shorter as a style sheet than as painting: bars, docks, fields.
QString styleSheet(const Colours &colours);

} // namespace hopyard::theme
