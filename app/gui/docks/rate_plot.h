// A small plot of a few rates over the last minutes: lines, the newest at the right, with the figures of now in the legend
// above. What the pointer is on is told as a tooltip.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <QColor>
#include <QString>
#include <QWidget>
#include <vector>

namespace hopyard::docks {

class RatePlot : public QWidget {
    Q_OBJECT

public:
    struct Series {
        QString name;
        QColor (*colour)() = nullptr; ///< asked for each time: it follows the theme
        std::vector<double> values;   ///< a second; as many as there are times
    };

    explicit RatePlot(const QString &title, QWidget *parent = nullptr);
    void show(std::vector<base::TimePoint> times, std::vector<Series> series);

    QSize sizeHint() const override { return {260, 140}; }
    QSize minimumSizeHint() const override { return {180, 96}; }

    using QWidget::show;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF field() const;
    double highest() const;
    QString m_title;
    std::vector<base::TimePoint> m_times;
    std::vector<Series> m_series;
};

/// "980", "12.3 k", "4.1 M".
QString rateText(double rate);

} // namespace hopyard::docks
