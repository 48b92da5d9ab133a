// See layers_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/layers_dock.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/painters.h"
#include "app/gui/theme/icon.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::docks {

using document::fromQt;
using document::toQt;

namespace {

constexpr int kNameRole = Qt::UserRole; ///< of the layer, while its item is being renamed

struct Label {
    const char *id;
    const char *text;
    const char *tip;
    bool scene::LabelLayers::*shown;
};
constexpr Label kLabels[] = {
    {"names", QT_TRANSLATE_NOOP("LayersDock", "&Names"), QT_TRANSLATE_NOOP("LayersDock", "Names of nodes"), &scene::LabelLayers::names},
    {"addresses", QT_TRANSLATE_NOOP("LayersDock", "A&ddresses"), QT_TRANSLATE_NOOP("LayersDock", "Addresses below the names"),
     &scene::LabelLayers::addresses},
    {"interfaces", QT_TRANSLATE_NOOP("LayersDock", "&Interfaces"), QT_TRANSLATE_NOOP("LayersDock", "Interfaces at the ends of links"),
     &scene::LabelLayers::interfaces},
    {"costs", QT_TRANSLATE_NOOP("LayersDock", "&Costs"), QT_TRANSLATE_NOOP("LayersDock", "OSPF costs of the ends of links"),
     &scene::LabelLayers::costs},
    {"impairments", QT_TRANSLATE_NOOP("LayersDock", "I&mpairments"), QT_TRANSLATE_NOOP("LayersDock", "Delay, rate and loss of links"),
     &scene::LabelLayers::impairments},
};

QString settingOf(const Label &label) { return QStringLiteral("labels/") + QLatin1String(label.id); }

} // namespace

LayersDock::LayersDock(window::Workbench &workbench, QWidget *parent)
    : QWidget(parent), m_workbench(workbench), m_list(new QListWidget(this)), m_remove(new QToolButton(this)), m_put(new QToolButton(this)), m_take(new QToolButton(this))
{
    setAccessibleName(tr("Layers"));
    auto *column = new QVBoxLayout(this);
    const auto heading = [&](const QString &text) {
        auto *label = new QLabel(text, this);
        label->setProperty("role", QStringLiteral("heading"));
        label->setAccessibleName(text);
        column->addWidget(label);
    };
    heading(tr("Labels"));
    auto *labels = new QHBoxLayout;
    labels->setSpacing(4);
    for (const Label &label : kLabels) {
        QAction *action = workbench.actions.action(QStringLiteral("label.") + QLatin1String(label.id));
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAccessibleName(action->text().remove(QLatin1Char('&')));
        labels->addWidget(button);
    }
    labels->addStretch();
    column->addLayout(labels);
    heading(tr("Layers of the drawing"));
    m_list->setAccessibleName(tr("Layers of the drawing"));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    column->addWidget(m_list, 1);
    auto *buttons = new QHBoxLayout;
    auto *add = new QToolButton(this);
    const auto dress = [&](QToolButton *button, const char *icon, const QString &text) {
        button->setIcon(theme::icon(QLatin1String(icon)));
        button->setToolTip(text);
        button->setAccessibleName(text);
        buttons->addWidget(button);
    };
    dress(add, "plus", tr("Add a layer"));
    dress(m_remove, "minus", tr("Delete the layer; what is on it stays"));
    dress(m_put, "layers", tr("Put what is picked on this layer"));
    dress(m_take, "layers-off", tr("Take what is picked off its layer"));
    buttons->addStretch();
    column->addLayout(buttons);
    connect(add, &QToolButton::clicked, this, [this] {
        const std::string name = document::addLayer(m_workbench.document);
        const auto items = m_list->findItems(toQt(name), Qt::MatchExactly);
        if (!items.isEmpty())
            m_list->setCurrentItem(items.front());
    });
    connect(m_remove, &QToolButton::clicked, this, [this] {
        if (const QListWidgetItem *item = m_list->currentItem())
            document::removeLayer(m_workbench.document, fromQt(item->data(kNameRole).toString()));
    });
    connect(m_put, &QToolButton::clicked, this, [this] {
        if (const QListWidgetItem *item = m_list->currentItem())
            document::putOnLayer(m_workbench.document, m_workbench.scene.picked(), fromQt(item->data(kNameRole).toString()));
    });
    connect(m_take, &QToolButton::clicked, this, [this] { document::putOnLayer(m_workbench.document, m_workbench.scene.picked(), {}); });
    connect(m_list, &QListWidget::itemChanged, this, &LayersDock::changed);
    connect(m_list, &QListWidget::currentItemChanged, this, &LayersDock::refreshButtons);
    connect(&workbench.scene, &scene::LabScene::pickedChanged, this, &LayersDock::refreshButtons);
    connect(&workbench.document, &document::LabDocument::changed, this, [this](const document::ChangeEvent &event) {
        if (event.reset || event.drawing)
            // After whatever is going on in the list itself, such as the end of an edit.
            QMetaObject::invokeMethod(this, &LayersDock::fill, Qt::QueuedConnection);
    });
    fill();
}

