// Kathara's (and Netkit's) labs to labs: lab.conf, NODE.startup and the folders with the nodes' files.
//
// lab.conf(5) of Kathara: NODE[NUMBER]="DOMAIN" or "DOMAIN/MAC" plugs an interface into a collision domain; other keys in
// brackets are options; LAB_… lines describe. A domain of two nodes becomes a link, one of more a hub.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"

#include <string_view>

namespace hopyard::exchange {

/// `text`: lab.conf; the rest is read from the folder.
Imported readKathara(std::string_view text, const Surroundings &around);

} // namespace hopyard::exchange
