// The JSON Schema of the lab file (draft 7, which editors' YAML modes speak), so that they complete keys and point at mistakes.
//
// It is made of the tables by which files are read where there are such (kinds, conditions, keys of links, bridges,
// computers and guests). It says which keys and shapes there are; what only shows in the whole (a gateway out of reach, two nodes with
// one address) is what `hop validate` is for. Values may be written with ${names} of parameters, so it is lenient with them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace hopyard::lab {

/// Its text, indented by two, ending in a newline.
std::string labSchema();

} // namespace hopyard::lab
