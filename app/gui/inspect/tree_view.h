// The look and the keys that all trees of the inspectors share: whole rows, all open at first where wanted, columns as wide as
// what stands in them where there is room and else sharing it, Ctrl+C copies as tab-separated text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>
#include <vector>

namespace hopyard::inspect {

class TreeModel;

class TreeView : public QTreeView {
    Q_OBJECT

public:
    /// `openTo`: so many levels are open when they come; 0: none.
    TreeView(const QString &accessibleName, TreeModel *model, int openTo = 0, QWidget *parent = nullptr);
    /// The keys of the current row, from the top; empty where there is none.
    QStringList currentKeys() const;
    QStringList keysOf(const QModelIndex &index) const; ///< of any row
    /// Where the view is narrower than what is in it, columns give way down to so many characters; 0: never below what is in
    /// it. Columns after those give way as the last of them. What is cut off a tooltip says. Ends when a person makes a column as wide as wanted.
    void shareRoom(std::vector<int> least);

public slots:
    void copy() const;

signals:
    void currentKeysChanged();

protected:
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int first, int last) override;
    void dataChanged(const QModelIndex &from, const QModelIndex &to, const QList<int> &roles) override;

private:
    void widenColumns();
    void measureColumns();
    void fitColumns();
    void openNew(const QModelIndex &parent, int first, int last);

    TreeModel *m_model;
    int m_openTo;
    bool m_widening = false;
    std::vector<int> m_least;  ///< characters; empty: no column gives way
    std::vector<int> m_wanted; ///< pixels, of what stood in each column so far
    bool m_isByHand = false;
    bool m_fitting = false; ///< columns are being set
};

} // namespace hopyard::inspect
