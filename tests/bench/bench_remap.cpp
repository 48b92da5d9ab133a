// From an adapter's landing pages into a guest's memory: copying against remapping, in the same run, by packet size.
//
// An operation is a batch of packets: each is given to the guest, the guest touches one byte of each page of it in
// place, it is taken back, and what was lent is cleared. What a copy does not need it does not pay: nothing was lent,
// so nothing is cleared; its landing page takes the next packet as it is. Counted is the processor time of the
// thread; the adapter's own writing is the hardware's and is not.
//
// Warm: the same landing pages and the same places again and again. Cold: both go round through 64 MiB. `_dirty` leaves
// out the clearing: what it would cost if the page went back to the same guest, who may see its own old bytes.
//
// tests/bench/draw_remap.py draws the crossover from the JSON of a run.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/remap_ways.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>

using namespace hopyard::bench;

namespace {

constexpr std::size_t kCold = 64u << 20; // bytes on each side, more than the caches
constexpr std::int64_t kSizes[] = {64,        512,       4096,      16 << 10, 64 << 10,
                                   128 << 10, 256 << 10, 512 << 10, 1 << 20,  2 << 20};

/// What a way needs is made once: a benchmark is called several times until it ran long enough.
Way *madeOnce(MakeWay make, const Shape &shape, std::string &why)
{
    static MakeWay lastMake = nullptr;
    static Shape last;
    static std::unique_ptr<Way> way;
    if (make != lastMake || shape != last) {
        way.reset(); // before the next takes its memory
        way = make(shape, why);
        lastMake = way ? make : nullptr;
        last = shape;
    }
    return way.get();
}

void run(benchmark::State &state, MakeWay make, std::size_t pageSize, bool clears)
{
    const auto size = static_cast<std::size_t>(state.range(0)), batch = static_cast<std::size_t>(state.range(1));
    const bool cold = state.range(2) != 0;
    Shape shape;
    shape.size = size;
    shape.slot = (size + pageSize - 1) / pageSize * pageSize;
    // Cold: a whole number of batches.
    shape.slots = cold ? std::max<std::size_t>(kCold / shape.slot / batch, 2) * batch : batch;
    std::string why;
    Way *way = madeOnce(make, shape, why);
    if (!way) {
        state.SkipWithError(why.c_str());
        return;
    }
    std::size_t first = 0;
    for (auto _ : state) {
        bool good = way->give(first, batch);
        for (std::size_t i = first; i < first + batch && good; ++i) {
            const volatile std::uint8_t *packet = way->place(i);
            for (std::size_t at = 0; at < size; at += 4096)
                benchmark::DoNotOptimize(packet[at]);
        }
        good = good && way->takeBack(first, batch);
        if (!good) {
            state.SkipWithError("the kernel refused");
            return;
        }
        if (clears)
            for (std::size_t i = first; i < first + batch; ++i)
                if (std::uint8_t *landing = way->landing(i)) {
                    std::memset(landing, 0, size);
                    benchmark::ClobberMemory();
                }
        first = first + batch == shape.slots ? 0 : first + batch;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(batch) * state.iterations());
}

void add(const char *name, MakeWay make, std::size_t pageSize, bool clears = true)
{
    auto *one = benchmark::RegisterBenchmark(name, run, make, pageSize, clears);
    one->ArgNames({"size", "batch", "cold"})->MinTime(0.03);
    // Deferred and warm would be the same page at the same place for ever: nothing at all is done then.
    const bool deferred = make == makeWindowDeferred || make == makeWindowHugeDeferred;
    for (const std::int64_t cold : {0, 1})
        for (const std::int64_t batch : {1, 32})
            for (const std::int64_t size : kSizes)
                if (cold != 0 || !deferred)
                    one->Args({size, batch, cold});
}

} // namespace

int main(int argc, char **argv)
{
    add("copy", makeCopy, 4096);
    add("map_each_page", makeMapEachPage, 4096);
    add("window", makeWindow, 4096);
    add("window_deferred", makeWindowDeferred, 4096);
    add("window_dirty", makeWindow, 4096, false);
    add("move_mapping", makeMoveMapping, 4096);
    add("move_pages", makeMovePages, 4096);
    add("move_pages_dirty", makeMovePages, 4096, false);
    add("move_huge", makeMoveHuge, 2u << 20);
    add("move_huge_dirty", makeMoveHuge, 2u << 20, false);
    add("continue", makeContinue, 4096);
    add("copy_huge", makeCopyHuge, 4096); // who copies need not give each packet a huge page of its own
    add("window_huge", makeWindowHuge, 2u << 20);
    add("window_huge_deferred", makeWindowHugeDeferred, 2u << 20);
    add("window_huge_dirty", makeWindowHuge, 2u << 20, false);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
