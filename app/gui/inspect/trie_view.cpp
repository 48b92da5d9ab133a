// See trie_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/trie_view.h"

#include "app/gui/theme/theme.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace hopyard::inspect {

namespace {

constexpr double kRuler = 24;
constexpr double kGutter = 92;
constexpr double kLabels = 0.55; ///< the zoom below which only the lit way has labels
constexpr double kDots = 0.3;    ///< below which places where ways part are but corners of lines

QColor colourOf(const TrieNode &node)
{
    const theme::Colours &c = theme::colours();
    if (node.protocol == QLatin1String("connected") || node.protocol == QLatin1String("local"))
        return c.host;
    if (node.protocol == QLatin1String("static"))
        return c.switch_;
    if (node.protocol == QLatin1String("rip"))
        return c.hub;
    return node.protocol == QLatin1String("bgp") ? c.namespaceNode : c.router;
}

} // namespace

TrieView::TrieView(TrieModel &model, QWidget *parent) : QAbstractScrollArea(parent), m_model(model)
{
    setAccessibleName(tr("Trie of the prefixes"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    connect(&m_model, &TrieModel::changed, this, &TrieView::takeAnswer);
    connect(&theme::Theme::instance(), &theme::Theme::changed, viewport(), qOverload<>(&QWidget::update));
    takeAnswer();
}

void TrieView::takeAnswer()
{
    const auto &nodes = m_model.answer().nodes;
    m_layout = layOut(nodes);
    m_way.clear();
    for (int i = 0; i < static_cast<int>(nodes.size()); ++i)
        if (nodes[static_cast<std::size_t>(i)].isLit)
            m_way.push_back(i);
    m_current = m_currentPrefix.isEmpty() ? -1 : m_model.find(m_currentPrefix); // the same prefix, wherever it is now
    updateBars();
    describe();
    viewport()->update();
}

QPointF TrieView::offset() const { return {-double(horizontalScrollBar()->value()), kRuler - verticalScrollBar()->value()}; }

QPointF TrieView::placeOf(int node) const
{
    const QPointF place = m_layout.places[static_cast<std::size_t>(node)];
    return QPointF(place.x() * across(), place.y() * m_zoom) + offset();
}

bool TrieView::isLit(int node) const
{
    const auto at = std::ranges::lower_bound(m_way, node);
    return at != m_way.end() && *at == node && (m_lit < 0 || at - m_way.begin() < m_lit);
}

int TrieView::nodeAt(QPointF point) const
{
    if (m_layout.nodeOfRow.empty() || point.y() < kRuler)
        return -1;
    // A dot first; then whatever has the row, which its label is in.
    const double reach = std::max(7.0, 8 * m_zoom);
    const auto row = static_cast<int>(std::floor((point.y() - offset().y()) / (TrieLayout::kRow * m_zoom)));
    int best = -1;
    double nearest = reach * reach;
    const int last = static_cast<int>(m_layout.places.size());
    for (int i = 0; i < last; ++i) {
        const QPointF away = placeOf(i) - point;
        if (const double square = away.x() * away.x() + away.y() * away.y(); square < nearest) {
            nearest = square;
            best = i;
        }
    }
    if (best < 0 && row >= 0 && row < static_cast<int>(m_layout.nodeOfRow.size())) {
        const int of = m_layout.nodeOfRow[static_cast<std::size_t>(row)];
        if (m_zoom >= kLabels && point.x() > placeOf(of).x())
            best = of;
    }
    return best;
}

void TrieView::updateBars()
{
    const QSizeF size = drawn();
    const QSize room = viewport()->size() - QSize(static_cast<int>(kGutter), static_cast<int>(kRuler));
    horizontalScrollBar()->setPageStep(room.width());
    horizontalScrollBar()->setSingleStep(40);
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(size.width()) - room.width()));
    verticalScrollBar()->setPageStep(room.height());
    verticalScrollBar()->setSingleStep(static_cast<int>(std::max(4.0, TrieLayout::kRow * m_zoom)));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(size.height()) + 8 - room.height()));
}

