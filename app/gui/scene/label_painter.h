// How labels look: letters with a halo of the canvas' colour, as on maps, so that lines may pass behind them. Made once
// for each text, size and colour, and copied from then on.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/scene/label_plan.h"

#include <QColor>

class QFont;
class QPainter;

namespace hopyard::scene {

/// The face of such labels, that many pixels high.
QFont labelFont(LabelRole role, int pixels);
/// A text with the width it has at actual size.
LabelText labelText(LabelRole role, const QString &text);

/// `box` in the painter's coordinates, as in the plan. `raised`: on a ground of its own, above everything.
void paintLabel(QPainter &painter, const QRectF &box, const QString &text, LabelRole role, int pixels,
                const QColor &colour, bool raised = false);

} // namespace hopyard::scene
