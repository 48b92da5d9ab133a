// See core_canvas.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/core_canvas.h"

#include "core/exchange/drawing_maker.h"
#include "core/exchange/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace hopyard::exchange {

namespace {

using json::Json;
using json::member;

struct Annotation {
    std::string type, label, colour, labelColour;
    std::vector<double> places; ///< x, y of one corner and of the other; of a text of its middle
    double fontSize = 12;
};

void add(DrawingMaker &maker, const Annotation &annotation)
{
    const std::vector<double> &p = annotation.places;
    if (annotation.type == "text" && p.size() >= 2) {
        maker.addText({p[0], p[1]}, {}, annotation.label, colourOf(annotation.labelColour), annotation.fontSize);
    } else if ((annotation.type == "rectangle" || annotation.type == "oval") && p.size() >= 4) {
        maker.addBox(annotation.type == "oval" ? lab::ShapeKind::ellipse : lab::ShapeKind::rectangle, {std::min(p[0], p[2]), std::min(p[1], p[3])},
                     {std::abs(p[2] - p[0]), std::abs(p[3] - p[1])}, annotation.label, colourOf(annotation.colour));
    }
}

double numberOf(std::string_view text, double usual)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : usual;
}

/// The elements of a list of Tcl's: words, or braces with anything between them.
std::vector<std::string_view> listOf(std::string_view text)
{
    std::vector<std::string_view> elements;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t') {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        if (text[at] != '{') {
            at = std::min(text.find_first_of(" \n\t", at), text.size());
            elements.push_back(text.substr(begin, at - begin));
            continue;
        }
        int depth = 0;
        do {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            ++at;
        } while (at < text.size() && depth > 0);
        elements.push_back(text.substr(begin + 1, at - begin - (depth == 0 ? 2 : 1)));
    }
    return elements;
}

Annotation fromTcl(std::string_view text)
{
    Annotation annotation;
    for (const std::string_view entry : listOf(text)) {
        const std::vector<std::string_view> pair = listOf(entry);
        if (pair.size() != 2)
            continue;
        if (pair[0] == "iconcoords")
            for (const std::string_view number : listOf(pair[1]))
                annotation.places.push_back(numberOf(number, 0));
        else if (pair[0] == "fontsize")
            annotation.fontSize = numberOf(pair[1], 12);
        else if (std::string *field = pair[0] == "type"         ? &annotation.type
                                      : pair[0] == "label"      ? &annotation.label
                                      : pair[0] == "color"      ? &annotation.colour
                                      : pair[0] == "labelcolor" ? &annotation.labelColour
                                                                : nullptr)
            *field = pair[1];
    }
    return annotation;
}

Annotation fromJson(const Json &shape)
{
    Annotation annotation{json::text(member(shape, "type")), json::text(member(shape, "label")), json::text(member(shape, "color")),
                          json::text(member(shape, "labelcolor")), {}, json::number(member(shape, "fontsize")).value_or(12)};
    for (const Json &place : member(shape, "iconcoords"))
        annotation.places.push_back(json::number(place).value_or(0));
    return annotation;
}

} // namespace

lab::Drawing coreDrawing(const pugi::xml_node &metadata, std::vector<std::string> &left)
{
    DrawingMaker maker;
    bool hasWallpaper = false;
    for (const pugi::xml_node entry : metadata.children("configuration")) {
        const std::string_view name = entry.attribute("name").value();
        const std::string value = entry.attribute("value").value();
        if (name.starts_with("annotation ")) {
            add(maker, fromTcl(value));
        } else if (name == "shapes") {
            if (const auto shapes = json::parse(value, {}); shapes && shapes->is_array())
                for (const Json &shape : *shapes)
                    add(maker, fromJson(shape));
        } else if (name.starts_with("canvas")) {
            hasWallpaper = hasWallpaper || value.find("{wallpaper {") != std::string::npos || value.find("\"wallpaper\": \"") != std::string::npos;
        }
    }
    if (hasWallpaper)
        left.push_back("the picture behind the canvas is left out");
    if (maker.lost() > 0)
        left.push_back(fmt::format("{} drawings on the canvas are left out", maker.lost()));
    return maker.take();
}

} // namespace hopyard::exchange