void TrieView::setZoom(double zoom, QPointF around)
{
    zoom = std::clamp(zoom, kLeast, kMost);
    if (zoom == m_zoom)
        return;
    const QPointF at = around - offset(), held(at.x() / across(), at.y() / m_zoom);
    m_zoom = zoom;
    updateBars();
    const QPointF now = QPointF(held.x() * across(), held.y() * m_zoom) - around;
    horizontalScrollBar()->setValue(static_cast<int>(now.x()));
    verticalScrollBar()->setValue(static_cast<int>(now.y() + kRuler));
    viewport()->update();
}

void TrieView::fit()
{
    const double rows = std::max(1.0, m_layout.size.height() + 12);
    const double columns = std::max(1.0, m_layout.size.width() - TrieLayout::kLabel + 220);
    setZoom(std::min({1.0, (viewport()->height() - kRuler) / rows, (viewport()->width() - kGutter) / columns}), {0, kRuler});
    horizontalScrollBar()->setValue(0);
    verticalScrollBar()->setValue(0);
}

void TrieView::setCurrent(int node)
{
    if (node < 0 || node >= static_cast<int>(m_layout.places.size()))
        node = -1;
    const bool isNew = node != m_current;
    m_current = node;
    m_currentPrefix = node < 0 ? QString() : this->node(node).prefix;
    if (node >= 0)
        reveal(node);
    if (!isNew)
        return;
    describe();
    viewport()->update();
    emit currentChanged(node);
}

void TrieView::setLit(int nodes)
{
    m_lit = nodes;
    viewport()->update();
}

void TrieView::reveal(int node)
{
    const QPointF at = placeOf(node);
    const double bottom = viewport()->height() - TrieLayout::kRow, right = viewport()->width() - kGutter - 160;
    if (at.y() < kRuler + TrieLayout::kRow)
        verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(kRuler + TrieLayout::kRow - at.y()));
    else if (at.y() > bottom)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(at.y() - bottom));
    if (at.x() < 20)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - static_cast<int>(20 - at.x()));
    else if (at.x() > right)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + static_cast<int>(std::min(at.x() - right, at.x() - 20)));
}

/// For those who do not see it: the node they are on, and the way of the lookup.
void TrieView::describe()
{
    QStringList parts;
    if (m_current >= 0)
        parts += m_model.data(m_model.indexOf(m_current), Qt::AccessibleTextRole).toString();
    if (!m_way.empty() && m_model.answer().hasLookup) {
        QStringList way;
        for (const int node : m_way)
            way += this->node(node).prefix;
        parts += tr("Way of %1: %2").arg(m_model.answer().lookup.destination, way.join(QStringLiteral(" → ")));
    }
    const QString text = parts.join(QStringLiteral(". "));
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void TrieView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme::colours().base);
    if (m_layout.places.empty())
        return;
    const double row = TrieLayout::kRow * m_zoom;
    const auto rowAt = [&](double y) { return static_cast<int>(std::floor((y - offset().y()) / row)); };
    const int rows = static_cast<int>(m_layout.nodeOfRow.size());
    const int first = std::clamp(rowAt(kRuler), 0, rows - 1), last = std::clamp(rowAt(viewport()->height()), 0, rows - 1);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.setClipRect(QRectF(0, kRuler, viewport()->width() - kGutter, viewport()->height() - kRuler));
    paintLines(painter, first, last);
    paintNodes(painter, first, last);
    painter.restore();
    paintGutter(painter, first, last);
    paintRuler(painter);
}

