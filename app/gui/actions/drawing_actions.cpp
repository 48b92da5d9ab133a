// What is drawn around the network: the tools in the Tools menu; stacking, groups and the ways of links in Arrange.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/painters.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/view/shape_editor.h"
#include "app/gui/window/workbench.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QImageReader>
#include <QInputDialog>
#include <QMessageBox>

#include <algorithm>
#include <cmath>

namespace hopyard::actions {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("DrawingActions", text); }

/// Asks for an image and puts it into the picture; the file must be in the lab's folder.
void choosePicture(window::Workbench &workbench, const std::string &id)
{
    if (workbench.document.path().isEmpty()) {
        workbench.showStatus(tr("Save the lab first: pictures are kept in its folder."));
        return;
    }
    const QDir folder = QFileInfo(workbench.document.path()).absoluteDir();
    const QString file = QFileDialog::getOpenFileName(workbench.canvas.window(), tr("Choose a picture"), folder.path(),
                                                      tr("Pictures (*.png *.jpg *.jpeg *.svg *.webp *.gif)"));
    if (file.isEmpty())
        return;
    const std::string path = document::fromQt(folder.relativeFilePath(file));
    const lab::Shape *shape = workbench.document.drawing().findShape(id);
    if (!lab::isPicturePath(path)) {
        workbench.showStatus(tr("%1 is outside of the lab's folder; copy it there first.").arg(QFileInfo(file).fileName()));
    } else if (shape) {
        lab::Shape changed = *shape;
        changed.file = path;
        document::setShape(workbench.document, changed, tr("file"));
    }
}

/// The path of a picture within the lab's folder, where it is copied to if the person agrees; empty where it is not there in the end.
QString withinFolder(window::Workbench &workbench, const QDir &folder, const QString &file)
{
    const QString path = folder.relativeFilePath(file);
    if (lab::isPicturePath(document::fromQt(path)))
        return path;
    const QString name = QFileInfo(file).fileName();
    if (QFileInfo::exists(folder.filePath(name))) {
        workbench.showStatus(tr("The lab's folder has another %1; rename one of them first.").arg(name));
        return {};
    }
    QMessageBox question(QMessageBox::Question, tr("Add a picture"), tr("%1 is outside of the lab's folder. Copy it there?").arg(name),
                         QMessageBox::Yes | QMessageBox::Cancel, workbench.canvas.window());
    question.setAccessibleName(question.windowTitle());
    question.setInformativeText(tr("A lab's pictures are in its folder, so that they go with it."));
    if (question.exec() != QMessageBox::Yes)
        return {};
    if (!QFile::copy(file, folder.filePath(name))) {
        workbench.showStatus(tr("%1 could not be copied into the lab's folder.").arg(name));
        return {};
    }
    return name;
}

/// A picture that was dropped: in its own size, unless that is large.
void dropPicture(window::Workbench &workbench, const QString &file, const QPointF &at)
{
    constexpr double kLargest = 480; // scene units
    if (workbench.document.path().isEmpty()) {
        workbench.showStatus(tr("Save the lab first: pictures are kept in its folder."));
        return;
    }
    const QString path = withinFolder(workbench, QFileInfo(workbench.document.path()).absoluteDir(), file);
    if (path.isEmpty())
        return;
    QSizeF size = QImageReader(file).size();
    if (size.isEmpty())
        size = QSizeF(200, 150);
    if (size.width() > kLargest || size.height() > kLargest)
        size.scale(kLargest, kLargest, Qt::KeepAspectRatio);
    lab::Shape shape;
    shape.kind = lab::ShapeKind::picture;
    shape.file = document::fromQt(path);
    shape.size = {std::round(size.width()), std::round(size.height())};
    shape.at = workbench.canvas.snapped(at - QPointF(size.width(), size.height()) / 2, {});
    const std::string id = document::addShape(workbench.document, std::move(shape));
    workbench.scene.pick({{}, {}, {id}, {}});
    workbench.canvas.setFocus();
}

void edit(window::Workbench &workbench, const std::string &id)
{
    const lab::Shape *shape = workbench.document.drawing().findShape(id);
    if (shape && shape->kind == lab::ShapeKind::picture)
        choosePicture(workbench, id);
    else if (shape)
        view::ShapeEditor::open(workbench.canvas, id);
}

