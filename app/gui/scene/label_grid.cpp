// See label_grid.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/label_grid.h"

#include <algorithm>
#include <cmath>

namespace hopyard::scene {

namespace {

constexpr double kCell = 48;         ///< pixels a side: about the size of a label
constexpr double kMostCells = 60'000; ///< of a lab that is huge and near, cells are larger
constexpr double kPiece = 64;        ///< a line is entered in pieces of this length, or its bounding box would be all cells

} // namespace

bool crosses(const QPointF &a, const QPointF &b, const QRectF &box)
{
    // Liang and Barsky: cut the line at the box's four sides.
    double from = 0, to = 1;
    const double dx = b.x() - a.x(), dy = b.y() - a.y();
    const auto cut = [&](double along, double room) {
        if (along == 0)
            return room >= 0;
        const double t = room / along;
        if (along < 0)
            from = std::max(from, t);
        else
            to = std::min(to, t);
        return from <= to;
    };
    return cut(-dx, a.x() - box.left()) && cut(dx, box.right() - a.x()) && cut(-dy, a.y() - box.top())
        && cut(dy, box.bottom() - a.y());
}

LabelGrid::LabelGrid(const QRectF &area) : m_area(area), m_cell(kCell)
{
    const double cells = area.width() / kCell * (area.height() / kCell);
    if (cells > kMostCells)
        m_cell *= std::sqrt(cells / kMostCells);
    m_columns = std::max(1, static_cast<int>(std::ceil(area.width() / m_cell)));
    m_rows = std::max(1, static_cast<int>(std::ceil(area.height() / m_cell)));
    m_first.assign(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows), -1);
}

LabelGrid::Cells LabelGrid::cellsOf(const QRectF &box) const
{
    const auto cell = [this](double at, double begin, int most) {
        return static_cast<int>(std::clamp(std::floor((at - begin) / m_cell), 0.0, most - 1.0));
    };
    return {cell(box.left(), m_area.left(), m_columns), cell(box.top(), m_area.top(), m_rows),
            cell(box.right(), m_area.left(), m_columns), cell(box.bottom(), m_area.top(), m_rows)};
}

void LabelGrid::enter(const QRectF &bounds, const Item &item)
{
    const int index = static_cast<int>(m_items.size());
    m_items.push_back(item);
    m_met.push_back(0);
    const Cells cells = cellsOf(bounds);
    for (int row = cells.top; row <= cells.bottom; ++row)
        for (int column = cells.left; column <= cells.right; ++column) {
            int &first = m_first[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns)
                                 + static_cast<std::size_t>(column)];
            m_entries.push_back({index, first});
            first = static_cast<int>(m_entries.size()) - 1;
        }
}

void LabelGrid::addBox(const QRectF &box, double cost) { enter(box, {box.topLeft(), box.bottomRight(), cost, -1}); }

void LabelGrid::addLine(const QPointF &a, const QPointF &b, int owner, double cost)
{
    if (m_metOwners.size() <= static_cast<std::size_t>(owner))
        m_metOwners.resize(static_cast<std::size_t>(owner) + 1, 0);
    const double length = std::hypot(b.x() - a.x(), b.y() - a.y());
    const int pieces = std::clamp(static_cast<int>(std::ceil(length / kPiece)), 1, 1000);
    QPointF from = a;
    for (int i = 1; i <= pieces; ++i) {
        const QPointF to = i == pieces ? b : a + (b - a) * (static_cast<double>(i) / pieces);
        enter(QRectF(from, to).normalized(), {from, to, cost, owner});
        from = to;
    }
}

bool LabelGrid::meets(const Item &item, const QRectF &box)
{
    if (item.owner >= 0)
        return crosses(item.a, item.b, box);
    return item.a.x() < box.right() && item.b.x() > box.left() && item.a.y() < box.bottom() && item.b.y() > box.top();
}

template <class Visit>
void LabelGrid::visit(const QRectF &box, const Visit &visit) const
{
    ++m_question;
    const Cells cells = cellsOf(box);
    for (int row = cells.top; row <= cells.bottom; ++row)
        for (int column = cells.left; column <= cells.right; ++column)
            for (int at = m_first[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns)
                                  + static_cast<std::size_t>(column)];
                 at >= 0; at = m_entries[static_cast<std::size_t>(at)].next) {
                const auto index = static_cast<std::size_t>(m_entries[static_cast<std::size_t>(at)].item);
                if (m_met[index] == m_question)
                    continue;
                m_met[index] = m_question;
                if (!visit(m_items[index]))
                    return;
            }
}

double LabelGrid::cost(const QRectF &box, int withoutOwner, double limit) const
{
    double sum = 0;
    visit(box, [&](const Item &item) {
        if (item.owner >= 0) {
            if (item.owner == withoutOwner || m_metOwners[static_cast<std::size_t>(item.owner)] == m_question || !meets(item, box))
                return true;
            m_metOwners[static_cast<std::size_t>(item.owner)] = m_question;
        } else if (!meets(item, box)) {
            return true;
        }
        sum += item.cost;
        return sum <= limit;
    });
    return sum;
}

double LabelGrid::covered(const QRectF &box) const
{
    double area = 0;
    visit(box, [&](const Item &item) {
        if (item.owner < 0 && item.cost == kNever) {
            const QRectF both = QRectF(item.a, item.b) & box;
            area += both.width() * both.height();
        }
        return true;
    });
    return area;
}

} // namespace hopyard::scene
