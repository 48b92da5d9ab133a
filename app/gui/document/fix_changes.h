// What several quick fixes are made of. Internal to the quick fixes (quick_fixes.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/quick_fixes.h"
#include "core/base/address.h"

#include <functional>
#include <string>

namespace hopyard::document {

/// A change of one node; none where it is gone.
Fix changeNode(const QString &text, const std::string &name, std::function<void(lab::Node &)> change);
/// Lines at the end of a configuration, each with its line end.
void appendLines(std::string &config, const std::string &lines);
/// "ip route 10.0.0.0/8 10.1.1.1"
std::string routeLine(const base::IpPrefix &network, const base::IpAddress &via);
/// " network 10.0.0.0/24 area 0", with its line end, for "ospf"; others have no area.
std::string networkLine(const base::IpPrefix &network, const std::string &protocol);

} // namespace hopyard::document