void addTools(window::Workbench &workbench)
{
    struct Tool {
        lab::ShapeKind kind;
        QString text;
        QKeySequence key;
    };
    const Tool tools[] = {{lab::ShapeKind::note, tr("&Note"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_N)},
                          {lab::ShapeKind::text, tr("&Text"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_T)},
                          {lab::ShapeKind::rectangle, tr("&Rectangle"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_R)},
                          {lab::ShapeKind::ellipse, tr("&Ellipse"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_E)},
                          {lab::ShapeKind::line, tr("L&ine"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_L)},
                          {lab::ShapeKind::picture, tr("&Picture"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_P)}};
    view::CanvasView *canvas = &workbench.canvas;
    for (const Tool &tool : tools) {
        const QString name = document::toQt(lab::toString(tool.kind));
        const QString id = QStringLiteral("shape.") + name;
        workbench.actions.add({ .id = QStringLiteral("tool.") + name,
                                .text = tool.text,
                                .icon = name,
                                .shortcuts = { tool.key },
                                .tip = tr("Draw one on the canvas: drag, or click for the usual size"),
                                .menu = Menu::tools,
                                .group = 2,
                                .run =
                                    [canvas, kind = tool.kind, id] {
                                        canvas->toolId() == id ? canvas->usePointer() : canvas->useShapeTool(kind);
                                        canvas->setFocus();
                                    },
                                .checkable = true,
                                .checkedWhen = [canvas, id] { return canvas->toolId() == id; } });
    }
}

void addStacking(window::Workbench &workbench)
{
    struct Entry {
        const char *id;
        QString text;
        const char *icon;
        document::Stack where;
    };
    const Entry entries[] = {{"arrange.raise", tr("&Raise"), "raise", document::Stack::up},
                             {"arrange.lower", tr("Lo&wer"), "lower", document::Stack::down},
                             {"arrange.toFront", tr("To the &Front"), "", document::Stack::top},
                             {"arrange.toBack", tr("To the Bac&k"), "", document::Stack::bottom}};
    for (const Entry &entry : entries)
        workbench.actions.add({ .id = QLatin1String(entry.id),
                                .text = entry.text,
                                .icon = QLatin1String(entry.icon),
                                .tip = tr("Of the picked shapes among the others"),
                                .menu = Menu::arrange,
                                .group = 4,
                                .run = [&workbench, where = entry.where] {
                                    document::restack(workbench.document, workbench.scene.picked().shapes, where);
                                },
                                .enabledWhen = [&workbench] { return !workbench.scene.picked().shapes.empty(); } });
}

/// The groups that are meant: those that are picked, and those of picked nodes.
std::vector<std::string> pickedGroups(const window::Workbench &workbench)
{
    const document::Picked picked = workbench.scene.picked();
    std::vector<std::string> groups = picked.groups;
    for (const std::string &node : picked.nodes)
        if (const lab::Group *group = workbench.document.drawing().groupOf(node);
            group && std::find(groups.begin(), groups.end(), group->name) == groups.end())
            groups.push_back(group->name);
    return groups;
}

/// Folds them all, or where all are folded unfolds them all.
void toggleFold(window::Workbench &workbench, const std::vector<std::string> &names)
{
    const auto &groups = workbench.document.drawing().groups;
    const bool fold = std::any_of(groups.begin(), groups.end(), [&](const lab::Group &group) {
        return !group.folded && std::find(names.begin(), names.end(), group.name) != names.end();
    });
    document::setFolded(workbench.document, names, fold);
    workbench.scene.pick({{}, {}, {}, names});
}

