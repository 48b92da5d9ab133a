// See drawing.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/drawing.h"

#include <algorithm>
#include <array>

namespace hopyard::lab {

namespace {

constexpr std::array<std::string_view, 6> kKinds{"note", "text", "rectangle", "ellipse", "line", "picture"};
constexpr std::array<std::string_view, 8> kColours{"plain", "red", "orange", "yellow", "green", "teal", "blue", "purple"};
constexpr std::array<std::string_view, 2> kRoutes{"straight", "orthogonal"};

/// The layer or group that has that node.
template <class T>
const T *findWith(const std::vector<T> &all, std::string_view node)
{
    const auto found = std::ranges::find_if(all, [&](const T &one) { return std::ranges::find(one.nodes, node) != one.nodes.end(); });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

std::string_view toString(ShapeKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::span<const std::string_view> shapeKindNames() { return kKinds; }
std::string_view toString(ShapeColour colour) { return kColours[static_cast<std::size_t>(colour)]; }
std::span<const std::string_view> shapeColourNames() { return kColours; }
std::string_view toString(LinkRoute route) { return kRoutes[static_cast<std::size_t>(route)]; }
std::span<const std::string_view> linkRouteNames() { return kRoutes; }

const Shape *Drawing::findShape(std::string_view id) const
{
    const auto found = std::ranges::find(shapes, id, &Shape::id);
    return found == shapes.end() ? nullptr : &*found;
}

Shape *Drawing::findShape(std::string_view id)
{
    const auto found = std::ranges::find(shapes, id, &Shape::id);
    return found == shapes.end() ? nullptr : &*found;
}

bool Drawing::isShown(const Shape &shape) const
{
    return std::ranges::none_of(layers, [&](const Layer &l) { return l.hidden && l.name == shape.layer; });
}

const Layer *Drawing::layerOf(std::string_view node) const { return findWith(layers, node); }
const Group *Drawing::groupOf(std::string_view node) const { return findWith(groups, node); }

const LinkWay *Drawing::wayOf(const End &a, const End &b) const
{
    const auto found = std::ranges::find_if(links, [&](const LinkWay &w) { return w.a == a && w.b == b; });
    return found == links.end() ? nullptr : &*found;
}

void Drawing::setWay(LinkWay way)
{
    const auto found = std::ranges::find_if(links, [&](const LinkWay &w) { return w.a == way.a && w.b == way.b; });
    if (found != links.end() && way.isUsual())
        links.erase(found);
    else if (found != links.end())
        *found = std::move(way);
    else if (!way.isUsual())
        links.push_back(std::move(way));
}

void Drawing::renameNode(const std::string &from, const std::string &to)
{
    const auto follow = [&](std::vector<std::string> &nodes) {
        if (to.empty())
            std::erase(nodes, from);
        else
            std::ranges::replace(nodes, from, to);
    };
    for (Layer &layer : layers)
        follow(layer.nodes);
    for (Group &group : groups)
        follow(group.nodes);
    if (to.empty()) {
        std::erase_if(links, [&](const LinkWay &w) { return w.a.node == from || w.b.node == from; });
        return;
    }
    for (LinkWay &way : links)
        for (End *end : {&way.a, &way.b})
            if (end->node == from)
                end->node = to;
}

bool isPicturePath(std::string_view path)
{
    if (path.empty() || path.size() > 1024 || path.front() == '/')
        return false;
    for (const char c : path)
        if (c == '\\' || c == ':' || static_cast<unsigned char>(c) < 0x20)
            return false;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view part = path.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..")
            return false;
        begin = end + 1;
    }
    return true;
}

} // namespace hopyard::lab
