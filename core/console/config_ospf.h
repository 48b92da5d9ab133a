// What the lines of OSPF share: areas, authentication, keys. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/config_commands.h"

#include <string>
#include <vector>

namespace hopyard::console {

constexpr std::size_t kOspfPasswordSize = 8; ///< RFC 2328 appendix D.3: more does not fit into a packet
constexpr std::size_t kOspfMd5KeySize = 16;  ///< D.4.3

/// The lines of areas in `router ospf`.
ConfigCommands ospfAreaCommands();

/// The token `area`.
router::OspfAreaName ospfArea(const ConfigAction &a);
std::string ospfAreaText(const router::OspfAreaName &area);
/// The tokens `null` and `message-digest`; neither: a password.
routing::ospf::Authentication ospfAuthentication(const ConfigAction &a);
std::string ospfAuthenticationText(routing::ospf::Authentication authentication); ///< "", " null", " message-digest"
/// `message-digest-key (1-255)$id ALGORITHM KEY$key`: adds a key as the youngest, or removes it.
Outcome changeOspfKey(const ConfigAction &a, std::vector<routing::ospf::CryptoKey> &keys);
std::string ospfKeyText(const routing::ospf::CryptoKey &key); ///< "message-digest-key 1 md5 secret"
/// As FRR: what was said is taken back where that has the effect, else the opposite is said.
void setOspfPassive(router::OspfInterfaceSettings &settings, bool passive, bool passiveDefault);

} // namespace hopyard::console
