// See label_plan.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/label_plan.h"

#include "app/gui/scene/label_candidates.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hopyard::scene {

namespace {

// What it costs to cover something; a place's own cost (label_candidates.cpp) is between 0 and 5.
constexpr double kCostOfLine = 2;
constexpr double kCostOfLight = 6;    ///< near, a name covers one rather than not being there
constexpr double kCostOfLightFarOut = 1e6; ///< further out it does not
constexpr double kNearEnough = 0.75;  ///< zoom from which that is so
constexpr double kMostForAddress = 5.5; ///< lines, but no light
constexpr double kMostForMiddle = 3.9; ///< one line that it crosses, and not its own
constexpr double kMostForEnd = 1.9;    ///< none
constexpr double kMostFarOut = 1.9;    ///< for addresses and middles, where the picture is full anyway
constexpr double kFarOut = 0.6;        ///< zoom below which that is so
constexpr double kStay = 1.5;          ///< a label that was placed before stays, unless another place is that much better

constexpr double kPadding = 2;         ///< left and right of letters
constexpr double kRoundShare = 0.9;    ///< of a round body's box: its corners are free
constexpr double kTouch = 0.05;        ///< pixels: a name and its address stand on each other
constexpr double kAway = 1.5;          ///< pixels that labels keep from bodies and lights
constexpr double kBand = 8;            ///< pixels from a line to the outer side of its traffic, at actual size
constexpr double kSmallLights = 0.35;  ///< zoom below which lights are not drawn
constexpr double kLight = 3.6;
constexpr double kLightOut = 17;       ///< scene units from a body's rim to where its lights end
constexpr double kEndFrom = 30;        ///< scene units from a node's centre to where labels of ends may begin
constexpr double kNear = 160;          ///< pixels around what changed in which labels are looked at again
constexpr int kCurve = 8;              ///< pieces of a line that is a curve

struct Size {
    double usual;  ///< pixels at actual size
    double least;  ///< that can be read
    double from;   ///< zoom from which such labels are shown, where they find a place
};
Size sizeOf(LabelRole role)
{
    switch (role) {
    case LabelRole::name: return {13, 11, 0};
    case LabelRole::address: return {11, 10, 0.42};
    case LabelRole::middle: return {11, 10, 0.4};
    case LabelRole::endA:
    case LabelRole::endB: return {10, 9, 0.6};
    }
    return {};
}

QSizeF sizeOf(const LabelText &text, LabelRole role, int pixels)
{
    if (text.text.isEmpty() || pixels == 0)
        return {};
    return {std::ceil(text.width * pixels / usualPixels(role)) + 2 * kPadding, lineHeight(pixels) * text.lines};
}

QRectF around(const QPointF &centre, double reach) { return {centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach}; }

/// Which of the places is the cheapest for less than `most`; -1: none. `before`: where it stood, or -1.
int cheapest(const LabelGrid &grid, const std::vector<Candidate> &places, int owner, double most, int before)
{
    int best = -1;
    double least = most;
    for (std::size_t i = 0; i < places.size(); ++i) {
        double cost = places[i].cost - (static_cast<int>(i) == before ? kStay : 0);
        if (cost >= least)
            continue;
        cost += grid.cost(places[i].box, owner, least - cost);
        // A place that has room for the address as well is better, but not at any price.
        if (!places[i].second.isEmpty() && cost < least)
            cost += std::min(grid.cost(places[i].second, owner, 4.0), 4.0) / 2;
        if (cost < least) {
            least = cost;
            best = static_cast<int>(i);
        }
    }
    return best;
}

QRectF boundsOf(const LinkPath &path)
{
    QPointF least = path.from, most = path.from;
    const auto add = [&](const QPointF &p) {
        least = {std::min(least.x(), p.x()), std::min(least.y(), p.y())};
        most = {std::max(most.x(), p.x()), std::max(most.y(), p.y())};
    };
    add(path.to);
    if (path.bends.empty())
        add(path.control);
    for (const QPointF &bend : path.bends)
        add(bend);
    return QRectF(least, most).adjusted(-1, -1, 1, 1); // also of a line that is upright
}

/// Around what is another in `now`, in scene units; empty: nothing is. None where things came, went or changed places.
std::optional<QRectF> changeOf(const LabelInputs &before, const LabelInputs &now)
{
    if (before.nodes.size() != now.nodes.size() || before.links.size() != now.links.size() || before.boxes != now.boxes
        || before.lines != now.lines)
        return std::nullopt;
    QRectF all;
    for (std::size_t i = 0; i < now.nodes.size(); ++i) {
        const NodeToLabel &a = before.nodes[i], &b = now.nodes[i];
        if (a.item != b.item)
            return std::nullopt;
        if (!(a == b))
            all |= around(a.at, a.reach) | around(b.at, b.reach);
    }
    for (std::size_t i = 0; i < now.links.size(); ++i) {
        const LinkToLabel &a = before.links[i], &b = now.links[i];
        if (a.item != b.item)
            return std::nullopt;
        if (!(a == b))
            all |= boundsOf(a.path) | boundsOf(b.path);
    }
    return all;
}

/// As the dots of packets are scaled: what passes on a line is so much wider.
double dotScale(double zoom) { return std::clamp(std::sqrt(zoom), 0.75, 1.6); }

} // namespace

