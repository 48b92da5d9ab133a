// Which labels the canvas shows at a zoom, and where: names of nodes and their addresses, what links do to packets,
// interfaces and costs at their ends. Labels have a size that can be read whatever the zoom is; those that find no
// place free of nodes, lights and each other are left out, the less important first.
//
// In pixels of the plane (scene units times the zoom): panning changes nothing. The same inputs give the same plan. A
// plan of the same zoom made before is followed: far from what changed nothing is looked at again, and near it a label
// stays where it can, so that nothing jumps while a node is dragged.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/scene/label_grid.h"
#include "app/gui/scene/link_path.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hopyard::scene {

enum class LabelRole : std::uint8_t { name, address, middle, endA, endB };

/// Height of the letters' face at that zoom, in pixels; 0: such labels are not shown there.
int labelPixels(LabelRole role, double zoom);
/// The same at actual size, for which widths are measured.
int usualPixels(LabelRole role);
/// Height of a line of letters of that size.
double lineHeight(int pixels);

struct LabelText {
    QString text;     ///< one line or two; empty: no label
    double width = 0; ///< of the widest line at actual size, in pixels
    int lines = 1;
    bool operator==(const LabelText &) const = default;
};

struct NodeToLabel {
    const void *item = nullptr; ///< tells nodes apart, and the same one from plan to plan
    QPointF at;                 ///< scene units
    double reach = 0;           ///< from the centre to the body's side, scene units
    bool round = false;
    LabelText name, address;
    int weight = 0; ///< the heavier come first
    bool operator==(const NodeToLabel &) const = default;
};

struct LinkToLabel {
    const void *item = nullptr;
    LinkPath path;
    LabelText middle;
    std::array<LabelText, 2> ends;      ///< at a, at b
    std::array<LabelText, 2> shortEnds; ///< what remains where there is no room for all of it; may be empty
    std::array<double, 2> endAt{};      ///< scene units from the node's centre: where neighbouring links are apart
    std::array<double, 2> lightAt{};    ///< and where the light of its state is
    int weight = 0;
    bool operator==(const LinkToLabel &) const = default;
};

/// From a node's centre to the light of a link's state, where there is room; scene units.
constexpr double kLightAt = 40;
/// Of light squares of links: half the side in pixels; 0 where they are not shown.
double lightReach(double zoom);

struct LabelInputs {
    std::vector<NodeToLabel> nodes;
    std::vector<LinkToLabel> links;
    std::vector<QRectF> boxes;                      ///< taken by something else, scene units
    std::vector<std::pair<QPointF, QPointF>> lines; ///< better not covered, scene units
    double nodesReach = 0;                          ///< the largest reach, scene units
};
/// Shared, for a plan is compared with what the plan before was made of.
using SharedLabelInputs = std::shared_ptr<const LabelInputs>;

struct PlacedLabel {
    const void *item = nullptr;
    LabelRole role = LabelRole::name;
    int place = 0; ///< which of the places it might have had
    int pixels = 0;
    QRectF box;
    QString text;
    bool operator==(const PlacedLabel &) const = default;
};

class LabelPlan {
public:
    LabelPlan() = default;
    /// `area`: what is of interest, in pixels of the plane. `before`: a plan at the same zoom, or null.
    LabelPlan(SharedLabelInputs inputs, double zoom, const QRectF &area, const LabelPlan *before = nullptr);

    const std::vector<PlacedLabel> &labels() const { return m_labels; }
    const LabelGrid &taken() const { return m_grid; }
    double zoom() const { return m_zoom; }
    const QRectF &area() const { return m_area; }
    /// Around all labels; empty where there are none.
    QRectF bounds() const;
    bool hasName(const void *item) const { return m_index.contains(keyOf(item, LabelRole::name)); }

private:
    using Key = std::uintptr_t;
    static Key keyOf(const void *item, LabelRole role)
    {
        return reinterpret_cast<Key>(item) * 8 + static_cast<Key>(role); // items are far more than eight bytes
    }
    void take();
    void placeNodes();
    void placeLinks();
    bool placeEnd(const LinkToLabel &link, bool endA, const LabelText &text);
    const PlacedLabel *labelBefore(const void *item, LabelRole role) const;
    int placeBefore(const void *item, LabelRole role) const;
    /// Nothing changed near it since it was planned for: as before.
    bool isUntouched(const QRectF &box) const;
    void keepUntouched();
    void put(const PlacedLabel &label);
    QRectF boxOf(const NodeToLabel &node) const;
    QRectF boxOf(const LinkToLabel &link) const;

    SharedLabelInputs m_inputs;
    double m_zoom = 0;
    QRectF m_area;
    LabelGrid m_grid;
    std::vector<PlacedLabel> m_labels;
    std::unordered_map<Key, std::size_t> m_index; ///< into m_labels
    // While it is made:
    const LabelPlan *m_before = nullptr;
    std::optional<QRectF> m_touched; ///< around what changed since; none: everything is looked at
};

} // namespace hopyard::scene
