// See read_drawing.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read_drawing.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace hopyard::lab {

namespace {

using Kind = YamlNode::Kind;

constexpr std::size_t kLongestName = 60;

/// One of `names`, as its number.
template <class T>
Parsed<T> oneOf(std::string_view text, std::span<const std::string_view> names)
{
    const auto found = std::ranges::find(names, text);
    if (found == names.end())
        return base::fail(fmt::format("'{:.40}' is not known; known are {}", text, fmt::join(names, ", ")));
    return static_cast<T>(found - names.begin());
}

Parsed<ShapeKind> parseShapeKind(std::string_view text) { return oneOf<ShapeKind>(text, shapeKindNames()); }
Parsed<ShapeColour> parseColour(std::string_view text) { return oneOf<ShapeColour>(text, shapeColourNames()); }
Parsed<LinkRoute> parseRoute(std::string_view text) { return oneOf<LinkRoute>(text, linkRouteNames()); }

Parsed<std::string> parsePicture(std::string_view text)
{
    if (!isPicturePath(text))
        return base::fail(fmt::format("'{:.60}' is no path within the lab's folder, such as pictures/rack.png", text));
    return std::string(text);
}

bool isName(const std::string &name)
{
    return !name.empty() && name.size() <= kLongestName
        && std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

/// "[x, y]"
void readPair(MapReader &reader, const YamlNode &list, std::string_view what, Position &out)
{
    if (list.kind != Kind::list || list.items.size() != 2) {
        reader.problem(list, fmt::format("{} must be two numbers, [x, y], such as [-300, 0]", what));
        return;
    }
    if (const auto x = reader.readValue(list.items[0], what, parseCoordinateValue))
        out.x = *x;
    if (const auto y = reader.readValue(list.items[1], what, parseCoordinateValue))
        out.y = *y;
}

class DrawingReader {
public:
    DrawingReader(MapReader &reader, Drawing &drawing) : m_reader(reader), m_drawing(drawing) {}

    void readLayers(const YamlNode &map)
    {
        readNamed(map, "'layers'", "drawing/layers", [&](const std::string &name, const YamlNode &value) {
            Layer &layer = m_drawing.layers.emplace_back();
            layer.name = name;
            const std::string path = "drawing/layers/" + name;
            m_reader.readMap(value, fmt::format("layer '{:.60}'", name), path,
                             {m_reader.textsKey("nodes", path + "/nodes", layer.nodes),
                              m_reader.valueKey("hidden", layer.hidden, parseFlagValue)});
        });
    }

    void readGroups(const YamlNode &map)
    {
        readNamed(map, "'groups'", "drawing/groups", [&](const std::string &name, const YamlNode &value) {
            Group &group = m_drawing.groups.emplace_back();
            group.name = name;
            const std::string path = "drawing/groups/" + name;
            m_reader.readMap(value, fmt::format("group '{:.60}'", name), path,
                             {m_reader.textsKey("nodes", path + "/nodes", group.nodes),
                              m_reader.valueKey("folded", group.folded, parseFlagValue)});
        });
    }

    void readShapes(const YamlNode &map)
    {
        if (map.kind == Kind::null || !m_reader.isShape(map, Kind::map, "'shapes'"))
            return;
        m_reader.readNames(map, "'shapes'", "drawing/shapes", [&](const std::string &id, const YamlNode &value) {
            if (!isNodeName(id))
                m_reader.problem(value, fmt::format("'{:.60}' cannot be the name of a shape: letters, digits, '-', '_' and "
                                                    "'.', at most 63",
                                                    id));
            readShape(m_drawing.shapes.emplace_back(), id, value);
        });
    }

    void readLinks(const YamlNode &list)
    {
        if (list.kind == Kind::null || !m_reader.isShape(list, Kind::list, "'links' of the drawing"))
            return;
        m_reader.readList(list, "'links' of the drawing", "drawing/links", [&](const YamlNode &value, std::size_t i) {
            readWay(m_drawing.links.emplace_back(), value, fmt::format("drawing/links/{}", i));
        });
    }

private:
    void readWay(LinkWay &way, const YamlNode &map, const std::string &path)
    {
        m_reader.readMap(map, "the way of a link", path,
                         {{"ends", [&](const YamlNode &value) { readEnds(way, value); }},
                          m_reader.valueKey("route", way.route, parseRoute),
                          {"bends", [&](const YamlNode &value) {
                               if (value.kind != Kind::list) {
                                   m_reader.problem(value, "'bends' must be a list of places, such as [[0, 40], [80, 40]]");
                                   return;
                               }
                               for (const YamlNode &bend : value.items)
                                   readPair(m_reader, bend, "a bend", way.bends.emplace_back());
                           }}});
        if (map.kind == Kind::null || (map.kind == Kind::map && !map.find("ends")))
            m_reader.problem(map, "the way of a link has no 'ends'; write ends: [r1:eth0, r2:eth0]");
    }

    void readEnds(LinkWay &way, const YamlNode &list)
    {
        if (list.kind != Kind::list || list.items.size() != 2) {
            m_reader.problem(list, "'ends' must be two ends, such as [r1:eth0, r2:eth0]");
            return;
        }
        for (std::size_t i = 0; i < 2; ++i)
            if (auto end = m_reader.readValue(list.items[i], "'ends'", parseEndValue))
                (i == 0 ? way.a : way.b) = std::move(*end);
    }

    template <class Take>
    void readNamed(const YamlNode &map, std::string_view what, const std::string &path, Take take)
    {
        if (map.kind == Kind::null || !m_reader.isShape(map, Kind::map, what))
            return;
        m_reader.readNames(map, what, path, [&](const std::string &name, const YamlNode &value) {
            if (!isName(name))
                m_reader.problem(value, fmt::format("a name in {} is one line of at most {} bytes", what, kLongestName));
            take(name, value);
        });
    }

    void readShape(Shape &shape, const std::string &id, const YamlNode &map)
    {
        shape.id = id;
        const std::string what = fmt::format("shape '{:.60}'", id);
        if (map.kind == Kind::null) {
            m_reader.problem(map, fmt::format("{} has no kind; write {}: {{kind: note, at: [0, 0], size: [160, 100]}}", what, id));
            return;
        }
        m_reader.readMap(map, what, "drawing/shapes/" + id,
                         {m_reader.valueKey("kind", shape.kind, parseShapeKind),
                          {"at", [&](const YamlNode &value) { readPair(m_reader, value, "'at'", shape.at); }},
                          {"size", [&](const YamlNode &value) { readPair(m_reader, value, "'size'", shape.size); }},
                          m_reader.textKey("text", shape.text),
                          m_reader.valueKey("file", shape.file, parsePicture),
                          m_reader.valueKey("colour", shape.colour, parseColour),
                          m_reader.textKey("layer", shape.layer),
                          m_reader.valueKey("arrow", shape.arrow, parseFlagValue)});
        if (map.kind != Kind::map)
            return;
        if (!map.find("kind"))
            m_reader.problem(map, fmt::format("{} has no 'kind'; known are {}", what, fmt::join(shapeKindNames(), ", ")));
        else if (shape.kind != ShapeKind::line && !(shape.size.x >= 1 && shape.size.y >= 1))
            m_reader.problem(map, fmt::format("{} needs a 'size' of two numbers, at least 1, such as [160, 100]", what));
        if (shape.text.size() > kLongestShapeText)
            m_reader.problem(map, fmt::format("the text of {} is longer than {} bytes", what, kLongestShapeText));
    }

    MapReader &m_reader;
    Drawing &m_drawing;
};

} // namespace

void readDrawing(MapReader &reader, const YamlNode &map, Drawing &drawing)
{
    DrawingReader parts(reader, drawing);
    reader.readMap(map, "'drawing'", "drawing",
                   {{"layers", [&](const YamlNode &value) { parts.readLayers(value); }},
                    {"shapes", [&](const YamlNode &value) { parts.readShapes(value); }},
                    {"groups", [&](const YamlNode &value) { parts.readGroups(value); }},
                    {"links", [&](const YamlNode &value) { parts.readLinks(value); }}});
}

} // namespace hopyard::lab
