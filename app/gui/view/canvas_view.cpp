// See canvas_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/canvas_view.h"

#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/link_tool.h"
#include "app/gui/view/pointer_tool.h"
#include "app/gui/view/shape_tool.h"

#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QPaintEvent>
#include <QScrollBar>
#include <QTimer>
#include <QTimerEvent>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace hopyard::view {

const char *const kNodeKindMime = "application/x-hopyard-node-kind";
const char *const kTemplateMime = "application/x-hopyard-template";

namespace {

/// The one picture file of this machine that is dragged; empty where it is none, or several.
QString pictureIn(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    const QString path = urls.size() == 1 ? urls.first().toLocalFile() : QString();
    static const QStringList endings{QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                     QStringLiteral("svg"), QStringLiteral("webp"), QStringLiteral("gif")};
    return endings.contains(QFileInfo(path).suffix().toLower()) ? path : QString();
}

constexpr double kGrid = 20;      ///< scene units
constexpr double kMinZoom = 0.05;
constexpr double kMaxZoom = 4;
constexpr int kFrame = 16;        ///< ms
constexpr double kMaxFit = 1.35;
constexpr int kFitMargin = 36;    ///< viewport pixels around the content
constexpr int kZoomRests = 120;   ///< ms without another zoom
constexpr std::size_t kLarge = 300;       ///< nodes and links: smaller labs are painted anew within a frame
constexpr double kStretch = 2.5;  ///< a picture is stretched or shrunk at most so many times: further it is mush
constexpr double kOfTheView = 0.5; ///< that a stretched picture covers at least; less and painting the rest costs as much as all

/// Scene units to pixels of the plane.
QRectF planeRect(const QRectF &rect, double zoom) { return {rect.topLeft() * zoom, rect.size() * zoom}; }

} // namespace

CanvasView::CanvasView(document::LabDocument &document, scene::LabScene &scene, QWidget *parent)
    : QGraphicsView(&scene, parent), m_document(document), m_scene(scene), m_labels(scene)
{
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Canvas"));
    setFrameShape(NoFrame);
    setViewportUpdateMode(NoViewportUpdate); // frames are put together here, from the cache
    setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(AnchorViewCenter);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setAccessibleName(tr("Canvas"));
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&scene, &QGraphicsScene::changed, this, &CanvasView::sceneChanged);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &CanvasView::invalidateCache);
    connect(&scene, &scene::LabScene::pickedChanged, this, &CanvasView::describePicked);
    m_tool = std::make_unique<PointerTool>(*this);
    centerOn(0, 0);
    describePicked();
}

void CanvasView::describePicked()
{
    // A screen reader hears what is picked as the canvas' description.
    constexpr std::size_t kNamed = 8; // more than that is a number
    const document::Picked picked = m_scene.picked();
    if (picked.nodes.size() + picked.links.size() > kNamed) {
        setAccessibleDescription(tr("Picked: %1 nodes and %2 links").arg(picked.nodes.size()).arg(picked.links.size()));
        return;
    }
    QStringList words;
    for (const lab::Node &node : m_document.lab().nodes)
        if (std::find(picked.nodes.begin(), picked.nodes.end(), node.name) != picked.nodes.end())
            words += QStringLiteral("%1, %2 %3")
                         .arg(document::toQt(node.name), document::kindText(node.kind), scene::addressText(node));
    for (const document::LinkEnds &ends : picked.links)
        words += tr("link %1").arg(document::linkText(ends));
    for (const std::string &id : picked.shapes)
        if (const lab::Shape *shape = m_document.drawing().findShape(id))
            words += QStringLiteral("%1, %2").arg(document::toQt(id), document::shapeText(shape->kind));
    for (const std::string &group : picked.groups)
        words += tr("group %1").arg(document::toQt(group));
    setAccessibleDescription(words.isEmpty()
                                 ? tr("The network as a drawing. Tab goes from node to node; the tables list the same.")
                                 : tr("Picked: %1").arg(words.join(QStringLiteral("; "))));
}

