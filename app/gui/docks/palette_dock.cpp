// See palette_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/palette_dock.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/place_many.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/document/templates.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QCoreApplication>
#include <QDir>
#include <QDrag>
#include <QFileSystemWatcher>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

namespace hopyard::docks {

namespace {

constexpr int kKindRole = Qt::UserRole;
constexpr int kWordsRole = Qt::UserRole + 1;
constexpr int kTemplateRole = Qt::UserRole + 2;
constexpr int kIndentation = 8;
constexpr int kIcon = 26;
constexpr int kPadding = 24; ///< around an entry's icon and words, as the style has it
constexpr double kFreeStep = 100; ///< scene units between nodes placed one after the other

struct Entry {
    lab::NodeKind kind;
    const char *icon;
    const char *text;
    const char *tip;
    const char *words; ///< found by these as well
    QColor (*colour)();
};
struct Category {
    const char *text;
    std::vector<Entry> entries;
};

const std::vector<Category> &categories()
{
    using lab::NodeKind;
    static const std::vector<Category> all = {
        { QT_TRANSLATE_NOOP("Palette", "Computers"),
          { { NodeKind::host, "host", QT_TRANSLATE_NOOP("Palette", "Host"),
              QT_TRANSLATE_NOOP("Palette", "A computer with Hopyard's own IP stack"),
              "pc end system client server ping", [] { return theme::colours().host; } },
            { NodeKind::hypervisor, "hypervisor", QT_TRANSLATE_NOOP("Palette", "Hypervisor"),
              QT_TRANSLATE_NOOP("Palette", "A whole computer with virtual machines in it"),
              "vm virtual machine guest computer memory page buffer nat bridge", [] { return theme::colours().host; } },
            { NodeKind::namespaceNode, "namespace", QT_TRANSLATE_NOOP("Palette", "Linux Namespace"),
              QT_TRANSLATE_NOOP("Palette", "A Linux network namespace: real programs run in it"),
              "linux shell container netns program real", [] { return theme::colours().namespaceNode; } },
            { NodeKind::qemu, "qemu", QT_TRANSLATE_NOOP("Palette", "QEMU Machine"),
              QT_TRANSLATE_NOOP("Palette", "A virtual machine with a kernel of its own, or an image of yours"),
              "vm virtual machine kvm guest linux real", [] { return theme::colours().namespaceNode; } },
            { NodeKind::uml, "uml", QT_TRANSLATE_NOOP("Palette", "User-mode Linux"),
              QT_TRANSLATE_NOOP("Palette", "A whole Linux as one ordinary program, the lightest machine"),
              "vm virtual machine guest linux real", [] { return theme::colours().namespaceNode; } } } },
        { QT_TRANSLATE_NOOP("Palette", "Network"),
          { { NodeKind::router, "router", QT_TRANSLATE_NOOP("Palette", "Router"),
              QT_TRANSLATE_NOOP("Palette", "A virtual router, configured in FRR's language"), "frr gateway forward ip",
              [] { return theme::colours().router; } },
            { NodeKind::frr, "frr", QT_TRANSLATE_NOOP("Palette", "FRR Router"),
              QT_TRANSLATE_NOOP("Palette", "The real FRR in a Linux namespace, configured by the same text"),
              "frr zebra vtysh quagga gateway forward ip real", [] { return theme::colours().namespaceNode; } },
            { NodeKind::bird, "bird", QT_TRANSLATE_NOOP("Palette", "BIRD Router"),
              QT_TRANSLATE_NOOP("Palette", "The real BIRD in a Linux namespace"), "bird gateway forward ip real",
              [] { return theme::colours().namespaceNode; } },
            { NodeKind::switch_, "switch", QT_TRANSLATE_NOOP("Palette", "Switch"),
              QT_TRANSLATE_NOOP("Palette", "Learns which address is behind which port"),
              "bridge ethernet learning lan mac", [] { return theme::colours().switch_; } },
            { NodeKind::hub, "hub", QT_TRANSLATE_NOOP("Palette", "Hub"),
              QT_TRANSLATE_NOOP("Palette", "Repeats every frame to every other port"), "repeater ethernet lan",
              [] { return theme::colours().hub; } } } },
        { QT_TRANSLATE_NOOP("Palette", "Services"),
          { { NodeKind::forwarder, "forwarder", QT_TRANSLATE_NOOP("Palette", "Forwarder"),
              QT_TRANSLATE_NOOP("Palette", "Has a service's address, and passes each connection on to the host that serves it"),
              "load balancer service virtual address migration flow", [] { return theme::colours().router; } },
            { NodeKind::classifier, "classifier", QT_TRANSLATE_NOOP("Palette", "Classifier"),
              QT_TRANSLATE_NOOP("Palette", "Accepts connections, reads, decides who shall serve, and hands them over"),
              "load balancer service migration rules", [] { return theme::colours().host; } } } },
    };
    return all;
}

QString words(const char *text) { return QCoreApplication::translate("Palette", text); }

void dressCategory(QTreeWidgetItem *group)
{
    group->setFlags(Qt::ItemIsEnabled);
    QFont font = group->font(0);
    font.setPointSizeF(8.5);
    font.setWeight(QFont::DemiBold);
    group->setFont(0, font);
    group->setSizeHint(0, QSize(0, 34));
}

const Entry *entryOf(lab::NodeKind kind)
{
    for (const Category &category : categories())
        for (const Entry &entry : category.entries)
            if (entry.kind == kind)
                return &entry;
    return nullptr;
}

} // namespace

PaletteList::PaletteList(QWidget *parent) : QTreeWidget(parent)
{
    setAccessibleName(tr("Node kinds"));
    setHeaderHidden(true);
    header()->setAccessibleName(tr("Node kinds"));
    setRootIsDecorated(false);
    setIndentation(kIndentation);
    header()->setMinimumSectionSize(1);
    header()->setSectionResizeMode(QHeaderView::Stretch); // what has no room ends in "…"
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setIconSize(QSize(kIcon, kIcon));
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setItemsExpandable(false);
    setFrameShape(NoFrame);
    setProperty("role", QStringLiteral("plain"));
    for (const Category &category : categories()) {
        auto *group = new QTreeWidgetItem(this, {words(category.text)});
        dressCategory(group);
        for (const Entry &entry : category.entries) {
            auto *item = new QTreeWidgetItem(group, {words(entry.text)});
            item->setIcon(0, theme::icon(QLatin1String(entry.icon), entry.colour));
            item->setToolTip(0, words(entry.tip));
            item->setData(0, kKindRole, document::toQt(lab::toString(entry.kind)));
            item->setData(
                0, kWordsRole,
                QStringLiteral("%1 %2 %3").arg(words(entry.text), words(category.text), QLatin1String(entry.words)));
            item->setData(0, Qt::AccessibleDescriptionRole, words(entry.tip));
            item->setSizeHint(0, QSize(0, 36));
        }
    }
    m_own = new QTreeWidgetItem(this, {tr("My templates")});
    dressCategory(m_own);
    showTemplates();
    // They come and go by other ways too: an import, a file that somebody else gave.
    QDir().mkpath(document::templates::directory());
    auto *watcher = new QFileSystemWatcher({document::templates::directory()}, this);
    connect(watcher, &QFileSystemWatcher::directoryChanged, this, &PaletteList::showTemplates);
    expandAll();
    const auto recolour = [this] {
        for (int i = 0; i < topLevelItemCount(); ++i)
            topLevelItem(i)->setForeground(0, theme::colours().muted);
    };
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, recolour);
    recolour();
    connect(this, &QTreeWidget::itemDoubleClicked, this, [this](QTreeWidgetItem *item) { choose(item); });
}

