// Labs for the tests of the engine.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::engine {

/// Two hosts and a router between them, 3 ms from one to the other; nothing outside.
inline constexpr const char *kInsideLab = R"(hopyard: 1
title: Two hosts
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.2.1/24
  h2: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}
links:
  - {ends: [h1:eth0, r1:eth0], delay: 1ms}
  - {ends: [r1:eth1, h2:eth0], delay: 2ms}
)";

} // namespace hopyard::engine
