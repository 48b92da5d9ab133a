// See gns3_drawings.h. pugixml reads the SVG.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/gns3_drawings.h"

#include "core/exchange/drawing_maker.h"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <string_view>

namespace hopyard::exchange {

namespace {

using json::Json;
using json::member;
using lab::Position;

enum class Taken { yes, picture, no };

/// Of a shape its filling, and where that is white or none its border.
lab::ShapeColour colourOfElement(const pugi::xml_node &element)
{
    const lab::ShapeColour fill = colourOf(element.attribute("fill").value());
    return fill != lab::ShapeColour::plain ? fill : colourOf(element.attribute("stroke").value());
}

Taken takeSvg(DrawingMaker &maker, Position at, const std::string &svg)
{
    pugi::xml_document document;
    if (!document.load_buffer(svg.data(), svg.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8))
        return svg.find('<') == std::string::npos && !svg.empty() ? Taken::picture : Taken::no; // the name of an image file
    const pugi::xml_node root = document.child("svg");
    const Position size{root.attribute("width").as_double(), root.attribute("height").as_double()};
    for (const pugi::xml_node element : root.children()) {
        const std::string_view name = element.name();
        const auto number = [&](const char *attribute, double usual) { return element.attribute(attribute).as_double(usual); };
        if (name == "rect") {
            maker.addBox(lab::ShapeKind::rectangle, at, {number("width", size.x), number("height", size.y)}, {}, colourOfElement(element));
        } else if (name == "ellipse") {
            maker.addBox(lab::ShapeKind::ellipse, at, {2 * number("rx", size.x / 2), 2 * number("ry", size.y / 2)}, {}, colourOfElement(element));
        } else if (name == "line") {
            maker.addLine({at.x + number("x1", 0), at.y + number("y1", 0)}, {at.x + number("x2", 0), at.y + number("y2", 0)}, colourOfElement(element));
        } else if (name == "text") {
            std::string text;
            for (const pugi::xml_node part : element.children()) // and the texts of its <tspan>s
                text += part.type() == pugi::node_element ? part.child_value() : part.value();
            maker.addText(at, size, text, colourOf(element.attribute("fill").value()), number("font-size", 12));
        } else {
            continue;
        }
        return Taken::yes;
    }
    return root.child("image") ? Taken::picture : Taken::no;
}

} // namespace

lab::Drawing gns3Drawings(const Json &drawings, std::vector<std::string> &left)
{
    DrawingMaker maker;
    std::vector<const Json *> order;
    for (const Json &drawing : drawings)
        order.push_back(&drawing);
    std::stable_sort(order.begin(), order.end(), [](const Json *a, const Json *b) {
        return json::number(member(*a, "z")).value_or(0) < json::number(member(*b, "z")).value_or(0);
    });
    std::size_t pictures = 0, others = 0, turned = 0;
    for (const Json *drawing : order) {
        const Position at{json::number(member(*drawing, "x")).value_or(0), json::number(member(*drawing, "y")).value_or(0)};
        const Taken taken = takeSvg(maker, at, json::text(member(*drawing, "svg")));
        pictures += taken == Taken::picture;
        others += taken == Taken::no;
        turned += taken == Taken::yes && json::number(member(*drawing, "rotation")).value_or(0) != 0;
    }
    if (turned > 0)
        left.push_back(fmt::format("{} of the drawings {} turned; {} straight here", turned, turned == 1 ? "is" : "are", turned == 1 ? "it stands" : "they stand"));
    if (pictures > 0)
        left.push_back(fmt::format("{} {} on the canvas {} left out", pictures, pictures == 1 ? "picture" : "pictures", pictures == 1 ? "is" : "are"));
    if (others + maker.lost() > 0)
        left.push_back(fmt::format("{} {} on the canvas {} left out", others + maker.lost(), others + maker.lost() == 1 ? "drawing" : "drawings",
                                   others + maker.lost() == 1 ? "is" : "are"));
    return maker.take();
}

} // namespace hopyard::exchange
