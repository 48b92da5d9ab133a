// The start page, on the empty canvas: begin anew, go on with a recent lab, open a sample by its picture. Goes as soon
// as there is something on the canvas.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

class QBoxLayout;
class QGridLayout;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace hopyard::view {
class CanvasView;
}

namespace hopyard::window {

class Workbench;

class Welcome final : public QFrame {
    Q_OBJECT

public:
    Welcome(Workbench &workbench, view::CanvasView &canvas);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override; ///< makes way for what is dragged to the canvas

private:
    void follow();
    void centre();
    void addHeading(QBoxLayout &column, const QString &text);
    void addStart(QVBoxLayout &column);
    void fillRecent();
    void addSamples(QVBoxLayout &column);
    void arrangeSamples(const QSize &room);
    void paintSamples();
    void paintNextSample();
    void paintRest();
    /// The entry with that data in the submenu of an action.
    void choose(const char *id, const QString &choice);

    Workbench &m_workbench;
    QVBoxLayout *m_recent;
    QWidget *m_samples;
    QScrollArea *m_area;
    QGridLayout *m_grid;
    QList<QToolButton *> m_tiles;
    int m_columns = 0;              ///< of pictures
    QList<QToolButton *> m_toPaint; ///< buttons whose pictures are still to come
};

} // namespace hopyard::window