CanvasView::~CanvasView() { m_tool.reset(); }

// --- frames -----------------------------------------------------------------------------------------------------

void CanvasView::addOverlay(Overlay *overlay)
{
    m_overlays.push_back(overlay);
    wakeOverlays();
}

void CanvasView::removeOverlay(Overlay *overlay)
{
    std::erase(m_overlays, overlay);
    viewport()->update();
}

void CanvasView::wakeOverlays()
{
    viewport()->update();
    if (!m_frames.isActive())
        m_frames.start(kFrame, Qt::PreciseTimer, this);
}

void CanvasView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_zoomRests.timerId()) {
        invalidateCache();
        return;
    }
    if (event->timerId() != m_frames.timerId()) {
        QGraphicsView::timerEvent(event);
        return;
    }
    viewport()->update();
    if (std::none_of(m_overlays.begin(), m_overlays.end(), [](const Overlay *o) { return o->isActive(); }))
        m_frames.stop(); // after one more frame, which shows the last state
}

ViewTransform CanvasView::viewTransform() const
{
    ViewTransform transform{viewportTransform(), zoom(), viewport()->devicePixelRatioF(), viewport()->rect()};
    if (!m_stretched) // else labels are where the picture was stretched to
        transform.taken = &m_labels.plan().taken();
    for (const QObject *child : viewport()->children())
        if (const auto *widget = qobject_cast<const QWidget *>(child); widget && widget->isVisible())
            transform.widgets.push_back(widget->geometry());
    return transform;
}

void CanvasView::invalidateCache()
{
    m_zoomRests.stop();
    m_stretched.reset();
    m_dirty = viewport()->rect();
    m_labelsTouched = true;
    viewport()->update();
}

void CanvasView::sceneChanged(const QList<QRectF> &rects)
{
    if (m_stretched)
        return; // all is painted anew in a moment
    const QTransform transform = viewportTransform();
    const QRect all = viewport()->rect();
    for (const QRectF &rect : rects)
        m_dirty += transform.mapRect(rect).toAlignedRect().adjusted(-2, -2, 2, 2) & all;
    if (m_dirty.rectCount() > 40) // many small clips cost more than the rectangle around them
        m_dirty = m_dirty.boundingRect();
    m_labelsTouched = true;
    viewport()->update();
}

/// Labels are no items: where they change the picture is painted anew, whatever the scene says.
void CanvasView::followLabels()
{
    if (!m_labelsTouched && !m_labels.isBehind() && zoom() == m_labels.plan().zoom())
        return;
    m_labelsTouched = false;
    const QPointF origin = viewportTransform().map(QPointF());
    const QRect all = viewport()->rect();
    const std::vector<QRectF> changed = m_labels.follow(zoom(), QRectF(all).translated(-origin));
    constexpr std::size_t kSingly = 40; // many small clips cost more than the rectangle around them
    QRectF together;
    for (const QRectF &rect : changed)
        if (changed.size() > kSingly)
            together |= rect;
        else
            m_dirty += rect.translated(origin).toAlignedRect() & all;
    if (!together.isEmpty())
        m_dirty += together.translated(origin).toAlignedRect() & all;
}

void CanvasView::renderCache()
{
    const double ratio = viewport()->devicePixelRatioF();
    const QSize size = (QSizeF(viewport()->size()) * ratio).toSize();
    if (m_cache.size() != size) {
        m_cache = QPixmap(size);
        m_cache.setDevicePixelRatio(ratio);
        m_dirty = viewport()->rect();
    }
    if (m_stretched) {
        if (stretchCache())
            return;
        invalidateCache();
    }
    followLabels();
    if (m_dirty.isEmpty())
        return;
    paintScene(m_dirty);
    QPainter painter(&m_cache);
    painter.setClipRegion(m_dirty);
    painter.setRenderHint(QPainter::TextAntialiasing);
    const QPointF origin = viewportTransform().map(QPointF());
    m_labels.paint(painter, origin, QRectF(m_dirty.boundingRect()).translated(-origin));
    m_dirty = QRegion();
}

