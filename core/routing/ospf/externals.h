// What we announce from outside the AS: types 5 and 7 (RFC 2328 section 12.4.4, RFC 3101 section 2.4), and the translation
// of type 7 to type 5 at the border of an NSSA (RFC 3101 section 3).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

/// Everything of types 5 and 7 that is ours.
void originateExternals(Context &c);

} // namespace hopyard::routing::ospf
