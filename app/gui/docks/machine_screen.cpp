// See machine_screen.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/machine_screen.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

namespace hopyard::docks {

ViewerCommand viewerCommand(const QString &screen, const std::function<QString(const QString &)> &find)
{
    const QString scheme = QStringLiteral("vnc+unix://");
    if (!screen.startsWith(scheme))
        return {};
    // TigerVNC's takes the socket's path; remote-viewer and gvncviewer's library the address.
    for (const char *name : {"xtigervncviewer", "vncviewer"})
        if (const QString program = find(QString::fromLatin1(name)); !program.isEmpty())
            return {program, {screen.mid(scheme.size())}};
    if (const QString program = find(QStringLiteral("remote-viewer")); !program.isEmpty())
        return {program, {screen}};
    return {};
}

QString openScreen(const QString &screen)
{
    const ViewerCommand command = viewerCommand(screen, [](const QString &name) { return QStandardPaths::findExecutable(name); });
    if (command.program.isEmpty())
        return QCoreApplication::translate("docks", "No viewer for the screen is installed: sudo apt install tigervnc-viewer (or "
                                                    "virt-viewer). The screen is at %1")
            .arg(screen);
    if (!QProcess::startDetached(command.program, command.arguments))
        return QCoreApplication::translate("docks", "%1 cannot be started.").arg(command.program);
    return {};
}

} // namespace hopyard::docks