int usualPixels(LabelRole role) { return static_cast<int>(sizeOf(role).usual); }

int labelPixels(LabelRole role, double zoom)
{
    const Size size = sizeOf(role);
    if (zoom < size.from)
        return 0;
    // In steps, so that zooming does not make each label anew at each turn of the wheel.
    const int pixels = static_cast<int>(std::lround(std::max(size.least, size.usual * zoom)));
    return pixels <= 16 ? pixels : pixels <= 24 ? pixels / 2 * 2 : pixels / 4 * 4;
}

double lineHeight(int pixels) { return std::ceil(pixels * 1.28); }

double lightReach(double zoom) { return zoom < kSmallLights ? 0 : kLight * std::clamp(zoom, 0.6, 1.4); }

LabelPlan::LabelPlan(SharedLabelInputs inputs, double zoom, const QRectF &area, const LabelPlan *before) :
    m_inputs(std::move(inputs)), m_zoom(zoom), m_area(area), m_grid(area)
{
    if (before && before->m_zoom == zoom) {
        m_before = before;
        m_touched = changeOf(*before->m_inputs, *m_inputs);
        if (m_touched && !m_touched->isEmpty())
            m_touched = QRectF(m_touched->topLeft() * zoom, m_touched->size() * zoom)
                            .adjusted(-kNear, -kNear, kNear, kNear);
    }
    take();
    if (m_touched)
        keepUntouched();
    placeNodes();
    placeLinks();
    m_before = nullptr;
}

bool LabelPlan::isUntouched(const QRectF &box) const
{
    return m_touched && !m_touched->intersects(box) && m_before->m_area.contains(box);
}

QRectF LabelPlan::bounds() const
{
    QRectF all;
    for (const PlacedLabel &label : m_labels)
        all |= label.box;
    return all;
}

QRectF LabelPlan::boxOf(const NodeToLabel &node) const { return around(node.at * m_zoom, node.reach * m_zoom); }

QRectF LabelPlan::boxOf(const LinkToLabel &link) const
{
    const QRectF box = boundsOf(link.path);
    return {box.topLeft() * m_zoom, box.size() * m_zoom};
}

