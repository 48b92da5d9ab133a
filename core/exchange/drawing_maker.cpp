// See drawing_maker.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/drawing_maker.h"

#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace hopyard::exchange {

namespace {

using lab::Position;
using lab::ShapeColour;

constexpr double kFarthest = 1e6;

double bounded(double value, double least = -kFarthest)
{
    return std::isfinite(value) ? std::round(std::clamp(value, least, kFarthest)) : std::max(least, 0.0);
}

int hexDigit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

ShapeColour byHue(int red, int green, int blue)
{
    const int most = std::max({red, green, blue}), least = std::min({red, green, blue}), span = most - least;
    if (span < 40 || span * 100 < most * 12) // greys and what is nearly white
        return ShapeColour::plain;
    double hue = most == red ? 60.0 * (green - blue) / span : most == green ? 120 + 60.0 * (blue - red) / span : 240 + 60.0 * (red - green) / span;
    if (hue < 0)
        hue += 360;
    constexpr std::array<std::pair<double, ShapeColour>, 8> kUpTo{{{18, ShapeColour::red}, {42, ShapeColour::orange}, {70, ShapeColour::yellow},
        {166, ShapeColour::green}, {195, ShapeColour::teal}, {255, ShapeColour::blue}, {330, ShapeColour::purple}, {361, ShapeColour::red}}};
    return std::find_if(kUpTo.begin(), kUpTo.end(), [&](const auto &entry) { return hue < entry.first; })->second;
}

/// Text that Markdown shows as it is, with its line ends.
std::string asMarkdown(std::string_view text)
{
    std::string out;
    bool atStart = true;
    for (const char c : text) {
        if (c == '\r' || (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') || c == 0x7f)
            continue;
        if (c == '\n') {
            out.erase(out.find_last_not_of(" \t\n") + 1);
            out += out.empty() ? "" : "  \n";
            atStart = true;
            continue;
        }
        if (atStart && (c == ' ' || c == '\t')) // four of them would be code
            continue;
        if (std::string_view("\\`*_<[]").find(c) != std::string_view::npos || (atStart && std::string_view("#+->=~").find(c) != std::string_view::npos))
            out += '\\';
        out += c;
        atStart = false;
    }
    out.erase(out.find_last_not_of(" \t\n") + 1);
    if (out.size() > lab::kLongestShapeText)
        out = topology::repairUtf8(std::string_view(out).substr(0, lab::kLongestShapeText - 4));
    return out;
}

/// One line without what cannot be seen.
std::string asLabel(std::string_view text)
{
    std::string out = topology::cleanText(text);
    if (out.size() > 1'000)
        out = topology::repairUtf8(std::string_view(out).substr(0, 996));
    return out;
}

} // namespace

ShapeColour colourOf(std::string_view foreign)
{
    constexpr std::array<std::pair<std::string_view, ShapeColour>, 12> kNames{{{"red", ShapeColour::red}, {"orange", ShapeColour::orange},
        {"yellow", ShapeColour::yellow}, {"green", ShapeColour::green}, {"lime", ShapeColour::green}, {"teal", ShapeColour::teal}, {"cyan", ShapeColour::teal},
        {"aqua", ShapeColour::teal}, {"blue", ShapeColour::blue}, {"navy", ShapeColour::blue}, {"purple", ShapeColour::purple}, {"magenta", ShapeColour::purple}}};
    const auto named = std::find_if(kNames.begin(), kNames.end(), [&](const auto &entry) { return entry.first == foreign; });
    if (named != kNames.end())
        return named->second;
    if (!foreign.starts_with('#') || (foreign.size() != 4 && foreign.size() != 7 && foreign.size() != 9))
        return ShapeColour::plain;
    foreign.remove_prefix(1);
    std::array<int, 3> parts{};
    const std::size_t width = foreign.size() == 3 ? 1 : 2;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const int high = hexDigit(foreign[i * width]), low = hexDigit(foreign[i * width + width - 1]);
        if (high < 0 || low < 0)
            return ShapeColour::plain;
        parts[i] = high * 16 + low;
    }
    return byHue(parts[0], parts[1], parts[2]);
}

lab::Shape *DrawingMaker::add(lab::ShapeKind kind, Position at, Position size, ShapeColour colour)
{
    if (isFull()) {
        ++m_lost;
        return nullptr;
    }
    lab::Shape &shape = m_drawing.shapes.emplace_back();
    const std::string name(toString(kind));
    shape.id = fmt::format("{}-{}", name, ++m_counts[name]);
    shape.kind = kind;
    shape.at = {bounded(at.x), bounded(at.y)};
    shape.size = kind == lab::ShapeKind::line ? Position{bounded(size.x), bounded(size.y)} : Position{bounded(size.x, 1), bounded(size.y, 1)};
    shape.colour = colour;
    return &shape;
}

void DrawingMaker::addText(Position at, Position size, std::string_view text, ShapeColour colour, double fontSize)
{
    const std::string markdown = asMarkdown(text);
    if (markdown.empty())
        return;
    if (!(size.x > 0) || !(size.y > 0)) {
        std::size_t longest = 0, lines = 1, column = 0;
        for (const char c : text) {
            column = c == '\n' ? 0 : column + ((c & 0xc0) != 0x80);
            lines += c == '\n';
            longest = std::max(longest, column);
        }
        const double height = std::isfinite(fontSize) ? std::clamp(fontSize, 6.0, 200.0) : 12.0;
        size = {static_cast<double>(std::min<std::size_t>(longest, 200)) * height * 0.7 + 16, static_cast<double>(lines) * height * 1.6 + 8};
        at = {at.x - size.x / 2, at.y - size.y / 2};
    }
    if (lab::Shape *shape = add(lab::ShapeKind::text, at, size, colour))
        shape->text = markdown;
}

void DrawingMaker::addBox(lab::ShapeKind kind, Position at, Position size, std::string_view label, ShapeColour colour)
{
    if (lab::Shape *shape = add(kind, at, size, colour))
        shape->text = asLabel(label);
}

void DrawingMaker::addLine(Position from, Position to, ShapeColour colour, bool arrow)
{
    if (lab::Shape *shape = add(lab::ShapeKind::line, from, {to.x - from.x, to.y - from.y}, colour))
        shape->arrow = arrow;
}

void DrawingMaker::addToGroup(std::string_view group, std::string node)
{
    constexpr std::size_t kLongestName = 60, kMostGroups = 1'000;
    std::string name = topology::cleanText(group);
    if (name.size() > kLongestName)
        name = topology::cleanText(topology::repairUtf8(std::string_view(name).substr(0, kLongestName - 4)));
    if (name.empty() || m_drawing.groupOf(node))
        return;
    const auto known = std::find_if(m_drawing.groups.begin(), m_drawing.groups.end(), [&](const lab::Group &g) { return g.name == name; });
    if (known != m_drawing.groups.end())
        known->nodes.push_back(std::move(node));
    else if (m_drawing.groups.size() < kMostGroups)
        m_drawing.groups.push_back({std::move(name), {std::move(node)}, false});
}

} // namespace hopyard::exchange
