// What a link does to packets, in the few words that fit beside it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/impairment.h"
#include "core/lab/lab.h"

#include <QString>

namespace hopyard::scene {

/// "5 ms", "1.5 s"
QString durationText(base::Duration duration);
/// "100 Mbit/s"; empty for unlimited.
QString rateText(base::BitRate rate);
/// "0.1 %"
QString percentText(double probability);
/// "5 ms · 100 Mbit/s · 0.1 %"; empty where a direction is perfect.
QString impairmentText(const base::Impairment &impairment);
/// One line, or one for each direction where they differ ("→ 5 ms" and "← 20 ms").
QString impairmentText(const lab::Link &link);

} // namespace hopyard::scene
