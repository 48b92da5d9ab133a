// What the workbench remembers between starts, by typed name.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/theme/theme.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hopyard::window::settings {

enum class ThemeChoice { system, light, dark };
ThemeChoice themeChoice();
void setThemeChoice(ThemeChoice choice);
/// The scheme that the choice means at this moment.
theme::Scheme schemeFor(ThemeChoice choice);

QString language(); ///< "de"; empty: as the desktop
void setLanguage(const QString &code);

bool gridShown();
void setGridShown(bool shown);
bool snapping();
void setSnapping(bool snapping);

QByteArray geometry();
QByteArray layout();
void setWindow(const QByteArray &geometry, const QByteArray &layout);

/// Bytes that a record of a run may take; 0: no limit.
qint64 recordLimit();
void setRecordLimit(qint64 bytes);

QStringList recentFiles(); ///< absolute paths, the latest first
void addRecentFile(const QString &path);
void clearRecentFiles();

} // namespace hopyard::window::settings
