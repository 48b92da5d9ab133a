// A lab of another tool, opened in the workbench: what `hop import` reads, by the same code.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"
#include "core/lab/lab.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace hopyard::window {

struct ImportedFile {
    std::optional<lab::Lab> lab;
    lab::Drawing drawing; ///< what was drawn around it
    QStringList said; ///< what is wrong, or what could not be carried over; a sentence each
};
ImportedFile importFile(const QString &path);
/// For a file dialog.
QString importFilter();

} // namespace hopyard::window
