// See frr_config.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/frr_config.h"

#include <algorithm>
#include <array>
#include <string>

namespace hopyard::lab {

namespace {

/// The first words of a line; empty where it has fewer.
std::array<std::string_view, 3> firstWords(std::string_view line)
{
    std::array<std::string_view, 3> words;
    for (std::string_view &word : words) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        word = line.substr(0, line.find_first_of(" \t\r"));
        line.remove_prefix(word.size());
    }
    return words;
}

} // namespace

ConfigFacts frrFacts(std::string_view config)
{
    ConfigFacts facts;
    std::string interface;
    for (int number = 1; !config.empty(); ++number) {
        const std::string_view line = config.substr(0, config.find('\n'));
        config.remove_prefix(std::min(line.size() + 1, config.size()));
        const auto [first, second, third] = firstWords(line);
        if (first == "interface") {
            interface = second;
            if (!interface.empty() && interface != "lo" && std::ranges::find(facts.interfaces, interface) == facts.interfaces.end())
                facts.interfaces.push_back(interface);
        } else if (first == "exit" || first == "router") {
            interface.clear();
        } else if ((first == "ip" || first == "ipv6") && second == "address" && !interface.empty()) {
            if (const auto address = base::InterfaceAddress::parse(third))
                facts.addresses.push_back({interface, *address, number});
        }
    }
    return facts;
}

} // namespace hopyard::lab