void LayersDock::fill()
{
    const QString current = m_list->currentItem() ? m_list->currentItem()->text() : QString();
    m_filling = true;
    m_list->clear();
    for (const lab::Layer &layer : m_workbench.document.drawing().layers) {
        auto *item = new QListWidgetItem(toQt(layer.name), m_list);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable | Qt::ItemIsEditable);
        item->setCheckState(layer.hidden ? Qt::Unchecked : Qt::Checked);
        item->setData(kNameRole, toQt(layer.name));
        const std::string name = layer.name;
        const auto &shapes = m_workbench.document.drawing().shapes;
        const auto on = std::count_if(shapes.begin(), shapes.end(), [&](const lab::Shape &shape) { return shape.layer == name; });
        item->setToolTip(tr("%1 nodes, %2 drawings; double click renames").arg(layer.nodes.size()).arg(on));
        if (item->text() == current)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->count() > 0)
        m_list->setCurrentRow(m_list->count() - 1);
    m_filling = false;
    refreshButtons();
}

void LayersDock::changed(QListWidgetItem *item)
{
    if (m_filling)
        return;
    const std::string name = fromQt(item->data(kNameRole).toString());
    if (item->text() != item->data(kNameRole).toString()) {
        document::renameLayer(m_workbench.document, name, fromQt(item->text()));
        QMetaObject::invokeMethod(this, &LayersDock::fill, Qt::QueuedConnection); // a name that was not taken goes back
        return;
    }
    document::setLayerHidden(m_workbench.document, name, item->checkState() != Qt::Checked);
}

void LayersDock::refreshButtons()
{
    const bool any = m_list->currentItem() != nullptr;
    m_remove->setEnabled(any);
    const document::Picked picked = m_workbench.scene.picked();
    const bool things = !picked.shapes.empty() || !picked.nodes.empty() || !picked.groups.empty();
    m_put->setEnabled(any && things);
    const lab::Drawing &drawing = m_workbench.document.drawing();
    std::vector<std::string> nodes = document::nodesOf(drawing, picked.groups);
    nodes.insert(nodes.end(), picked.nodes.begin(), picked.nodes.end());
    m_take->setEnabled(std::any_of(nodes.begin(), nodes.end(), [&](const std::string &node) { return drawing.layerOf(node); })
                       || std::any_of(picked.shapes.begin(), picked.shapes.end(), [&](const std::string &id) {
                              const lab::Shape *shape = drawing.findShape(id);
                              return shape && !shape->layer.empty();
                          }));
}

void installLayers(window::Workbench &workbench)
{
    scene::LabelLayers shown = workbench.scene.labels();
    for (const Label &label : kLabels)
        shown.*label.shown = QSettings().value(settingOf(label), shown.*label.shown).toBool();
    workbench.scene.setLabels(shown);
    for (const Label &label : kLabels)
        workbench.actions.add({ .id = QStringLiteral("label.") + QLatin1String(label.id),
                                .text = LayersDock::tr(label.text),
                                .tip = LayersDock::tr(label.tip),
                                .menu = actions::Menu::view,
                                .group = 20,
                                .run =
                                    [&workbench, label] {
                                        scene::LabelLayers layers = workbench.scene.labels();
                                        layers.*label.shown = !(layers.*label.shown);
                                        workbench.scene.setLabels(layers);
                                        QSettings().setValue(settingOf(label), layers.*label.shown);
                                    },
                                .checkable = true,
                                .checkedWhen = [&workbench, label] { return workbench.scene.labels().*label.shown; } });
    workbench.addDock({ .id = "layers",
                        .title = LayersDock::tr("Layers"),
                        .icon = "layers",
                        .area = Qt::RightDockWidgetArea,
                        .widget = new LayersDock(workbench),
                        .visible = false,
                        .place = 80 });
}

} // namespace hopyard::docks
