// Ageing and removal of advertisements (RFC 2328 section 14) and refreshing our own (12.4, event 1).
//
// There is no timer for each advertisement: a walk over the databases is planned for when the first may be due, and
// finds when the next one is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

void noteMaxAge(Context &c, Lsdb &db, Lsdb::Slot slot);
void planAgeing(Context &c, Lsdb &db, const StoredLsa &lsa);
void ageingTimer(Context &c);
/// Takes out those at MaxAge that nobody still has to acknowledge.
void removeMaxAged(Context &c);

} // namespace hopyard::routing::ospf
