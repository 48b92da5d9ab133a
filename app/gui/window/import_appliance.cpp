// See import_appliance.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/import_appliance.h"

#include "app/gui/document/strings.h"
#include "app/gui/document/templates.h"
#include "core/exchange/appliance.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QProgressDialog>
#include <QStandardPaths>

#include <algorithm>
#include <map>
#include <optional>

namespace hopyard::window {

using document::fromQt;
using document::toQt;
using exchange::Appliance;

namespace {

constexpr qint64 kLongestAppliance = 4 << 20; ///< bytes: it is a page of text

QString tr(const char *text) { return QCoreApplication::translate("ImportAppliance", text); }

/// Where it is found by its name: beside the appliance, and where GNS3 and browsers put it.
QString find(const QString &file, const QString &beside)
{
    const QString home = QDir::homePath();
    for (const QString &folder : {beside, home + QStringLiteral("/GNS3/images/QEMU"), home + QStringLiteral("/GNS3/images"),
                                  QStandardPaths::writableLocation(QStandardPaths::DownloadLocation)}) {
        const QString path = folder + QLatin1Char('/') + file;
        if (QFileInfo(path).isFile())
            return path;
    }
    return {};
}

/// What is wrong with the file as that image; nothing where it is the right one, no text where the person has stopped.
std::optional<QString> mistakeOf(const QString &path, const Appliance::Image &image, QWidget *parent)
{
    const QString name = QFileInfo(path).fileName();
    const qint64 size = QFileInfo(path).size();
    if (image.bytes > 0 && size != static_cast<qint64>(image.bytes))
        return tr("%1 has %2 bytes and must have %3: it is another file, or not complete.").arg(name).arg(size).arg(image.bytes);
    if (image.md5.empty())
        return std::nullopt;
    QProgressDialog progress(tr("Verifying %1…").arg(name), tr("Cancel"), 0, 1000, parent);
    progress.setAccessibleName(progress.labelText());
    progress.setWindowModality(Qt::WindowModal);
    progress.setMinimumDuration(500);
    const QString sum = md5Of(path, [&](qint64 done, qint64 all) {
        progress.setValue(static_cast<int>(done * 1000 / std::max<qint64>(all, 1)));
        return !progress.wasCanceled();
    });
    if (progress.wasCanceled())
        return QString();
    if (sum.isEmpty())
        return tr("%1 cannot be read.").arg(name);
    if (sum == toQt(image.md5))
        return std::nullopt;
    return tr("%1 has the MD5 sum %2 and must have %3: it is another file, or damaged.").arg(name, sum, toQt(image.md5));
}

QString wanted(const Appliance::Image &image)
{
    QString text = tr("%1 is missing").arg(toQt(image.file));
    if (!image.md5.empty())
        text += tr(", MD5 %1").arg(toQt(image.md5));
    if (!image.url.empty())
        text += tr("; it can be had from %1").arg(toQt(image.url));
    return text + QLatin1Char('.');
}

/// The name of a template made of the appliance's.
QString templateName(const Appliance &appliance, const Appliance::Version &version)
{
    QString name;
    for (const QChar c : toQt(appliance.name + " " + version.name).simplified())
        name += c.isLetterOrNumber() || QStringLiteral(" -_.+()").contains(c) ? c : QLatin1Char('-');
    name = name.left(60).trimmed();
    return document::templates::whyNotName(name).isEmpty() ? name : QStringLiteral("Appliance");
}

} // namespace

QString md5Of(const QString &path, const std::function<bool(qint64 done, qint64 all)> &goOn)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QCryptographicHash sum(QCryptographicHash::Md5);
    QByteArray block(4 << 20, '\0');
    for (qint64 done = 0;;) {
        const qint64 count = file.read(block.data(), block.size());
        if (count < 0)
            return {};
        if (count == 0)
            return QString::fromLatin1(sum.result().toHex());
        sum.addData(QByteArrayView(block.constData(), count));
        done += count;
        if (!goOn(done, file.size()))
            return {};
    }
}

ImportedAppliance importAppliance(const QString &path, QWidget *parent)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLongestAppliance)
        return {{}, tr("%1 cannot be read.").arg(QFileInfo(path).fileName())};
    const auto appliance = exchange::readAppliance(file.readAll().toStdString());
    if (!appliance)
        return {{}, toQt(appliance.error())};
    const QString beside = QFileInfo(path).absolutePath();
    // The newest version whose images are all found; where none is, the newest.
    const Appliance::Version *chosen = nullptr;
    for (const Appliance::Version &version : appliance->versions) {
        const auto images = appliance->imagesOf(version);
        if (!chosen && std::all_of(images.begin(), images.end(), [&](const Appliance::Image *image) { return !find(toQt(image->file), beside).isEmpty(); }))
            chosen = &version;
    }
    if (!chosen)
        chosen = &appliance->versions.front();
    std::map<std::string, std::string, std::less<>> paths;
    for (const Appliance::Image *image : appliance->imagesOf(*chosen)) {
        QString found = find(toQt(image->file), beside);
        if (found.isEmpty())
            found = QFileDialog::getOpenFileName(parent, tr("Where is %1 of %2?").arg(toQt(image->file), toQt(appliance->name)), beside);
        if (found.isEmpty())
            return {{}, wanted(*image)};
        if (const auto mistake = mistakeOf(found, *image, parent))
            return {{}, *mistake};
        paths[image->file] = fromQt(QFileInfo(found).absoluteFilePath());
    }
    const QString name = templateName(*appliance, *chosen);
    const lab::Node node = exchange::applianceNode(*appliance, *chosen, [&](std::string_view image) { return paths.find(image)->second; });
    if (!document::templates::save(name, node))
        return {{}, tr("The template cannot be written to %1.").arg(document::templates::directory())};
    QStringList left;
    for (const std::string &sentence : appliance->left)
        left += toQt(sentence);
    return {name, left.join(QLatin1Char('\n'))};
}

} // namespace hopyard::window
