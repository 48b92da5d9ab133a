// See lab_document.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_document.h"

#include "app/gui/document/edit_command.h"
#include "app/gui/document/strings.h"
#include "app/gui/document/whole_file.h"
#include "core/topology/layout.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <vector>

namespace hopyard::document {

namespace {

constexpr int kCheckDelay = 200; ///< ms after a change

Problems problem(const QString &file, const QString &message)
{
    lab::Problem p;
    p.file = fromQt(file);
    p.message = fromQt(message);
    return {p};
}

} // namespace

LabDocument::LabDocument(QObject *parent) : QObject(parent)
{
    m_checkSoon.setSingleShot(true);
    m_checkSoon.setInterval(kCheckDelay);
    connect(&m_checkSoon, &QTimer::timeout, this, &LabDocument::checkProblems);
    connect(&m_undoStack, &QUndoStack::cleanChanged, this, &LabDocument::fileChanged);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &LabDocument::fileTouched);
}

bool LabDocument::push(const QString &text, Edit edit, const QString &mergeKey)
{
    Delta delta = edit.take(m_drawing);
    if (delta.isNothing())
        return false;
    m_undoStack.push(new EditCommand(*this, text, std::move(delta), mergeKey));
    return true;
}

QString LabDocument::newGesture(const QString &what) { return what + QLatin1Char('#') + QString::number(++m_gestures); }

void LabDocument::applyDelta(const Delta &delta, bool forward)
{
    forward ? delta.apply(m_lab) : delta.revert(m_lab);
    if (delta.drawing)
        m_drawing = forward ? delta.drawing->after : delta.drawing->before;
    m_checkSoon.start();
    emit changed(delta.event(forward));
}

std::string LabDocument::text() const { return m_source.textOf(m_lab, m_drawing); }

void LabDocument::take(LabSource source, const QString &path, bool modified)
{
    m_source = std::move(source);
    m_lab = m_source.lab();
    m_drawing = m_source.drawing();
    m_path = path;
    m_modifiedFromStart = modified;
    layOut();
    m_undoStack.clear();
    watch();
    ChangeEvent event;
    event.reset = true;
    emit changed(event);
    emit fileChanged();
    checkProblems();
}

void LabDocument::startNew()
{
    m_onDisk.clear();
    take(LabSource(), {}, false);
}

base::Result<void, Problems> LabDocument::open(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(problem(path, tr("Cannot be read: %1").arg(file.errorString())));
    const QByteArray bytes = file.readAll();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    auto source = LabSource::read(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                                  fromQt(QFileInfo(path).fileName()));
    if (!source)
        return base::fail(std::move(source.error()));
    m_onDisk = bytes;
    take(std::move(*source), absolute, false);
    return {};
}

base::Result<void, Problems> LabDocument::openText(const std::string &text, const QString &path, bool modified)
{
    auto source = LabSource::read(text, fromQt(QFileInfo(path).fileName()));
    if (!source)
        return base::fail(std::move(source.error()));
    QFile file(path);
    m_onDisk = !path.isEmpty() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    take(std::move(*source), path, modified);
    return {};
}

base::Result<void, base::Error> LabDocument::saveAs(const QString &path)
{
    const QByteArray bytes = QByteArray::fromStdString(text());
    // Ours until the watcher has been told: a write of our own is no change by somebody else.
    if (!m_watcher.files().isEmpty())
        m_watcher.removePaths(m_watcher.files());
    if (const auto why = writeWholeFile(path, bytes)) {
        watch();
        return base::fail(base::Error{fromQt(tr("%1 could not be saved: %2. The file is as it was before.")
                                                 .arg(QFileInfo(path).fileName(), *why))});
    }
    // From now on this text is the one whose comments are kept.
    if (auto source = LabSource::read(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                                      fromQt(QFileInfo(path).fileName())))
        m_source = std::move(*source);
    m_onDisk = bytes;
    m_path = QFileInfo(path).absoluteFilePath();
    m_modifiedFromStart = m_hasNewPlaces = false;
    watch();
    m_undoStack.setClean();
    emit fileChanged();
    return {};
}

/// A lab that was written by hand or by a program has its nodes on one spot: they go to places of their own.
void LabDocument::layOut()
{
    const auto isAtStart = [](const lab::Node &node) { return node.at == lab::Position(); };
    m_hasNewPlaces = m_lab.nodes.size() > 1 && std::all_of(m_lab.nodes.begin(), m_lab.nodes.end(), isAtStart);
    if (!m_hasNewPlaces)
        return;
    const std::vector<lab::Position> places = topology::layOut(m_lab);
    const auto [left, right] = std::minmax_element(places.begin(), places.end(), [](const auto &a, const auto &b) { return a.x < b.x; });
    const auto [top, bottom] = std::minmax_element(places.begin(), places.end(), [](const auto &a, const auto &b) { return a.y < b.y; });
    const bool isTall = bottom->y - top->y > right->x - left->x; // a canvas is wide
    for (std::size_t i = 0; i < places.size(); ++i)
        m_lab.nodes[i].at = isTall ? lab::Position{places[i].y, -places[i].x} : places[i];
}

QString LabDocument::displayName() const
{
    if (!m_path.isEmpty())
        return QFileInfo(m_path).fileName();
    return m_lab.title.empty() ? tr("Untitled") : toQt(m_lab.title);
}

void LabDocument::checkProblems()
{
    m_checkSoon.stop();
    Problems found = m_source.check(m_lab, m_drawing);
    if (found == m_problems)
        return;
    m_problems = std::move(found);
    emit problemsChanged();
}

void LabDocument::watch()
{
    if (!m_watcher.files().isEmpty())
        m_watcher.removePaths(m_watcher.files());
    if (!m_path.isEmpty() && QFile::exists(m_path))
        m_watcher.addPath(m_path);
}

void LabDocument::fileTouched()
{
    // Editors replace files: the watcher must be told again of the new one.
    if (m_watcher.files().isEmpty() && QFile::exists(m_path))
        m_watcher.addPath(m_path);
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return; // gone, or being replaced
    const QByteArray bytes = file.readAll();
    if (bytes == m_onDisk)
        return;
    m_onDisk = bytes;
    emit changedOnDisk();
}

} // namespace hopyard::document
