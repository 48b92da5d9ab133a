// What a plot shows, without how: lines over lab time with names and units, bands (states that last), marks (moments). A pure
// model; plot_view.h draws it, plot_files.h writes it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/plot/axis.h"
#include "app/gui/plot/plot_colours.h"
#include "app/gui/plot/series.h"

#include <deque>
#include <optional>
#include <QObject>
#include <QString>

namespace hopyard::plot {

enum class Style {
    line,   ///< from point to point
    step,   ///< each value holds until the next
    points, ///< dots
    spans,  ///< pieces of lines: addSpan()
};

class Plot : public QObject {
    Q_OBJECT

public:
    struct Line {
        QString name;
        Colour colour = Colour::blue;
        Style style = Style::line;
        Series data;
    };
    /// A state that lasted; open where `to` is nothing: it lasts.
    struct Band {
        double from = 0;
        std::optional<double> to;
        QString name;
        Colour colour = Colour::grey;
    };
    struct Mark {
        double at = 0;
        QString name;
        Colour colour = Colour::grey;
    };
    static constexpr std::size_t kMostBands = 10'000;
    static constexpr std::size_t kMostMarks = 2'000;

    Plot(const QString &title, Unit unit, QObject *parent = nullptr);

    const QString &title() const { return m_title; }
    void setTitle(const QString &title);
    Unit unit() const { return m_unit; }

    /// Its number; lines are drawn in this order.
    int addLine(const QString &name, Colour colour, Style style = Style::line, std::size_t capacity = Series::kDefaultCapacity);
    const std::vector<Line> &lines() const { return m_lines; }
    /// False where `x` lies before what is there.
    bool add(int line, double x, double y);
    /// A vertical piece of a `spans` line.
    bool addSpan(int line, double x, double low, double high);

    /// Ends the band that is open, and begins another where `name` is not empty. The same again goes on.
    void setState(double from, const QString &name, Colour colour);
    void clearBands();
    const std::deque<Band> &bands() const { return m_bands; }
    void addMark(const Mark &mark);
    void clearMarks();
    const std::deque<Mark> &marks() const { return m_marks; }

    void cutAfter(double x);
    void clear(); ///< all data; the lines stay

    /// First and last time of all data; nothing where there is none.
    std::optional<Span> extent() const;
    /// Lowest and highest value between the two times.
    Series::Range valuesIn(double from, double to) const;
    /// "cwnd 12 kB, window 64 kB" at that time, or the newest: for legends and for people who do not see the picture.
    QString said(std::optional<double> at = {}) const;

signals:
    void changed();

private:
    QString m_title;
    Unit m_unit;
    std::vector<Line> m_lines;
    std::deque<Band> m_bands;
    std::deque<Mark> m_marks;
};

} // namespace hopyard::plot
