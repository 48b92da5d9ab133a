// Plots: series in bounded memory and thinned, round ticks, units, the shared time axis, files, pointer and keys.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/plot_files.h"
#include "app/gui/plot/plot_painter.h"
#include "app/gui/plot/plot_stack.h"
#include "app/gui/plot/plot_view.h"

#include <cmath>
#include <limits>
#include <QLocale>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace hopyard::plot;

class TestPlot : public QObject {
    Q_OBJECT

private slots:
    void aSeriesIsInOrderAndBounded()
    {
        Series series(1024);
        for (int i = 0; i < 5000; ++i)
            QVERIFY(series.add(i, i % 10));
        QVERIFY(series.size() <= 1024);
        QVERIFY(series.size() > 1024 * 3 / 4);
        QCOMPARE(series.points().back().x, 4999.0);
        QVERIFY(!series.add(10, 1));
        QCOMPARE(series.points().back().x, 4999.0);
        QCOMPARE(series.at(4998.5)->x, 4998.0);
        QCOMPARE(series.nearest(4998.6)->x, 4999.0);
        QVERIFY(!series.at(0));
        series.cutAfter(4500.5);
        QCOMPARE(series.points().back().x, 4500.0);
        QVERIFY(series.add(4501, 99));
        QCOMPARE(series.rangeOf(0, series.size()).high, 99.0);
        series.clear();
        QVERIFY(series.isEmpty() && !series.at(1) && !series.nearest(1));
    }

    /// The range by blocks is the range by points, wherever it begins and ends, also after a cut.
    void rangesAreExact()
    {
        Series series;
        for (int i = 0; i < 1000; ++i)
            series.add(i, std::sin(i * 0.37) * (i % 17));
        series.cutAfter(800);
        for (std::size_t from : {0u, 1u, 63u, 64u, 65u, 500u})
            for (std::size_t to : {1u, 64u, 100u, 640u, 801u, 5000u}) {
                double low = 1e9, high = -1e9;
                for (std::size_t i = from; i < std::min<std::size_t>(to, series.size()); ++i) {
                    low = std::min(low, series.points()[i].y);
                    high = std::max(high, series.points()[i].y);
                }
                const Series::Range range = series.rangeOf(from, to);
                QCOMPARE(range.isEmpty, from >= std::min<std::size_t>(to, series.size()));
                if (!range.isEmpty) {
                    QCOMPARE(range.low, low);
                    QCOMPARE(range.high, high);
                }
            }
    }

