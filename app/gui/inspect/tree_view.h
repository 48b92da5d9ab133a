// The look and the keys that all trees of the inspectors share: whole rows, all open at first where wanted, columns as wide as
// what stands in them, Ctrl+C copies as tab-separated text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

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

public slots:
    void copy() const;

signals:
    void currentKeysChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int first, int last) override;
    void dataChanged(const QModelIndex &from, const QModelIndex &to, const QList<int> &roles) override;

private:
    void widenColumns();
    void openNew(const QModelIndex &parent, int first, int last);

    TreeModel *m_model;
    int m_openTo;
    bool m_widening = false;
};

} // namespace hopyard::inspect
