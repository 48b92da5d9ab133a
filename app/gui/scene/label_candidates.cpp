// See label_candidates.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/label_candidates.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hopyard::scene {

namespace {

constexpr double kGap = 3;            ///< between a node and its name
constexpr double kAside = 9;          ///< of a name below, from the line of a link that leaves downwards
constexpr double kDownwards = 0.15;   ///< a line that falls by more than this share of its length leaves downwards
constexpr double kLong = 150;         ///< a line this much longer than its label is wide is a long one
constexpr double kMostAlong = 0.47;   ///< of the way: labels of an end stay in its half

QRectF boxAt(const QPointF &centre, const QSizeF &size)
{
    return {centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()};
}

enum class Side { middle, right, left }; ///< of the anchor, where the text stands

} // namespace

double clearOf(const QPointF &normal, const QSizeF &size, double gap)
{
    return (std::abs(normal.x()) * size.width() + std::abs(normal.y()) * size.height()) / 2 + gap;
}

QPointF upwards(const LinkPath &path, double t)
{
    const QPointF along = path.tangentAt(t);
    const double length = std::max(std::hypot(along.x(), along.y()), 1e-9);
    const QPointF normal(along.y() / length, -along.x() / length);
    return normal.y() < -0.05 || (normal.y() <= 0.05 && normal.x() > 0) ? normal : -normal;
}

void placesAround(const AroundNode &node, std::vector<Candidate> &into)
{
    const double height = node.first.height() + node.second.height();
    // The anchor is in the middle, or at the left or right, of the upper side of the two lines.
    const auto add = [&](Side side, double x, double y, double cost) {
        const auto line = [&](const QSizeF &size, double top) {
            if (size.isEmpty())
                return QRectF();
            const double left = side == Side::middle ? x - size.width() / 2 : side == Side::right ? x : x - size.width();
            return QRectF(node.centre.x() + left, node.centre.y() + top, size.width(), size.height());
        };
        into.push_back({line(node.first, y), cost, line(node.second, y + node.first.height())});
    };
    const double rim = node.reach + kGap;
    add(Side::middle, 0, rim, 0);
    add(Side::right, kAside, rim, 1.0);
    add(Side::left, -kAside, rim, 1.1);
    add(Side::right, rim + 1, -height / 2, 1.2);
    add(Side::left, -rim - 1, -height / 2, 1.4);
    add(Side::middle, 0, -rim - height, 1.6);
    add(Side::right, rim + 1, kAside, 1.9);
    add(Side::left, -rim - 1, kAside, 2.0);
    add(Side::right, rim + 1, -kAside - height, 2.0);
    add(Side::left, -rim - 1, -kAside - height, 2.1);
    add(Side::right, kAside, -rim - height, 2.2);
    add(Side::left, -kAside, -rim - height, 2.3);
    if (node.lightsReach <= 0)
        return;
    const double far = node.lightsReach + kGap;
    add(Side::middle, 0, far, 4.0);
    add(Side::right, far, -height / 2, 4.2);
    add(Side::left, -far, -height / 2, 4.3);
    add(Side::middle, 0, -far - height, 4.4);
}

void placesAtMiddle(const AlongLink &link, std::vector<Candidate> &into)
{
    constexpr std::array<double, 5> kPlaces = {0.5, 0.41, 0.59, 0.32, 0.68};
    for (std::size_t i = 0; i < kPlaces.size(); ++i) {
        const double t = kPlaces[i];
        const QPointF at = link.path->pointAt(t) * link.zoom;
        const QPointF up = upwards(*link.path, t);
        const double away = clearOf(up, link.size, link.gap);
        const double cost = 0.5 * static_cast<double>((i + 1) / 2);
        into.push_back({boxAt(at + away * up, link.size), cost});
        into.push_back({boxAt(at - away * up, link.size), cost + 0.3});
    }
    if (link.path->length() * link.zoom - link.size.width() > kLong)
        into.push_back({boxAt(link.path->pointAt(0.5) * link.zoom, link.size), 2.2});
}

void placesAtEnd(const AlongLink &link, bool endA, double nearest, std::vector<Candidate> &into)
{
    constexpr std::array<double, 4> kFurther = {0, 11, 24, 40};
    const double length = std::max(link.path->length() * link.zoom, 1.0);
    const double fall = (endA ? 1 : -1) * (link.path->to.y() - link.path->from.y()) * link.zoom;
    for (const double further : kFurther) {
        const double t = (nearest + further) / length;
        if (t > kMostAlong)
            break;
        const double at = endA ? t : 1 - t;
        const QPointF up = upwards(*link.path, at);
        // Below the line; above where it leaves the node downwards, for there the node's name might be.
        const QPointF side = fall > kDownwards * length ? up : -up;
        const double away = clearOf(up, link.size, link.gap);
        const QPointF middle = link.path->pointAt(at) * link.zoom;
        into.push_back({boxAt(middle + away * side, link.size), further / 16});
        into.push_back({boxAt(middle - away * side, link.size), further / 16 + 0.4});
    }
}

} // namespace hopyard::scene
