// A router's configuration from FRR's configuration language (frr.conf) and back.
//
// Understood so far: hostname; interfaces with description, ip and ipv6 address, shutdown, bandwidth; static routes of
// both families; ip and ipv6 forwarding; name servers (`ip name-server`, as Quagga and Cisco have it; FRR has no line for
// them); `debug …`; the `no` of each. Packet filters, NAT and DHCP, of which FRR has nothing, are in Cisco's words. What FRR needs for itself (frr version, log, service, line
// vty …) is passed over, so that one text configures both. Protocols are named as not supported yet. As in frr.conf,
// words are not abbreviated, indentation means nothing, and '!' and '#' begin a comment.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/router/config.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::console {

struct ConfigProblem {
    int line = 0;   ///< 1-based
    int column = 0; ///< 1-based, in bytes
    std::string message;
    bool operator==(const ConfigProblem &) const = default;
};

/// Every problem at once (at most about 100).
base::Result<router::RouterConfig, std::vector<ConfigProblem>> parseConfig(std::string_view text);

/// The text of `show running-config` without its frame: parseConfig() reads it back to the same value.
std::string writeConfig(const router::RouterConfig &config);

/// The block that a line stands in.
enum class ConfigMode : std::uint8_t {
    top, interface, ospf, rip, bgp, bgpFamily, routeMap, keyChain, key, accessList, dhcpPool,
    unsupported, ///< of something that we do not have
};

/// Reads configuration line by line over what is there: a file from nothing, `configure` over what is running.
class ConfigReader {
public:
    explicit ConfigReader(router::RouterConfig config = {}) : m_config(std::move(config)) {}

    /// Takes one line. `number` goes into what it makes and into the problem.
    base::Result<void, ConfigProblem> take(std::string_view line, int number);
    const router::RouterConfig &config() const { return m_config; }
    /// From a person: words may be shortened.
    void allowAbbreviations() { m_abbreviates = true; }
    /// The block that the next line stands in.
    ConfigMode mode() const { return m_mode; }
    /// True where the last line opened a block.
    bool hasEntered() const { return m_entered; }
    /// What may follow these words in this block: as CommandSet::next().
    std::vector<std::string> next(std::string_view words) const;

private:
    friend struct ConfigAction;

    router::RouterConfig m_config;
    ConfigMode m_mode = ConfigMode::top;
    std::string m_name;         ///< of the block we are in: an interface, a route map, an address family
    std::uint32_t m_number = 0; ///< a route map's sequence number, a key's
    bool m_abbreviates = false;
    bool m_entered = false;
};

} // namespace hopyard::console
