// A difference for a person: side by side or one below the other, in the monospace face, with a sentence that counts it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/config/difference_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace hopyard::config {

class DifferenceView final : public QWidget {
    Q_OBJECT

public:
    explicit DifferenceView(QWidget *parent = nullptr);
    DifferenceModel &model() { return *m_model; }
    void show(const QString &titleBefore, const QString &before, const QString &titleAfter, const QString &after);
    void setLayout(DifferenceModel::Layout layout);
    /// To the next row that differs, or back; round the end.
    void goToNext(int step);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    DifferenceModel *m_model;
    QTableView *m_view;
    QComboBox *m_layout;
    QLabel *m_summary;
    bool m_chosen = false; ///< a person chose the layout
};

} // namespace hopyard::config
