// See write_drawing.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/write_drawing.h"

#include <fmt/format.h>

namespace hopyard::lab {

namespace {

YamlValue pairOf(const Position &at)
{
    return YamlValue::list({YamlValue::word(fmt::format("{}", at.x + 0.0)), YamlValue::word(fmt::format("{}", at.y + 0.0))});
}

YamlValue toYaml(const Shape &shape)
{
    YamlValue map;
    map.add("kind", YamlValue::word(std::string(toString(shape.kind))));
    map.add("at", pairOf(shape.at));
    map.add("size", pairOf(shape.size));
    if (shape.colour != ShapeColour::plain)
        map.add("colour", YamlValue::word(std::string(toString(shape.colour))));
    if (shape.arrow)
        map.add("arrow", YamlValue::word("true"));
    for (const auto &[key, text] : {std::pair("file", &shape.file), std::pair("layer", &shape.layer), std::pair("text", &shape.text)})
        if (!text->empty())
            map.add(key, YamlValue::text(*text));
    return map;
}

YamlValue listOf(const std::vector<std::string> &nodes)
{
    YamlValue list = YamlValue::list();
    for (const std::string &node : nodes)
        list.items.push_back(YamlValue::text(node));
    return list;
}

YamlValue toYaml(const LinkWay &way)
{
    YamlValue map;
    map.add("ends", YamlValue::list({YamlValue::word(toString(way.a)), YamlValue::word(toString(way.b))}));
    if (way.route != LinkRoute::straight)
        map.add("route", YamlValue::word(std::string(toString(way.route))));
    if (way.bends.empty())
        return map;
    YamlValue bends = YamlValue::list();
    for (const Position &bend : way.bends)
        bends.items.push_back(pairOf(bend));
    map.add("bends", std::move(bends));
    return map;
}

} // namespace

YamlValue toYaml(const Drawing &drawing)
{
    YamlValue layers, shapes, groups, map;
    for (const Layer &layer : drawing.layers) {
        YamlValue value;
        if (!layer.nodes.empty())
            value.add("nodes", listOf(layer.nodes));
        if (layer.hidden)
            value.add("hidden", YamlValue::word("true"));
        layers.add(layer.name, std::move(value));
    }
    for (const Shape &shape : drawing.shapes)
        shapes.add(shape.id, toYaml(shape));
    for (const Group &group : drawing.groups) {
        YamlValue value;
        value.add("nodes", listOf(group.nodes));
        if (group.folded)
            value.add("folded", YamlValue::word("true"));
        groups.add(group.name, std::move(value));
    }
    for (auto &[key, part] : {std::pair("layers", &layers), std::pair("shapes", &shapes), std::pair("groups", &groups)})
        if (!part->entries.empty())
            map.add(key, std::move(*part));
    YamlValue links = YamlValue::list();
    for (const LinkWay &way : drawing.links)
        links.items.push_back(toYaml(way));
    if (!links.items.empty())
        map.add("links", std::move(links));
    return map;
}

std::string writeDrawing(const Lab &lab, const Drawing &drawing)
{
    return drawing == Drawing() ? std::string() : entryText("drawing", fitting(lab, toYaml(drawing)), 0);
}

} // namespace hopyard::lab
