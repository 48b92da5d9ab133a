// See was_values.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/was_values.h"

#include <fmt/format.h>

namespace hopyard::lab {

void readWas(MapReader &reader, const YamlNode &map, const std::string &what, const std::string &path, Was &was)
{
    using Kind = YamlNode::Kind;
    const auto readPorts = [&](const YamlNode &ports) {
        if (ports.kind == Kind::null || !reader.isShape(ports, Kind::map, "'ports'"))
            return;
        reader.readNames(ports, fmt::format("'ports' of {}", what), path + "/ports", [&](const std::string &name, const YamlNode &value) {
            if (reader.isShape(value, Kind::scalar, "what a port was"))
                was.ports.push_back({name, value.value});
        });
    };
    const auto readFiles = [&](const YamlNode &files) {
        reader.readList(files, "'files'", path + "/files", [&](const YamlNode &file, std::size_t i) {
            Was::File &one = was.files.emplace_back();
            reader.readMap(file, "one of 'files'", fmt::format("{}/files/{}", path, i),
                           {reader.textKey("path", one.path), reader.textKey("text", one.text)});
            if (one.path.empty())
                reader.problem(file, "one of 'files' has no 'path'");
        });
    };
    reader.readMap(map, fmt::format("'was' of {}", what), path,
                   {reader.textKey("tool", was.tool), reader.textKey("kind", was.kind), reader.textKey("image", was.image),
                    reader.textKey("properties", was.properties), {"ports", readPorts}, {"files", readFiles}});
}

YamlValue toYaml(const Was &was)
{
    YamlValue map;
    for (const auto &[key, text] : {std::pair("tool", &was.tool), std::pair("kind", &was.kind), std::pair("image", &was.image),
                                    std::pair("properties", &was.properties)})
        if (!text->empty())
            map.add(key, YamlValue::text(*text));
    if (!was.ports.empty()) {
        YamlValue ports;
        for (const Was::Port &port : was.ports)
            ports.add(port.name, YamlValue::text(port.was));
        map.add("ports", std::move(ports));
    }
    if (was.files.empty())
        return map;
    YamlValue files = YamlValue::list();
    for (const Was::File &file : was.files) {
        YamlValue one;
        one.add("path", YamlValue::text(file.path));
        if (!file.text.empty())
            one.add("text", YamlValue::text(file.text));
        files.items.push_back(std::move(one));
    }
    map.add("files", std::move(files));
    return map;
}

} // namespace hopyard::lab