void TrieView::paintLines(QPainter &painter, int first, int last) const
{
    const theme::Colours &c = theme::colours();
    const double top = placeOf(m_layout.nodeOfRow[static_cast<std::size_t>(first)]).y() - 40;
    const double bottom = placeOf(m_layout.nodeOfRow[static_cast<std::size_t>(last)]).y() + 40;
    QPainterPath plain, lit;
    for (int i = 1; i < static_cast<int>(m_layout.places.size()); ++i) {
        const QPointF from = placeOf(node(i).parent), to = placeOf(i);
        if (std::max(from.y(), to.y()) < top || std::min(from.y(), to.y()) > bottom)
            continue;
        const double round = std::min({6.0 * m_zoom, std::abs(to.y() - from.y()), (to.x() - from.x()) / 2});
        QPainterPath &path = isLit(i) ? lit : plain;
        path.moveTo(from);
        path.lineTo(from.x(), to.y() - std::copysign(round, to.y() - from.y()));
        path.quadTo(QPointF(from.x(), to.y()), QPointF(from.x() + round, to.y()));
        path.lineTo(to);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(c.border, m_zoom < kDots ? 1.0 : 1.4));
    painter.drawPath(plain);
    painter.setPen(QPen(c.accent, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(lit);
}

void TrieView::paintNodes(QPainter &painter, int first, int last) const
{
    const theme::Colours &c = theme::colours();
    const double top = placeOf(m_layout.nodeOfRow[static_cast<std::size_t>(first)]).y() - TrieLayout::kRow;
    const double bottom = placeOf(m_layout.nodeOfRow[static_cast<std::size_t>(last)]).y() + TrieLayout::kRow;
    for (int i = 0; i < static_cast<int>(m_layout.places.size()); ++i) {
        const QPointF at = placeOf(i);
        if (at.y() < top || at.y() > bottom)
            continue;
        const TrieNode &of = node(i);
        const bool lit = isLit(i);
        if (i == m_current) {
            painter.setPen(Qt::NoPen);
            QColor behind = c.accent;
            behind.setAlphaF(hasFocus() ? 0.25F : 0.12F);
            painter.setBrush(behind);
            painter.drawRoundedRect(QRectF(at.x() - 10, at.y() - 10, viewport()->width() - kGutter - at.x() + 4, 20), 5, 5);
        }
        const double radius = std::max(of.isRoute ? 2.0 : 1.2, (of.isRoute ? 5.0 : 3.0) * std::min(m_zoom, 1.4));
        painter.setPen(QPen(lit ? c.accent : of.isRoute ? colourOf(of) : c.muted, lit ? 2.5 : 1.4));
        painter.setBrush(of.isRoute ? colourOf(of) : c.base);
        if (of.isFolded) { // a wedge: more is behind it
            QPainterPath wedge(at);
            const double length = std::max(6.0, 13 * m_zoom), half = std::max(2.5, 6 * m_zoom);
            wedge.lineTo(at + QPointF(length, -half));
            wedge.lineTo(at + QPointF(length, half));
            wedge.closeSubpath();
            QColor inside = c.muted;
            inside.setAlphaF(0.35F);
            painter.fillPath(wedge, inside);
        }
        if (of.isRoute || lit || m_zoom >= kDots)
            painter.drawEllipse(at, radius, radius);
        if (m_layout.rows[static_cast<std::size_t>(i)] >= 0 && (m_zoom >= kLabels || (lit && of.isRoute)))
            paintLabel(painter, i, at);
    }
}

void TrieView::paintLabel(QPainter &painter, int number, QPointF at) const
{
    const theme::Colours &c = theme::colours();
    const TrieNode &of = node(number);
    const bool lit = isLit(number);
    QFont font = theme::Theme::monospaceFont();
    font.setPixelSize(static_cast<int>(std::clamp(12 * m_zoom, 10.0, 20.0)));
    font.setBold(lit && of.isRoute);
    painter.setFont(font);
    double x = at.x() + (of.isFolded ? 20 : 11) * std::max(m_zoom, 0.7);
    const auto say = [&](const QString &text, const QColor &colour) {
        if (text.isEmpty())
            return;
        painter.setPen(colour);
        const double width = painter.fontMetrics().horizontalAdvance(text);
        painter.drawText(QRectF(x, at.y() - 10, width + 4, 20), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += width + 12;
    };
    say(of.prefix, of.isRoute ? (lit ? c.accent : c.text) : c.muted);
    font.setBold(false);
    painter.setFont(font);
    const bool stepped = m_lit < 0 || m_lit >= static_cast<int>(m_way.size()); // verdicts are known at the end
    // Of those that do not match only the nearest are said here: those that the way ended before.
    const TrieLookup &lookup = m_model.answer().lookup;
    const bool isNear = of.isLit || std::ranges::any_of(lookup.misses, [&](const TrieLookup::Miss &miss) {
        return miss.prefix == of.prefix && miss.sharedBits == lookup.misses.front().sharedBits;
    });
    const QString state = stepped && isNear ? m_model.stateOf(number) : QString();
    if (!state.isEmpty()) {
        const bool wins = of.isLit && lookup.containing.value(0) == of.prefix;
        say(wins ? QStringLiteral("✓ ") + state : QStringLiteral("✗ ") + state, wins ? c.ok : of.isLit ? c.warning : c.danger);
    }
    if (of.isFolded)
        say(tr("%n inside", nullptr, static_cast<int>(of.inside)), c.muted);
    if (of.isRoute && m_zoom >= kLabels)
        say(of.way + QStringLiteral(" · ") + of.protocol, c.muted);
}

void TrieView::paintRuler(QPainter &painter) const
{
    const theme::Colours &c = theme::colours();
    painter.fillRect(QRectF(0, 0, viewport()->width(), kRuler), c.window);
    painter.setPen(c.border);
    painter.drawLine(QPointF(0, kRuler - 0.5), QPointF(viewport()->width(), kRuler - 0.5));
    QFont font = theme::Theme::interfaceFont();
    font.setPixelSize(11);
    painter.setFont(font);
    painter.setPen(c.muted);
    double free = -100;
    for (const TrieLayout::Column &column : m_layout.columns) {
        const double x = column.x * across() + offset().x();
        if (x < free || x > viewport()->width() - kGutter - 24)
            continue;
        painter.drawText(QRectF(x - 20, 0, 40, kRuler), Qt::AlignCenter, QStringLiteral("/%1").arg(column.length));
        free = x + 34;
    }
    const QString &structure = m_model.answer().structure;
    painter.drawText(QRectF(viewport()->width() - kGutter + 8, 0, kGutter - 8, kRuler), Qt::AlignLeft | Qt::AlignVCenter,
                     structure == QLatin1String("leaves") ? tr("in group") : tr("in block"));
}

/// Rows whose addresses are found in the same row of the real structure have a bracket around them.
void TrieView::paintGutter(QPainter &painter, int first, int last) const
{
    const theme::Colours &c = theme::colours();
    const double left = viewport()->width() - kGutter;
    painter.fillRect(QRectF(left, kRuler, kGutter, viewport()->height() - kRuler), c.window);
    painter.setPen(c.border);
    painter.drawLine(QPointF(left + 0.5, kRuler), QPointF(left + 0.5, viewport()->height()));
    qint64 read = -1;
    for (const TrieLookup::Read &one : m_model.answer().lookup.reads)
        if (one.part == QLatin1String("blocks") || one.part == QLatin1String("groups"))
            read = one.row;
    QFont font = theme::Theme::interfaceFont();
    font.setPixelSize(11);
    painter.setFont(font);
    const auto of = [&](int row) -> const TrieNode & { return node(m_layout.nodeOfRow[static_cast<std::size_t>(row)]); };
    const auto rangeOf = [&](int row) {
        const TrieNode &at = of(row);
        return std::pair(at.firstRow, at.isFolded ? at.lastRow : at.firstRow);
    };
    const double half = TrieLayout::kRow * m_zoom / 2;
    for (int row = first; row <= last;) {
        int end = row;
        while (end < last && rangeOf(end + 1) == rangeOf(row))
            ++end;
        const auto [from, to] = rangeOf(row);
        const double gap = std::min(2.0, half / 2);
        const double top = placeOf(m_layout.nodeOfRow[static_cast<std::size_t>(row)]).y() - half + gap;
        const double bottom = placeOf(m_layout.nodeOfRow[static_cast<std::size_t>(end)]).y() + half - gap;
        const bool isRead = m_model.answer().hasLookup && from <= read && read <= to;
        painter.setPen(QPen(isRead ? c.accent : c.muted, isRead ? 2.5 : 1.2));
        painter.drawPolyline(QPolygonF({{left + 6, top}, {left + 11, top}, {left + 11, bottom}, {left + 6, bottom}}));
        const double seenTop = std::max(top, kRuler), seenBottom = std::min(bottom, double(viewport()->height()));
        if (seenBottom - seenTop > 9) {
            const double middle = (seenTop + seenBottom) / 2;
            painter.setPen(isRead ? c.accent : c.muted);
            const QString text = from == to ? QString::number(from) : tr("%1 to %2").arg(from).arg(to);
            painter.drawText(QRectF(left + 16, middle - 8, kGutter - 18, 16), Qt::AlignLeft | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(kGutter - 18)));
        }
        row = end + 1;
    }
}

void TrieView::resizeEvent(QResizeEvent *) { updateBars(); }

void TrieView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_grip = event->position().toPoint();
    m_dragging = false;
    if (const int at = nodeAt(event->position()); at >= 0)
        setCurrent(at);
}

void TrieView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    const QPoint now = event->position().toPoint(), moved = now - m_grip;
    if (!m_dragging && moved.manhattanLength() < 5)
        return;
    m_dragging = true;
    m_grip = now;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - moved.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - moved.y());
}

