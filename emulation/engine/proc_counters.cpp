// See proc_counters.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/proc_counters.h"

#include "core/base/words.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::engine {

using rpc::Json;

namespace {

std::vector<std::vector<std::string_view>> linesOf(std::string_view text)
{
    std::vector<std::vector<std::string_view>> lines;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        lines.push_back(base::wordsOf(line));
    }
    return lines;
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t value = 0; // Tcp MaxConn is -1
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

void add(Table &table, std::string name, std::int64_t count)
{
    table.json[name] = count;
    table.rows.push_back({std::move(name), count});
}

/// "Ip: Forwarding DefaultTTL …", and below it "Ip: 1 64 …".
void addPairs(Table &table, std::string_view text, bool zeros)
{
    const auto lines = linesOf(text);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        const auto &names = lines[i], &counts = lines[i + 1];
        if (names.empty() || counts.empty() || names[0] != counts[0] || !names[0].ends_with(':')
            || names.size() != counts.size())
            continue;
        const std::string_view protocol = names[0].substr(0, names[0].size() - 1);
        for (std::size_t j = 1; j < names.size(); ++j)
            if (const auto count = number(counts[j]); count && (zeros || *count != 0))
                add(table, std::string(protocol) + ' ' + std::string(names[j]), *count);
        ++i;
    }
}

} // namespace

Table linuxCounterTable(std::string_view snmp, std::string_view netstat, std::string_view snmp6)
{
    Table table;
    table.columns = {"counter", "count"};
    table.json = Json::object();
    addPairs(table, snmp, true);
    for (const auto &words : linesOf(snmp6))
        if (const auto count = words.size() == 2 ? number(words[1]) : std::nullopt; count && *count != 0)
            add(table, std::string(words[0]), *count);
    addPairs(table, netstat, false);
    return table;
}

} // namespace hopyard::engine
