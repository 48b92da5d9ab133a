// The packet list at 100,000 packets a second: what the window's thread pays for them. Each iteration is one second of the
// wall: 60 batches of 1,667 heads are read from their binary form, appended, filtered, made into rows and painted, a
// frame each, into an image. It holds where an iteration takes less than a second; "share" says how much of one it takes.
//
// Beside it in the same run: the same with a filter, with a full ring, half of it later than the moment that is shown, and the
// model without a view. And what a packet costs the engine: its class, which the canvas asks of each, beside its head.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/packet_protocol.h"
#include "app/gui/models/packet_list_model.h"
#include "app/gui/theme/theme.h"
#include "core/dissect/head.h"
#include "core/dissect/protocol_of.h"
#include "core/filter/packet_head.h"
#include "emulation/rpc/base64.h"

#include <QApplication>
#include <QHeaderView>
#include <QImage>
#include <QTableView>

#include <benchmark/benchmark.h>

#include <string_view>

using namespace hopyard;

namespace {

constexpr int kFrames = 60;
constexpr std::size_t kHeadsAFrame = 100'000 / kFrames + 1;
const QSize kSize(1342, 400);

/// One `packets` notification as the engine sends it: TCP segments of a hundred conversations.
rpc::Json batch(std::uint64_t first)
{
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < kHeadsAFrame; ++i) {
        filter::PacketHead head;
        head.number = first + i;
        head.packetId = head.number;
        head.time = base::TimePoint::fromNs(static_cast<std::int64_t>(head.number) * 10'000);
        head.link = base::LinkId(static_cast<std::uint32_t>(i % 40));
        head.length = i % 3 == 0 ? 66 : 1'514;
        for (const filter::Layer layer : {filter::Layer::ethernet, filter::Layer::ipv4, filter::Layer::tcp})
            head.layers.add(layer);
        head.etherType = 0x0800;
        head.source = base::Ipv4Address(0x0a000100 + static_cast<std::uint32_t>(i % 100));
        head.destination = base::Ipv4Address(0x0a000201);
        head.protocol = 6;
        head.ttl = 64;
        head.ipLength = static_cast<std::uint16_t>(head.length - 14);
        head.sourcePort = static_cast<std::uint16_t>(40'000 + i % 100);
        head.destinationPort = 80;
        head.stream = static_cast<std::uint32_t>(i % 100);
        head.payloadLength = head.length - 66;
        head.tcpFlags = 0x10;
        head.tcpSequence = static_cast<std::uint32_t>(head.number * 1'448);
        filter::append(bytes, head);
    }
    return {{"now", static_cast<std::int64_t>(first) * 10'000}, {"seen", kHeadsAFrame}, {"matched", kHeadsAFrame},
            {"count", kHeadsAFrame}, {"heads", rpc::encodeBase64(bytes)}};
}

struct List {
    models::PacketListModel model;
    QTableView view;
    QImage picture{kSize, QImage::Format_RGB32};
    std::uint64_t next = 1;

    List()
    {
        view.setModel(&model);
        view.setShowGrid(false);
        view.setWordWrap(false);
        view.setFont(theme::Theme::monospaceFont());
        view.verticalHeader()->hide();
        view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        view.resize(kSize);
        view.show();
    }
    /// A frame: a batch of what passed in it, and what it does to the picture.
    void frame(const std::vector<rpc::Json> &batches, std::size_t i, bool painted)
    {
        client::PacketBatch read = client::parsePacketBatch(batches[i % batches.size()]);
        for (filter::PacketHead &head : read.heads)
            head.number = next++;
        model.append(std::move(read.heads));
        model.flush();
        if (!painted)
            return;
        view.scrollToBottom();
        view.render(&picture);
    }
};

enum class Shown { present, past };

void run(benchmark::State &state, const char *filter, bool full, bool painted, Shown shown = Shown::present)
{
    std::vector<rpc::Json> batches;
    for (std::uint64_t i = 0; i < kFrames; ++i)
        batches.push_back(batch(i * kHeadsAFrame + 1));
    List list;
    list.model.setFilter(*filter::Filter::parse(filter));
    if (full)
        while (list.model.packetCount() < models::PacketListModel::kMostPackets - kHeadsAFrame)
            list.frame(batches, 0, false);
    if (shown == Shown::past)
        list.model.setMoment(list.model.at(list.model.rowCount() / 2).time);
    double seconds = 0;
    for (auto _ : state) {
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < kFrames; ++i)
            list.frame(batches, i, painted);
        seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        if (!full)
            list.model.clear();
    }
    state.counters["share"] = seconds / static_cast<double>(state.iterations());
    state.counters["packets"] = benchmark::Counter(static_cast<double>(state.iterations()) * kFrames * kHeadsAFrame, benchmark::Counter::kIsRate);
}

BENCHMARK_CAPTURE(run, everything, "", false, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, full_ring, "", true, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, filtered, "ip.addr == 10.0.1.7 && tcp.port == 80 && frame.len > 100", true, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, past, "", true, true, Shown::past)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, model_alone, "", true, false)->Unit(benchmark::kMillisecond);

/// A segment in a frame of 1,514 bytes, to the port of HTTP or to one that says nothing, where the data are looked at.
std::vector<std::uint8_t> frame(std::uint16_t port = 80, std::string_view data = {})
{
    std::vector<std::uint8_t> bytes{2, 72, 0, 0, 0, 2, 2, 72, 0, 0, 0, 1, 8, 0, 0x45, 0, 5, 0xdc, 0, 1, 0x40, 0, 64, 6, 0, 0, 10, 0, 1, 10, 10, 0, 2, 10,
                                    0x9c, 0x40, 0, 80, 0, 0, 0, 5, 0, 0, 0, 7, 0x50, 0x10, 1, 0xf6, 0, 0, 0, 0};
    bytes[36] = static_cast<std::uint8_t>(port >> 8);
    bytes[37] = static_cast<std::uint8_t>(port);
    bytes.insert(bytes.end(), data.begin(), data.end());
    bytes.resize(1'514);
    return bytes;
}

void classOfAPacket(benchmark::State &state, std::uint16_t port, const char *data)
{
    const std::vector<std::uint8_t> bytes = frame(port, data);
    for (auto _ : state)
        benchmark::DoNotOptimize(dissect::protocolOf(bytes));
}
BENCHMARK_CAPTURE(classOfAPacket, known_port, 80, "");
BENCHMARK_CAPTURE(classOfAPacket, other_port, 5'001, "");
BENCHMARK_CAPTURE(classOfAPacket, other_port_looks_like_it, 5'001, "POSTERS");
BENCHMARK_CAPTURE(classOfAPacket, http_on_other_port, 5'001, "GET /index.html HTTP/1.1\r\nHost: h2\r\n\r\n");

void headOfAPacket(benchmark::State &state)
{
    const std::vector<std::uint8_t> bytes = frame();
    for (auto _ : state) {
        filter::PacketHead head;
        dissect::fillHead(bytes, head);
        benchmark::DoNotOptimize(head);
    }
}
BENCHMARK(headOfAPacket);

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    theme::Theme::instance().install(application, theme::Scheme::light);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
