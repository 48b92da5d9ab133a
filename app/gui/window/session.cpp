// See session.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/session.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/generate_dialog.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/strings.h"
#include "app/gui/theme/icon.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/dropped_file.h"
#include "app/gui/window/import_appliance.h"
#include "app/gui/window/import_file.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/samples.h"
#include "app/gui/window/settings.h"
#include "app/gui/window/workbench.h"
#include "core/lab/write.h"

#include <QAction>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QTimer>

#include <utility>

namespace hopyard::window {

namespace {

QString filters() { return Session::tr("Labs (*.yaml *.yml);;All files (*)"); }

QString listOf(const document::Problems &problems)
{
    constexpr std::size_t kShown = 12;
    QStringList lines;
    for (std::size_t i = 0; i < problems.size() && i < kShown; ++i)
        lines += document::toQt(lab::toString(problems[i]));
    if (problems.size() > kShown)
        lines += Session::tr("… and %1 more.").arg(problems.size() - kShown);
    return lines.join(QLatin1Char('\n'));
}

/// A sentence a line, where it fits: the box would be much narrower.
void widen(QMessageBox &box)
{
    if (auto *list = box.findChild<QLabel *>(QStringLiteral("qt_msgbox_informativelabel")))
        list->setMinimumWidth(560);
}

} // namespace

Session::Session(Workbench &workbench) : QObject(&workbench), m_workbench(workbench), m_autosave(workbench.document)
{
    using actions::Menu;
    auto &registry = workbench.actions;
    registry.add({.id = "file.new", .text = tr("&New"), .icon = "new", .shortcuts = {QKeySequence(QKeySequence::New)},
                  .tip = tr("An empty lab"), .menu = Menu::file, .group = 0, .run = [this] { startNew(); }});
    registry.add({ .id = "file.open",
                   .text = tr("&Open…"),
                   .icon = "open",
                   .shortcuts = { QKeySequence(QKeySequence::Open) },
                   .menu = Menu::file,
                   .group = 0,
                   .run = [this] { chooseAndOpen(); } });
    m_recent = new QMenu;
    m_recent->setAccessibleName(tr("Recent labs"));
    auto *recent = new QAction(theme::icon(QStringLiteral("recent")), tr("Open &Recent"), &registry);
    recent->setMenu(m_recent);
    registry.adopt(QStringLiteral("file.recent"), recent, Menu::file, 0);
    auto *labs = new QMenu(&workbench.canvas);
    labs->setAccessibleName(tr("Sample labs"));
    for (const Sample &sample : samples()) {
        QAction *entry = labs->addAction(sample.title, this, [this, id = sample.id] { openSample(id); });
        entry->setData(sample.id);
        entry->setToolTip(sample.about);
    }
    auto *sampleLabs = new QAction(theme::icon(QStringLiteral("book")), tr("Open a &Sample Lab"), &registry);
    sampleLabs->setMenu(labs);
    registry.adopt(QStringLiteral("file.sample"), sampleLabs, Menu::file, 0);
    registry.add({ .id = "file.generate",
                   .text = tr("New from &Generator…"),
                   .icon = "generate",
                   .shortcuts = { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N) },
                   .tip = tr("A ring, a tree, a fabric, a random network, with addresses and routing"),
                   .menu = Menu::file,
                   .group = 0,
                   .run = [this] { generate(); } });
    registry.add({ .id = "file.import",
                   .text = tr("&Import…"),
                   .icon = "export",
                   .tip = tr("A lab of containerlab, Kathara, GNS3, CORE, Mininet, a network in GraphML, GML, DOT, or "
                             "an appliance of GNS3"),
                   .menu = Menu::file,
                   .group = 0,
                   .run = [this] { importForeign(); } });
    registry.add(
        { .id = "file.save",
          .text = tr("&Save"),
          .icon = "save",
          .shortcuts = { QKeySequence(QKeySequence::Save) },
          .menu = Menu::file,
          .group = 1,
          .run = [this] { save(); },
          .enabledWhen =
              [&workbench] {
                  const document::LabDocument &document = workbench.document;
                  return document.isModified() || document.hasNewPlaces() || document.path().isEmpty();
              } });
    registry.add({.id = "file.saveAs", .text = tr("Save &As…"),
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)}, .menu = Menu::file, .group = 1,
                  .run = [this] { saveAs(); }});
    registry.add({ .id = "file.quit",
                   .text = tr("&Quit"),
                   .icon = "quit",
                   .shortcuts = { QKeySequence(Qt::CTRL | Qt::Key_Q) },
                   .menu = Menu::file,
                   .group = 9,
                   .run = [this] {
                       if (m_window)
                           m_window->close();
                   } });
    connect(m_recent, &QMenu::aboutToShow, this, &Session::updateRecent);
    updateRecent();
}

