// What is taken of the canvas, in a grid of cells: boxes (nodes, lights, labels that were placed) and lines. Asked by the
// placement of labels whether a box has room there, and by overlays how much of it they would cover. Pure geometry; all
// in pixels of the plane (scene units times the zoom), so that panning changes nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>

#include <cstdint>
#include <limits>
#include <vector>

namespace hopyard::scene {

/// Whether the line from a to b has a point in the box.
bool crosses(const QPointF &a, const QPointF &b, const QRectF &box);

class LabelGrid {
public:
    static constexpr double kNever = std::numeric_limits<double>::infinity();

    LabelGrid() : LabelGrid(QRectF(0, 0, 1, 1)) {}
    /// What is outside of the area is found as well, only more slowly.
    explicit LabelGrid(const QRectF &area);

    /// Whoever covers the box pays `cost`; kNever: nobody may.
    void addBox(const QRectF &box, double cost = kNever);
    /// `owner` is of the caller's choice: lines of one owner count once, and can be left out of a question.
    void addLine(const QPointF &a, const QPointF &b, int owner, double cost);

    /// What it costs to put something there, kNever where it is not allowed; gives up at `limit`, and says a number
    /// above it then.
    double cost(const QRectF &box, int withoutOwner = -1, double limit = kNever) const;
    /// The area that others have of the box, in square pixels; only what nobody may cover counts.
    double covered(const QRectF &box) const;

private:
    struct Item {
        QPointF a, b; ///< corners of a box, or ends of a line
        double cost;
        int owner; ///< of a line; -1: a box
    };
    struct Entry {
        int item;
        int next;
    };
    struct Cells {
        int left, top, right, bottom;
    };
    Cells cellsOf(const QRectF &box) const;
    void enter(const QRectF &bounds, const Item &item);
    static bool meets(const Item &item, const QRectF &box);
    /// Each item in the cells of the box, once, until `visit` says false.
    template <class Visit>
    void visit(const QRectF &box, const Visit &visit) const;

    QRectF m_area;
    double m_cell;
    int m_columns, m_rows;
    std::vector<int> m_first; ///< of each cell; -1: empty
    std::vector<Entry> m_entries;
    std::vector<Item> m_items;
    // Which items and owners a question has met already: those with its number.
    mutable std::vector<std::uint32_t> m_met, m_metOwners;
    mutable std::uint32_t m_question = 0;
};

} // namespace hopyard::scene
