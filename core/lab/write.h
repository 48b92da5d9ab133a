// A lab as text, in the one form that Hopyard itself writes: short things on one line, defaults left out.
//
// For a lab that came from a file use LabText (lab_text.h), which keeps the person's own text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <string>

namespace hopyard::lab {

/// read(write(x)) == x for every lab that validate() finds no errors in. Bytes that are no UTF-8 become U+FFFD.
std::string write(const Lab &lab);

} // namespace hopyard::lab
