// The environment of a node's programs, and its files as text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/nodes/namespace_spec.h"

#include <map>
#include <string>
#include <vector>

namespace hopyard::nodes {

/// A short list from the engine's own environment (home, language, time zone, display), so that a run does not depend
/// on the rest of it; PATH with the sbin directories; HOPYARD_NODE and HOPYARD_NODE_DIR. `over` wins over all of them.
std::vector<std::string> programEnvironment(const NamespaceSpec &spec, const std::map<std::string, std::string> &over);

} // namespace hopyard::nodes
