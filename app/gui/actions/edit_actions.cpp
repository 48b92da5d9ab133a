// The Edit menu: undo, clipboard, picking, linking, and the tools.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/document/clipboard.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/icon.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/view/rename_editor.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMimeData>

#include <memory>

namespace hopyard::actions {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("EditActions", text); }

constexpr double kPasteStep = 80; ///< scene units by which each paste of the same part stands off the one before

class EditActions {
public:
    explicit EditActions(window::Workbench &workbench)
        : m_bench(workbench), m_document(workbench.document), m_scene(workbench.scene)
    {
    }

    bool hasPicked() const { return !m_scene.selectedItems().isEmpty(); }
    bool hasPickedNodes() const { return !m_scene.picked().nodes.empty() || !m_scene.picked().shapes.empty(); }

    void remove() { document::removePicked(m_document, m_scene.picked()); }
    void copy()
    {
        m_pastes = 0;
        QGuiApplication::clipboard()->setMimeData(
            document::toMime(document::extract(m_document.lab(), m_scene.picked()),
                             document::extractDrawing(m_document.lab(), m_document.drawing(), m_scene.picked())));
    }
    void cut()
    {
        copy();
        remove();
        m_pastes = -1; // comes back to where it was
    }
    void paste()
    {
        const auto part = document::fromMime(QGuiApplication::clipboard()->mimeData());
        if (!part) {
            m_bench.showStatus(tr("There is no part of a lab on the clipboard."));
            return;
        }
        const double by = kPasteStep * ++m_pastes;
        insert(part->lab, part->drawing, by, tr("Paste"));
    }
    void duplicate()
    {
        const document::Picked picked = m_scene.picked();
        insert(document::extract(m_document.lab(), picked), document::extractDrawing(m_document.lab(), m_document.drawing(), picked),
               kPasteStep, tr("Duplicate"));
    }
    void linkPicked()
    {
        const document::Picked picked = m_scene.picked();
        if (picked.nodes.size() != 2)
            return;
        if (const auto ends = document::addLink(m_document, picked.nodes[0], picked.nodes[1]))
            m_scene.pick({{}, {*ends}});
    }
    /// The link that alone is picked.
    const lab::Link *onlyLink() const
    {
        const document::Picked picked = m_scene.picked();
        return picked.nodes.empty() && picked.links.size() == 1
            ? document::findLink(m_document.lab(), picked.links.front())
            : nullptr;
    }
    void toggleDown()
    {
        const lab::Link *link = onlyLink();
        if (!link)
            return;
        lab::Link changed = *link;
        const bool down = !(link->forward.down && link->backward.down);
        changed.forward.down = changed.backward.down = down;
        document::setLink(m_document, document::endsOf(*link), changed, down ? tr("down") : tr("up"));
    }
    void rename()
    {
        const document::Picked picked = m_scene.picked();
        if (picked.nodes.size() == 1)
            view::RenameEditor::open(m_bench.canvas, picked.nodes.front());
    }

private:
    void insert(const lab::Lab &part, const lab::Drawing &drawing, double by, const QString &verb)
    {
        if (drawing == lab::Drawing())
            m_scene.pick({document::insert(m_document, part, {by, by}, verb), {}});
        else
            m_scene.pick(document::insertPart(m_document, part, drawing, {by, by}, verb));
    }

    window::Workbench &m_bench;
    document::LabDocument &m_document;
    scene::LabScene &m_scene;
    int m_pastes = 0;
};

} // namespace

