// See state_directory.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/state_directory.h"

#include <QDir>
#include <QFile>

namespace hopyard::document {

QString stateDirectory(const QString &name)
{
    QString home = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(home)) // the XDG specification: relative paths are to be ignored
        home = QDir::homePath() + QStringLiteral("/.local/state");
    const QString path = home + QStringLiteral("/hopyard/") + name;
    QDir().mkpath(path);
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

} // namespace hopyard::document
