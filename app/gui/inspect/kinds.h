// What kinds of nodes an inspector is for, by their names in the lab file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hopyard::inspect {

/// Nodes with an IP stack of Hopyard's: forwarding table, RIB.
inline bool hasStack(const QString &kind)
{
    return kind == QLatin1String("router") || kind == QLatin1String("host") || kind == QLatin1String("forwarder") || kind == QLatin1String("classifier");
}

} // namespace hopyard::inspect