    void aMillionPointsAreThinnedAndNoSpikeIsLost()
    {
        Series series(1'100'000);
        for (int i = 0; i < 1'000'000; ++i)
            series.add(i * 1e-3, i == 654'321 ? 500 : i % 7);
        const std::vector<Point> line = series.forLine(0, 1000, 1000);
        QVERIFY2(line.size() <= 4 * 1000 + 2, qPrintable(QString::number(line.size())));
        QVERIFY(std::any_of(line.begin(), line.end(), [](const Point &p) { return p.y == 500; }));
        QVERIFY(std::is_sorted(line.begin(), line.end(), [](const Point &a, const Point &b) { return a.x < b.x; }));
        const std::vector<Point> dots = series.forPoints(0, 1000, 1000, 0, 10, 100);
        QVERIFY(dots.size() <= 100'000);
        QVERIFY(dots.size() >= 7'000);
        // Few points come as they are, with their neighbours outside.
        const std::vector<Point> few = series.forLine(10.0005, 10.0035, 500);
        QCOMPARE(few.size(), std::size_t(5));
        QCOMPARE(few.front().x, 10.0);
        QCOMPARE(few.back().x, 10.004);
    }

    void gapsStay()
    {
        Plot plot("p", Unit::bytes);
        const int spans = plot.addLine("data", Colour::blue, Style::spans);
        QVERIFY(plot.addSpan(spans, 1, 100, 200));
        QVERIFY(plot.addSpan(spans, 2, 200, 300));
        const std::vector<Point> line = plot.lines()[0].data.forLine(0, 3, 100);
        QCOMPARE(line.size(), std::size_t(6));
        QVERIFY(std::isnan(line[2].y) && std::isnan(line[5].y));
        QCOMPARE(plot.valuesIn(0, 3).high, 300.0);
        QCOMPARE(plot.valuesIn(1.5, 3).low, 200.0);
    }

    void ticksAreRound_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<int>("most");
        QTest::addColumn<double>("step");
        QTest::newRow("ten") << 0.0 << 10.0 << 5 << 2.0;
        QTest::newRow("hundreds") << 0.0 << 730.0 << 4 << 200.0;
        QTest::newRow("small") << 0.0 << 0.004 << 5 << 0.001;
        QTest::newRow("far away") << 1000.0 << 1001.0 << 10 << 0.1;
        QTest::newRow("negative") << -3.0 << 3.0 << 6 << 1.0;
    }
    void ticksAreRound()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(int, most);
        QFETCH(double, step);
        const Ticks ticks = ticksOf(low, high, most);
        QVERIFY(qFuzzyCompare(ticks.step, step));
        QVERIFY(!ticks.values.empty() && ticks.values.size() <= static_cast<std::size_t>(most) + 1);
        for (const double value : ticks.values) {
            QVERIFY(value >= low - step * 1e-6 && value <= high + step * 1e-6);
            QVERIFY(std::abs(value / step - std::round(value / step)) < 1e-6);
        }
    }

    void nothingHasNoTicks()
    {
        QVERIFY(ticksOf(1, 1, 5).values.empty());
        QVERIFY(ticksOf(0, std::numeric_limits<double>::infinity(), 5).values.empty());
        QCOMPARE(roundedSpan(0, 0, 4), (Span{0, 1}));
        QCOMPARE(roundedSpan(3, 97, 5), (Span{0, 100}));
        QCOMPARE(roundedSpan(960, 1000, 4), (Span{960, 1000}));
    }

    void valuesHaveUnits()
    {
        const QLocale before;
        const auto back = qScopeGuard([&before] { QLocale::setDefault(before); });
        QLocale::setDefault(QLocale(QLocale::English));
        const QChar space(0xa0);
        QCOMPARE(valueText(Unit::bitsPerSecond, 12'500'000), QString("12.5") + space + "Mbit/s");
        QCOMPARE(valueText(Unit::bytes, 48'000), QString("48") + space + "kB");
        QCOMPARE(valueText(Unit::bytes, 0), QString("0") + space + "B");
        QCOMPARE(valueText(Unit::seconds, 0.0204), QString("20.4") + space + "ms");
        QCOMPARE(valueText(Unit::seconds, 3e-6), QString("3") + space + QString::fromUtf8("µs"));
        QCOMPARE(valueText(Unit::count, 1234), QString("1,234"));
        QCOMPARE(valueText(Unit::percent, 12.345), QString("12.3") + space + "%");
        QCOMPARE(tickText(Unit::bytes, 1500, 500, 2000), QString("1.5"));
        QCOMPARE(unitText(Unit::bytes, 2000), QString("kB"));
        QCOMPARE(timeText(12.345, 0.01), QString("12.35 s"));
        QCOMPARE(timeText(125, 1), QString("2:05"));
        QCOMPARE(timeText(125.25, 0.01), QString("2:05.25"));
    }

    void theAxisFollowsAndStops()
    {
        TimeAxis axis;
        axis.setKnown(0, 5);
        QCOMPARE(axis.from(), 0.0); // not a whole span yet: from the left
        axis.setKnown(0, 100);
        QCOMPARE(axis.to(), 100.0);
        QCOMPARE(axis.span(), TimeAxis::kDefaultSpan);
        axis.pan(-20);
        QVERIFY(!axis.follows());
        axis.setKnown(0, 110);
        QCOMPARE(axis.to(), 80.0);
        axis.zoom(70, 0.5);
        QCOMPARE(axis.span(), 15.0);
        QVERIFY(std::abs(70 - (axis.from() + axis.span() * 2 / 3)) < 1e-9); // it stays where it was
        axis.follow();
        QCOMPARE(axis.to(), 110.0);
        axis.showAll();
        QCOMPARE(axis.from(), 0.0);
        QCOMPARE(axis.to(), 110.0);
        axis.setKnown(0, 120);
        QCOMPARE(axis.to(), 120.0);
        axis.show(10, 10);
        QVERIFY(axis.span() > 0);
    }

    void thePastEndsAtTheMomentShown()
    {
        TimeAxis axis;
        axis.setKnown(0, 100);
        axis.setMoment(40);
        QCOMPARE(axis.to(), 40.0);
        axis.show(30, 60);
        QCOMPARE(axis.shownUntil(), 40.0);
        axis.setMoment({});
        QCOMPARE(axis.shownUntil(), 60.0);
    }

    void statesFollowEachOther()
    {
        Plot plot("p", Unit::count);
        plot.setState(1, "slow start", Colour::green);
        plot.setState(2, "slow start", Colour::green);
        plot.setState(3, "recovery", Colour::orange);
        plot.setState(4, {}, Colour::grey);
        QCOMPARE(plot.bands().size(), std::size_t(2));
        QCOMPARE(plot.bands()[0].to, std::optional(3.0));
        QCOMPARE(plot.bands()[1].from, 3.0);
        QCOMPARE(plot.bands()[1].to, std::optional(4.0));
        plot.addMark({5, "moved"});
        plot.cutAfter(3.5);
        QVERIFY(!plot.bands()[1].to);
        QVERIFY(plot.marks().empty());
    }

    void filesSayWhatIsSeen()
    {
        PlotStack stack;
        Plot *rate = stack.add("Rate, r1", Unit::bitsPerSecond);
        Plot *window = stack.add("Window", Unit::bytes);
        const int forward = rate->addLine("say \"there\"", Colour::blue);
        const int cwnd = window->addLine("cwnd", Colour::green, Style::step);
        for (int i = 0; i <= 10; ++i) {
            rate->add(forward, i, i * 1e6);
            window->add(cwnd, i, i * 1460);
        }
        window->setState(2, "slow start", Colour::green);
        window->addMark({3.5, "moved"});
        stack.axis().show(2.5, 4.5);
        const QByteArray csv = toCsv(stack.plots(), stack.axis());
        QCOMPARE(csv, QByteArray("time_s,plot,line,value,unit\r\n"
                                 "3.000000000,\"Rate, r1\",\"say \"\"there\"\"\",3000000,bit/s\r\n"
                                 "4.000000000,\"Rate, r1\",\"say \"\"there\"\"\",4000000,bit/s\r\n"
                                 "3.000000000,Window,cwnd,4380,bytes\r\n"
                                 "4.000000000,Window,cwnd,5840,bytes\r\n"
                                 "2.000000000,Window,state,slow start,\r\n"
                                 "3.500000000,Window,mark,moved,\r\n"));
        stack.axis().setMoment(3.2);
        QVERIFY(!toCsv(stack.plots(), stack.axis()).contains("4.000000000"));
        stack.axis().setMoment({});

        const QByteArray svg = toSvg(stack.plots(), stack.axis(), {800, 400});
        QVERIFY(svg.startsWith("<?xml"));
        for (const char *text : {"Rate, r1", "Mbit/s", "Window", "kB", "slow start", "moved", "3.0 s", "polyline"})
            QVERIFY2(svg.contains(text), text);
        QVERIFY(toPng(stack.plots(), stack.axis(), {80, 40}).startsWith("\x89PNG"));

        QTemporaryDir folder;
        QCOMPARE(writePlots(folder.filePath("a.csv"), stack.plots(), stack.axis(), {80, 40}), QString());
        QFile file(folder.filePath("a.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), csv);
        QVERIFY(writePlots("/nowhere/a.svg", stack.plots(), stack.axis(), {80, 40}).contains("/nowhere/a.svg"));
        stack.remove(rate);
        QCOMPARE(stack.plots(), std::vector<const Plot *>{window});
    }

    void pointerAndKeysMoveThroughTime()
    {
        PlotStack stack;
        Plot *plot = stack.add("Rate", Unit::count);
        Plot *other = stack.add("Other", Unit::count);
        const int line = plot->addLine("rate", Colour::blue);
        for (int i = 0; i <= 100; ++i)
            plot->add(line, i, i);
        stack.resize(600, 300);
        stack.show();
        QVERIFY(QTest::qWaitForWindowExposed(&stack));
        QTRY_COMPARE(stack.axis().to(), 100.0);
        PlotView *view = stack.viewOf(plot);
        QVERIFY(!view->showsTimes() && stack.viewOf(other)->showsTimes());
        QTest::keyClick(view, Qt::Key_Home);
        QCOMPARE(stack.axis().from(), 0.0);
        const QPointF middle = fieldOf(view->rect(), view->font(), false).center();
        QWheelEvent wheel(middle, view->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view, &wheel);
        QCOMPARE(stack.axis().span(), 80.0);
        QVERIFY(!stack.axis().follows());
        const double before = stack.axis().from();
        QTest::mousePress(view, Qt::LeftButton, {}, middle.toPoint());
        QMouseEvent drag(QEvent::MouseMove, middle - QPointF(50, 0), view->mapToGlobal(middle - QPointF(50, 0)), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view, &drag);
        QTest::mouseRelease(view, Qt::LeftButton);
        QVERIFY(stack.axis().from() > before);
        QTest::keyClick(view, Qt::Key_Left);
        QTest::keyClick(view, Qt::Key_Plus);
        QCOMPARE(stack.axis().span(), 64.0);
        QTest::keyClick(view, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(stack.axis().cross());
        QVERIFY(view->accessibleDescription().startsWith("rate: "));
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(!stack.axis().cross());
        QTest::keyClick(view, Qt::Key_End);
        QVERIFY(stack.axis().follows());
        QSignalSpy removed(&stack, &PlotStack::removalAsked);
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Delete);
        QCOMPARE(removed.count(), 1);
        stack.setVisible(other, false);
        QVERIFY(view->showsTimes());
        QCOMPARE(stack.plots().size(), std::size_t(1));
    }
};

QTEST_MAIN(TestPlot)
#include "tst_plot.moc"
