// See containerlab_canvas.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/containerlab_canvas.h"

#include "core/exchange/drawing_maker.h"

#include <fmt/format.h>

#include <map>

namespace hopyard::exchange {

namespace {

using json::Json;
using json::member;
using lab::Position;

/// The editors' symbols are 40 wide with their places from the centre, ours 64.
constexpr double kScale = 2;

std::optional<Position> pointOf(const Json &of, const char *key = "position")
{
    const auto x = json::number(member(member(of, key), "x")), y = json::number(member(member(of, key), "y"));
    return x && y ? std::optional(Position{*x * kScale, *y * kScale}) : std::nullopt;
}

void addShape(DrawingMaker &maker, const Json &shape)
{
    const Position at = pointOf(shape).value_or(Position());
    const std::string type = json::text(member(shape, "shapeType"));
    lab::ShapeColour colour = colourOf(json::text(member(shape, "fillColor")));
    if (colour == lab::ShapeColour::plain)
        colour = colourOf(json::text(member(shape, "borderColor")));
    if (type == "line") {
        maker.addLine(at, pointOf(shape, "endPosition").value_or(at), colour, member(shape, "lineEndArrow") == Json(true));
        return;
    }
    const Position size{json::number(member(shape, "width")).value_or(50) * kScale, json::number(member(shape, "height")).value_or(50) * kScale};
    maker.addBox(type == "circle" ? lab::ShapeKind::ellipse : lab::ShapeKind::rectangle, {at.x - size.x / 2, at.y - size.y / 2}, size, {}, colour);
}

} // namespace

ContainerlabCanvas::ContainerlabCanvas(const Surroundings &around)
{
    const std::string leaf = around.fileName.substr(around.fileName.rfind('/') + 1);
    const auto text = around.folder && !leaf.empty() ? around.folder->read(leaf + ".annotations.json") : std::nullopt;
    if (!text)
        return;
    auto root = json::parse(*text, around);
    m_isDamaged = !root || !root->is_object();
    if (m_isDamaged)
        return;
    m_root = std::move(*root);
    for (const Json &each : member(m_root, "nodeAnnotations"))
        if (const auto at = pointOf(each))
            m_places[json::text(member(each, "id"))] = *at;
}

std::optional<Position> ContainerlabCanvas::positionOf(const std::string &node) const
{
    const auto known = m_places.find(node);
    return known == m_places.end() ? std::nullopt : std::optional(known->second);
}

lab::Drawing ContainerlabCanvas::drawing(const std::function<std::string(const std::string &node)> &nameInLab) const
{
    DrawingMaker maker;
    for (const Json &shape : member(m_root, "freeShapeAnnotations"))
        addShape(maker, shape);
    for (const Json &text : member(m_root, "freeTextAnnotations")) {
        const double size = json::number(member(text, "fontSize")).value_or(14);
        maker.addText(pointOf(text).value_or(Position()), {}, json::text(member(text, "text")), colourOf(json::text(member(text, "fontColor"))), size);
    }
    std::map<std::string, std::string> names; // of the groups, by id
    for (const Json &group : member(m_root, "groupStyleAnnotations"))
        names[json::text(member(group, "id"))] = json::text(member(group, "name"));
    for (const Json &node : member(m_root, "nodeAnnotations")) {
        std::string group = json::text(member(node, "groupId"));
        if (group.empty())
            group = json::text(member(node, "group"));
        auto known = names.find(group);
        if (known == names.end()) // older ones: name and level
            known = names.find(group + ':' + json::text(member(node, "level")));
        if (known != names.end() && !known->second.empty())
            group = known->second;
        if (const std::string name = nameInLab(json::text(member(node, "id"))); !name.empty() && !group.empty())
            maker.addToGroup(group, name);
    }
    return maker.take();
}

void ContainerlabCanvas::sayLost(std::vector<std::string> &left) const
{
    if (m_isDamaged)
        left.push_back("the file beside it with places, texts and shapes (.annotations.json) is not JSON and was not read");
    for (const char *key : {"trafficRateAnnotations", "aliasEndpointAnnotations"})
        if (const Json &list = member(m_root, key); list.is_array() && !list.empty())
            left.push_back(fmt::format("the {} of the canvas are left out", key));
}

} // namespace hopyard::exchange
