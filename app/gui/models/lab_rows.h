// The lab in rows: what the canvas shows, as tables for those who do not see it. Pure functions of the document and of
// what the engine says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"
#include "app/gui/models/table_model.h"
#include "core/lab/drawing.h"
#include "core/lab/lab.h"

#include <map>
#include <string>

namespace hopyard::models {

QStringList deviceColumns();
/// A row for each node with the group that it is drawn in; the key is its name. `states`: what the engine said of nodes ("started", "stopped", …); empty
/// where the lab does not run.
std::vector<Row> deviceRows(const lab::Lab &lab, const lab::Drawing &drawing, const client::Topology *topology,
                            const std::map<std::string, std::string> &states);

QStringList linkColumns();
/// A row for each link; the key is linkKey(). Costs are those that are written in the configurations. Counters by the engine's numbers, those of `topology`.
std::vector<Row> linkRows(const lab::Lab &lab, const client::Topology *topology,
                          const std::map<client::LinkId, client::LinkCounters> &counters);
QString linkKey(const lab::End &a, const lab::End &b);

QStringList shapeColumns();
/// A row for each note, shape and picture; the key is its id.
std::vector<Row> shapeRows(const lab::Drawing &drawing);

QStringList captureColumns();
std::vector<Row> captureRows(const std::vector<client::CaptureInfo> &captures);

/// "840 B", "12.4 kB", "1.2 GB".
QString byteText(std::uint64_t bytes);
/// The icon of the theme for a kind.
QString kindIcon(lab::NodeKind kind);
/// "5ms, 100mbit, loss 0.1%"; "forward …; backward …" where they differ.
QString impairmentText(const lab::Link &link);

} // namespace hopyard::models
