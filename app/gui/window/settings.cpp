// See settings.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/settings.h"

#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace hopyard::window::settings {

namespace {

constexpr int kRecentFiles = 10;
const QString kTheme = QStringLiteral("theme");
const QString kLanguage = QStringLiteral("language");
const QString kGrid = QStringLiteral("canvas/grid");
const QString kSnap = QStringLiteral("canvas/snap");
const QString kGeometry = QStringLiteral("window/geometry");
const QString kLayout = QStringLiteral("window/layout");
const QString kRecordLimit = QStringLiteral("record/limit");
constexpr qint64 kDefaultRecordLimit = 4'000'000'000; // as the engine's own
const QString kRecent = QStringLiteral("files/recent");

} // namespace

ThemeChoice themeChoice()
{
    const QString value = QSettings().value(kTheme).toString();
    return value == QLatin1String("light") ? ThemeChoice::light
        : value == QLatin1String("dark")   ? ThemeChoice::dark
                                           : ThemeChoice::system;
}

void setThemeChoice(ThemeChoice choice)
{
    const char *const names[] = {"system", "light", "dark"};
    QSettings().setValue(kTheme, QLatin1String(names[static_cast<int>(choice)]));
}

theme::Scheme schemeFor(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::light: return theme::Scheme::light;
    case ThemeChoice::dark: return theme::Scheme::dark;
    case ThemeChoice::system: break;
    }
    return theme::Theme::systemScheme();
}

QString language() { return QSettings().value(kLanguage).toString(); }
void setLanguage(const QString &code) { QSettings().setValue(kLanguage, code); }

bool gridShown() { return QSettings().value(kGrid, true).toBool(); }
void setGridShown(bool shown) { QSettings().setValue(kGrid, shown); }
bool snapping() { return QSettings().value(kSnap, true).toBool(); }
void setSnapping(bool snapping) { QSettings().setValue(kSnap, snapping); }

qint64 recordLimit() { return std::max<qint64>(0, QSettings().value(kRecordLimit, kDefaultRecordLimit).toLongLong()); }
void setRecordLimit(qint64 bytes) { QSettings().setValue(kRecordLimit, bytes); }

QByteArray geometry() { return QSettings().value(kGeometry).toByteArray(); }
QByteArray layout() { return QSettings().value(kLayout).toByteArray(); }
void setWindow(const QByteArray &geometry, const QByteArray &layout)
{
    QSettings store;
    store.setValue(kGeometry, geometry);
    store.setValue(kLayout, layout);
}

QStringList recentFiles() { return QSettings().value(kRecent).toStringList(); }

void addRecentFile(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList files = recentFiles();
    files.removeAll(absolute);
    files.prepend(absolute);
    QSettings().setValue(kRecent, files.mid(0, kRecentFiles));
}

void clearRecentFiles() { QSettings().remove(kRecent); }

} // namespace hopyard::window::settings
