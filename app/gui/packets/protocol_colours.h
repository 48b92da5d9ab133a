// The looks of protocols on the canvas and their names in the legend. There are more of them than colours that everybody
// tells apart, so each group has a shape as well: conversations are discs, routing protocols diamonds, services squares,
// what keeps a segment together (ARP, spanning tree, groups) triangles. Colours of one shape stay apart for colour-blind
// eyes, all of them for others; a test says how far. The legend and the tables say the name in words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"

#include <QColor>
#include <QString>

class QPainter;
class QPointF;

namespace hopyard::packets {

enum class DotShape { disc, diamond, square, triangle };

QColor colourOf(client::Protocol protocol, bool dark);
DotShape shapeOf(client::Protocol protocol);
QString nameOf(client::Protocol protocol);
/// With the painter's pen and brush. All shapes of one radius look about as large.
void drawDot(QPainter &painter, const QPointF &centre, double radius, DotShape shape);

} // namespace hopyard::packets
