// The picture of a trie: lines from prefix to longer prefix, a ruler of lengths above, at the right edge the rows of the
// real structure that hold the addresses, and the way of a looked-up address lit as far as it has been stepped.
//
// What is small is left out: below a certain zoom labels go, then the dots of places where ways part; the lit way keeps its
// labels. Only what can be seen is painted. Arrows walk it as they walk a tree; Enter folds and unfolds.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/trie_layout.h"
#include "app/gui/inspect/trie_model.h"

#include <QAbstractScrollArea>

#include <algorithm>

namespace hopyard::inspect {

class TrieView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit TrieView(TrieModel &model, QWidget *parent = nullptr);

    double zoom() const { return m_zoom; }
    /// Between kLeast and kMost, around a point of the viewport.
    void setZoom(double zoom, QPointF around);
    static constexpr double kLeast = 0.05, kMost = 2.5;
    /// So that all of it can be seen, but no larger than life.
    void fit();

    int current() const { return m_current; } ///< a node, or -1
    void setCurrent(int node);
    /// So many of the nodes of the way are lit, from the root; -1: all.
    void setLit(int nodes);
    int lit() const { return m_lit; }
    void reveal(int node);

    const TrieLayout &picture() const { return m_layout; }
    QPointF placeOf(int node) const; ///< in the viewport
    int nodeAt(QPointF point) const; ///< or -1

    QSize sizeHint() const override { return {560, 260}; }

signals:
    void currentChanged(int node);
    /// Fold it, or unfold it.
    void toggled(const QString &prefix);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void takeAnswer();
    void updateBars();
    void describe();
    QPointF offset() const;
    bool isLit(int node) const;
    void paintLines(QPainter &painter, int first, int last) const;
    void paintNodes(QPainter &painter, int first, int last) const;
    void paintLabel(QPainter &painter, int node, QPointF at) const;
    void paintRuler(QPainter &painter) const;
    void paintGutter(QPainter &painter, int first, int last) const;
    const TrieNode &node(int number) const { return m_model.answer().nodes[static_cast<std::size_t>(number)]; }

    TrieModel &m_model;
    TrieLayout m_layout;
    /// Across it never becomes so narrow that the shape is lost: rows are many, lengths of prefixes are few.
    double across() const { return std::max(m_zoom, 0.7); }
    QSizeF drawn() const { return {m_layout.size.width() * across(), m_layout.size.height() * m_zoom}; }

    double m_zoom = 1;
    int m_current = -1;
    QString m_currentPrefix;
    int m_lit = -1;
    std::vector<int> m_way; ///< lit nodes, from the root
    QPoint m_grip;
    bool m_dragging = false;
};

} // namespace hopyard::inspect
