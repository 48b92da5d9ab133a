// A lab as a small picture: where its nodes stand and which are linked. For the start page and the generator.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QPixmap>
#include <QWidget>

namespace hopyard::dialogs {

/// Paints the lab into the rectangle, in the theme's colours.
void paintPreview(QPainter &painter, const QRectF &into, const lab::Lab &lab);
QPixmap previewOf(const lab::Lab &lab, const QSize &size, double devicePixelRatio);

class LabPreview final : public QWidget {
    Q_OBJECT

public:
    explicit LabPreview(QWidget *parent = nullptr);
    void show(lab::Lab lab);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    lab::Lab m_lab;
};

} // namespace hopyard::dialogs
