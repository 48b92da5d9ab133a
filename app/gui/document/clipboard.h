// Parts of a lab on the clipboard: as lab text, so that they can be pasted into an editor and back.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"
#include "core/lab/lab.h"

#include <optional>

class QMimeData;

namespace hopyard::document {

/// The caller owns the result.
QMimeData *toMime(const lab::Lab &part, const lab::Drawing &drawing = {});
struct Part {
    lab::Lab lab;
    lab::Drawing drawing;
};
/// Nothing where the data is no lab with at least one node or shape.
std::optional<Part> fromMime(const QMimeData *data);

} // namespace hopyard::document