void PaletteList::showTemplates()
{
    qDeleteAll(m_own->takeChildren());
    for (const QString &name : document::templates::names()) {
        const auto node = document::templates::load(name);
        const Entry *entry = node ? entryOf(node->kind) : nullptr;
        if (!entry)
            continue;
        auto *item = new QTreeWidgetItem(m_own, {name});
        item->setIcon(0, theme::icon(QLatin1String(entry->icon), entry->colour));
        item->setToolTip(0, tr("%1 of your own").arg(words(entry->text)));
        item->setData(0, kTemplateRole, name);
        item->setData(0, kWordsRole, QStringLiteral("%1 %2 template").arg(name, words(entry->text)));
        item->setData(0, Qt::AccessibleDescriptionRole, item->toolTip(0));
        item->setSizeHint(0, QSize(0, 36));
    }
    m_own->setHidden(m_own->childCount() == 0);
    m_own->setExpanded(true);
}

QSize PaletteList::minimumSizeHint() const
{
    int widest = 0;
    for (const Category &category : categories())
        for (const Entry &entry : category.entries)
            widest = std::max(widest, fontMetrics().horizontalAdvance(words(entry.text)));
    return {2 * kIndentation + kIcon + kPadding + widest + style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this),
            QTreeWidget::minimumSizeHint().height()};
}

QString PaletteList::templateOf(const QTreeWidgetItem *item) { return item ? item->data(0, kTemplateRole).toString() : QString(); }

void PaletteList::choose(const QTreeWidgetItem *item)
{
    if (const auto kind = kindOf(item))
        emit chosen(*kind);
    else if (const QString name = templateOf(item); !name.isEmpty())
        emit templateChosen(name);
}