void TrieView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const int at = nodeAt(event->position()); at >= 0 && node(at).inside > 0)
        emit toggled(node(at).prefix);
}

void TrieView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier)
        setZoom(m_zoom * std::pow(1.0015, event->angleDelta().y()), event->position());
    else
        QAbstractScrollArea::wheelEvent(event);
    event->accept();
}

void TrieView::keyPressEvent(QKeyEvent *event)
{
    const int count = static_cast<int>(m_layout.places.size());
    const QPointF middle(viewport()->rect().center());
    const auto go = [&](int node) { setCurrent(std::clamp(node, 0, count - 1)); };
    if (count == 0)
        return QAbstractScrollArea::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Down: return go(m_current + 1);
    case Qt::Key_Up: return go(m_current < 0 ? 0 : m_current - 1);
    case Qt::Key_PageDown: return go(m_current + std::max(1, static_cast<int>(viewport()->height() / (TrieLayout::kRow * m_zoom))));
    case Qt::Key_PageUp: return go(m_current - std::max(1, static_cast<int>(viewport()->height() / (TrieLayout::kRow * m_zoom))));
    case Qt::Key_Home: return go(0);
    case Qt::Key_End: return go(count - 1);
    case Qt::Key_Left: return go(m_current < 0 ? 0 : node(m_current).parent);
    case Qt::Key_Right:
        if (m_current >= 0 && node(m_current).isFolded)
            emit toggled(node(m_current).prefix);
        else if (m_current < 0 || !node(m_current).children.empty())
            go(m_current < 0 ? 0 : node(m_current).children.front());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= 0 && node(m_current).inside > 0)
            emit toggled(node(m_current).prefix);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: return setZoom(m_zoom * 1.25, middle);
    case Qt::Key_Minus: return setZoom(m_zoom / 1.25, middle);
    case Qt::Key_0: return fit();
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void TrieView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current < 0 && !m_layout.places.empty())
        setCurrent(0);
    viewport()->update();
}

void TrieView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool TrieView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int at = nodeAt(help->pos());
        if (at < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), m_model.data(m_model.indexOf(at), Qt::ToolTipRole).toString(), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace hopyard::inspect
