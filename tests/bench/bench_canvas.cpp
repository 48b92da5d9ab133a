// The canvas under load: 1,000 nodes, 1,500 links and 2,000 packets under way, software raster, 1342 × 739 pixels.
//
// Each iteration is one whole frame of the widget, painted into an image. The peer in the same run is the frame without
// the cached picture of the lab: what every frame would cost if the scene were painted anew.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/packets/packet_overlay.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "core/base/random.h"

#include <QApplication>
#include <QImage>

#include <benchmark/benchmark.h>

#include <memory>

using namespace hopyard;

namespace {

constexpr int kColumns = 40;
constexpr int kRows = 25;
constexpr int kLinks = 1500;
constexpr int kPackets = 2000;
constexpr int kFramesPerSecond = 60;
const QSize kSize(1342, 739);

std::string nameAt(int column, int row) { return "n" + std::to_string(row * kColumns + column); }

/// A grid of nodes, each linked to its right and to some below.
void fill(document::LabDocument &document)
{
    document::Edit edit(document.lab());
    for (int row = 0; row < kRows; ++row)
        for (int column = 0; column < kColumns; ++column) {
            lab::Node node;
            node.name = nameAt(column, row);
            node.kind = static_cast<lab::NodeKind>((row + column) % 5);
            node.at = {column * 120.0, row * 110.0};
            edit.addNode(std::move(node));
        }
    int links = 0;
    const auto add = [&](int c1, int r1, int c2, int r2) {
        if (links++ >= kLinks)
            return;
        lab::Link link;
        link.a = {nameAt(c1, r1), "eth" + std::to_string(links)};
        link.b = {nameAt(c2, r2), "eth" + std::to_string(links)};
        link.forward.delay = link.backward.delay = base::Duration::milliseconds(5);
        edit.addLink(std::move(link));
    };
    for (int row = 0; row < kRows; ++row)
        for (int column = 0; column + 1 < kColumns; ++column)
            add(column, row, column + 1, row);
    for (int row = 0; row + 1 < kRows; ++row)
        for (int column = 0; column < kColumns; ++column)
            add(column, row, column, row + 1);
    document.push(QStringLiteral("fill"), std::move(edit));
}

struct Bench {
    document::LabDocument document;
    std::unique_ptr<scene::LabScene> picture;
    std::unique_ptr<view::CanvasView> canvas;
    base::Duration wall = base::Duration::seconds(1);
    packets::PacketOverlay overlay{[this] { return wall; }};
    QImage frame{kSize, QImage::Format_RGB32};

