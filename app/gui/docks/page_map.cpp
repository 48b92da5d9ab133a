// See page_map.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/page_map.h"

#include "app/gui/docks/page_colours.h"
#include "app/gui/models/buffer_map_model.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace hopyard::docks {

using client::PageRun;
using client::PageState;

namespace {

constexpr int kMargin = 10;
constexpr int kBarCells = 9; ///< the least width of a bar; it takes what is left of its line where that is less than twice as much

} // namespace

PageMap::PageMap(models::BufferMapModel &model, QWidget *parent) : QAbstractScrollArea(parent), m_model(model)
{
    setAccessibleName(tr("Host pages"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    connect(&m_model, &models::BufferMapModel::mapChanged, this, [this] {
        layOut();
        if (m_current >= static_cast<int>(m_model.map().pages))
            setCurrentPage(-1);
        viewport()->update();
    });
    connect(&theme::Theme::instance(), &theme::Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void PageMap::setGuests(const QStringList &names)
{
    if (names == m_guests)
        return;
    m_guests = names;
    viewport()->update();
}

void PageMap::setFolded(bool folded)
{
    if (folded == m_folded)
        return;
    m_folded = folded;
    layOut();
    viewport()->update();
}

/// The largest squares with which everything can be seen at once; else small ones, and a scroll bar.
void PageMap::layOut()
{
    for (const int cell : {26, 22, 18, 15, 13, 11, 9})
        if (layOut(cell) || cell == (m_folded ? 13 : 9))
            break;
    const int page = viewport()->height();
    verticalScrollBar()->setRange(0, std::max(0, m_height - page));
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(m_cell);
}

bool PageMap::layOut(int cell)
{
    m_cell = cell;
    m_items.clear();
    // As if there was a scroll bar: what is laid out must not change because one appears.
    const int columns = std::max(2 * kBarCells, (width() - 2 * kMargin - verticalScrollBar()->sizeHint().width()) / cell);
    int column = 0, line = 0;
    const auto place = [&](std::uint32_t first, std::uint32_t count, int cells) {
        if (column + cells > columns) {
            column = 0;
            ++line;
        }
        m_items.push_back({first, count, QRect(kMargin + column * cell, kMargin + line * cell, cells * cell, cell)});
        column += cells;
    };
    const std::vector<PageRun> &runs = m_model.map().runs;
    for (std::size_t i = 0; i < runs.size();) {
        // Pages of a guest are one run where their places follow each other; to the eye those in one colour are one.
        std::size_t next = i;
        std::uint32_t count = 0;
        while (next < runs.size() && runs[next].state == runs[i].state && runs[next].guest == runs[i].guest)
            count += runs[next++].count;
        const std::uint32_t first = runs[i].first;
        const bool isQuiet = runs[i].state == PageState::free || runs[i].state == PageState::guestMemory || runs[i].state == PageState::baseStorage;
        if (m_folded && isQuiet && count >= kFoldFrom) {
            const int left = columns - column;
            place(first, count, left >= kBarCells && left < 2 * kBarCells ? left : kBarCells);
        } else {
            for (std::uint32_t page = 0; page < count; ++page)
                place(first + page, 1, 1);
        }
        i = next;
    }
    m_height = m_items.empty() ? 0 : m_items.back().rect.bottom() + 1 + kMargin;
    return m_height <= viewport()->height();
}

QPoint PageMap::offset() const { return {0, verticalScrollBar()->value()}; }

int PageMap::guestIndex(const std::string &name) const
{
    return name.empty() ? -1 : static_cast<int>(m_guests.indexOf(QString::fromStdString(name)));
}

int PageMap::itemOf(int page) const
{
    if (page < 0 || m_items.empty())
        return -1;
    const auto after = std::upper_bound(m_items.begin(), m_items.end(), static_cast<std::uint32_t>(page),
                                        [](std::uint32_t number, const Item &item) { return number < item.first; });
    return after == m_items.begin() ? -1 : static_cast<int>(after - m_items.begin()) - 1;
}

int PageMap::itemAt(const QPoint &inContents) const
{
    const auto line = std::lower_bound(m_items.begin(), m_items.end(), inContents.y(),
                                       [](const Item &item, int y) { return item.rect.bottom() < y; });
    for (auto item = line; item != m_items.end() && item->rect.top() <= inContents.y(); ++item)
        if (item->rect.contains(inContents))
            return static_cast<int>(item - m_items.begin());
    return -1;
}

int PageMap::pageAt(const QPoint &position) const
{
    const int item = itemAt(position + offset());
    return item < 0 ? -1 : static_cast<int>(m_items[static_cast<std::size_t>(item)].first);
}

QRect PageMap::rectOf(int page) const
{
    const int item = itemOf(page);
    return item < 0 ? QRect() : m_items[static_cast<std::size_t>(item)].rect.translated(-offset());
}

void PageMap::setCurrentPage(int page)
{
    if (page == m_current)
        return;
    m_current = page;
    if (const int item = itemOf(page); item >= 0) {
        const QRect rect = m_items[static_cast<std::size_t>(item)].rect;
        QScrollBar *bar = verticalScrollBar();
        const int highest = std::max(0, rect.top() - kMargin);
        bar->setValue(std::clamp(bar->value(), std::min(highest, rect.bottom() + kMargin - viewport()->height()), highest));
    }
    setAccessibleDescription(page < 0 ? QString() : m_model.describe(static_cast<std::uint32_t>(page)));
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
    viewport()->update();
    emit currentChanged(page);
}

/// To the neighbour in that direction; on another line to the one above or below the middle.
void PageMap::step(int dx, int dy)
{
    if (m_items.empty())
        return;
    const int item = itemOf(m_current);
    if (item < 0) {
        setCurrentPage(static_cast<int>(m_items.front().first));
        return;
    }
    int wanted = item + dx;
    if (dy != 0) {
        const QRect rect = m_items[static_cast<std::size_t>(item)].rect;
        wanted = -1;
        for (int x = rect.center().x(); wanted < 0 && x >= kMargin; x -= m_cell) // a line may end earlier
            wanted = itemAt({x, rect.center().y() + dy * m_cell});
    }
    if (wanted >= 0 && wanted < static_cast<int>(m_items.size()))
        setCurrentPage(static_cast<int>(m_items[static_cast<std::size_t>(wanted)].first));
}

void PageMap::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme::colours().base);
    painter.translate(-offset());
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = this->font();
    font.setPixelSize(std::clamp(m_cell - 6, 8, 12));
    painter.setFont(font);
    const QRect visible = event->rect().translated(offset());
    const auto first = std::lower_bound(m_items.begin(), m_items.end(), visible.top(),
                                        [](const Item &item, int y) { return item.rect.bottom() < y; });
    for (auto item = first; item != m_items.end() && item->rect.top() <= visible.bottom(); ++item)
        paintItem(painter, *item);
    if (const int current = itemOf(m_current); current >= 0) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme::colours().text, 2));
        painter.drawRoundedRect(QRectF(m_items[static_cast<std::size_t>(current)].rect).adjusted(0, 0, -1, -1), 4, 4);
    }
}