void PaletteList::removeTemplate(const QString &name)
{
    document::templates::remove(name);
    showTemplates();
}

void PaletteList::contextMenuEvent(QContextMenuEvent *event)
{
    const QTreeWidgetItem *item = event->reason() == QContextMenuEvent::Mouse ? itemAt(event->pos()) : currentItem();
    const QString name = templateOf(item);
    if (name.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Menu of the template"));
    menu->addAction(theme::icon(QStringLiteral("delete")), tr("Delete the template"), this, [this, name] { removeTemplate(name); });
    menu->popup(event->reason() == QContextMenuEvent::Mouse ? event->globalPos() : mapToGlobal(visualItemRect(item).center()));
}

std::optional<lab::NodeKind> PaletteList::kindOf(const QTreeWidgetItem *item)
{
    return item ? lab::parseNodeKind(document::fromQt(item->data(0, kKindRole).toString())) : std::nullopt;
}

void PaletteList::filter(const QString &text)
{
    const QStringList wanted = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QTreeWidgetItem *first = nullptr;
    for (int g = 0; g < topLevelItemCount(); ++g) {
        QTreeWidgetItem *group = topLevelItem(g);
        bool any = false;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem *item = group->child(i);
            const QString about = item->data(0, kWordsRole).toString();
            const bool fits = std::all_of(wanted.begin(), wanted.end(), [&](const QString &word) {
                return about.contains(word, Qt::CaseInsensitive);
            });
            item->setHidden(!fits);
            any |= fits;
            if (fits && !first)
                first = item;
        }
        group->setHidden(!any);
    }
    setCurrentItem(text.isEmpty() ? nullptr : first);
}

void PaletteList::startDrag(Qt::DropActions)
{
    const QTreeWidgetItem *item = currentItem();
    const QString own = templateOf(item);
    if (!kindOf(item) && own.isEmpty())
        return;
    auto *mime = new QMimeData;
    if (own.isEmpty())
        mime->setData(QLatin1String(view::kNodeKindMime), item->data(0, kKindRole).toString().toUtf8());
    else
        mime->setData(QLatin1String(view::kTemplateMime), own.toUtf8());
    auto *drag = new QDrag(this);
    drag->setMimeData(mime);
    drag->setPixmap(item->icon(0).pixmap(QSize(40, 40), devicePixelRatioF()));
    drag->setHotSpot(QPoint(20, 20));
    drag->exec(Qt::CopyAction);
}

void PaletteList::keyPressEvent(QKeyEvent *event)
{
    if (const QString own = templateOf(currentItem()); event->key() == Qt::Key_Delete && !own.isEmpty()) {
        removeTemplate(own);
        return;
    }
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
        QTreeWidget::keyPressEvent(event);
        return;
    }
    choose(currentItem());
}

PaletteDock::PaletteDock(window::Workbench &workbench, QWidget *parent)
    : QWidget(parent), m_workbench(workbench), m_search(new QLineEdit(this)), m_list(new PaletteList(this))
{
    setAccessibleName(tr("Palette"));
    auto *column = new QVBoxLayout(this);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search node kinds"));
    m_search->addAction(theme::icon(QStringLiteral("search"), [] { return theme::colours().muted; }),
                        QLineEdit::LeadingPosition);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, m_list, &PaletteList::filter);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (const auto kind = PaletteList::kindOf(m_list->currentItem()))
            place(*kind);
        else if (const QString own = PaletteList::templateOf(m_list->currentItem()); !own.isEmpty())
            placeTemplate(own);
    });
    connect(m_list, &PaletteList::templateChosen, this, [this](const QString &name) { placeTemplate(name); });
    connect(&workbench.canvas, &view::CanvasView::templateDropped, this,
            [this](const QByteArray &name, const QPointF &at) { placeTemplate(QString::fromUtf8(name), at); });
    connect(&workbench.canvas, &view::CanvasView::manyDropped, this, [this](const QByteArray &what, const QPointF &at) {
        if (const auto kind = lab::parseNodeKind(what.toStdString()))
            placeMany(dialogs::modelOf(*kind), at);
    });
    connect(&workbench.canvas, &view::CanvasView::manyTemplatesDropped, this, [this](const QByteArray &name, const QPointF &at) {
        if (const auto model = templateModel(QString::fromUtf8(name)))
            placeMany(*model, at);
    });
    connect(m_list, &PaletteList::chosen, this, &PaletteDock::place);
    setFocusProxy(m_search);
}

QPointF PaletteDock::freePlace() const
{
    QPointF at = m_workbench.canvas.centre();
    while (m_workbench.scene.nodeAt(at)) // in a row, not on top of each other
        at += QPointF(kFreeStep, 0);
    return at;
}

