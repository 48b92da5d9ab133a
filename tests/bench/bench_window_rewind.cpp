// How long it takes until the window shows a moment of the past: from the call that a click on the time line makes until the canvas has been
// painted with what stood there, and until the table of a router that lies beside it has too. The whole window and a real engine:
// 50 routers (OSPF), five minutes that pass as fast as they can, two pings a second from each router; moments at random.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/history.h"
#include "app/gui/docks/live.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/docks/time_travel.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/main_window.h"
#include "core/base/random.h"
#include "core/lab/write.h"
#include "tests/bench/grid_of_50.h"
#include "tests/support/named.h"
#include "tests/support/test_window.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

using namespace hopyard;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr int kMoments = 100;

void require(bool held, const char *what)
{
    if (!held) {
        std::fprintf(stderr, "bench_window_rewind: %s\n", what);
        std::exit(1);
    }
}

/// When a widget was last painted after it had been told to look again.
class Painted : public QObject {
public:
    explicit Painted(QWidget *widget) { widget->installEventFilter(this); }
    void arm() { m_told = m_done = false; }
    void tell() { m_told = true; }
    bool isDone() const { return m_done; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_told)
            QMetaObject::invokeMethod(this, [this] { m_done = true; }, Qt::QueuedConnection); // once the painting is over
        return false;
    }

private:
    bool m_told = false, m_done = false;
};

struct Bench {
    Bench()
    {
        qputenv("XDG_RUNTIME_DIR", state.path().toUtf8());
        support::prepareApplication("hopyard-bench", state);
        window = support::makeWindow({[this](window::Workbench &workbench) { live = docks::installLive(workbench); }});
        window->resize(1600, 1000);
        live->session().setHopProgram(QCoreApplication::applicationDirPath() + QStringLiteral("/../bin/hop"));
        require(window->workbench().document.openText(lab::write(bench::gridOf50()), {}, false).has_value(), "the lab cannot be read");
        window->workbench().showDock("tables");
        live->control().setSpeed(1000);
        live->control().runInVirtualTime({.seed = 1, .paused = true});
        require(QTest::qWaitFor([this] { return live->session().status().phase == client::Phase::paused; }, kPatienceMs), "the lab does not run");
        require(runUntil(60), "a minute does not pass");
        const auto nodes = live->session().topology().nodes;
        for (std::size_t i = 0; i < nodes.size(); ++i)
            live->session().call("console.run",
                                 {{"node", nodes[i].name},
                                  {"line", fmt::format("ping {} count 480 interval 500ms quiet", nodes[nodes.size() - 1 - i].name)}},
                                 window.get(), [](const auto &) {});
        require(runUntil(bench::kMinutes * 60), "five minutes do not pass");
        tables = window->findChild<docks::TablesDock *>();
        require(tables && tables->showTable(QString::fromStdString(nodes.front().name), "counter"), "there is no table");
        auto *view = support::named<docks::TableView>(*tables, QStringLiteral("Counters of ") + tables->node());
        require(view && QTest::qWaitFor([&] { return view->model()->rowCount() > 0; }, kPatienceMs), "the table stays empty");
        canvas = std::make_unique<Painted>(window->workbench().canvas.viewport());
        table = std::make_unique<Painted>(view->viewport());
        QObject::connect(&live->time()->history(), &client::History::momentChanged, window.get(), [this] { canvas->tell(); });
        // Counters differ at every moment: rows that came after the moment changed are that moment's.
        QObject::connect(view->model(), &QAbstractItemModel::dataChanged, window.get(), [this] { table->tell(); });
        QObject::connect(view->model(), &QAbstractItemModel::rowsInserted, window.get(), [this] { table->tell(); });
        QObject::connect(view->model(), &QAbstractItemModel::modelReset, window.get(), [this] { table->tell(); });
    }
    ~Bench() { live->session().shutdown(); }
    bool runUntil(std::int64_t seconds)
    {
        const auto time = base::TimePoint() + base::Duration::seconds(seconds);
        live->session().call("run.until", {{"time", time.ns()}}, window.get(), [](const auto &) {});
        return QTest::qWaitFor(
            [&] { return live->session().status().phase == client::Phase::paused && live->session().status().now == time; }, kPatienceMs);
    }
    /// Seconds until the canvas, and until the table as well, show that moment.
    std::pair<double, double> show(base::TimePoint moment)
    {
        canvas->arm();
        table->arm();
        const auto start = Clock::now();
        const auto passed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
        live->time()->history().seek(moment);
        double first = 0;
        while (!table->isDone() || first == 0) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            if (first == 0 && canvas->isDone())
                first = passed();
            require(passed() * 1e3 < kPatienceMs, canvas->isDone() ? "the table does not show a moment" : "the canvas does not show a moment");
        }
        return {first, passed()};
    }

    QTemporaryDir state;
    std::unique_ptr<window::MainWindow> window;
    docks::Live *live = nullptr;
    docks::TablesDock *tables = nullptr;
    std::unique_ptr<Painted> canvas, table;
};

void rewind(benchmark::State &state)
{
    Bench bench;
    base::Random random(1);
    std::vector<double> canvas, table;
    for (auto _ : state) {
        const auto moment = base::TimePoint::fromNs(static_cast<std::int64_t>(random.next() % (bench::kMinutes * 60'000'000'000)));
        const auto [first, second] = bench.show(moment);
        canvas.push_back(first);
        table.push_back(second);
        state.SetIterationTime(second);
        QTest::qWait(50); // what the moment before still paints is over
    }
    const auto put = [&](const char *name, std::vector<double> &times) {
        std::sort(times.begin(), times.end());
        state.counters[fmt::format("{}_median_ms", name)] = times[times.size() / 2] * 1e3;
        state.counters[fmt::format("{}_longest_ms", name)] = times.back() * 1e3;
    };
    put("canvas", canvas);
    put("table", table);
}

BENCHMARK(rewind)->Name("window/rewind/50_routers_5_minutes")->UseManualTime()->Iterations(kMoments)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
