// Paths, and what a failure would change, as rows of a tree, as marks on the canvas and as sentences.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/path_protocol.h"
#include "app/gui/inspect/canvas_marks.h"
#include "app/gui/inspect/tree_model.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace hopyard::inspect {

QStringList pathColumns();
/// There and back again, each hop below its way, and below a hop with several ways of equal cost these.
std::vector<TreeRow> pathRows(const client::BothWays &ways);
/// There in one tone, back in the other, where it ends badly in a third.
CanvasMarks pathMarks(const client::Path &forth, const client::Path *back);

QStringList changeColumns();
/// The routes that would change, by node; what would be out of reach comes first.
std::vector<TreeRow> changeRows(const client::WhatIf &found);
/// What would happen, in a few sentences; lines of plain text.
QString summaryOf(const client::WhatIf &found);
/// What failed, and the paths as they would be.
CanvasMarks changeMarks(const client::WhatIf &found);

/// "1.2 s"
QString spanText(base::Duration span);

} // namespace hopyard::inspect
