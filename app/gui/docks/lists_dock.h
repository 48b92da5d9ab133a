// Devices, links and what is drawn around them as tables: everything the canvas shows, for the keyboard and for those who do not see it. The
// selection is the canvas' own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"

#include <map>
#include <QStringList>
#include <QTimer>
#include <QWidget>
#include <string>

class QLineEdit;
class QTabWidget;

namespace hopyard::document {
class LabDocument;
}
namespace hopyard::models {
class TableModel;
}

namespace hopyard::docks {

class TableView;

class ListsDock : public QWidget {
    Q_OBJECT

public:
    ListsDock(client::EngineSession &session, document::LabDocument &document, QWidget *parent = nullptr);

    TableView *devices() const { return m_devices; }
    TableView *links() const { return m_links; }
    TableView *shapes() const { return m_shapes; }
    /// The canvas' selection: node names, link keys (models::linkKey), and ids of shapes.
    void setSelected(const QStringList &nodes, const QStringList &links, const QStringList &shapes);

signals:
    void selectionRequested(const QStringList &nodes, const QStringList &links, const QStringList &shapes);
    void nodeActivated(const QString &node);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void changed(); ///< something to show: at most a few times a second, and only while seen
    void refresh();

    client::EngineSession &m_session;
    document::LabDocument &m_document;
    QTabWidget *m_tabs;
    QLineEdit *m_filter;
    TableView *m_devices;
    TableView *m_links;
    TableView *m_shapes;
    models::TableModel *m_deviceModel;
    models::TableModel *m_linkModel;
    models::TableModel *m_shapeModel;
    QTimer m_refresh;
    QStringList m_selectedNodes;
    QStringList m_selectedLinks;
    QStringList m_selectedShapes;
    std::map<std::string, std::string> m_states;
    std::map<client::LinkId, client::LinkCounters> m_counters;
};

} // namespace hopyard::docks
