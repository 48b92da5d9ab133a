// What tests with real machines need of this computer; where it is missing, the sentence to skip with. The test itself
// skips: a QSKIP in a function that it calls would leave that function alone.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/machines/guest_fetch.h"
#include "emulation/machines/guest_files.h"
#include "emulation/machines/machine.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <optional>
#include <string>

namespace hopyard::support {

/// Fetches the guest system's kernel for QEMU where it is not there yet: two minutes at most.
inline std::optional<std::string> missingForMachine(lab::NodeKind kind)
{
    if (auto missing = machines::machineMissing(kind))
        return missing;
    if (machines::findBusybox().empty())
        return "busybox-static is not installed: the tiny guest system is made of it";
    if (kind != lab::NodeKind::qemu || machines::findKernel())
        return std::nullopt;
    auto fetch = machines::GuestFetch::start(machines::GuestPart::kernel, machines::guestDirectory(), -1);
    if (!fetch)
        return "the guest system's kernel cannot be fetched here";
    QElapsedTimer timer;
    for (timer.start(); !fetch->isDone() && timer.elapsed() < 120'000; QTest::qWait(20))
        fetch->process();
    if (machines::findKernel())
        return std::nullopt;
    return "the guest system's kernel cannot be fetched here: " + fetch->failure().value_or("it takes too long");
}

} // namespace hopyard::support