void PaletteDock::placeTemplate(const QString &name, std::optional<QPointF> at)
{
    const auto model = templateModel(name);
    if (!model)
        return;
    lab::Lab part;
    part.nodes = {*model->own};
    m_workbench.scene.pick({document::insert(m_workbench.document, part, m_workbench.canvas.snapped(at.value_or(freePlace()), {}), tr("Add")), {}});
}

std::optional<dialogs::Model> PaletteDock::templateModel(const QString &name) const
{
    auto node = document::templates::load(name);
    if (!node) {
        m_workbench.showStatus(tr("The template %1 cannot be read.").arg(name));
        return std::nullopt;
    }
    const lab::NodeKind kind = node->kind;
    return dialogs::Model{name, kind, std::move(node)};
}

void PaletteDock::placeManyOfCurrent(const QPointF &at)
{
    const QTreeWidgetItem *item = m_list->currentItem();
    if (const QString own = PaletteList::templateOf(item); own.isEmpty())
        placeMany(dialogs::modelOf(PaletteList::kindOf(item).value_or(lab::NodeKind::host)), at);
    else if (const auto model = templateModel(own))
        placeMany(*model, at);
}

void PaletteDock::placeMany(const dialogs::Model &model, const QPointF &at)
{
    auto *dialog = new dialogs::PlaceMany(model, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, model, at] {
        const auto places = dialogs::formationPlaces(dialog->formation(), dialog->count(), m_workbench.canvas.snapped(at, {}));
        m_workbench.scene.pick({dialogs::placeMany(m_workbench.document, model, places, dialog->cabling()), {}});
        m_workbench.canvas.setFocus();
    });
    dialog->open();
}

void PaletteDock::saveTemplate(const std::string &name)
{
    const lab::Node *node = m_workbench.document.lab().findNode(name);
    if (!node)
        return;
    const lab::Node copy = *node;
    bool ok = false;
    const QString wanted = QInputDialog::getText(window(), tr("Save as a template"), tr("Name of the template"), QLineEdit::Normal,
                                                 document::toQt(copy.label.empty() ? copy.name : copy.label), &ok)
                               .trimmed();
    if (!ok)
        return;
    const QString why = document::templates::whyNotName(wanted);
    if (!why.isEmpty() || !document::templates::save(wanted, copy)) {
        m_workbench.showStatus(why.isEmpty() ? tr("The template could not be saved.") : why);
        return;
    }
    m_list->showTemplates();
    m_workbench.showStatus(tr("%1 is in the palette now, under My templates.").arg(wanted));
}

void PaletteDock::place(lab::NodeKind kind)
{
    const QPointF at = freePlace();
    const std::string name = document::addNode(m_workbench.document, kind, m_workbench.canvas.snapped(at, {}));
    m_workbench.scene.pickNode(name);
}

void installPalette(window::Workbench &workbench)
{
    auto *palette = new PaletteDock(workbench);
    workbench.addDock({.id = "palette", .title = PaletteDock::tr("Palette"), .icon = "palette",
                       .area = Qt::LeftDockWidgetArea, .widget = palette,
                       .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)});
    for (const Category &category : categories())
        for (const Entry &entry : category.entries)
            workbench.actions.add({ .id = QStringLiteral("add.") + document::toQt(lab::toString(entry.kind)),
                                    .text = PaletteDock::tr("Add a %1").arg(words(entry.text)),
                                    .icon = QLatin1String(entry.icon),
                                    .tip = words(entry.tip),
                                    .menu = actions::Menu::tools,
                                    .group = 1,
                                    .run = [palette, kind = entry.kind] { palette->place(kind); } });
    workbench.actions.add({ .id = "node.saveTemplate",
                            .text = PaletteDock::tr("Save as a &Template…"),
                            .icon = "star",
                            .tip = PaletteDock::tr("Put the picked node into the palette, to be placed again"),
                            .menu = actions::Menu::edit,
                            .group = 3,
                            .run = [palette, &workbench] { palette->saveTemplate(workbench.scene.picked().nodes.front()); },
                            .enabledWhen = [&workbench] { return workbench.scene.picked().nodes.size() == 1; } });
    workbench.actions.add({ .id = "place.many",
                            .text = PaletteDock::tr("Several at O&nce…"),
                            .icon = "plus",
                            .shortcuts = { QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_N) },
                            .tip = PaletteDock::tr("Several nodes of what is current in the palette; Shift held while dropping asks the same"),
                            .menu = actions::Menu::tools,
                            .group = 1,
                            .run = [palette, &workbench] {
                                palette->placeManyOfCurrent(workbench.canvas.centre());
                            } });
}

} // namespace hopyard::docks