/// The cache out of the picture of before the zoom; what comes in at the border is painted, without labels. False where too much would
/// have to be.
bool CanvasView::stretchCache()
{
    const QTransform by = m_stretched->sceneToViewport.inverted() * viewportTransform();
    const QRect all = viewport()->rect();
    const QRect covered = by.mapRect(QRectF(all)).toAlignedRect().adjusted(1, 1, -1, -1) & all;
    const auto area = [](const QRect &rect) { return double(rect.width()) * rect.height(); };
    if (by.m11() > kStretch || by.m11() < 1 / kStretch || area(covered) < kOfTheView * area(all))
        return false;
    QPainter painter(&m_cache);
    painter.setClipRect(covered);
    painter.setTransform(by);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(0, 0, m_stretched->picture);
    painter.end();
    if (const QRegion border = QRegion(all) - covered; !border.isEmpty())
        paintScene(border);
    return true;
}

/// Ground and items, without labels.
void CanvasView::paintScene(const QRegion &where)
{
    const QRect target = where.boundingRect();
    QPainter painter(&m_cache);
    painter.setClipRegion(where);
    painter.fillRect(target, theme::colours().canvas);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    const QRectF source = viewportTransform().inverted().mapRect(QRectF(target));
    painter.save();
    painter.setTransform(viewportTransform(), true);
    drawBackground(&painter, source);
    painter.restore();
    m_scene.render(&painter, target, source, Qt::IgnoreAspectRatio);
}

void CanvasView::paintEvent(QPaintEvent *event)
{
    renderCache();
    QPainter painter(viewport());
    const QRect rect = event->rect();
    painter.setClipRect(rect);
    painter.drawPixmap(0, 0, m_cache);
    painter.setRenderHint(QPainter::Antialiasing);
    const ViewTransform transform = viewTransform();
    for (Overlay *overlay : m_overlays) {
        painter.save();
        overlay->paint(painter, transform);
        painter.restore();
    }
    drawDropHint(painter);
    m_tool->paint(painter);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme::colours().accent, 1));
        painter.drawRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void CanvasView::drawBackground(QPainter *painter, const QRectF &rect)
{
    if (!m_gridShown || zoom() < 0.45)
        return;
    // Dots where the lines of the grid would cross; every second one while zoomed out.
    const double step = zoom() < 0.9 ? 2 * kGrid : kGrid;
    QVector<QPointF> dots;
    for (double x = std::floor(rect.left() / step) * step; x <= rect.right(); x += step)
        for (double y = std::floor(rect.top() / step) * step; y <= rect.bottom(); y += step)
            dots.append({x, y});
    QPen pen(theme::colours().grid, 2, Qt::SolidLine, Qt::RoundCap);
    pen.setCosmetic(true);
    painter->setPen(pen);
    painter->drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

void CanvasView::drawDropHint(QPainter &painter) const
{
    if (!m_dropHint)
        return;
    const QRectF box(-scene::kTile / 2, -scene::kTile / 2, scene::kTile, scene::kTile);
    painter.setPen(QPen(theme::colours().accent, 1.5, Qt::DashLine));
    QColor fill = theme::colours().accent;
    fill.setAlpha(30);
    painter.setBrush(fill);
    painter.drawRoundedRect(viewportTransform().mapRect(box.translated(*m_dropHint)), 12, 12);
}

void CanvasView::resizeEvent(QResizeEvent *event)
{
    m_resizing = true;
    QGraphicsView::resizeEvent(event);
    m_resizing = false;
    invalidateCache();
    if (m_fitted)
        zoomToFit();
}

void CanvasView::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    m_fitted = m_fitted && m_resizing;
    if (m_zooming)
        return;
    if (m_stretched) {
        viewport()->update();
        return;
    }
    const double ratio = viewport()->devicePixelRatioF();
    if (m_cache.isNull() || ratio != std::floor(ratio)) {
        invalidateCache();
        return;
    }
    // The picture moves with the plane; only what comes in at the border is painted.
    const int whole = static_cast<int>(ratio);
    m_cache.setDevicePixelRatio(1);
    m_cache.scroll(dx * whole, dy * whole, m_cache.rect());
    m_cache.setDevicePixelRatio(ratio);
    const QRect all = viewport()->rect();
    m_dirty = m_dirty.translated(dx, dy) + (QRegion(all) - all.translated(dx, dy));
    m_dirty &= all;
    m_labelsTouched = true;
    viewport()->update();
}

