// Where the workbench keeps what must outlive a crash: $XDG_STATE_HOME/hopyard, else ~/.local/state/hopyard.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hopyard::document {

/// Made where it is missing (mode 0700). `name` is a folder within.
QString stateDirectory(const QString &name);

} // namespace hopyard::document