    Bench()
    {
        fill(document);
        picture = std::make_unique<scene::LabScene>(document);
        canvas = std::make_unique<view::CanvasView>(document, *picture);
        canvas->resize(kSize);
        canvas->show();
        canvas->zoomToFit();
        std::vector<std::optional<scene::LinkPath>> paths;
        for (const lab::Link &link : document.lab().links)
            paths.push_back(picture->linkPath(document::endsOf(link)));
        const auto count = static_cast<std::uint64_t>(paths.size());
        overlay.setPaths(std::move(paths));
        base::Random random(1);
        client::Batch batch;
        for (int i = 0; i < kPackets; ++i) {
            client::PacketEvent packet;
            packet.link = client::LinkId(static_cast<std::uint32_t>(random.below(count)));
            packet.direction = random.chance(0.5) ? base::Direction::forward : base::Direction::backward;
            packet.departs = base::TimePoint::fromNs(0);
            packet.arrives = base::TimePoint::fromNs(3'600'000'000'000); // under way for as long as we look
            packet.id = static_cast<std::uint64_t>(i);
            packet.protocol = static_cast<client::Protocol>(i % client::kProtocolCount);
            packet.size = 1500;
            batch.packets.push_back(packet);
        }
        batch.now = base::TimePoint::fromNs(1'000'000'000);
        overlay.take(batch);
        overlay.setDark(false);
        canvas->addOverlay(&overlay);
        paint();
    }
    /// Every link carries a fast stream of a flow of its own both ways, is loaded and loses a little: a flow of dashes,
    /// a heat and lights on each of them. Told ten times, so that the meters have settled.
    void load()
    {
        std::vector<packets::LinkLoads::Rates> rates(kLinks, {base::BitRate::bitsPerSecond(100'000'000), base::BitRate::bitsPerSecond(100'000'000)});
        overlay.setLinkRates(rates);
        overlay.setLinkStates(std::vector<packets::PacketOverlay::LinkState>(kLinks));
        for (int i = 1; i <= 10; ++i)
            tell(i);
    }
    void tell(int tenth)
    {
        client::Batch batch;
        batch.now = base::TimePoint::fromNs(1'000'000'000 + tenth * 100'000'000LL);
        for (int link = 0; link < kLinks; ++link) {
            const auto id = client::LinkId(static_cast<std::uint32_t>(link));
            client::LinkCounters counters;
            counters.id = id;
            counters.forward.packets = counters.backward.packets = static_cast<std::uint64_t>(tenth) * 2000;
            counters.forward.bytes = counters.backward.bytes = static_cast<std::uint64_t>(tenth) * 1000ULL * static_cast<std::uint64_t>(link);
            counters.forward.dropped = static_cast<std::uint64_t>(tenth * (link % 50));
            counters.forward.queuedPackets = static_cast<std::uint64_t>(link % 7);
            batch.links.push_back(counters);
            if (tenth > 1)
                continue;
            for (const base::Direction direction : {base::Direction::forward, base::Direction::backward}) {
                client::PacketEvent packet;
                packet.link = id;
                packet.direction = direction;
                packet.departs = base::TimePoint::fromNs(0);
                packet.arrives = base::TimePoint::fromNs(3'600'000'000'000);
                packet.id = static_cast<std::uint64_t>(kPackets + 2 * link);
                packet.protocol = client::Protocol::tcp;
                packet.flow = static_cast<std::uint32_t>(link + 1);
                packet.size = 1500;
                batch.packets.push_back(packet);
            }
        }
        overlay.take(batch);
    }
    ~Bench() { canvas->removeOverlay(&overlay); }

    void paint()
    {
        wall += base::Duration::milliseconds(16);
        canvas->viewport()->render(&frame);
    }
};

void report(benchmark::State &state)
{
    state.counters["nodes"] = kColumns * kRows;
    state.counters["links"] = kLinks;
    state.counters["packets"] = kPackets;
    state.counters["frames/s"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
    state.counters["target frames/s"] = kFramesPerSecond;
}

void frameFromCache(benchmark::State &state)
{
    Bench bench;
    for (auto _ : state)
        bench.paint();
    report(state);
}

void frameAnew(benchmark::State &state)
{
    Bench bench;
    for (auto _ : state) {
        bench.canvas->invalidateCache();
        bench.paint();
    }
    report(state);
}

/// A node is dragged: its surroundings are painted anew, the rest comes from the cache.
void frameWhileDragging(benchmark::State &state)
{
    Bench bench;
    const QString gesture = bench.document.newGesture(QStringLiteral("move"));
    double x = 0;
    for (auto _ : state) {
        x = x < 400 ? x + 3 : 0;
        document::movePlaces(bench.document, {.nodes = {{nameAt(5, 5), {600 + x, 550}}}}, gesture);
        QCoreApplication::processEvents();
        bench.paint();
    }
    report(state);
}

/// Closer, at three quarters of the actual size: names, labels, lights and queues can be seen.
void nearer(Bench &bench)
{
    bench.canvas->setZoom(0.75);
    bench.canvas->centerOn(2400, 1400);
    bench.paint();
}

void framesNearer(benchmark::State &state, bool anew)
{
    Bench bench;
    nearer(bench);
    for (auto _ : state) {
        if (anew)
            bench.canvas->invalidateCache();
        bench.paint();
    }
    report(state);
}

void frameNearerFromCache(benchmark::State &state) { framesNearer(state, false); }
void frameNearerAnew(benchmark::State &state) { framesNearer(state, true); }

/// The wheel, slowly in and out again: every frame at another zoom. Anew: no picture is stretched meanwhile.
void framesZooming(benchmark::State &state, bool anew)
{
    Bench bench;
    bench.canvas->setZoom(0.2);
    bench.canvas->invalidateCache();
    bench.paint();
    int step = 0;
    constexpr int kSteps = 20;
    for (auto _ : state) {
        const int at = step++ % (2 * kSteps);
        bench.canvas->setZoom(0.2 + 0.04 * (at < kSteps ? at : 2 * kSteps - at));
        if (anew)
            bench.canvas->invalidateCache();
        bench.paint();
    }
    report(state);
}
void frameWhileZooming(benchmark::State &state) { framesZooming(state, false); }
void frameWhileZoomingAnew(benchmark::State &state) { framesZooming(state, true); }

/// What a running lab's colours cost: every link heated, lit and full of flows, the whole lab seen or a part of it nearer.
void framesInColours(benchmark::State &state, packets::Heat heat, bool closer, bool flows)
{
    Bench bench;
    if (closer)
        nearer(bench);
    bench.load();
    bench.overlay.setHeat(heat);
    bench.overlay.setColouring(flows ? packets::Colouring::flow : packets::Colouring::protocol);
    bench.paint();
    int tenth = 10;
    for (auto _ : state) {
        bench.tell(++tenth); // the engine says something new before every frame, the worst there is
        bench.paint();
    }
    report(state);
}

void frameWithFlowColours(benchmark::State &state) { framesInColours(state, packets::Heat::busy, false, true); }
void frameWithLoadMap(benchmark::State &state) { framesInColours(state, packets::Heat::load, false, false); }
void frameWithErrorMap(benchmark::State &state) { framesInColours(state, packets::Heat::errors, false, false); }
void frameWithAll(benchmark::State &state) { framesInColours(state, packets::Heat::load, false, true); }
void frameNearerWithAll(benchmark::State &state) { framesInColours(state, packets::Heat::load, true, true); }

BENCHMARK(frameNearerFromCache)->Unit(benchmark::kMillisecond);
BENCHMARK(frameNearerAnew)->Unit(benchmark::kMillisecond);
BENCHMARK(frameWhileZooming)->Unit(benchmark::kMillisecond);
BENCHMARK(frameWhileZoomingAnew)->Unit(benchmark::kMillisecond);
BENCHMARK(frameWithFlowColours)->Unit(benchmark::kMillisecond);
BENCHMARK(frameWithLoadMap)->Unit(benchmark::kMillisecond);
BENCHMARK(frameWithErrorMap)->Unit(benchmark::kMillisecond);
BENCHMARK(frameWithAll)->Unit(benchmark::kMillisecond);
BENCHMARK(frameNearerWithAll)->Unit(benchmark::kMillisecond);
BENCHMARK(frameFromCache)->Unit(benchmark::kMillisecond);
BENCHMARK(frameAnew)->Unit(benchmark::kMillisecond);
BENCHMARK(frameWhileDragging)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    theme::Theme::instance().install(application, theme::Scheme::light);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
