// The colours of protocols on the canvas and their names in the legend. Told apart by hue and by lightness, so that
// they stay apart for most colour-blind eyes; the legend and the tables say the name in words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"

#include <QColor>
#include <QString>

namespace hopyard::packets {

QColor colourOf(client::Protocol protocol, bool dark);
QString nameOf(client::Protocol protocol);

} // namespace hopyard::packets
