// Pieces of a page of the guide: the row of steps, a check with its light, a command in its box, buttons that wrap.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/check_protocol.h"
#include "app/gui/docks/lesson_text.h"
#include "core/lab/teaching.h"

#include <QPushButton>
#include <QString>
#include <QWidget>

class QFrame;

namespace hopyard::models {
class GuideModel;
}

namespace hopyard::docks {

/// A dot for each page: filled where it is done, ringed where one is; a click goes there.
class StepDots : public QWidget {
    Q_OBJECT

public:
    explicit StepDots(models::GuideModel &model, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override; ///< tooltips

private:
    int pageAt(const QPoint &at) const;
    QRectF dotOf(int page) const;
    models::GuideModel &m_model;
};

/// A check: its light, its title, its points, and what is missing. A click points at the nodes that it is about.
class CheckRow : public QWidget {
    Q_OBJECT

public:
    CheckRow(const lab::Check &check, const client::CheckState &state, QWidget *parent = nullptr);

signals:
    void clicked();

protected:
    void mousePressEvent(QMouseEvent *event) override;
};

/// Buttons side by side, as many as fit in a line.
class FlowRow : public QWidget {
    Q_OBJECT

public:
    explicit FlowRow(QWidget *parent = nullptr);
    void add(QWidget *widget);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int place(int width, bool isReal) const;
    QList<QWidget *> m_widgets;
};

QPushButton *chip(const QString &text, const QString &icon);
QFrame *roundedBox();
/// "r1# show ip route" in the console's font, with a button beside it.
QWidget *commandBox(const QString &node, const QString &line, QPushButton *button);
QString viewTitle(const QString &view); ///< of lab::guideViews()
QString viewIcon(const QString &view);
/// Takes everything out of a widget, its layout too.
void emptyWidget(QWidget *widget);

} // namespace hopyard::docks