void addGroups(window::Workbench &workbench)
{
    const auto hasGroup = [&workbench] { return !pickedGroups(workbench).empty(); };
    workbench.actions.add({ .id = "arrange.group",
                            .text = tr("&Group"),
                            .icon = "group",
                            .shortcuts = { QKeySequence(Qt::ALT | Qt::Key_G) },
                            .tip = tr("Put the picked nodes into a group that folds into one"),
                            .menu = Menu::arrange,
                            .group = 5,
                            .run = [&workbench] { document::addGroup(workbench.document, workbench.scene.picked().nodes); },
                            .enabledWhen = [&workbench] { return !workbench.scene.picked().nodes.empty(); } });
    workbench.actions.add({ .id = "arrange.ungroup",
                            .text = tr("&Ungroup"),
                            .shortcuts = { QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_G) },
                            .tip = tr("Dissolve the group; its nodes stay"),
                            .menu = Menu::arrange,
                            .group = 5,
                            .run =
                                [&workbench] { document::removeGroups(workbench.document, pickedGroups(workbench)); },
                            .enabledWhen = hasGroup });
    workbench.actions.add({ .id = "arrange.fold",
                            .text = tr("F&old or Unfold"),
                            .icon = "fold",
                            .shortcuts = { QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_F) },
                            .tip = tr("Draw the group as one, or its nodes again"),
                            .menu = Menu::arrange,
                            .group = 5,
                            .run =
                                [&workbench] { toggleFold(workbench, pickedGroups(workbench)); },
                            .enabledWhen = hasGroup });
    workbench.actions.add({ .id = "arrange.renameGroup",
                            .text = tr("Rename Grou&p…"),
                            .menu = Menu::arrange,
                            .group = 5,
                            .run =
                                [&workbench] {
                                    const auto groups = pickedGroups(workbench);
                                    const QString name = QInputDialog::getText(workbench.canvas.window(), tr("Rename a group"), tr("Name"),
                                                                               QLineEdit::Normal, document::toQt(groups.front()));
                                    document::renameGroup(workbench.document, groups.front(), document::fromQt(name));
                                },
                            .enabledWhen = [&workbench] { return pickedGroups(workbench).size() == 1; } });
}

void addRoutes(window::Workbench &workbench)
{
    const auto hasLinks = [&workbench] { return !workbench.scene.picked().links.empty(); };
    workbench.actions.add({ .id = "link.orthogonal",
                            .text = tr("Right &Angles"),
                            .icon = "route",
                            .tip = tr("Draw the picked links with right angles"),
                            .menu = Menu::arrange,
                            .group = 6,
                            .run =
                                [&workbench] {
                                    const auto links = workbench.scene.picked().links;
                                    const bool on = document::wayOf(workbench.document, links.front()).route == lab::LinkRoute::orthogonal;
                                    document::setRoute(workbench.document, links, on ? lab::LinkRoute::straight : lab::LinkRoute::orthogonal);
                                },
                            .enabledWhen = hasLinks,
                            .checkable = true,
                            .checkedWhen = [&workbench] {
                                const auto links = workbench.scene.picked().links;
                                return !links.empty() && document::wayOf(workbench.document, links.front()).route == lab::LinkRoute::orthogonal;
                            } });
    workbench.actions.add({ .id = "link.bend",
                            .text = tr("Add a B&end"),
                            .tip = tr("In the middle of the picked link; drag it where it shall be"),
                            .menu = Menu::arrange,
                            .group = 6,
                            .run =
                                [&workbench] {
                                    const document::LinkEnds ends = workbench.scene.picked().links.front();
                                    const auto path = workbench.scene.linkPath(ends);
                                    if (!path)
                                        return;
                                    lab::LinkWay way = document::wayOf(workbench.document, ends);
                                    const QPointF along = path->tangentAt(0.5);
                                    const double length = std::max(std::hypot(along.x(), along.y()), 1.0);
                                    const QPointF at = path->pointAt(0.5) + QPointF(-along.y(), along.x()) * (40 / length);
                                    way.bends.insert(way.bends.begin() + static_cast<std::ptrdiff_t>(way.bends.size() / 2),
                                                     workbench.canvas.snapped(at, {}));
                                    document::setWay(workbench.document, way, tr("Bend %1").arg(document::linkText(ends)));
                                },
                            .enabledWhen = [&workbench] { return workbench.scene.picked().links.size() == 1; } });
    workbench.actions.add({ .id = "link.straighten",
                            .text = tr("&Straighten"),
                            .tip = tr("Take all bends out of the picked links"),
                            .menu = Menu::arrange,
                            .group = 6,
                            .run = [&workbench] { document::straighten(workbench.document, workbench.scene.picked().links); },
                            .enabledWhen = hasLinks });
}

} // namespace

void installDrawingActions(window::Workbench &workbench)
{
    addTools(workbench);
    addStacking(workbench);
    addGroups(workbench);
    addRoutes(workbench);
    QObject::connect(&workbench.canvas, &view::CanvasView::shapeActivated, &workbench,
                     [&workbench](const std::string &id) { edit(workbench, id); });
    QObject::connect(&workbench.canvas, &view::CanvasView::pictureDropped, &workbench,
                     [&workbench](const QString &path, const QPointF &at) { dropPicture(workbench, path, at); });
    QObject::connect(&workbench.canvas, &view::CanvasView::groupActivated, &workbench,
                     [&workbench](const std::string &name) { toggleFold(workbench, {name}); });
}

} // namespace hopyard::actions