void Session::attach(MainWindow &window)
{
    m_window = &window;
    m_recent->setParent(&window, m_recent->windowFlags());
    document::LabDocument &document = m_workbench.document;
    connect(&document, &document::LabDocument::fileChanged, this, &Session::updateTitle);
    connect(&document, &document::LabDocument::fileChanged, &m_workbench.actions, &actions::ActionRegistry::refresh);
    connect(&document, &document::LabDocument::changedOnDisk, this, [this] {
        m_workbench.showNotice(tr("%1 was changed by another program.").arg(m_workbench.document.displayName()),
                               tr("Load it"), [this] { open(m_workbench.document.path()); });
    });
    window.setAcceptDrops(true);
    window.installEventFilter(this);
    m_workbench.mayReplaceDocument = [this] { return mayLeave(); };
    connect(&window, &MainWindow::closing, this, [this](bool *allowed) { *allowed = *allowed && mayLeave(); });
    updateTitle();
}

void Session::startNew()
{
    if (mayLeave())
        m_workbench.document.startNew();
}

void Session::chooseAndOpen()
{
    const QString start = QFileInfo(m_workbench.document.path()).path();
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open a lab"), start, filters());
    if (!path.isEmpty())
        open(path);
}

bool Session::open(const QString &path)
{
    if (!mayLeave())
        return false;
    if (const auto opened = m_workbench.document.open(path); !opened) {
        QMessageBox box(QMessageBox::Warning, tr("Open a lab"),
                        tr("%1 could not be opened.").arg(QFileInfo(path).fileName()), QMessageBox::Ok, m_window);
        box.setTextFormat(Qt::PlainText);
        box.setInformativeText(listOf(opened.error()));
        widen(box);
        box.exec();
        return false;
    }
    settings::addRecentFile(path);
    m_workbench.canvas.zoomToFit();
    if (m_workbench.document.hasNewPlaces())
        m_workbench.showStatus(tr("The file does not say where its nodes stand, so they were laid out. Saving writes their places, too."));
    return true;
}

void Session::openSample(const QString &id)
{
    if (!mayLeave())
        return;
    // As an untitled copy: the sample itself stays as it is.
    if (m_workbench.document.openText(sampleLab(id), {}, false))
        m_workbench.canvas.zoomToFit();
}

void Session::generate()
{
    auto *dialog = new dialogs::GenerateDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const std::string text = lab::write(dialog->lab());
        if (mayLeave() && m_workbench.document.openText(text, {}, true))
            m_workbench.canvas.zoomToFit();
    });
    dialog->open();
}

void Session::importForeign()
{
    const QString start = QFileInfo(m_workbench.document.path()).path();
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Import a lab or a network"), start, importFilter());
    if (!path.isEmpty())
        importFrom(path);
}

void Session::importFrom(const QString &path)
{
    if (path.endsWith(QLatin1String(".gns3a"), Qt::CaseInsensitive)) {
        const ImportedAppliance made = importAppliance(path, m_window);
        if (!made.name.isEmpty())
            m_workbench.showStatus(tr("%1 is in the palette, among your own templates").arg(made.name));
        if (!made.said.isEmpty())
            sayImported(path, !made.name.isEmpty(), {made.said});
        return;
    }
    if (!mayLeave())
        return;
    const ImportedFile imported = importFile(path);
    const bool opened = imported.lab && m_workbench.document.openText(lab::write(*imported.lab) + lab::writeDrawing(*imported.lab, imported.drawing), {}, true);
    if (opened)
        m_workbench.canvas.zoomToFit();
    if (!opened || !imported.said.isEmpty())
        sayImported(path, opened, imported.said);
}

/// What nothing below the window wanted: files are for it.
bool Session::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_window)
        return QObject::eventFilter(object, event);
    switch (event->type()) {
    case QEvent::DragEnter: m_dragIsWanted = wantsDrag(*static_cast<QDropEvent *>(event)); [[fallthrough]];
    case QEvent::DragMove:
        if (m_dragIsWanted)
            static_cast<QDropEvent *>(event)->acceptProposedAction();
        return m_dragIsWanted;
    case QEvent::DragLeave: m_dragIsWanted = false; return false;
    case QEvent::Drop: {
        auto &drop = *static_cast<QDropEvent *>(event);
        if (!std::exchange(m_dragIsWanted, false))
            return false;
        drop.acceptProposedAction();
        // Later: whom it was dragged from waits for the answer, and a question may be asked first.
        QTimer::singleShot(0, this, [this, path = draggedFile(*drop.mimeData())] { openAny(path); });
        return true;
    }
    default: return false;
    }
}

