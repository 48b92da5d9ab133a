// See minimap.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/minimap.h"

#include "app/gui/document/lab_document.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/shape_painter.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace hopyard::view {

namespace {
constexpr int kWidth = 190;
constexpr int kHeight = 128;
constexpr int kFromCorner = 14;
constexpr double kInset = 8;
} // namespace

Minimap::Minimap(CanvasView &canvas) : QWidget(canvas.viewport()), m_canvas(canvas)
{
    setObjectName(QStringLiteral("minimap"));
    setAccessibleName(tr("Map of the lab"));
    setFixedSize(kWidth, kHeight);
    setCursor(Qt::PointingHandCursor);
    canvas.viewport()->installEventFilter(this);
    connect(&canvas.labScene(), &scene::LabScene::geometryChanged, this, &Minimap::contentChanged);
    connect(&canvas.document(), &document::LabDocument::changed, this, &Minimap::contentChanged);
    connect(&canvas, &CanvasView::zoomChanged, this, qOverload<>(&QWidget::update));
    for (QScrollBar *bar : {canvas.horizontalScrollBar(), canvas.verticalScrollBar()})
        connect(bar, &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
    contentChanged();
    place();
}

void Minimap::contentChanged()
{
    m_content = m_canvas.labScene().contentRect();
    update();
}

void Minimap::place()
{
    const QWidget *port = m_canvas.viewport();
    move(port->width() - width() - kFromCorner, port->height() - height() - kFromCorner);
}

bool Minimap::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

QTransform Minimap::sceneToMap() const
{
    const QRectF seen = m_canvas.viewTransform().sceneToViewport.inverted().mapRect(QRectF(m_canvas.viewport()->rect()));
    // What is seen is in it as well, as long as it is not far off.
    QRectF all = m_content.isEmpty() ? seen : m_content;
    if (seen.width() < 3 * all.width())
        all |= seen & all.adjusted(-all.width(), -all.height(), all.width(), all.height());
    const double scale = std::min((width() - 2 * kInset) / std::max(all.width(), 1.0), (height() - 2 * kInset) / std::max(all.height(), 1.0));
    QTransform to;
    to.translate(width() / 2.0, height() / 2.0);
    to.scale(scale, scale);
    to.translate(-all.center().x(), -all.center().y());
    return to;
}

QPointF Minimap::sceneAt(const QPointF &mapPoint) const { return sceneToMap().inverted().map(mapPoint); }

void Minimap::paintEvent(QPaintEvent *)
{
    if (m_content.isEmpty())
        return; // there is nothing yet to go to
    const theme::Colours &c = theme::colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = c.window;
    ground.setAlpha(235);
    painter.setPen(QPen(c.border, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QTransform to = sceneToMap();
    const scene::LabScene &scene = m_canvas.labScene();
    const lab::Lab &lab = m_canvas.document().lab();
    const lab::Drawing &drawing = m_canvas.document().drawing();
    for (const lab::Shape &shape : drawing.shapes) {
        if (!drawing.isShown(shape))
            continue;
        const scene::Ink ink = scene::inkOf(shape.colour);
        painter.setPen(QPen(ink.line, 0.7));
        painter.setBrush(ink.wash);
        const QRectF box = to.mapRect(scene::boxOf(shape));
        shape.kind == lab::ShapeKind::ellipse ? painter.drawEllipse(box) : painter.drawRect(box);
    }
    QColor wire = c.wire;
    wire.setAlpha(150);
    painter.setPen(QPen(wire, 0.8));
    for (const lab::Link &link : lab.links)
        if (scene.isShown(link.a.node) && scene.isShown(link.b.node))
            painter.drawLine(to.map(scene.placeOf(link.a.node)), to.map(scene.placeOf(link.b.node)));
    painter.setPen(Qt::NoPen);
    const double radius = std::clamp(26 * to.m11(), 1.2, 4.0);
    for (const lab::Node &node : lab.nodes) {
        if (!scene.isShown(node.name))
            continue;
        painter.setBrush(c.kind(node.kind));
        painter.drawEllipse(to.map(scene.placeOf(node.name)), radius, radius);
    }
    const QRectF seen = to.mapRect(m_canvas.viewTransform().sceneToViewport.inverted().mapRect(QRectF(m_canvas.viewport()->rect())));
    QColor veil = c.accent;
    veil.setAlpha(22);
    painter.setPen(QPen(c.accent, 1.3));
    painter.setBrush(veil);
    painter.drawRoundedRect(seen & QRectF(rect()).adjusted(2, 2, -2, -2), 3, 3);
}

void Minimap::mousePressEvent(QMouseEvent *event)
{
    event->accept();
    m_canvas.centerOn(sceneAt(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent *event)
{
    event->accept();
    if (event->buttons() & Qt::LeftButton)
        m_canvas.centerOn(sceneAt(event->position()));
}

} // namespace hopyard::view
