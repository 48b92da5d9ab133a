// See autosave.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/autosave.h"

#include "app/gui/document/lab_document.h"
#include "app/gui/document/state_directory.h"
#include "app/gui/document/whole_file.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <algorithm>

namespace hopyard::document {

namespace {

constexpr int kDelay = 1000; ///< ms after the last edit

QString directory() { return stateDirectory(QStringLiteral("autosave")); }
QString file(const QString &id, const char *suffix)
{
    return directory() + QLatin1Char('/') + id + QLatin1String(suffix);
}

bool writeWhole(const QString &path, const QByteArray &bytes)
{
    return !writeWholeFile(path, bytes);
}

void removeWork(const QString &id)
{
    QFile::remove(file(id, ".yaml"));
    QFile::remove(file(id, ".json"));
}

} // namespace

Autosave::Autosave(LabDocument &document, QObject *parent)
    : QObject(parent), m_document(document), m_id(QUuid::createUuid().toString(QUuid::Id128)),
      m_lock(file(m_id, ".lock"))
{
    m_lock.setStaleLockTime(0); // a lock is stale when its process is gone, however old it is
    m_lock.tryLock(0);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kDelay);
    connect(&m_soon, &QTimer::timeout, this, &Autosave::writeNow);
    connect(&document, &LabDocument::changed, &m_soon, qOverload<>(&QTimer::start));
    connect(&document, &LabDocument::fileChanged, &m_soon, qOverload<>(&QTimer::start));
}

Autosave::~Autosave() { removeWork(m_id); }

void Autosave::writeNow()
{
    m_soon.stop();
    if (!m_document.isModified()) {
        removeWork(m_id);
        return;
    }
    const QJsonObject about{{QStringLiteral("path"), m_document.path()},
                            {QStringLiteral("name"), m_document.displayName()},
                            {QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}};
    // The description last: only with it is the work offered, and then the text is whole.
    if (writeWhole(file(m_id, ".yaml"), QByteArray::fromStdString(m_document.text())))
        writeWhole(file(m_id, ".json"), QJsonDocument(about).toJson());
}

std::vector<LeftOver> Autosave::leftOvers()
{
    std::vector<LeftOver> found;
    for (const QFileInfo &entry : QDir(directory()).entryInfoList({QStringLiteral("*.json")}, QDir::Files)) {
        const QString id = entry.completeBaseName();
        QLockFile lock(file(id, ".lock"));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            continue; // its workbench is running
        QFile in(entry.filePath());
        if (!in.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject about = QJsonDocument::fromJson(in.readAll()).object();
        found.push_back({ id, about.value(QStringLiteral("path")).toString(),
                          about.value(QStringLiteral("name")).toString(),
                          QDateTime::fromString(about.value(QStringLiteral("time")).toString(), Qt::ISODateWithMs) });
    }
    std::stable_sort(found.begin(), found.end(), [](const LeftOver &a, const LeftOver &b) { return a.time > b.time; });
    return found;
}

std::string Autosave::readLeftOver(const QString &id)
{
    QFile in(file(id, ".yaml"));
    return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string();
}

void Autosave::discard(const QString &id) { removeWork(id); }

} // namespace hopyard::document
