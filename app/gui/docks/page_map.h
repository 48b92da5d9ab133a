// The host pages of a computer as a painted map: a square a page, coloured by state and owner. Long runs of pages that are
// in the same state fold into one bar with their number, so that the few that matter can be seen; unfolded, every page
// has its square.
//
// All of it can be reached by keys: the arrows go from square to square, Home and End to the first and last, Return follows
// the page. What the pointer or the keyboard is on is told as a tooltip and to a screen reader.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QRect>
#include <QStringList>
#include <vector>

namespace hopyard::models {
class BufferMapModel;
}

namespace hopyard::docks {

class PageMap : public QAbstractScrollArea {
    Q_OBJECT

public:
    static constexpr std::uint32_t kFoldFrom = 24; ///< pages of a run that fold

    explicit PageMap(models::BufferMapModel &model, QWidget *parent = nullptr);

    void setGuests(const QStringList &names); ///< the order gives each its colour
    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }
    /// The page that the keyboard is on, or -1.
    int currentPage() const { return m_current; }
    void setCurrentPage(int page);
    /// The page of a place on the screen, or -1.
    int pageAt(const QPoint &position) const;
    /// Where a page's square, or the bar that it is folded into, is on the screen.
    QRect rectOf(int page) const;

signals:
    void currentChanged(int page);
    /// Return, or a double click.
    void pageActivated(int page);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    struct Item {
        std::uint32_t first = 0;
        std::uint32_t count = 1; ///< more than one: a bar
        QRect rect;              ///< in the contents
    };
    void layOut();
    bool layOut(int cell);
    void paintItem(QPainter &painter, const Item &item) const;
    int itemOf(int page) const;
    int itemAt(const QPoint &inContents) const;
    void step(int dx, int dy);
    int guestIndex(const std::string &name) const;
    QPoint offset() const;

    models::BufferMapModel &m_model;
    QStringList m_guests;
    bool m_folded = true;
    int m_current = -1;
    int m_cell = 16;
    int m_height = 0;
    std::vector<Item> m_items; ///< in order of pages, line by line
};

} // namespace hopyard::docks
