// show ip fib trie: the prefixes of the forwarding table as a trie, what the table really is made of, and each row that the
// lookup of an address reads. Ours; FRR has nothing like it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"
#include "core/ip/table_anatomy.h"

#include <fmt/format.h>

#include <charconv>

namespace hopyard::console {

namespace {

/// Prefixes with commas between them; nothing where one is none.
std::optional<std::vector<base::IpPrefix>> prefixes(std::string_view text)
{
    std::vector<base::IpPrefix> list;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        const auto prefix = base::IpPrefix::parse(text.substr(0, end), true);
        if (!prefix)
            return std::nullopt;
        list.push_back(*prefix);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return list;
}

Json anatomyJson(const ip::TableAnatomy &anatomy)
{
    Json levels = Json::array();
    for (const ip::TableAnatomy::Level &level : anatomy.levels)
        levels.push_back({{"part", toString(level.part)}, {"rows", level.rows}, {"bytes", level.bytes}});
    return {{"kind", toString(anatomy.structure)}, {"prefixes", anatomy.prefixes}, {"groups", anatomy.groups},
            {"default", anatomy.hasDefault}, {"lookupBytes", anatomy.lookupBytes}, {"levels", std::move(levels)}};
}

Json readsJson(const ip::LookupTrace &trace)
{
    Json reads = Json::array();
    for (const ip::TableRead &read : trace.reads) {
        Json row{{"part", toString(read.part)}, {"row", read.row}, {"place", read.place}, {"first", toString(read.first)},
                 {"last", toString(read.last)}};
        if (read.value)
            row["group"] = *read.value;
        if (read.part == ip::TablePart::groups || read.part == ip::TablePart::longer)
            row["starts"] = read.starts;
        reads.push_back(std::move(row));
    }
    return reads;
}

Json lookupJson(const Call &call, const ip::LookupTrace &trace)
{
    Json containing = Json::array(), misses = Json::array();
    for (const base::IpPrefix &prefix : trace.containing)
        containing.push_back(toString(prefix));
    for (const ip::LookupTrace::Miss &miss : trace.misses)
        misses.push_back({{"prefix", toString(miss.prefix)}, {"sharedBits", miss.sharedBits}});
    Json json{{"destination", toString(trace.destination)}, {"containing", std::move(containing)}, {"misses", std::move(misses)},
              {"longer", trace.longer}, {"group", trace.group}, {"reads", readsJson(trace)}};
    if (!trace.containing.empty())
        if (const auto route = call.router.stack().forwardingTable().find(trace.containing.front()))
            json["matched"] = fibRouteJson(call.router, *route);
    return json;
}

std::string lookupText(const ip::LookupTrace &trace)
{
    const std::string to = toString(trace.destination);
    std::string text = trace.containing.empty() ? fmt::format("{} matches nothing\n", to)
                                                : fmt::format("{} matches {}\n", to, toString(trace.containing.front()));
    for (std::size_t i = 1; i < trace.containing.size(); ++i)
        text += fmt::format("  {} contains it as well, but is shorter\n", toString(trace.containing[i]));
    for (const ip::LookupTrace::Miss &miss : trace.misses)
        text += fmt::format("  {} does not contain it: bit {} differs\n", toString(miss.prefix), miss.sharedBits + 1);
    if (trace.longer > trace.misses.size())
        text += fmt::format("  and {} more\n", trace.longer - trace.misses.size());
    text += "Read:\n";
    for (const ip::TableRead &read : trace.reads)
        text += fmt::format("  {:<13} row {}, place {}: {} to {}{}\n", toString(read.part), read.row, read.place, toString(read.first),
                            toString(read.last), read.value ? fmt::format(", group {}", *read.value) : "");
    return text;
}

} // namespace

Answer showTrie(const Call &call)
{
    const ip::ForwardingTable &table = call.router.stack().forwardingTable();
    ip::TrieQuestion question;
    question.family = call.arguments.has("six") ? base::Family::ipv6 : base::Family::ipv4;
    if (call.arguments.has("address"))
        question.address = *base::IpAddress::parse(call.arguments.get("address"));
    if (const std::string &most = call.arguments.get("most"); !most.empty())
        std::from_chars(most.data(), most.data() + most.size(), question.most);
    auto open = prefixes(call.arguments.get("open")), fold = prefixes(call.arguments.get("fold"));
    if (!open || !fold)
        return refused("prefixes are A.B.C.D/M or X:X::X:X/M, with commas between them");
    question.open = std::move(*open);
    question.folded = std::move(*fold);
    if (question.address.isValid() && question.address.family() != question.family)
        return refused("the address is not of that family");

    const ip::TableAnatomy anatomy = ip::describe(table, question.family);
    Json json{{"family", call.arguments.has("six") ? "ipv6" : "ipv4"}, {"structure", anatomyJson(anatomy)}, {"nodes", Json::array()}};
    std::string text = fmt::format("{} prefixes, {} next-hop groups; looked up in {}\n", anatomy.prefixes, anatomy.groups, toString(anatomy.structure));
    std::vector<unsigned> depths;
    for (const ip::TrieNode &node : ip::cutTrie(table, question)) {
        json["nodes"].push_back(Json::array({toString(node.prefix), node.parent, node.inside, node.isFolded, node.isLit, node.firstRow,
                                             node.lastRow, node.route ? fibRouteJson(call.router, *node.route) : Json()}));
        depths.push_back(depths.empty() ? 0 : depths[node.parent] + 1);
        text += fmt::format("{}{:{}}{}{}{}\n", node.isLit ? '*' : ' ', "", depths.back() * 2, toString(node.prefix),
                            node.route ? "  " + fibRouteText(call.router, *node.route) : "  -",
                            node.isFolded ? fmt::format("  … {} inside", node.inside) : "");
    }
    if (question.address.isValid()) {
        const ip::LookupTrace trace = ip::trace(table, question.address);
        json["lookup"] = lookupJson(call, trace);
        text += lookupText(trace);
    }
    return answered(call, std::move(text), json);
}

} // namespace hopyard::console
