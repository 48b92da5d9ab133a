// What watching costs: the record's and a capture's share of the driver's time for each packet, and how many packets a
// second the record takes to the disk.
//
// driver: cost on the thread that moves the world while the writer keeps up (batches are there). sustained: everything
// recorded, the driver waiting for the disk (as in virtual time); without a limit, and beside it at one, where as much goes
// as comes: packets alone, and with an event for each hundred of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/capture/capture.h"
#include "emulation/record/recorder.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

using namespace hopyard;
using base::Direction;
using base::LinkId;
using base::TimePoint;
namespace trace = base::trace;

namespace {

const std::string kFile = "bench_record.hopyard";

/// `limit` in bytes; 0: what it costs to write, not to make room.
std::unique_ptr<record::Recorder> open(record::Overload overload, std::size_t memory, std::uint64_t limit = 0)
{
    record::Options options;
    options.limit = limit;
    options.overload = overload;
    options.memory = memory;
    std::remove(kFile.c_str());
    auto recorder = record::Recorder::open(kFile, {"bench", "", "", 1, true, "bench", 0}, options);
    return recorder ? std::move(*recorder) : nullptr;
}

/// A large UDP packet.
const std::array<std::uint8_t, 1514> kFrame = [] {
    std::array<std::uint8_t, 1514> frame{};
    frame[12] = 0x08;
    frame[14] = 0x45;
    frame[23] = 17;
    return frame;
}();

/// What a link tells of one packet.
void cross(trace::Hub &hub, std::int64_t i, base::Bytes frame)
{
    const auto id = static_cast<std::uint64_t>(i);
    const TimePoint now = TimePoint::fromNs(i * 1000);
    const auto size = static_cast<std::uint32_t>(frame.size());
    hub.emit(now, trace::PacketSent{LinkId(0), Direction::forward, id, frame});
    hub.emit(now, trace::PacketScheduled{LinkId(0), Direction::forward, id, now, TimePoint::fromNs(i * 1000 + 500), size});
    hub.emit(now, trace::PacketArrived{LinkId(0), Direction::forward, id, frame});
}

void nobodyListens(benchmark::State &state)
{
    trace::Hub hub;
    std::int64_t i = 0;
    for (auto _ : state)
        cross(hub, i++, kFrame);
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(nobodyListens);

void recordDriver(benchmark::State &state)
{
    constexpr std::int64_t kBurst = 100'000; // fits into the memory: the writer's speed plays no part
    for (auto _ : state) {
        state.PauseTiming();
        auto recorder = open(record::Overload::drop, 64 << 20);
        trace::Hub hub;
        hub.add(recorder.get(), recorder->kinds());
        state.ResumeTiming();
        for (std::int64_t i = 0; i < kBurst; ++i)
            cross(hub, i, kFrame);
        state.PauseTiming();
        state.counters["lost"] = static_cast<double>(recorder->close(TimePoint()).lost);
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * kBurst);
}
BENCHMARK(recordDriver)->Unit(benchmark::kMillisecond);

/// Filled to its limit before the clock runs, and as long without one.
void recordSustained(benchmark::State &state, std::uint64_t limit, std::int64_t packetsAnEvent)
{
    constexpr std::int64_t kBefore = 1'000'000, kPackets = 1'000'000;
    double removed = 0;
    for (auto _ : state) {
        state.PauseTiming();
        auto recorder = open(record::Overload::wait, 16 << 20, limit);
        trace::Hub hub;
        hub.add(recorder.get(), recorder->kinds());
        const auto run = [&](std::int64_t from, std::int64_t to) {
            for (std::int64_t i = from; i < to; ++i) {
                cross(hub, i, kFrame);
                if (packetsAnEvent > 0 && i % packetsAnEvent == 0)
                    hub.emit(TimePoint::fromNs(i * 1000), trace::LinkChanged{LinkId(0), i / packetsAnEvent % 2 == 0});
            }
        };
        run(0, kBefore);
        state.ResumeTiming();
        run(kBefore, kBefore + kPackets);
        removed = static_cast<double>(recorder->close(TimePoint()).removed);
    }
    std::remove(kFile.c_str());
    state.counters["removed"] = removed;
    state.SetItemsProcessed(state.iterations() * kPackets);
}
constexpr std::uint64_t kLimit = 50'000'000; // half of what is written before
BENCHMARK_CAPTURE(recordSustained, without_limit, 0, 0)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(recordSustained, at_limit, kLimit, 0)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(recordSustained, events_without_limit, 0, 100)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(recordSustained, events_at_limit, kLimit, 100)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

void captureToFile(benchmark::State &state)
{
    auto output = capture::PcapOutput::toFile("/dev/null", 262'144);
    capture::Capture capture(capture::Filter(), std::move(*output), 0);
    capture.setPlaces(capture::Places::of(LinkId(0), Direction::forward, capture::Where::before));
    trace::Hub hub;
    hub.add(&capture, capture.places().kinds());
    std::int64_t i = 0;
    for (auto _ : state)
        cross(hub, i++, kFrame);
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(captureToFile);

} // namespace

BENCHMARK_MAIN();