/// From outside, and a file; of anything else from outside it is said what would be one.
bool Session::wantsDrag(const QDropEvent &event)
{
    if (event.source())
        return false;
    const QString path = draggedFile(*event.mimeData());
    if (!path.isEmpty() && kindOfDropped(path) != DroppedKind::unknown)
        return true;
    m_workbench.showStatus(tr("What can be dropped here is one file: a lab (.yaml), a record (.hopyard), a lab or network of "
                              "another tool, or on the canvas a picture"));
    return false;
}

void Session::openAny(const QString &path)
{
    if (m_window)
        m_window->activateWindow();
    switch (kindOfDropped(path)) {
    case DroppedKind::lab: open(path); break;
    case DroppedKind::record: emit recordDropped(path); break;
    case DroppedKind::foreign: importFrom(path); break;
    case DroppedKind::unknown: open(path); break; // which says what is wrong with it
    }
}

void Session::sayImported(const QString &path, bool opened, const QStringList &said)
{
    constexpr qsizetype kShown = 12;
    QMessageBox box(opened ? QMessageBox::Information : QMessageBox::Warning, tr("Import"),
                    opened ? tr("%1 was imported; this could not be carried over:").arg(QFileInfo(path).fileName())
                           : tr("%1 could not be imported.").arg(QFileInfo(path).fileName()),
                    QMessageBox::Ok, m_window);
    box.setTextFormat(Qt::PlainText);
    QString first = said.mid(0, kShown).join(QLatin1Char('\n'));
    if (said.size() > kShown) { // nothing is lost in silence: the rest is behind a button
        first += QLatin1Char('\n') + tr("… and %1 more.").arg(said.size() - kShown);
        box.setDetailedText(said.join(QLatin1Char('\n')));
    }
    box.setInformativeText(first);
    widen(box);
    box.exec();
}

bool Session::save() { return m_workbench.document.path().isEmpty() ? saveAs() : write(m_workbench.document.path()); }

bool Session::saveAs()
{
    const QString suggested =
        m_workbench.document.path().isEmpty() ? QStringLiteral("lab.yaml") : m_workbench.document.path();
    QString path = QFileDialog::getSaveFileName(m_window, tr("Save the lab"), suggested, filters());
    if (path.isEmpty())
        return false;
    if (QFileInfo(path).suffix().isEmpty())
        path += QStringLiteral(".yaml");
    return write(path);
}

bool Session::write(const QString &path)
{
    if (const auto saved = m_workbench.document.saveAs(path); !saved) {
        QMessageBox::warning(m_window, tr("Save the lab"), document::toQt(saved.error().message));
        return false;
    }
    m_autosave.writeNow();
    settings::addRecentFile(path);
    m_workbench.showStatus(tr("Saved %1").arg(m_workbench.document.displayName()));
    return true;
}

bool Session::mayLeave()
{
    if (!m_workbench.document.isModified())
        return true;
    QMessageBox box(QMessageBox::Question, tr("Unsaved changes"),
                    tr("%1 has changes that are not saved.").arg(m_workbench.document.displayName()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save: return save();
    case QMessageBox::Discard: return true;
    default: return false;
    }
}

void Session::offerLeftOvers()
{
    for (const document::LeftOver &left : document::Autosave::leftOvers()) {
        const QString when = QLocale().toString(left.time.toLocalTime(), QLocale::ShortFormat);
        m_workbench.showNotice(
            tr("Unsaved work on %1 from %2 was found; the workbench was not closed in an orderly way then.")
                .arg(left.name, when),
            tr("Recover"), [this, left] {
                if (!mayLeave())
                    return;
                const std::string text = document::Autosave::readLeftOver(left.id);
                if (!m_workbench.document.openText(text, left.path, true)) {
                    m_workbench.showStatus(tr("The unsaved work could not be read."));
                    return;
                }
                m_autosave.writeNow(); // ours before the old one goes
                document::Autosave::discard(left.id);
                m_workbench.canvas.zoomToFit();
            });
    }
}

void Session::updateTitle()
{
    m_window->setWindowTitle(tr("%1[*] – Hopyard").arg(m_workbench.document.displayName()));
    m_window->setWindowModified(m_workbench.document.isModified());
}

void Session::updateRecent()
{
    m_recent->clear();
    const QStringList files = settings::recentFiles();
    for (const QString &path : files) {
        QAction *entry = m_recent->addAction(QFileInfo(path).fileName(), this, [this, path] { open(path); });
        entry->setToolTip(path);
        entry->setData(path);
        entry->setEnabled(QFileInfo::exists(path));
    }
    if (files.isEmpty())
        m_recent->addAction(tr("None yet"))->setEnabled(false);
    else
        m_recent->addAction(tr("Forget These"), this, [] { settings::clearRecentFiles(); });
}

} // namespace hopyard::window