void PageMap::paintItem(QPainter &painter, const Item &item) const
{
    const PageRun &run = m_model.runOf(item.first);
    const QColor colour = pageColour(run.state, guestIndex(run.guest));
    const double gap = m_cell >= 13 ? 1.5 : 0.75;
    const QRectF rect = QRectF(item.rect).adjusted(gap, gap, -gap, -gap);
    const double radius = std::min(3.5, m_cell / 5.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(rect, radius, radius);
    if (item.count > 1) {
        const QString whose = run.guest.empty() ? models::BufferMapModel::stateText(run.state) : QString::fromStdString(run.guest);
        painter.setPen(run.guest.empty() ? theme::colours().muted : guestColour(guestIndex(run.guest)));
        painter.drawText(rect.adjusted(5, 0, -4, 0), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(QStringLiteral("%1 × %L2").arg(whose).arg(item.count), Qt::ElideRight,
                                                          static_cast<int>(rect.width()) - 8));
        return;
    }
    // What is lent to several has a corner of its own; what is being cleared is crossed out: not by colour alone.
    if (run.state == PageState::clearing && m_cell >= 9) {
        painter.setPen(QPen(theme::colours().base, 1.4));
        painter.drawLine(rect.bottomLeft() + QPointF(2.5, -2.5), rect.topRight() + QPointF(-2.5, 2.5));
    } else if (run.state == PageState::filled && m_cell >= 9) {
        painter.setBrush(theme::colours().base);
        painter.drawEllipse(rect.center(), m_cell / 7.0, m_cell / 7.0);
    } else if (run.state == PageState::mapped && m_cell >= 9) {
        painter.setPen(QPen(theme::colours().base, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const double s = m_cell / 5.5;
        const QPointF c = rect.center();
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF({c + QPointF(-s * 0.5, -s), c + QPointF(s * 0.6, 0), c + QPointF(-s * 0.5, s)}));
    }
}

void PageMap::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void PageMap::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left: step(-1, 0); break;
    case Qt::Key_Right: step(1, 0); break;
    case Qt::Key_Up: step(0, -1); break;
    case Qt::Key_Down: step(0, 1); break;
    case Qt::Key_Home: setCurrentPage(m_items.empty() ? -1 : static_cast<int>(m_items.front().first)); break;
    case Qt::Key_End: setCurrentPage(m_items.empty() ? -1 : static_cast<int>(m_items.back().first)); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            emit pageActivated(m_current);
        break;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void PageMap::mousePressEvent(QMouseEvent *event)
{
    if (const int page = pageAt(event->pos()); page >= 0)
        setCurrentPage(page);
}

void PageMap::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const int page = pageAt(event->pos()); page >= 0)
        emit pageActivated(page);
}

bool PageMap::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int item = itemAt(help->pos() + offset());
    if (item < 0) {
        QToolTip::hideText();
        return true;
    }
    const Item &under = m_items[static_cast<std::size_t>(item)];
    QString text = m_model.describe(under.first);
    if (under.count > 1)
        text = tr("Host pages %L1 to %L2. The first: %3").arg(under.first).arg(under.first + under.count - 1).arg(text);
    QToolTip::showText(help->globalPos(), text, viewport(), under.rect.translated(-offset()));
    return true;
}

} // namespace hopyard::docks
