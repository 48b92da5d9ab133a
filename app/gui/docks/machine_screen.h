// The screen of a machine, shown by a viewer of the person's: whichever program for VNC is installed is started with the
// machine's socket, and lives on without the workbench.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

namespace hopyard::docks {

struct ViewerCommand {
    QString program; ///< empty: none is installed
    QStringList arguments;
};
/// For a screen as a machine's description has it, "vnc+unix:///run/…". `find`: where a program is, empty where it is not.
ViewerCommand viewerCommand(const QString &screen, const std::function<QString(const QString &)> &find);
/// Starts a viewer; why not, as a sentence, else empty.
QString openScreen(const QString &screen);

} // namespace hopyard::docks
