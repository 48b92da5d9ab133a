// See lists_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/lists_dock.h"

#include "app/gui/docks/table_view.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/models/lab_rows.h"
#include "app/gui/models/natural_order.h"
#include "app/gui/theme/icon.h"

#include <QLineEdit>
#include <QTabWidget>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {
constexpr int kRefreshMs = 250;
}

ListsDock::ListsDock(client::EngineSession &session, document::LabDocument &document, QWidget *parent) :
    QWidget(parent), m_session(session), m_document(document), m_tabs(new QTabWidget(this)),
    m_filter(new QLineEdit(this)), m_devices(new TableView(tr("Devices"))), m_links(new TableView(tr("Links"))),
    m_shapes(new TableView(tr("Drawings"))), m_deviceModel(new models::TableModel(this)), m_linkModel(new models::TableModel(this)),
    m_shapeModel(new models::TableModel(this))
{
    setAccessibleName(tr("Devices and links"));
    m_deviceModel->setColumns(models::deviceColumns());
    m_linkModel->setColumns(models::linkColumns());
    m_shapeModel->setColumns(models::shapeColumns());
    m_devices->showTable(m_deviceModel);
    m_links->showTable(m_linkModel);
    m_shapes->showTable(m_shapeModel);
    m_tabs->setAccessibleName(tr("Devices, links or drawings"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_devices, tr("Devices"));
    m_tabs->addTab(m_links, tr("Links"));
    m_tabs->addTab(m_shapes, tr("Drawings"));
    m_filter->setAccessibleName(tr("Filter devices and links"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(220);
    m_tabs->setCornerWidget(m_filter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshMs);
    connect(&m_refresh, &QTimer::timeout, this, &ListsDock::refresh);
    connect(m_filter, &QLineEdit::textChanged, m_devices->proxy(), &models::NaturalProxy::setFilterText);
    connect(m_filter, &QLineEdit::textChanged, m_links->proxy(), &models::NaturalProxy::setFilterText);
    connect(m_filter, &QLineEdit::textChanged, m_shapes->proxy(), &models::NaturalProxy::setFilterText);
    connect(m_devices, &TableView::selectedKeysChanged, this,
            [this] { emit selectionRequested(m_devices->selectedKeys(), {}, {}); });
    connect(m_links, &TableView::selectedKeysChanged, this,
            [this] { emit selectionRequested({}, m_links->selectedKeys(), {}); });
    connect(m_shapes, &TableView::selectedKeysChanged, this,
            [this] { emit selectionRequested({}, {}, m_shapes->selectedKeys()); });
    connect(m_devices, &TableView::rowActivated, this, &ListsDock::nodeActivated);
    connect(&m_document, &document::LabDocument::changed, this, &ListsDock::changed);
    connect(&m_session, &client::EngineSession::topologyChanged, this, &ListsDock::changed);
    connect(&m_session, &client::EngineSession::stateChanged, this, [this](const client::Status &status) {
        if (!status.isAlive()) {
            m_states.clear();
            m_counters.clear();
        }
        changed();
    });
    connect(&m_session, &client::EngineSession::telemetry, this, [this](const client::Batch &batch) {
        for (const client::NodeChange &node : batch.nodes)
            m_states[node.node] = node.state;
        for (const client::LinkCounters &link : batch.links)
            m_counters[link.id] = link;
        if (!batch.nodes.empty() || !batch.links.empty())
            changed();
    });
    refresh();
}

void ListsDock::setSelected(const QStringList &nodes, const QStringList &links, const QStringList &shapes)
{
    m_selectedNodes = nodes;
    m_selectedLinks = links;
    m_selectedShapes = shapes;
    m_devices->selectKeys(nodes);
    m_links->selectKeys(links);
    m_shapes->selectKeys(shapes);
}

void ListsDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void ListsDock::changed()
{
    if (isVisible() && !m_refresh.isActive())
        m_refresh.start();
}

void ListsDock::refresh()
{
    const client::Topology *topology = m_session.status().isAlive() ? &m_session.topology() : nullptr;
    m_deviceModel->setRows(models::deviceRows(m_document.lab(), m_document.drawing(), topology, m_states));
    m_linkModel->setRows(models::linkRows(m_document.lab(), topology, m_counters));
    m_shapeModel->setRows(models::shapeRows(m_document.drawing()));
    // A node that was drawn just now is picked before it has a row.
    if (m_devices->selectedKeys().size() != m_selectedNodes.size())
        m_devices->selectKeys(m_selectedNodes);
    if (m_links->selectedKeys().size() != m_selectedLinks.size())
        m_links->selectKeys(m_selectedLinks);
    if (m_shapes->selectedKeys().size() != m_selectedShapes.size())
        m_shapes->selectKeys(m_selectedShapes);
}

} // namespace hopyard::docks