// --- zoom and place ---------------------------------------------------------------------------------------------

void CanvasView::setZoom(double zoom, std::optional<QPoint> fixedPoint)
{
    zoom = std::clamp(zoom, kMinZoom, kMaxZoom);
    m_fitted = false;
    const QPoint fixed = fixedPoint.value_or(viewport()->rect().center());
    const QPointF before = mapToScene(fixed);
    // A picture that is whole can be stretched until the zoom rests.
    std::optional<Stretched> stretched = std::move(m_stretched);
    const bool isLarge = m_document.lab().nodes.size() + m_document.lab().links.size() > kLarge;
    if (!stretched && isLarge && m_dirty.isEmpty() && !m_cache.isNull())
        stretched = Stretched{m_cache, viewportTransform()};
    m_zooming = true;
    setTransform(QTransform::fromScale(zoom, zoom));
    const QPointF moved = viewportTransform().map(before) - QPointF(fixed);
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
    m_zooming = false;
    invalidateCache();
    if ((m_stretched = std::move(stretched)))
        m_zoomRests.start(kZoomRests, this);
    emit zoomChanged(zoom);
}

void CanvasView::zoomStep(double steps, std::optional<QPoint> fixedPoint)
{
    setZoom(zoom() * std::pow(1.2, steps), fixedPoint);
}

void CanvasView::zoomToFit()
{
    const QRectF content = m_scene.contentRect();
    if (content.isEmpty()) {
        setZoom(1);
        centerOn(0, 0);
        m_fitted = false; // what is drawn from now on stays where it is
        return;
    }
    const QSizeF room = viewport()->size() - QSize(2 * kFitMargin, 2 * kFitMargin);
    const auto fitting = [&](const QRectF &rect) {
        return std::min({room.width() / rect.width(), room.height() / rect.height(), kMaxFit});
    };
    // Names have the same size at every zoom: those at the border may want more room than their nodes do.
    const double first = fitting(content);
    const QRectF named = scene::LabelPlan(m_scene.labelInputs(), first, planeRect(content, first).adjusted(-1, -1, 1, 1)).bounds();
    QRectF all = content;
    if (!named.isEmpty())
        all |= QRectF(named.topLeft() / first, named.size() / first);
    setZoom(fitting(all));
    centerOn(all.center());
    m_fitted = true;
    invalidateCache();
}

void CanvasView::panBy(const QPoint &pixels)
{
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - pixels.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - pixels.y());
}

QPointF CanvasView::centre() const { return mapToScene(viewport()->rect().center()); }

void CanvasView::setGridShown(bool shown)
{
    m_gridShown = shown;
    invalidateCache();
}

lab::Position CanvasView::snapped(const QPointF &at, Qt::KeyboardModifiers modifiers) const
{
    if (!m_snapping || modifiers & Qt::AltModifier)
        return {std::round(at.x()), std::round(at.y())};
    return {std::round(at.x() / kGrid) * kGrid, std::round(at.y() / kGrid) * kGrid};
}

// --- tools ------------------------------------------------------------------------------------------------------

void CanvasView::useTool(std::unique_ptr<Tool> tool)
{
    m_tool->cancel();
    m_tool = std::move(tool);
    viewport()->setCursor(m_tool->isPointer() ? Qt::ArrowCursor : Qt::CrossCursor);
    viewport()->update();
    emit toolChanged();
}

