// See templates.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/templates.h"

#include "app/gui/document/strings.h"
#include "app/gui/document/whole_file.h"
#include "core/lab/read.h"
#include "core/lab/write.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <algorithm>

namespace hopyard::document::templates {

namespace {

constexpr int kLongestName = 60;
constexpr qint64 kLargestFile = 1 << 20; ///< bytes: a node is a page of text

QString tr(const char *text) { return QCoreApplication::translate("Templates", text); }
QString fileOf(const QString &name) { return directory() + QLatin1Char('/') + name + QStringLiteral(".yaml"); }

} // namespace

QString directory() { return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/templates"); }

QStringList names()
{
    QStringList names;
    for (const QString &file : QDir(directory()).entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name | QDir::IgnoreCase))
        names += file.chopped(5);
    return names;
}

QString whyNotName(const QString &name)
{
    if (name.trimmed().isEmpty())
        return tr("A template needs a name.");
    const bool good = name.size() <= kLongestName && !name.startsWith(QLatin1Char('.'))
        && std::all_of(name.begin(), name.end(), [](QChar c) { return c.isLetterOrNumber() || QStringLiteral(" -_.+()").contains(c); });
    return good ? QString() : tr("Letters, digits, blanks and “-_.+()”, at most %1.").arg(kLongestName);
}

bool save(const QString &name, const lab::Node &node)
{
    if (!whyNotName(name).isEmpty() || !QDir().mkpath(directory()))
        return false;
    lab::Lab lab;
    lab.title = fromQt(name);
    lab.nodes = {node};
    lab.nodes.front().at = {};
    return !writeWholeFile(fileOf(name), QByteArray::fromStdString(lab::write(lab)));
}

std::optional<lab::Node> load(const QString &name)
{
    QFile file(fileOf(name));
    if (!whyNotName(name).isEmpty() || !file.open(QIODevice::ReadOnly) || file.size() > kLargestFile)
        return std::nullopt;
    const auto lab = lab::read(file.readAll().toStdString());
    if (!lab || lab->nodes.size() != 1)
        return std::nullopt;
    return lab->nodes.front();
}

bool remove(const QString &name) { return whyNotName(name).isEmpty() && QFile::remove(fileOf(name)); }

} // namespace hopyard::document::templates
