// The program of the micro-guest: takes packets where they lie, in pages that are put there while it runs, and answers
// with sums of their bytes. What it finds at kBootAt says how it is told of them. Freestanding: no library, no floating
// point, nothing before _start; it is linked to kProgramAt and runs in ring 3 of 64-bit mode, with the right to write
// to ports.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/driver.h"
#include "emulation/micro_guest/protocol.h"

using namespace hopyard::micro_guest;

namespace {

constexpr std::uint32_t kPatience = 20'000; // looks at an empty ring before it says that it is idle

void out(std::uint16_t port, std::uint32_t value)
{
    asm volatile("outl %0, %1" : : "a"(value), "d"(port) : "memory");
}

/// There was nothing to do: once more, or it is idle.
void wait(std::uint32_t &looks)
{
    if (++looks == kPatience) {
        looks = 0;
        out(kIdlePort, 0);
    } else {
        asm volatile("pause");
    }
}

[[noreturn]] void drive(const Boot &boot)
{
    Driver driver(reinterpret_cast<std::uint8_t *>(kWindowAt), boot);
    driver.begin();
    out(kKickPort, 0);
    for (std::uint32_t looks = 0;;) {
        if (driver.work()) {
            out(kKickPort, 0);
            looks = 0;
        } else {
            wait(looks);
        }
    }
}

[[noreturn]] void standAlone()
{
    const auto &control = *reinterpret_cast<const Control *>(kWindowAt + kControlPlace * kPage);
    auto &answers = *reinterpret_cast<Answers *>(kWindowAt + kAnswerPlace * kPage);
    std::uint32_t done = 0, looks = 0;
    for (;;) {
        if (loadAcquire(control.posted) != done) {
            const Posted &entry = control.ring[done % kRing];
            const auto *packet =
                reinterpret_cast<const std::uint8_t *>(kWindowAt + (kFirstBuffer + entry.buffer) * kPage);
            answers.ring[done % kRing] = answerTo(packet, entry.length);
            storeRelease(answers.done, ++done);
            out(kKickPort, done);
            looks = 0;
        } else if (loadAcquire(control.stop) != 0) {
            out(kEndPort, done);
        } else {
            wait(looks);
        }
    }
}

} // namespace

extern "C" [[noreturn]] void _start();
extern "C" [[noreturn]] void _start()
{
    const Boot &boot = *reinterpret_cast<const Boot *>(kBootAt);
    if (boot.isDriver != 0)
        drive(boot);
    standAlone();
}
