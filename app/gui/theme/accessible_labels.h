// What a screen reader hears of a label that has a name of its own ("Why there is no table"): the name, and as its description the
// text that stands there. Qt gives the name alone.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::theme {

/// For all labels of the program from then on; once.
void describeLabels();

} // namespace hopyard::theme
