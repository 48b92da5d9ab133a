// A value to be written as YAML, and its text: what write.h and lab_text.h print. Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::lab {

struct YamlValue {
    enum class Kind : std::uint8_t {
        word, ///< one value of the format (an address, a time), printed as it is or in quotes
        text, ///< free text, which may have lines
        list,
        map,
    };
    Kind kind = Kind::map;
    std::string scalar;
    std::vector<YamlValue> items;                           ///< of a list
    std::vector<std::pair<std::string, YamlValue>> entries; ///< of a map, in the order in which they are printed

    static YamlValue word(std::string value) { return {Kind::word, std::move(value), {}, {}}; }
    static YamlValue text(std::string value) { return {Kind::text, std::move(value), {}, {}}; }
    static YamlValue list(std::vector<YamlValue> values = {}) { return {Kind::list, {}, std::move(values), {}}; }
    void add(std::string key, YamlValue value) { entries.emplace_back(std::move(key), std::move(value)); }
    const YamlValue *find(std::string_view key) const;
    bool operator==(const YamlValue &) const = default;
};

YamlValue toYaml(const Node &node); ///< without its name, which is its key
YamlValue toYaml(const Link &link);
// write_teaching.cpp
YamlValue toYaml(const Guide &guide);
YamlValue toYaml(const ToFind &toFind); ///< of nothing an empty list
YamlValue toYaml(const Check &check); ///< without its id, which is its key
YamlValue toYaml(const Parameter &parameter);
YamlValue toYaml(const Solution &solution);
/// With every "${" as "$${", as texts of a lab with parameters have it.
YamlValue escaped(YamlValue value);
/// The same in a lab with parameters, else the value as it is.
YamlValue fitting(const Lab &lab, YamlValue value);

/// On one line, as it may stand inside brackets: "{kind: host, at: [0, 0]}".
std::string flowText(const YamlValue &value);
/// A mapping's key: plain where it can be.
std::string keyText(std::string_view key);
/// "key: value" and a line end, indented; on one line where that is short, else over several.
std::string entryText(std::string_view key, const YamlValue &value, std::size_t indent);
/// "- value" and a line end, the dash at `indent`.
std::string itemText(const YamlValue &value, std::size_t indent);

} // namespace hopyard::lab
