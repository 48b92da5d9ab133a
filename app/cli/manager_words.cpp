// See manager_words.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/manager_words.h"

#include "core/console/console.h"
#include "core/console/grammar.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::cli {

/// Where in a line somebody is.
struct ManagerWords::Place {
    std::vector<std::string> words; ///< what may stand here
    std::string begun;              ///< what does already
    bool inConsole = false;         ///< in the line for a node's console: `console` is that line so far
    std::string console;
};

std::vector<std::string> ManagerWords::nodes() const
{
    std::vector<std::string> names;
    const auto reply = m_talk.ask("", "list");
    if (reply && reply->json.is_array())
        for (const rpc::Json &node : reply->json)
            names.push_back(rpc::stringMember(node, "name").value_or(""));
    return names;
}

std::vector<std::string> ManagerWords::interfacesOf(const std::string &node) const
{
    std::vector<std::string> names;
    const auto reply = m_talk.ask("", "list");
    if (!reply || !reply->json.is_array())
        return names;
    for (const rpc::Json &router : reply->json)
        if (const rpc::Json *interfaces = rpc::member(router, "interfaces");
            interfaces && interfaces->is_array() && rpc::stringMember(router, "name") == node)
            for (const rpc::Json &interface : *interfaces)
                names.push_back(rpc::stringMember(interface, "name").value_or(""));
    return names;
}

bool ManagerWords::isNode(const std::string &name) const
{
    const std::vector<std::string> all = nodes();
    return std::find(all.begin(), all.end(), name) != all.end();
}

ManagerWords::Place ManagerWords::placeIn(std::string_view line) const
{
    std::vector<console::Word> words = console::splitWords(line);
    Place place;
    if (!words.empty() && !line.ends_with(' ')) {
        place.begun = words.back().text;
        words.pop_back();
    }
    if (words.empty()) {
        place.words = {"attach", "configure", "create", "destroy", "detach", "exit", "explain", "help",
                       "list",   "login",     "on",     "start",   "stop"};
        return place;
    }
    const std::string &verb = words[0].text;
    const std::size_t at = words.size();
    const auto isOneOf = [&](std::initializer_list<std::string_view> verbs) {
        return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
    };
    if (isOneOf({"login", "on"}) && at > 1) {
        place.inConsole = true;
        const std::size_t begin = at > 2                ? words[2].column
                                  : place.begun.empty() ? line.size()
                                                        : line.rfind(place.begun);
        place.console = line.substr(begin);
    } else if (verb == "create" && at == 1) {
        place.words = {"host", "router"};
    } else if (isOneOf({"configure", "attach", "detach", "start", "stop", "destroy", "login", "on", "explain"})
               && at == 1) {
        place.words = nodes();
        if (verb == "on")
            place.words.emplace_back("all");
    } else if (isOneOf({"attach", "detach"}) && at == 2) {
        place.words = interfacesOf(words[1].text);
    } else if (verb == "attach" && at == 3) {
        place.words = {"to"};
    } else if ((verb == "attach" && at == 4) || (verb == "explain" && at == 2)) {
        place.words = nodes();
    } else if (verb == "attach" && at == 5) {
        place.words = interfacesOf(words[4].text);
    }
    std::erase_if(place.words, [&](const std::string &word) { return !word.starts_with(place.begun); });
    std::sort(place.words.begin(), place.words.end());
    return place;
}

std::vector<std::string> ManagerWords::completions(std::string_view line) const
{
    const Place place = placeIn(line);
    if (place.inConsole)
        return console::completions(place.console);
    std::vector<std::string> words = place.words;
    std::erase_if(words, [&](const std::string &word) { return !word.starts_with(place.begun); });
    return words;
}

std::string ManagerWords::help(std::string_view line) const
{
    const Place place = placeIn(line);
    if (place.inConsole)
        return console::whatFollows(place.console);
    std::string text;
    if (console::splitWords(line).empty()) {
        const auto reply = m_talk.ask("", "help");
        return reply ? reply->text : text;
    }
    for (const std::string &word : completions(line))
        text += fmt::format("  {}\n", word);
    return text.empty() ? fmt::format("nothing is known that can follow '{:.80}'\n", line) : text;
}

} // namespace hopyard::cli
