// How well a text fits what a person typed, letters in order but not side by side: "zf" finds "Zoom to Fit".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace hopyard::dialogs {

/// Nothing where it does not fit; else a score, higher is better: starts of words and letters side by side count more.
std::optional<int> fuzzyScore(const QString &pattern, const QString &text);

} // namespace hopyard::dialogs
