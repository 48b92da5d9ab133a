// See config_facts.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/config_facts.h"

#include <algorithm>
#include <string>

namespace hopyard::document {

namespace {

std::vector<std::string_view> wordsOf(std::string_view line)
{
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while ((at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
        const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
        words.push_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

} // namespace

lab::ConfigFacts configFacts(std::string_view config)
{
    lab::ConfigFacts facts;
    std::string interface; // whose block this is; empty outside of one
    int number = 0;
    for (std::size_t at = 0; at < config.size(); ++number) {
        const std::size_t end = std::min(config.find('\n', at), config.size());
        const auto words = wordsOf(config.substr(at, end - at));
        at = end + 1;
        if (words.empty() || words[0].front() == '!' || words[0].front() == '#')
            continue;
        if (words[0] == "interface" && words.size() >= 2) {
            interface = words[1];
            if (std::find(facts.interfaces.begin(), facts.interfaces.end(), interface) == facts.interfaces.end())
                facts.interfaces.push_back(interface);
        } else if (words[0] == "exit" || words[0] == "router"
                   || (words[0] == "ip" && words.size() > 1 && words[1] == "route")) {
            interface.clear();
        } else if (!interface.empty() && words.size() >= 3 && (words[0] == "ip" || words[0] == "ipv6")
                   && words[1] == "address") {
            if (const auto address = base::InterfaceAddress::parse(words[2]))
                facts.addresses.push_back({interface, *address, number + 1});
        }
    }
    return facts;
}

} // namespace hopyard::document
