// The colours of host pages, by state and by owner: the map, its legend and the picture of a page's stations agree in them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/computer_protocol.h"

#include <QColor>

namespace hopyard::docks {

/// `guest` counts from 0 in the order of the computer's guests; -1: nobody's. Of a state that knows an owner the hue is the
/// owner's: pale for its own memory, full for what is lent to it.
QColor pageColour(client::PageState state, int guest);
/// The full colour of a guest.
QColor guestColour(int guest);

} // namespace hopyard::docks
