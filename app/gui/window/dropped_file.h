// Which of the ways into the workbench a file takes that was dropped on the window: by its name, as file dialogs offer it; a
// YAML file by what stands in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QMimeData;

namespace hopyard::window {

enum class DroppedKind { lab, record, foreign, unknown };
DroppedKind kindOfDropped(const QString &path);
/// The one file of this machine that is dragged; empty where it is none, or several.
QString draggedFile(const QMimeData &data);

} // namespace hopyard::window
