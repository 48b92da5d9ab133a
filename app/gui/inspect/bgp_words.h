// The words in which the engine explains BGP's decision (`explain bgp`, docs/rpc.md), in the workbench's language. What is not known
// here stays as it came.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string_view>

namespace hopyard::inspect {

/// A step's name, what wins there, or a path's value there.
QString bgpWord(const QString &word);
/// "lost at: router ID; shares the traffic"
QString bgpVerdict(const QString &verdict);
/// Whether there is a text for it, for tests.
bool isBgpWord(std::string_view word);

} // namespace hopyard::inspect
