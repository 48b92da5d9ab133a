// What giving packets to a real virtual processor costs the base portion, copied and remapped: with KVM a mapping that
// changes must go from the guest's second-level tables, too, and be faulted in again by its next access.
//
// An operation is a batch of packets of up to a page: copied into the guest's own pages or their pages shown in its
// window, posted, and, when the guest has read them all in place and answered, taken back and cleared (what was
// lent). Counted is the base portion's thread while it gives and takes back; posting and waiting for the guest are
// the same in both and are not on the bill. `guest_us` is the time from post to the last answer as the wall clock has
// it, the guest's faults included: on a busy machine much of it is somebody else's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/micro_guest.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstring>
#include <ctime>

using namespace hopyard;
using namespace hopyard::micro_guest;

namespace {

constexpr std::uint32_t kBuffers = 32;
constexpr std::size_t kOwn = 2, kLanding = kOwn + kBuffers, kLandings = 8 * kBuffers; // pages of the file

double threadSeconds()
{
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

void run(benchmark::State &state)
{
    const auto size = static_cast<std::uint32_t>(state.range(0)), batch = static_cast<std::uint32_t>(state.range(1));
    const bool remap = state.range(2) != 0;
    if (const auto why = missing()) {
        state.SkipWithError(why->c_str());
        return;
    }
    auto file = guest_memory::MemoryFile::create((kLanding + kLandings) * kPage);
    if (!file) {
        state.SkipWithError(toString(file.error()).c_str());
        return;
    }
    std::memset(file->data(), 0x5a, file->size());
    auto made = MicroGuest::create(*file, 0, 1, kBuffers);
    if (!made) {
        state.SkipWithError(toString(made.error()).c_str());
        return;
    }
    MicroGuest &guest = **made;
    const auto showOwn = [&] {
        for (std::uint32_t i = 0; i < kBuffers; ++i)
            guest.window().show(MicroGuest::placeOf(i), kOwn + i, true);
        return guest.window().settleAll();
    };
    if (!showOwn())
        return;
    guest.start();
    std::size_t landing = kLanding;
    double waited = 0;
    for (auto _ : state) {
        bool good = true;
        double begun = threadSeconds();
        for (std::uint32_t i = 0; i < batch; ++i)
            if (remap)
                guest.window().show(MicroGuest::placeOf(i), landing + i, false);
            else
                std::memcpy(file->data() + (kOwn + i) * kPage, file->data() + (landing + i) * kPage, size);
        good = guest.window().settle();
        double spent = threadSeconds() - begun;
        for (std::uint32_t i = 0; i < batch; ++i)
            good = guest.post(i, size) && good;
        const auto posted = std::chrono::steady_clock::now();
        for (std::uint32_t answers = 0; answers < batch && good;) {
            while (guest.takeAnswer())
                ++answers;
            if (answers < batch && !guest.waitForKick(1000) && guest.state() == MicroGuest::State::faulted)
                good = false;
        }
        waited += std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - posted).count();
        begun = threadSeconds();
        if (remap) {
            for (std::uint32_t i = 0; i < batch; ++i)
                guest.window().show(MicroGuest::placeOf(i), kOwn + i, true);
            good = guest.window().settle() && good; // it really runs: its pages go before they are anybody else's
            for (std::uint32_t i = 0; i < batch; ++i)
                std::memset(file->data() + (landing + i) * kPage, 0, size);
        }
        spent += threadSeconds() - begun;
        state.SetIterationTime(spent);
        if (!good) {
            state.SkipWithError("the kernel refused");
            return;
        }
        landing = landing + 2 * batch > kLanding + kLandings ? kLanding : landing + batch;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(batch) * state.iterations());
    state.counters["guest_us"] = benchmark::Counter(waited, benchmark::Counter::kAvgIterations);
}

BENCHMARK(run)
    ->ArgNames({"size", "batch", "remap"})
    ->ArgsProduct({{64, 1500, 4096}, {1, 32}, {0, 1}})
    ->Iterations(300)
    ->UseManualTime();

} // namespace

BENCHMARK_MAIN();