void CanvasView::usePointer() { useTool(std::make_unique<PointerTool>(*this)); }
void CanvasView::useLinkTool() { useTool(std::make_unique<LinkTool>(*this)); }
void CanvasView::useShapeTool(lab::ShapeKind kind) { useTool(std::make_unique<ShapeTool>(*this, kind)); }
bool CanvasView::isLinkToolInUse() const { return toolId() == QLatin1String("link"); }
QString CanvasView::toolId() const { return m_tool->id(); }

void CanvasView::cancel()
{
    if (m_tool->cancel())
        return;
    if (!m_tool->isPointer())
        usePointer();
    else
        m_scene.pickNone();
}

// --- events -----------------------------------------------------------------------------------------------------

void CanvasView::wheelEvent(QWheelEvent *event)
{
    zoomStep(event->angleDelta().y() / 120.0, event->position().toPoint());
    event->accept();
}

void CanvasView::mousePressEvent(QMouseEvent *event)
{
    const QPointF at = mapToScene(event->pos());
    event->accept();
    if (event->button() == Qt::LeftButton) {
        m_tool->press(*event, at);
        return;
    }
    const bool onSomething = m_scene.nodeAt(at) || m_scene.linkAt(at, 6 / zoom());
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::RightButton && !onSomething)) {
        m_panFrom = event->pos();
        m_panned = false;
    }
}

bool CanvasView::viewportEvent(QEvent *event)
{
    if (m_tool && event->type() == QEvent::Leave)
        m_tool->leave();
    return QGraphicsView::viewportEvent(event);
}

void CanvasView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_panFrom) {
        const QPoint by = event->pos() - *m_panFrom;
        if (m_panned || by.manhattanLength() >= 4) {
            m_panned = true;
            viewport()->setCursor(Qt::ClosedHandCursor);
            panBy(by);
            m_panFrom = event->pos();
        }
        return;
    }
    m_tool->move(*event, mapToScene(event->pos()));
}

void CanvasView::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
    if (event->button() == Qt::LeftButton) {
        m_tool->release(*event, mapToScene(event->pos()));
        return;
    }
    m_panFrom.reset();
    viewport()->setCursor(m_tool->isPointer() ? Qt::ArrowCursor : Qt::CrossCursor);
    if (event->button() != Qt::RightButton || m_panned) {
        m_panned = false;
        return;
    }
    const QPointF at = mapToScene(event->pos());
    if (scene::NodeItem *node = m_scene.nodeAt(at)) {
        if (!node->isSelected())
            m_scene.pickNode(node->name());
    } else if (scene::GroupItem *group = m_scene.groupAt(at)) {
        if (!group->isSelected())
            m_scene.pick({{}, {}, {}, {group->name()}});
    } else if (scene::LinkItem *link = m_scene.linkAt(at, 6 / zoom())) {
        if (!link->isSelected())
            m_scene.pick({{}, {link->ends()}});
    } else if (scene::ShapeItem *shape = m_scene.shapeAt(at, 5 / zoom())) {
        if (!shape->isSelected())
            m_scene.pick({{}, {}, {shape->shapeValue().id}, {}});
    } else {
        m_scene.pickNone();
    }
    emit contextMenuRequested(event->globalPosition().toPoint(), at);
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        m_tool->doubleClick(*event, mapToScene(event->pos()));
}

void CanvasView::contextMenuEvent(QContextMenuEvent *event)
{
    event->accept();
    if (event->reason() == QContextMenuEvent::Mouse)
        return; // the release decides: a right drag pans
    const document::Picked picked = m_scene.picked();
    QPointF at = centre();
    if (!picked.nodes.empty())
        at = m_scene.nodeItem(picked.nodes.front())->pos();
    else if (!picked.links.empty())
        at = m_scene.linkItem(picked.links.front())->path().pointAt(0.5);
    emit contextMenuRequested(viewport()->mapToGlobal(mapFromScene(at)), at);
}

void CanvasView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        cancel();
        return;
    }
    if (!m_tool->key(*event))
        event->ignore();
}

