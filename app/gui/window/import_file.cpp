// See import_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/import_file.h"

#include "app/gui/document/strings.h"
#include "core/exchange/import.h"
#include "core/topology/build_lab.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace hopyard::window {

using document::fromQt;
using document::toQt;

namespace {

QString tr(const char *text) { return QCoreApplication::translate("ImportFile", text); }

/// The folder of the file, and nothing above it, also not by links.
class DiskFolder final : public exchange::Folder {
public:
    explicit DiskFolder(const QString &path) : m_root(QFileInfo(path).canonicalFilePath()) {}

    std::optional<std::string> read(std::string_view path) const override
    {
        QFile file(inside(path));
        if (file.fileName().isEmpty() || !file.open(QIODevice::ReadOnly) || file.size() > static_cast<qint64>(exchange::kMaxTextBytes))
            return std::nullopt;
        return file.readAll().toStdString();
    }
    std::vector<std::string> files(std::string_view path) const override
    {
        const QString folder = path.empty() ? m_root : inside(path);
        std::vector<std::string> names;
        if (!folder.isEmpty())
            for (const QString &name : QDir(folder).entryList(QDir::Files, QDir::Name))
                names.push_back(fromQt(name));
        return names;
    }
    std::vector<std::string> folders(std::string_view path) const override
    {
        const QString folder = path.empty() ? m_root : inside(path);
        std::vector<std::string> names;
        if (!folder.isEmpty())
            for (const QString &name : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
                names.push_back(fromQt(name));
        return names;
    }

private:
    QString inside(std::string_view path) const
    {
        const auto clean = exchange::insidePath(path);
        if (!clean)
            return {};
        const QString file = QFileInfo(m_root + QLatin1Char('/') + toQt(*clean)).canonicalFilePath();
        return file.startsWith(m_root + QLatin1Char('/')) ? file : QString();
    }
    QString m_root;
};

void say(ImportedFile &out, const std::vector<lab::Problem> &problems)
{
    for (const lab::Problem &problem : problems)
        out.said += toQt(lab::toString(problem));
}

} // namespace

QString importFilter()
{
    return tr("Labs and networks of other tools (*.clab.yml *.clab.yaml *.yml *.yaml *.gns3 *.gns3a *.imn *.xml *.mn *.json *.dot *.gv *.graphml *.gml "
              "lab.conf);;All files (*)");
}

ImportedFile importFile(const QString &path)
{
    ImportedFile out;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > static_cast<qint64>(exchange::kMaxTextBytes)) {
        out.said += tr("%1 cannot be read.").arg(QFileInfo(path).fileName());
        return out;
    }
    const std::string text = file.readAll().toStdString(), name = fromQt(QFileInfo(path).fileName());
    const auto format = exchange::guessFormat(text, name);
    if (!format) {
        out.said += tr("%1 looks like no lab or network of a tool that is known.").arg(QFileInfo(path).fileName());
        return out;
    }
    if (exchange::isTopology(*format)) {
        topology::Parsed parsed = exchange::readTopology(*format, text, name);
        say(out, parsed.problems);
        if (parsed.topology && !parsed.topology->nodes.empty()) {
            topology::Built built = topology::buildLab(*parsed.topology, {});
            out.lab = std::move(built.lab);
            out.drawing = std::move(built.drawing);
        }
        return out;
    }
    const DiskFolder folder(QFileInfo(path).absolutePath());
    exchange::Imported imported = exchange::readLab(*format, text, {name, &folder, {}});
    say(out, imported.problems);
    for (const std::string &sentence : imported.left)
        out.said += toQt(sentence);
    out.lab = std::move(imported.lab);
    out.drawing = std::move(imported.drawing);
    if (out.lab && out.lab->title.empty())
        out.lab->title = fromQt(QFileInfo(path).completeBaseName());
    return out;
}

} // namespace hopyard::window