void installEditActions(window::Workbench &workbench)
{
    ActionRegistry &registry = workbench.actions;
    view::CanvasView *canvas = &workbench.canvas;
    auto edit = std::make_shared<EditActions>(workbench); // shared by the actions' functions, gone with the last

    QAction *undo = workbench.document.undoStack().createUndoAction(&registry, tr("&Undo"));
    undo->setIcon(theme::icon(QStringLiteral("undo")));
    undo->setShortcuts(QKeySequence::Undo);
    registry.adopt(QStringLiteral("edit.undo"), undo, Menu::edit, 0);
    QAction *redo = workbench.document.undoStack().createRedoAction(&registry, tr("&Redo"));
    redo->setIcon(theme::icon(QStringLiteral("redo")));
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    registry.adopt(QStringLiteral("edit.redo"), redo, Menu::edit, 0);

    const auto picked = [edit] { return edit->hasPicked(); };
    const auto pickedNodes = [edit] { return edit->hasPickedNodes(); };
    registry.add({ .id = "edit.cut",
                   .text = tr("Cu&t"),
                   .icon = "cut",
                   .shortcuts = { QKeySequence(QKeySequence::Cut) },
                   .menu = Menu::edit,
                   .group = 1,
                   .run = [edit] { edit->cut(); },
                   .enabledWhen = pickedNodes,
                   .scope = canvas });
    registry.add({ .id = "edit.copy",
                   .text = tr("&Copy"),
                   .icon = "copy",
                   .shortcuts = { QKeySequence(QKeySequence::Copy) },
                   .tip = tr("Copy what is picked, as lab text"),
                   .menu = Menu::edit,
                   .group = 1,
                   .run = [edit] { edit->copy(); },
                   .enabledWhen = pickedNodes,
                   .scope = canvas });
    registry.add({ .id = "edit.paste",
                   .text = tr("&Paste"),
                   .icon = "paste",
                   .shortcuts = { QKeySequence(QKeySequence::Paste) },
                   .menu = Menu::edit,
                   .group = 1,
                   .run = [edit] { edit->paste(); },
                   .scope = canvas });
    registry.add({.id = "edit.duplicate", .text = tr("D&uplicate"), .icon = "duplicate",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_D)}, .tip = tr("Copy what is picked beside itself"),
                  .menu = Menu::edit, .group = 1, .run = [edit] { edit->duplicate(); }, .enabledWhen = pickedNodes,
                  .scope = canvas});
    registry.add({.id = "edit.delete", .text = tr("&Delete"), .icon = "delete",
                  .shortcuts = {QKeySequence(Qt::Key_Delete), QKeySequence(Qt::Key_Backspace)},
                  .tip = tr("Delete what is picked, with the links of deleted nodes"), .menu = Menu::edit, .group = 1,
                  .run = [edit] { edit->remove(); }, .enabledWhen = picked, .scope = canvas});
    registry.add({ .id = "edit.selectAll",
                   .text = tr("Select &All"),
                   .shortcuts = { QKeySequence(QKeySequence::SelectAll) },
                   .menu = Menu::edit,
                   .group = 2,
                   .run = [&workbench] { workbench.scene.pickAll(); },
                   .scope = canvas });
    registry.add({.id = "edit.selectNone", .text = tr("Select &Nothing"),
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)}, .menu = Menu::edit, .group = 2,
                  .run = [&workbench] { workbench.scene.pickNone(); }, .enabledWhen = picked, .scope = canvas});
    registry.add({.id = "edit.rename", .text = tr("&Rename"), .icon = "rename", .shortcuts = {QKeySequence(Qt::Key_F2)},
                  .menu = Menu::edit, .group = 3, .run = [edit] { edit->rename(); },
                  .enabledWhen = [&workbench] { return workbench.scene.picked().nodes.size() == 1; }, .scope = canvas});
    registry.add({.id = "edit.link", .text = tr("&Link the Two Picked Nodes"), .icon = "link",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)}, .menu = Menu::edit, .group = 3,
                  .run = [edit] { edit->linkPicked(); },
                  .enabledWhen = [&workbench] { return workbench.scene.picked().nodes.size() == 2; }});
    registry.add({.id = "edit.linkDown", .text = tr("Link Do&wn"), .icon = "power",
                  .tip = tr("Take the picked link down, or bring it up again"), .menu = Menu::edit, .group = 3,
                  .run = [edit] { edit->toggleDown(); }, .enabledWhen = [edit] { return edit->onlyLink() != nullptr; },
                  .checkable = true, .checkedWhen = [edit] {
                      const lab::Link *link = edit->onlyLink();
                      return link && link->forward.down && link->backward.down;
                  }});
    registry.add({ .id = "edit.properties",
                   .text = tr("Pr&operties"),
                   .icon = "properties",
                   .shortcuts = { QKeySequence(Qt::ALT | Qt::Key_Return) },
                   .tip = tr("Edit what is picked"),
                   .menu = Menu::edit,
                   .group = 4,
                   .run = [&workbench] { workbench.showDock(QStringLiteral("properties")); } });

    registry.add({.id = "tool.pointer", .text = tr("&Pointer"), .icon = "pointer",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_P)}, .tip = tr("Pick and move"), .menu = Menu::tools,
                  .run = [canvas] { canvas->usePointer(); }, .checkable = true,
                  .checkedWhen = [canvas] { return canvas->toolId() == QLatin1String("pointer"); }});
    registry.add({.id = "tool.link", .text = tr("&Link Tool"), .icon = "link",
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_L)},
                  .tip = tr("Draw links: click a node, click another"), .menu = Menu::tools,
                  .run =
                      [canvas] {
                          canvas->isLinkToolInUse() ? canvas->usePointer() : canvas->useLinkTool();
                          canvas->setFocus(); // the keys that follow are the tool's
                      },
                  .checkable = true, .checkedWhen = [canvas] { return canvas->isLinkToolInUse(); }});
}

} // namespace hopyard::actions
