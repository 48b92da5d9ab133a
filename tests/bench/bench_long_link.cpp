// A link of 100 ms at 1 Gbit/s carries 1 Gbit/s: how much arrives in a second of virtual time (the figure that must be
// 1 Gbit/s), and how fast that second goes by (simulated seconds in a second of CPU).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/link_direction.h"

#include <benchmark/benchmark.h>

using namespace hopyard;
using namespace base::literals;

namespace {

void longLink(benchmark::State &state)
{
    base::Impairment impairment;
    impairment.delay = 100_ms;
    impairment.rate = base::BitRate::bitsPerSecond(1'000'000'000);
    constexpr std::size_t kFrame = 1'514;
    double carried = 0;
    std::size_t mostInFlight = 0;
    for (auto _ : state) {
        packet::PacketPool pool;
        link::LinkDirection line(impairment, base::Random(1));
        std::uint64_t sequence = 0, bytes = 0;
        const base::TimePoint end = base::TimePoint() + 1_s;
        // Offered a little more than it can carry; what has arrived within the second after the first 100 ms counts.
        for (base::TimePoint now; now < end + 100_ms; now = now + 12_us) {
            while (line.nextDeadline() <= now)
                bytes += line.takeArrival().size();
            packet::Packet frame = pool.make(kFrame);
            line.transmit(now, std::move(frame), sequence);
            mostInFlight = std::max(mostInFlight, line.inFlight());
        }
        carried += static_cast<double>(bytes) * 8;
    }
    state.counters["carried_bits_per_simulated_second"] = carried / static_cast<double>(state.iterations());
    state.counters["most_in_flight"] = static_cast<double>(mostInFlight);
    state.counters["simulated_seconds_per_second"] = benchmark::Counter(1.1 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(longLink)->Name("link/100ms_1gbit")->Unit(benchmark::kMillisecond)->Repetitions(3);

} // namespace

BENCHMARK_MAIN();
