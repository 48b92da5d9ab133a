// Writes a file as a whole or not at all: the one that was there stays where the disk is full, the folder cannot be written, or the
// program is killed meanwhile.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace hopyard::document {

/// What went wrong, in the system's words; nothing where all is on the disk.
std::optional<QString> writeWholeFile(const QString &path, const QByteArray &bytes);

} // namespace hopyard::document
