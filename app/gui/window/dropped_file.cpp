// See dropped_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/dropped_file.h"

#include "app/gui/document/strings.h"
#include "core/exchange/import.h"

#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace hopyard::window {

namespace {

constexpr qint64 kLongestLook = 1 << 20; ///< bytes of a file, to tell what it is

/// Ours has its version at the beginning of a line; a file that nobody else's tool would read is opened, so that it is said why not.
bool isForeignYaml(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = file.read(kLongestLook);
    if (text.startsWith("hopyard:") || text.contains("\nhopyard:"))
        return false;
    return exchange::guessFormat(text.toStdString(), document::fromQt(QFileInfo(path).fileName())).has_value();
}

} // namespace

DroppedKind kindOfDropped(const QString &path)
{
    const QFileInfo file(path);
    if (file.isDir())
        return DroppedKind::unknown;
    const QString name = file.fileName().toLower();
    if (name.endsWith(QLatin1String(".hopyard")))
        return DroppedKind::record;
    if (name == QLatin1String("lab.conf"))
        return DroppedKind::foreign;
    for (const char *ending : {".clab.yml", ".clab.yaml", ".gns3", ".gns3a", ".imn", ".xml", ".mn", ".json", ".dot", ".gv", ".graphml", ".gml"})
        if (name.endsWith(QLatin1String(ending)))
            return DroppedKind::foreign;
    if (name.endsWith(QLatin1String(".yaml")) || name.endsWith(QLatin1String(".yml")))
        return isForeignYaml(path) ? DroppedKind::foreign : DroppedKind::lab;
    return DroppedKind::unknown;
}

QString draggedFile(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

} // namespace hopyard::window
