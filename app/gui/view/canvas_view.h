// The canvas: shows the scene from a cached picture and the overlays on top of it, zooms, pans, and hands mouse and
// keys to the tool in use. Repainting a frame with packets costs one copy of the cache and the packets.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/view/label_layer.h"
#include "app/gui/view/overlay.h"
#include "core/lab/drawing.h"
#include "core/lab/lab.h"

#include <QBasicTimer>
#include <QGraphicsView>
#include <QPixmap>
#include <QRegion>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::document {
class LabDocument;
struct LinkEnds;
}
namespace hopyard::scene {
class LabScene;
}

namespace hopyard::view {

class Tool;

/// The MIME type under which the palette hands a node kind over; the data is the kind as in the lab file.
extern const char *const kNodeKindMime;
/// The same for a person's own template; the data is its name.
extern const char *const kTemplateMime;

class CanvasView final : public QGraphicsView {
    Q_OBJECT

public:
    CanvasView(document::LabDocument &document, scene::LabScene &scene, QWidget *parent = nullptr);
    ~CanvasView() override;

    document::LabDocument &document() const { return m_document; }
    scene::LabScene &labScene() const { return m_scene; }

    // --- overlays (not owned; remove before they go) ---
    void addOverlay(Overlay *overlay);
    void removeOverlay(Overlay *overlay);
    /// An overlay became active, or changed once: paint frames from now on for as long as one is active.
    void wakeOverlays();
    ViewTransform viewTransform() const;
    const scene::LabelPlan &labelPlan() const { return m_labels.plan(); } ///< of the last frame

    // --- zoom and place ---
    double zoom() const { return transform().m11(); } ///< 1 is actual size
    void setZoom(double zoom,
                 std::optional<QPoint> fixedPoint = {}); ///< the scene point under it (or the centre) stays
    void zoomStep(double steps, std::optional<QPoint> fixedPoint = {});
    void zoomToFit(); ///< and again when the canvas gets another size, until a person goes elsewhere
    void panBy(const QPoint &viewportPixels);
    QPointF centre() const; ///< of what is visible, in scene units

    // --- grid ---
    bool isGridShown() const { return m_gridShown; }
    void setGridShown(bool shown);
    bool isSnapping() const { return m_snapping; }
    void setSnapping(bool snapping) { m_snapping = snapping; }
    /// The place to put a node at: on the grid unless snapping is off or Alt is held.
    lab::Position snapped(const QPointF &scenePosition, Qt::KeyboardModifiers modifiers) const;

    // --- tools ---
    void usePointer();
    void useLinkTool();
    bool isLinkToolInUse() const;
    /// Draws one shape of that kind, then comes back to the pointer.
    void useShapeTool(lab::ShapeKind kind);
    QString toolId() const; ///< "pointer", "link", "shape.note"
    /// Ends whatever gesture is under way without a trace; with none under way returns to the pointer.
    void cancel();

    /// Paints the scene anew at the next frame.
    void invalidateCache();
    /// True for the moments in which a large lab is zoomed: the picture is stretched, and painted anew when the zoom rests.
    bool isStretched() const { return m_stretched.has_value(); }

signals:
    void zoomChanged(double zoom);
    void toolChanged();
    /// Double click or Return.
    void nodeActivated(const std::string &node);
    void linkActivated(const hopyard::document::LinkEnds &ends);
    void shapeActivated(const std::string &id);
    void groupActivated(const std::string &name);
    /// Something of the palette came down with Shift held: ask how many.
    void manyDropped(const QByteArray &what, const QPointF &scenePosition);
    /// A template of the palette came down, or with Shift held: ask how many.
    void templateDropped(const QByteArray &name, const QPointF &scenePosition);
    void manyTemplatesDropped(const QByteArray &name, const QPointF &scenePosition);
    /// The file of a picture came down, from a file manager.
    void pictureDropped(const QString &path, const QPointF &scenePosition);
    /// At what is picked now; on the canvas itself where nothing is.
    void contextMenuRequested(const QPoint &globalPosition, const QPointF &scenePosition);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;

private:
    friend class Tool;
    void useTool(std::unique_ptr<Tool> tool);
    void sceneChanged(const QList<QRectF> &rects);
    void renderCache();
    void paintScene(const QRegion &where);
    bool stretchCache();
    void followLabels();
    void describePicked();
    void drawDropHint(QPainter &painter) const;

    document::LabDocument &m_document;
    scene::LabScene &m_scene;
    LabelLayer m_labels;
    std::unique_ptr<Tool> m_tool;
    std::vector<Overlay *> m_overlays;
    QBasicTimer m_frames;
    QBasicTimer m_zoomRests;
    QPixmap m_cache;
    /// The picture that is stretched while the zoom changes, and how it showed the scene.
    struct Stretched {
        QPixmap picture;
        QTransform sceneToViewport;
    };
    std::optional<Stretched> m_stretched;
    QRegion m_dirty; // of the cache, in viewport pixels
    bool m_labelsTouched = true; // something happened since they were brought up to date
    std::optional<QPoint> m_panFrom;
    bool m_panned = false; // since the button went down: then it is no click
    std::optional<QPointF> m_dropHint;
    bool m_fitted = false;   ///< the whole lab was asked for, and nobody went elsewhere since
    bool m_resizing = false;
    bool m_zooming = false;  ///< scrolling is part of it: the picture need not follow
    bool m_gridShown = true;
    bool m_snapping = true;
};

} // namespace hopyard::view