bool CanvasView::focusNextPrevChild(bool next)
{
    // Tab goes from thing to thing, and out of the canvas after the last one: nodes, folded groups, shapes.
    std::vector<std::pair<document::Picked, QRectF>> stops;
    for (const lab::Node &node : m_document.lab().nodes)
        if (const scene::NodeItem *item = m_scene.nodeItem(node.name); item && item->isVisible())
            stops.push_back({{{node.name}, {}}, QRectF(node.at.x - 40, node.at.y - 40, 80, 80)});
    for (const lab::Group &group : m_document.drawing().groups)
        if (const scene::GroupItem *item = m_scene.groupItem(group.name); item && group.folded)
            stops.push_back({{{}, {}, {}, {group.name}}, item->grip()});
    for (const lab::Shape &shape : m_document.drawing().shapes)
        if (m_document.drawing().isShown(shape))
            stops.push_back({{{}, {}, {shape.id}, {}}, scene::boxOf(shape)});
    const document::Picked picked = m_scene.picked();
    const auto isPicked = [&](const document::Picked &stop) {
        const auto in = [](const std::vector<std::string> &one, const std::vector<std::string> &all) {
            return !one.empty() && std::find(all.begin(), all.end(), one.front()) != all.end();
        };
        return in(stop.nodes, picked.nodes) || in(stop.groups, picked.groups) || in(stop.shapes, picked.shapes);
    };
    std::size_t first = stops.size(), last = stops.size();
    for (std::size_t i = 0; i < stops.size(); ++i)
        if (isPicked(stops[i].first)) {
            first = std::min(first, i);
            last = i;
        }
    const bool none = first == stops.size();
    const std::size_t at = next ? (none ? 0 : last + 1) : first;
    if (next ? at >= stops.size() : at == 0) {
        m_scene.pickNone();
        return QGraphicsView::focusNextPrevChild(next);
    }
    const auto &[stop, place] = stops[next ? at : at - 1];
    m_scene.pick(stop);
    ensureVisible(place);
    return true;
}

void CanvasView::dragEnterEvent(QDragEnterEvent *event)
{
    const QMimeData &dragged = *event->mimeData();
    if (dragged.hasFormat(QLatin1String(kNodeKindMime)) || dragged.hasFormat(QLatin1String(kTemplateMime)) || !pictureIn(dragged).isEmpty())
        event->acceptProposedAction();
}

void CanvasView::dragMoveEvent(QDragMoveEvent *event)
{
    const lab::Position to = snapped(mapToScene(event->position().toPoint()), event->modifiers());
    m_dropHint = QPointF(to.x, to.y);
    viewport()->update();
    event->acceptProposedAction();
}

void CanvasView::dragLeaveEvent(QDragLeaveEvent *)
{
    m_dropHint.reset();
    viewport()->update();
}

void CanvasView::dropEvent(QDropEvent *event)
{
    m_dropHint.reset();
    viewport()->update();
    const QPointF at = mapToScene(event->position().toPoint());
    if (event->mimeData()->hasFormat(QLatin1String(kTemplateMime))) {
        event->acceptProposedAction();
        const QByteArray name = event->mimeData()->data(QLatin1String(kTemplateMime));
        event->modifiers() & Qt::ShiftModifier ? emit manyTemplatesDropped(name, at) : emit templateDropped(name, at);
        return;
    }
    if (const QString picture = pictureIn(*event->mimeData()); !picture.isEmpty()) {
        event->acceptProposedAction();
        // Later: whom it was dragged from waits for the answer, and a question may be asked first.
        QTimer::singleShot(0, this, [this, picture, at] { emit pictureDropped(picture, at); });
        return;
    }
    const QByteArray text = event->mimeData()->data(QLatin1String(kNodeKindMime));
    const auto kind = lab::parseNodeKind(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    if (!kind)
        return;
    if (event->modifiers() & Qt::ShiftModifier) {
        event->acceptProposedAction();
        emit manyDropped(text, at);
        return;
    }
    const std::string name = document::addNode(m_document, *kind, snapped(at, event->modifiers()));
    m_scene.pickNode(name);
    setFocus();
    event->acceptProposedAction();
}

} // namespace hopyard::view
