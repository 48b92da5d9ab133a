// See properties_panel.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/properties_panel.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/editors.h"
#include "app/gui/dialogs/link_properties.h"
#include "app/gui/dialogs/node_properties.h"
#include "app/gui/dialogs/shape_properties.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/paragraphs.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/dialogs/to_find_button.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::dialogs {

namespace {

enum Page { labPage, nodePage, linkPage, manyPage, shapePage };

QScrollArea *scrolled(QWidget *content, QWidget *parent)
{
    auto *area = new QScrollArea(parent);
    area->setAccessibleName(content->accessibleName());
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *padded = new QWidget(area);
    padded->setAccessibleName(content->accessibleName());
    auto *column = new QVBoxLayout(padded);
    column->setContentsMargins(12, 10, 12, 12);
    column->addWidget(content);
    area->setWidget(padded);
    return area;
}

} // namespace

PropertiesPanel::PropertiesPanel(window::Workbench &workbench, QWidget *parent)
    : QWidget(parent), m_workbench(workbench), m_pages(new QStackedWidget(this)),
      m_node(new NodeProperties(workbench.document)), m_link(new LinkProperties(workbench.document)),
      m_shape(new ShapeProperties(workbench.document))
{
    setAccessibleName(tr("Properties"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    m_pages->setAccessibleName(tr("Properties of what is picked"));
    m_pages->addWidget(scrolled(makeLabPage(), this));
    m_pages->addWidget(scrolled(m_node, this));
    m_pages->addWidget(scrolled(m_link, this));
    m_pages->addWidget(scrolled(makeManyPage(), this));
    m_pages->addWidget(scrolled(m_shape, this));
    connect(&workbench.scene, &scene::LabScene::pickedChanged, this, &PropertiesPanel::showPicked);
    connect(&workbench.document, &document::LabDocument::changed, this, &PropertiesPanel::showPicked);
    connect(m_node, &NodeProperties::configurationRequested, this, [this] {
        if (QAction *editor = m_workbench.actions.action(QStringLiteral("edit.configuration")))
            editor->trigger();
    });
    showPicked();
}

QWidget *PropertiesPanel::makeLabPage()
{
    auto *page = new QWidget;
    page->setAccessibleName(tr("Lab properties"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    const auto heading = [&](const QString &text, QWidget *buddy) {
        auto *label = new QLabel(text, page);
        label->setProperty("role", QStringLiteral("heading"));
        label->setAccessibleName(text);
        label->setBuddy(buddy);
        column->addWidget(label);
        column->addWidget(buddy);
        return label;
    };
    m_title = new CheckedLine([](const QString &) { return QString(); }, page);
    m_title->setAccessibleName(tr("Title of the lab"));
    m_title->setPlaceholderText(tr("Untitled"));
    heading(tr("Title"), m_title);
    m_description = new TextBlock(page);
    m_description->setFont(font());
    m_description->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_description->setAccessibleName(tr("Description of the lab"));
    m_description->setMaximumHeight(180);
    heading(tr("Description"), m_description);
    m_toFind = new ToFindButton([this](const lab::ToFind &toFind) { document::setToFind(m_workbench.document, toFind); }, page);
    m_toFindHeading = heading(tr("Problems for the Student to Find"), m_toFind);
    m_counts = new QLabel(page);
    m_counts->setProperty("role", QStringLiteral("muted"));
    column->addWidget(m_counts);
    auto *hint = new QLabel(tr("Pick a node or a link to edit it here."), page);
    hint->setProperty("role", QStringLiteral("muted"));
    hint->setAccessibleName(hint->text());
    hint->setWordWrap(true);
    column->addWidget(hint);
    column->addStretch();
    connect(m_title, &CheckedLine::entered, this, [this](const QString &text) {
        document::setHead(m_workbench.document, {document::fromQt(text), m_workbench.document.lab().description});
    });
    connect(m_description, &TextBlock::entered, this, [this](const QString &text) {
        document::setHead(m_workbench.document, {m_workbench.document.lab().title, document::fromQt(document::wrapped(text))});
    });
    return page;
}

QWidget *PropertiesPanel::makeManyPage()
{
    auto *page = new QWidget;
    page->setAccessibleName(tr("Several things are picked"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    m_many = new QLabel(page);
    m_many->setProperty("role", QStringLiteral("heading"));
    m_many->setWordWrap(true);
    column->addWidget(m_many);
    for (const char *const id : {"arrange.left", "arrange.centre", "arrange.right", "arrange.top", "arrange.middle",
                                 "arrange.bottom", "arrange.distributeX", "arrange.distributeY", "arrange.group", "arrange.ungroup",
                                 "arrange.fold", "edit.link"}) {
        QAction *action = m_workbench.actions.action(QLatin1String(id));
        if (!action)
            continue;
        auto *button = new QToolButton(page);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAccessibleName(action->text().remove(QLatin1Char('&')));
        column->addWidget(button);
    }
    column->addStretch();
    return page;
}

void PropertiesPanel::showPicked()
{
    const document::Picked picked = m_workbench.scene.picked();
    const std::size_t nodes = picked.nodes.size();
    const std::size_t links = picked.links.size();
    const std::size_t shapes = picked.shapes.size() + picked.groups.size();
    if (nodes + links == 0 && shapes == 1 && picked.shapes.size() == 1) {
        m_shape->showShape(picked.shapes.front());
        m_pages->setCurrentIndex(shapePage);
        return;
    }
    if (nodes + links == 0 && shapes > 0) {
        m_many->setText(shapes == 1                 ? tr("Group %1").arg(document::toQt(picked.groups.front()))
                            : picked.groups.empty() ? tr("%1 shapes are picked.").arg(shapes)
                            : picked.shapes.empty() ? tr("%1 groups are picked.").arg(shapes)
                                                    : tr("%1 shapes and groups are picked.").arg(shapes));
        m_many->setAccessibleName(m_many->text());
        m_pages->setCurrentIndex(manyPage);
        return;
    }
    if (nodes == 1 && links == 0) {
        m_node->showNode(picked.nodes.front());
        m_pages->setCurrentIndex(nodePage);
    } else if (nodes == 0 && links == 1) {
        m_link->showLink(picked.links.front());
        m_pages->setCurrentIndex(linkPage);
    } else if (nodes + links > 0) {
        const QString nodesText = nodes == 1 ? tr("1 node") : tr("%1 nodes").arg(nodes);
        const QString linksText = links == 1 ? tr("1 link") : tr("%1 links").arg(links);
        m_many->setText(links == 0       ? tr("%1 are picked.").arg(nodesText)
                            : nodes == 0 ? tr("%1 are picked.").arg(linksText)
                                         : tr("%1 and %2 are picked.").arg(nodesText, linksText));
        m_many->setAccessibleName(m_many->text());
        m_pages->setCurrentIndex(manyPage);
    } else {
        const lab::Lab &lab = m_workbench.document.lab();
        m_title->showValue(document::toQt(lab.title));
        m_description->showValue(document::unwrapped(document::toQt(lab.description)));
        const bool isLesson = lab.teaching.guide != lab::Guide() || !lab.teaching.checks.empty() || !lab.teaching.toFind.isNothing();
        m_toFind->showValue(lab.teaching.toFind);
        m_toFind->setVisible(isLesson);
        m_toFindHeading->setVisible(isLesson);
        const std::size_t nodesOfAll = lab.nodes.size(), linksOfAll = lab.links.size();
        m_counts->setText(QStringLiteral("%1, %2").arg(nodesOfAll == 1 ? tr("1 node") : tr("%1 nodes").arg(nodesOfAll),
                                                      linksOfAll == 1 ? tr("1 link") : tr("%1 links").arg(linksOfAll)));
        m_counts->setAccessibleName(m_counts->text());
        m_pages->setCurrentIndex(labPage);
    }
}

void installProperties(window::Workbench &workbench)
{
    workbench.addDock({.id = "properties", .title = PropertiesPanel::tr("Properties"), .icon = "properties",
                       .area = Qt::RightDockWidgetArea, .widget = new PropertiesPanel(workbench),
                       .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)});
}

} // namespace hopyard::dialogs