/// Enters what labels keep away from.
void LabelPlan::take()
{
    const double nodes = m_inputs->nodesReach * m_zoom;
    const QRectF near = m_area.adjusted(-nodes, -nodes, nodes, nodes);
    for (const NodeToLabel &node : m_inputs->nodes)
        if (const QPointF at = node.at * m_zoom; near.contains(at))
            m_grid.addBox(around(at, node.reach * m_zoom * (node.round ? kRoundShare : 1) + kAway));
    for (const QRectF &box : m_inputs->boxes)
        if (const QRectF scaled(box.topLeft() * m_zoom, box.size() * m_zoom); scaled.intersects(m_area))
            m_grid.addBox(scaled);
    const auto &links = m_inputs->links;
    int owner = static_cast<int>(links.size());
    for (const auto &[from, to] : m_inputs->lines)
        m_grid.addLine(from * m_zoom, to * m_zoom, owner++, kCostOfLine);
    const double light = lightReach(m_zoom);
    for (std::size_t i = 0; i < links.size(); ++i) {
        const LinkToLabel &link = links[i];
        if (!boxOf(link).intersects(m_area))
            continue;
        const LinkPath &path = link.path;
        QPointF from = path.from * m_zoom;
        const bool straight = path.bends.empty() && path.control == (path.from + path.to) / 2;
        const int pieces = straight ? 1 : path.bends.empty() ? kCurve : static_cast<int>(path.bends.size()) + 1;
        for (int piece = 1; piece <= pieces; ++piece) {
            QPointF to = path.to;
            if (piece < pieces)
                to = path.bends.empty() ? path.pointAt(static_cast<double>(piece) / pieces)
                                        : path.bends[static_cast<std::size_t>(piece - 1)];
            to *= m_zoom;
            m_grid.addLine(from, to, static_cast<int>(i), kCostOfLine);
            from = to;
        }
        if (light <= 0)
            continue;
        const double length = std::max(path.length(), 1.0);
        for (const bool endA : {true, false}) {
            const double t = std::min(link.lightAt[endA ? 0 : 1] / length, 0.45);
            m_grid.addBox(around(path.pointAt(endA ? t : 1 - t) * m_zoom, light + kAway),
                          m_zoom < kNearEnough ? kCostOfLightFarOut : kCostOfLight);
        }
    }
}

const PlacedLabel *LabelPlan::labelBefore(const void *item, LabelRole role) const
{
    if (!m_before)
        return nullptr;
    const auto found = m_before->m_index.find(keyOf(item, role));
    return found == m_before->m_index.end() ? nullptr : &m_before->m_labels[found->second];
}

int LabelPlan::placeBefore(const void *item, LabelRole role) const
{
    const PlacedLabel *label = labelBefore(item, role);
    return label ? label->place : -1;
}

/// Before anything else, so that what is looked at again finds room beside it.
void LabelPlan::keepUntouched()
{
    const auto keep = [this](const void *item, LabelRole role) {
        if (const PlacedLabel *label = labelBefore(item, role))
            put(*label);
    };
    for (const NodeToLabel &node : m_inputs->nodes)
        if (isUntouched(boxOf(node))) {
            keep(node.item, LabelRole::name);
            keep(node.item, LabelRole::address);
        }
    for (const LinkToLabel &link : m_inputs->links)
        if (isUntouched(boxOf(link)))
            for (const LabelRole role : {LabelRole::middle, LabelRole::endA, LabelRole::endB})
                keep(link.item, role);
}

void LabelPlan::put(const PlacedLabel &label)
{
    // Far out there are many names: a little more air keeps them apart.
    const double air = m_zoom < 0.4 ? 3 : 1;
    m_grid.addBox(label.box.adjusted(-air, 0, air, 0));
    m_index[keyOf(label.item, label.role)] = m_labels.size();
    m_labels.push_back(label);
}

