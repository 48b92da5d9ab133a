// What a person draws around the network: notes, shapes, pictures, layers, groups, and the ways of links. A value beside
// the lab and not in it: no engine, world or program of the network has to know that it is there.
//
// Kept by LabText (lab_text.h) together with the lab. Written at the key `drawing` of the lab file. Names are the keys here too: of a shape its id, of a layer and a group
// its name. Colours are words and not numbers, so that a drawing is readable on a light and on a dark ground.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

enum class ShapeKind : std::uint8_t {
    note,      ///< Markdown on a sheet of coloured paper
    text,      ///< Markdown without a ground
    rectangle, ///< a tinted area with a heading
    ellipse,
    line,
    picture, ///< an image file of the lab's folder
};
std::string_view toString(ShapeKind kind); ///< as written in the file
std::span<const std::string_view> shapeKindNames();

enum class ShapeColour : std::uint8_t { plain, red, orange, yellow, green, teal, blue, purple };
std::string_view toString(ShapeColour colour);
std::span<const std::string_view> shapeColourNames();

struct Shape {
    std::string id; ///< unique in the lab; as names of nodes are
    ShapeKind kind = ShapeKind::note;
    Position at;   ///< of its box the corner with the smaller coordinates; of a line its first end
    Position size; ///< width and height, at least 1; of a line the way from its first end to its second, of any sign
    std::string text;                          ///< note, text: Markdown; others: a label; at most kLongestShapeText bytes
    std::string file;                          ///< picture: a path within the lab's folder, with '/'
    ShapeColour colour = ShapeColour::plain;
    std::string layer;                         ///< empty: on no layer, always shown
    bool arrow = false;                        ///< line: with a head at its second end
    bool operator==(const Shape &) const = default;
};
constexpr std::size_t kLongestShapeText = 64 * 1024;

/// Shapes say which layer they are on; of nodes the layer says it. A link is on the layers of both its nodes.
struct Layer {
    std::string name; ///< any text without line ends, at most 60 characters
    bool hidden = false;
    std::vector<std::string> nodes = {}; ///< a node is on one layer at most; one that is on none is always shown
    bool operator==(const Layer &) const = default;
};

/// Nodes that are drawn as one while it is folded. A node is in one group at most.
struct Group {
    std::string name; ///< as of a layer
    std::vector<std::string> nodes;
    bool folded = false;
    bool operator==(const Group &) const = default;
};

/// How a link is drawn between its nodes.
enum class LinkRoute : std::uint8_t {
    straight,   ///< by way of its bends, if it has any
    orthogonal, ///< with right angles only
};
std::string_view toString(LinkRoute route);
std::span<const std::string_view> linkRouteNames();

/// The way of the link with these two ends, in that order.
struct LinkWay {
    End a, b;
    LinkRoute route = LinkRoute::straight;
    std::vector<Position> bends; ///< places it is drawn through, from a to b
    bool operator==(const LinkWay &) const = default;
    /// True where the link is drawn like any other.
    bool isUsual() const { return route == LinkRoute::straight && bends.empty(); }
};

struct Drawing {
    std::vector<Layer> layers;
    std::vector<Shape> shapes; ///< from the lowest to the topmost
    std::vector<Group> groups;
    std::vector<LinkWay> links; ///< of links that are not drawn as usual
    bool operator==(const Drawing &) const = default;

    const Shape *findShape(std::string_view id) const;
    Shape *findShape(std::string_view id);
    /// False where the layer is switched off. A layer that is not in the list is shown.
    bool isShown(const Shape &shape) const;
    /// The layer with that node on it; none for most.
    const Layer *layerOf(std::string_view node) const;
    /// The group with that node in it.
    const Group *groupOf(std::string_view node) const;
    const LinkWay *wayOf(const End &a, const End &b) const;
    /// Sets the way of that link, or forgets it where it is the usual one.
    void setWay(LinkWay way);
    /// A node has another name now, or is gone (`to` empty): layers, groups and ways follow.
    void renameNode(const std::string &from, const std::string &to);
};

/// The key `drawing` and its value as they stand in a lab file, for the end of one; empty for an empty drawing.
std::string writeDrawing(const Lab &lab, const Drawing &drawing);

/// True for a path that stays within the lab's folder: relative, with no ".." and no backslash.
bool isPicturePath(std::string_view path);

} // namespace hopyard::lab
