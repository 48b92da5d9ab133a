// What birdc writes, whatever it is: read as an answer of each kind, and beside a sound one.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bgp_decision.h"
#include "emulation/engine/bird_bgp.h"
#include "emulation/engine/bird_ospf.h"
#include "emulation/engine/ospf_paths.h"
#include "tests/fuzz/fuzz.h"

#include <string>

using namespace hopyard;
using namespace hopyard::engine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    // The parts of an answer that is made of several stand one after another.
    const std::size_t end = text.find('\f');
    const std::string_view first = text.substr(0, end),
                           second = end == std::string_view::npos ? text : text.substr(end + 1);
    const auto isText = [](const rpc::OrderedJson &json) {
        const std::string printed = json.dump(-1, ' ', false, rpc::OrderedJson::error_handler_t::replace);
        fuzz::require(!rpc::OrderedJson::parse(printed, nullptr, false).is_discarded());
    };
    isText(birdOspfInterfaces(first, [](std::string_view, const base::IpPrefix &network) {
        return std::optional(base::InterfaceAddress{network.address(), static_cast<std::uint8_t>(network.length())});
    }));
    isText(birdOspfNeighbours(first));
    const rpc::OrderedJson database = birdOspfDatabase(first, second, text);
    isText(database);
    const rpc::OrderedJson tree = ospfPaths(database, birdOspfInterfaces(first, [](std::string_view, const base::IpPrefix &) {
                                                return std::optional<base::InterfaceAddress>();
                                            }), birdOspfNeighbours(second));
    isText(tree);
    (void)ospfPathsText(tree);
    isText(birdBgpTable(first, second));
    isText(birdBgpPaths(first, second));
    isText(birdBgpSummary(first, second));
    const rpc::OrderedJson decision = birdBgpDecision(first, second);
    isText(decision);
    (void)bgpDecisionText(decision);
    return 0;
}