void LabelPlan::placeNodes()
{
    std::vector<const NodeToLabel *> order;
    for (const NodeToLabel &node : m_inputs->nodes)
        if (m_area.contains(node.at * m_zoom) && !isUntouched(boxOf(node)))
            order.push_back(&node);
    std::stable_sort(order.begin(), order.end(),
                     [](const NodeToLabel *a, const NodeToLabel *b) { return a->weight > b->weight; });
    const int namePixels = labelPixels(LabelRole::name, m_zoom);
    const int addressPixels = labelPixels(LabelRole::address, m_zoom);
    const double light = lightReach(m_zoom);
    struct Address {
        const NodeToLabel *node;
        QRectF box;
    };
    std::vector<Address> addresses;
    std::vector<Candidate> places;
    for (const NodeToLabel *node : order) {
        const QSizeF name = sizeOf(node->name, LabelRole::name, namePixels);
        const QSizeF address = sizeOf(node->address, LabelRole::address, addressPixels);
        if (name.isEmpty() && address.isEmpty())
            continue;
        places.clear();
        // Without names the address stands where the name would.
        const QSizeF first = name.isEmpty() ? address : name;
        placesAround({node->at * m_zoom, node->reach * m_zoom + kAway,
                      light > 0 ? (node->reach + kLightOut) * m_zoom + light : 0, first,
                      name.isEmpty() ? QSizeF() : address},
                     places);
        const LabelRole role = name.isEmpty() ? LabelRole::address : LabelRole::name;
        const int place = cheapest(m_grid, places, -1, kCostOfLightFarOut, placeBefore(node->item, role));
        if (place < 0)
            continue;
        const Candidate &chosen = places[static_cast<std::size_t>(place)];
        put({node->item, role, place, name.isEmpty() ? addressPixels : namePixels, chosen.box,
             name.isEmpty() ? node->address.text : node->name.text});
        if (!chosen.second.isEmpty())
            addresses.push_back({node, chosen.second});
    }
    const double most = m_zoom < kFarOut ? kMostFarOut : kMostForAddress;
    for (const auto &[node, box] : addresses)
        if (m_grid.cost(box.adjusted(0, kTouch, 0, 0), -1, most) <= most)
            put({node->item, LabelRole::address, 0, addressPixels, box, node->address.text});
}

bool LabelPlan::placeEnd(const LinkToLabel &link, bool endA, const LabelText &text)
{
    const LabelRole role = endA ? LabelRole::endA : LabelRole::endB;
    const int pixels = labelPixels(role, m_zoom);
    const QSizeF size = sizeOf(text, role, pixels);
    if (size.isEmpty())
        return false;
    // No nearer than that the label is clear of the node.
    const QPointF along = link.path.tangentAt(endA ? 0 : 1);
    const double length = std::max(std::hypot(along.x(), along.y()), 1e-9);
    const double half = (std::abs(along.x()) * size.width() + std::abs(along.y()) * size.height()) / 2 / length;
    std::vector<Candidate> places;
    placesAtEnd({&link.path, m_zoom, size, kBand * dotScale(m_zoom) - 2}, endA,
                std::max(link.endAt[endA ? 0 : 1] * m_zoom, kEndFrom * m_zoom + half), places);
    const int place = cheapest(m_grid, places, -1, kMostForEnd, placeBefore(link.item, role));
    if (place < 0)
        return false;
    put({link.item, role, place, pixels, places[static_cast<std::size_t>(place)].box, text.text});
    return true;
}

void LabelPlan::placeLinks()
{
    const int pixels = labelPixels(LabelRole::middle, m_zoom);
    const bool ends = labelPixels(LabelRole::endA, m_zoom) > 0;
    if (pixels == 0 && !ends)
        return;
    const auto &links = m_inputs->links;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < links.size(); ++i)
        if (const QRectF box = boxOf(links[i]); box.intersects(m_area) && !isUntouched(box))
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&links](std::size_t a, std::size_t b) { return links[a].weight > links[b].weight; });
    std::vector<Candidate> places;
    for (const std::size_t i : order) {
        const LinkToLabel &link = links[i];
        const QSizeF size = sizeOf(link.middle, LabelRole::middle, pixels);
        if (size.isEmpty())
            continue;
        places.clear();
        placesAtMiddle({&link.path, m_zoom, size, kBand * dotScale(m_zoom)}, places);
        // Its own line is no obstacle, or it could not stand on it.
        const int place = cheapest(m_grid, places, static_cast<int>(i), m_zoom < kFarOut ? kMostFarOut : kMostForMiddle,
                                   placeBefore(link.item, LabelRole::middle));
        if (place >= 0)
            put({link.item, LabelRole::middle, place, pixels, places[static_cast<std::size_t>(place)].box,
                 link.middle.text});
    }
    if (!ends)
        return;
    for (const std::size_t i : order)
        for (const bool endA : {true, false}) {
            const LinkToLabel &link = links[i];
            const std::size_t end = endA ? 0 : 1;
            if (!placeEnd(link, endA, link.ends[end]))
                placeEnd(link, endA, link.shortEnds[end]);
        }
}

} // namespace hopyard::scene
